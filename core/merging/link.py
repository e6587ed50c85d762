"""What this machine knows of the store it shares with the others: where it is, and how the last rounds went."""

from __future__ import annotations

from datetime import datetime

from core.clock import instant, stamp
from core.record import record
from core.storage.store import Store


@record
class Link:
    """Where the store is ("": none is set up), when a round last went well (UTC), and what stood in the way since.

    `searched` is when the whole store was last looked through.
    """

    place: str
    at: datetime | None
    trouble: str
    searched: datetime | None


class Links:
    """The one link of this workspace."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def now(self) -> Link:
        """As it is."""
        at, searched = self._get("sync.at"), self._get("sync.searched")
        return Link(
            place=self._get("sync.place"),
            at=instant(at) if at else None,
            trouble=self._get("sync.trouble"),
            searched=instant(searched) if searched else None,
        )

    def connect(self, place: str) -> None:
        """Exchange changes through this store from now on; "" through none."""
        with self._store.exclusive():
            self._store.note("DELETE FROM local WHERE key LIKE 'sync.%'")
            self._store.note("DELETE FROM objects")
            self._set("sync.place", place)
            self._set("sync.strange", "yes")

    def went_well(self, *, searched: bool) -> None:
        """A round has come to its end."""
        now = stamp(self._store.clock.now())
        with self._store.exclusive():
            self._set("sync.at", now)
            self._set("sync.trouble", "")
            if searched:
                self._set("sync.searched", now)
                self._set("sync.strange", "")

    def was_stopped(self, sentence: str) -> None:
        """A round could not do everything; `sentence` says why."""
        self._set("sync.trouble", sentence)

    @property
    def is_strange(self) -> bool:
        """Whether this store was chosen lately: what is missing there was never in it."""
        return bool(self._get("sync.strange"))

    @property
    def looked_through(self) -> str:
        """The last file that was compared with its name; what comes after it is next."""
        return self._get("sync.looked_through")

    def look_on_after(self, name: str) -> None:
        """So far the files have been compared with their names; "" begins anew."""
        self._set("sync.looked_through", name)

    @property
    def keys(self) -> str:
        """Which keys this machine exchanged with last."""
        return self._get("sync.keys")

    def used(self, keys: str) -> None:
        """From now on it exchanges with these."""
        self._set("sync.keys", keys)

    def _get(self, key: str) -> str:
        row = self._store.row("SELECT value FROM local WHERE key = ?", key)
        return str(row["value"]) if row else ""

    def _set(self, key: str, value: str) -> None:
        self._store.note("INSERT OR REPLACE INTO local (key, value) VALUES (?, ?)", key, value)
