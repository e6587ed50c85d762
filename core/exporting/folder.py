"""A folder of files that appears when it is whole, for the person's eyes only, and replaces nothing unasked.

`onward.json` in it says what it is and which files are ours; whatever else is in the folder (notes, `.git`) is left
alone when it is written anew.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import IO, Self

from core.errors import Refused, StorageError
from core.exporting.whole import Occupied
from core.record import record

MANIFEST = "onward.json"


@record
class Manifest:
    """What `onward.json` says: the form of an export, and its files."""

    format: str
    files: tuple[str, ...]


class Folder:
    """A folder being written; a context manager. Kept when it ends well, gone without a trace when it does not.

    `force` writes an earlier export of the same format anew. Raises `Occupied` where there is one, `Refused` where
    there is something else, and `StorageError` where it cannot be written.
    """

    def __init__(self, path: str, format: str, *, force: bool = False) -> None:
        self.path = os.path.abspath(path)
        self._format, self._force = format, force
        self._files: list[str] = []
        self._before = self._ours()
        self._draft = f"{self.path}.{os.urandom(4).hex()}.part"

    def __enter__(self) -> Self:
        try:
            os.mkdir(self._draft, 0o700)
        except OSError as error:
            raise _lost(self.path, error) from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._keep()
        except OSError as broken:
            raise _lost(self.path, broken) from None
        finally:
            shutil.rmtree(self._draft, ignore_errors=True)
        if isinstance(error, OSError):
            raise _lost(self.path, error) from None

    @contextmanager
    def file(self, name: str, encoding: str = "utf-8") -> Iterator[IO[str]]:
        """A new file in it, by its path with `/`; folders are made on the way. Raises `FileExistsError`."""
        path = os.path.join(self._draft, *name.split("/"))
        if not os.path.isdir(os.path.dirname(path)):
            os.makedirs(os.path.dirname(path), 0o700)
        with open(
            os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding=encoding, newline=""
        ) as out:
            self._files.append(name)
            yield out

    def _ours(self) -> list[str] | None:
        """The files of the export that is there; None where nothing is."""
        try:
            if not os.listdir(self.path):
                return None
        except FileNotFoundError:
            return None
        except NotADirectoryError:
            raise Refused(f"{self.path} is a file, and this export is a folder. Another name will do.") from None
        except OSError as error:
            raise _lost(self.path, error) from None
        about = manifest(self.path)
        if about is None or about.format != self._format:
            raise Refused(f"{self.path} holds something else, and nothing of it was touched. Another name will do.")
        if not self._force:
            raise Occupied(f"{self.path} holds an earlier export.")
        return [name for name in about.files if _inside(name)]

    def _keep(self) -> None:
        if self._before is None:
            self._write_manifest(self._draft, self._files)
            os.rename(self._draft, self.path)
            return
        # Everything stays in the list until it is gone, so that a kill half-way leaves nothing behind for good.
        gone = set(self._before).difference(self._files)
        self._write_manifest(self.path, [*self._files, *gone])
        for name in self._files:
            target = os.path.join(self.path, *name.split("/"))
            os.makedirs(os.path.dirname(target), 0o700, exist_ok=True)
            os.replace(os.path.join(self._draft, *name.split("/")), target)
        for name in gone:
            if os.path.isfile(old := os.path.join(self.path, *name.split("/"))):
                os.unlink(old)
        for folder in sorted({os.path.dirname(name) for name in gone} - {""}, reverse=True):
            if not os.listdir(inner := os.path.join(self.path, *folder.split("/"))):
                os.rmdir(inner)
        self._write_manifest(self.path, self._files)

    def _write_manifest(self, folder: str, files: list[str]) -> None:
        about = {"format": self._format, "version": 1, "files": sorted(files)}
        draft = os.path.join(self._draft, MANIFEST)
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
            json.dump(about, out, indent=0)
            out.write("\n")
            out.flush()
            os.fsync(out.fileno())
        if folder != self._draft:
            os.replace(draft, os.path.join(folder, MANIFEST))


def manifest(path: str) -> Manifest | None:
    """What `onward.json` in a folder says, None where there is none; see `understood`."""
    try:
        with open(os.path.join(path, MANIFEST), "rb") as file:
            return understood(file.read())
    except OSError:
        return None


def understood(body: bytes) -> Manifest | None:
    """What such a file says, None where it is something else. Raises `Refused` for the form of a newer version."""
    try:
        about = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(about, dict) or not str(about.get("format", "")).startswith("onward-"):
        return None
    if about.get("version") != 1:
        raise Refused("This export was written by a newer Onward. Please update this one. Nothing was changed.")
    files = about.get("files")
    if not isinstance(files, list) or not all(isinstance(name, str) for name in files):
        return None
    return Manifest(format=str(about["format"]), files=tuple(files))


def _inside(name: str) -> bool:
    """Whether a name in a manifest stays in its folder: nobody's list makes us remove a file elsewhere."""
    parts = name.split("/")
    return all(part not in ("", ".", "..") and "\\" not in part and "\0" not in part for part in parts)


def _lost(path: str, error: OSError) -> StorageError:
    return StorageError(f"{path} cannot be written: {error.strerror}.")
