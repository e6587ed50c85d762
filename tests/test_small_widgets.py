"""The year, the charts, the breathing minute and the cover."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import on
from textual.app import App, ComposeResult
from textual.theme import BUILTIN_THEMES
from textual.widgets import Static

from tests.test_widgets import any_text, hostile, on_screen, painted
from tui.theme import THEMES
from tui.widgets.breathing import Breathing, breath
from tui.widgets.chart import bars
from tui.widgets.heatmap import Heatmap, read
from tui.widgets.hidden import Hidden
from tui.widgets.plain import plain
from tui.widgets.quiet import QuietTime

TODAY = date(2026, 11, 20)  # a Friday
WORDS = {"breathe_in": "in", "breathe_out": "out", "still": "In, then out.", "done": "Done.", "stopped": "Enough."}


class Stage(App[None]):
    """One widget, and what it said."""

    def __init__(self, widget: Heatmap | Breathing | Static) -> None:
        super().__init__()
        self.widget = widget
        self.said: list[tuple[str, object]] = []
        for theme in THEMES:
            self.register_theme(theme)

    def compose(self) -> ComposeResult:
        yield self.widget

    @on(Heatmap.Highlighted)
    def _highlighted(self, event: Heatmap.Highlighted) -> None:
        self.said.append(("highlighted", event.day))

    @on(Heatmap.Chosen)
    def _chosen(self, event: Heatmap.Chosen) -> None:
        self.said.append(("chosen", event.day))

    @on(Breathing.Ended)
    def _ended(self, event: Breathing.Ended) -> None:
        self.said.append(("ended", "early" if event.early else "done"))


# The year


async def test_a_whole_year_fits_in_sixty_columns() -> None:
    year = Heatmap()
    async with Stage(year).run_test(size=(60, 20)) as pilot:
        year.show({TODAY: 3, TODAY - timedelta(365): 1}, TODAY)
        await pilot.pause()
        lines = [line.rstrip() for line in painted(pilot.app).split("\n")]
        assert lines[0].split() == [f"{date(2026, month or 12, 1):%b}" for month in range(12)]
        assert [line[:3] for line in lines[1:8:2]] == ["Mon", "Wed", "Fri", "Sun"]
        assert lines[5] == "Fri " + "·" * 52 + "3"
        assert lines[4].startswith("    ░")
        assert lines[8] == "· none  ░ 1  ▒ 2  ▓ 3  █ 4"
        assert lines[9] == "3 on Friday 20 November 2026"


async def test_arrows_walk_by_day_and_week_and_stop_at_both_ends() -> None:
    year = Heatmap()
    app = Stage(year)
    async with app.run_test(size=(80, 20)) as pilot:
        year.show({}, TODAY)
        await pilot.press("down", "right", "left", "up", "h", "k", "l", "j", "enter")
        walked = [TODAY - timedelta(days) for days in (7, 8, 15, 16, 9, 8)]
        assert app.said == [*(("highlighted", day) for day in walked), ("chosen", walked[-1])]
        await pilot.press("g")
        assert year.day == TODAY - timedelta(52 * 7 + TODAY.weekday())
        await pilot.press("left", "up")
        assert year.day.weekday() == 0
        await pilot.press("G")
        assert year.day == TODAY


async def test_a_click_goes_to_a_day_and_a_second_one_chooses_it() -> None:
    year = Heatmap()
    app = Stage(year)
    async with app.run_test(size=(80, 20)) as pilot:
        year.show({}, TODAY)
        for offset in [(56, 1), (56, 1), (56, 7), (1, 1), (56, 8)]:
            await pilot.click(Heatmap, offset=offset)
        monday = TODAY - timedelta(4)
        assert app.said == [("highlighted", monday), ("chosen", monday)]


async def test_in_less_room_the_latest_weeks_are_shown() -> None:
    year = Heatmap()
    async with Stage(year).run_test(size=(20, 12)) as pilot:
        year.show({TODAY: 1}, TODAY)
        await pilot.press("home")
        assert year.day == TODAY - timedelta(15 * 7 + 4)
        assert painted(pilot.app)


async def test_the_cursor_follows_the_last_day_and_else_stays() -> None:
    year = Heatmap()
    async with Stage(year).run_test() as pilot:
        year.show({}, TODAY)
        year.show({}, TODAY + timedelta(1))
        assert year.day == TODAY + timedelta(1)
        await pilot.press("left")
        year.show({}, TODAY + timedelta(2))
        assert year.day == TODAY - timedelta(6)


async def test_a_year_without_days_is_empty_until_something_is_shown() -> None:
    async with Stage(Heatmap()).run_test() as pilot:
        await pilot.press("left", "down", "enter")
        assert not painted(pilot.app).strip()


async def test_the_day_under_the_cursor_is_a_digit_on_another_ground() -> None:
    year = Heatmap()
    async with Stage(year).run_test() as pilot:
        year.show({TODAY: 7}, TODAY)
        await pilot.pause()
        cell = next(part for part in year.render_line(5) if part.text == "7")
        assert cell.style is not None
        assert cell.style.bgcolor != year.visual_style.rich_style.bgcolor


@given(st.integers(0, 10**6), st.dates())
def test_a_day_reads_as_a_sentence(count: int, day: date) -> None:
    assert read(count, day).startswith(f"{count} on ")
    assert read(3, date(2025, 3, 3)) == "3 on Monday 3 March 2025"


@on_screen
@given(st.dates(min_value=date(2, 1, 1)), st.lists(st.integers(0, 10**9), max_size=400), st.integers(1, 70), hostile)
async def test_any_year_can_be_shown(until: date, counts: list[int], width: int, words: str) -> None:
    year = Heatmap(words=lambda count, day: words)
    async with Stage(year).run_test(size=(width, 12)) as pilot:
        year.show({until - timedelta(n): count for n, count in enumerate(counts)}, until)
        await pilot.press("left", "up", "home", "right", "end")
        painted(pilot.app)


# Charts


def test_bars_are_as_long_as_their_numbers_are_large() -> None:
    chart = bars([("2 Nov", 4), ("this week", 1.5), ("never", 0)], 24).plain.split("\n")
    assert chart == ["2 Nov    ███████████ 4", "this we… ████▏ 1.5", "never    0"]


numbers = st.lists(st.floats(0, 1e9) | st.integers(0, 10**9), max_size=60)


@any_text
@given(st.lists(st.tuples(hostile, st.floats(0, 1e6)), max_size=12), st.integers(30, 80))
def test_bars_with_any_label_fit(points: list[tuple[str, float]], width: int) -> None:
    lines = bars(points, width).split("\n")
    assert all(line.cell_length <= width for line in lines)
    "".join(line.plain for line in lines).encode()


# Breathing


def test_a_breath_fills_in_four_seconds_and_empties_in_six() -> None:
    assert [breath(second) for second in (0, 4, 10)] == [(True, 0), (False, 1), (True, 0)]
    assert breath(2)[0]
    assert breath(2)[1] == pytest.approx(0.5)
    assert not breath(7)[0]
    assert breath(7)[1] == pytest.approx(0.5)


async def test_the_line_widens_then_narrows_and_ends_by_itself() -> None:
    pacer = Breathing(**WORDS, now=lambda: 0)
    app = Stage(pacer)
    async with app.run_test(size=(60, 20)) as pilot:
        app.animation_level = "full"

        def width_at(second: float) -> tuple[str, int]:
            pacer.elapsed = second
            lines = str(pacer.render()).split("\n")
            return lines[0], len(lines[2])

        assert [width_at(second)[0] for second in (0, 2, 4, 7, 9.9, 10)] == ["in", "in", "out", "out", "out", "in"]
        widths = [width_at(second)[1] for second in (0, 1, 2, 3, 4)]
        assert widths == sorted(set(widths))
        assert widths[-1] == 40
        widths = [width_at(second)[1] for second in (4, 5, 7, 8, 9)]
        assert widths == sorted(set(widths), reverse=True)
        pacer.elapsed = 60
        await pilot.pause()
        assert app.said == [("ended", "done")]
        assert "Done." in painted(app)
        await pilot.press("x")
        assert app.said == [("ended", "done")]


async def test_any_key_ends_it_earlier() -> None:
    app = Stage(Breathing(**WORDS))
    async with app.run_test() as pilot:
        app.widget.focus()
        await pilot.press("z", "z")
        assert app.said == [("ended", "early")]
        assert "Enough." in painted(app)


async def test_without_animations_it_stands_still_and_says_how() -> None:
    pacer = Breathing(**WORDS)
    app = Stage(pacer)
    app.animation_level = "none"
    async with app.run_test() as pilot:
        before = painted(app)
        assert "In, then out." in before
        pacer.elapsed = 7
        await pilot.pause()
        assert painted(app) == before
        pacer.elapsed = 60
        await pilot.pause()
        assert app.said == [("ended", "done")]


# The cover


@pytest.mark.parametrize("theme", [*(theme.name for theme in THEMES), *BUILTIN_THEMES])
async def test_the_cover_shows_nothing_private_in_any_theme(theme: str) -> None:
    app = Stage(Static("secret " * 2_000))
    async with app.run_test(notifications=True) as pilot:
        app.theme = theme
        app.push_screen(Hidden("Nothing to see here."))
        await pilot.pause()
        app.notify("secret", markup=False)
        await pilot.pause()
        assert painted(app).split() == ["Nothing", "to", "see", "here."]


@pytest.mark.parametrize("key", ["x", "1", "escape", "tab", "enter", "question_mark", "f1", "up"])
async def test_any_key_lifts_the_cover_and_does_nothing_else(key: str) -> None:
    pressed: list[str] = []

    class Listening(Stage):
        BINDINGS = [(name, f"note('{name}')", "Note") for name in ("x", "1", "escape", "question_mark")]

        def action_note(self, name: str) -> None:
            pressed.append(name)

    app = Listening(Static(plain("below")))
    async with app.run_test() as pilot:
        app.push_screen(Hidden())
        await pilot.pause()
        await pilot.press(key)
        assert "below" in painted(app)
        assert pressed == []


def test_a_quiet_clock_counts_pauses_and_goes_on() -> None:
    at = [100.0]
    time = QuietTime(lambda: at[0])
    at[0] += 125
    assert (time.minutes, time.paused) == (2, False)
    time.turn()
    at[0] += 3600
    assert (time.minutes, time.paused) == (2, True)
    time.turn()
    at[0] += 60
    assert time.minutes == 3
