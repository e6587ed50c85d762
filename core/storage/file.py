"""The workspace's file: made private, judged before it is opened, and its troubles put in words."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Sequence
from time import monotonic, sleep

from core.errors import NotOurs, OnwardError, StorageError
from core.storage.schema import APPLICATION_ID, VERSION, newer


def prepare(path: str) -> None:
    """Make the folder (0700) and an empty file (0600) before SQLite touches them: -wal and -shm inherit.

    An existing file is judged by its header alone first: opening it would already tidy up its log. It is SQLite that
    reads the header, because closing a file gives up every lock this process holds on it (POSIX): with another thread's
    workspace open, the next program to leave would take itself for the last one and remove the log that is in use.
    """
    folder = os.path.dirname(path)
    try:
        os.makedirs(os.path.dirname(folder) or ".", exist_ok=True)
        try:
            os.mkdir(folder, 0o700)
        except FileExistsError:  # also where another process has made it just now
            if not os.path.isdir(folder):
                raise
        if not os.path.exists(path):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except FileExistsError:
        raise StorageError(f"{folder} is a file, and Onward needs a folder there. Nothing was touched.") from None
    except NotADirectoryError:
        raise StorageError(f"Part of the path to {path} is a file, not a folder. Nothing was touched.") from None
    except PermissionError:
        raise _not_allowed(path) from None
    except OSError as error:
        raise StorageError(f"{path} cannot be opened: {error.strerror}. Nothing was touched.") from None
    _judge(path)


def _judge(path: str) -> None:
    if os.path.isdir(path):
        raise StorageError(f"{path} is a folder, and Onward keeps one file there. Nothing was touched.")
    if not os.access(path, os.R_OK | os.W_OK):
        raise _not_allowed(path)
    name = path
    for sign in "%?#":  # what would not be part of a name in an address
        name = name.replace(sign, f"%{ord(sign):x}")
    try:
        conn = sqlite3.connect(f"file:{name}?mode=ro&immutable=1", uri=True)
        try:
            version, application = (
                conn.execute(f"PRAGMA {each}").fetchone()[0] for each in ("user_version", "application_id")
            )
        finally:
            conn.close()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_NOTADB:
            return  # where another program writes just now, this look sees it half-way; opening the file waits for it
        raise worded(error, path) from None
    if version > VERSION and application == APPLICATION_ID:
        raise newer(version)


def _not_allowed(path: str) -> StorageError:
    return StorageError(f"Onward may not write to {path}. Nothing was touched; please check its permissions.")


def keep_a_log(conn: sqlite3.Connection, patience: float) -> None:
    """Write ahead into a log beside the file from now on; `patience` is how many seconds to wait for others.

    Where two processes turn a new file to its log at the same moment, SQLite refuses one of them without waiting.
    """
    until = monotonic() + patience
    while True:
        try:
            conn.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > until:
                raise
        sleep(0.01)


_SENTENCES: Sequence[tuple[str, str]] = (
    ("database or disk is full", "The disk is full, so this could not be saved. What was saved before is intact."),
    ("readonly", "The workspace at {path} can only be read just now, so this could not be saved."),
    ("unable to open", "The workspace at {path} cannot be opened: please check that its folder can be written to."),
    (
        "disk i/o",
        "The disk reported an error. What was saved before is kept; please check the disk.",
    ),
    ("locked", "Another program has been writing to the workspace for a while. Nothing was lost; please try again."),
    ("busy", "Another program has been writing to the workspace for a while. Nothing was lost; please try again."),
)


def worded(error: sqlite3.Error, path: str) -> OnwardError:
    """What an error of SQLite means for the person.

    Programming errors (a wrong statement, a broken constraint) are not dressed up: they are raised.
    """
    text = str(error).lower()
    if ("disk i/o" in text or "unable to open" in text) and _is_full(os.path.dirname(path)):
        text = "database or disk is full"  # where the file beside the log cannot grow, SQLite does not say so
    for part, sentence in _SENTENCES:
        if part in text:
            return StorageError(sentence.format(path=path))
    if "not a database" in text or "malformed" in text:
        return _damaged(path)
    raise error


def _is_full(folder: str) -> bool:
    try:
        return sys.platform != "win32" and os.statvfs(folder).f_bavail == 0
    except OSError:
        return False


def _damaged(path: str) -> NotOurs:
    return NotOurs(
        f"The file {path} is damaged or is not an Onward workspace. It was not touched. "
        "A copy of it and a backup are the way back; `onward doctor` tells more."
    )
