"""Whether a workspace is whole: the file, what belongs together, the search index, the change log.

Everything here reads; only `rebuild_search` writes, and only the index, which holds nothing of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from core import changes, schema
from core.store import Store


def damage(store: Store) -> int:
    """How many places in the file SQLite finds damaged (at most 100)."""
    found = [row[0] for row in store.rows("PRAGMA integrity_check")]
    return 0 if found == ["ok"] else len(found)


def strays(store: Store) -> int:
    """How many rows belong to a row that is not there."""
    return len(store.rows("PRAGMA foreign_key_check"))


def search_is_true(store: Store) -> bool:
    """Whether the search index holds the words of the workspace and nothing else.

    Compares how often each word occurs, and in how many rows, with an index made anew in memory.
    """
    conn = store.conn
    conn.execute("PRAGMA temp_store = MEMORY")  # no word of the person on the disk in clear
    try:
        made = store.row("SELECT sql FROM main.sqlite_master WHERE name = 'search'")
        store.note(made["sql"].replace("search", "temp.anew", 1) if made else "")
        _fill(store, "temp.anew")
        for name, table in (("kept_words", "main, search"), ("anew_words", "temp, anew")):
            store.note(f"CREATE VIRTUAL TABLE temp.{name} USING fts5vocab ({table}, row)")
        return not any(
            store.count(f"SELECT EXISTS (SELECT term, doc, cnt FROM {a} EXCEPT SELECT term, doc, cnt FROM {b})")
            for a, b in (("kept_words", "anew_words"), ("anew_words", "kept_words"))
        )
    finally:
        for name in ("kept_words", "anew_words", "anew"):
            conn.execute(f"DROP TABLE IF EXISTS temp.{name}")


def rebuild_search(store: Store) -> None:
    """Make the search index anew from the words themselves."""
    with store.write("") as door:
        door.recorded = False
        store.note("INSERT INTO search (search) VALUES ('delete-all')")
        _fill(store, "search")
        schema.watch(store.conn)


def unlike_their_log(store: Store) -> int:
    """How many rows are not what follows from the change log: differ from it, are missing, or are not in it."""
    logged = groupby(
        store.conn.execute("SELECT tbl, row, patch FROM changes ORDER BY tbl, row, hlc, dev, n"),
        key=lambda row: (row["tbl"], row["row"]),
    )
    rows = _rows(store)
    unlike, current = 0, next(rows, None)
    for key, patches in logged:
        expected = changes.fold(row["patch"] for row in patches)
        while current and current[0] < key:
            unlike, current = unlike + 1, next(rows, None)
        found = None
        if current and current[0] == key:
            found, current = current[1], next(rows, None)
        unlike += not _alike(found, expected)
    return unlike + (1 if current else 0) + sum(1 for _ in rows)


def _alike(found: changes.Row | None, expected: changes.Row | None) -> bool:
    if found is None or expected is None:
        return found is expected
    # A column that is younger than the row's log has its default.
    return all(found.get(column) == value for column, value in expected.items())


def _rows(store: Store) -> Iterator[tuple[tuple[str, str], changes.Row]]:
    for table in store.tables():
        for row in store.each(table):
            yield (table, str(row["id"])), row


def _fill(store: Store, index: str) -> None:
    for table, code, columns in schema.SEARCHED:
        text = " || char(10) || ".join(columns)
        store.note(
            f"INSERT INTO {index} (rowid, text) SELECT pk * 64 + {code}, {text} FROM {table} "
            f"WHERE trim({text}, char(10)) <> ''"
        )
