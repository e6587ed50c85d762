"""Bringing rows in line with the change log, wherever the changes came from.

Whole rows are recomputed (`core.merging.law`), many at a time, and written only where they differ. What a
row's place among others asks for follows from there, until nothing is left to do: rows die with
their owner and come back with it, and a mention of a row that is not there is shown as none.
Runs inside its caller's transaction; foreign keys hold again when it returns.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from core.merging import law
from core.merging.causality import Seen
from core.merging.prose import PROSE
from core.record import record
from core.storage.changes import DIED, Row, Value, read
from core.storage.shape import Shape

CHUNK = 5000  # rows at a time: memory stays small however much is folded
AT_ONCE = (500, 20, 1)  # rows in one statement; few sizes, because each is a statement that is kept

Key = tuple[str, str]
"""A row: its table and its id."""

_LOG = (
    "SELECT c.row, c.hlc, c.patch, c.dev, c.n FROM json_each(?) AS j CROSS JOIN changes AS c ON c.row = j.value "
    "WHERE c.tbl = ? ORDER BY c.row, c.hlc, c.patch"
)


@record
class Wanted:
    """A row as its own log wants it: the values, None where it is dead, and the owners it ever named.

    `unknown` says that a newer version has written columns that this one does not have.
    """

    values: Row | None
    owners: frozenset[Key]
    unknown: bool
    died: bool = False
    disputed: tuple[str, ...] = ()


class Fold:
    """One round of folding; `rows` says where to begin, `written` counts the rows that had to change."""

    def __init__(self, conn: sqlite3.Connection, shape: Shape | None = None) -> None:
        self.written = 0
        self._conn = conn
        self._shape = shape or Shape(conn)
        self._seen = Seen(conn)
        self._queue: dict[str, set[str]] = {}
        self._doomed: set[Key] = set()
        self._certain: set[Key] = set()

    def rows(self, rows: Iterable[Key]) -> None:
        """Recompute these rows and all that depend on them."""
        self._add(rows)
        while self._queue or self._doomed:
            if not self._queue:
                # Every row that might keep its owner alive has had its say.
                self._certain |= self._doomed
                self._add(self._doomed)
                self._doomed = set()
            table = min(self._queue, key=lambda each: (self._shape.rank(each), each))
            ids = sorted(self._queue.pop(table))
            for start in range(0, len(ids), CHUNK):
                self._chunk(table, ids[start : start + CHUNK])

    def unknown(self) -> None:
        """Recompute the rows of which an older version could not show everything."""
        self.rows(self._conn.execute("SELECT tbl, row FROM apart WHERE of = ''").fetchall())

    def returned(self, ids: Sequence[str]) -> None:
        """Recompute what was set apart for want of these rows, which have just been written."""
        self.rows(self._apart_from(ids))

    def _add(self, rows: Iterable[Sequence[str]]) -> None:
        for table, row in rows:
            self._queue.setdefault(table, set()).add(row)

    def _chunk(self, table: str, ids: Sequence[str]) -> None:
        if table not in self._shape:
            self._set_apart(table, ids, [("", table, row) for row in ids])
            return
        wanted = {
            row: self._wanted(table, row, [entry[1:] for entry in entries])
            for row, entries in groupby(self._fetch(_LOG, json.dumps(ids), table), key=itemgetter(0))
        }
        standing = self._standing(table, ids)
        apart, ready = self._placed(table, wanted)
        self._set_apart(table, ids, apart)
        gone = []
        for row in [each for each in standing if each not in ready]:
            if row in wanted and wanted[row].died and (table, row) not in self._certain:
                self._doomed.add((table, row))
            else:
                gone.append(row)
        self._remove(table, gone)
        self._write(table, standing, ready)
        self._follow(table, [row for row in ready if row not in standing], gone)
        self._ask_owners(wanted)
        self._note_disputes(table, ids, wanted)

    def _wanted(self, table: str, row: str, log: Sequence[law.Entry]) -> Wanted:
        writes = [read(patch) for _, patch, _, _ in log if patch != DIED]
        owned = self._shape.owners(table)
        owners = frozenset(
            (each.target, str(write[each.column])) for each in owned for write in writes if each.column in write
        )
        died = len(writes) < len(log) and not law.alive(law.events(log), self._below(table, row), self._seen.vector)
        values, unknown = self._known(table, writes)
        if died or not self._shape.required(table) <= values.keys():
            return Wanted(values=None, owners=owners, unknown=unknown, died=died)
        return Wanted(values=values, owners=owners, unknown=unknown, disputed=self._disputed(table, log))

    def _known(self, table: str, writes: Sequence[Row]) -> tuple[Row, bool]:
        """What the writes to a row come to here, and whether a newer version makes more of them."""
        values, columns = law.values(writes), set(self._shape.columns(table))
        # A newer version may leave empty what this one cannot: what stood before stands until then.
        if None in values.values():
            needed = columns - self._shape.optional(table)
            if any(values[column] is None for column in needed & values.keys()):
                return law.values(
                    {c: v for c, v in each.items() if v is not None or c not in needed} for each in writes
                ), True
        return values, not values.keys() <= columns

    def _disputed(self, table: str, log: Sequence[law.Entry]) -> tuple[str, ...]:
        """The columns of prose in which texts stand that nobody has chosen between."""
        if table not in PROSE or len({dev for _, _, dev, _ in log}) < 2:
            return ()
        own = law.events(log)
        return tuple(
            column
            for column in PROSE[table]
            if len({read(head.patch)[column] for head in law.heads(own, column, self._seen.vector)}) > 1
        )

    def _below(self, table: str, row: str) -> Iterator[law.Event]:
        """The changes of the rows that belong to this one or have belonged to it, and of theirs."""
        for each in self._shape.referrers(table):
            if not each.owned:
                continue
            children = self._fetch(
                f"SELECT id FROM {each.table} WHERE {each.column} = ? "
                "UNION SELECT row FROM apart WHERE of = ? AND tbl = ?",
                row,
                row,
                each.table,
            )
            for child, entries in groupby(
                self._fetch(_LOG, json.dumps([child for (child,) in children]), each.table), key=itemgetter(0)
            ):
                yield from law.events(entry[1:] for entry in entries)
                yield from self._below(each.table, child)

    def _placed(self, table: str, wanted: dict[str, Wanted]) -> tuple[list[tuple[str, str, str]], dict[str, Row]]:
        """The rows that can stand, as they can; and what stays apart, from whom."""
        apart = []
        ready: dict[str, Row] = {}
        columns = self._shape.columns(table)
        present = {
            each.column: self._present(
                each.target, {str(want.values.get(each.column)) for want in wanted.values() if want.values}
            )
            for each in self._shape.references(table)
        }
        for row, want in wanted.items():
            under = set()
            values = want.values
            if want.unknown:  # of a dead row too: this version may bring it back without them
                apart.append(("", table, row))
            if values is not None:
                values = {column: value for column, value in values.items() if column in columns}
                for each in self._shape.references(table):
                    target = values.get(each.column)
                    if target is None or target in present[each.column]:
                        under.add((each.target, target))
                    elif each.owned:
                        values = None
                        break
                    else:
                        apart.append((str(target), table, row))
                        values[each.column] = None
            if values is not None:
                ready[row] = values
            else:
                under = set()
            apart += [(owner, table, row) for target, owner in want.owners if (target, owner) not in under]
        return apart, ready

    def _set_apart(self, table: str, ids: Sequence[str], apart: Iterable[tuple[str, str, str]]) -> None:
        self._conn.execute(
            "DELETE FROM apart WHERE tbl = ? AND row IN (SELECT value FROM json_each(?))", (table, json.dumps(ids))
        )
        self._conn.executemany("INSERT OR IGNORE INTO apart (of, tbl, row) VALUES (?, ?, ?)", apart)

    def _standing(self, table: str, ids: Sequence[str]) -> dict[str, Row]:
        names = ["id", *(name for name in self._shape.columns(table) if name != "id")]
        rows = self._fetch(
            f"SELECT {', '.join('t.' + name for name in names)} FROM json_each(?) AS j "
            f"CROSS JOIN {table} AS t ON t.id = j.value",
            json.dumps(ids),
        )
        return {row[0]: dict(zip(names, row, strict=True)) for row in rows}

    def _present(self, table: str, ids: set[str]) -> set[str]:
        sql = f"SELECT t.id FROM json_each(?) AS j CROSS JOIN {table} AS t ON t.id = j.value"
        return {row for (row,) in self._fetch(sql, json.dumps(sorted(ids)))}

    def _remove(self, table: str, gone: Sequence[str]) -> None:
        self._conn.executemany(f"DELETE FROM {table} WHERE id = ?", [(row,) for row in gone])
        self.written += len(gone)

    def _write(self, table: str, standing: dict[str, Row], ready: dict[str, Row]) -> None:
        fresh: dict[tuple[str, ...], list[tuple[Value, ...]]] = {}
        for row, values in ready.items():
            now = standing.get(row)
            if now is None:
                fresh.setdefault(tuple(values), []).append(tuple(values.values()))
            elif new := {column: value for column, value in values.items() if now[column] != value}:
                sets = ", ".join(f"{column} = ?" for column in new)
                self._conn.execute(f"UPDATE {table} SET {sets} WHERE id = ?", (*new.values(), row))
                self.written += 1
        for columns, rows in fresh.items():
            self._insert(table, columns, rows)
            self.written += len(rows)

    def _insert(self, table: str, columns: Sequence[str], rows: Sequence[tuple[Value, ...]]) -> None:
        """Many rows with one statement: the search index puts what it has gathered in order after each of them."""
        into, marks = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ", f"({', '.join('?' * len(columns))})"
        start = 0
        for count in AT_ONCE:
            while len(rows) - start >= count:
                values = [value for row in rows[start : start + count] for value in row]
                self._conn.execute(into + ", ".join([marks] * count), values)
                start += count

    def _follow(self, table: str, born: Sequence[str], gone: Sequence[str]) -> None:
        """What came or went takes along what depends on it."""
        self._add(self._apart_from(born))
        for each in self._shape.referrers(table) if gone else ():
            sql = f"SELECT t.id FROM json_each(?) AS j CROSS JOIN {each.table} AS t ON t.{each.column} = j.value"
            self._add((each.table, row) for (row,) in self._fetch(sql, json.dumps(gone)))

    def _apart_from(self, ids: Sequence[str]) -> list[Key]:
        if not ids or not self._fetch("SELECT 1 FROM apart LIMIT 1"):
            return []
        return self._fetch(
            "SELECT a.tbl, a.row FROM json_each(?) AS j CROSS JOIN apart AS a ON a.of = j.value", json.dumps(ids)
        )

    def _ask_owners(self, wanted: dict[str, Wanted]) -> None:
        """An owner that is not there may live after all, by a write to what it owns."""
        owners: dict[str, set[str]] = {}
        for want in wanted.values():
            for table, row in want.owners:
                owners.setdefault(table, set()).add(row)
        for table, ids in owners.items():
            self._add((table, row) for row in ids - self._present(table, ids))

    def _note_disputes(self, table: str, ids: Sequence[str], wanted: dict[str, Wanted]) -> None:
        if table in PROSE:
            self._conn.execute(
                "DELETE FROM conflicts WHERE tbl = ? AND row IN (SELECT value FROM json_each(?))",
                (table, json.dumps(ids)),
            )
            self._conn.executemany(
                "INSERT INTO conflicts (tbl, row, col) VALUES (?, ?, ?)",
                [(table, row, column) for row, want in wanted.items() for column in want.disputed],
            )

    def _fetch(self, sql: str, *values: Value) -> list[Any]:
        cursor = self._conn.cursor()
        cursor.row_factory = None
        return cursor.execute(sql, values).fetchall()
