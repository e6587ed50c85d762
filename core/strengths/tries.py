"""Practice: one question at a time, alone or with someone, and how it went in the person's own eyes."""

from __future__ import annotations

from datetime import date
from sqlite3 import Row

from core import days, text
from core.clock import stamp
from core.errors import Refused
from core.record import from_row, record
from core.storage.store import Store
from core.strengths.kept import Kept

SIDES = ("content", "evidence", "calm")
LEAST, MOST = 1, 3  # not yet, partly, well
LONGEST = 24 * 3600  # seconds


@record
class Try:
    """One answer given aloud, in `seconds`. `partner` is empty where it was alone; a side is None where not said."""

    id: str
    question: str
    partner: str
    seconds: int
    content: int | None
    evidence: int | None
    calm: int | None
    note: str
    day: date


class Tries:
    """The log of practice."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept = Kept(store, "tries", "This practice is no longer here. It may have been undone.")

    def log(
        self,
        question: str,
        *,
        seconds: int = 0,
        partner: str = "",
        note: str = "",
        day: date | None = None,
        **sides: int | None,
    ) -> str:
        """It was practised; its id. `sides` are `SIDES`, each from 1 (not yet) to 3 (well) or None.

        Raises `Refused` for a number or a side that does not fit and for a day ahead.
        """
        if unknown := set(sides) - set(SIDES):
            raise Refused(f"Practice has no side called {', '.join(sorted(unknown))}.")
        if any(value is not None and not LEAST <= value <= MOST for value in sides.values()):
            raise Refused(f"How it went is said from {LEAST} to {MOST}, or not at all.")
        if not 0 <= seconds <= LONGEST:
            raise Refused("How long it took fits within a day.")
        today = self._store.clock.today()
        values: dict[str, str | int | None] = {
            "question": text.line(question, what="This question", limit=2000),
            "partner": text.line(partner, what="The name", limit=200),
            "note": text.clean(note, what="This note").strip(),
            "day": days.not_after(day or today, today).isoformat(),
        }
        with self._store.write("Note practice") as door:
            rated = {side: sides.get(side) for side in SIDES}
            return door.insert("tries", id="", **values, **rated, seconds=seconds, at=stamp(door.now))

    def remove(self, id: str) -> None:
        """Remove it. Raises `NotFound`."""
        self._kept.remove(id, "Remove practice")

    def get(self, id: str) -> Try:
        """One of them. Raises `NotFound`."""
        return _try(self._kept.row(id))

    def page(self, limit: int = 100, offset: int = 0) -> tuple[Try, ...]:
        """The latest first."""
        rows = self._store.rows("SELECT * FROM tries ORDER BY day DESC, at DESC, id LIMIT ? OFFSET ?", limit, offset)
        return tuple(_try(row) for row in rows)

    def last(self, question: str) -> Try | None:
        """The last time a question was practised."""
        row = self._store.row("SELECT * FROM tries WHERE question = ? ORDER BY day DESC, at DESC, id", question)
        return _try(row) if row else None


def _try(row: Row) -> Try:
    return from_row(Try, row, day=days.stored(row["day"]) or date.min)
