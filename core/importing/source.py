"""Where things come from: one file, a folder, a zip, or standard input, as a list of members that can be read.

Nothing is ever unpacked to the disk: members are read by name, with limits, and their names are used for nothing but
finding and showing them, so a name that points elsewhere leads nowhere. Raises `StorageError` and `Refused`.
"""

from __future__ import annotations

import io
import os
import stat
import zipfile
import zlib
from collections.abc import Callable
from fnmatch import fnmatch
from functools import partial
from typing import IO

from core import text
from core.errors import OnwardError, Refused, StorageError

LARGEST = 200_000_000  # bytes that are read of one member; 50 000 applications have some 20 million
NESTED = 64_000_000  # bytes of a zip inside a zip, which has to be held in memory
MOST = 50_000  # members of a zip; a diary with its photographs has thousands
FILES = 500_000  # files of a folder; an export in Markdown has one for each entry
LISTED = 20_000_000  # bytes of a zip's own list of members, which is read whole
DEEPEST = 6  # folders inside each other
_START = 65_536
_ZIP = b"PK\x03\x04"
_KNOWN = (  # how files begin that people take for tables
    (b"%PDF-", "is a PDF"),
    (b"\xd0\xcf\x11\xe0", "is an old Office file"),
    (b"SQLite format 3\0", "is a database"),
    (b"\x89PNG", "is a picture"),
    (b"\xff\xd8\xff", "is a picture"),
    (b"\x1f\x8b", "is a compressed file"),
    (b"7z\xbc\xaf", "is a 7z archive"),
    (b"Rar!", "is a rar archive"),
    (b"age-encryption.org/", "is encrypted; `onward restore` opens backups"),
)


class Member:
    """One file of a source. `name` is its path inside, with `/`; `size` is what is said of it, in bytes."""

    def __init__(self, name: str, size: int, opener: Callable[[], IO[bytes]]) -> None:
        self.name = name
        self.size = size
        self._opener = opener
        self._start: bytes | None = None
        self.encoding = ""  # once it was found out (`core.importing.decoding`): every form asks for it

    @property
    def shown(self) -> str:
        """Its name for a sentence."""
        return text.visible(text.first_line(self.name.rpartition("/")[2], 60)) or "This file"

    def open(self, limit: int = LARGEST) -> io.BufferedReader:
        """Its bytes, to be read piece by piece. Reading past `limit` raises `Refused`."""
        try:
            return io.BufferedReader(_Bounded(self._opener(), self.shown, limit), _START)
        except _BROKEN as error:
            raise _worded(error, self.shown) from None

    def read(self, limit: int = LARGEST) -> bytes:
        """All of it. Raises `Refused` beyond `limit`."""
        with self.open(limit) as file:
            return file.read()

    @property
    def start(self) -> bytes:
        """Its first 64 KiB."""
        if self._start is None:
            with self.open() as file:
                self._start = file.read(_START)
        return self._start

    def is_like(self, *patterns: str) -> bool:
        """Whether its name, without folders and in small letters, is like one of these (`*.csv`)."""
        name = self.name.rpartition("/")[2].casefold()
        return any(fnmatch(name, pattern) for pattern in patterns)


class Source:
    """An opened source: `name` for sentences, its `members`, and whether it is a single file."""

    def __init__(self, name: str, members: tuple[Member, ...], *, single: bool = False) -> None:
        self.name = name
        self.members = members
        self.single = single
        self._unchanged: Callable[[], bool] = lambda: True
        self._files: list[IO[bytes]] = []

    @classmethod
    def open(cls, path: str) -> Source:
        """The source at a path. Raises `StorageError` where there is none, and `Refused` for what cannot be read."""
        full = os.path.abspath(os.path.expanduser(path.strip()))
        name = text.visible(text.first_line(os.path.basename(full), 60)) or "This"
        try:
            found = os.stat(full)
            if stat.S_ISDIR(found.st_mode):
                return cls(name, _folder(full, name))
            if not stat.S_ISREG(found.st_mode):
                raise Refused(f"{name} is neither a file nor a folder, so there is nothing to read.")
            source = cls._of_file(open(full, "rb"), name, partial(_opened, full), found.st_size)  # noqa: SIM115
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "no such file"
            raise StorageError(f"{name} cannot be read: {reason}.") from None
        mark = (found.st_size, found.st_mtime_ns, found.st_ino)
        source._unchanged = lambda: (now := os.stat(full)) and (now.st_size, now.st_mtime_ns, now.st_ino) == mark
        return source

    @classmethod
    def of_bytes(cls, body: bytes, name: str = "standard input") -> Source:
        """What was read already."""
        return cls._of_file(io.BytesIO(body), name, lambda: io.BytesIO(body), len(body))

    @classmethod
    def _of_file(cls, file: IO[bytes], name: str, again: Callable[[], IO[bytes]], size: int) -> Source:
        try:
            start = file.read(32)
            if not start:
                raise Refused(f"{name} is empty, so there is nothing to take in.")
            for begin, what in _KNOWN:
                if start.startswith(begin):
                    raise Refused(f"{name} {what}. A table can be taken in as CSV, a diary as text, JSON or zip.")
            if start.startswith((_ZIP, b"PK\x05\x06")):
                source = cls(name, _zip(file, name))
                source._files.append(file)
                return source
        except BaseException:
            file.close()
            raise
        file.close()
        return cls(name, (Member(name, size, again),), single=True)

    def check(self) -> None:
        """Raise `Refused` where the file is no longer the one that was looked at."""
        try:
            same = self._unchanged()
        except OSError:
            same = False
        if not same:
            raise Refused(f"{self.name} has changed since it was looked at. Nothing was stored; please look again.")

    def close(self) -> None:
        """Let go of the files."""
        for file in self._files:
            file.close()


def _opened(path: str) -> IO[bytes]:
    return open(path, "rb")


def _folder(path: str, name: str) -> tuple[Member, ...]:
    """The plain files below a folder; links are not followed, so nothing outside is read."""
    members: list[Member] = []
    for folder, folders, files in os.walk(path):
        depth = os.path.relpath(folder, path).count(os.sep)
        folders[:] = sorted(one for one in folders if not one.startswith(".")) if depth < DEEPEST else []
        for file in sorted(files):
            full = os.path.join(folder, file)
            found = os.lstat(full)
            if stat.S_ISREG(found.st_mode) and not file.startswith("."):
                inside = os.path.relpath(full, path).replace(os.sep, "/")
                members.append(Member(inside, found.st_size, partial(_opened, full)))
            if len(members) > FILES:
                raise Refused(f"{name} holds more than {FILES:,} files, so it was not looked through.")
    if not members:
        raise Refused(f"{name} is a folder without files, so there is nothing to take in.")
    return tuple(members)


def _zip(file: IO[bytes], name: str, *, inside: bool = False) -> tuple[Member, ...]:
    """The files of a zip, and those of the zips in it, one level deep."""
    _check_list(file, name)
    try:
        archive = zipfile.ZipFile(file)
        members: list[Member] = []
        for info in archive.infolist():
            if info.is_dir() or info.filename.startswith("__MACOSX/"):
                continue
            member = Member(info.filename, info.file_size, partial(archive.open, info))
            if not inside and member.is_like("*.zip"):
                members += _zip(io.BytesIO(member.read(NESTED)), member.shown, inside=True)
            elif member.is_like("*.xml") and info.filename in ("xl/workbook.xml", "word/document.xml"):
                raise Refused(f"{name} is an Office document. Saved as CSV, a table of it can be taken in.")
            else:
                members.append(member)
    except _BROKEN as error:
        raise _worded(error, name) from None
    if not members and not inside:
        raise Refused(f"{name} is a zip with nothing in it.")
    return tuple(members)


def _check_list(file: IO[bytes], name: str) -> None:
    """Look at the end of a zip before it is opened: opening reads its whole list of members into memory."""
    file.seek(0, os.SEEK_END)
    file.seek(max(0, file.tell() - 65_557))
    tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) - place < 22:
        raise Refused(f"{name} is not a whole zip: its end is missing. Downloading it again may help.")
    members = int.from_bytes(tail[place + 10 : place + 12], "little")
    listed = int.from_bytes(tail[place + 12 : place + 16], "little")
    if members >= min(MOST, 0xFFFF) or listed > LISTED:
        raise Refused(f"{name} has more members than any such file, so it was not opened.")
    file.seek(0)


# What zipfile, zlib and the system raise for a file that is broken, cut off or locked.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


def _worded(error: Exception, name: str) -> OnwardError:
    if isinstance(error, OSError) and error.strerror:
        return StorageError(f"{name} cannot be read: {error.strerror}.")
    if isinstance(error, NotImplementedError):
        return Refused(
            f"{name} is packed in a way that is not known here. Packed again as a plain zip, it can be read."
        )
    if isinstance(error, RuntimeError):  # what zipfile raises for a password
        return Refused(f"{name} has a password. Packed without one, it can be read.")
    return Refused(f"{name} breaks off or is damaged. Nothing was stored; downloading it again may help.")


class _Bounded(io.RawIOBase):
    """A reader that stops at a limit, whatever the size it was said to have, and words what goes wrong."""

    def __init__(self, inner: IO[bytes], name: str, limit: int) -> None:
        self._inner, self._name, self._limit, self._left = inner, name, limit, limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            piece = self._inner.read(len(buffer))
        except _BROKEN as error:
            raise _worded(error, self._name) from None
        self._left -= len(piece)
        if self._left < 0:
            raise Refused(f"{self._name} has more than {self._limit // 1_000_000} MB in it, so it was not taken in.")
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self._inner.close()
        super().close()
