"""Text on loan to the person's own editor: a private file for a while, and never a lost word.

The file is 0600 in a folder of its own, 0700, inside the workspace's folder. It is removed when
the editor is done; what a crash leaves behind becomes a draft (`sweep`).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import time

from core.drafts import Drafts
from core.errors import OnwardError, StorageError
from core.store import Store
from core.text import visible

_PREFIX = "editing-"
_NAME = "entry.md"  # editors choose their Markdown colours by the ending
_STALE_SECONDS = 2 * 24 * 3600  # where a process cannot be asked whether it still runs


@contextmanager
def lent(folder: str, body: str = "") -> Iterator[str]:
    """The path of a private file that holds `body`; it is gone when the block ends.

    `folder` is the workspace's, made (0700) where there is none. Raises `StorageError`.
    """
    from tempfile import mkdtemp

    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        own = mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=folder)
    except OSError as error:
        raise StorageError(f"A file for the editor cannot be made in {folder}: {error.strerror}.") from None
    try:
        path = os.path.join(own, _NAME)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "wb") as file:
            file.write(body.encode())
        yield path
    except OSError as error:
        raise StorageError(f"The file for the editor cannot be used: {error.strerror}.") from None
    finally:
        _remove(own)


def taken_back(path: str) -> str:
    """What the editor left in the file. Raises `OnwardError` with a sentence where that is not text."""
    with open(path, "rb") as file:
        raw = file.read()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise OnwardError("The editor saved something that is not UTF-8 text, so it cannot be read here.") from None


def sweep(store: Store) -> int:
    """Make drafts of what editors left behind whose Onward is gone, and remove the files; how many there were."""
    folder = os.path.dirname(store.path)
    try:
        left = [name for name in sorted(os.listdir(folder)) if name.startswith(_PREFIX)]
    except OSError:
        return 0
    kept = 0
    for name in left:
        own = os.path.join(folder, name)
        if _in_use(own, name):
            continue
        try:
            with open(os.path.join(own, _NAME), encoding="utf-8-sig", errors="replace") as file:
                body = file.read()
        except FileNotFoundError:
            body = ""
        except OSError:
            continue
        if body.strip():
            Drafts(store).keep(f"entry:{name}", visible(body))
            kept += 1
        _remove(own)
    return kept


def _in_use(own: str, name: str) -> bool:
    number = name.removeprefix(_PREFIX).partition("-")[0]
    try:
        if sys.platform == "win32" or not number.isdecimal():
            return time() - os.stat(own).st_mtime < _STALE_SECONDS
        os.kill(int(number), 0)
    except (ProcessLookupError, FileNotFoundError):
        return False
    except OSError:
        return True
    return True


def _remove(own: str) -> None:
    from shutil import rmtree

    rmtree(own, ignore_errors=True)
