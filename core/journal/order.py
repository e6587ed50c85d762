"""Which journal entry stands at which place of the list, newest first.

A list of a hundred thousand entries shows fifty. Places are reached from the nearest known one
(the top, the bottom, or where the last question was) along the index, so that a step down costs
the same everywhere. Entries with one tag are fewer; their places are read once and kept until
something changes.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import date

from core.storage.store import Store

Key = tuple[str, str, int]

_NEWEST = "ORDER BY day DESC, at DESC, pk DESC"
_OLDEST = "ORDER BY day, at, pk"
_TAGGED = "FROM tags JOIN entries ON entries.id = tags.entry WHERE tags.name = ?"


class Order:
    """Places (0 is the newest) of all entries, or of those with one tag."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._stamp = -1
        self._count = 0
        self._near: tuple[int, Key] | None = None
        self._tag = ""
        self._tagged: Sequence[int] = ()

    def count(self, tag: str = "") -> int:
        """How many there are."""
        self._refresh()
        return len(self._with(tag)) if tag else self._count

    def slice(self, start: int, stop: int, tag: str = "") -> list[int]:
        """The row numbers at the places from `start` up to `stop`."""
        self._refresh()
        stop = min(stop, self.count(tag))
        if not 0 <= start < stop:
            return []
        if tag:
            return list(self._with(tag)[start:stop])
        key = self._key(start)
        self._near = (start, key)
        sql = f"SELECT pk FROM entries WHERE (day, at, pk) <= (?, ?, ?) {_NEWEST} LIMIT ?"
        return [row["pk"] for row in self._store.rows(sql, *key, stop - start)]

    def place(self, entry: str) -> int | None:
        """Where an entry stands among all."""
        self._refresh()
        row = self._store.row("SELECT day, at, pk FROM entries WHERE id = ?", entry)
        return self._arrive((row["day"], row["at"], row["pk"])) if row else None

    def on_or_before(self, day: date, tag: str = "") -> int | None:
        """The place of the newest entry on or before a day; None where all are later."""
        self._refresh()
        if tag:
            place = self._store.count(f"SELECT count(*) {_TAGGED} AND day > ?", tag, day.isoformat())
            return place if place < self.count(tag) else None
        row = self._store.row(f"SELECT day, at, pk FROM entries WHERE day <= ? {_NEWEST} LIMIT 1", day.isoformat())
        return self._arrive((row["day"], row["at"], row["pk"])) if row else None

    def _arrive(self, key: Key) -> int:
        place = self._store.count("SELECT count(*) FROM entries WHERE (day, at, pk) > (?, ?, ?)", *key)
        self._near = (place, key)
        return place

    def _key(self, place: int) -> Key:
        """The key of the entry at a place, from the nearest of the top, the bottom and the last question."""
        known, key = self._near or (0, None)
        nearest = min((0, known, self._count), key=lambda start: abs(start - place))
        if nearest != known:
            key = None
        elif key and known == place:
            return key
        if nearest <= place:
            where, order, skip = "<=", _NEWEST, place - nearest
        else:
            where, order, skip = ">", _OLDEST, nearest - place - 1
        condition = f"WHERE (day, at, pk) {where} (?, ?, ?)" if key else ""
        row = self._store.row(
            f"SELECT day, at, pk FROM entries {condition} {order} LIMIT 1 OFFSET ?", *(key or ()), skip
        )
        assert row is not None
        return row["day"], row["at"], row["pk"]

    def _with(self, tag: str) -> Sequence[int]:
        if tag != self._tag:
            rows = self._store.rows(f"SELECT entries.pk {_TAGGED} ORDER BY day DESC, at DESC, entries.pk DESC", tag)
            self._tag, self._tagged = tag, array("q", (row["pk"] for row in rows))
        return self._tagged

    def _refresh(self) -> None:
        """Forget what is known once anything was written, here or by another process: the log has grown."""
        now = self._store.count("SELECT max(seq) FROM changes")
        if now != self._stamp:
            self._stamp, self._near, self._tag = now, None, ""
            self._count = self._store.count("SELECT count(*) FROM entries")
