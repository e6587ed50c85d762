"""The folder of kind words: praise and thank-you notes, kept as they were said, for a bad day."""

from __future__ import annotations

from datetime import date

from core import days, text
from core.clock import stamp
from core.errors import Refused
from core.record import record
from core.storage.store import Store
from core.strengths.kept import Kept


@record
class Praise:
    """Somebody's words. `giver` may be empty. `key` opens it: `praise:<id>`, or `person:<id>` for a supporter's."""

    key: str
    words: str
    giver: str
    day: date


# What a supporter said is kept with them; here it is read beside the rest.
_BOTH = (
    "SELECT 'praise:' || id AS key, words, giver, day, at FROM praise UNION ALL "
    "SELECT 'person:' || s.person, s.text, p.name, s.day, s.at FROM sentences s JOIN people p ON p.id = s.person"
)


class Folder:
    """Keeping kind words, and giving them back."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept = Kept(store, "praise", "These words are no longer here. It may have been undone.")

    def keep(self, words: str, giver: str = "", *, day: date | None = None) -> str:
        """Keep what someone said or wrote; its id. Raises `Refused` without words and for a day ahead."""
        values = _checked(words, giver)
        today = self._store.clock.today()
        when = days.not_after(day or today, today).isoformat()
        with self._store.write("Keep kind words") as door:
            return door.insert("praise", **values, day=when, at=stamp(door.now))

    def change(self, id: str, words: str, giver: str) -> None:
        """Correct how it is kept. Raises `NotFound` and `Refused`."""
        self._kept.row(id)
        values = _checked(words, giver)
        with self._store.write("Change kind words") as door:
            door.update("praise", id, **values)

    def remove(self, id: str) -> None:
        """Keep it no longer. Raises `NotFound`."""
        self._kept.remove(id, "Remove kind words")

    def get(self, id: str) -> Praise:
        """One of the folder's own. Raises `NotFound`."""
        row = self._kept.row(id)
        return Praise(
            key=f"praise:{id}", words=row["words"], giver=row["giver"], day=days.stored(row["day"]) or date.min
        )

    def count(self) -> int:
        """How many there are."""
        return self._store.count(f"SELECT count(*) FROM ({_BOTH})")

    def page(self, limit: int = 100, offset: int = 0) -> tuple[Praise, ...]:
        """The latest first."""
        rows = self._store.rows(
            f"SELECT key, words, giver, day FROM ({_BOTH}) ORDER BY day DESC, at DESC, key LIMIT ? OFFSET ?",
            limit,
            offset,
        )
        return tuple(
            Praise(key=row["key"], words=row["words"], giver=row["giver"], day=days.stored(row["day"]) or date.min)
            for row in rows
        )


def _checked(words: str, giver: str) -> dict[str, str]:
    kept = text.clean(words, what="These words", limit=20_000).strip()
    if not kept:
        raise Refused("Their words are needed, as they were said.")
    return {"words": kept, "giver": text.line(giver, what="The name", limit=200)}
