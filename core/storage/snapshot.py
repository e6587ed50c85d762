"""A workspace at one moment, as one small SQLite file: what a backup carries.

    entries, practices, …   every table of the domain, with the columns of the workspace without `pk`
    changes, …              the change log, and what it needs to be merged into another workspace
    meta (key, value)       where it comes from, and for each table its number of rows and their digest

Tables only: no index, trigger, constraint or search index, which are a good half of a workspace's file and are made
anew in any case. Both ways the file is in memory: nothing of it stands on a disk in clear, whatever happens.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from functools import cache

from core.clock import Clock
from core.errors import NewerFile, OnwardError
from core.merging.carried import Bundle
from core.record import record
from core.storage import digest, schema
from core.storage.store import Store

APPLICATION_ID = 0x4F4E5753  # "ONWS": no workspace, so that nobody takes one for the other
FORMAT = "1"
CARRIED = ("changes", "streams", "bundles", "seen")
LONGEST_VALUE = 128 << 20  # bytes: eight texts of the longest kind, every character escaped
DEADLINE = 120.0  # seconds for checking what a stranger may have made, and then for each bundle in it
STEPS = 10_000  # of SQLite's, between two looks at the clock

Columns = Mapping[str, str]
Shape = dict[str, Columns]


class BadSnapshot(OnwardError):
    """The file opens, but it is not the snapshot it has to be; nothing of it was used."""

    exit_code = 6

    def __init__(self) -> None:
        super().__init__("This backup opens, but what it holds is not whole, so none of it was used.")


@record
class Facts:
    """What a snapshot says of itself. `at` is UTC; `tables` has for each table its rows and their SHA-256."""

    vault: str
    device: str
    machine: str
    at: str
    app: str
    schema: int
    tables: Mapping[str, tuple[int, str]]

    @property
    def counts(self) -> dict[str, int]:
        """The rows of every table of the domain that has some."""
        return {table: count for table, (count, _) in self.tables.items() if count and table not in CARRIED}

    @property
    def rows(self) -> int:
        """How many rows of the domain there are."""
        return sum(self.counts.values())


class Snapshot:
    """An opened snapshot; see `opened`."""

    def __init__(self, conn: sqlite3.Connection, facts: Facts) -> None:
        self._conn = conn
        self.facts = facts

    def heads(self) -> tuple[str, ...]:
        """The hashes of the bundles in it that no other one follows."""
        sql = "SELECT hash FROM bundles WHERE hash NOT IN (SELECT prev FROM bundles) ORDER BY hash"
        return tuple(row["hash"] for row in self._conn.execute(sql))

    def given_up(self) -> frozenset[str]:
        """The hashes of the bundles that others in it follow, and that its machine went on without."""
        sql = "SELECT prev FROM bundles WHERE prev <> '' AND prev NOT IN (SELECT hash FROM bundles)"
        return frozenset(row["prev"] for row in self._conn.execute(sql))

    def bundles(self, made_up: str) -> Iterator[tuple[str, Bundle]]:
        """The change log in the bundles it is known by, each after the ones it follows and with its hash.

        What is in none yet comes last, as the only bundle of a made-up device, without a hash.
        """
        from core.merging.streams import Streams

        _time(self._conn)
        for sql in ("changes (dev, n)", "seen (dev, at)", "bundles (hash)", "bundles (dev, last)"):
            name = "".join(letter for letter in sql if letter.isalpha())
            self._conn.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {sql}")
        streams = Streams(Store(self._conn, Clock(), ":memory:"))
        for held in streams.held():
            _time(self._conn)  # what is done with the one before may take any time
            if (bundle := streams.bundle(held.hash)) is not None:
                yield held.hash, bundle
        _time(self._conn)
        if (rest := streams.rest(made_up, self.facts.app)) is not None:
            yield "", rest


@contextmanager
def opened(image: bytes, *, rows: bool = True) -> Iterator[Snapshot]:
    """The snapshot in `image`, wholly checked: it has our tables and nothing else, and every row it ought to have.

    Without `rows` each row is not read once more: for an image that was made in the same breath. Nothing in the file
    is run or believed before. Raises `BadSnapshot`, and `NewerFile` for one of a newer version.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as conn:
        _guard(conn)
        try:
            conn.deserialize(image)
            facts = _facts(conn)
            shape = _shape_at(facts.schema)
            _check(conn, facts, shape, rows)
        except (sqlite3.Error, MemoryError, OverflowError, RecursionError, ValueError, LookupError, TypeError):
            # Their messages may carry what stood in the file.
            raise BadSnapshot from None
        conn.row_factory = sqlite3.Row
        yield Snapshot(conn, facts)


def holds(store: Store, bundle: Bundle) -> bool:
    """Whether every change of a bundle is in a workspace already, whatever stream it came in by."""
    sql = "SELECT 1 FROM changes WHERE row = ? AND hlc = ? AND tbl = ? AND patch = ?"
    return all(store.row(sql, row, hlc, table, patch) for _, hlc, table, row, patch in bundle.changes)


def is_like(store: Store, facts: Facts) -> bool:
    """Whether a workspace has exactly the rows of a snapshot of its own version."""
    shape = shape_of(store.conn, "main")
    return all(
        digest.of(store.conn, table, columns, key="id") == facts.tables.get(table)
        for table, columns in shape.items()
        if table not in CARRIED
    )


def _guard(conn: sqlite3.Connection) -> None:
    """Limits and settings for a file that may have been made to do harm (https://sqlite.org/security.html)."""
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    conn.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0"):
        conn.execute(f"PRAGMA {pragma}")
    _time(conn)


def _time(conn: sqlite3.Connection) -> None:
    """From now on, and only for as long, statements are answered."""
    until = time.monotonic() + DEADLINE
    conn.set_progress_handler(lambda: time.monotonic() > until, STEPS)


def _facts(conn: sqlite3.Connection) -> Facts:
    if conn.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise BadSnapshot
    # Before anything is read from it, so that a view or a virtual table is never asked.
    if ("table", "meta", created("meta", META)) not in _objects(conn):
        raise BadSnapshot
    meta: dict[str, str] = dict(conn.execute("SELECT key, value FROM meta LIMIT 100"))
    version = int(meta["schema"])
    if meta["format"] != FORMAT or version > schema.VERSION:
        raise NewerFile("This backup was written by a newer Onward. Please update Onward on this computer first.")
    tables = {str(name): (int(count), str(digest)) for name, (count, digest) in json.loads(meta["tables"]).items()}
    about = {name: str(meta[name]) for name in ("vault", "device", "machine", "at", "app")}
    return Facts(schema=version, tables=tables, **about)


def _check(conn: sqlite3.Connection, facts: Facts, shape: Shape, rows: bool) -> None:
    expected = {("table", table, created(table, columns)) for table, columns in {**shape, "meta": META}.items()}
    if _objects(conn) != expected or facts.tables.keys() != shape.keys():
        raise BadSnapshot
    if conn.execute("PRAGMA quick_check").fetchall() != [("ok",)]:
        raise BadSnapshot
    # SQLite does not notice text that was changed in its place; the digests do.
    for table, columns in shape.items() if rows else ():
        if digest.of(conn, table, columns) != facts.tables[table]:
            raise BadSnapshot


META: Columns = {"key": "TEXT", "value": "TEXT"}


def _objects(conn: sqlite3.Connection) -> set[tuple[str, str, str]]:
    return set(conn.execute("SELECT type, name, sql FROM sqlite_schema"))


def created(table: str, columns: Columns) -> str:
    """The statement that a table in a snapshot was made by, to the letter."""
    return f"CREATE TABLE {table} ({', '.join(f'{name} {kind}' for name, kind in columns.items())})"


def shape_of(conn: sqlite3.Connection, name: str) -> Shape:
    """The tables of a workspace that a snapshot has, and their columns with their types."""
    shape: Shape = {}
    for (table,) in conn.execute(
        f"SELECT name FROM {name}.sqlite_schema WHERE type = 'table' ORDER BY name"
    ).fetchall():
        columns = {row[1]: row[2] for row in conn.execute(f"PRAGMA {name}.table_info({table})")}
        if "pk" in columns:
            del columns["pk"]
        elif table not in CARRIED:
            continue
        shape[table] = columns
    return shape


@cache
def _shape_at(version: int) -> Shape:
    """The tables that a snapshot of a workspace of this version has."""
    if not 0 < version <= schema.VERSION:
        raise BadSnapshot
    with closing(sqlite3.connect(":memory:")) as conn:
        for step in schema.STEPS[:version]:
            step(conn)
        return shape_of(conn, "main")
