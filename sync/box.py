"""The zip around a backup: a few members by fixed names, stored as they are, so that stock programs take it apart.

Reading takes members by these names and to these sizes, into memory or into what the caller made; nothing is ever
extracted by a name that stands in the file.
"""

import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO

from core.errors import NotFound, OnwardError, StorageError

CONTENT, KEYRING, RECOVER = "onward.sqlite.zst.age", "keyring.age", "RECOVER.txt"
CODE = "keyring-for-code.age"  # the same keys for the recovery code, where there are any from before it
LIMITS = {CONTENT: 1 << 30, KEYRING: 1 << 20, CODE: 1 << 20, RECOVER: 1 << 16}
_END = struct.Struct("<4s4H2LH")  # the end of the central directory (APPNOTE 4.3.16), here always the last bytes
_LONGEST_DIRECTORY = 4096
_EPOCH = (1980, 1, 1, 0, 0, 0)  # when it was made stands inside, encrypted


class NoBackup(OnwardError):
    """The file is not a backup as Onward writes it; nothing of it was used."""

    exit_code = 6

    def __init__(self) -> None:
        super().__init__("This file is not a backup made by Onward, or it is damaged. Nothing of it was used.")


class Packer:
    """Writes the members one after the other into an open file."""

    def __init__(self, target: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(target, "w", zipfile.ZIP_STORED, allowZip64=False)

    def put(self, name: str, data: bytes) -> None:
        """A small member."""
        self._zip.writestr(_member(name), data)

    def member(self, name: str) -> IO[bytes]:
        """A member to be written bit by bit and closed."""
        return self._zip.open(_member(name), "w")

    def __enter__(self) -> "Packer":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Completes the file, which stays open; after an error it is to be thrown away."""
        if kind:
            self._zip.fp = None  # else its finaliser would write once more
        else:
            self._zip.close()


@contextmanager
def unpacking(path: Path) -> Iterator["Unpacker"]:
    """The members of a backup. Raises `NotFound`, `StorageError`, and `NoBackup` for everything that is none."""
    if not path.is_file():  # a device or a pipe could keep its reader waiting
        raise NotFound("There is no backup of that name.")
    try:
        file = path.open("rb")
    except OSError as error:
        raise StorageError(f"That file cannot be read: {error.strerror}.") from None
    with file:
        yield Unpacker(file)


class Unpacker:
    """The members of an open backup."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._members = self._listed()

    @property
    def has_keyring(self) -> bool:
        """Whether the keys travel in it, under a passphrase."""
        return KEYRING in self._members

    @property
    def has_code(self) -> bool:
        """Whether the recovery code opens keys in it that it is not itself."""
        return CODE in self._members

    def small(self, name: str) -> bytes:
        """A small member as a whole."""
        with self.member(name) as source:
            data = source.read(LIMITS[name] + 1)
        if len(data) != self._members[name].file_size:
            raise NoBackup
        return data

    @contextmanager
    def member(self, name: str) -> Iterator[BinaryIO]:
        """A member to be read."""
        try:
            with self._zip.open(self._members[name]) as source:
                yield source  # type: ignore[misc]
        except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError, RuntimeError):
            raise NoBackup from None
        except OSError as error:
            raise StorageError(f"That file cannot be read: {error.strerror}.") from None

    def _listed(self) -> dict[str, zipfile.ZipInfo]:
        try:
            self._small_directory()
            self._zip = zipfile.ZipFile(self._file)
            listed = self._zip.infolist()
        except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError, UnicodeError, OSError):
            raise NoBackup from None
        members = {info.filename: info for info in listed}
        if len(members) != len(listed) or not {CONTENT} <= members.keys() <= LIMITS.keys():
            raise NoBackup
        if any(
            info.compress_type != zipfile.ZIP_STORED
            or info.flag_bits & 0x41  # encrypted by the zip's own means
            or info.file_size != info.compress_size
            or info.file_size > LIMITS[info.filename]
            or info.orig_filename != info.filename
            for info in listed
        ):
            raise NoBackup
        return members

    def _small_directory(self) -> None:
        """Raises unless the list of members is small: it is read as a whole by whoever opens the file."""
        self._file.seek(-_END.size, 2)
        end = self._file.tell()
        mark, disk, first, here, entries, size, start, comment = _END.unpack(self._file.read(_END.size))
        if mark != b"PK\5\6" or disk or first or comment or here != entries or entries > len(LIMITS):
            raise NoBackup
        if size > _LONGEST_DIRECTORY or start + size != end:
            raise NoBackup


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.external_attr = 0o600 << 16
    return info
