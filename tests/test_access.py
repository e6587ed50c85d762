"""For every hand and eye: wide and joined letters, the mouse alone, keys that every terminal sends, and no colour."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from unicodedata import normalize

import pytest
from rich.cells import cell_len
from textual import events
from textual.pilot import Pilot

from core.workspace import Workspace
from screens import ACTIVITIES
from tests.shell import SIZES, Hands, appears, opened, press, seen, settled
from tests.test_every_action import every_binding
from tests.verbs import TODAY
from tui.app import OnwardApp
from tui.pasting import PastingParser
from tui.widgets import rows as lists
from tui.widgets.row import Row

# Two cells each, joined out of several, from right to left, and marks on letters.
WRITTEN = (
    "日本語の面接に行った。とても緊張した",
    "家族 👩\u200d👩\u200d👧 と 🏳️\u200d🌈 と 👍🏽 の日",
    "שלום עולם, זה היה יום טוב",
    "e\u0301a\u0308n\u0303 Z̸̡̛a̴l̷g̶o̷ ก็ที่นี่ नमस्ते",
    "한국어 면접 준비를 했다",
    "می\u200cخواهم\u00a0و क्\u200dष\u3000全角",
)


def written(workspace: Workspace) -> None:
    """Such words wherever words can be."""
    for text in WRITTEN:
        workspace.journal.tag(workspace.journal.write(f"{text}\n\n{text * 4}"), text[:20])
        workspace.applications.add(text, text)
        workspace.skills.add(text)
        workspace.team.people.add(text)
        workspace.strengths.wins.note(text)
        workspace.routine.add(text)
        workspace.steps.plan(text, TODAY)
    workspace.rejections.log(WRITTEN[0], message=WRITTEN[1])


async def enter(pilot: Pilot[None], text: str) -> None:
    """Type it as a terminal sends it, letter by letter."""
    for message in PastingParser().feed(text):
        pilot.app.post_message(message)
    await settled(pilot)


def assert_in_line(pilot: Pilot[None]) -> None:
    """Every line of the screen is exactly as wide as the screen: nothing is pushed out of its place."""
    width = pilot.app.size.width
    for strip in pilot.app.screen._compositor.render_strips():
        assert sum(cell_len(segment.text) for segment in strip) == width, "".join(segment.text for segment in strip)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_wide_and_joined_letters_stay_in_line_in_every_place(size: tuple[int, int], tmp_path: Path) -> None:
    async with opened(tmp_path / "o.sqlite", Hands(), size, before=written) as pilot:
        for activity in ACTIVITIES:
            await press(pilot, activity.key)
            assert_in_line(pilot)
            await press(pilot, "down", "down")
            assert_in_line(pilot)
        await press(pilot, "6", "enter")
        for text in WRITTEN:
            await enter(pilot, text)
            assert_in_line(pilot)
            await pilot.press("left", "left", "backspace", "up", "end")
            assert_in_line(pilot)
        await press(pilot, "escape", "y")
        assert_in_line(pilot)
        await press(pilot, "left", "up", "escape", "slash")
        await enter(pilot, "日本")
        assert await appears(pilot, "面接")  # the search begins when typing has rested
        assert_in_line(pilot)
        await press(pilot, "escape")


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_what_is_typed_with_wide_letters_is_what_is_kept(size: tuple[int, int], tmp_path: Path) -> None:
    async with opened(tmp_path / "o.sqlite", Hands(), size) as pilot:
        await press(pilot, "6", "n")
        for text in WRITTEN:
            await enter(pilot, text)
            await pilot.press("enter")
        await press(pilot, "escape")
        app = pilot.app
        assert isinstance(app, OnwardApp)
        (line,) = await app.data.ask(lambda workspace: workspace.journal.window(0, 9))
        entry = await app.data.ask(lambda workspace: workspace.journal.entry(line.id))

        assert entry.body.split("\n") == [normalize("NFC", text) for text in WRITTEN]


# The mouse


def place_of(pilot: Pilot[None], words: str, *, last: bool = False) -> tuple[int, int]:
    """Where words stand on the screen."""
    lines = seen(pilot).split("\n")
    found = [(cell_len(line[: line.index(words)]), y) for y, line in enumerate(lines) if words in line]
    assert found, f"{words} is nowhere on the screen:\n{seen(pilot)}"
    return found[-1 if last else 0]


async def click(pilot: Pilot[None], words: str, *, last: bool = False, times: int = 1) -> None:
    for _ in range(times):
        x, y = place_of(pilot, words, last=last)
        await pilot.click(offset=(x + 1, y))
        await settled(pilot)
    await pilot.pause(0.06)
    await settled(pilot)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_mouse_alone_goes_to_every_place(size: tuple[int, int], tmp_path: Path) -> None:
    async with opened(tmp_path / "o.sqlite", Hands(), size) as pilot:
        for activity in reversed(ACTIVITIES):
            await click(pilot, activity.key)
            assert pilot.app.current_mode == activity.slug


async def test_the_mouse_alone_chooses_a_row_and_a_key_below_and_an_answer(tmp_path: Path) -> None:
    def three(workspace: Workspace) -> None:
        for text in ("walking helped", "talking helped", "sleeping helped"):
            workspace.journal.write(text)

    async with opened(tmp_path / "o.sqlite", Hands(), before=three) as pilot:
        await click(pilot, "6")
        await click(pilot, "walking")
        assert re.search(r"› .*walking", seen(pilot))
        await click(pilot, "New", last=True)
        assert "Done" in seen(pilot).split("\n")[-2]
        await click(pilot, "Done", last=True)
        await click(pilot, "Help", last=True)
        assert "Type to narrow" in seen(pilot)


async def test_the_wheel_moves_a_long_list(tmp_path: Path) -> None:
    def many(workspace: Workspace) -> None:
        for number in range(60):
            workspace.journal.write(f"entry {number}")

    async with opened(tmp_path / "o.sqlite", Hands(), before=many) as pilot:
        await press(pilot, "6")
        before = seen(pilot)
        list_ = pilot.app.screen.query(lists.Rows).first()
        for _ in range(8):
            await pilot._post_mouse_events([events.MouseScrollDown], list_)
        await settled(pilot)
        assert seen(pilot) != before


# Keys

SENT = re.compile(  # what every terminal sends and no multiplexer keeps
    r"[a-zA-Z0-9]|f[1-9]|ctrl\+[abcdefgklnopqrstuvwxyz]|enter|escape|tab|space|backspace|delete|"
    r"up|down|left|right|home|end|pageup|pagedown|"
    r"question_mark|slash|at|plus|minus|comma|full_stop|less_than_sign|greater_than_sign|left_square_bracket|"
    r"right_square_bracket|asterisk|number_sign|exclamation_mark|equals_sign|colon|semicolon|underscore|apostrophe"
)


def test_every_action_has_a_key_that_every_terminal_sends() -> None:
    keys: dict[str, set[str]] = defaultdict(set)
    for one in every_binding():
        keys[one.id or ""] |= set(one.key.split(","))
    assert len(keys) > 100
    assert {id: found for id, found in keys.items() if not any(SENT.fullmatch(key) for key in found)} == {}


# Without colour


async def test_no_row_tells_anything_by_its_colour_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from core.demo import demo
    from tui.widgets import rows

    drawn: set[Row] = set()
    draw = rows.draw

    def kept(row: Row, *rest: object) -> object:
        drawn.add(row)
        return draw(row, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(rows, "draw", kept)
    path = tmp_path / "home" / "onward.sqlite"
    demo.build(str(path), Hands().at)
    async with opened(path, Hands(), (120, 40)) as pilot:
        for activity in ACTIVITIES:
            await press(pilot, activity.key)
    toned = {row for row in drawn if row.tone}
    assert {row.tone for row in toned} >= {"next", "done"}
    # Two rows that differ in nothing but the colour would be told apart by it alone.
    assert [row for row in toned if not row.mark.strip() and not row.detail.strip()] == []
