"""CPU per arrow key in a list of ours against an empty virtual list and Textual's own lists, in one run.

    python -m benchmarks.rows

Prints the median CPU time to open a list, of a key press that moves the cursor, and of one that
also scrolls, with their ratios to the empty virtual list, scrolled in the same way. Time spent
until the screen is painted again is part of all three. ListView is left out at 100 000 rows,
where opening it takes minutes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from statistics import median
from time import process_time
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import DataTable, Label, ListItem, ListView, OptionList

from tui.widgets.rows import Row, Rows

SIZES = (100, 100_000)
ROUNDS = 3
HEIGHT = 20
KEYS = 60


class Empty(ScrollView, can_focus=True):
    """The least a list on the line API can do: blank lines, two of them painted again, or all on scrolling."""

    BINDINGS: ClassVar[list[BindingType]] = [("down", "step(1)", "Down")]
    cursor = 0

    def on_mount(self) -> None:
        self.virtual_size = Size(0, 100)

    def action_step(self, by: int) -> None:
        self.refresh_line(self.cursor)
        self.cursor = max(0, self.cursor + by)
        self.refresh_line(self.cursor)
        if self.cursor >= HEIGHT:
            self.scroll_to(y=self.cursor - HEIGHT + 1, animate=False)

    def render_line(self, y: int) -> Strip:
        return Strip.blank(self.size.width, self.rich_style)


def rows(start: int, stop: int) -> Sequence[Row]:
    """Rows as a screen makes them: a mark, some words, a detail."""
    return [Row(str(n), f"Entry number {n} about an ordinary day", "·", f"{n % 60} min") for n in range(start, stop)]


def in_memory(count: int) -> Widget:
    """Our rows, all of them in memory."""
    return Rows(rows(0, count))


def windowed(count: int) -> Widget:
    """Our rows, fetched near the screen."""
    ours = Rows()
    ours.show_window(count, rows)
    return ours


def option_list(count: int) -> Widget:
    """Textual's OptionList."""
    return OptionList(*(row.text for row in rows(0, count)), markup=False)


def data_table(count: int) -> Widget:
    """Textual's DataTable."""
    table: DataTable[str] = DataTable(cursor_type="row", show_header=False)
    table.add_columns("mark", "text", "detail")
    table.add_rows((row.mark, row.text, row.detail) for row in rows(0, count))
    return table


def list_view(count: int) -> Widget:
    """Textual's ListView."""
    return ListView(*(ListItem(Label(row.text, markup=False)) for row in rows(0, count)))


class Page(App[None]):
    """One list and nothing else."""

    def __init__(self, make: Callable[[], Widget]) -> None:
        super().__init__()
        self._make = make

    def compose(self) -> ComposeResult:
        yield self._make()


async def pressed(make: Callable[[], Widget], down: int = KEYS) -> tuple[float, list[float]]:
    """CPU seconds to open the list, and of each press of the down arrow, past the screen's end."""
    start = process_time()
    async with Page(make).run_test(size=(100, HEIGHT)) as pilot:
        await pilot.pause()
        opened = process_time() - start
        await pilot.press("down")
        times = []
        for _ in range(down):
            start = process_time()
            await pilot.press("down")
            times.append(process_time() - start)
        return opened, times


def main() -> None:
    """Measure in alternating order and print the table."""
    lists: dict[str, Callable[[], Widget]] = {"an empty virtual list": Empty}
    for size in SIZES:
        for make in (windowed, in_memory, option_list, data_table, list_view):
            if make is not list_view or size <= 1_000:
                lists[f"{make.__doc__.rstrip('.') if make.__doc__ else ''}, {size:,}"] = partial(make, size)
    opened: dict[str, list[float]] = {name: [] for name in lists}
    moves: dict[str, list[float]] = {name: [] for name in lists}
    scrolls: dict[str, list[float]] = {name: [] for name in lists}
    for _ in range(ROUNDS):
        for name, make in lists.items():
            start, times = asyncio.run(pressed(make))
            opened[name].append(start)
            moves[name].extend(times[: HEIGHT - 3])
            scrolls[name].extend(times[HEIGHT:])
    move, scroll = (median(times["an empty virtual list"]) for times in (moves, scrolls))
    print(f"{'list':<42} {'open':>8} {'move':>9} {'ratio':>6} {'scroll':>9} {'ratio':>6}")
    for name in lists:
        ours, scrolled = median(moves[name]), median(scrolls[name])
        print(
            f"{name:<42} {median(opened[name]):>7.2f}s {ours * 1000:>7.2f}ms {ours / move:>6.2f}"
            f" {scrolled * 1000:>7.2f}ms {scrolled / scroll:>6.2f}"
        )


if __name__ == "__main__":
    main()
