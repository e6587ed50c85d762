"""A store in a folder: a USB stick, a network share, or one that Syncthing, Dropbox or Nextcloud carries about.

Other programs write here too and are not believed. Every step goes from the open root down through handles of folders
(`dir_fd`), never through a link, so nothing planted here leads out of it. The root is never created, nor is it itself a
mount point: where a stick was pulled out, an empty tree in its place would look like a store that lost everything.
"""

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sync.stores import names, stands
from sync.stores.errors import IN_THE_WAY, Full, Missing, ReadOnly, Refused, StoreError, Taken, TooLarge, Unreachable

_PLAIN = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_READ = os.O_RDONLY | _PLAIN | getattr(os, "O_NONBLOCK", 0)  # a pipe would keep its reader waiting
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _PLAIN
_DIRECTORY = getattr(os, "O_DIRECTORY", 0)
_HANDLES = os.open in os.supports_dir_fd  # not on Windows, where the parts of a path are looked at instead

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}  # EFBIG: 4 GiB on FAT
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}
_NO_OBJECT = {errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.EISDIR, errno.ENAMETOOLONG, errno.ENXIO}
_NO_LINKS = {errno.EPERM, errno.EACCES, errno.EMLINK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP}
_NO_SYNC = {errno.EINVAL, errno.EBADF, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP}
_MOUNTED = (
    "A disk or a share is mounted at this very place. Name a folder on it instead, so that it is not taken for empty "
    "when it is not plugged in."
)
_GONE = "The folder of the store is not there. Plug in or mount what it is on, or make the folder, then try again."


def connect(place: str, home: Path) -> "Folder":
    """The store in an existing folder. Raises Unreachable where there is none, Refused where it may not be read."""
    root = Path(place).expanduser()
    if not root.is_absolute():
        raise StoreError("The path to a store begins at the root or with ~, so that it means the same everywhere.")
    if root.resolve() == home.resolve() or home.resolve() in root.resolve().parents:
        raise StoreError("The store cannot lie within Onward's own folder: both would be lost together.")
    if root.is_mount():
        raise StoreError(_MOUNTED)
    return Folder(root)


@dataclass(frozen=True)
class _Opened:
    """A folder that is held open, or where the system has no handles for that, only named."""

    path: str
    handle: int | None

    def within(self, name: str) -> str:
        return os.path.join(self.path, name) if self.handle is None else name


class Folder:
    """A folder and the two levels of folders below it."""

    def __init__(self, root: Path) -> None:
        with _said(Refused):
            if not root.is_dir():
                raise Unreachable(_GONE)
            self._root: _Opened | None = _Opened(
                str(root), os.open(root, os.O_RDONLY | _DIRECTORY) if _HANDLES else None
            )

    def list(self, folder: str, after: str = "") -> tuple[str, ...]:
        names.for_listing(folder)
        found: list[str] = []
        with _said(Refused), self._opened(folder) as opened:
            if opened:
                with os.scandir(opened.path if opened.handle is None else opened.handle) as entries:
                    for entry in entries:
                        name = folder + entry.name
                        if (name > after or after.startswith(name)) and names.one_part(entry.name):
                            found.append(name + "/" if entry.is_dir(follow_symlinks=False) else name)
        return tuple(sorted(name for name in found if name > after))

    def get(self, name: str, limit: int) -> bytes:
        folder, name = _split(names.for_reading(name))
        with self._said_of_one(), self._opened(folder) as opened:
            if not opened:
                raise Missing
            with os.fdopen(os.open(opened.within(name), _READ, dir_fd=opened.handle), "rb") as file:
                state = os.fstat(file.fileno())
                if not stat.S_ISREG(state.st_mode):
                    raise Missing
                body = b"" if state.st_size > limit else file.read(limit + 1)
        if max(state.st_size, len(body)) > limit:
            raise TooLarge
        return body

    def put(self, name: str, body: bytes) -> None:
        folder, last = _split(names.for_writing(name))
        if stands(self, name, body):  # asked first, because that is success in a full store too
            return
        with _said(ReadOnly), self._opened(folder, make=True) as opened:
            assert opened
            temporary = names.temporary(os.urandom(12))
            try:
                _write(opened, temporary, body)
                _place(opened, temporary, last)
            except FileExistsError:
                if not stands(self, name, body):
                    raise Taken from None
            finally:
                with contextlib.suppress(OSError):
                    os.unlink(opened.within(temporary), dir_fd=opened.handle)

    def delete(self, name: str) -> None:
        folder, name = _split(names.for_reading(name))
        with _said(ReadOnly), self._opened(folder) as opened:
            if opened:
                with contextlib.suppress(FileNotFoundError, IsADirectoryError):
                    os.unlink(opened.within(name), dir_fd=opened.handle)
                    _settled(opened)

    def close(self) -> None:
        if self._root and self._root.handle is not None:
            os.close(self._root.handle)
        self._root = None

    @contextmanager
    def _opened(self, folder: str, *, make: bool = False) -> Iterator[_Opened | None]:
        """The folder, None where there is none, reached step by step without following a link."""
        if not self._root or not _is_at_its_path(self._root):
            raise Unreachable(_GONE)
        opened, held = self._root, []
        try:
            for part in folder.split("/")[:-1]:
                opened = _step(opened, part, make=make)
                if opened.handle is not None:
                    held.append(opened.handle)
        except (FileNotFoundError, NotADirectoryError):
            if make:
                raise
            yield None
        else:
            yield opened
        finally:
            for handle in held:
                os.close(handle)

    @contextmanager
    def _said_of_one(self) -> Iterator[None]:
        """Turns errors about one object into sentences. A file that only seems to be here (online-only, a bad block)
        stops nothing but itself, as long as the folder around it can be read.
        """
        try:
            yield
        except OSError as error:
            if error.errno in _NO_OBJECT:
                raise Missing from None
            self.list("")
            raise StoreError("A file in the store cannot be read just now; the others can.") from None


def _split(name: str) -> tuple[str, str]:
    folder, slash, last = name.rpartition("/")
    return folder + slash, last


def _is_at_its_path(root: _Opened) -> bool:
    """Whether the path leads to the folder that was opened, and not to what is left where it was mounted."""
    if root.handle is None:
        return os.path.isdir(root.path)
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        return os.path.samestat(os.stat(root.path), os.fstat(root.handle))
    return False


def _step(opened: _Opened, part: str, *, make: bool) -> _Opened:
    path = os.path.join(opened.path, part)
    if make:
        with contextlib.suppress(FileExistsError):
            os.mkdir(opened.within(part), 0o700, dir_fd=opened.handle)
            _settled(opened)
    if opened.handle is not None:
        try:
            return _Opened(path, os.open(part, os.O_RDONLY | _DIRECTORY | _PLAIN, dir_fd=opened.handle))
        except OSError as error:
            if error.errno == errno.ELOOP:
                raise NotADirectoryError(errno.ENOTDIR, "a link") from None
            raise
    state = os.lstat(path)
    if not stat.S_ISDIR(state.st_mode) or getattr(state, "st_reparse_tag", False):
        raise NotADirectoryError(errno.ENOTDIR, "a link")
    return _Opened(path, None)


def _write(opened: _Opened, name: str, body: bytes) -> None:
    descriptor = os.open(opened.within(name), _NEW, 0o600, dir_fd=opened.handle)
    try:
        left = memoryview(body)
        while left:
            left = left[os.write(descriptor, left) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _place(opened: _Opened, temporary: str, name: str) -> None:
    """Gives a whole file its name. Raises FileExistsError where there is anything there."""
    source, target, handle = opened.within(temporary), opened.within(name), opened.handle
    if handle is None:
        os.rename(source, target)  # Windows refuses by itself where there is something
        return
    try:
        os.link(source, target, src_dir_fd=handle, dst_dir_fd=handle, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        with contextlib.suppress(FileNotFoundError):
            os.stat(target, dir_fd=handle, follow_symlinks=False)
            raise FileExistsError(errno.EEXIST, "there already") from None
        os.rename(source, target, src_dir_fd=handle, dst_dir_fd=handle)
    else:
        os.unlink(source, dir_fd=handle)
    _settled(opened)


def _settled(opened: _Opened) -> None:
    """Makes what changed in a folder last. Some network file systems do not know how; what they have is there."""
    if opened.handle is None:
        return
    try:
        os.fsync(opened.handle)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise


@contextmanager
def _said(forbidden: type[StoreError]) -> Iterator[None]:
    """Turns the system's errors into sentences; `forbidden` is what a missing permission means here."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise Full from None
        if error.errno in _READ_ONLY:
            raise forbidden from None
        if error.errno in (errno.ENOTDIR, errno.ELOOP):
            raise StoreError(IN_THE_WAY) from None
        raise Unreachable(_GONE if error.errno == errno.ENOENT else None) from None
