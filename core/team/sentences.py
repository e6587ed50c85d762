"""Sentences that supporters said, kept word for word, so that they come back at the moment they help."""

from __future__ import annotations

from datetime import date
from sqlite3 import Row

from core import days, text
from core.clock import stamp
from core.errors import NotFound, Refused
from core.record import from_row, record
from core.storage.store import Store
from core.team.people import People


@record
class Sentence:
    """One sentence, who said it, and when it was kept."""

    id: str
    person: str
    name: str
    text: str
    day: date


_SELECT = "SELECT s.*, p.name FROM sentences s JOIN people p ON p.id = s.person"


class Sentences:
    """Keeping sentences, and giving one back."""

    def __init__(self, store: Store, people: People) -> None:
        self._store = store
        self._people = people

    def keep(self, person: str, said: str) -> str:
        """Keep what someone said; its id. Raises `NotFound`, and `Refused` without words."""
        name = self._people.get(person).name
        kept = text.clean(said, what="This sentence", limit=5000).strip()
        if not kept:
            raise Refused("Their words are needed, as they were said.")
        with self._store.write(f"Keep what {text.first_line(name, 40)} said") as door:
            today = self._store.clock.today().isoformat()
            return door.insert("sentences", person=person, text=kept, day=today, at=stamp(door.now))

    def drop(self, id: str) -> None:
        """Keep it no longer. Raises `NotFound`."""
        if self._store.row("SELECT 1 FROM sentences WHERE id = ?", id) is None:
            raise NotFound("This sentence is no longer here. It may have been undone.")
        with self._store.write("Let a sentence go") as door:
            door.delete("sentences", id)

    def of(self, person: str) -> tuple[Sentence, ...]:
        """What was kept of someone, the latest first."""
        rows = self._store.rows(f"{_SELECT} WHERE s.person = ? ORDER BY s.day DESC, s.at DESC LIMIT 200", person)
        return tuple(_sentence(row) for row in rows)

    def one(self, turn: int = 0) -> Sentence | None:
        """One of all that were kept; `turn`, any number such as the day's, picks which. None where there is none."""
        count = self._store.count("SELECT count(*) FROM sentences")
        if not count:
            return None
        rows = self._store.rows(f"{_SELECT} ORDER BY s.day, s.at, s.id LIMIT 1 OFFSET ?", turn % count)
        return _sentence(rows[0])


def _sentence(row: Row) -> Sentence:
    return from_row(Sentence, row, day=days.stored(row["day"]) or date.min)
