"""The routine: the person's own practices, and on which days they were done.

A mark is an event with a day, never a mutable counter, so two machines that tick the same day
agree by themselves. Nothing here knows of streaks: a practice has a past ("9 of the last 14
days") and today.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from sqlite3 import Row

from core import text
from core.clock import stamp
from core.due import PRACTICE, Due
from core.errors import NotFound, Refused
from core.record import from_row, record
from core.storage.ids import same_id
from core.storage.store import Store
from core.today.rest import Rests
from core.today.ticks import checked_day, tick

TYPE_CHECKING = False
if TYPE_CHECKING:
    from core.content import Practice as ReadyMade

FAMILIES = ("search", "people", "learning", "body", "mind")
KINDS = ("tick", "count", "minutes")
PERIODS = ("day", "week")
LOOK_BACK = 14  # days


@record
class Practice:
    """Something the person wants to do again and again, in their own words.

    `target` (a count or minutes per `per`) is theirs to set and may be None. `light` practices
    belong to light days. `origin` is the id of the ready-made practice it came from, if any.
    """

    id: str
    name: str
    family: str
    kind: str
    per: str
    target: int | None
    light: bool
    why: str
    place: float
    state: str
    origin: str | None
    since: str


@record
class Line:
    """A practice as a day shows it.

    `amount` is what was done in its current period (ticks, a count, or minutes), `days` of the
    last `of` days had a mark (days of rest without one do not count), `skipped` says that the
    person chose to leave it out today and `word` why, if they said.
    """

    practice: Practice
    amount: int
    days: int
    of: int
    skipped: bool
    word: str

    @property
    def done(self) -> bool:
        """Whether today (or this week) has what the person set out to do."""
        return self.amount >= (self.practice.target or 1)

    @property
    def settled(self) -> bool:
        """Whether there is nothing left to offer today."""
        return self.done or self.skipped


def week_of(day: date) -> date:
    """The Monday of a day's week (ISO 8601)."""
    return day - timedelta(days=day.weekday())


class Routine:
    """The practices in the person's order and their marks."""

    def __init__(self, store: Store, rests: Rests) -> None:
        self._store = store
        self._rests = rests

    def practices(self, *states: str) -> list[Practice]:
        """The practices in these states (default: in use), by family and place."""
        wanted = states or ("active",)
        rows = self._store.rows(
            f"SELECT * FROM practices WHERE state IN ({', '.join('?' * len(wanted))}) ORDER BY place, id", *wanted
        )
        found = [from_row(Practice, row, light=bool(row["light"])) for row in rows]
        order = {family: number for number, family in enumerate(FAMILIES)}
        return sorted(found, key=lambda practice: order.get(practice.family, len(order)))

    def practice(self, id: str) -> Practice:
        """One practice. Raises `NotFound`."""
        found = next((p for p in self.practices("active", "paused", "retired") if p.id == id), None)
        if found is None:
            raise NotFound("This practice no longer exists.")
        return found

    def lines(self, day: date) -> list[Line]:
        """Every practice in use as `day` shows it."""
        practices = self.practices()
        first = min(week_of(day), day - timedelta(days=LOOK_BACK - 1))
        marks = defaultdict(list)
        for row in self._store.rows(
            "SELECT practice, day, kind, amount, note FROM marks WHERE day BETWEEN ? AND ? ORDER BY at",
            first.isoformat(),
            day.isoformat(),
        ):
            marks[row["practice"]].append(row)
        resting = {d.isoformat() for d in self._rests.days(day - timedelta(days=LOOK_BACK - 1), day)}
        return [_line(practice, day, marks[practice.id], resting) for practice in practices]

    def due(self, day: date) -> Iterable[Due]:
        """The practices of a day: on a light day only the light ones, in rest none."""
        light = self._rests.light(day)
        if light and light.mode == "rest":
            return
        for line in self.lines(day):
            if light and not line.practice.light:
                continue
            yield Due(
                key=f"practice:{line.practice.id}",
                text=line.practice.name,
                detail=line.practice.why,
                rank=PRACTICE,
                group=line.practice.family,
                done=line.settled,
            )

    def add(
        self,
        name: str,
        *,
        family: str = "mind",
        kind: str = "tick",
        per: str = "day",
        target: int | None = None,
        light: bool = False,
        why: str = "",
        origin: str | None = None,
    ) -> str:
        """Take up a practice; its id. A ready-made one (`origin`) that is already in use is not doubled."""
        values = _checked(name, family, kind, per, target, why)
        if origin:
            row = self._store.row("SELECT id, state FROM practices WHERE origin = ?", origin)
            if row:
                self._set(row["id"], "active", "Take up")
                return str(row["id"])
        last = self._store.row("SELECT max(place) AS place FROM practices")
        with self._store.write(f"Take up “{values['name']}”") as door:
            return door.insert(
                "practices",
                id=same_id("practice", origin) if origin else "",
                **values,
                light=int(light),
                place=(last["place"] if last and last["place"] is not None else 0.0) + 1.0,
                state="active",
                origin=origin,
                since=self._store.clock.today().isoformat(),
            )

    def take_up(self, ready: ReadyMade) -> str:
        """Make a ready-made practice one of the person's own; its id. One without an id was never ready-made."""
        return self.add(
            ready.name,
            family=ready.group,
            kind=ready.kind,
            per=ready.per,
            target=ready.target,
            light=ready.light,
            why=ready.text,
            origin=ready.id or None,
        )

    def change(
        self, id: str, *, name: str, family: str, kind: str, per: str, target: int | None, light: bool, why: str
    ) -> None:
        """Say a practice differently; its past stays."""
        self.practice(id)
        with self._store.write(f"Change “{text.first_line(name, 40)}”") as door:
            door.update("practices", id, **_checked(name, family, kind, per, target, why), light=int(light))

    def move(self, id: str, steps: int) -> None:
        """Move a practice up (negative) or down among the ones of its family."""
        practice = self.practice(id)
        family = [p for p in self.practices() if p.family == practice.family]
        here = next((number for number, p in enumerate(family) if p.id == id), None)
        if here is None:
            return
        there = max(0, min(len(family) - 1, here + steps))
        if there == here:
            return
        others = [p.place for p in family if p.id != id]
        before = others[there - 1] if there else others[0] - 2.0
        after = others[there] if there < len(others) else others[-1] + 2.0
        with self._store.write(f"Move “{practice.name}”") as door:
            door.update("practices", id, place=(before + after) / 2)

    def pause(self, id: str) -> None:
        """Leave a practice out of the days until it is resumed."""
        self._set(id, "paused", "Pause")

    def resume(self, id: str) -> None:
        """Take a paused or retired practice up again."""
        self._set(id, "active", "Take up")

    def retire(self, id: str) -> None:
        """Put a practice away; its past stays."""
        self._set(id, "retired", "Put away")

    def tick(
        self,
        id: str,
        *,
        day: date | None = None,
        count: int | None = None,
        minutes: int | None = None,
        note: str = "",
    ) -> str:
        """Mark a practice done; see `core.today.ticks.tick`."""
        return tick(self._store, id, day=day, count=count, minutes=minutes, note=note)

    def clear(self, id: str, day: date) -> None:
        """Take back every mark of a practice on a day, the skip too."""
        practice = self.practice(id)
        with self._store.write(f"Clear “{practice.name}”") as door:
            for row in self._store.rows("SELECT id FROM marks WHERE practice = ? AND day = ?", id, day.isoformat()):
                door.delete("marks", row["id"])

    def skip(self, id: str, *, day: date | None = None, word: str = "") -> None:
        """Leave a practice out on a day, with a word if the person likes; nothing follows from it."""
        practice = self.practice(id)
        when = checked_day(self._store, day)
        kept = text.line(word, what="This word", limit=200)
        with self._store.write(f"Skip “{practice.name}”") as door:
            door.put(
                "marks",
                same_id("skip", id, when),
                practice=id,
                day=when,
                kind="skip",
                amount=0,
                note=kept,
                at=stamp(door.now),
            )

    def _set(self, id: str, state: str, verb: str) -> None:
        practice = self.practice(id)
        with self._store.write(f"{verb} “{practice.name}”") as door:
            door.update("practices", id, state=state)


def _line(practice: Practice, day: date, marks: Sequence[Row], resting: set[str]) -> Line:
    start = week_of(day) if practice.per == "week" else day
    skip = next((mark for mark in marks if mark["kind"] == "skip" and mark["day"] == day.isoformat()), None)
    done = [mark for mark in marks if mark["kind"] == "done"]
    back = {(day - timedelta(days=n)).isoformat() for n in range(LOOK_BACK)}
    with_mark = {mark["day"] for mark in done} & back
    counted = {d for d in back - (resting - with_mark) if d >= practice.since or d in with_mark}
    return Line(
        practice=practice,
        amount=sum(mark["amount"] for mark in done if mark["day"] >= start.isoformat()),
        days=len(with_mark),
        of=len(counted),
        skipped=skip is not None,
        word=skip["note"] if skip else "",
    )


def _checked(name: str, family: str, kind: str, per: str, target: int | None, why: str) -> dict[str, str | int | None]:
    kept = text.line(name, what="This name", limit=120)
    if not kept:
        raise Refused("A practice needs a name, even a short one.")
    if target is not None and not 1 <= target <= 10_000:
        raise Refused("A number from 1 to 10,000 fits here, or none at all.")
    for value, known, what in ((family, FAMILIES, "group"), (kind, KINDS, "kind"), (per, PERIODS, "period")):
        if value not in known:
            raise Refused(f"“{text.visible(value)}” is not a {what}; there are {', '.join(known)}.")
    if kind == "tick":
        target = None
    return {"name": kept, "family": family, "kind": kind, "per": per, "target": target, "why": text.line(why)}
