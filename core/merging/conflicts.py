"""Texts that two machines changed apart from each other, until the person has chosen.

The newest one stands meanwhile. Any later write to that text, on a machine that has seen them all,
settles it; all of them stay in the log.
"""

from __future__ import annotations

from datetime import datetime

from core.clock import told
from core.errors import NotFound
from core.merging import law
from core.merging.causality import Seen
from core.record import record
from core.storage import changes
from core.storage.ids import same_id
from core.storage.store import Door, Store
from core.text import clean

# Kept as two rows of their own; elsewhere there can only be one row, and both texts go into it.
TWICE = frozenset({"entries", "parked", "held"})


@record
class Version:
    """One of the texts, when it was written (UTC, by that machine's clock), and the machine's name if it has one."""

    text: str
    at: datetime
    machine: str


@record
class Conflict:
    """A text with more than one version, newest first; the first is the one that stands.

    `key` names it in commands: table, row and column.
    """

    key: tuple[str, str, str]
    versions: tuple[Version, ...]

    @property
    def joined(self) -> str:
        """All versions under each other, oldest first: where joining them by hand begins."""
        return "\n\n".join(version.text for version in reversed(self.versions) if version.text)


class Conflicts:
    """The inbox of texts to choose between."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> tuple[Conflict, ...]:
        """Every open conflict, the one with the newest text first."""
        rows = self._store.rows("SELECT tbl, row, col FROM conflicts")
        seen = Seen(self._store.conn) if rows else None
        found = [conflict for row in rows if seen and (conflict := self._read(seen, *row))]
        return tuple(sorted(found, key=lambda each: (each.versions[0].at, each.key), reverse=True))

    def choose(self, key: tuple[str, str, str], text: str) -> None:
        """This version stands. Raises `NotFound` where it is none of them, or nothing is open any more."""
        conflict = self._open(key)
        if text not in {version.text for version in conflict.versions}:
            raise NotFound("This text is none of the versions there are.")
        with self._store.write("Choose a version") as door:
            self._settle(door, key, text)

    def join(self, key: tuple[str, str, str], text: str) -> None:
        """This text takes the place of all versions. Raises `NotFound` where nothing is open any more."""
        self._open(key)
        with self._store.write("Join the versions") as door:
            self._settle(door, key, clean(text, what="This text"))

    def keep_both(self, key: tuple[str, str, str]) -> None:
        """All versions stay: each in a row of its own where there can be several, else one under the other.

        Raises `NotFound` where nothing is open any more.
        """
        conflict = self._open(key)
        table, row, column = key
        with self._store.write("Keep every version") as door:
            if table not in TWICE:
                self._settle(door, key, conflict.joined)
                return
            self._settle(door, key, conflict.versions[0].text)
            columns = door.current(table, row) or {}
            del columns["id"]
            for version in conflict.versions[1:]:
                # The same id wherever this is done, so that two machines that both keep it keep it once.
                door.put(table, same_id("kept", row, column, version.text), **{**columns, column: version.text})

    def _settle(self, door: Door, key: tuple[str, str, str], text: str) -> None:
        table, row, column = key
        if not door.update(table, row, **{column: text}):
            door.affirm(table, row, column)

    def _open(self, key: tuple[str, str, str]) -> Conflict:
        conflict = self._read(Seen(self._store.conn), *key)
        if conflict is None:
            raise NotFound("There is nothing to choose here any more: this text has been settled.")
        return conflict

    def _read(self, seen: Seen, table: str, row: str, column: str) -> Conflict | None:
        if not self._store.row(f"SELECT 1 FROM {table} WHERE id = ?", row):
            return None
        log = self._store.rows("SELECT hlc, patch, dev, n FROM changes WHERE row = ? AND tbl = ?", row, table)
        heads = law.heads(law.events((entry[0], entry[1], entry[2], entry[3]) for entry in log), column, seen.vector)
        versions: dict[str, Version] = {}
        for head in heads:
            text = str(changes.read(head.patch)[column])
            versions.setdefault(text, Version(text=text, at=told(head.hlc), machine=self._machine(head.at[0])))
        if len(versions) < 2:
            return None
        return Conflict(key=(table, row, column), versions=tuple(versions.values()))

    def _machine(self, place: tuple[int, int]) -> str:
        """The name of the machine that wrote a change."""
        row = self._store.row(
            "SELECT m.name FROM bundles AS b JOIN machines AS m ON m.id = b.device "
            "WHERE b.dev = ? AND ? BETWEEN b.first AND b.last UNION ALL "
            "SELECT name FROM machines WHERE ? = 0 AND id = (SELECT value FROM local WHERE key = 'device')",
            *(*place, place[0]),
        )
        return str(row["name"]) if row else ""
