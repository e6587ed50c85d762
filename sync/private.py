"""Files only their owner may read, written so that a crash at any moment leaves the old or the new one whole.

Every file is created with mode 0600 before it has content, under a name nothing had (`O_EXCL`) and through no link
(`O_NOFOLLOW`), reaches the disk, and only then takes its place.
"""

import contextlib
import os
from pathlib import Path
from typing import BinaryIO

_PLAIN = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _PLAIN
_BOTH = os.O_RDWR | os.O_CREAT | os.O_EXCL | _PLAIN
_READ = os.O_RDONLY | _PLAIN


def previous(path: Path) -> Path:
    """Where `replace` keeps the old file until `settle`."""
    return path.with_name(path.name + ".old")


def create(path: Path, data: bytes) -> None:
    """Makes a new file. Raises FileExistsError, having changed nothing, where there is anything of that name."""
    new = _written(path.with_name(path.name + ".new"), data)
    try:
        place(new, path)
    except OSError:
        _gone(new)
        raise


def begin(path: Path) -> tuple[Path, BinaryIO]:
    """A new, empty file beside `path` under a name nobody can foresee, open for reading and writing."""
    new = path.with_name(f".{path.name}.{os.urandom(6).hex()}.part")
    return new, os.fdopen(os.open(new, _BOTH, 0o600), "w+b")


def place(new: Path, path: Path) -> None:
    """Gives a file that is whole and on the disk its name. Raises FileExistsError where there is anything there."""
    try:
        os.link(new, path)
        _gone(new)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        os.rename(new, path)
    _settled(path.parent)


def replace(path: Path, data: bytes) -> None:
    """Puts `data` in the place of an existing file, whose old content stays at `previous(path)` until `settle`."""
    new, old = _written(path.with_name(path.name + ".new"), data), previous(path)
    _gone(old)
    try:
        os.link(path, old)
    except OSError:  # a file system without hard links
        _written(old, path.read_bytes())
    _settled(path.parent)
    os.replace(new, path)
    _settled(path.parent)


def settle(path: Path) -> None:
    """Removes what `replace` kept, and what a crash may have left."""
    leftovers = [name for name in (previous(path), path.with_name(path.name + ".new")) if os.path.lexists(name)]
    for name in leftovers:
        _gone(name)
    if leftovers:
        _settled(path.parent)


def restore(path: Path) -> None:
    """Puts the file `replace` kept back in its place."""
    os.replace(previous(path), path)
    _settled(path.parent)


def read(path: Path, limit: int) -> bytes:
    """The content, or its first `limit` + 1 bytes. Raises FileNotFoundError, and OSError where it is a link."""
    with os.fdopen(os.open(path, _READ), "rb") as file:
        return file.read(limit + 1)


def _written(path: Path, data: bytes) -> Path:
    _gone(path)
    descriptor = os.open(path, _NEW, 0o600)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(descriptor, left) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return path


def _gone(path: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)


def _settled(folder: Path) -> None:
    """Makes renames and removals in a folder last. Windows cannot open a folder, and needs no such call."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
