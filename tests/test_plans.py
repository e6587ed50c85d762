"""How the screens ask: by an index, for a window, and never more the more there is."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from sqlite3 import Connection, Cursor, Row
from typing import Any

import pytest
from textual.css import parse as sheets
from textual.css import stylesheet
from textual.pilot import Pilot

from core.demo.demo import build
from core.workspace import Workspace
from tests.shell import Hands, opened, press, settled
from tui.app import OnwardApp

# What grows with every day: the journal, the change log with its steps of undo, and the postings.
GROWING = ("entries", "tags", "feelings", "changes", "acts", "postings")
PLACES = "123456789"
MOVES = ("down", "pagedown", "end", "home")
MOST_ROWS = 150  # three screens of a list, and what belongs to an entry
# Counting is a walk over the smallest index, with nothing looked at.
COUNTING = re.compile(r"SELECT count\(\*\) FROM \w+$")


async def recorded(pilot: Pilot[None], act: Callable[[], Any]) -> list[str]:
    """Every statement, with its values in place, that is run while `act` is done."""
    said: list[str] = []
    app = pilot.app
    assert isinstance(app, OnwardApp)
    await app.data.ask(lambda w: w.store.conn.set_trace_callback(said.append))
    await act()
    await settled(pilot)
    await app.data.ask(lambda w: w.store.conn.set_trace_callback(None))
    return [statement for statement in said if not statement.startswith("--")]


def scans(conn: Connection, statement: str) -> Iterator[str]:
    """The growing tables that a statement reads from end to end."""
    if not statement.lstrip().upper().startswith(("SELECT", "WITH", "UPDATE", "DELETE")) or COUNTING.match(statement):
        return
    called = {alias: table for table, alias in re.findall(r"\b(\w+)\s+(?:AS\s+)?(\w+)", statement) if table in GROWING}
    for _, _, _, detail in conn.execute(f"EXPLAIN QUERY PLAN {statement}"):
        found = re.match(r"SCAN (\w+)( USING (?:COVERING )?INDEX)?", detail)
        if found and (found[1] in GROWING or found[1] in called) and not (found[2] and "LIMIT" in statement):
            yield f"{detail}: {statement}"


async def test_no_screen_reads_the_journal_the_log_or_the_postings_from_end_to_end(tmp_path: Path) -> None:
    hands = Hands()
    path = tmp_path / "home" / "onward.sqlite"
    build(str(path), hands.clock.now())
    async with opened(path, hands, (120, 40)) as pilot:

        async def everywhere() -> None:
            for place in PLACES:
                await press(pilot, place, *MOVES)
            await press(pilot, "slash", *"wal", "down", "escape", "ctrl+p", "escape", "u")

        statements = await recorded(pilot, everywhere)
        assert isinstance(pilot.app, OnwardApp)
        found = await pilot.app.data.ask(
            lambda w: {scan for statement in set(statements) for scan in scans(w.store.conn, statement)}
        )
    assert len(statements) > 200
    assert not found


class Meter:
    """What the workspace's connection has handed out, and how far SQLite's machine has run for it."""

    def __init__(self) -> None:
        self.rows = self.steps = 0

    def row(self, cursor: Cursor, values: tuple[Any, ...]) -> Row:
        self.rows += 1
        return Row(cursor, values)

    def step(self) -> None:
        self.steps += 100

    def watch(self, workspace: Workspace) -> None:
        workspace.store.conn.row_factory = self.row
        workspace.store.conn.set_progress_handler(self.step, 100)


def fill(workspace: Workspace, entries: int) -> None:
    """So many short entries over ten years, without the change log: nothing here reads it."""
    conn = workspace.store.conn
    conn.execute("BEGIN")
    conn.execute(
        "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ? - 1) "
        "INSERT INTO entries (id, day, at, body, prompt) "
        "SELECT printf('%032d', i), date('2016-11-22', (i * 3650 / ?) || ' days'), "
        "date('2016-11-22', (i * 3650 / ?) || ' days') || 'T12:00:00.000Z', 'entry ' || i, '' FROM n",
        (entries, entries, entries),
    )
    conn.execute("COMMIT")


async def taken(tmp_path: Path, entries: int) -> dict[str, tuple[int, int]]:
    """The rows and the steps of each key in the journal, the most of them."""
    meter = Meter()
    found: dict[str, tuple[int, int]] = {}
    async with opened(tmp_path / str(entries) / "onward.sqlite", Hands(), before=lambda w: fill(w, entries)) as pilot:
        assert isinstance(pilot.app, OnwardApp)
        await press(pilot, "6", "down")
        await pilot.app.data.ask(meter.watch)
        for key in ("down", *["pagedown"] * 5, "up", "end", *["pageup"] * 5, "down", "home"):
            meter.rows = meter.steps = 0
            await press(pilot, key)
            await pilot.pause(0.01)
            await pilot.app.workers.wait_for_complete()
            await settled(pilot)
            rows, steps = found.get(key, (0, 0))
            found[key] = (max(rows, meter.rows), max(steps, meter.steps))
    return found


@pytest.mark.parametrize("most", [100_000])
async def test_a_key_fetches_as_much_from_a_hundred_thousand_entries_as_from_a_thousand(
    tmp_path: Path, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "screens.journal.screen._PAUSE", 0.001
    )  # an entry is read at once under the key that leads there
    few, many = await taken(tmp_path, 1_000), await taken(tmp_path, most)
    assert max(rows for rows, _ in many.values()) > 0, "nothing was measured"
    for key, (rows, steps) in many.items():
        assert rows <= MOST_ROWS, f"{key} fetches {rows} rows, {few[key][0]} among a thousand"
        assert steps <= few[key][1] * 2 + 500, f"{key} takes {steps} steps, {few[key][1]} among a thousand"


async def test_each_sheet_is_read_once_however_many_places_are_gone_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[tuple[str, str]] = []

    def parse(scope: str, css: str, where: tuple[str, str], **given: Any) -> Any:
        read.append(where)
        return sheets.parse(scope, css, where, **given)

    monkeypatch.setattr(stylesheet, "parse", parse)
    async with opened(tmp_path / "home" / "onward.sqlite", Hands()) as pilot:
        read.clear()  # the app's own are read for its theme as well
        await press(pilot, *PLACES)
        assert {where for where, _ in read} >= {str(path) for path in pilot.app.screen.css_path}
        assert len(read) == len(set(read))
