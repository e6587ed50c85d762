"""The applications, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from core.applications.board import Filters
from core.workspace import Workspace
from tests.shell import SIZES, Hands, below, opened, press, seen, type_text


@pytest.fixture
def hands() -> Hands:
    return Hands()


def a_few(workspace: Workspace) -> None:
    today = workspace.today()
    add = workspace.applications.add
    saltmarsh = add("Saltmarsh Robots", "Technical writer", day=today - timedelta(days=9), channel="event")
    workspace.applications.advance(saltmarsh, "interview", today - timedelta(days=2))
    workspace.rounds.add(saltmarsh, "final", today + timedelta(days=3), interviewers="Yusuf")
    add("Nine Elder Press", "Editor [/foo]", day=today - timedelta(days=30), channel="group", mode="remote")
    add("Plover and Daughters", "Knowledge base writer", stage="saved", day=today - timedelta(days=3))
    workspace.applications.close(add("Corvane Rail", day=today - timedelta(days=22)), "role_closed")


async def test_one_is_added_with_a_company_and_four_keys(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        await press(pilot, "5")
        assert "Press a to add one" in seen(pilot)
        await press(pilot, "a")
        await type_text(pilot, "Acme")
        await press(pilot, "ctrl+s")
        assert "[.]  Acme" in seen(pilot) or "[.] Acme" in seen(pilot)
        await press(pilot, "u")
        assert "Press a to add one" in seen(pilot)


async def test_the_same_role_is_noticed_while_it_is_typed(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=a_few) as pilot:
        await press(pilot, "5", "a")
        await type_text(pilot, "saltmarsh robots ltd")
        await press(pilot, "tab")
        await type_text(pilot, "technical writer")
        await pilot.pause(0.4)
        await press(pilot, "tab")
        assert "This very role is already here" in " ".join(seen(pilot).split())
        await press(pilot, "escape", "a")
        assert "saltmarsh robots ltd" in seen(pilot)


async def test_active_ones_first_and_the_archive_behind_a_key(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=a_few) as pilot:
        await press(pilot, "5")
        page = seen(pilot)
        assert page.index("Saltmarsh") < page.index("Plover") < page.index("Nine Elder")
        assert "Corvane" not in page
        assert "Editor [/foo]" in page
        await press(pilot, "h")
        assert "Corvane" in seen(pilot) and "Plover" not in seen(pilot)
        await press(pilot, "escape")
        assert "Plover" in seen(pilot)


async def test_moving_and_ending_and_opening_again(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=a_few) as pilot:
        await press(pilot, "5", "m", "end", *(["down"] * 6), "enter", "enter")
        assert "offer" in seen(pilot)
        await press(pilot, "c")
        await press(pilot, *(["down"] * 5), "enter")
        assert "Saltmarsh" not in seen(pilot)
    with Workspace.open(str(tmp_path / "a"), hands.clock) as workspace:
        outcomes = {line.company: line.outcome for line in workspace.board.page(Filters(shelf="everything"))}
        assert outcomes["Saltmarsh Robots"] == "accepted"


async def test_everything_about_one_is_on_its_sheet_and_can_be_changed(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, size=(100, 45), before=a_few) as pilot:
        await press(pilot, "5", "enter")
        assert "Technical writer, Saltmarsh Robots" in seen(pilot)
        assert "last round" in seen(pilot)
        await press(pilot, *(["down"] * 9), "enter")
        await type_text(pilot, "We look for someone who writes.")
        await press(pilot, "escape")
        assert "We look for someone who writes." in seen(pilot)
        await press(pilot, "escape")
    with Workspace.open(str(tmp_path / "a"), hands.clock) as workspace:
        line = workspace.board.page()[0]
        assert workspace.applications.get(line.id).posting == "We look for someone who writes."


async def test_a_view_is_kept_under_a_name_and_called_back(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=a_few) as pilot:
        await press(pilot, "5", "f", "down", "down", "enter")
        assert "quiet" in seen(pilot) and "Saltmarsh" not in seen(pilot)
        await press(pilot, "V")
        await type_text(pilot, "No word")
        await press(pilot, "enter", "escape")
        assert "Saltmarsh" in seen(pilot)
        await press(pilot, "v", "enter")
        assert "Saltmarsh" not in seen(pilot) and "Nine Elder" in seen(pilot)


async def test_ten_thousand_are_scrolled_without_reading_them_all(tmp_path: Path, hands: Hands) -> None:
    def many(workspace: Workspace) -> None:
        with workspace.store.write("Many"):
            for number in range(1500):
                workspace.applications.add(f"Company {number:04}")

    async with opened(tmp_path / "a", hands, before=many) as pilot:
        await press(pilot, "5", "end")
        await pilot.pause(0.2)
        assert seen(pilot).count("Company") > 10


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_how_it_looks(
    tmp_path: Path, hands: Hands, size: tuple[int, int], snapshot: Callable[[str, str], None]
) -> None:
    async with opened(tmp_path / "a", hands, size=size, before=a_few) as pilot:
        await press(pilot, "5")
        snapshot(below(pilot), f"applications-{size[0]}x{size[1]}")
        await press(pilot, "enter")
        snapshot(seen(pilot), f"applications-sheet-{size[0]}x{size[1]}")
