"""What the small kept things have in common: found by id, removed by id, with one sentence where they are gone."""

from __future__ import annotations

from collections.abc import Sequence
from sqlite3 import Row

from core.errors import NotFound
from core.storage.store import Store


class Kept:
    """The rows of one table. `owned` names the tables whose rows go with theirs; `gone` is said of a missing one."""

    def __init__(self, store: Store, table: str, gone: str, owned: Sequence[tuple[str, str]] = ()) -> None:
        self._store = store
        self._table = table
        self._gone = gone
        self._owned = owned

    def row(self, id: str) -> Row:
        """One row. Raises `NotFound`."""
        row = self._store.row(f"SELECT * FROM {self._table} WHERE id = ?", id)
        if row is None:
            raise NotFound(self._gone)
        return row

    def remove(self, id: str, label: str) -> None:
        """Remove a row with what it owns; undo brings all of it back. Raises `NotFound`."""
        self.row(id)
        with self._store.write(label) as door:
            for table, column in self._owned:
                for row in self._store.rows(f"SELECT id FROM {table} WHERE {column} = ? ORDER BY id", id):
                    door.delete(table, row["id"])
            door.delete(self._table, id)
