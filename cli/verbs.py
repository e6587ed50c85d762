"""What the everyday commands do. Writing and ticking stay on the standard library's quickest parts.

`cli.quick` and the commands of click both end here, so both behave alike.
"""

from __future__ import annotations

import os
import sys

from cli import output
from core import places
from core.clock import Clock
from core.errors import NotFound, Refused
from core.settings import Settings
from core.storage.store import Store


def existing(home: str | None) -> str:
    """The path of the workspace's file. Raises `NotFound` where nothing has been begun yet."""
    path = places.workspace_file(home)
    if not begun(path):
        folder = os.path.dirname(path)
        raise NotFound(f"There is no workspace in {folder} yet. `onward` begins one, and so does `onward write`.")
    return path


def begun(path: str) -> bool:
    """Whether there is something at a path, or something in the way of it, which opening it will name."""
    try:
        os.lstat(path)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return True


def opened(path: str) -> Store:
    """The workspace's file, its clock set to when the person's day ends; for what needs no more than that."""
    store = Store.open(path, Clock())
    store.clock.day_ends = Settings(store).day_ends
    return store


def read_input() -> str:
    """All of standard input; bytes that are not UTF-8 stay recognisable, and are refused later."""
    raw = sys.stdin.buffer.read() if sys.stdin is not None else b""
    return raw.decode("utf-8", "surrogateescape").removeprefix("\ufeff")


def write(home: str | None, body: str) -> None:
    """Write a journal entry. Where that cannot be done, the words are kept, and it says where."""
    from core.journal.capture import write_entry

    try:
        store = opened(places.workspace_file(home))
        try:
            write_entry(store, body)
        finally:
            store.close()
    except BaseException as error:
        from cli.keeping import keep

        keep(body, places.home(home), again=not isinstance(error, Refused))
        raise
    output.say("Written.")


def tick(home: str | None, words: str, *, count: int | None, minutes: int | None, date: str | None) -> None:
    """Mark a practice done, today or on the day that `date` names."""
    from core.today import ticks

    store = opened(existing(home))
    try:
        practice, name, kind = ticks.find_practice(store, words)
        day = None
        if date is not None:
            from core.dates import read_past

            day = read_past(date, store.clock.today())
        mark = ticks.tick(store, practice, day=day, count=count, minutes=minutes)
        amount = store.count("SELECT amount FROM marks WHERE id = ?", mark)
    finally:
        store.close()
    much = {"count": f", {amount} more", "minutes": f", {amount} minutes"}.get(kind, "")
    output.say(f"Done{f' on {day.isoformat()}' if day else ''}: {name}{much}.")
