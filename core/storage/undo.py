"""Undo and redo of every action of the domain, from the change log.

Undoing writes new changes that restore what stood before; nothing is ever erased from the log.
Where a value has since been changed by another machine, that newer value stays.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from sqlite3 import Row

from core.clock import instant
from core.merging import law
from core.record import record
from core.storage import changes
from core.storage.store import Door, Store

OLD = timedelta(hours=1)


@record
class Act:
    """One step that can be undone or redone: what it was, when (UTC), and whether that is over an hour ago."""

    label: str
    at: datetime
    old: bool


class Undo:
    """The steps of this machine, newest last."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def last(self) -> Act | None:
        """What `undo` would take back."""
        return self._act("done", "DESC")

    def next(self) -> Act | None:
        """What `redo` would bring back."""
        return self._act("undone", "ASC")

    def undo(self) -> Act | None:
        """Take back the last step; None where there is none."""
        return self._turn("done", "DESC", "undone")

    def redo(self) -> Act | None:
        """Bring back the step undone last; None where there is none."""
        return self._turn("undone", "ASC", "done")

    def _act(self, state: str, order: str) -> Act | None:
        row = self._store.row(f"SELECT label, at FROM acts WHERE state = ? ORDER BY id {order} LIMIT 1", state)
        return self._read(row) if row else None

    def _turn(self, state: str, order: str, becomes: str) -> Act | None:
        """Reverse the changes of one step; the reversal's own changes are what reversing it again reverses."""
        with self._store.write("") as door:
            door.recorded = False
            row = self._store.row(f"SELECT * FROM acts WHERE state = ? ORDER BY id {order} LIMIT 1", state)
            if row is None:
                return None
            self._reverse(door, row["first"], row["last"])
            self._store.note(
                "UPDATE acts SET state = ?, first = ?, last = ? WHERE id = ?", becomes, door.first, door.n, row["id"]
            )
        return self._read(row)

    def _read(self, row: Row) -> Act:
        at = instant(row["at"])
        return Act(label=row["label"], at=at, old=self._store.clock.now() - at > OLD)

    def _reverse(self, door: Door, first: int, last: int) -> None:
        touched = self._store.rows(
            "SELECT tbl, row, min(n) AS n, min(hlc) AS since FROM changes WHERE dev = 0 AND n BETWEEN ? AND ? "
            "GROUP BY row, tbl ORDER BY max(n) DESC",
            first,
            last,
        )
        # Owners come back before what they own, and go after it.
        touched.sort(key=lambda row: self._store.shape.rank(row["tbl"]))
        born = [row for row in touched if not self._restore(door, *row)]
        for table, row, *_ in reversed(born):
            if not self._is_held(table, row):
                door.delete(table, row)

    def _restore(self, door: Door, table: str, row: str, n: int, since: int) -> bool:
        """Make a row what it was before change `n` of this machine; False where it was not there yet."""
        log = self._store.rows(
            "SELECT dev, n, hlc, patch FROM changes WHERE row = ? AND tbl = ? ORDER BY hlc, patch", row, table
        )
        # Later steps of this machine have been taken back already; other machines' have not.
        mine = {(entry["hlc"], entry["patch"]) for entry in log if entry["dev"] == 0}
        elsewhere = [e["patch"] for e in log if e["hlc"] >= since and (e["hlc"], e["patch"]) not in mine]
        start = next(entry["patch"] for entry in log if entry["dev"] == 0 and entry["n"] == n)
        if changes.NEW in changes.read(start):
            return bool(elsewhere)
        writes = [entry for entry in log if entry["patch"] != changes.DIED and entry["hlc"] < since]
        written = law.values(changes.read(entry["patch"]) for entry in writes)
        before = {**self._store.shape.defaults(table), **written}
        now = door.current(table, row)
        if now is None and changes.DIED in elsewhere:
            return True
        kept = {"id"}.union(*map(changes.read, elsewhere)) if now else {"id"}
        columns = {name: before[name] for name in self._store.shape.columns(table) if name in before.keys() - kept}
        for each in self._store.shape.references(table):
            if each.column in columns and not self._is_there(each.target, columns[each.column]):
                if each.owned and now is None:
                    return True
                columns[each.column] = now[each.column] if now else None
        if now is None:
            door.insert(table, id=row, **columns)
        else:
            door.update(table, row, **columns)
        return True

    def _is_there(self, table: str, row: changes.Value) -> bool:
        return row is None or self._store.row(f"SELECT 1 FROM {table} WHERE id = ?", row) is not None

    def _is_held(self, table: str, row: str) -> bool:
        """Whether another row, which can only be another machine's, refers to this one."""
        return any(
            self._store.row(f"SELECT 1 FROM {each.table} WHERE {each.column} = ?", row)
            for each in self._store.shape.referrers(table)
        )
