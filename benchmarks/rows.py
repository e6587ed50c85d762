"""Processor time of an arrow key in a list of ours against an empty virtual list and Textual's own lists.

Some keys move the cursor, others scroll as well; the empty list is scrolled in the same way. The time until the screen
is painted again is part of it. Textual's lists are smaller: opening them with 100 000 rows takes 5 s to minutes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
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

from benchmarks.measure import Bench
from benchmarks.measure import Row as Line
from tui.widgets.rows import Row, Rows

PEER_ROWS = 10_000
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


def some(start: int, stop: int) -> Sequence[Row]:
    """Rows as a screen makes them: a mark, some words, a detail."""
    return [Row(str(n), f"Entry number {n} about an ordinary day", "·", f"{n % 60} min") for n in range(start, stop)]


def windowed(count: int) -> Widget:
    """Our rows, fetched near the screen."""
    ours = Rows()
    ours.show_window(count, some)
    return ours


def option_list(count: int) -> Widget:
    """Textual's OptionList."""
    return OptionList(*(row.text for row in some(0, count)), markup=False)


def data_table(count: int) -> Widget:
    """Textual's DataTable."""
    table: DataTable[str] = DataTable(cursor_type="row", show_header=False)
    table.add_columns("mark", "text", "detail")
    table.add_rows((row.mark, row.text, row.detail) for row in some(0, count))
    return table


def list_view(count: int) -> Widget:
    """Textual's ListView."""
    return ListView(*(ListItem(Label(row.text, markup=False)) for row in some(0, count)))


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


def rows(bench: Bench) -> Iterator[Line]:
    """An arrow key that moves the cursor, one that also scrolls, and opening the list."""
    lists: dict[str, Callable[[], Widget]] = {"floor": Empty}
    lists |= {f"{size}": partial(windowed, size) for size in bench.sizes}
    slow = {make.__name__: partial(make, PEER_ROWS) for make in (option_list, data_table)}
    slow["list_view"] = partial(list_view, PEER_ROWS // 10)
    lists |= slow
    opened: dict[str, list[float]] = {name: [] for name in lists}
    keys: dict[str, list[float]] = {name: [] for name in lists}
    for number in range(bench.rounds(ROUNDS)):
        for name, make in lists.items():
            if number and name in slow:  # once is enough for what is told apart at a glance
                continue
            start, times = asyncio.run(pressed(make, HEIGHT + 6 if name == "list_view" else KEYS))
            opened[name].append(start * 1000)
            keys[name].extend(time * 1000 for time in times)
    most = f"{bench.sizes[-1]}"
    peers = {
        f"OptionList {PEER_ROWS:,}": "option_list",
        f"DataTable {PEER_ROWS:,}": "data_table",
        f"ListView {PEER_ROWS // 10:,}": "list_view",
    }
    for what, found, reach in (("an arrow key in a list", keys, 2.0), ("opening a list", opened, None)):
        yield Line(
            what,
            median(found[most]),
            median(found["floor"]),
            reach,
            peers={name: median(found[peer]) for name, peer in peers.items()},
            growth={size: median(found[f"{size}"]) for size in bench.sizes},
            beside="an empty virtual list",
        )
