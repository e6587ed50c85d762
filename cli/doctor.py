"""`onward doctor`."""

from __future__ import annotations

import os
import platform
import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib import metadata

import click

from cli import output
from cli.verbs import begun, opened
from core import places
from core.errors import NotOurs, StorageError
from core.storage import health, schema
from core.storage.backups import Backups
from core.storage.store import Store
from onward import __version__

LIBRARIES = ("click", "cryptography", "pydantic", "sqlite-utils", "textual")


@click.command()
@click.option("--repair", is_flag=True, help="Mend what can be mended without risk: permissions, the search index.")
@click.pass_obj
def doctor(home: str | None, repair: bool) -> None:
    """Check that all is well: versions, paths, permissions, the file, the search index, the change log.

    Shows nothing you wrote, so that it can be sent along with a question. Ends with 5 where something is wrong.
    """
    for line in _surroundings(home):
        output.line(line)
    path = places.workspace_file(home)
    if not begun(path):
        output.line("ok    there is no workspace here yet")
        return
    wide = _too_wide(path)
    for place in wide:
        output.line(f"look  {place} can be read by others on this machine")
    if wide and _agreed("Make it private?", repair):
        for place in wide:
            os.chmod(place, 0o700 if os.path.isdir(place) else 0o600)
        output.line("ok    private now")
    elif not wide:
        output.line("ok    only you can read it")
    try:
        store = opened(path)
    except NotOurs:
        output.line("look  the file is damaged so far that it cannot be opened, or is none of Onward's")
        raise _damaged() from None
    try:
        whole = _examine(store, repair)
    finally:
        store.close()
    if not whole:
        raise StorageError("Something is not as it has to be. A copy of the file is a good first step.")


def _surroundings(home: str | None) -> Iterator[str]:
    yield f"onward {__version__}, workspace format {schema.VERSION}"
    yield f"python {platform.python_version()}, sqlite {sqlite3.sqlite_version}"
    yield ", ".join(f"{name} {metadata.version(name)}" for name in LIBRARIES)
    yield f"system {platform.platform()}"
    width, height = os.get_terminal_size(sys.stderr.fileno()) if output.is_terminal("stderr") else (0, 0)
    told = [f"{name}={os.environ[name]}" for name in ("TERM", "COLORTERM", "NO_COLOR", "LANG") if name in os.environ]
    size = f"{width} x {height}" if width else "no terminal"
    yield f"terminal {size}, {sys.stdout.encoding}{''.join(', ' + one for one in told)}"
    path = places.workspace_file(home)
    size = f" ({os.path.getsize(path):,} bytes)" if os.path.isfile(path) else ""
    yield f"workspace {path}{size}"
    yield f"config {places.config_file(home)}"
    yield ""


def _too_wide(path: str) -> list[str]:
    if sys.platform == "win32":  # there, the folder of the person's account is private, and modes mean nothing
        return []
    candidates = (os.path.dirname(path), path, path + "-wal", path + "-shm")
    return [place for place in candidates if os.path.exists(place) and stat.S_IMODE(os.stat(place).st_mode) & 0o077]


def _damaged() -> StorageError:
    return StorageError(
        "Keep a copy of the file, whatever comes next. `onward restore BACKUP` with --home and the name of a new "
        "folder brings a backup back beside it; `onward export` may still get out what can be read."
    )


def _examine(store: Store, repair: bool) -> bool:
    damaged = health.damage(store)
    _tell(damaged, "the file is whole", "the file is damaged" + (f" in {damaged} places" if damaged > 1 else ""))
    if damaged:  # what else could be said about it would be guesses
        _tell_backup(store)
        raise _damaged()
    strays, unlike = health.strays(store), health.unlike_their_log(store)
    _tell(strays, "everything has what it belongs to", f"{strays} rows belong to something that is not there")
    _tell(unlike, "the change log tells the same", f"{unlike} rows are not what the change log says")
    true = health.search_is_true(store)
    _tell(not true, "the search index is true", "the search index is not true")
    if not true and _agreed("Make the search index anew?", repair):
        health.rebuild_search(store)
        true = health.search_is_true(store)
        _tell(not true, "the search index is true now", "the search index is still not true")
    return not (strays or unlike) and true


def _tell_backup(store: Store) -> None:
    """Where the newest backup made here is, as far as the file still tells."""
    with suppress(StorageError):
        if last := Backups(store).standing().last:
            output.line(f"look  a backup of {last.at.astimezone():%Y-%m-%d %H:%M} is in {last.path}")


def _tell(problem: object, well: str, wrong: str) -> None:
    output.line(f"look  {wrong}" if problem else f"ok    {well}")


def _agreed(question: str, repair: bool) -> bool:
    return repair or (output.is_terminal("stdin", "stderr") and click.confirm(question, err=True))
