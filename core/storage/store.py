"""One SQLite file, one write door.

Reads are plain SQL. Every write passes through `Store.write`, one `BEGIN IMMEDIATE` transaction
in which the `Door` changes rows and appends each change to the log (`core.storage.changes`), stamped by
the hybrid logical clock; what one `write` did is one step of undo (`core.storage.undo`).

Standard library only and few imports of it: `onward write` opens a store and is gone again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from core.clock import Clock, milliseconds, stamp, tick
from core.storage import changes, schema
from core.storage.file import keep_a_log, prepare, worded
from core.storage.ids import new_id

TYPE_CHECKING = False  # importing `typing` takes longer than what this file does
if TYPE_CHECKING:
    from core.storage.exclusive import Exclusive
    from core.storage.shape import Shape

FILE = "onward.sqlite"
BUSY_SECONDS = 15.0  # how long one process waits for another's write before it says so


class Store:
    """The open workspace file. Use it from the thread that opened it.

    Raises `StorageError` and its kinds from `open`, and wherever SQLite cannot read or write.
    """

    def __init__(self, conn: sqlite3.Connection, clock: Clock, path: str) -> None:
        self.conn = conn
        self.clock = clock
        self.path = path
        self._door: Door | None = None
        self._shape: Shape | None = None

    @classmethod
    def open(cls, path: str, clock: Clock) -> Store:
        """Open the file at `path`, made 0600 in a 0700 folder where there is none, and migrate it.

        `:memory:` is a workspace that leaves no trace.
        """
        if path != ":memory:":
            prepare(path)
        try:
            conn = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
            try:
                conn.row_factory = sqlite3.Row
                if schema.version_of(conn) < schema.VERSION:
                    keep_a_log(conn, BUSY_SECONDS)
                    schema.migrate(conn)
                # FULL: a saved sentence survives a power cut, for one fsync a save.
                conn.execute("PRAGMA synchronous = FULL")
                conn.execute("PRAGMA foreign_keys = ON")
            except BaseException:
                conn.close()
                raise
        except sqlite3.Error as error:
            raise worded(error, path) from None
        return cls(conn, clock, path)

    @property
    def shape(self) -> Shape:
        """What refers to what in this file."""
        if self._shape is None:
            from core.storage.shape import Shape

            self._shape = Shape(self.conn)
        return self._shape

    def close(self) -> None:
        """Close the file; everything written is already in it."""
        self.conn.close()

    def rows(self, sql: str, *values: changes.Value) -> list[sqlite3.Row]:
        """All rows of a query."""
        try:
            return self.conn.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise worded(error, self.path) from None

    def stream(self, sql: str, *values: changes.Value) -> Iterator[sqlite3.Row]:
        """The rows of a query one by one, where they are too many to be held at once."""
        try:
            yield from self.conn.execute(sql, values)
        except sqlite3.Error as error:
            raise worded(error, self.path) from None

    def row(self, sql: str, *values: changes.Value) -> sqlite3.Row | None:
        """The first row of a query, if there is one."""
        try:
            found: sqlite3.Row | None = self.conn.execute(sql, values).fetchone()
        except sqlite3.Error as error:
            raise worded(error, self.path) from None
        return found

    def count(self, sql: str, *values: changes.Value) -> int:
        """The number that a query's first column gives; 0 where it gives none."""
        found = self.row(sql, *values)
        return int(found[0] or 0) if found else 0

    def tables(self) -> list[str]:
        """The domain's tables, by name: the ones with a `pk` and an immutable `id`."""
        return [
            row["name"]
            for row in self.rows(
                "SELECT name FROM sqlite_master AS m WHERE type = 'table' AND EXISTS "
                "(SELECT 1 FROM pragma_table_info(m.name) WHERE name = 'pk') ORDER BY name"
            )
        ]

    def each(self, table: str) -> Iterator[changes.Row]:
        """Every row of a domain table in the order of ids, without the machine's own `pk`."""
        return map(_without_pk, self.stream(f"SELECT * FROM {table} ORDER BY id"))

    def write(self, label: str) -> Door:
        """Open the write door: `with store.write("Tick Walk") as door:`; `label` is what undo names.

        A write inside a write joins the outer one. Leaving by an exception takes everything back.
        """
        return self._door or Door(self, label)

    def note(self, sql: str, *values: changes.Value) -> None:
        """Write to this machine's own tables (`schema.LOCAL`), which are not logged."""
        try:
            self.conn.execute(sql, values)
        except sqlite3.Error as error:
            raise worded(error, self.path) from None

    def exclusive(self) -> Exclusive:
        """One transaction for writing what is not an action of the person; not inside a `write`."""
        from core.storage.exclusive import Exclusive

        return Exclusive(self)

    def version(self) -> int:
        """A number that changes when another process has written to the file."""
        return self.count("PRAGMA data_version")


class Door:
    """The one way to change domain rows; a context manager, see `Store.write`."""

    def __init__(self, store: Store, label: str) -> None:
        self.store = store
        self.label = label
        self.recorded = True
        self._depth = 0
        self._born: list[str] = []

    def __enter__(self) -> Door:
        self._depth += 1
        if self._depth > 1:
            return self
        conn = self.store.conn
        try:
            conn.execute("BEGIN IMMEDIATE")
            last = conn.execute("SELECT n, hlc FROM changes WHERE dev = 0 ORDER BY n DESC LIMIT 1").fetchone()
            seen = conn.execute("SELECT value FROM local WHERE key = 'hlc'").fetchone()
        except sqlite3.Error as error:
            self._depth = 0
            self._leave()
            raise worded(error, self.store.path) from None
        self.n = last["n"] if last else 0
        self.first = self.n + 1
        self._hlc = max(last["hlc"] if last else 0, int(seen["value"]) if seen else 0)
        self.now = self.store.clock.now()
        self.store._door = self
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        self._depth -= 1
        if self._depth:
            return
        try:
            if kind is None:
                self._bring_back()
                if self.recorded and self.n >= self.first:
                    self._record()
                self.store.conn.execute("COMMIT")
        except sqlite3.Error as broken:
            raise worded(broken, self.store.path) from None
        finally:
            self._leave()
        if isinstance(error, sqlite3.Error):
            raise worded(error, self.store.path) from None

    def insert(self, table: str, *, id: str = "", **columns: changes.Value) -> str:
        """A new row; its id (a UUIDv7 unless given)."""
        row_id = id or new_id(milliseconds(self.now))
        names = ", ".join(("id", *columns))
        marks = ", ".join("?" * (len(columns) + 1))
        self.store.conn.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", (row_id, *columns.values()))
        row = self.current(table, row_id)
        assert row is not None
        self._log(table, row_id, changes.born(row))
        self._born.append(row_id)
        return row_id

    def update(self, table: str, id: str, **columns: changes.Value) -> bool:
        """Set columns of a row; only those that differ are written. False: there was nothing to change."""
        row = self.current(table, id)
        if row is None:
            return False
        new = {name: value for name, value in columns.items() if row[name] != value}
        if not new:
            return False
        # What was written to a row counts for its owner for good (`core.merging.law`), so it stays with it.
        assert not any(each.column in new for each in self.store.shape.owners(table)), "an owned row does not move"
        sets = ", ".join(f"{name} = ?" for name in new)
        self.store.conn.execute(f"UPDATE {table} SET {sets} WHERE id = ?", (*new.values(), id))
        self._log(table, id, changes.patch(new))
        return True

    def put(self, table: str, id: str, **columns: changes.Value) -> None:
        """The row with this id has these columns from now on, whether it existed or not."""
        if self.current(table, id) is None:
            self.insert(table, id=id, **columns)
        else:
            self.update(table, id, **columns)

    def delete(self, table: str, id: str) -> None:
        """Remove a row; the rows it owns are removed before it, by whoever calls this."""
        row = self.current(table, id)
        if row is not None:
            self._part(table, row)
            self.store.conn.execute(f"DELETE FROM {table} WHERE id = ?", (id,))
            self._log(table, id, changes.DIED)

    def affirm(self, table: str, id: str, column: str) -> None:
        """Write a value anew as it stands: a person has chosen it, knowing the others."""
        row = self.current(table, id)
        if row is not None:
            self._log(table, id, changes.patch({column: row[column]}))

    def current(self, table: str, id: str) -> changes.Row | None:
        """A row as it stands now, without `pk`."""
        row = self.store.conn.execute(f"SELECT * FROM {table} WHERE id = ?", (id,)).fetchone()
        return _without_pk(row) if row else None

    def _part(self, table: str, row: changes.Row) -> None:
        """Remember which owner a row leaves: what was written to it still counts as written to that owner."""
        for each in self.store.shape.owners(table):
            self.store.conn.execute(
                "INSERT OR IGNORE INTO apart (of, tbl, row) VALUES (?, ?, ?)", (row[each.column], table, row["id"])
            )

    def _bring_back(self) -> None:
        """What other machines wrote about a row that was gone shows again with it."""
        if self._born and self.store.conn.execute("SELECT 1 FROM apart LIMIT 1").fetchone():
            from core.merging.fold import Fold

            Fold(self.store.conn, self.store.shape).returned(self._born)

    def _log(self, table: str, row: str, text: str) -> None:
        self.n += 1
        self._hlc = tick(self._hlc, self.now)
        self.store.conn.execute(
            "INSERT INTO changes (dev, n, hlc, tbl, row, patch) VALUES (0, ?, ?, ?, ?, ?)",
            (self.n, self._hlc, table, row, text),
        )
        self.store.conn.execute(changes.CHOSEN, (table, row, text, text == changes.DIED))

    def _record(self) -> None:
        """Note what this write did as one step of undo; what had been undone can no longer be redone."""
        conn = self.store.conn
        conn.execute("UPDATE acts SET state = 'dropped' WHERE state = 'undone'")
        conn.execute(
            "INSERT INTO acts (at, label, first, last, state) VALUES (?, ?, ?, ?, 'done')",
            (stamp(self.now), self.label, self.first, self.n),
        )

    def _leave(self) -> None:
        self.store._door = None
        if self.store.conn.in_transaction:
            self.store.conn.execute("ROLLBACK")


def _without_pk(row: sqlite3.Row) -> changes.Row:
    values = dict(row)
    del values["pk"]
    return values
