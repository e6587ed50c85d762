"""What is said once and not again: the end of a window, a quiet offer."""

from __future__ import annotations

from datetime import date

from core import days
from core.clock import stamp
from core.storage.ids import same_id
from core.storage.store import Store


class Said:
    """Remembers, on every machine, that something was said."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def note(self, what: str) -> None:
        """It was said today."""
        with self._store.write("Take note of it") as door:
            today = self._store.clock.today().isoformat()
            door.put("said", same_id("said", what, today), what=what, day=today, at=stamp(door.now))

    def last(self, what: str) -> date | None:
        """The last day on which it was said."""
        row = self._store.row("SELECT max(day) AS day FROM said WHERE what = ?", what)
        return days.stored(row["day"]) if row and row["day"] else None

    def once(self, what: str) -> bool:
        """Whether it was said before."""
        return self.last(what) is not None
