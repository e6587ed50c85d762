"""Texts that two machines changed apart from each other, until the person has chosen.

The newest one stands meanwhile. Any later write to that text, on a machine that has seen them all,
settles it; all of them stay in the log. Where the choice is undone on the machine that made it,
there is something to choose again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from core.clock import told
from core.errors import NotFound
from core.merging import law
from core.merging.carried import called
from core.merging.causality import Seen
from core.merging.settled import Settled
from core.record import record
from core.storage import changes
from core.storage.ids import same_id
from core.storage.store import Door, Store
from core.text import clean

# Kept as two rows of their own; elsewhere there can only be one row, and both texts go into it.
TWICE = frozenset({"entries", "parked", "held"})

Key = tuple[str, str, str]
"""Where a text stands: table, row and column."""


@record
class Version:
    """One of the texts, when it was written (UTC, by that machine's clock), and where.

    `machine` is what the machine is called if it has a name, `here` says that it is this one.
    """

    text: str
    at: datetime
    machine: str
    here: bool


@record
class Conflict:
    """A text with more than one version, newest first; the first is the one that stands.

    `key` names it in commands: table, row and column. Where a choice was undone, `since` is the own
    change from which on nothing counts.
    """

    key: Key
    versions: tuple[Version, ...]
    since: int = 0

    @property
    def joined(self) -> str:
        """All versions under each other, oldest first: where joining them by hand begins."""
        return "\n\n".join(version.text for version in reversed(self.versions) if version.text)


class Conflicts:
    """The inbox of texts to choose between."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._settled = Settled(store)

    def count(self) -> int:
        """How many texts there are to choose between, at little cost."""
        open_ = self._store.count("SELECT count(*) FROM conflicts")
        return open_ + len(self._again())

    def keys(self) -> tuple[Key, ...]:
        """Where there is something to choose, the row written last first; costs little however long the texts are."""
        rows = self._store.rows(
            "SELECT tbl, row, col, (SELECT max(hlc) FROM changes AS c WHERE c.row = f.row AND c.tbl = f.tbl) AS hlc "
            "FROM conflicts AS f ORDER BY hlc DESC, tbl, row, col"
        )
        return (*self._again(), *((row["tbl"], row["row"], row["col"]) for row in rows))

    def _again(self) -> list[Key]:
        """Where a choice was undone, and no new conflict has come up that says so itself."""
        known = "SELECT 1 FROM conflicts WHERE tbl = ? AND row = ? AND col = ?"
        return [key for key in self._settled.undone() if not self._store.row(known, *key) and self.one(key)]

    def all(self) -> tuple[Conflict, ...]:
        """Every open conflict, the one with the newest text first."""
        keys = self.keys()
        seen = Seen(self._store.conn) if keys else None
        found = [conflict for key in keys if seen and (conflict := self._read(seen, key))]
        return tuple(sorted(found, key=lambda each: (each.versions[0].at, each.key), reverse=True))

    def one(self, key: Key) -> Conflict | None:
        """The conflict there is about a text, None where there is none."""
        return self._read(Seen(self._store.conn), key)

    def choose(self, key: Key, text: str) -> None:
        """This version stands. Raises `NotFound` where it is none of them, or nothing is open any more."""
        conflict = self._open(key)
        if text not in {version.text for version in conflict.versions}:
            raise NotFound("This text is none of the versions there are.")
        with self._store.write("Choose a version") as door:
            self._settle(door, conflict, text)

    def join(self, key: Key, text: str) -> None:
        """This text takes the place of all versions. Raises `NotFound` where nothing is open any more."""
        conflict = self._open(key)
        with self._store.write("Join the versions") as door:
            self._settle(door, conflict, clean(text, what="This text"))

    def keep_both(self, key: Key) -> None:
        """All versions stay: each in a row of its own where there can be several, else one under the other.

        Raises `NotFound` where nothing is open any more.
        """
        conflict = self._open(key)
        table, row, column = key
        with self._store.write("Keep every version") as door:
            if table not in TWICE:
                self._settle(door, conflict, conflict.joined)
                return
            self._settle(door, conflict, conflict.versions[0].text)
            columns = door.current(table, row) or {}
            del columns["id"]
            for version in conflict.versions[1:]:
                # The same id wherever this is done, so that two machines that both keep it keep it once.
                door.put(table, same_id("kept", row, column, version.text), **{**columns, column: version.text})

    def _settle(self, door: Door, conflict: Conflict, text: str) -> None:
        table, row, column = conflict.key
        self._settled.note(conflict.key, conflict.since or door.n + 1, door.n + 1)
        if not door.update(table, row, **{column: text}):
            door.affirm(table, row, column)

    def _open(self, key: Key) -> Conflict:
        conflict = self.one(key)
        if conflict is None:
            raise NotFound("There is nothing to choose here any more: this text has been settled.")
        return conflict

    def _read(self, seen: Seen, key: Key) -> Conflict | None:
        table, row, column = key
        if table not in self._store.shape or not self._store.row(f"SELECT 1 FROM {table} WHERE id = ?", row):
            return None
        rows = self._store.rows("SELECT hlc, patch, dev, n FROM changes WHERE row = ? AND tbl = ?", row, table)
        log: Sequence[law.Entry] = [(entry[0], entry[1], entry[2], entry[3]) for entry in rows]
        heads = law.heads(law.events(log), column, seen.vector)
        since = self._settled.since(key, [event.at for event in heads])
        if since:
            before = law.events(entry for entry in log if entry[2] or entry[3] < since)
            found = self._versions(law.heads(before, column, seen.vector), column)
            if len(found) > 1:
                return Conflict(key=key, versions=found, since=since)
        found = self._versions(heads, column)
        return Conflict(key=key, versions=found) if len(found) > 1 else None

    def _versions(self, heads: Sequence[law.Event], column: str) -> tuple[Version, ...]:
        versions: dict[str, Version] = {}
        for head in heads:
            place, text = head.at[0], str(changes.read(head.patch)[column])
            version = Version(text=text, at=told(head.hlc), machine=self._machine(place), here=place[0] == 0)
            versions.setdefault(text, version)
        return tuple(versions.values())

    def _machine(self, place: tuple[int, int]) -> str:
        """What the machine that wrote a change is called."""
        row = self._store.row(
            "SELECT m.name, m.id FROM bundles AS b JOIN machines AS m ON m.id = b.device "
            "WHERE b.dev = ? AND ? BETWEEN b.first AND b.last UNION ALL "
            "SELECT name, id FROM machines WHERE ? = 0 AND id = (SELECT value FROM local WHERE key = 'device')",
            *(*place, place[0]),
        )
        if row is None:
            return ""
        return called(row["name"], row["id"], [each["name"] for each in self._store.rows("SELECT name FROM machines")])
