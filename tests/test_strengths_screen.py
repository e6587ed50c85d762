"""Strengths by keyboard: a win from anywhere, a warm-up the day before, shelves that give things back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from core.workspace import Workspace
from screens import ACTIVITIES
from tests.hostile import KEPT
from tests.shell import SIZES, Hands, appears, below, opened, press, seen, settled, type_text


@pytest.fixture
def hands() -> Hands:
    return Hands()


def wins(file: Path, hands: Hands) -> list[tuple[str, str]]:
    with Workspace.open(str(file), hands.clock) as workspace:
        return [(win.kind, win.text) for win in workspace.strengths.wins.page()]


def a_shelf_full(workspace: Workspace) -> None:
    parts = workspace.strengths
    parts.whys.write("To make complicated things safe to use.")
    parts.anchors.add("Rewrote the start-up guide", "Calls went from forty to nine", "when they ask about impact")
    parts.anchors.add("Built a cardboard valve", "The diagram has two colours now")
    parts.praise.keep("For the first time my mother understands what I do.", "Yusuf")
    parts.wins.note("They let me drive the robot", "next-round")
    story = parts.stories.add("The valve diagram", result="Two colours", skills=["drawing"], action="A model")
    for _ in range(2):
        parts.stories.followed_by(story, "How long did it take?")
    workspace.evenings.close(workspace.today() - timedelta(days=1), win="asked [/for] help")
    application = workspace.applications.add("Harbour Books", "Technical writer")
    workspace.rounds.add(application, "interview", workspace.today() + timedelta(days=1))


@pytest.mark.parametrize("place", [activity.key for activity in ACTIVITIES])
async def test_a_win_takes_three_keys_from_any_place(tmp_path: Path, hands: Hands, place: str) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        await press(pilot, place)
        before = type(pilot.app.screen)
        keys = ["W", "down", "enter"]
        await press(pilot, *keys)
        assert type(pilot.app.screen) is before
    assert len(keys) == 3
    assert wins(tmp_path / "a", hands) == [("callback", "Someone called or wrote back")]


async def test_a_win_in_own_words_and_none_without(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        await press(pilot, "W", "enter")
        assert "What went well?" in seen(pilot)
        await type_text(pilot, "call went fine")
        await press(pilot, "enter")
        await press(pilot, "7")
        assert "call went fine" in seen(pilot)
        await press(pilot, "u")
        assert "call went fine" not in seen(pilot).split("Undone")[0]
    assert wins(tmp_path / "a", hands) == []


async def test_a_warm_up_from_today_on_the_day_before(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, size=(100, 30), before=a_shelf_full) as pilot:
        assert "Next  Warm up: Harbour Books, conversation" in seen(pilot)
        await press(pilot, "enter")
        assert "Rewrote the start-up guide" in seen(pilot)
        assert "Built a cardboard valve" in seen(pilot)
        await press(pilot, "enter")
        await type_text(pilot, "I go blank")
        await press(pilot, "enter")
        assert "If that comes: I go blank" in seen(pilot)
        await type_text(pilot, "I ask again")
        await press(pilot, "enter")
        assert "The valve diagram" in seen(pilot)
        await press(pilot, "enter")
        assert "In for four" in seen(pilot)
        await press(pilot, "escape", "escape")
        assert "That was the warm-up" in seen(pilot)
        await press(pilot, "1")
        assert "[x] Warm up" in seen(pilot)
    with Workspace.open(str(tmp_path / "a"), hands.clock) as workspace:
        (warm,) = workspace.strengths.warm_ups.coming(workspace.today())
        assert warm.if_then == "If I go blank, then I ask again"


async def test_a_warm_up_left_half_way_goes_on_from_there(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=a_shelf_full) as pilot:
        await press(pilot, "7", "w", "enter")
        await type_text(pilot, "I go blank")
        await press(pilot, "enter", "escape")
        assert "Kept. It goes on from here" in seen(pilot)
        await press(pilot, "w", "enter")
        assert "I go blank" in seen(pilot)


async def test_every_shelf_opens_and_n_adds_there(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=a_shelf_full) as pilot:
        await press(pilot, "7", "right")
        assert "asked [/for] help" in seen(pilot)
        await press(pilot, "right", "right", "n")
        await type_text(pilot, "Led a small team")
        await press(pilot, "ctrl+s")
        assert "Led a small team" in seen(pilot)
        await press(pilot, "right", "right")
        assert "How do you handle a no?" in seen(pilot)
        assert "What are you doing at the moment?" in seen(pilot)
        await press(pilot, "right", "right")
        assert "Does the headline say what you do" in seen(pilot)
        await press(pilot, "enter")
        await type_text(pilot, "shorter")
        await press(pilot, "enter")
        assert "[x] Does the headline say" in seen(pilot)
    with Workspace.open(str(tmp_path / "a"), hands.clock) as workspace:
        assert workspace.efforts.weeks(workspace.today())[-1].amounts["improvement"] == 1


async def test_a_question_that_keeps_coming_is_answered_first(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=a_shelf_full) as pilot:
        await press(pilot, "7", *["right"] * 4, "enter")
        assert "Say it first: How long did it take?" in seen(pilot)
        await press(pilot, "enter")
        await type_text(pilot, "In three weeks")
        await press(pilot, "ctrl+s")
        assert "[?]" not in seen(pilot)
        assert "In three weeks" in seen(pilot)


async def test_a_story_left_by_escape_is_there_again(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        await press(pilot, "7", *["right"] * 4, "n")
        await type_text(pilot, "The garden")
        await press(pilot, "escape", "n")
        assert "The garden" in seen(pilot)
        await press(pilot, "ctrl+s")
        assert "The garden" in seen(pilot)


async def test_practice_asks_one_question_and_rating_may_stay_open(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        await press(pilot, "7", "p")
        assert "Say it out loud once" in seen(pilot)
        await press(pilot, "enter")
        assert "How calm you were" in seen(pilot)
        await press(pilot, "escape")
        assert "Another question?" in seen(pilot)
        await press(pilot, "tab", "enter")
    with Workspace.open(str(tmp_path / "a"), hands.clock) as workspace:
        (one,) = workspace.strengths.tries.page()
        assert one.question == "How do you handle a no?"
        assert (one.content, one.evidence, one.calm) == (None, None, None)


async def test_kind_words_and_the_why_are_kept_as_they_were_written(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        await press(pilot, "7", "right", "right", "n")
        await type_text(pilot, "Clear as water")
        await press(pilot, "ctrl+s")
        await type_text(pilot, "Yusuf")
        await press(pilot, "enter")
        assert "“Clear as water”" in seen(pilot)
        await press(pilot, "y")
        await type_text(pilot, "For the sea")
        await press(pilot, "enter", "left", "left")
        assert "For the sea" in seen(pilot)
        await press(pilot, "1")
        assert await appears(pilot, "For the sea")


async def test_writing_about_values_becomes_an_entry(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        await press(pilot, "7", "v", "enter", "ctrl+s")
        assert "Write about why they matter" in seen(pilot)
        await type_text(pilot, "They hold me.")
        await press(pilot, "ctrl+s")
        assert "Kept in your journal" in seen(pilot)
    with Workspace.open(str(tmp_path / "a"), hands.clock) as workspace:
        (line,) = workspace.journal.window(0, 9)
        body = workspace.journal.entry(line.id).body
        assert "## The people close to me" in body and "They hold me." in body


async def test_a_win_is_shared_as_a_message_and_nothing_is_sent(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=a_shelf_full) as pilot:
        await press(pilot, "7", "right", "s")
        await type_text(pilot, "Dele")
        await press(pilot, "enter")
        assert "Hello Dele, a small good thing" in seen(pilot)
        await press(pilot, "escape")
        assert "Nothing was sent" in seen(pilot)


async def test_hostile_words_stand_on_the_shelves_as_text(tmp_path: Path, hands: Hands) -> None:
    def plant(workspace: Workspace) -> None:
        parts = workspace.strengths
        for text in KEPT:
            parts.praise.keep(text, text[:60])
            story = parts.stories.add(text[:150], situation=text, skills=[text[:60]])
            parts.stories.followed_by(story, text[:400])
            parts.anchors.add(text[:400], text)
            parts.wins.note(text[:400])

    async with opened(tmp_path / "a", hands, before=plant) as pilot:
        await press(pilot, "7", "j", "j", *["right", "j", "j", "enter", "escape"] * 7)
        await settled(pilot)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_how_strengths_looks(
    tmp_path: Path, hands: Hands, size: tuple[int, int], snapshot: Callable[[str, str], None]
) -> None:
    async with opened(tmp_path / "a", hands, size=size, before=a_shelf_full) as pilot:
        await press(pilot, "7")
        snapshot(below(pilot), f"strengths-{size[0]}x{size[1]}")
        await press(pilot, "W")
        snapshot(seen(pilot), f"win-{size[0]}x{size[1]}")


async def test_a_page_that_was_begun_is_offered_on_today(tmp_path: Path, hands: Hands) -> None:
    def before(workspace: Workspace) -> None:
        workspace.drafts.keep("values", "# What matters to me\n\n## Friendship\n\nIda.")
        hands.set(2026, 11, 22, 12, 1)
        workspace.drafts.keep("review:2026-11-09", "# The week of 9 November 2026\n\nIt was long.")

    async with opened(tmp_path / "a", hands, before=before) as pilot:
        assert seen(pilot).count("Carry on writing") == 3  # the first of them is next, too
        await press(pilot, "enter")
        assert "It was long." in seen(pilot)
        await press(pilot, "escape", "1")
        assert "9 November" not in seen(pilot)
        await press(pilot, "enter")
        assert "Ida." in seen(pilot)
        await press(pilot, "escape", "1")
        assert "Carry on writing" not in seen(pilot)
        assert await pilot.app.data.ask(lambda w: w.journal.count()) == 2  # type: ignore[attr-defined]


async def test_a_quiet_clock_goes_with_the_writing_and_pauses(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        await press(pilot, "7", "v", "enter", "ctrl+s")
        assert "0 min" in seen(pilot) and "Pause" in seen(pilot)
        await press(pilot, "ctrl+t")
        assert "0 min, paused" in seen(pilot)
        await press(pilot, "ctrl+t")
        assert "paused" not in seen(pilot)
