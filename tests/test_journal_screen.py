"""The journal on the screen: writing by keyboard, and never losing what was typed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from core.errors import StorageError
from core.journal.journal import NEW, draft_key
from core.workspace import Workspace
from screens.journal.page import PREVIEW
from screens.journal.reader import PART, parts_of
from screens.journal.screen import JournalScreen
from tests.hostile import KEPT
from tests.shell import SIZES, Hands, appears, below, opened, press, seen, settled, type_text
from tui.widgets.editor import Editor

TODAY = date(2026, 11, 22)


@pytest.fixture
def hands() -> Hands:
    return Hands()


def three_entries(workspace: Workspace) -> None:
    journal = workspace.journal
    call = journal.write("# The call\nThey were kind. **I was calm**, mostly.\n\n- one\n- two", day=date(2026, 11, 20))
    journal.tag(call, "interview")
    journal.feel(call, "relieved", family="steady", intensity=6)
    journal.write("[/foo] and [bold] stay", day=date(2026, 11, 21))
    journal.write("A longer look back\n\n" + "It was a good walk. " * 60, day=date(2025, 11, 21), prompt="What helped?")


async def still(pilot: Pilot[None]) -> None:
    """Rest on a row until its entry is shown."""
    await pilot.pause(0.1)
    await settled(pilot)


def screen_of(pilot: Pilot[None]) -> JournalScreen:
    screen = pilot.app.screen
    assert isinstance(screen, JournalScreen)
    return screen


async def titles(pilot: Pilot[None]) -> list[str]:
    """The first lines of the entries, from the top, as they are kept."""
    return [line.title for line in await screen_of(pilot).ask(lambda w: w.journal.window(0, 99))]


async def drafts(pilot: Pilot[None]) -> dict[str, str]:
    return {draft.key: draft.body for draft in await screen_of(pilot).ask(lambda w: w.drafts.all("entry:"))}


async def test_an_entry_is_written_kept_and_found_the_next_day(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, size=(120, 40)) as pilot:
        await press(pilot, "6")
        assert "The journal is empty. Press n" in seen(pilot)
        await press(pilot, "n")
        await type_text(pilot, "It was better than feared.")
        await press(pilot, "escape")
        await still(pilot)
        assert seen(pilot).count("It was better than feared.") == 2  # in the list and beside it
        await press(pilot, "ctrl+q")
    hands.set(2026, 11, 23, 9)
    async with opened(tmp_path / "a", hands) as pilot:
        await press(pilot, "6")
        assert "It was better" in seen(pilot)
        await press(pilot, "slash")
        await type_text(pilot, "feared")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, JournalScreen)


async def test_letters_are_letters_while_writing(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        await press(pilot, "6", "n")
        await type_text(pilot, "nvtmpedyTx u 123 / ?")
        assert screen_of(pilot).query_one(Editor).text == "nvtmpedyTx u 123 / ?"
        await press(pilot, "escape")
        assert await titles(pilot) == ["nvtmpedyTx u 123 / ?"]


async def test_nothing_typed_is_no_entry(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        await press(pilot, "6", "n", "space", "escape")
        assert await titles(pilot) == []
        assert await drafts(pilot) == {}


async def test_leaving_without_a_change_is_no_step_of_undo(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=three_entries) as pilot:
        await press(pilot, "6", "enter", "escape")
        last = await screen_of(pilot).ask(lambda w: w.undo.last())
        assert last is not None and last.label != "Edit an entry"


async def test_an_edit_is_kept_and_undone_and_done_again(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, size=(120, 40), before=three_entries) as pilot:
        await press(pilot, "6", "enter")
        await type_text(pilot, " now")
        await press(pilot, "escape")
        await still(pilot)
        assert seen(pilot).count("stay now") == 2
        await press(pilot, "u")
        await still(pilot)
        assert "stay now" not in seen(pilot)
        await press(pilot, "ctrl+y")
        await still(pilot)
        assert seen(pilot).count("stay now") == 2


async def test_an_entry_cannot_be_emptied_by_accident(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=three_entries) as pilot:
        await press(pilot, "6", "enter")
        screen_of(pilot).query_one(Editor).clear()
        await press(pilot, "escape")
        assert "deleted instead" in seen(pilot)
        assert screen_of(pilot).has_class("-writing")
        assert "[/foo] and [bold] stay" in await titles(pilot)


async def test_typing_is_a_draft_within_a_second_and_offered_at_the_next_start(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        await press(pilot, "6", "n")
        await type_text(pilot, "half a thou")
        await pilot.pause(0.9)
        await settled(pilot)
        assert await drafts(pilot) == {NEW: "half a thou"}
        await type_text(pilot, "ght")
        await press(pilot, "ctrl+q")  # the last letters are handed over in leaving
    async with opened(tmp_path / "a", hands) as pilot:
        assert "Carry on writing" in seen(pilot)  # on Today
        await press(pilot, "6")
        await still(pilot)
        assert "~ half a thought" in seen(pilot)
        await press(pilot, "enter")
        await type_text(pilot, ", whole")
        await press(pilot, "escape")
        assert await titles(pilot) == ["half a thought, whole"]
        assert await drafts(pilot) == {}


async def test_today_leads_back_to_the_draft(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=lambda w: w.drafts.keep(NEW, "left here")) as pilot:
        await press(pilot, "enter")
        assert screen_of(pilot).query_one(Editor).text == "left here"


async def test_a_draft_of_an_entry_goes_on_where_it_was(tmp_path: Path, hands: Hands) -> None:
    def before(workspace: Workspace) -> None:
        workspace.drafts.keep(draft_key(workspace.journal.write("as it was")), "as it was, and more")

    async with opened(tmp_path / "a", hands, before=before) as pilot:
        await press(pilot, "6", "enter", "escape")
        assert await titles(pilot) == ["as it was, and more"]


async def test_what_came_from_elsewhere_while_writing_stays_as_an_entry_of_its_own(
    tmp_path: Path, hands: Hands
) -> None:
    entry = []

    def elsewhere(workspace: Workspace) -> None:
        workspace.journal.edit(entry[0], "from the laptop")

    async with opened(tmp_path / "a", hands, before=lambda w: entry.append(w.journal.write("as it was"))) as pilot:
        await press(pilot, "6", "enter")
        await screen_of(pilot).ask(elsewhere)
        await type_text(pilot, ", and more")
        await press(pilot, "escape")
        assert sorted(await titles(pilot)) == ["as it was, and more", "from the laptop"]
        await settled(pilot)
        assert "you wrote. Both texts are" in seen(pilot)


async def test_a_draft_taken_up_later_knows_what_it_began_with(tmp_path: Path, hands: Hands) -> None:
    entry = []
    async with opened(tmp_path / "a", hands, before=lambda w: entry.append(w.journal.write("as it was"))) as pilot:
        await press(pilot, "6", "enter")
        await type_text(pilot, ", and more")
        await press(pilot, "ctrl+q")
    async with opened(tmp_path / "a", hands, before=lambda w: w.journal.edit(entry[0], "from the laptop")) as pilot:
        await press(pilot, "6", "enter", "escape")
        assert sorted(await titles(pilot)) == ["as it was, and more", "from the laptop"]


async def test_a_draft_is_let_go_only_after_a_question(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=lambda w: w.drafts.keep(NEW, "left here")) as pilot:
        await press(pilot, "6", "x")
        assert "kept nowhere else" in seen(pilot)
        await press(pilot, "escape")
        assert await drafts(pilot) == {NEW: "left here"}
        await press(pilot, "x", "enter")
        assert await drafts(pilot) == {}


async def test_a_half_written_entry_waits_while_another_place_is_visited(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        await press(pilot, "6", "n")
        await type_text(pilot, "not yet")
        await pilot.app.run_action("go('today')")
        await settled(pilot)
        await pilot.app.run_action("go('journal')")
        await settled(pilot)
        await type_text(pilot, " done")
        await press(pilot, "escape")
        assert await titles(pilot) == ["not yet done"]


async def test_going_to_the_list_keeps_the_entry(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=three_entries) as pilot:
        await press(pilot, "6", "n")
        await type_text(pilot, "clicked away")
        await pilot.click(offset=(5, 5))
        await settled(pilot)
        assert (await titles(pilot))[0] == "clicked away"
        assert not screen_of(pilot).has_class("-writing")


async def test_taking_up_another_entry_keeps_the_one_before_apart(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=three_entries) as pilot:
        await press(pilot, "6", "n")
        await type_text(pilot, "the new one")
        await pilot.app.run_action(
            f"open('entry:{(await screen_of(pilot).ask(lambda w: w.journal.window(0, 1)))[0].id}')"
        )
        await press(pilot, "enter")
        await pilot.pause(0.9)
        await settled(pilot)
        assert await drafts(pilot) == {}
        assert sorted(await titles(pilot))[-1] == "the new one"


async def test_words_that_the_workspace_cannot_take_go_to_a_file_and_it_is_said_where(
    tmp_path: Path, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def full(*_: object, **__: object) -> None:
        raise StorageError("The disk is full.")

    async with opened(tmp_path / "a", hands, size=(120, 40)) as pilot:
        await press(pilot, "6", "n")
        with monkeypatch.context() as broken:
            broken.setattr("core.journal.drafts.Drafts.keep", full)
            broken.setattr("core.journal.journal.Journal.commit", full)
            await type_text(pilot, "precious")
            await pilot.pause(0.9)
            await settled(pilot)
            (kept,) = tmp_path.glob("onward-*.md")
            assert kept.read_text() == "precious" and kept.stat().st_mode & 0o777 == 0o600
            assert "The disk is full." in seen(pilot) and kept.name[:12] in seen(pilot)
            await type_text(pilot, " words")
            await press(pilot, "escape")
            assert kept.read_text() == "precious words"
            assert screen_of(pilot).query_one(Editor).text == "precious words"
        await press(pilot, "escape")
        assert await titles(pilot) == ["precious words"]
        assert not kept.exists()


async def test_tags_are_set_and_the_list_can_show_one(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, size=(120, 40), before=three_entries) as pilot:
        await press(pilot, "6", "t")
        await type_text(pilot, "#Odd, #brackets")
        await press(pilot, "enter")
        await still(pilot)
        assert "#brackets #odd" in seen(pilot)
        await press(pilot, "T", "down", "enter")
        await still(pilot)
        assert "Only #interview" in seen(pilot) and "The call" in seen(pilot)
        assert "brackets" not in seen(pilot)
        await press(pilot, "escape")
        assert "A longer look back" in seen(pilot)


async def test_a_feeling_is_named_in_two_steps_with_its_strength(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, size=(120, 40), before=three_entries) as pilot:
        await press(pilot, "6", "m", "enter")
        await type_text(pilot, "lonely")
        await press(pilot, "enter")
        await type_text(pilot, "7")
        await press(pilot, "enter")
        await still(pilot)
        assert "lonely 7" in seen(pilot)
        await press(pilot, "m", "down", "enter")
        await still(pilot)
        assert "lonely" not in seen(pilot)


async def test_a_feeling_can_be_a_word_of_ones_own(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=three_entries) as pilot:
        await press(pilot, "6", "m")
        await type_text(pilot, "[zorg]")
        await press(pilot, "enter", "enter")
        await still(pilot)
        assert "[zorg]" in seen(pilot)


async def test_despair_at_high_strength_is_answered_once_and_gently(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=three_entries) as pilot:
        heavy = next(choice for choice in screen_of_words(pilot) if choice.heavy)

        async def name() -> None:
            await press(pilot, "m")
            if "Name another feeling" in seen(pilot):
                await press(pilot, "enter")
            await type_text(pilot, heavy.text)
            await press(pilot, "enter")
            await type_text(pilot, "9")
            await press(pilot, "enter")

        await press(pilot, "6")
        await name()
        assert "a heavy feeling to hold" in seen(pilot)
        await press(pilot, "enter")
        assert "Someone to talk to" in seen(pilot)
        await press(pilot, "escape", "j")
        await name()
        assert "a heavy feeling" not in seen(pilot)


def screen_of_words(pilot: Pilot[None]) -> tuple[object, ...]:
    return pilot.app.words.choices("feelings")  # type: ignore[attr-defined,no-any-return]


async def test_a_question_to_begin_from_is_kept_with_the_entry(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, size=(120, 40)) as pilot:
        await press(pilot, "6", "p")
        await type_text(pilot, "keep")
        await press(pilot, "enter")
        assert "Which minute of today would you keep?" in seen(pilot)
        await type_text(pilot, "The tea.")
        await press(pilot, "ctrl+q")
    async with opened(tmp_path / "a", hands) as pilot:
        await press(pilot, "6", "enter", "escape")
        (line,) = await screen_of(pilot).ask(lambda w: w.journal.window(0, 9))
        entry = await screen_of(pilot).ask(lambda w: w.journal.entry(line.id))
        assert (entry.body, entry.prompt) == ("The tea.", "Which minute of today would you keep?")


async def test_deleting_says_how_to_bring_it_back(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=three_entries) as pilot:
        await press(pilot, "6", "x")
        assert "Deleted. u brings it back." in seen(pilot)
        assert len(await titles(pilot)) == 2
        await press(pilot, "u")
        assert len(await titles(pilot)) == 3


async def test_a_day_is_reached_by_its_date_and_by_the_year(tmp_path: Path, hands: Hands) -> None:
    def hundred(workspace: Workspace) -> None:
        for n in range(100):
            workspace.journal.write(f"entry {n:02}", day=TODAY - timedelta(days=n))

    async with opened(tmp_path / "a", hands, size=(120, 40), before=hundred) as pilot:
        await press(pilot, "6", "d")
        await type_text(pilot, "2026-09-01")
        await press(pilot, "enter")
        await still(pilot)
        assert "› entry 82" in seen(pilot)
        await press(pilot, "d")
        await type_text(pilot, "whenever")
        await press(pilot, "enter")
        assert "is not a date known here" in seen(pilot)
        await press(pilot, "escape", "y", "left", "left", "enter")
        await still(pilot)
        assert "› entry 14" in seen(pilot)
        await press(pilot, "d")
        await type_text(pilot, "1999-01-01")
        await press(pilot, "enter")
        await still(pilot)
        assert "Nothing is written on or before" in seen(pilot)


async def test_the_year_turns_back_by_a_year(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=three_entries) as pilot:
        await press(pilot, "6", "y", "pageup")
        assert "up to Saturday 22 November 2025" in seen(pilot)
        await press(pilot, "up", "enter")
        await still(pilot)
        assert "› A longer look back" in seen(pilot)


async def test_markdown_is_shown_when_asked_for(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=three_entries) as pilot:
        await press(pilot, "6", "down", "v")
        assert "• one" in seen(pilot) and "**" not in seen(pilot)
        await press(pilot, "escape", "up", "v")
        assert "[/foo] and [bold] stay" in seen(pilot)


async def test_a_long_entry_is_read_page_by_page(tmp_path: Path, hands: Hands) -> None:
    long = "\n\n".join(f"Paragraph {n} of many. " + "Words and words. " * 20 for n in range(100))
    async with opened(tmp_path / "a", hands, before=lambda w: w.journal.write(long)) as pilot:
        await press(pilot, "6")
        await still(pilot)
        assert len(long) > PREVIEW
        await press(pilot, "v")
        assert "Paragraph 0 of" in seen(pilot) and "Part 1 of" in seen(pilot)
        await press(pilot, "right")
        assert "Paragraph 0 of" not in seen(pilot) and "Part 2 of" in seen(pilot)


@pytest.mark.parametrize(
    "body", ["", "x" * 50_000, "word " * 9_000, "a\n\n" * 9_000, "```\n" + "code\n" * 5_000 + "```\nend"]
)
def test_the_parts_of_a_long_text_hold_all_of_it(body: str) -> None:
    parts = parts_of(body)
    assert all(len(part) <= PART + 10 for part in parts)
    marks = body.count("```"), sum(part.count("```") for part in parts)
    assert marks[1] % 2 == 0 or not marks[0]
    told = "".join(parts).replace("```", "")
    assert "".join(told.split()) == "".join(body.replace("```", "").split())


def an_editor(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """An editor that does this to the file it is given, on a terminal that can be lent."""
    path = folder / "editor"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o700)
    monkeypatch.setenv("EDITOR", str(path))
    monkeypatch.setattr("textual.app.App.suspend", lambda self: nullcontext())


async def test_the_page_can_be_lent_to_an_editor_of_ones_own(
    tmp_path: Path, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_editor(tmp_path, monkeypatch, 'echo "and from the editor [/foo]" >> "$1"')
    async with opened(tmp_path / "a", hands, before=lambda w: w.journal.write("begun here\n\n")) as pilot:
        await press(pilot, "6", "ctrl+e", "escape")
        (line,) = await screen_of(pilot).ask(lambda w: w.journal.window(0, 9))
        entry = await screen_of(pilot).ask(lambda w: w.journal.entry(line.id))
        assert entry.body == "begun here\nand from the editor [/foo]"
        assert await drafts(pilot) == {}


@pytest.mark.parametrize(
    ("script", "text", "said"),
    [("exit 1", "typed", "is as it was"), ('echo " saved" >> "$1"; kill -9 $$', "typed\n saved", "had saved is here")],
)
async def test_an_editor_that_ends_badly_loses_nothing(
    tmp_path: Path, hands: Hands, monkeypatch: pytest.MonkeyPatch, script: str, text: str, said: str
) -> None:
    an_editor(tmp_path, monkeypatch, script)
    async with opened(tmp_path / "a", hands, size=(120, 40)) as pilot:
        await press(pilot, "6", "n")
        await type_text(pilot, "typed")
        await press(pilot, "ctrl+e")
        assert screen_of(pilot).query_one(Editor).text == text
        assert said in seen(pilot)
        assert await drafts(pilot) == {NEW: text}
        await press(pilot, "ctrl+z")
        assert screen_of(pilot).query_one(Editor).text in ("typed", "")


async def test_where_no_editor_can_run_a_sentence_says_so(
    tmp_path: Path, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "true")
    async with opened(tmp_path / "a", hands, size=(120, 40)) as pilot:
        await press(pilot, "6", "n")
        await type_text(pilot, "typed")
        await press(pilot, "ctrl+e")
        assert "cannot be lent" in seen(pilot)
        monkeypatch.setattr("textual.app.App.suspend", lambda self: nullcontext())
        monkeypatch.setenv("EDITOR", "no-such-editor")
        await press(pilot, "ctrl+e")
        assert "EDITOR names another one" in seen(pilot)
        assert screen_of(pilot).query_one(Editor).text == "typed"


async def test_what_an_editor_left_in_a_crash_is_offered_at_the_next_start(tmp_path: Path, hands: Hands) -> None:
    home = tmp_path / "home"
    code = (
        f"import os; from core.journal.handoff import lent\nwith lent({str(home)!r}, 'left in the editor'): os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code], check=False)
    async with opened(home / "onward.sqlite", hands) as pilot:
        assert "Carry on writing" in seen(pilot) and "left in the editor" in seen(pilot)


@pytest.mark.parametrize("text", KEPT, ids=range(len(KEPT)))
async def test_hostile_text_is_shown_everywhere_and_breaks_nothing(tmp_path: Path, hands: Hands, text: str) -> None:
    def plant(workspace: Workspace) -> None:
        entry = workspace.journal.write(text, prompt=text[:400])
        workspace.journal.tag(entry, text[:50])
        workspace.journal.feel(entry, text[:50], intensity=5)
        workspace.drafts.keep(NEW, text)

    async with opened(tmp_path / "a", hands, before=plant) as pilot:
        await press(pilot, "6", "down")
        await still(pilot)
        await press(pilot, "v", "escape", "t", "escape", "m", "escape", "T", "escape", "y", "escape", "e")
        assert screen_of(pilot).query_one(Editor).text.strip()
        await press(pilot, "escape", "x", "u", "up", "x", "escape")


async def test_what_another_process_writes_appears_while_writing_goes_on(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=three_entries) as pilot:
        await press(pilot, "6", "n")
        await type_text(pilot, "mine")
        with Workspace.open(str(tmp_path / "a"), hands.clock) as other:
            other.journal.write("theirs")
        assert await appears(pilot, "theirs")
        assert "mine" in seen(pilot)


async def test_a_key_in_a_journal_of_a_thousand_days_fetches_no_more_than_a_few_screens(
    tmp_path: Path, hands: Hands
) -> None:
    def many(workspace: Workspace) -> None:
        with workspace.store.write("Fill"):
            for n in range(5000):
                workspace.journal.write(f"entry {n}", day=TODAY - timedelta(days=n))

    async with opened(tmp_path / "a", hands, before=many) as pilot:
        asked: list[int] = []
        from core.journal.journal import Journal

        window = Journal.window

        def counted(self: Journal, start: int, stop: int, tag: str = "") -> object:
            lines = window(self, start, stop, tag)
            asked.append(len(lines))
            return lines

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Journal, "window", counted)
            await press(pilot, "6")
            for key in ("down", "pagedown", "end", "up", "home", "G", "pageup"):
                asked.clear()
                await press(pilot, key)
                await settled(pilot)
                assert sum(asked) <= 24 * 4, key
                assert "› entry" in seen(pilot)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_how_the_journal_looks(
    tmp_path: Path, hands: Hands, size: tuple[int, int], snapshot: Callable[[str, str], None]
) -> None:
    def before(workspace: Workspace) -> None:
        three_entries(workspace)
        workspace.drafts.keep(NEW, "Tomorrow I will ask about")

    async with opened(tmp_path / "a", hands, size=size, before=before) as pilot:
        name = f"{size[0]}x{size[1]}"
        await press(pilot, "6", "down", "down")
        await still(pilot)
        snapshot(below(pilot), f"journal-{name}")
        await press(pilot, "enter")
        snapshot(below(pilot), f"journal-writing-{name}")
        await press(pilot, "escape", "v")
        snapshot(seen(pilot), f"journal-reading-{name}")
