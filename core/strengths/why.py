"""Why the search began, in the person's own words; every earlier wording stays readable."""

from __future__ import annotations

from datetime import date

from core import days, text
from core.clock import stamp
from core.errors import Refused
from core.record import record
from core.storage.store import Store


@record
class Why:
    """The words, and the day they were written on."""

    id: str
    text: str
    day: date


class Whys:
    """Writing the why down, and giving it back."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def write(self, words: str) -> str:
        """This is why, from today on; its id. Raises `Refused` without words."""
        kept = text.line(words, what="This why", limit=2000)
        if not kept:
            raise Refused("A few words of your own are enough. What stands here stays.")
        with self._store.write("Write down why") as door:
            return door.insert("whys", text=kept, day=self._store.clock.today().isoformat(), at=stamp(door.now))

    def now(self) -> Why | None:
        """The latest wording."""
        return next(iter(self.all(1)), None)

    def all(self, limit: int = 100) -> tuple[Why, ...]:
        """Every wording, the latest first."""
        rows = self._store.rows("SELECT * FROM whys ORDER BY at DESC, id DESC LIMIT ?", limit)
        return tuple(Why(id=row["id"], text=row["text"], day=days.stored(row["day"]) or date.min) for row in rows)
