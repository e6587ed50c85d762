"""The people who carry a search: how to reach them, what they are good for, and which seats they hold.

A seat is an id of the content file `seats`; one person may hold several, and every seat may stay empty.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from sqlite3 import Row

from core import days, text
from core.clock import stamp
from core.errors import NotFound, Refused
from core.picking import the_one
from core.record import from_row, record
from core.storage.changes import Value
from core.storage.ids import same_id
from core.storage.store import Door, Store

PERSON, GROUP, COACH = "person", "group", "coach"
KINDS = (PERSON, GROUP, COACH)
WITH_YOU, AWAY = "with you", "away"
LONGEST_CADENCE = 366  # days


@record
class Talk:
    """A conversation that took place, with what was said in the person's words; it may be empty."""

    id: str
    person: str
    day: date
    said: str


@record
class Person:
    """Someone on the team, or a group. `cadence` is days between check-ins, None for whenever it suits.

    `next` is the day to speak again, `last` the last talk, `seats` ids of the content file `seats`.
    """

    id: str
    name: str
    kind: str
    reach: str
    good_for: str
    notes: str
    cadence: int | None
    next: date | None
    state: str
    seats: tuple[str, ...]
    last: Talk | None


# The latest talk of a person `p`.
LAST = "(SELECT t.id FROM talks t WHERE t.person = p.id ORDER BY t.day DESC, t.at DESC LIMIT 1)"
SELECT = f"SELECT p.*, t.id AS talk, t.day AS talked, t.said FROM people p LEFT JOIN talks t ON t.id = {LAST}"
BY_NAME = "ORDER BY p.name COLLATE NOCASE, p.id"


class People:
    """Adding people, finding them, and giving them seats."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, id: str) -> Person:
        """One person. Raises `NotFound`."""
        rows = self._store.rows(f"{SELECT} WHERE p.id = ?", id)
        if not rows:
            raise NotFound("This person is no longer here. It may have been undone.")
        return self.read(rows)[0]

    def everyone(self, limit: int = 100, offset: int = 0, *, state: str = WITH_YOU) -> tuple[Person, ...]:
        """The people by name."""
        return self.read(
            self._store.rows(f"{SELECT} WHERE p.state = ? {BY_NAME} LIMIT ? OFFSET ?", state, limit, offset)
        )

    def place(self, id: str) -> int | None:
        """The index of someone in `everyone`; None for someone who is not there."""
        sql = (
            "SELECT n FROM (SELECT p.id, row_number() OVER (ORDER BY p.name COLLATE NOCASE, p.id) - 1 AS n "
            "FROM people p WHERE p.state = ?) WHERE id = ?"
        )
        row = self._store.row(sql, WITH_YOU, id)
        return int(row["n"]) if row else None

    def count(self, state: str = WITH_YOU) -> int:
        """How many there are."""
        return self._store.count("SELECT count(*) FROM people WHERE state = ?", state)

    def named(self, typed: str) -> Person:
        """The one person whose name is, begins with, or contains `typed`. Raises `NotFound` for none or several."""
        rows = self._store.rows("SELECT id, name FROM people WHERE state = ? ORDER BY name, id", WITH_YOU)
        nobody = "Nobody on the team has that name. `onward team` lists who is there."
        names = ((row["id"], row["name"]) for row in rows)
        return self.get(the_one(names, typed, nobody=nobody, several="Several people have that name"))

    def add(
        self,
        name: str,
        *,
        kind: str = PERSON,
        reach: str = "",
        good_for: str = "",
        notes: str = "",
        cadence: int | None = None,
        seats: Sequence[str] = (),
    ) -> str:
        """Someone is on the team from now on; their id. With a cadence, the first check-in is due at once.

        Raises `Refused` without a name, for an unknown kind and a cadence outside 1 to 366 days.
        """
        values = _checked(name=name, kind=kind, reach=reach, good_for=good_for, notes=notes, cadence=cadence)
        with self._store.write(f"Add {text.first_line(str(values['name']), 40)}") as door:
            first = self._store.clock.today().isoformat() if cadence else ""
            id = door.insert("people", id="", **values, next=first, state=WITH_YOU, at=stamp(door.now))
            self._seat(door, id, seats)
        return id

    def change(self, id: str, *, seats: Sequence[str] | None = None, **fields: Value) -> None:
        """Change what is noted about someone, and which seats they hold. Raises `NotFound` and `Refused`."""
        person = self.get(id)
        values = _checked(**fields)
        if "cadence" in values and values["cadence"] != person.cadence:
            values["next"] = self._next(person, values["cadence"])
        with self._store.write(f"Change {text.first_line(person.name, 40)}") as door:
            door.update("people", id, **values)
            if seats is not None:
                self._seat(door, id, seats)

    def sit(self, person: str, seat: str) -> None:
        """Someone takes a seat. Raises `NotFound`."""
        kept = self.get(person)
        with self._store.write(f"Give {text.first_line(kept.name, 40)} a seat") as door:
            self._seat(door, person, (*kept.seats, seat))

    def let_go(self, id: str) -> None:
        """Someone is no longer on the team; what was said stays. Raises `NotFound`."""
        name = self.get(id).name
        with self._store.write(f"Put {text.first_line(name, 40)} aside") as door:
            door.update("people", id, state=AWAY)

    def take_back(self, id: str) -> None:
        """Someone is on the team again. Raises `NotFound`."""
        name = self.get(id).name
        with self._store.write(f"Take {text.first_line(name, 40)} back") as door:
            door.update("people", id, state=WITH_YOU)

    def read(self, rows: Sequence[Row]) -> tuple[Person, ...]:
        """The people in rows of `SELECT`, with their seats."""
        seats: dict[str, list[str]] = defaultdict(list)
        ids = json.dumps([row["id"] for row in rows])
        for row in self._store.rows(
            "SELECT person, seat FROM seats WHERE person IN (SELECT value FROM json_each(?)) ORDER BY at, pk", ids
        ):
            seats[row["person"]].append(row["seat"])
        return tuple(_person(row, tuple(seats[row["id"]])) for row in rows)

    def _seat(self, door: Door, person: str, seats: Sequence[str]) -> None:
        for row in self._store.rows("SELECT id, seat FROM seats WHERE person = ?", person):
            if row["seat"] not in seats:
                door.delete("seats", row["id"])
        for seat in dict.fromkeys(text.line(seat, what="This seat", limit=60) for seat in seats):
            if seat and door.current("seats", id := same_id("seat", person, seat)) is None:
                door.insert("seats", id=id, person=person, seat=seat, at=stamp(door.now))

    def _next(self, person: Person, cadence: Value) -> str:
        """The next day under another cadence: counted from the last talk, never in the past."""
        if not cadence:
            return ""
        today = self._store.clock.today()
        since = person.last.day + timedelta(days=int(cadence)) if person.last else today
        return max(today, since).isoformat()


def _checked(**fields: Value) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for name, value in fields.items():
        if name == "cadence":
            if value is not None and not 1 <= int(value) <= LONGEST_CADENCE:
                raise Refused(f"Days between check-ins go from 1 to {LONGEST_CADENCE}. Nothing was changed.")
            values[name] = value
        elif name in ("good_for", "notes"):
            values[name] = text.clean(str(value), what="This note", limit=20_000).strip()
        elif name in ("name", "kind", "reach"):
            values[name] = text.line(str(value), what=f"The {name}", limit=300)
        else:
            raise Refused(f"A person has no “{text.visible(name)}”.")
    if not values.get("name", "?"):
        raise Refused("A name is enough to begin with; any name will do.")
    if values.get("kind", PERSON) not in KINDS:
        raise Refused(f"Someone is one of these: {', '.join(KINDS)}. Nothing was changed.")
    return values


def _person(row: Row, seats: tuple[str, ...]) -> Person:
    last = None
    if row["talk"]:
        day = days.stored(row["talked"]) or date.min
        last = Talk(id=row["talk"], person=row["id"], day=day, said=row["said"])
    return from_row(Person, row, next=days.stored(row["next"]), seats=seats, last=last)
