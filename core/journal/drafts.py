"""What is being typed and is not yet kept: this machine's alone, not in the change log."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from core import text
from core.clock import instant, stamp
from core.due import HELD, Due
from core.record import record
from core.storage.store import Store

# Which drafts are offered on Today, by the beginning of their keys, and what opens each.
OFFERED = (("entry:", "draft:{}"), ("review:", "{}"), ("values", "{}:"))


@record
class Draft:
    """Unfinished text; `key` says where it belongs (`entry:new`, `entry:<id>`, another part's own)."""

    key: str
    at: datetime
    body: str


class Drafts:
    """Keeping unfinished text until it is kept for good or let go."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(self, key: str, body: str) -> None:
        """Keep what is being typed, as it stands. Raises `Refused` for text that cannot be kept."""
        self._store.note(
            "INSERT INTO drafts (key, at, body) VALUES (?, ?, ?) "
            "ON CONFLICT (key) DO UPDATE SET at = excluded.at, body = excluded.body",
            key,
            stamp(self._store.clock.now()),
            text.clean(body, what="This draft"),
        )

    def get(self, key: str) -> Draft | None:
        """The draft under a key."""
        row = self._store.row("SELECT * FROM drafts WHERE key = ?", key)
        return Draft(key=key, at=instant(row["at"]), body=row["body"]) if row else None

    def all(self, prefix: str = "") -> tuple[Draft, ...]:
        """The drafts whose keys begin with `prefix`, newest first."""
        rows = self._store.rows(
            "SELECT * FROM drafts WHERE substr(key, 1, ?) = ? ORDER BY at DESC, key", len(prefix), prefix
        )
        return tuple(Draft(key=row["key"], at=instant(row["at"]), body=row["body"]) for row in rows)

    def drop(self, key: str) -> None:
        """Forget a draft."""
        self._store.note("DELETE FROM drafts WHERE key = ?", key)

    def due(self, day: date) -> Iterable[Due]:
        """The pages that were begun and not finished, offered again today."""
        if day == self._store.clock.today():
            for prefix, key in OFFERED:
                for draft in self.all(prefix):
                    detail = text.visible(text.first_line(draft.body.lstrip("# \n")))
                    yield Due(key=key.format(draft.key), text="Carry on writing", detail=detail, rank=HELD)
