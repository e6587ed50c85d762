"""The team screen by keyboard: a seat filled, a check-in from Today, an ask from anywhere."""

from __future__ import annotations

import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from core.workspace import Workspace
from tests.hostile import KEPT
from tests.shell import SIZES, Hands, below, opened, press, seen, settled, type_text


@pytest.fixture
def hands() -> Hands:
    return Hands()


def some_team(workspace: Workspace) -> None:
    team = workspace.team
    workspace.settings.set("name", "Robin")
    dele = team.people.add("Dele", seats=("believer",), reach="phone, any hour", good_for="laughing", cadence=7)
    ruth = team.people.add("Ruth [/foo]", seats=("mentor", "honest-feedback"), cadence=14, good_for="a sharp pencil")
    team.check_in(dele, "You explained our boiler to me.", date(2026, 11, 14))
    team.check_in(ruth, "Cut the first paragraph.", date(2026, 11, 18))
    team.promises.make(ruth, "send the second letter")
    team.sentences.keep(dele, "Somebody needs exactly that.")


async def test_a_free_seat_invites_and_is_filled(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        await press(pilot, "4")
        assert "[ ] A mentor" in seen(pilot)
        assert "two steps ahead in your field" in seen(pilot).replace("\n", " ")
        await press(pilot, "enter", "enter")
        await type_text(pilot, "Ruth")
        await press(pilot, "ctrl+s")
        assert "[x] A mentor" in seen(pilot)
        await press(pilot, "j", "enter", "down", "enter")
        assert "[x] A fellow seeker" in seen(pilot)
        await press(pilot, "u")
        assert "[ ] A fellow seeker" in seen(pilot)


async def test_a_check_in_is_done_from_today_with_the_last_talk_in_sight(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=some_team) as pilot:
        assert "Speak with Dele" in seen(pilot)
        assert "14 Nov: You explained" in seen(pilot)
        await press(pilot, "space")
        assert "What was said?" in seen(pilot)
        await type_text(pilot, "Ring me")
        await press(pilot, "enter")
        await settled(pilot)
        assert "1 Today" in seen(pilot)
        assert "[x] Speak with Dele" in seen(pilot)
        assert "Next: Sunday 29 November" in seen(pilot)


async def test_one_key_notes_that_you_spoke(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=some_team) as pilot:
        await press(pilot, "4", "end", "c")
        assert "Noted. Next: Sunday 6 December" in seen(pilot)
        await press(pilot, "d")
        await type_text(pilot, "+3d")
        await press(pilot, "enter")
        assert "Next: 25 Nov" in seen(pilot)
        assert "Any day is fine" in seen(pilot)


async def test_an_ask_is_drafted_from_the_ritual_and_saved(tmp_path: Path, hands: Hands) -> None:
    def before(workspace: Workspace) -> None:
        some_team(workspace)
        workspace.rejections.log("Acme", role="Analyst")

    async with opened(tmp_path / "a", hands, size=(120, 40), before=before) as pilot:
        await press(pilot, "2", "at")
        assert "Who fits?" in seen(pilot)
        assert "Dele" in seen(pilot)
        assert "Someone who believes in you" in seen(pilot)
        await press(pilot, "enter")
        assert "Hello Dele, it was a no today." in seen(pilot)
        assert "Robin" in seen(pilot)
        await press(pilot, "escape", "down", "enter", "home", "shift+end", "backspace")
        file = tmp_path / "ask.txt"
        await type_text(pilot, str(file))
        await press(pilot, "enter")
        assert "Nothing was sent" in seen(pilot)
        assert file.read_text().startswith("Hello Dele")
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


async def test_a_message_is_copied_and_a_file_that_is_there_is_left_alone(tmp_path: Path, hands: Hands) -> None:
    (tmp_path / "there.txt").write_text("mine")
    async with opened(tmp_path / "a", hands, before=some_team) as pilot:
        await press(pilot, "4", "v")
        assert "What went well?" in seen(pilot)
        await type_text(pilot, "a kind reply")
        await press(pilot, "enter", "escape", "enter")
        assert "a small good thing: a kind reply" in pilot.app.clipboard
        assert "nothing was sent" in seen(pilot)
        await press(pilot, "end", "a", "escape", "down", "enter", "home", "shift+end", "backspace")
        await type_text(pilot, str(tmp_path / "there.txt"))
        await press(pilot, "enter")
        assert "left as it is" in seen(pilot).replace("\n", " ")
    assert (tmp_path / "there.txt").read_text() == "mine"


async def test_promises_words_and_seats_by_keyboard(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, size=(120, 40), before=some_team) as pilot:
        await press(pilot, "4", "end")
        assert "I will: send the second letter" in seen(pilot)
        await press(pilot, "p", "down", "down", "enter", "enter")
        assert "I will: send" not in seen(pilot)
        await press(pilot, "p", "down", "enter")
        await type_text(pilot, "read it on Friday")
        await press(pilot, "enter")
        assert "They will: read it on Friday" in seen(pilot)
        await press(pilot, "l")
        await type_text(pilot, "There you are good")
        await press(pilot, "escape")
        assert "“There you are good”" in seen(pilot)
        await press(pilot, "s", "enter", "ctrl+s")
        assert "[ ] A mentor" in seen(pilot)
        await press(pilot, "x")
        assert "Put aside" in seen(pilot)
        await press(pilot, "h", "enter")
        assert "Back on the team" in seen(pilot)


async def test_people_are_picked_from_a_file_and_nobody_else_comes_along(tmp_path: Path, hands: Hands) -> None:
    file = tmp_path / "Connections.csv"
    file.write_text(
        'Notes:\n"Some of them have no address"\n\n'
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        "Ada,Lovelace,https://x/ada,ada@example.org,Engines,Analyst,05 Mar 2024\n"
        "Bob,[/foo],https://x/b,,Bits,Boss,1 Jan 2020\n"
    )
    async with opened(tmp_path / "a", hands, before=some_team) as pilot:
        await press(pilot, "4", "i")
        await type_text(pilot, str(file))
        await press(pilot, "enter")
        assert "Ada Lovelace" in seen(pilot)
        assert "Bob [/foo]" in seen(pilot)
        await press(pilot, "enter", "ctrl+s")
        assert "Added: 1" in seen(pilot)
        names = await pilot.app.data.ask(lambda w: [p.name for p in w.team.people.everyone()])  # type: ignore[attr-defined]
        assert names == ["Ada Lovelace", "Dele", "Ruth [/foo]"]


@pytest.mark.parametrize("count", [0, 1, 10_000])
async def test_a_team_of_any_size(tmp_path: Path, hands: Hands, count: int) -> None:
    def before(workspace: Workspace) -> None:
        with workspace.store.write("Fill"):
            workspace.store.conn.executemany(
                "INSERT INTO people (id, name, kind, reach, good_for, notes, cadence, next, state, at) "
                "VALUES (?, ?, 'person', '', '', '', NULL, '', 'with you', '')",
                ((f"p{n}", f"Person {n:05}") for n in range(count)),
            )

    async with opened(tmp_path / "a", hands, before=before) as pilot:
        await press(pilot, "4", "end")
        assert ("A group" if not count else f"Person {count - 1:05}") in seen(pilot)
        if count == 10_000:
            await pilot.app.run_action("open('person:p5000')")
            await settled(pilot)
            assert "› · Person 05000" in seen(pilot)


@pytest.mark.parametrize("words", KEPT, ids=range(len(KEPT)))
async def test_any_words_can_stand_in_the_team(tmp_path: Path, hands: Hands, words: str) -> None:
    def before(workspace: Workspace) -> None:
        id = workspace.team.people.add(words[:200], reach=words[:200], good_for=words, cadence=7, seats=("mentor",))
        workspace.team.check_in(id, words, date(2026, 11, 1))
        workspace.team.promises.make(id, words[:400])
        workspace.team.sentences.keep(id, words[:4000])

    async with opened(tmp_path / "a", hands, size=(120, 40), before=before) as pilot:
        await press(pilot, "4", "end", "e", "escape", "c")
        assert "4 Team" in seen(pilot)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_how_the_team_looks(
    tmp_path: Path, hands: Hands, size: tuple[int, int], snapshot: Callable[[str, str], None]
) -> None:
    at = f"{size[0]}x{size[1]}"
    async with opened(tmp_path / "a", hands, size=size, before=some_team) as pilot:
        await press(pilot, "4")
        snapshot(below(pilot), f"team-{at}")
        await press(pilot, "end", "e")
        snapshot(seen(pilot), f"team-form-{at}")
        await press(pilot, "escape", "home", "j")
        snapshot(below(pilot), f"team-free-{at}")
