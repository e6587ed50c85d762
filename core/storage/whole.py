"""Removing a row with all that belongs to it, as the schema says what belongs to what."""

from __future__ import annotations

from core.storage.store import Door, Store


def remove(store: Store, door: Door, table: str, id: str) -> None:
    """Delete a row: what it owns goes first, and where another row only names it, the name is taken out.

    Undo brings all of it back. On another machine a row that was written to meanwhile stays (`core.merging.law`).
    """
    for each in store.shape.referrers(table):
        for row in store.rows(f"SELECT id FROM {each.table} WHERE {each.column} = ? ORDER BY id", id):
            if each.owned:
                remove(store, door, each.table, row["id"])
            else:
                door.update(each.table, row["id"], **{each.column: None})
    door.delete(table, id)
