"""One transaction for writing what is no action of the person: what came from elsewhere, and what is kept about it."""

from __future__ import annotations

import sqlite3

from core.storage.file import worded
from core.storage.store import Store


class Exclusive:
    """A transaction that is kept when it ends well and taken back when it does not; see `Store.exclusive`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __enter__(self) -> None:
        self._store.note("BEGIN IMMEDIATE")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        conn = self._store.conn
        try:
            if kind is None:
                self._store.note("COMMIT")
        finally:
            if conn.in_transaction:
                conn.execute("ROLLBACK")
        if isinstance(error, sqlite3.Error):
            raise worded(error, self._store.path) from None
