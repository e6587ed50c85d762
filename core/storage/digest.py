"""What a table holds, said in one number: the SHA-256 over its rows, each a JSON array, with commas between.

The text is what Python's encoder makes of a row: no blanks, nothing escaped but what has to be, bytes as {"blob": hex}.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping

SOME = 500  # rows made into text at a time

_ENCODE: Callable[[object], str] = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), default=lambda value: {"blob": value.hex()}
).encode


def of(conn: sqlite3.Connection, table: str, columns: Mapping[str, str], key: str = "rowid") -> tuple[int, str]:
    """The number of rows, and the digest over these columns in the order of `key`; `columns` are names with types."""
    digest, count = hashlib.sha256(), 0
    for rows, text in _texts(conn, table, columns, key):
        digest.update(b"," * bool(count) + text.encode("utf-8", "surrogatepass"))
        count += rows
    return count, digest.hexdigest()


def _texts(conn: sqlite3.Connection, table: str, columns: Mapping[str, str], key: str) -> Iterator[tuple[int, str]]:
    """Some rows after the other: how many, and their text.

    SQLite says it letter for letter as Python does and in half the time, but for numbers with a fraction. Those become
    bytes, which SQLite has no JSON for: whatever it cannot say is left to Python.
    """
    cursor = conn.cursor()
    cursor.row_factory = None
    exact = [name if kind == "TEXT" else f"iif(typeof({name}) = 'real', x'', {name})" for name, kind in columns.items()]
    line, names = f"json_array({', '.join(exact)})", ", ".join(columns)
    where, last, count = "", list[object](), SOME
    while count == SOME:
        some = f"FROM {table} {where} ORDER BY {key} LIMIT {SOME}"
        texts = f"SELECT count(*), max(at), group_concat(line) FROM (SELECT {key} AS at, {line} AS line {some})"
        try:
            count, *last, text = cursor.execute(texts, last).fetchone()
        except sqlite3.Error:
            rows = cursor.execute(f"SELECT {names}, {key} {some}", last).fetchall()
            count, last = len(rows), [row[-1] for row in rows[-1:]]
            text = _ENCODE([row[:-1] for row in rows])[1:-1]
        if count:
            yield count, text
        where = f"WHERE {key} > ?"
