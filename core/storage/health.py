"""Whether a workspace is whole: the file, what belongs together, the search index, the change log.

Nothing here changes a row; `rebuild_search` writes the index, which holds nothing of its own.
"""

from __future__ import annotations

from core.errors import NotOurs
from core.merging.fold import Fold
from core.storage import schema
from core.storage.store import Store


def damage(store: Store) -> int:
    """How many places in the file SQLite finds damaged (at most 100); one where it cannot even look."""
    try:
        found = [row[0] for row in store.rows("PRAGMA integrity_check")]
    except NotOurs:
        return 1
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
    conn = store.conn
    store.note("BEGIN IMMEDIATE")  # what others write meanwhile would end it
    try:
        fold = Fold(conn, store.shape)
        fold.rows(tuple(row) for row in store.rows("SELECT DISTINCT tbl, row FROM changes"))
        logged = "SELECT 1 FROM changes WHERE row = t.id AND tbl = ?"
        for table in store.tables():
            strange = store.rows(f"SELECT id FROM {table} AS t WHERE NOT EXISTS ({logged})", table)
            fold.rows((table, str(row["id"])) for row in strange)
        return fold.written
    finally:
        conn.execute("ROLLBACK")


def _fill(store: Store, index: str) -> None:
    for table, code, columns in schema.SEARCHED:
        text = " || char(10) || ".join(columns)
        store.note(
            f"INSERT INTO {index} (rowid, text) SELECT pk * 64 + {code}, {text} FROM {table} "
            f"WHERE trim({text}, char(10)) <> ''"
        )
