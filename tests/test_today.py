"""A day by keyboard, as a person spends it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from core.workspace import Workspace
from tests.shell import SIZES, Hands, appears, below, opened, press, seen, settled, type_text
from tui.app import OnwardApp
from tui.config import Config


@pytest.fixture
def hands() -> Hands:
    return Hands()


def some_practices(workspace: Workspace) -> None:
    workspace.settings.set("name", "Ada")
    add = workspace.routine.add
    add("Write to one person", family="people", why="A short message counts.")
    add("Read postings", family="search", kind="minutes", target=20)
    add("Walk", family="body", light=True)
    add("Ask [/foo] a question", family="people", kind="count", target=3)


async def test_a_whole_day_by_keyboard_and_it_is_all_there_the_next_morning(tmp_path: Path, hands: Hands) -> None:
    file = tmp_path / "onward.sqlite"
    async with opened(file, hands, welcomed=False) as pilot:
        assert "Everything you write stays on this machine" in seen(pilot)
        await type_text(pilot, "Ada")
        await press(pilot, "enter", "enter", "ctrl+s")
        assert "Good afternoon" in seen(pilot) or "Ada" in seen(pilot)
        await press(pilot, "space", "j", "space", "j", "enter")
        assert seen(pilot).count("[x]") == 3
        await press(pilot, "C")
        assert "connections 1" in seen(pilot)
        await press(pilot, "6", "n")
        await type_text(pilot, "A good call with Ida")
        await press(pilot, "escape", "1", "slash")
        await type_text(pilot, "ida")
        assert "A good call with Ida" in seen(pilot)
        await press(pilot, "enter")
        assert "6 Journal" in seen(pilot)
        await press(pilot, "1", "c")
        await type_text(pilot, "tea")
        await press(pilot, "tab", "tab", "tab")
        await type_text(pilot, "asked for help")
        await press(pilot, "tab", "tab")
        await type_text(pilot, "call Ida")
        await press(pilot, "ctrl+s")
        await press(pilot, "C", "u")
        assert "connections 1" in seen(pilot)
        await press(pilot, "ctrl+q")
    hands.set(2026, 11, 23, 9)
    async with opened(file, hands) as pilot:
        assert "Next  call Ida" in seen(pilot)
        assert "Ada" in seen(pilot)
    with Workspace.open(str(file), hands.clock) as workspace:
        evening = workspace.evenings.of(workspace.today().replace(day=22))
        assert evening is not None
        assert (evening.gratitudes, evening.win) == (("tea",), "asked for help")
        assert sum(line.days for line in workspace.routine.lines(workspace.today())) == 3
        assert [line.title for line in workspace.journal.window(0, 9)] == ["A good call with Ida"]


async def test_what_is_passed_over_in_the_welcome_overrules_no_other_machine(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, welcomed=False) as pilot:
        await press(pilot, "escape", "enter", "escape")
    with Workspace.open(str(tmp_path / "a"), hands.clock) as workspace:
        kept = {row["id"] for row in workspace.store.rows("SELECT id FROM settings")}
    assert not kept & {"name", "evening"}


async def test_marking_twice_takes_it_back_and_counts_go_up(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=some_practices) as pilot:
        await press(pilot, "j", "space")
        assert "[x] Write to one person" in seen(pilot)
        await press(pilot, "space")
        assert "[x]" not in seen(pilot)
        await press(pilot, "j", "space", "space")
        assert "2/3" in seen(pilot)
        assert "Ask [/foo] a question" in seen(pilot)


async def test_minutes_are_asked_for_and_wrong_ones_get_a_sentence(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=some_practices) as pilot:
        await press(pilot, "space")
        await type_text(pilot, "soon")
        await press(pilot, "enter")
        assert "Minutes look like 45" in seen(pilot)
        await press(pilot, "home", "shift+end", "backspace")
        await type_text(pilot, "1:30")
        await press(pilot, "enter")
        assert "90/20 min" in seen(pilot)


async def test_leaving_out_with_a_word_and_undoing_it(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=some_practices) as pilot:
        await press(pilot, "s")
        await type_text(pilot, "rain")
        await press(pilot, "enter")
        assert "[-] Read postings" in seen(pilot)
        assert "rain" in seen(pilot)
        await press(pilot, "u")
        assert "[-]" not in seen(pilot)
        await press(pilot, "ctrl+y")
        assert "[-] Read postings" in seen(pilot)


async def test_putting_off_until_tomorrow(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=some_practices) as pilot:
        await press(pilot, "z", "down", "down", "enter")
        assert "Read postings" not in seen(pilot)


async def test_light_by_hand_rest_and_a_window(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=some_practices) as pilot:
        await press(pilot, "l")
        assert "Walk" in seen(pilot)
        assert "Read postings" not in seen(pilot)
        await press(pilot, "l")
        assert "Read postings" in seen(pilot)
        await press(pilot, "w", "enter")
        assert "Monday 20:00" in seen(pilot)
        assert "Read postings" not in seen(pilot)
        await press(pilot, "w", "down", "enter")
        assert "Read postings" in seen(pilot)
        await press(pilot, "R", "enter")
        assert "until Monday 23 November" in seen(pilot).replace("\n", " ")
        assert "Walk" not in seen(pilot)
        await press(pilot, "R", "down", "enter")
        assert "Walk" in seen(pilot)


@pytest.mark.parametrize(
    ("key", "typed", "sentence"),
    [
        ("R", "yesterday", "has gone by"),
        ("R", "soon", "is not a date"),
        ("w", "yesterday", "A time is missing"),
        ("w", "in 5 days 9:00", "up to 48 hours"),
        ("w", "yesterday 9:00", "has gone by"),
    ],
)
async def test_a_wrong_day_gets_a_sentence_and_stays_in_the_field(
    tmp_path: Path, hands: Hands, key: str, typed: str, sentence: str
) -> None:
    async with opened(tmp_path / "a", hands, size=(120, 40), before=some_practices) as pilot:
        await press(pilot, key, "home", "shift+end", "backspace")
        await type_text(pilot, typed)
        await press(pilot, "enter")
        assert sentence in seen(pilot)
        assert typed in seen(pilot)


async def test_the_evening_close_keeps_what_was_typed_when_left_with_escape(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=some_practices) as pilot:
        await press(pilot, "c")
        await type_text(pilot, "the light")
        await press(pilot, "escape", "c")
        assert "the light" in seen(pilot)


async def test_a_close_that_the_disk_refuses_stays_in_the_form_and_in_a_file(
    tmp_path: Path, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    async with opened(tmp_path / "home" / "a", hands, size=(120, 40), before=some_practices) as pilot:
        await press(pilot, "c")
        await type_text(pilot, "the long light")
        assert isinstance(pilot.app, OnwardApp)
        await pilot.app.data.ask(lambda w: w.store.conn.execute("PRAGMA query_only = ON"))
        await press(pilot, "ctrl+s")
        assert "the long light" in seen(pilot)
        assert "can only be read just now" in seen(pilot)
        (kept,) = tmp_path.glob("onward-*.md")
        assert "the long light" in kept.read_text()
        assert kept.stat().st_mode & 0o777 == 0o600
        await pilot.app.data.ask(lambda w: w.store.conn.execute("PRAGMA query_only = OFF"))
        await press(pilot, "ctrl+s")
        assert "The day is closed" in seen(pilot) or "Good night" in seen(pilot) or "Done for today" in seen(pilot)


async def test_a_step_undone_from_long_ago_asks_first(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=some_practices) as pilot:
        await press(pilot, "j", "space")
        hands.set(2026, 11, 22, 13, 30)
        await press(pilot, "u")
        assert "Undo it" in seen(pilot)
        await press(pilot, "escape")
        assert "[x] Write to one person" in seen(pilot)
        await press(pilot, "u", "enter")
        assert "[x]" not in seen(pilot)


async def test_what_another_process_writes_appears_by_itself(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=some_practices) as pilot:
        with Workspace.open(str(tmp_path / "a"), hands.clock) as other:
            other.routine.add("Something new")
        assert await appears(pilot, "Something new")


async def test_keys_can_be_rebound_and_mistakes_are_named(tmp_path: Path, hands: Hands) -> None:
    keys = {"today.skip": "x", "today.nonsense": "y", "today.later": "n"}
    async with opened(tmp_path / "a", hands, size=(120, 40), before=some_practices, config=Config(keys=keys)) as pilot:
        text = seen(pilot)
        assert "no action is called “today.nonsense”" in text
        assert "would be both" in text
        await press(pilot, "x", "enter")
        assert "[-] Read postings" in seen(pilot)


async def test_hide_help_safety_and_search_are_one_key_away(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=some_practices) as pilot:
        await press(pilot, "f3")
        assert "Read postings" not in seen(pilot)
        await press(pilot, "x")
        assert "Read postings" in seen(pilot)
        await press(pilot, "f4")
        assert "Someone to talk to" in seen(pilot)
        await press(pilot, "e")
        await type_text(pilot, "Kim 555")
        await press(pilot, "enter")
        assert "Kim 555" in seen(pilot)
        await press(pilot, "escape", "slash")
        await type_text(pilot, "foo")
        assert "Ask [/foo] a question" in seen(pilot)
        await press(pilot, "f4")
        assert "Someone to talk to" in seen(pilot)
        await press(pilot, "escape", "escape", "question_mark")
        await type_text(pilot, "breathe")
        await press(pilot, "enter")
        assert "In for four" in seen(pilot)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_how_today_looks(
    tmp_path: Path, hands: Hands, size: tuple[int, int], snapshot: Callable[[str, str], None]
) -> None:
    async with opened(tmp_path / "a", hands, size=size, before=some_practices) as pilot:
        await press(pilot, "j", "space")
        await settled(pilot)
        snapshot(below(pilot), f"today-{size[0]}x{size[1]}")
        await press(pilot, "c")
        snapshot(seen(pilot), f"evening-{size[0]}x{size[1]}")
