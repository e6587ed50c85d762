"""Lists, the editor and plain words: they hold any length and any text."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual import events, on
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input, Static

from core.text import clean
from tests.hostile import KEPT, REFUSED
from tui.widgets.editor import Editor
from tui.widgets.plain import fit, plain
from tui.widgets.rows import Row, Rows, heading

HOSTILE = (*KEPT, *REFUSED, "Dev [bold]x[/bold]", "\x1b]0;title\x07", "line\nbreak\ttab\r\n", "e\u0301" * 5_000, "")
hostile = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(codec=None, exclude_categories=()), max_size=60),
    st.lists(st.sampled_from(["[", "]", "/", "\x1b", "\x9b", "\u2067", "\ud83d", "語", "a", "\n"])).map("".join),
)
any_text = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
# Starting an app costs more than filling it: few apps, many texts in each.
on_screen = settings(any_text, max_examples=6)
many = st.lists(st.tuples(hostile, hostile, hostile), min_size=4, max_size=6)


class Stage(App[None]):
    """A place for one widget; it remembers what the widget said."""

    def __init__(self, *widgets: Widget) -> None:
        super().__init__()
        self.widgets = widgets
        self.highlighted: list[Row | None] = []
        self.chosen: list[Row] = []
        self.typed: list[str] = []

    def compose(self) -> ComposeResult:
        yield from self.widgets

    @on(Rows.Highlighted)
    def _highlighted(self, event: Rows.Highlighted) -> None:
        self.highlighted.append(event.row)

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.chosen.append(event.row)

    @on(Editor.Typed)
    def _typed(self, event: Editor.Typed) -> None:
        self.typed.append(event.text)


async def settled(pilot: Pilot[None]) -> None:
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def painted(app: App[None]) -> str:
    """The screen as text; encoding it proves that a terminal can be sent it."""
    text = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
    text.encode()
    assert not any(ord(letter) < 32 and letter != "\n" for letter in text)
    assert not any(0x7F <= ord(letter) < 0xA0 or 0x202A <= ord(letter) <= 0x202E for letter in text)
    return text


def numbered(count: int, start: int = 0) -> list[Row]:
    return [Row(f"id-{n}", f"Row {n}") for n in range(start, start + count)]


class Shelf:
    """A hundred thousand rows that exist only when asked for, and a note of what was asked."""

    def __init__(self, count: int = 100_000, shift: int = 0) -> None:
        self.count, self.shift = count, shift
        self.asked: list[tuple[int, int]] = []

    def window(self, start: int, stop: int) -> Sequence[Row]:
        self.asked.append((start, stop))
        return numbered(stop - start, start - self.shift)

    async def later(self, start: int, stop: int) -> Sequence[Row]:
        await asyncio.sleep(0)
        return self.window(start, stop)


# Plain words


@any_text
@given(hostile)
def test_plain_words_are_never_markup_and_never_lost(text: str) -> None:
    shown = plain(text)
    assert len(shown.plain) == len(text)
    assert not shown.spans
    shown.plain.encode()


@any_text
@given(hostile, st.integers(0, 40))
def test_fitted_words_stay_within_their_cells(text: str, width: int) -> None:
    shown = plain(fit(text, width))
    assert shown.cell_length <= width
    assert "\n" not in shown.plain


def test_words_that_fit_are_shown_whole_and_others_end_in_an_ellipsis() -> None:
    assert fit("interview", 9) == "interview"
    assert fit("interview", 8) == "intervi…"
    assert fit("日本語", 5) == "日本…"


# Rows


async def test_the_cursor_moves_by_arrows_letters_pages_and_ends() -> None:
    rows = Rows(numbered(200))
    async with Stage(rows).run_test(size=(80, 24)) as pilot:
        for key, index in [
            ("down", 1),
            ("j", 2),
            ("k", 1),
            ("up", 0),
            ("up", 0),
            ("pagedown", 23),
            ("pageup", 0),
            ("G", 199),
            ("down", 199),
            ("g", 0),
            ("end", 199),
            ("home", 0),
        ]:
            await pilot.press(key)
            assert rows.cursor == index, key
        await pilot.press("G")
        assert "› Row 199" in painted(pilot.app)


async def test_headings_are_passed_over_and_the_first_one_stays_in_sight() -> None:
    groups = [heading("Search"), *numbered(30), heading("People"), *numbered(2, 30)]
    rows = Rows(groups)
    async with Stage(rows).run_test(size=(80, 12)) as pilot:
        assert rows.cursor == 1
        await pilot.press("G", "up", "up")
        assert rows.row == Row("id-29", "Row 29")
        await pilot.press("g")
        assert rows.cursor == 1
        assert "Search" in painted(pilot.app)
        await pilot.press("up")
        assert rows.cursor == 1


async def test_only_headings_leave_nothing_to_stand_on() -> None:
    rows = Rows([heading(f"Group {n}") for n in range(40)])
    app = Stage(rows)
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.press("down", "G", "g", "enter", "pagedown", "pageup", "k")
        assert rows.cursor is None
        assert app.chosen == []


async def test_enter_or_a_second_click_chooses() -> None:
    rows = Rows([heading("Search"), *numbered(3)])
    app = Stage(rows)
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.press("enter")
        await pilot.click(Rows, offset=(4, 2))
        assert rows.cursor == 2
        await pilot.click(Rows, offset=(4, 2))
        await pilot.click(Rows, offset=(4, 0))
        await pilot.click(Rows, offset=(4, 8))
        assert [row.id for row in app.chosen] == ["id-0", "id-1"]


async def test_the_cursor_stays_with_its_row_when_the_content_changes() -> None:
    rows = Rows(numbered(50))
    app = Stage(rows)
    async with app.run_test(size=(80, 10)) as pilot:
        rows.cursor = 20
        rows.show(list(reversed(numbered(50))))
        assert rows.row == Row("id-20", "Row 20")
        rows.show(numbered(5))
        assert rows.cursor == 4
        rows.show([])
        assert rows.cursor is None
        await pilot.pause()
        assert app.highlighted[-1] is None
        rows.show(numbered(3))
        assert rows.cursor == 0


async def test_a_row_that_changed_under_the_cursor_is_announced_once() -> None:
    rows = Rows(numbered(3))
    app = Stage(rows)
    async with app.run_test() as pilot:
        ticked = [Row("id-0", "Row 0", mark="x"), *numbered(2, 1)]
        rows.show(ticked)
        rows.show(list(ticked))
        await pilot.pause()
        assert app.highlighted == [numbered(1)[0], ticked[0]]


async def test_an_empty_list_says_the_next_key() -> None:
    rows = Rows(empty="Nothing here yet. Press n to write the first entry.")
    async with Stage(rows).run_test(size=(30, 10)) as pilot:
        assert "Press n to write" in " ".join(painted(pilot.app).split())
        await pilot.press("down", "enter", "G", "pageup")
        assert rows.cursor is None


@pytest.mark.parametrize("later", [False, True], ids=["at once", "awaited"])
async def test_rows_fetched_for_a_key_are_bounded_by_the_screen(later: bool) -> None:
    shelf, rows, height = Shelf(), Rows(), 10
    async with Stage(rows).run_test(size=(80, height)) as pilot:
        rows.show_window(shelf.count, shelf.later if later else shelf.window)
        await settled(pilot)
        for key in ["j"] * 25 + ["pagedown"] * 4 + ["G", "pageup", "g"] + ["G", "k"] * 3:
            before = len(shelf.asked)
            await pilot.press(key)
            await settled(pilot)
            fetched = sum(stop - start for start, stop in shelf.asked[before:])
            assert fetched <= 3 * height, key
            assert rows.row == Row(f"id-{rows.cursor}", f"Row {rows.cursor}")
            if rows.cursor == 25:
                # What lies near is kept: walking asks again every half screen, not at every key.
                assert len(shelf.asked) <= 1 + 25 // (height // 2)
        assert all(0 <= start < stop <= shelf.count for start, stop in shelf.asked)
        asked = len(shelf.asked)
        await pilot.press("k", "j", "k", "j")
        assert len(shelf.asked) == asked


@pytest.mark.parametrize("later", [False, True], ids=["at once", "awaited"])
async def test_a_new_first_row_moves_the_cursor_along_with_its_row(later: bool) -> None:
    before, after, rows = Shelf(), Shelf(100_001, shift=1), Rows()
    async with Stage(rows).run_test(size=(80, 20)) as pilot:
        rows.show_window(before.count, before.later if later else before.window)
        await settled(pilot)
        rows.cursor = 500
        await settled(pilot)
        rows.show_window(after.count, after.later if later else after.window)
        await settled(pilot)
        assert rows.cursor == 501
        assert rows.row == Row("id-500", "Row 500")


async def test_an_answer_that_comes_after_the_content_changed_is_forgotten() -> None:
    rows, gate = Rows(), asyncio.Event()

    async def slow(start: int, stop: int) -> Sequence[Row]:
        await gate.wait()
        return [Row("old", "Old")] * (stop - start)

    async with Stage(rows).run_test() as pilot:
        rows.show_window(10, slow)
        await pilot.pause()
        assert "…" in painted(pilot.app)
        rows.show(numbered(2))
        gate.set()
        await settled(pilot)
        assert rows.row == Row("id-0", "Row 0")
        assert "Old" not in painted(pilot.app)


@on_screen
@given(many, st.integers(1, 60))
async def test_any_text_is_shown_in_rows(texts: list[tuple[str, str, str]], width: int) -> None:
    rows = Rows([Row(str(n), text, mark, detail) for n, (text, mark, detail) in enumerate(texts)])
    async with Stage(rows).run_test(size=(width, 10)) as pilot:
        await pilot.press("down", "j", "enter")
        lines = painted(pilot.app).split("\n")
        assert len(lines) == 10


async def test_brackets_in_a_row_do_not_vanish() -> None:
    rows = Rows([Row("1", "Dev [/foo] [Remote]", "[x]", "[1]")], empty="[b]")
    async with Stage(rows).run_test(size=(40, 4)) as pilot:
        assert painted(pilot.app).startswith("› [x] Dev [/foo] [Remote]")
        assert "[1]" in painted(pilot.app)


# The editor


async def test_typing_is_announced_within_a_second_and_not_for_every_key() -> None:
    editor = Editor()
    app = Stage(editor)
    async with app.run_test() as pilot:
        await pilot.press(*"hello")
        assert editor.unsaved
        assert app.typed == []
        while not app.typed:
            await pilot.pause(0.1)
        assert app.typed == ["hello"]
        assert not editor.unsaved


async def test_leaving_the_editor_announces_at_once() -> None:
    app = Stage(Editor(), Input())
    async with app.run_test() as pilot:
        await pilot.press("h", "i", "tab")
        await pilot.pause()
        assert app.typed == ["hi"]
        assert isinstance(app.focused, Input)


async def test_what_was_typed_is_announced_when_the_editor_goes_away() -> None:
    editor = Editor()
    app = Stage(editor)
    async with app.run_test() as pilot:
        await pilot.press("h", "i")
        await editor.remove()
        await pilot.pause()
        assert app.typed == ["hi"]


async def test_loading_is_not_typing_and_keeps_the_text_before() -> None:
    editor = Editor("first")
    app = Stage(editor)
    async with app.run_test() as pilot:
        editor.load_text("second")
        await pilot.pause()
        assert not editor.unsaved
        await pilot.press("x")
        editor.load_text("third")
        await pilot.pause()
        assert app.typed == ["xsecond"]
        assert editor.text == "third"


async def test_a_paste_over_the_limit_is_refused_with_a_sentence_and_nothing_is_lost() -> None:
    editor = Editor("kept", limit=100)
    app = Stage(editor)
    async with app.run_test(notifications=True) as pilot:
        editor.post_message(events.Paste("y" * 5_000_000))
        await pilot.pause()
        assert editor.text == "kept"
        assert ["5,000,000" in notice.message for notice in app._notifications] == [True]
        app.copy_to_clipboard("z" * 96)
        await pilot.press("ctrl+v")
        assert len(editor.text) == 100


async def test_a_long_text_can_be_pasted_where_it_fits() -> None:
    editor = Editor()
    async with Stage(editor).run_test() as pilot:
        editor.post_message(events.Paste("word word\r\n" * 40_000))
        await pilot.pause()
        assert editor.text == "word word\n" * 40_000


@on_screen
@given(many)
async def test_any_text_can_be_pasted_and_loaded(texts: list[tuple[str, str, str]]) -> None:
    editor = Editor(texts[0][2])
    async with Stage(editor).run_test(size=(60, 12)) as pilot:
        for loaded, pasted, _ in texts:
            editor.load_text(loaded)
            editor.post_message(events.Paste(pasted))
            await pilot.press("left", "a", "ctrl+z")
            painted(pilot.app)
            clean(editor.text)


async def test_direction_marks_are_kept_in_the_text_and_shown_as_symbols() -> None:
    editor = Editor("שלום \u200f(name)\u200f")
    async with Stage(editor).run_test() as pilot:
        assert "◌(name)◌" in painted(pilot.app)
        await pilot.press("x")
        assert editor.text == "xשלום \u200f(name)\u200f"


async def test_the_placeholder_is_plain_words() -> None:
    async with Stage(Editor(placeholder="How was [it]?"), Static()).run_test() as pilot:
        assert "How was" in painted(pilot.app)
