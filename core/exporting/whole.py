"""A file that appears when it is whole, for the person's eyes only, and replaces nothing unasked."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

from core.errors import Refused, StorageError


class Occupied(Refused):
    """There is something of that name already; it may be replaced if the person says so."""


@contextmanager
def whole(path: str, *, force: bool = False) -> Iterator[IO[str]]:
    """The file to write; it gets its name at the end, and without `force` only where nothing has that name.

    Raises `Occupied` where something has, `Refused` where that is a folder, `StorageError` where it cannot be
    written.
    """
    draft = f"{path}.{os.urandom(4).hex()}.part"
    try:
        if os.path.isdir(path):
            raise Refused(f"{path} is a folder, and this export is a file. Another name will do.")
        if not force and os.path.lexists(path):
            raise FileExistsError
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with open(handle, "w", encoding="utf-8", newline="") as out:
                yield out
                out.flush()
                os.fsync(out.fileno())
            _named(draft, path, force)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(draft)
    except FileExistsError:
        raise Occupied(f"{path} is there already.") from None
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror}.") from None


def _named(draft: str, path: str, force: bool) -> None:
    if not force:
        try:
            os.link(draft, path)  # unlike a look beforehand, this cannot replace a file that appears meanwhile
            return
        except FileExistsError:
            raise
        except OSError:  # a file system without links, as on most USB sticks
            if os.path.lexists(path):
                raise FileExistsError from None
    os.replace(draft, path)
