"""What holds for every dialog: typing finds what was meant, nothing is cut for good, and the keys are named."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from core.content import Content
from core.journal.journal import Feeling
from core.workspace import Workspace
from tests.shell import SIZES, Hands, opened, press, seen, settled, type_text
from tui.app import OnwardApp
from tui.data import Data
from tui.dialogs.ask import Ask
from tui.dialogs.base import Dialog
from tui.dialogs.choose import Choose, ChooseSeveral
from tui.dialogs.feeling import name_feeling
from tui.dialogs.line import Line
from tui.dialogs.prose import Prose
from tui.dialogs.search import Search
from tui.start import hand_over
from tui.widgets.editor import Editor
from tui.widgets.rows import Row, Rows

FRUIT = (Row("apple", "An apple", detail="green, a little sour"), Row("pear", "A pear", detail="soft like an apple"))


@pytest.fixture
def hands() -> Hands:
    return Hands()


async def shown(pilot: Pilot[None], dialog: Dialog[Any]) -> list[Any]:
    """Show a dialog; what it is dismissed with is added to the list."""
    answers: list[Any] = []
    pilot.app.push_screen(dialog, answers.append)
    await settled(pilot)
    return answers


def footer(pilot: Pilot[None]) -> str:
    """The last line of the screen."""
    return seen(pilot).rstrip().rpartition("\n")[2]


async def asked(pilot: Pilot[None], question: Callable[[Workspace], Any]) -> Any:
    """The answer of the workspace behind the app."""
    assert isinstance(pilot.app, OnwardApp)
    return await pilot.app.data.ask(question)


async def naming(pilot: Pilot[None]) -> list[Feeling | None]:
    """Begin to name a feeling; what is named is added to the list."""
    named: list[Feeling | None] = []

    async def name() -> None:
        named.append(await name_feeling(pilot.app, Content()))

    pilot.app.run_worker(name())
    await settled(pilot)
    return named


@pytest.mark.parametrize("typed", ["hopeless", "hopeles", "Hopeless "])
async def test_a_feeling_that_is_typed_is_the_one_that_is_kept(tmp_path: Path, hands: Hands, typed: str) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        named = await naming(pilot)
        await type_text(pilot, typed)
        await press(pilot, "enter", "9", "enter")
        assert named == [Feeling(word="hopeless", family="sad", intensity=9)]


async def test_a_feeling_of_another_family_is_found_in_the_second_step_too(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        named = await naming(pilot)
        await type_text(pilot, "worn")
        await press(pilot, "enter")
        assert "And more exactly?" in seen(pilot)
        await type_text(pilot, "hopeless")
        await press(pilot, "enter", "9", "enter")
        assert named == [Feeling(word="hopeless", family="sad", intensity=9)]


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [("apple", "apple"), ("a pear", "pear"), ("like", "pear"), ("an", "apple")],
    ids=["a word in the text before one in a detail", "the whole text", "a detail", "the beginning"],
)
async def test_the_row_that_fits_best_is_the_one_that_enter_takes(
    tmp_path: Path, hands: Hands, typed: str, chosen: str
) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        answers = await shown(pilot, Choose("Which?", FRUIT[::-1]))
        await type_text(pilot, typed)
        await press(pilot, "enter")
        assert answers == [chosen]


async def test_ones_own_word_can_be_kept_although_it_is_part_of_a_row(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        answers = await shown(pilot, Choose("Which?", FRUIT, free=True))
        await type_text(pilot, "app")
        assert "Keep “app” as my own" in seen(pilot)
        await press(pilot, "down", "down", "enter")
        assert answers == ["app"]


async def test_ones_own_word_comes_before_a_word_in_a_detail(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        answers = await shown(pilot, Choose("Which?", FRUIT, free=True))
        await type_text(pilot, "sour")
        await press(pilot, "enter")
        assert answers == ["sour"]


async def test_a_row_typed_in_full_is_that_row_and_not_ones_own(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        answers = await shown(pilot, Choose("Which?", FRUIT, free=True))
        await type_text(pilot, "a pear")
        assert "as my own" not in seen(pilot)
        await press(pilot, "enter")
        assert answers == ["pear"]


async def test_a_list_that_nothing_is_left_of_says_so(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        answers = await shown(pilot, Choose("How strong?", [Row(str(n), str(n)) for n in range(11)]))
        await type_text(pilot, "15")
        assert "Nothing here fits what is typed." in seen(pilot)
        await press(pilot, "enter", "backspace", "enter")
        assert answers == ["1"]


LONG = "They do not have to solve it. You can say that listening is what helps, and how long you would like to talk."


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_whole_detail_of_a_row_can_be_read(tmp_path: Path, hands: Hands, size: tuple[int, int]) -> None:
    rows = [Row(str(n), f"Call a friend whom you trust {n}", detail=LONG) for n in range(30)]
    async with opened(tmp_path / "a", hands, size=size) as pilot:
        await shown(pilot, Choose("What could help now?\nOne small thing is enough.", rows))
        await press(pilot, "down")
        words = re.sub(r"[\s│]+", " ", seen(pilot))
        assert LONG in words
        assert "trust 1" in words
        assert seen(pilot).count("They do") > 1
        await press(pilot, "escape")
        await shown(pilot, Choose("What could help now?\nOne small thing is enough.", rows, below=True))
        await press(pilot, "down")
        assert LONG in re.sub(r"[\s│]+", " ", seen(pilot)) and seen(pilot).count("They do") == 1
        await press(pilot, "escape")
        await shown(pilot, ChooseSeveral("What could help now?", rows))
        assert LONG in re.sub(r"[\s│]+", " ", seen(pilot))


async def test_a_form_follows_the_field_one_is_in_however_small_the_window(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, size=(60, 20)) as pilot:
        await press(pilot, "c", *["tab"] * 5)
        await type_text(pilot, "walk first")
        assert "walk first" in seen(pilot)
        assert "Close the day" in seen(pilot)


async def test_the_footer_says_what_enter_does(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=lambda w: w.routine.add("Walk")) as pilot:
        for dialog, told in (
            (Choose("Which?", FRUIT), "⏎ Choose"),
            (ChooseSeveral("Which?", FRUIT), "⏎ Mark"),
            (Line("What?"), "⏎ Keep"),
            (Ask("Is it?", "Yes", "No"), "⏎ Choose"),
        ):
            await shown(pilot, dialog)
            assert told in footer(pilot)
            await press(pilot, "escape")
        await press(pilot, "c")
        assert "⏎ Next field" in footer(pilot)
        await press(pilot, *["tab"] * 6)
        assert "⏎ Choose" in footer(pilot)


async def test_a_space_marks_until_something_is_typed(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        answers = await shown(pilot, ChooseSeveral("Which?", FRUIT))
        await press(pilot, "space", "down", "space", "up", "space")
        await type_text(pilot, "a pear")
        assert "[x] A pear" in seen(pilot) and "An apple" not in seen(pilot)
        await press(pilot, "ctrl+s")
        assert answers == ["pear"]


async def test_the_footer_names_no_letter_where_letters_are_letters(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        assert "? Help" in footer(pilot)
        await press(pilot, "6", "n")
        assert "f1 Help" in footer(pilot)


async def test_the_welcome_says_how_to_go_on_and_how_to_skip(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, welcomed=False) as pilot:
        for told in ("⏎ Next", "⏎ Next", "⏎ Mark"):
            assert told in footer(pilot)
            assert "esc Skip" in footer(pilot)
            await press(pilot, "escape")


async def test_a_practice_of_ones_own_has_the_name_that_was_typed(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        await press(pilot, "n")
        await type_text(pilot, "cello")
        assert "+ Your own practice" in re.sub(" +", " ", seen(pilot))
        await press(pilot, "enter", "ctrl+s")
        assert await asked(pilot, lambda w: [p.name for p in w.routine.practices()]) == ["cello"]


async def test_one_notice_stands_at_a_time_and_none_over_a_question(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        for told in ("First told", "Then told"):
            pilot.app.notify(told)
        pilot.app.notify("Warned", severity="warning")
        await settled(pilot)
        assert [notice.message for notice in pilot.app._notifications] == ["Then told", "Warned"]
        await shown(pilot, Choose("Which?", FRUIT))
        assert [notice.message for notice in pilot.app._notifications] == ["Warned"]


async def test_search_invites_once_and_underlines_what_it_found(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=lambda w: w.journal.write("It was a good walk.")) as pilot:
        await press(pilot, "slash")
        assert seen(pilot).count("Type to search") == 1
        await type_text(pilot, "good")
        await settled(pilot)
        strips = pilot.app.screen._compositor.render_strips()
        found = [
            one.text for strip in strips for one in strip if one.style and one.style.underline and "good" in one.text
        ]
        assert found == ["good"]


async def test_a_search_that_is_left_while_it_looks_breaks_nothing(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        await press(pilot, "slash")
        search = pilot.app.screen
        assert isinstance(search, Search)

        class Slow(Data):
            async def ask(self, question: object) -> Any:
                while search.query(Rows):  # the answer comes when the box is half taken down
                    await asyncio.sleep(0)
                return ()

        search.data = Slow(Workspace.memory)
        search.query_one(Input).value = "walk"
        await settled(pilot)
        await press(pilot, "escape")
        assert pilot.app.return_code is None and search not in pilot.app.screen_stack


async def test_a_line_that_is_left_is_there_again_and_only_where_it_was_about_the_same(
    tmp_path: Path, hands: Hands
) -> None:
    def practices(workspace: Workspace) -> None:
        for name in ("Walk", "Read"):
            workspace.routine.add(name)

    async with opened(tmp_path / "a", hands, before=practices) as pilot:
        await press(pilot, "s")
        await type_text(pilot, "a long day")
        await press(pilot, "escape", "j", "s")
        assert "a long day" not in seen(pilot)
        await press(pilot, "escape", "k", "s")
        assert "a long day" in seen(pilot)
        await type_text(pilot, ", and rain")
        await press(pilot, "enter")
        assert "a long day, and rain" in await asked(pilot, lambda w: w.store.row("SELECT note FROM marks")["note"])
        await shown(pilot, Line("The code?", forget=True))
        await type_text(pilot, "AGE-SECRET")
        await press(pilot, "escape")
        await shown(pilot, Line("The code?", forget=True))
        assert "AGE-SECRET" not in seen(pilot)


async def test_quitting_from_a_dialog_keeps_what_was_typed_in_it(tmp_path: Path) -> None:
    hands = Hands()
    async with opened(tmp_path / "a", hands) as pilot:
        await press(pilot, "c")
        await type_text(pilot, "the long light")
        await press(pilot, "ctrl+q")
    with Workspace.open(str(tmp_path / "a"), hands.clock) as workspace:
        (draft,) = workspace.drafts.all("evening:")
        assert "the long light" in draft.body


async def test_what_was_typed_on_a_page_is_handed_over_before_the_app_leaves(tmp_path: Path, hands: Hands) -> None:
    """A page announces what was typed after a pause; whoever leaves within it loses nothing, and makes up nothing."""
    kept: list[str] = []
    async with opened(tmp_path / "a", hands) as pilot:
        await shown(pilot, Prose("And then?", "So ", typed=kept.append))
        await hand_over(pilot.app)  # type: ignore[arg-type]
        assert kept == []
        pilot.app.screen.query_one(Editor).insert("far")
        await pilot.pause()
        await hand_over(pilot.app)  # type: ignore[arg-type]
        assert kept == ["So far"]


async def test_a_page_without_a_draft_of_its_own_is_in_the_journal_next_time(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        await shown(pilot, Prose("What did they say?", "Kind"))
        await hand_over(pilot.app)  # type: ignore[arg-type]
        assert await asked(pilot, lambda w: w.drafts.all()) == ()
        pilot.app.screen.query_one(Editor).insert(" words")
        await hand_over(pilot.app)  # type: ignore[arg-type]
        await hand_over(pilot.app)  # type: ignore[arg-type]
        (draft,) = await asked(pilot, lambda w: w.drafts.all("entry:"))
        assert draft.body == "What did they say?\n\nKind words"
