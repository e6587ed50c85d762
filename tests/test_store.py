"""The write door, the change log, undo, and what happens to files that are not as they should be."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.clock import Clock
from core.errors import NewerFile, NotOurs, StorageError
from core.storage import changes, schema
from core.storage.store import Store
from core.storage.undo import Undo
from core.workspace import Workspace
from tests import quick

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(str(tmp_path / "home" / "onward.sqlite"), Clock(lambda: NOON, UTC))


def entry(store: Store, body: str) -> str:
    with store.write("Write an entry") as door:
        return door.insert("entries", day="2026-11-22", at="2026-11-22T12:00:00.000Z", body=body, prompt="")


def test_the_folder_and_every_file_in_it_are_private_from_the_first_byte(tmp_path: Path) -> None:
    mask = os.umask(0)
    try:
        store = Store.open(str(tmp_path / "home" / "onward.sqlite"), Clock())
        entry(store, "x")
        modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "home").iterdir()}
    finally:
        os.umask(mask)
    assert (tmp_path / "home").stat().st_mode & 0o777 == 0o700
    assert set(modes) == {"onward.sqlite", "onward.sqlite-wal", "onward.sqlite-shm"}
    assert set(modes.values()) == {0o600}


def test_every_row_write_leaves_one_change_with_what_changed(store: Store) -> None:
    row = entry(store, "first")
    with store.write("Edit") as door:
        door.update("entries", row, body="second", prompt="")
        door.update("entries", row, body="second")
        door.delete("entries", row)
    patches = [changes.read(found["patch"]) for found in store.rows("SELECT patch FROM changes ORDER BY n")]
    assert patches[0]["_new"] == 1 and patches[0]["body"] == "first" and patches[0]["prompt"] == ""
    assert patches[1:] == [{"body": "second"}, {"_del": 1}]


def test_the_logical_clock_never_goes_back_when_the_wall_clock_does(tmp_path: Path) -> None:
    hours = iter(range(23, 0, -1))
    store = Store.open(str(tmp_path / "a" / "b"), Clock(lambda: NOON.replace(hour=next(hours))))
    for body in "abc":
        entry(store, body)
    readings = [row["hlc"] for row in store.rows("SELECT hlc FROM changes ORDER BY n")]
    assert readings == sorted(set(readings))


def test_a_write_that_fails_leaves_nothing_behind(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.write("Half") as door:
        door.insert("entries", day="2026-11-22", at="", body="x", prompt="")
        raise ZeroDivisionError
    assert store.count("SELECT count(*) FROM entries") == 0
    assert store.count("SELECT count(*) FROM changes") == 0
    assert entry(store, "the door opens again")


def test_a_write_inside_a_write_is_one_step_of_undo(store: Store) -> None:
    with store.write("Both") as door:
        door.insert("settings", id="a", value="1")
        with store.write("Inner") as inner:
            inner.insert("settings", id="b", value="2")
    undo = Undo(store)
    done = undo.undo()
    assert done is not None and done.label == "Both"
    assert store.count("SELECT count(*) FROM settings") == 0
    assert undo.redo() is not None
    assert store.count("SELECT count(*) FROM settings") == 2


def test_undoing_several_steps_on_one_row_goes_back_one_by_one(store: Store) -> None:
    row = entry(store, "one")
    for body in ("two", "three"):
        with store.write("Edit") as door:
            door.update("entries", row, body=body)
    undo = Undo(store)
    seen = []
    while undo.undo():
        found = store.row("SELECT body FROM entries")
        seen.append(found["body"] if found else None)
    assert seen == ["two", "one", None]
    while undo.redo():
        found = store.row("SELECT body FROM entries")
        seen.append(found["body"] if found else None)
    assert seen[3:] == ["one", "two", "three"]


def test_a_new_step_after_an_undo_ends_redo(store: Store) -> None:
    entry(store, "one")
    undo = Undo(store)
    undo.undo()
    entry(store, "two")
    assert undo.next() is None
    assert undo.redo() is None


def test_undo_leaves_what_another_machine_has_changed_since(store: Store) -> None:
    row = entry(store, "mine")
    with store.write("Edit") as door:
        door.update("entries", row, body="mine again", prompt="p")
    store.note(
        "INSERT INTO changes (dev, n, hlc, tbl, row, patch) VALUES (7, 1, ?, 'entries', ?, ?)",
        store.count("SELECT max(hlc) FROM changes") + 1,
        row,
        changes.patch({"body": "theirs"}),
    )
    store.note("UPDATE entries SET body = 'theirs' WHERE id = ?", row)
    Undo(store).undo()
    found = store.row("SELECT body, prompt FROM entries")
    assert found is not None and tuple(found) == ("theirs", "")


def test_values_that_json_would_bend_come_back_exactly() -> None:
    values: changes.Row = {"a": 0.1 + 0.2, "b": b"\0\xff", "c": "nul\0here", "d": None, "e": 2**62, "f": "[/x]"}
    assert changes.read(changes.patch(values)) == values


def test_a_file_from_a_newer_version_is_named_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "onward.sqlite"
    Store.open(str(path), Clock()).close()
    with sqlite3.connect(path) as conn:
        conn.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    conn.close()
    before = path.read_bytes()
    with pytest.raises(NewerFile, match="newer Onward"):
        Store.open(str(path), Clock())
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["onward.sqlite"]


@pytest.mark.parametrize("content", [b"hello, this is not a database" * 9, b"\x00" * 5000])
def test_a_file_that_is_not_a_workspace_is_named_and_not_touched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "onward.sqlite"
    path.write_bytes(content)
    with pytest.raises(NotOurs, match="not touched"):
        Store.open(str(path), Clock())
    assert path.read_bytes() == content


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as conn:
        conn.execute("CREATE TABLE theirs (x)")
    conn.close()
    before = path.read_bytes()
    with pytest.raises(NotOurs, match="another program"):
        Store.open(str(path), Clock())
    assert path.read_bytes() == before


def test_a_home_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("x")
    with pytest.raises(StorageError, match="is a file"):
        Store.open(str(tmp_path / "home" / "onward.sqlite"), Clock())


def test_a_command_that_leaves_takes_no_log_from_under_an_open_workspace(tmp_path: Path) -> None:
    path = str(tmp_path / "home" / "onward.sqlite")
    command = "with Workspace.open(sys.argv[1]) as w: w.settings.set('name', 'Ines')"
    with Workspace.open(path) as app:
        app.settings.set("evening", "20:00")
        Workspace.open(path).close()  # as a round with the store does, in a thread of its own
        subprocess.run(
            [sys.executable, "-c", f"import sys; from core.workspace import Workspace\n{command}", path], check=True
        )
        app.settings.set("evening", "21:00")
        for _ in range(2):
            with Workspace.open(path) as later:
                assert (later.settings.name, later.settings.get("evening")) == ("Ines", "21:00")
    with Workspace.open(path) as later:
        assert later.settings.get("evening") == "21:00"
        assert later.store.rows("PRAGMA integrity_check")[0][0] == "ok"


# From nothing to a file of this version


def content(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """What is in a file, to the last table of SQLite's own; when it was migrated is left out."""
    conn = store.conn
    tables = [row["name"] for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    found = {name: [tuple(row) for row in conn.execute(f'SELECT * FROM "{name}"')] for name in tables}
    found["_sqlite_migrations"] = [row[:-1] for row in found["_sqlite_migrations"]]
    found["sqlite_master"] = sorted(tuple(row) for row in conn.execute("SELECT type, name, sql FROM sqlite_master"))
    for pragma in ("user_version", "application_id", "journal_mode", "synchronous", "foreign_keys", "page_size"):
        found[pragma] = [tuple(row) for row in conn.execute(f"PRAGMA {pragma}")]
    return found


@pytest.fixture
def step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "migrate", quick.step_by_step)


def test_tests_begin_with_the_file_that_the_migrations_make(store: Store, tmp_path: Path, step_by_step: None) -> None:
    migrated = Store.open(str(tmp_path / "step by step" / "onward.sqlite"), Clock())
    assert content(store) == content(migrated)
    assert content(store)["synchronous"] == [(2,)], "a saved sentence survives a power cut"


def test_a_migration_that_fails_is_taken_back_alone_and_done_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step_by_step: None
) -> None:
    fifth = schema.STEPS[4]

    def half(conn: sqlite3.Connection) -> None:
        fifth(conn)
        raise ZeroDivisionError

    path = str(tmp_path / "home" / "onward.sqlite")
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(schema, "STEPS", (*schema.STEPS[:4], half, *schema.STEPS[5:]))
        Store.open(path, Clock())
    with sqlite3.connect(path) as conn:
        assert conn.execute("PRAGMA user_version").fetchone() == (4,)
    conn.close()
    assert content(Store.open(path, Clock())) == content(Store.open(str(tmp_path / "a" / "b"), Clock()))


def test_several_open_a_new_home_at_the_same_moment(tmp_path: Path, step_by_step: None) -> None:
    def write(number: int) -> None:
        store = Store.open(str(tmp_path / "home" / "onward.sqlite"), Clock())
        entry(store, f"entry {number}")
        store.close()

    with ThreadPoolExecutor(4) as several:
        list(several.map(write, range(4)))
    store = Store.open(str(tmp_path / "home" / "onward.sqlite"), Clock())
    assert {row["body"] for row in store.rows("SELECT body FROM entries")} == {f"entry {n}" for n in range(4)}


def test_a_new_file_that_another_process_holds_is_waited_for(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "onward.sqlite", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(1) as opening:
        opened = opening.submit(Store.open, str(tmp_path / "onward.sqlite"), Clock())
        assert not wait([opened], timeout=0.1).done
        other.execute("ROLLBACK")
        assert opened.result().path


def test_a_file_whose_log_is_just_being_taken_in_is_not_called_damaged(tmp_path: Path) -> None:
    path, log = tmp_path / "onward.sqlite", tmp_path / "onward.sqlite-wal"
    store = Store.open(str(path), Clock())
    entry(store, "written before")
    before = log.read_bytes()
    store.close()
    path.write_bytes(path.read_bytes()[: 3 * 4096])  # the first pages have arrived, the others are in the log alone
    log.write_bytes(before)
    log.chmod(0o600)
    found = Store.open(str(path), Clock()).rows("SELECT body FROM entries")
    assert [row["body"] for row in found] == ["written before"]
