"""Wins: what went well, of any size and any kind; what an evening was closed with stands among them."""

from __future__ import annotations

from datetime import date

from core import days, text
from core.clock import stamp
from core.content import Content, fill
from core.errors import Refused
from core.record import record
from core.settings import Settings
from core.storage.store import Store
from core.strengths.kept import Kept


@record
class Win:
    """Something that went well. `kind` is an id of the content file `wins`, or empty; `told` who has heard of it.

    `key` is what opens it: `win:<id>`, or `evening:<day>` for the win an evening was closed with.
    """

    key: str
    kind: str
    text: str
    reward: str
    told: str
    day: date


_BOTH = (
    "SELECT 'win:' || id AS key, kind, text, reward, told, day, at FROM wins UNION ALL "
    "SELECT 'evening:' || day, '', win, '', '', day, at FROM evenings WHERE win <> ''"
)


class Wins:
    """Noting wins, and reading them again on a bad day."""

    def __init__(self, store: Store, settings: Settings, content: Content) -> None:
        self._store = store
        self._settings = settings
        self._content = content
        self._kept = Kept(store, "wins", "This win is no longer here. It may have been undone.")

    def note(self, words: str = "", kind: str = "", *, reward: str = "", day: date | None = None) -> str:
        """Something went well on `day` (default: today); its id. A kind alone is enough: its own words are used.

        Raises `Refused` where neither is given, for an unknown kind and a day ahead.
        """
        kinds = {row.id: row.text for row in self._content.choices("wins")}
        if kind and kind not in kinds:
            raise Refused(f"There is no kind of win called “{text.visible(text.first_line(kind, 40))}”.")
        said = text.line(words, what="This win", limit=5000) or kinds.get(kind, "")
        if not said:
            raise Refused("A few words are enough: what went well?")
        today = self._store.clock.today()
        when = days.not_after(day or today, today).isoformat()
        kept = text.line(reward, what="This treat")
        with self._store.write("Note a win") as door:
            return door.insert("wins", kind=kind, text=said, reward=kept, told="", day=when, at=stamp(door.now))

    def change(self, id: str, *, words: str | None = None, reward: str | None = None) -> None:
        """Say it differently, or name a small treat; None stays. Raises `NotFound` and `Refused`."""
        self._kept.row(id)
        values = {}
        if words is not None:
            values["text"] = text.line(words, what="This win", limit=5000)
            if not values["text"]:
                raise Refused("A few words are enough: what went well?")
        if reward is not None:
            values["reward"] = text.line(reward, what="This treat")
        with self._store.write("Change a win") as door:
            door.update("wins", id, **values)

    def share(self, key: str, name: str) -> str:
        """The message that tells `name` of it; nothing is sent from here, and nothing is noted. Raises `NotFound`."""
        template = next((row.text for row in self._content.templates("people") if row.id == "share-win"), "{win}")
        known = {"name": name, "win": self.get(key).text.rstrip("."), "sender": self._settings.name}
        return fill(template, **{field: value for field, value in known.items() if value}).strip()

    def told(self, id: str, name: str) -> None:
        """Someone was told of it. Raises `NotFound`."""
        self._kept.row(id)
        with self._store.write("Note who was told") as door:
            door.update("wins", id, told=text.line(name, what="The name", limit=200))

    def remove(self, id: str) -> None:
        """Take it away again. Raises `NotFound`."""
        self._kept.remove(id, "Remove a win")

    def get(self, key: str) -> Win:
        """One win by its key. Raises `NotFound`."""
        kind, _, ref = key.partition(":")
        rows = self._store.rows(f"SELECT * FROM ({_BOTH}) WHERE key = ?", key) if kind == "evening" else ()
        return _win({**dict(rows[0])}) if rows else _win({"key": f"win:{ref}", **dict(self._kept.row(ref))})

    def count(self) -> int:
        """How many there are."""
        return self._store.count(f"SELECT count(*) FROM ({_BOTH})")

    def page(
        self, limit: int = 100, offset: int = 0, *, first: date = date.min, last: date = date.max
    ) -> tuple[Win, ...]:
        """The wins of a stretch of days, the latest first."""
        rows = self._store.rows(
            f"SELECT * FROM ({_BOTH}) WHERE day BETWEEN ? AND ? ORDER BY day DESC, at DESC, key LIMIT ? OFFSET ?",
            first.isoformat(),
            last.isoformat(),
            limit,
            offset,
        )
        return tuple(_win(dict(row)) for row in rows)


def _win(row: dict[str, str]) -> Win:
    return Win(
        key=row["key"],
        kind=row["kind"],
        text=row["text"],
        reward=row["reward"],
        told=row["told"],
        day=days.stored(row["day"]) or date.min,
    )
