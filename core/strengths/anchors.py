"""Confidence anchors: things that were done, with what shows it. Evidence to read before a conversation."""

from __future__ import annotations

from datetime import date
from sqlite3 import Row

from core import days, text
from core.clock import stamp
from core.errors import Refused
from core.record import from_row, record
from core.storage.store import Store
from core.strengths.kept import Kept


@record
class Anchor:
    """An achievement, what shows it, and when to recall it; the last two may be empty."""

    id: str
    achievement: str
    evidence: str
    recall: str
    day: date


class Anchors:
    """The anchors, in the order they were written down."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept = Kept(store, "anchors", "This anchor is no longer here. It may have been undone.")

    def add(self, achievement: str, evidence: str = "", recall: str = "") -> str:
        """Write one down; its id. Raises `Refused` where it does not say what was done."""
        values = _checked(achievement, evidence, recall)
        with self._store.write("Write down an anchor") as door:
            return door.insert("anchors", **values, day=self._store.clock.today().isoformat(), at=stamp(door.now))

    def change(self, id: str, achievement: str, evidence: str, recall: str) -> None:
        """Say it differently. Raises `NotFound` and `Refused`."""
        self._kept.row(id)
        values = _checked(achievement, evidence, recall)
        with self._store.write("Change an anchor") as door:
            door.update("anchors", id, **values)

    def remove(self, id: str) -> None:
        """Remove it. Raises `NotFound`."""
        self._kept.remove(id, "Remove an anchor")

    def get(self, id: str) -> Anchor:
        """One anchor. Raises `NotFound`."""
        return _anchor(self._kept.row(id))

    def all(self) -> tuple[Anchor, ...]:
        """Every anchor."""
        return tuple(_anchor(row) for row in self._store.rows("SELECT * FROM anchors ORDER BY at, pk LIMIT 1000"))


def _anchor(row: Row) -> Anchor:
    return from_row(Anchor, row, day=days.stored(row["day"]) or date.min)


def _checked(achievement: str, evidence: str, recall: str) -> dict[str, str]:
    kept = text.line(achievement, what="This achievement", limit=2000)
    if not kept:
        raise Refused("An anchor says what you did; a few words are enough.")
    return {
        "achievement": kept,
        "evidence": text.clean(evidence, what="What shows it", limit=20_000).strip(),
        "recall": text.line(recall, what="When to recall it"),
    }
