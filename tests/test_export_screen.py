"""Exporting from the app: a key from anywhere, a form, a place."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.exporting.out import FORMS
from core.workspace import Workspace
from tests.shell import Hands, appears, opened, press, seen, type_text
from tests.verbs import TODAY


def some(workspace: Workspace) -> None:
    workspace.journal.write("the first entry")
    workspace.steps.plan("Write to Kim", TODAY)


@pytest.mark.parametrize("form", FORMS)
async def test_every_form_is_a_few_keys_away(form: str, tmp_path: Path, home: Path) -> None:
    async with opened(tmp_path / "o.sqlite", Hands(), before=some) as pilot:
        await press(pilot, "E")
        await type_text(pilot, {"ics": "calendar"}.get(form, form))
        await press(pilot, "enter", "enter")
        assert await appears(pilot, "Everything is in")
    (there,) = home.glob("onward-2026-11-22*")
    assert there.is_dir() == FORMS[form].folder


async def test_what_is_there_is_replaced_only_after_asking(tmp_path: Path, home: Path) -> None:
    there = home / "onward-2026-11-22.json"
    there.write_text("precious")
    async with opened(tmp_path / "o.sqlite", Hands(), before=some) as pilot:
        for answer in ("escape", "enter"):
            await press(pilot, "E")
            await type_text(pilot, "json")
            await press(pilot, "enter", "enter")
            assert await appears(pilot, "Write it anew?")
            assert there.read_text() == "precious"
            await press(pilot, answer)
        assert await appears(pilot, "Everything is in")
    assert there.read_text().startswith("{")


async def test_what_cannot_be_written_is_said(tmp_path: Path, home: Path) -> None:
    (home / "onward-2026-11-22-csv").mkdir()
    (home / "onward-2026-11-22-csv" / "thesis").write_text("years")
    async with opened(tmp_path / "o.sqlite", Hands(), before=some) as pilot:
        await press(pilot, "E")
        await type_text(pilot, "csv")
        await press(pilot, "enter", "enter")
        assert await appears(pilot, "nothing of it was touched")
        await press(pilot, "E", "escape")
        assert "In which form" not in seen(pilot)


async def test_it_is_in_the_palette(tmp_path: Path) -> None:
    async with opened(tmp_path / "o.sqlite", Hands()) as pilot:
        await press(pilot, "ctrl+p")
        await type_text(pilot, "export")
        assert await appears(pilot, "Export everything...")
