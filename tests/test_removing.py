"""Removing an application or a no: everything that belongs to it goes, nothing else, and undo brings it back."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import NotFound
from core.ritual.path import Felt
from core.storage import health
from core.workspace import Workspace
from tests.after_a_no import Watch
from tests.replay import exported
from tests.shell import Hands, opened, press, seen


def test_what_is_removed_goes_with_everything_and_undo_brings_all_of_it_back() -> None:
    watch = Watch()
    workspace = Workspace.memory(watch.clock)
    kept = workspace.applications.add("Acme", "Analyst", posting="SQL and Excel")
    workspace.rounds.add(kept, "screen", watch.clock.today())
    workspace.materials.note(kept, "resume", tailored="the summary")
    posting = workspace.skills.postings.from_application(kept)
    no = workspace.rejections.log(application=kept, reasons=["timing"])
    workspace.ritual.open_window(no)
    workspace.ritual.keep(no, "learning", "challenged", "SQL")
    workspace.ritual.feel(no, "naming", [Felt(word="sad", intensity=4)])
    workspace.doors.keep(no, "reapply", watch.clock.today())
    workspace.waiting.park("Move to the sea", rejection=no)
    before = exported(workspace)
    workspace.applications.remove(kept)
    for table in (
        "applications",
        "stages",
        "rounds",
        "materials",
        "rejections",
        "reasons",
        "pieces",
        "felt",
        "windows",
    ):
        assert workspace.store.count(f"SELECT count(*) FROM {table}") == 0, table
    assert workspace.skills.postings.get(posting).application is None
    assert workspace.store.row("SELECT rejection FROM parked")["rejection"] is None  # type: ignore[index]
    assert workspace.rests.window() is None and health.damage(workspace.store) == 0
    workspace.undo.undo()
    assert exported(workspace) == before
    with pytest.raises(NotFound):
        workspace.applications.remove("nothing")


def test_a_no_that_is_removed_leaves_its_application_open() -> None:
    watch = Watch()
    workspace = Workspace.memory(watch.clock)
    kept = workspace.applications.add("Acme", "Analyst")
    no = workspace.rejections.log(application=kept)
    before = exported(workspace)
    workspace.rejections.remove(no)
    assert workspace.applications.get(kept).active and not workspace.rejections.of(kept)
    workspace.undo.undo()
    assert exported(workspace) == before
    workspace.applications.close(kept, "withdrew")
    workspace.rejections.remove(no)
    assert workspace.applications.get(kept).outcome == "withdrew"


def some_noes(workspace: Workspace) -> None:
    for company in ("Acme", "Beta"):
        workspace.rejections.log(company, role="Analyst")


async def test_both_are_removed_by_keyboard_once_that_was_meant(tmp_path: Path) -> None:
    async with opened(tmp_path / "a", Hands(), before=some_noes) as pilot:
        await press(pilot, "2")
        assert "After Beta" in seen(pilot) or "After Acme" in seen(pilot)
        await press(pilot, "delete")
        assert "with everything in its path?" in seen(pilot)
        await press(pilot, "escape")
        assert len(await pilot.app.data.ask(lambda w: w.rejections.open())) == 2  # type: ignore[attr-defined]
        await press(pilot, "delete", "enter")
        assert "Removed. u brings it back." in seen(pilot)
        assert len(await pilot.app.data.ask(lambda w: w.rejections.open())) == 1  # type: ignore[attr-defined]
        await press(pilot, "5", "enter", "end", "enter")
        assert "with everything noted about it?" in seen(pilot)
        await press(pilot, "enter")
        assert "Removed. u brings it back." in seen(pilot)
        assert await pilot.app.data.ask(lambda w: w.board.count()) == 1  # type: ignore[attr-defined]
        await press(pilot, "u")
        assert await pilot.app.data.ask(lambda w: w.board.count()) == 2  # type: ignore[attr-defined]
