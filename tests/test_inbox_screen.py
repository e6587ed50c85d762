"""Texts with two versions on the screen: side by side, chosen, joined, kept both, undone; whatever is in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from textwrap import dedent

import pytest

from core.storage.store import FILE
from core.workspace import Workspace
from screens.vault.beside import Beside
from screens.vault.compare import differences, woven
from screens.vault.inbox import Inbox
from screens.vault.joining import Join
from tests.hostile import KEPT
from tests.machines import apart, meet
from tests.shell import SIZES, Hands, appears, below, opened, press, seen, settled, type_text
from tui.widgets.editor import Editor
from tui.widgets.rows import Rows
from tui.widgets.sheet import Sheet

Snapshot = Callable[[str, str], None]

BEFORE = "The call went well.\n\nThey asked about the gap. I said it plainly."
HERE = "The call went well.\n\nThey asked about the gap. I said it plainly, and they nodded."
THERE = "The call went better than I had feared.\n\nThey asked about the gap. I said it plainly.\n\nA walk after."


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def one(tmp_path: Path, hands: Hands) -> Path:
    """A home with one text that has two versions."""
    apart(tmp_path / "home", hands, [(BEFORE, HERE, THERE)], names=("desk", "laptop"))
    return tmp_path / "home" / FILE


def bodies(path: Path, hands: Hands) -> list[str]:
    with Workspace.open(str(path), hands.clock) as workspace:
        return sorted(row["body"] for row in workspace.store.rows("SELECT body FROM entries"))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_its_picture(
    one: Path, hands: Hands, size: tuple[int, int], snapshot: Callable[[str, str], None]
) -> None:
    async with opened(one, hands, size=size) as pilot:
        await press(pilot, "9", "t")
        assert isinstance(pilot.app.screen, Beside)
        snapshot(seen(pilot), f"two-versions-{size[0]}x{size[1]}")


async def test_today_says_so_in_one_line_that_leads_there(one: Path, hands: Hands) -> None:
    async with opened(one, hands) as pilot:
        assert seen(pilot).count("A text has two versions") == 1
        pilot.app.screen.query_one(Rows).select("conflict:all")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, Beside)
        await press(pilot, "escape", "1", "z", "enter")
        assert "A text has two versions" not in below(pilot)


async def test_the_palette_leads_there_from_anywhere(one: Path, hands: Hands) -> None:
    async with opened(one, hands) as pilot:
        await press(pilot, "5", "ctrl+p")
        await type_text(pilot, "versions of a text")
        assert await appears(pilot, "Vault: Choose between versions of a text")
        await press(pilot, "enter")
        for _ in range(100):
            if isinstance(pilot.app.screen, Beside):
                return
            await pilot.pause(0.05)
        raise AssertionError(seen(pilot))


async def test_where_nothing_is_open_nothing_is_said_before_one_asks(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        assert "two machines" not in seen(pilot)
        await press(pilot, "9")
        assert "Two versions" not in seen(pilot)
        await press(pilot, "t")
        assert "Nothing to choose between" in seen(pilot)


@pytest.mark.parametrize(("keys", "kept"), [((), THERE), (("right",), HERE), (("tab", "left"), THERE)])
async def test_enter_keeps_the_side_with_the_focus(one: Path, hands: Hands, keys: tuple[str, ...], kept: str) -> None:
    async with opened(one, hands) as pilot:
        await press(pilot, "9", "enter", *keys, "enter")
        assert await appears(pilot, "This one stands")
        assert "Two versions" not in seen(pilot)
    assert bodies(one, hands) == [kept]


async def test_a_choice_is_undone_by_one_key_and_can_be_made_again(one: Path, hands: Hands) -> None:
    async with opened(one, hands) as pilot:
        await press(pilot, "9", "t", "right", "enter", "1")
        assert "A text has two versions" not in seen(pilot)
        await press(pilot, "u")
        assert "A text has two versions" in seen(pilot)
        await press(pilot, "9")
        assert "Two versions" in seen(pilot)
        await press(pilot, "t")
        assert "they nodded" in seen(pilot) and "feared" in seen(pilot)
        assert "You took a choice back, so there is one here again" in seen(pilot)
        await press(pilot, "b")
        assert "Both are kept" in seen(pilot)
    assert bodies(one, hands) == sorted([HERE, THERE])


async def test_later_leaves_everything_as_it_is(one: Path, hands: Hands) -> None:
    async with opened(one, hands) as pilot:
        await press(pilot, "9", "t", "escape")
        assert "Two versions" in seen(pilot)
    assert bodies(one, hands) == [THERE]


async def test_joining_begins_with_both_and_goes_on_from_its_draft(one: Path, hands: Hands) -> None:
    async with opened(one, hands) as pilot:
        await press(pilot, "9", "t", "e")
        page = pilot.app.screen.query_one(Editor)
        assert page.text == woven(HERE, THERE)
        await type_text(pilot, "Both. ")
        await press(pilot, "escape", "escape", "t", "e")
        page = pilot.app.screen.query_one(Editor)
        assert page.text == "Both. " + woven(HERE, THERE)
        page.text = "One text of two."
        await press(pilot, "ctrl+s")
        assert "Kept as one" in seen(pilot)
    assert bodies(one, hands) == ["One text of two."]
    with Workspace.open(str(one), hands.clock) as workspace:
        assert workspace.drafts.all("conflict:") == ()


async def test_what_is_being_joined_survives_quitting(one: Path, hands: Hands) -> None:
    async with opened(one, hands) as pilot:
        await press(pilot, "9", "t", "e")
        await pilot.press("N", "o", "w", "ctrl+q")
    with Workspace.open(str(one), hands.clock) as workspace:
        (draft,) = workspace.drafts.all("conflict:")
        assert draft.body.startswith("Now")


async def test_joining_in_ones_own_editor(
    one: Path, hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "editor"
    script.write_text("#!/bin/sh\nprintf 'by hand' > \"$1\"\n")
    script.chmod(0o700)
    monkeypatch.setenv("EDITOR", str(script))
    async with opened(one, hands) as pilot:
        from contextlib import nullcontext

        monkeypatch.setattr(pilot.app, "suspend", nullcontext)
        await press(pilot, "9", "t", "e", "ctrl+e")
        assert pilot.app.screen.query_one(Editor).text == "by hand"
        await press(pilot, "ctrl+s")
    assert bodies(one, hands) == ["by hand"]


async def test_a_list_where_there_are_several_that_empties_by_keys(tmp_path: Path, hands: Hands) -> None:
    pairs = [(f"{n}", f"{n} here", f"{n} there") for n in range(3)]
    apart(tmp_path / "home", hands, pairs)
    async with opened(tmp_path / "home" / FILE, hands) as pilot:
        await press(pilot, "9", "t")
        assert isinstance(pilot.app.screen, Inbox)
        assert seen(pilot).count("Journal, 2026-11-22: ") == 3
        await press(pilot, "enter", "enter", "enter", "enter")
        assert await appears(pilot, "This one stands")
        assert pilot.app.screen.query_one(Rows).count == 1
        await press(pilot, "u")
        assert pilot.app.screen.query_one(Rows).count == 2
        await press(pilot, "enter", "b", "enter", "b")
        assert "That was the last one" in seen(pilot)
        await press(pilot, "escape")
        assert "Two versions" not in seen(pilot)


async def test_three_versions_are_gone_through_by_key(tmp_path: Path, hands: Hands) -> None:
    path = tmp_path / "home" / FILE
    homes = [Workspace.open(str(tmp_path / name / FILE), hands.clock) for name in ("home", "there", "yonder")]
    entry = homes[0].journal.write("before")
    meet(*homes)
    for number, workspace in enumerate(homes):
        hands.at += timedelta(minutes=5)
        workspace.journal.edit(entry, f"version {number}")
    meet(*homes)
    for workspace in homes:
        workspace.close()
    async with opened(path, hands) as pilot:
        await press(pilot, "9", "t")
        assert "v Next" in seen(pilot).splitlines()[-1]
        assert "version 2" in seen(pilot) and "version 1" in seen(pilot) and "version 0" not in seen(pilot)
        await press(pilot, "v")
        assert "version 0" in seen(pilot) and "3 of 3" in seen(pilot)
        await press(pilot, "v", "v", "e")
        assert pilot.app.screen.query_one(Editor).text.splitlines() == ["version 0", "version 1", "version 2"]
        await press(pilot, "escape", "right", "enter")
    assert bodies(path, hands) == ["version 0"]


async def test_hostile_texts_are_shown_as_they_are(tmp_path: Path, hands: Hands) -> None:
    every = "\n".join(text[:100] for text in KEPT)
    apart(tmp_path / "home", hands, [("-", f"mine {every}", f"theirs {every}")])
    async with opened(tmp_path / "home" / FILE, hands, size=(120, 40)) as pilot:
        await press(pilot, "9", "t", "right")
        assert isinstance(pilot.app.screen, Beside)
        for told in ("mine", "theirs", "[/foo]", "[bold]not bold[/bold]", "%(name)s"):
            assert told in seen(pilot)
        assert "\x1b" not in seen(pilot) and "\u202e" not in seen(pilot)
        await press(pilot, "e", "ctrl+s")
    (kept,) = bodies(tmp_path / "home" / FILE, hands)
    assert kept.count("mine") == 1 and kept.count("[ ] todo") == 1


async def test_a_text_of_200_000_characters_opens_at_the_place_that_differs(tmp_path: Path, hands: Hands) -> None:
    paragraph = "word " * 40
    long = "\n".join(f"{n} {paragraph}" for n in range(1000))
    mine, theirs = long.replace("700 word", "700 mine"), long.replace("700 word", "700 theirs") + "\nend"
    apart(tmp_path / "home", hands, [(long, mine, theirs)])
    async with opened(tmp_path / "home" / FILE, hands) as pilot:
        await press(pilot, "9", "t")
        assert await appears(pilot, "700 mine") and "700 theirs" in seen(pilot)
        await press(pilot, "space")
        assert "end" in seen(pilot)
        await press(pilot, "space", "g")
        assert "0 word" in seen(pilot)
        await press(pilot, "e")
        assert isinstance(pilot.app.screen, Join)
        assert len(pilot.app.screen.query_one(Editor).text) < len(long) + 1000


async def test_ten_thousand_of_them_are_a_list_that_is_read_as_far_as_it_is_seen(tmp_path: Path, hands: Hands) -> None:
    path = tmp_path / "home" / FILE
    apart(path.parent, hands, [("a", "mine", "theirs")])
    with Workspace.open(str(path), hands.clock) as workspace, workspace.store.exclusive():
        (key,) = workspace.conflicts.keys()
        sql = (
            "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 10000) "
            "INSERT INTO entries (id, day, at, body, prompt) SELECT 'x' || n, '2026-01-01', '', 'text ' || n, '' FROM c"
        )
        workspace.store.note(sql)
        workspace.store.note("INSERT INTO conflicts SELECT 'entries', id, 'body' FROM entries WHERE id LIKE 'x%'")
    read = []
    line = Workspace.open(":memory:").conflicts.__class__.line
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("core.merging.inbox.Inbox.line", lambda self, key: read.append(key) or line(self, key))
        async with opened(path, hands) as pilot:
            await press(pilot, "9", "t")
            assert pilot.app.screen.query_one(Rows).count == 10_001
            await press(pilot, "G")
            assert "text 9" in seen(pilot)
    assert len(read) < 400
    assert key in read


async def test_a_text_settled_meanwhile_says_so(one: Path, hands: Hands) -> None:
    async with opened(one, hands) as pilot:
        await press(pilot, "9", "t")
        with Workspace.open(str(one), hands.clock) as other:
            other.conflicts.keep_both(other.conflicts.keys()[0])
        await press(pilot, "enter")
        assert "has been settled" in seen(pilot)
    assert len(bodies(one, hands)) == 2


async def test_the_places_that_differ_are_marked_without_colour_too(one: Path, hands: Hands) -> None:
    async with opened(one, hands) as pilot:
        await press(pilot, "9", "t")
        await settled(pilot)
        sheet = pilot.app.screen.query_one("#other", Sheet)
        underlined = "".join(
            segment.text
            for y in range(sheet.size.height)
            for segment in sheet.render_line(y)
            if segment.style and segment.style.underline
        )
        assert "they nodded" in underlined and "gap" not in underlined


def test_what_differs_is_found_by_words_and_never_takes_long() -> None:
    (only,) = differences("a walk helped", "a long walk helped")
    assert "a long walk helped"[slice(*only.other)].strip() == "long"
    assert differences("same", "same") == []
    assert [place.other for place in differences("", "all of it")] == [(0, 9)]
    huge = "\n".join(f"{n * 7919 % 10007}" for n in range(40_000))
    other = "\n".join(f"{n * 104729 % 10007}" for n in range(40_000))
    (whole,) = differences(huge, other)
    assert whole.one[1] > 100_000


def test_two_texts_are_woven_so_that_what_they_share_stands_once() -> None:
    older = dedent("""\
        one
        two
        three""")
    assert woven(older, older.replace("two", "2")) == "one\ntwo\n2\nthree"
    assert woven("", "new") == "\nnew"
    assert woven("a", "a") == "a"
