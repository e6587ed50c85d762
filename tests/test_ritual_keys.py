"""After a no, where keys come early, come twice, or say something that cannot be."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from core.applications.board import Filters
from core.ritual.path import CLOSING, NEXT, REFRAMING
from core.workspace import Workspace
from tests.shell import Hands, opened, press, seen, settled, type_text
from tui.dialogs.line import Line
from tui.widgets.rows import Rows


@pytest.fixture
def hands() -> Hands:
    return Hands()


def a_no(workspace: Workspace) -> None:
    workspace.rejections.log("Lantern")


def the_no(workspace: Workspace) -> str:
    (no,) = (*workspace.rejections.open(), *workspace.rejections.closed())
    return no.id


def words(pilot: Pilot[None]) -> str:
    """What stands on the screen, on one line."""
    return " ".join(seen(pilot).split())


async def at(pilot: Pilot[None], step: str, row: str = "") -> None:
    """Open a step of the path, with the cursor on one of its rows."""
    await press(pilot, "2")
    screen = pilot.app.screen
    screen.expanded = step  # type: ignore[attr-defined]
    await screen.load()  # type: ignore[attr-defined]
    assert screen.query_one(Rows).select(f"{step}/{row}" if row else step)
    await settled(pilot)


def piece(path: Path, hands: Hands, step: str, item: str) -> str:
    with Workspace.open(str(path), hands.clock) as workspace:
        return workspace.ritual.path(the_no(workspace)).step(step).piece(item)


async def test_a_box_that_is_answered_twice_answers_once(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        answers: list[str | None] = []
        box = Line("Where?")
        await pilot.app.push_screen(box, answers.append)
        box.dismiss("here")
        box.dismiss("there")
        await settled(pilot)
        assert answers == ["here"] and "1 Today" in seen(pilot)


async def test_what_is_typed_at_the_candle_is_the_line_beneath_it(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=a_no) as pilot:
        await at(pilot, CLOSING, "act")
        await press(pilot, "enter", "enter")
        await pilot.press(*"It", "space", *"was", "escape", "escape")
        await settled(pilot)
        assert "It was" in seen(pilot) and "After Lantern" in seen(pilot)
    assert piece(tmp_path / "a", hands, CLOSING, "reflection") == "It was"
    assert piece(tmp_path / "a", hands, CLOSING, "act") == "candle"


@pytest.mark.parametrize("day", ["abc", "2027-01-01"])
async def test_a_no_is_left_with_escape_whatever_its_day_says(tmp_path: Path, hands: Hands, day: str) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        await press(pilot, "r")
        await type_text(pilot, "Lantern")
        await press(pilot, "tab")
        await type_text(pilot, day)
        await press(pilot, "escape")
        assert "Kept, with today as its day" in words(pilot)
        assert "tomorrow" not in words(pilot) and "+3d" not in words(pilot)
        await press(pilot, "escape", "escape")
        assert "1 Today" in seen(pilot)
    with Workspace.open(str(tmp_path / "a"), hands.clock) as workspace:
        assert workspace.rejections.get(the_no(workspace)).day == workspace.today()


async def test_a_day_that_cannot_be_is_typed_over(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        await press(pilot, "r")
        await type_text(pilot, "Lantern")
        await press(pilot, "tab")
        await type_text(pilot, "abc")
        await press(pilot, "ctrl+s")
        assert "is not a date known here" in words(pilot)
        await type_text(pilot, "friday")
        await press(pilot, "ctrl+s", "escape", "escape")
    with Workspace.open(str(tmp_path / "a"), hands.clock) as workspace:
        assert workspace.rejections.get(the_no(workspace)).day == workspace.today() - timedelta(days=2)


async def test_nothing_marked_is_no_reason_and_one_outside_is_not_in_ones_hands(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        for company, marks in (("Lantern", ()), ("Acme", ("space", "end", "space"))):
            await press(pilot, "r")
            await type_text(pilot, company)
            await press(pilot, "ctrl+s", *marks, "enter", "escape")
    with Workspace.open(str(tmp_path / "a"), hands.clock) as workspace:
        kept = {no.company: {each.reason: each.control for each in no.reasons} for no in workspace.rejections.open()}
        assert kept == {"Lantern": {}, "Acme": {"budget": "theirs", "requirements": ""}}


async def test_an_answer_of_no_known_kind_is_shown_as_a_no(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=a_no) as pilot:
        await press(pilot, "5")
        assert "[-] Lantern" in words(pilot) and "a no" in words(pilot)
        assert "someone else" not in words(pilot) and "[x]" not in words(pilot)


async def test_words_to_begin_from_are_no_answer(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=a_no) as pilot:
        await at(pilot, REFRAMING, "shift")
        await press(pilot, "enter")
        await type_text(pilot, "right match")
        await press(pilot, "enter")
        assert "It was not a match in ..." in seen(pilot)
        await press(pilot, "escape")
        assert "It was not a match" not in seen(pilot)
        await press(pilot, "enter")
        await type_text(pilot, "right match")
        await press(pilot, "enter")
        await type_text(pilot, " time")
        await press(pilot, "escape")
    assert piece(tmp_path / "a", hands, REFRAMING, "own") == "It was not a match in ... time"


async def test_a_day_chosen_first_waits_for_its_action_and_one_gone_by_is_said(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=a_no) as pilot:
        await at(pilot, NEXT, "day")
        await press(pilot, "enter")
        await type_text(pilot, "yesterday")
        await press(pilot, "enter")
        assert "has gone by" in words(pilot)
        await press(pilot, "ctrl+a", "ctrl+k")
        await type_text(pilot, "+5d")
        await press(pilot, "enter")
        assert "Friday 27 November" in seen(pilot)
        await press(pilot, "up", "enter")
        await type_text(pilot, "I read one posting")
        await press(pilot, "enter")
    with Workspace.open(str(tmp_path / "a"), hands.clock) as workspace:
        step = workspace.steps.of(f"ritual:{the_no(workspace)}")
        assert step is not None and step.day == workspace.today() + timedelta(days=5)


async def test_a_message_says_what_is_open_and_is_not_replaced_unasked(tmp_path: Path, hands: Hands) -> None:
    def edited(workspace: Workspace) -> None:
        a_no(workspace)
        workspace.asking.choose(the_no(workspace), "template", "feedback-formal")
        workspace.asking.write(the_no(workspace), "Dear Ada, about {role}: {role}?")

    async with opened(tmp_path / "a", hands, before=edited) as pilot:
        await at(pilot, "asking", "copy")
        await press(pilot, "enter")
        assert "Still to fill in: {role}." in words(pilot)
        assert pilot.app.screen.query_one(Rows).select("asking/template")
        await press(pilot, "enter")
        assert "One quick question about" in seen(pilot) and "With thanks to Lantern" in seen(pilot)
        assert "Dear {name}" not in seen(pilot)
        await press(pilot, "down", "down", "down", "enter")
        assert "There are words of yours in the message" in words(pilot)
        await press(pilot, "escape")
        assert "Dear Ada" in seen(pilot)
        await press(pilot, "enter", "down", "down", "down", "enter", "enter")
        assert "Dear Ada" not in seen(pilot) and "Gracious" in seen(pilot)


async def test_done_goes_on_from_where_one_is(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=a_no) as pilot:
        await at(pilot, REFRAMING)
        await press(pilot, "d")
        assert "[>] 5" in seen(pilot)
        await press(pilot, "d", "d", "d", "d")
        assert "[>] 1" in seen(pilot)


async def test_a_closed_path_is_not_closed_again_and_its_line_stays_in_view(tmp_path: Path, hands: Hands) -> None:
    def closed(workspace: Workspace) -> None:
        a_no(workspace)
        no = the_no(workspace)
        workspace.closing.close(no, "candle", reflection="The desk by the window.")
        workspace.ritual.keep(no, CLOSING, "act", "quiet-close")

    async with opened(tmp_path / "a", hands, before=closed) as pilot:
        await at(pilot, CLOSING)
        assert "The desk by the window." in seen(pilot)
        assert "Close it now" not in seen(pilot)


async def test_with_one_path_open_the_key_for_another_says_so(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=a_no) as pilot:
        await press(pilot, "2", "o")
        assert "No other path is open." in words(pilot)


async def test_a_role_that_is_here_already_can_be_opened_in_its_place(tmp_path: Path, hands: Hands) -> None:
    def one(workspace: Workspace) -> None:
        workspace.applications.add("Acme", "Analyst")

    async with opened(tmp_path / "a", hands, before=one) as pilot:
        await press(pilot, "5", "a")
        await type_text(pilot, "acme")
        await press(pilot, "tab")
        await type_text(pilot, "analyst")
        await press(pilot, "ctrl+s")
        assert "This very role is already here" in words(pilot)
        await press(pilot, "escape", "a")
        assert "analyst" in seen(pilot)
        await press(pilot, "ctrl+s", "enter")
        assert "Analyst, Acme" in seen(pilot)
    with Workspace.open(str(tmp_path / "a"), hands.clock) as workspace:
        assert workspace.board.count(Filters()) == 1
