"""The shape of the file: migrations in order, never edited once released.

Every domain table has a machine-local integer `pk` (stable row numbers for the search index)
and an immutable text `id`. A NOT NULL reference to another row's `id` means *owned by it*; a
nullable one is a mere mention. Nothing cascades in SQL: the write door removes children itself,
so that the change log knows of every row.

A migration that fills a new column with anything but its default has to write it through the
log: another machine makes the row from the log alone.

`at` columns are instants (UTC, ISO 8601, milliseconds, Z); `day` columns are the person's local
days (ISO dates).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from core.errors import NewerFile, NotOurs

# "ONWD" in the header of every file of ours, where SQLite keeps an application's own mark.
APPLICATION_ID = 0x4F4E5744

# What full-text search covers: (table, code, columns). The code is the low six bits of a row
# number in the index, the table's own `pk` the rest; codes are never reused.
SEARCHED: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("entries", 1, ("body",)),
    ("tags", 2, ("name",)),
    ("feelings", 3, ("word",)),
    ("practices", 4, ("name", "why")),
    ("marks", 5, ("note",)),
    ("efforts", 6, ("note",)),
    ("evenings", 7, ("gratitudes", "win", "mood")),
    ("steps", 8, ("cue", "text")),
    ("applications", 9, ("company", "role", "industry", "place", "link", "posting", "contacts", "files", "notes")),
    ("rounds", 10, ("interviewers", "questions", "resonated", "doubt", "notes")),
    ("materials", 11, ("file", "tailored")),
    ("rejections", 12, ("message",)),
    ("pieces", 13, ("body",)),
    ("felt", 14, ("word",)),
    ("parked", 15, ("text", "decided")),
    ("held", 16, ("recipient", "body")),
    ("feedback", 17, ("recipient", "body", "answer")),
    ("decoded", 18, ("said", "move")),
    ("doors", 19, ("recipient", "body", "notes")),
    ("skills", 20, ("name", "note")),
    ("postings", 21, ("title", "body")),
    ("proofs", 22, ("text",)),
    ("plans", 23, ("title", "why", "notes", "result")),
    ("sittings", 24, ("note",)),
    ("people", 25, ("name", "reach", "good_for", "notes")),
    ("talks", 26, ("said",)),
    ("promises", 27, ("text",)),
    ("sentences", 28, ("text",)),
    ("wins", 29, ("text", "reward", "told")),
    ("praise", 30, ("words", "giver")),
    ("anchors", 31, ("achievement", "evidence", "recall")),
    ("whys", 32, ("text",)),
    ("stories", 33, ("title", "situation", "task", "action", "result", "opening")),
    ("story_tags", 34, ("name",)),
    ("tellings", 35, ("place", "note")),
    ("follow_ups", 36, ("question",)),
    ("questions", 37, ("question", "answer")),
    ("tries", 38, ("question", "partner", "note")),
    ("warm_ups", 39, ("obstacle", "response")),
    ("checks", 40, ("note",)),
)

_FOUNDATION = """
CREATE TABLE local (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE changes (
  seq INTEGER PRIMARY KEY, dev INTEGER NOT NULL DEFAULT 0, n INTEGER NOT NULL, hlc INTEGER NOT NULL,
  tbl TEXT NOT NULL, row TEXT NOT NULL, patch TEXT NOT NULL);
CREATE UNIQUE INDEX changes_own ON changes (dev, n);
CREATE INDEX changes_of_row ON changes (row);
CREATE TABLE acts (
  id INTEGER PRIMARY KEY, at TEXT NOT NULL, label TEXT NOT NULL,
  first INTEGER NOT NULL, last INTEGER NOT NULL, state TEXT NOT NULL);
CREATE INDEX acts_by_state ON acts (state, id);
CREATE TABLE drafts (key TEXT PRIMARY KEY, at TEXT NOT NULL, body TEXT NOT NULL);

CREATE TABLE settings (pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, value TEXT NOT NULL);

CREATE TABLE practices (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, family TEXT NOT NULL,
  kind TEXT NOT NULL, per TEXT NOT NULL, target INTEGER, light INTEGER NOT NULL, why TEXT NOT NULL,
  place REAL NOT NULL, state TEXT NOT NULL, origin TEXT, since TEXT NOT NULL);
CREATE TABLE marks (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, practice TEXT NOT NULL
    REFERENCES practices (id) DEFERRABLE INITIALLY DEFERRED,
  day TEXT NOT NULL, kind TEXT NOT NULL, amount INTEGER NOT NULL, note TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX marks_by_practice ON marks (practice, day);
CREATE INDEX marks_by_day ON marks (day);

CREATE TABLE efforts (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, day TEXT NOT NULL,
  amount INTEGER NOT NULL, note TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX efforts_by_day ON efforts (day);

CREATE TABLE evenings (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, day TEXT NOT NULL, gratitudes TEXT NOT NULL,
  win TEXT NOT NULL, mood TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX evenings_by_day ON evenings (day);

CREATE TABLE steps (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, day TEXT NOT NULL, cue TEXT NOT NULL, text TEXT NOT NULL,
  source TEXT NOT NULL, state TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX steps_by_day ON steps (state, day);

CREATE TABLE rests (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, mode TEXT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL);
CREATE INDEX rests_by_last ON rests (last);
CREATE TABLE windows (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, opened TEXT NOT NULL, ends TEXT NOT NULL,
  subject TEXT NOT NULL);
CREATE INDEX windows_by_end ON windows (ends);
CREATE TABLE snoozes (pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, item TEXT NOT NULL, until TEXT NOT NULL);

CREATE TABLE entries (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, day TEXT NOT NULL, at TEXT NOT NULL,
  body TEXT NOT NULL, prompt TEXT NOT NULL);
CREATE INDEX entries_by_day ON entries (day, at);
CREATE TABLE tags (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, entry TEXT NOT NULL
    REFERENCES entries (id) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL);
CREATE INDEX tags_by_entry ON tags (entry);
CREATE INDEX tags_by_name ON tags (name);
CREATE TABLE feelings (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, entry TEXT NOT NULL
    REFERENCES entries (id) DEFERRABLE INITIALLY DEFERRED,
  word TEXT NOT NULL, family TEXT NOT NULL, intensity INTEGER);
CREATE INDEX feelings_by_entry ON feelings (entry);

CREATE VIRTUAL TABLE search USING fts5 (text, content='', tokenize="unicode61 remove_diacritics 2");
"""

# Tables of this machine alone: never logged, exported or carried to another machine.
LOCAL = frozenset(
    {"local", "changes", "acts", "drafts", "terms"}
    | {"streams", "bundles", "seen", "outbox", "objects", "alarms", "apart", "conflicts"}
)


def _foundation(conn: sqlite3.Connection) -> None:
    _run(conn, _FOUNDATION)


def _applications(conn: sqlite3.Connection) -> None:
    from core.storage.migrations import applications

    _run(conn, applications.SQL)


def _skills(conn: sqlite3.Connection) -> None:
    from core.storage.migrations import skills

    _run(conn, skills.SQL)


def _strengths(conn: sqlite3.Connection) -> None:
    from core.storage.migrations import strengths

    _run(conn, strengths.SQL)


def _machines(conn: sqlite3.Connection) -> None:
    from core.storage.migrations import machines

    _run(conn, machines.SQL)


def _exchange(conn: sqlite3.Connection) -> None:
    from core.storage.migrations import exchange

    _run(conn, exchange.SQL)


def _asked(conn: sqlite3.Connection) -> None:
    conn.execute("CREATE INDEX postings_by_target ON postings (target)")


def _run(conn: sqlite3.Connection, sql: str) -> None:
    for statement in sql.split(";\n"):
        if statement.strip():
            conn.execute(statement)
    watch(conn)


# In order; a file's `user_version` counts how many of them it has been through.
STEPS: tuple[Callable[[sqlite3.Connection], None], ...] = (
    *(_foundation, _applications, _skills, _strengths, _machines),
    _exchange,
    _asked,
)
VERSION = len(STEPS)


def watch(conn: sqlite3.Connection) -> None:
    """(Re)install the triggers that keep the search index true; sqlite-utils' transform drops them.

    Rows without words stay out of the index: most ticks have no note.
    """
    present = {row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for table, code, columns in SEARCHED:
        if table not in present:
            continue
        for event, row in (
            ("AFTER INSERT", "new"),
            ("BEFORE DELETE", "old"),
            (f"BEFORE UPDATE OF {', '.join(columns)}", "old"),
            (f"AFTER UPDATE OF {', '.join(columns)}", "new"),
        ):
            number = f"{row}.pk * 64 + {code}"
            text = " || char(10) || ".join(f"{row}.{column}" for column in columns)
            change = f"(rowid, text) VALUES ({number}, {text})"
            if row == "old":
                change = f"(search, rowid, text) VALUES ('delete', {number}, {text})"
            name = f"{table}_search_{'_'.join(event.lower().split()[:2])}"
            conn.execute(f"DROP TRIGGER IF EXISTS {name}")
            conn.execute(
                f"CREATE TRIGGER {name} {event} ON {table} WHEN trim({text}, char(10)) <> '' "
                f"BEGIN INSERT INTO search {change}; END"
            )


def version_of(conn: sqlite3.Connection) -> int:
    """How many migrations the open file has been through; 0 for an empty one.

    Raises `NotOurs` for another program's database and `NewerFile` for a newer version's.
    """
    # In one statement, so that another process which makes the file just now is not seen half-way.
    found, mark, filled = conn.execute(
        "SELECT user_version, application_id, EXISTS (SELECT 1 FROM sqlite_master) "
        "FROM pragma_user_version, pragma_application_id"
    ).fetchone()
    if mark != APPLICATION_ID and filled:
        raise NotOurs("This file is a database of another program, not an Onward workspace. It was not touched.")
    if found > VERSION:
        raise newer(found)
    return int(found)


def newer(version: int) -> NewerFile:
    """The sentence for a file that a newer version has written."""
    return NewerFile(
        f"This workspace was written by a newer Onward (format {version}; this one knows {VERSION}). "
        "It was not touched. Please update Onward on this machine."
    )


def migrate(conn: sqlite3.Connection) -> None:
    """Bring the open file to this version: each migration and its mark in one transaction.

    Asks again inside the lock how far the file is, because two processes may open a new home at
    the same moment. A migration that raises is rolled back alone and stays pending.
    """
    from sqlite_utils import Database, Migrations

    migrations = Migrations("onward")
    for number, step in enumerate(STEPS, 1):

        def run(db: Database, step: Callable[[sqlite3.Connection], None] = step, number: int = number) -> None:
            step(db.conn)
            db.conn.execute(f"PRAGMA user_version = {number}")
            db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")

        migrations(name=f"{number:04}")(run)
    db = Database(conn, execute_plugins=False)
    while version_of(conn) < VERSION:
        conn.execute("BEGIN IMMEDIATE")
        try:
            done = version_of(conn)
            if done < VERSION:
                migrations.apply(db, stop_before=[f"{later:04}" for later in range(done + 2, VERSION + 1)])
            if done + 1 == VERSION:
                from core.merging.fold import Fold

                Fold(conn).unknown()
            conn.execute("COMMIT")
        except BaseException:
            conn.execute("ROLLBACK")
            raise
