"""What a table holds is said by SQLite letter for letter as by Python."""

import hashlib
import json
import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.storage import digest
from tests.hostile import KEPT

COLUMNS = {"id": "TEXT", "number": "INTEGER", "place": "REAL"}
VALUES = st.one_of(
    st.none(),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.sampled_from(KEPT),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.binary(),
)


def told(rows: list[tuple[object, ...]]) -> tuple[int, str]:
    lines = [
        json.dumps(row, ensure_ascii=False, separators=(",", ":"), default=lambda value: {"blob": value.hex()})
        for row in rows
    ]
    return len(rows), hashlib.sha256(",".join(lines).encode()).hexdigest()


@settings(max_examples=150)
@given(st.lists(st.tuples(VALUES, VALUES, VALUES)))
def test_the_digest_is_of_what_python_makes_of_the_rows(rows: list[tuple[object, ...]]) -> None:
    with pytest.MonkeyPatch.context() as patch, sqlite3.connect(":memory:") as conn:
        patch.setattr(digest, "SOME", 3)
        conn.execute("CREATE TABLE things (id TEXT, number INTEGER, place REAL)")
        conn.executemany("INSERT INTO things VALUES (?, ?, ?)", rows)
        held = conn.execute("SELECT * FROM things").fetchall()
        assert digest.of(conn, "things", COLUMNS) == told(held)
    conn.close()


def test_ordinary_rows_are_said_by_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    with sqlite3.connect(":memory:") as conn:
        conn.execute("CREATE TABLE things (id TEXT, number INTEGER)")
        conn.executemany("INSERT INTO things VALUES (?, ?)", [(text, number) for number, text in enumerate(KEPT)])
        held = conn.execute("SELECT * FROM things").fetchall()
        monkeypatch.setattr(digest, "_ENCODE", None)
        assert digest.of(conn, "things", {"id": "TEXT", "number": "INTEGER"}, "id") == told(sorted(held))
    conn.close()
