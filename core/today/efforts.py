"""Effort counters: the part of the search that is in the person's own hands.

New connections, informational interviews, minutes of learning, improvements to applications.
One row per event, so counting on two machines adds up by itself.
"""

from __future__ import annotations

from datetime import date, timedelta

from core import text
from core.clock import stamp
from core.errors import Refused
from core.record import record
from core.storage.ids import same_id
from core.storage.store import Store
from core.today.routine import week_of
from core.today.ticks import MOST_COUNT, MOST_MINUTES, checked_day

KINDS = ("connection", "insider", "learning", "improvement")
IN_MINUTES = frozenset({"learning"})


@record
class Week:
    """What one week held, from its Monday: `amounts` by kind (learning in minutes, the rest counts)."""

    monday: date
    amounts: dict[str, int]


class Efforts:
    """The counters."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, kind: str, amount: int = 1, *, note: str = "", day: date | None = None) -> str:
        """Count something done; the event's id. `amount` is minutes for `learning`."""
        if kind not in KINDS:
            raise Refused(f"There is no counter “{text.visible(kind)}”; there are {', '.join(KINDS)}.")
        most = MOST_MINUTES if kind in IN_MINUTES else MOST_COUNT
        if not 1 <= amount <= most:
            raise Refused(f"A number from 1 to {most} fits here.")
        when, kept = checked_day(self._store, day), text.line(note, what="This note")
        with self._store.write(f"Count {kind}") as door:
            return door.insert("efforts", kind=kind, day=when, amount=amount, note=kept, at=stamp(door.now))

    def count_once(self, kind: str, source: str, *, note: str = "", day: date | None = None) -> None:
        """Count something that another row stands for (`source` is its id), once however often it is said."""
        when, kept = checked_day(self._store, day), text.line(note, what="This note", limit=2000)
        with self._store.write(f"Count {kind}") as door:
            id = same_id("effort", source)
            if door.current("efforts", id):
                door.update("efforts", id, note=kept)
            else:
                door.insert("efforts", id=id, kind=kind, day=when, amount=1, note=kept, at=stamp(door.now))

    def uncount(self, source: str) -> None:
        """Count it no longer."""
        with self._store.write("Count it no longer") as door:
            door.delete("efforts", same_id("effort", source))

    def weeks(self, day: date, count: int = 1) -> list[Week]:
        """The last `count` weeks up to the one of `day`, oldest first."""
        monday = week_of(day)
        mondays = [monday - timedelta(weeks=n) for n in range(count - 1, -1, -1)]
        amounts = {start: dict.fromkeys(KINDS, 0) for start in mondays}
        for row in self._store.rows(
            "SELECT kind, day, sum(amount) AS amount FROM efforts WHERE day BETWEEN ? AND ? GROUP BY kind, day",
            mondays[0].isoformat(),
            (monday + timedelta(days=6)).isoformat(),
        ):
            week = amounts[week_of(date.fromisoformat(row["day"]))]
            week[row["kind"]] = week.get(row["kind"], 0) + row["amount"]
        return [Week(monday=start, amounts=found) for start, found in amounts.items()]
