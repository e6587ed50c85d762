"""A list of any length that costs the same at ten rows and at a hundred thousand."""

from __future__ import annotations

from asyncio import ensure_future
from collections.abc import Awaitable, Sequence
from inspect import isawaitable
from typing import ClassVar

from rich.segment import Segment
from textual import events, work
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.geometry import Size, clamp
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.widgets.plain import plain
from tui.widgets.row import Row, Tone, draw, draw_words, heading
from tui.widgets.shelf import Shelf, Window

__all__ = ["Row", "Rows", "Tone", "Window", "heading"]


class Rows(ScrollView, can_focus=True):
    """Rows under a cursor; arrows or j and k move it, enter or a second click chooses.

    `show(rows)` takes rows that are in memory. `show_window(count, window)` asks
    `window(start, stop)` for the rows near the screen and for no others, three screens at a
    time at most; it may answer at once or be awaited.
    """

    ALLOW_SELECT = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "step(1)", "Down", show=False, id="list.down"),
        Binding("up,k", "step(-1)", "Up", show=False, id="list.up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="list.page_down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="list.page_up"),
        Binding("home,g", "end(-1)", "First", show=False, id="list.first"),
        Binding("end,G", "end(1)", "Last", show=False, id="list.last"),
        Binding("enter", "choose", "Choose", show=False, id="list.choose"),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *("rows--row", "rows--cursor", "rows--heading", "rows--quiet"),
        *("rows--next", "rows--done", "rows--rest", "rows--skip"),
    }

    DEFAULT_CSS = """
    Rows {
        height: 1fr;
        color: $foreground;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        & > .rows--heading { color: $text-primary; text-style: bold; }
        & > .rows--quiet { color: $text-muted; }
        & > .rows--next { color: $text-accent; text-style: bold; }
        & > .rows--done { color: $text-success; }
        & > .rows--rest { color: $text-secondary; }
        & > .rows--skip { color: $text-muted; }
        & > .rows--cursor {
            color: $block-cursor-blurred-foreground;
            background: $block-cursor-blurred-background;
            text-style: $block-cursor-blurred-text-style;
        }
        &:focus > .rows--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
    }
    """

    class _Said(Message):
        def __init__(self, rows: Rows) -> None:
            super().__init__()
            self.rows = rows

        @property
        def control(self) -> Rows:
            return self.rows

    class Highlighted(_Said):
        """The cursor stands on another row, or on none (`row` is None: the list is empty)."""

        def __init__(self, rows: Rows, row: Row | None) -> None:
            super().__init__(rows)
            self.row = row

    class Chosen(_Said):
        """Enter, or a click on the row under the cursor."""

        def __init__(self, rows: Rows, row: Row) -> None:
            super().__init__(rows)
            self.row = row

    def __init__(
        self, rows: Sequence[Row] = (), *, empty: str = "", id: str | None = None, classes: str | None = None
    ) -> None:
        """`empty` is shown where there are no rows: the one useful next key."""
        super().__init__(id=id, classes=classes)
        self.empty = empty
        self._shelf = Shelf()
        self._cursor: int | None = None
        self._direction = 1
        self._announced: Row | None = None
        self._strips: LRUCache[tuple[Row, bool, int], Strip] = LRUCache(512)
        if rows:
            self.show(rows)

    # What is shown

    @property
    def count(self) -> int:
        """How many rows there are, headings included."""
        return self._shelf.count

    @property
    def cursor(self) -> int | None:
        """The index of the row under the cursor, None where there is nothing to stand on."""
        return self._cursor

    @cursor.setter
    def cursor(self, index: int) -> None:
        self._go(index, 1 if self._cursor is None or index >= self._cursor else -1)

    @property
    def row(self) -> Row | None:
        """The row under the cursor, None in an empty list or while it is still being fetched."""
        return None if self._cursor is None else self._shelf.at(self._cursor)

    def show(self, rows: Sequence[Row]) -> None:
        """Show `rows`; the cursor stays on the row with the same id, else near where it was."""
        kept = self.row
        self._shelf.fill(rows)
        self._settle(kept)

    def show_window(self, count: int, window: Window) -> None:
        """Show `count` rows that `window(start, stop)` hands out; the cursor stays as with `show`."""
        self._shelf.open(count, window)
        self.virtual_size = Size(0, count)
        if count:
            self._fetch_if_needed()
        else:
            self._settle(None)

    def select(self, id: str) -> bool:
        """Put the cursor on the row with this id; False where it is not among the loaded rows."""
        found = self._shelf.index_of(id)
        if found is not None:
            self.cursor = found
        return found is not None

    # The cursor

    def action_step(self, by: int) -> None:
        if self._cursor is None:
            self.scroll_to(y=self.scroll_offset.y + by, animate=False)
        else:
            self._go(clamp(self._cursor + by, 0, self._shelf.count - 1), 1 if by > 0 else -1)

    def action_page(self, direction: int) -> None:
        self.action_step(direction * max(1, self.scrollable_content_region.height - 1))

    def action_end(self, direction: int) -> None:
        self._go(0 if direction < 0 else self._shelf.count - 1, -direction)

    def action_choose(self) -> None:
        if (row := self.row) is not None:
            self.post_message(self.Chosen(self, row))

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or (index := offset.y + self.scroll_offset.y) >= self._shelf.count:
            return
        if index == self._cursor:
            self.action_choose()
        elif (row := self._shelf.at(index)) is None or not row.heading:
            self._go(index, 1)

    def _go(self, index: int, direction: int) -> None:
        """Put the cursor on `index`, or on the next row beyond that is not a heading."""
        self._direction = direction
        target = self._shelf.standing_place(index, direction)
        if target is None:
            # Only headings lie this way: show them, as there is nothing to stand on.
            self._bring_into_view(clamp(index, 0, max(0, self._shelf.count - 1)))
            return
        self._place(target)
        # One line of context keeps the heading of a group's first row on the screen.
        above = self._shelf.at(target - 1)
        if above is not None and above.heading:
            self._bring_into_view(target - 1)
        self._bring_into_view(target)
        self._announce()

    def _place(self, target: int | None) -> None:
        before, self._cursor = self._cursor, target
        for line in {before, target}:
            if line is not None:
                self.refresh_line(line)

    def _bring_into_view(self, index: int) -> None:
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        if not height:
            return
        if index < top:
            self.scroll_to(y=index, animate=False, force=True)
        elif index >= top + height:
            self.scroll_to(y=index - height + 1, animate=False, force=True)

    def _announce(self) -> None:
        row = self.row
        if row != self._announced and (row is not None or not self._shelf.count):
            self._announced = row
            self.post_message(self.Highlighted(self, row))

    # Fetching

    def _fetch_if_needed(self) -> None:
        asked = self._shelf.ask(self.scroll_offset.y, self.scrollable_content_region.height)
        if asked is None or (window := self._shelf.window) is None:
            return
        answer = window(asked.start, asked.stop)
        if isawaitable(answer):
            # A task of its own: the next fetch may overtake this one before its worker has begun.
            self._receive(window, asked, ensure_future(answer))
        else:
            self._take(asked.start, answer)

    @work(group="rows", exclusive=True)
    async def _receive(self, window: Window, asked: range, answer: Awaitable[Sequence[Row]]) -> None:
        rows = await answer
        if self._shelf.expects(window, asked):
            self._take(asked.start, rows)

    def _take(self, first: int, rows: Sequence[Row]) -> None:
        kept = self.row
        self._shelf.put(first, rows)
        self._settle(kept)

    def _settle(self, kept: Row | None) -> None:
        """Other rows are at hand: find the cursor's place among them, on `kept` if it is there."""
        self.virtual_size = Size(0, self._shelf.count)
        index = self._cursor or 0
        if kept is not None and not ((row := self._shelf.at(index)) and row.id == kept.id):
            found = self._shelf.index_of(kept.id)
            index = index if found is None else found
        index = min(index, self._shelf.count - 1)
        target = self._shelf.standing_place(index, self._direction)
        if target is None:
            target = self._shelf.standing_place(index, -self._direction)
        if target != self._cursor:
            self._place(target)
            if target is not None:
                self._bring_into_view(target)
        self.refresh()
        self._announce()

    # Drawing

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._fetch_if_needed()

    def on_resize(self) -> None:
        self._fetch_if_needed()
        if self._cursor is not None:
            self._bring_into_view(self._cursor)

    def notify_style_update(self) -> None:
        self._strips.clear()
        super().notify_style_update()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self._shelf.count or len(plain(self.empty).wrap(max(1, width)))

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        index = self.scroll_offset.y + y
        if not self._shelf.count:
            return draw_words(self.empty, y, width, self.get_visual_style("rows--quiet").rich_style)
        if index >= self._shelf.count:
            return Strip.blank(width, self.get_visual_style("rows--row").rich_style)
        row = self._shelf.at(index)
        if row is None:
            style = self.get_visual_style("rows--quiet").rich_style
            return Strip([Segment("  …", style)], 3).adjust_cell_length(width, style)
        key = (row, index == self._cursor, width)
        if (strip := self._strips.get(key)) is None:
            strip = self._strips[key] = self._draw(*key)
        return strip

    def _draw(self, row: Row, on_cursor: bool, width: int) -> Strip:
        part = "cursor" if on_cursor else "heading" if row.heading else row.tone or "row"
        style = self.get_visual_style(f"rows--{part}").rich_style
        quiet = style if on_cursor else self.get_visual_style("rows--quiet").rich_style
        return draw(row, on_cursor, width, style, quiet)
