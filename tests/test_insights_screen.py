"""Insights by keyboard: what stands behind a number, and a look back that ends in the journal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from core.insights.draw import blocks, interval
from core.workspace import Workspace
from tests.shell import SIZES, Hands, below, opened, press, seen, settled, type_text
from tests.test_insights import a_history
from tui.config import Config


@pytest.fixture
def hands() -> Hands:
    return Hands()


def test_a_range_is_drawn_from_nothing_to_all() -> None:
    assert interval(0.25, 0.5, 0.75, 9) == "··├─●─┤··"
    assert interval(0, 0, 1, 9) == "●───────┤"
    assert interval(0, 0, 0.1, 9) == "●┤·······"
    assert blocks([0, 1, 8]) == "·▂█"


async def test_enter_shows_what_stands_behind_a_number_and_opens_it(tmp_path: Path, hands: Hands) -> None:
    def three(workspace: Workspace) -> None:
        workspace.efforts.add("connection", note="Yusuf, robots")
        workspace.efforts.add("connection", note="Ida")

    async with opened(tmp_path / "a", hands, before=three) as pilot:
        await press(pilot, "8")
        assert "New connections: 2 this week" in seen(pilot)
        await press(pilot, "enter")
        assert "Yusuf, robots" in seen(pilot) and "Ida" in seen(pilot)
        await press(pilot, "enter")
        assert "This week" in seen(pilot)


async def test_a_week_from_start_to_journal_entry(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=lambda w: w.efforts.add("connection", 3)) as pilot:
        await press(pilot, "enter")
        assert "Look back on the week" in seen(pilot)
        assert "- New connections: 3" in seen(pilot)
        await pilot.press(*["down"] * 60)
        await type_text(pilot, "It was long.")
        await press(pilot, "escape")
        assert "Kept in your journal" in seen(pilot)
        await press(pilot, "8", "w")
        await pilot.press(*["down"] * 60)
        await settled(pilot)
        assert "It was long." in seen(pilot)
        await press(pilot, "escape")
    with Workspace.open(str(tmp_path / "a"), hands.clock) as workspace:
        (line,) = workspace.journal.window(0, 9)
        entry = workspace.journal.entry(line.id)
        assert "- New connections: 3" in entry.body and entry.body.endswith("It was long.")
        assert entry.tags == ("look back on a week",)
        assert not list(workspace.reviews.due(workspace.today()))


async def test_a_look_back_left_untouched_is_not_kept(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        await press(pilot, "8", "m", "escape")
    with Workspace.open(str(tmp_path / "a"), hands.clock) as workspace:
        assert workspace.journal.count() == 0


async def test_a_year_of_days_and_a_shorter_time(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=lambda w: w.efforts.add("connection")) as pilot:
        await press(pilot, "8", "y")
        assert "Sunday 22 November 2026: 1 noted" in seen(pilot)
        await press(pilot, "escape", "t")
        assert "The last 90 days" in seen(pilot)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_how_insights_looks(
    tmp_path: Path, hands: Hands, size: tuple[int, int], snapshot: Callable[[str, str], None]
) -> None:
    async with opened(tmp_path / "a", hands, size=size, before=a_history) as pilot:
        await press(pilot, "8")
        snapshot(below(pilot), f"insights-{size[0]}x{size[1]}")
        await press(pilot, *["down"] * 9)
        snapshot(below(pilot), f"insights-range-{size[0]}x{size[1]}")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_plots_read_the_same_in_every_theme(tmp_path: Path, hands: Hands, size: tuple[int, int]) -> None:
    with Workspace.open(str(tmp_path / "a"), hands.clock) as workspace:
        a_history(workspace)
    seen_in = set()
    for theme in ("dark", "light", "terminal"):
        async with opened(tmp_path / "a", hands, size=size, config=Config(theme=theme)) as pilot:
            await press(pilot, "8")
            first = below(pilot)
            await press(pilot, *["down"] * 9)
            seen_in.add((first, below(pilot)))
    assert len(seen_in) == 1 and "█" in first
