"""The quick verb of the routine: marking a practice done, on the standard library alone.

`onward tick` answers as fast as Python starts; the Today screen uses the same function.
"""

from __future__ import annotations

from datetime import date

from core import text
from core.clock import stamp
from core.errors import NotFound, Refused
from core.storage.ids import same_id
from core.storage.store import Door, Store

MOST_MINUTES = 24 * 60
MOST_COUNT = 10_000


def find_practice(store: Store, words: str) -> tuple[str, str, str]:
    """The (id, name, kind) of the practice in use that `words` names: whole name, beginning, or part.

    Raises `NotFound` with the candidates where none or several fit.
    """
    wanted = " ".join(words.casefold().split())
    rows = store.rows("SELECT id, name, kind FROM practices WHERE state <> 'retired' ORDER BY place, id")
    names = [(row["id"], row["name"], row["kind"]) for row in rows]
    for fits in (str.__eq__, str.startswith, str.__contains__):
        found = [row for row in names if wanted and fits(row[1].casefold(), wanted)]
        if len(found) == 1 or (found and fits is str.__eq__):
            return found[0]
        if found:
            break
    shown = text.visible(text.first_line(words, 40))
    several = ", ".join(f"“{name}”" for _, name, _ in (found or names)[:6])
    if found:
        raise NotFound(f"“{shown}” fits several practices: {several}.")
    raise NotFound(f"No practice is called “{shown}”." + (f" There are: {several}." if several else ""))


def tick(
    store: Store,
    practice: str,
    *,
    day: date | None = None,
    count: int | None = None,
    minutes: int | None = None,
    note: str = "",
) -> str:
    """Mark a practice (by id) done on a day: once for a tick, `count` more, or `minutes` more.

    `day` defaults to the day the person is in. Returns the mark's id. Raises `Refused` for a
    day still to come and for a number that does not fit the practice, `NotFound` for an unknown id.
    """
    row = store.row("SELECT name, kind, target FROM practices WHERE id = ?", practice)
    if row is None:
        raise NotFound("This practice no longer exists.")
    when = checked_day(store, day)
    amount = _amount(row["name"], row["kind"], row["target"], count, minutes)
    kept = text.line(note, what="This note")
    with store.write(f"Mark “{row['name']}”") as door:
        door.delete("marks", same_id("skip", practice, when))
        if row["kind"] == "tick":
            mark = same_id("tick", practice, when)
            if door.current("marks", mark) is None:
                _mark(door, mark, practice, when, amount, kept)
            return mark
        return _mark(door, "", practice, when, amount, kept)


def checked_day(store: Store, day: date | None) -> str:
    """A day as it is stored, today by default. Raises `Refused` for one still to come."""
    today = store.clock.today()
    if day is not None and day > today:
        raise Refused(f"{day.isoformat()} is still to come; this can be marked once it is there.")
    return (day or today).isoformat()


def _mark(door: Door, id: str, practice: str, day: str, amount: int, note: str) -> str:
    return door.insert(
        "marks", id=id, practice=practice, day=day, kind="done", amount=amount, note=note, at=stamp(door.now)
    )


def _amount(name: str, kind: str, target: int | None, count: int | None, minutes: int | None) -> int:
    given = {"count": count, "minutes": minutes}
    for unit, number in given.items():
        if number is not None and unit != kind:
            how = {"tick": "ticked as a whole", "count": "counted", "minutes": "kept in minutes"}[kind]
            raise Refused(f"“{name}” is {how}, so --{unit} does not fit it.")
    if kind == "tick":
        return 1
    number = given[kind]
    if number is None:
        number = 1 if kind == "count" else target
    if number is None:
        raise Refused(f"“{name}” is kept in minutes: how many were they?")
    most = MOST_COUNT if kind == "count" else MOST_MINUTES
    if not 1 <= number <= most:
        raise Refused(f"A number from 1 to {most} fits here.")
    return number
