"""A list of any length that costs the same at ten rows and at a hundred thousand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from inspect import isawaitable
from typing import ClassVar, Literal

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.geometry import Size, clamp
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.widgets.plain import fit, plain

Tone = Literal["", "next", "done", "rest", "skip"]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list.

    `id` is what the cursor holds on to when the content changes. `mark` is a text symbol in
    front, so that a `tone` is never told by colour alone. `detail` stands at the right, quieter.
    """

    id: str
    text: str
    mark: str = ""
    detail: str = ""
    tone: Tone = ""
    heading: bool = False


def heading(text: str, detail: str = "") -> Row:
    """A line that groups the rows below it; the cursor passes over it."""
    return Row("", text, detail=detail, heading=True)


Window = Callable[[int, int], Sequence[Row] | Awaitable[Sequence[Row]]]


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
        Binding("home,g", "first", "First", show=False, id="list.first"),
        Binding("end,G", "last", "Last", show=False, id="list.last"),
        Binding("enter", "choose", "Choose", show=False, id="list.choose"),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rows--row",
        "rows--cursor",
        "rows--heading",
        "rows--quiet",
        "rows--next",
        "rows--done",
        "rows--rest",
        "rows--skip",
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

    class Highlighted(Message):
        """The cursor stands on another row, or on none (`row` is None: the list is empty)."""

        def __init__(self, rows: Rows, row: Row | None) -> None:
            super().__init__()
            self.rows = rows
            self.row = row

        @property
        def control(self) -> Rows:
            return self.rows

    class Chosen(Message):
        """Enter, or a click on the row under the cursor."""

        def __init__(self, rows: Rows, row: Row) -> None:
            super().__init__()
            self.rows = rows
            self.row = row

        @property
        def control(self) -> Rows:
            return self.rows

    def __init__(
        self,
        rows: Sequence[Row] = (),
        *,
        empty: str = "",
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """`empty` is shown where there are no rows: the one useful next key."""
        super().__init__(name=name, id=id, classes=classes)
        self._empty = empty
        self._count = 0
        self._cursor: int | None = None
        self._direction = 1
        self._window: Window | None = None
        self._loaded: Sequence[Row] = ()
        self._first = 0
        self._asked: range | None = None
        self._outdated = False
        self._announced: Row | None = None
        self._strips: LRUCache[tuple[Row, bool], Strip] = LRUCache(512)
        if rows:
            self.show(rows)

    # What is shown

    @property
    def count(self) -> int:
        """How many rows there are, headings included."""
        return self._count

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
        return None if self._cursor is None else self._row_at(self._cursor)

    def show(self, rows: Sequence[Row]) -> None:
        """Show `rows`; the cursor stays on the row with the same id, else near where it was."""
        kept = self.row
        self._window = self._asked = None
        self._outdated = False
        self._resize_to(len(rows))
        self._take(0, rows, kept)

    def show_window(self, count: int, window: Window) -> None:
        """Show `count` rows that `window(start, stop)` hands out; the cursor stays as with `show`."""
        self._window, self._asked, self._outdated = window, None, True
        self._resize_to(count)
        if count:
            self._fetch_if_needed()
        else:
            self._take(0, (), None)

    def select(self, id: str) -> bool:
        """Put the cursor on the row with this id; False where it is not among the loaded rows."""
        found = self._index_of(id)
        if found is not None:
            self.cursor = found
        return found is not None

    # The cursor

    def action_step(self, direction: int) -> None:
        if self._cursor is None:
            self._scroll_by(direction)
            return
        self._go(self._cursor + direction, direction)

    def action_page(self, direction: int) -> None:
        page = max(1, self.scrollable_content_region.height - 1)
        if self._cursor is None:
            self._scroll_by(direction * page)
            return
        self._go(clamp(self._cursor + direction * page, 0, self._count - 1), direction)

    def action_first(self) -> None:
        self._go(0, 1)

    def action_last(self) -> None:
        self._go(self._count - 1, -1)

    def action_choose(self) -> None:
        if (row := self.row) is not None:
            self.post_message(self.Chosen(self, row))

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or (index := offset.y + self.scroll_offset.y) >= self._count:
            return
        if index == self._cursor:
            self.action_choose()
        elif (row := self._row_at(index)) is None or not row.heading:
            self._go(index, 1)

    def _scroll_by(self, lines: int) -> None:
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False)

    def _go(self, index: int, direction: int) -> None:
        """Put the cursor on `index`, or on the next row beyond that is not a heading."""
        self._direction = direction
        target = self._standing_place(index, direction)
        if target is None:
            # Only headings lie this way: show them, as there is nothing to stand on.
            self._bring_into_view(clamp(index, 0, max(0, self._count - 1)))
            return
        self._place(target)
        # One line of context keeps the heading of a group's first row on the screen.
        above = self._row_at(target - 1)
        if above is not None and above.heading:
            self._bring_into_view(target - 1)
        self._bring_into_view(target)
        self._announce()

    def _place(self, target: int | None) -> None:
        before, self._cursor = self._cursor, target
        for line in {before, target} - {None}:
            assert line is not None
            self.refresh_line(line)

    def _standing_place(self, index: int, direction: int) -> int | None:
        while 0 <= index < self._count:
            row = self._row_at(index)
            if row is None or not row.heading:
                return index
            index += direction
        return None

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
        if row != self._announced and (row is not None or not self._count):
            self._announced = row
            self.post_message(self.Highlighted(self, row))

    # Fetching

    def _row_at(self, index: int) -> Row | None:
        place = index - self._first
        return self._loaded[place] if 0 <= place < len(self._loaded) else None

    def _index_of(self, id: str) -> int | None:
        for place, row in enumerate(self._loaded):
            if row.id == id and not row.heading:
                return self._first + place
        return None

    def _resize_to(self, count: int) -> None:
        self._count = count
        self.virtual_size = Size(0, count)

    def _fetch_if_needed(self) -> None:
        height = self.scrollable_content_region.height
        if self._window is None or not height or not self._count:
            return
        top = min(self.scroll_offset.y, max(0, self._count - height))
        # Asking half a screen early hides the time an answer takes.
        wanted = range(max(0, top - height // 2), min(self._count, top + height + height // 2))
        loaded = range(self._first, self._first + len(self._loaded))
        if not self._outdated and _covers(loaded, wanted):
            return
        if self._asked is not None and _covers(self._asked, wanted):
            return
        asked = range(max(0, top - height), min(self._count, top + 2 * height))
        answer = self._window(asked.start, asked.stop)
        if isawaitable(answer):
            self._asked = asked
            self.run_worker(self._receive(self._window, asked, answer), group="rows", exclusive=True)
        else:
            self._outdated = False
            self._take(asked.start, answer, self.row)

    async def _receive(self, window: Window, asked: range, answer: Awaitable[Sequence[Row]]) -> None:
        rows = await answer
        if window is self._window and asked == self._asked:
            self._asked, self._outdated = None, False
            self._take(asked.start, rows, self.row)

    def _take(self, first: int, rows: Sequence[Row], kept: Row | None) -> None:
        self._first, self._loaded = first, rows
        index = self._cursor or 0
        if kept is not None and not ((row := self._row_at(index)) and row.id == kept.id):
            found = self._index_of(kept.id)
            index = index if found is None else found
        index = min(index, self._count - 1)
        target = self._standing_place(index, self._direction)
        if target is None:
            target = self._standing_place(index, -self._direction)
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
        self._strips.clear()
        self._fetch_if_needed()
        if self._cursor is not None:
            self._bring_into_view(self._cursor)

    def notify_style_update(self) -> None:
        self._strips.clear()
        super().notify_style_update()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self._count or len(plain(self._empty).wrap(max(1, width)))

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        index = self.scroll_offset.y + y
        if not self._count:
            return self._empty_line(y, width)
        if index >= self._count:
            return Strip.blank(width, self.get_visual_style("rows--row").rich_style)
        row = self._row_at(index)
        if row is None:
            style = self.get_visual_style("rows--quiet").rich_style
            return Strip([Segment("  …", style)], 3).adjust_cell_length(width, style)
        key = (row, index == self._cursor)
        strip = self._strips.get(key)
        if strip is None or strip.cell_length != width:
            strip = self._strips[key] = self._draw(row, index == self._cursor, width)
        return strip

    def _empty_line(self, y: int, width: int) -> Strip:
        style = self.get_visual_style("rows--quiet").rich_style
        lines = plain(self._empty).wrap(max(1, width)) if self._empty else []
        text = lines[y].plain if y < len(lines) else ""
        return Strip([Segment(text, style)]).adjust_cell_length(width, style)

    def _draw(self, row: Row, on_cursor: bool, width: int) -> Strip:
        """The line of a row: cursor sign, mark, text, and the detail at the right edge."""
        names = ["rows--heading" if row.heading else f"rows--{row.tone or 'row'}", "rows--quiet"]
        if on_cursor:
            names = ["rows--cursor", "rows--cursor"]
        style, quiet = (self.get_visual_style(name).rich_style for name in names)
        front = "" if row.heading else ("› " if on_cursor else "  ") + (f"{fit(row.mark, 4)} " if row.mark else "")
        room = width - cell_len(front)
        text = fit(row.text, room)
        detail = ""
        if row.detail:
            # The words matter more than what stands beside them: of a narrow line they keep three fifths.
            detail = "  " + fit(row.detail, max(width * 2 // 5, room - cell_len(text)) - 3) + " "
            text = fit(row.text, room - cell_len(detail))
        gap = room - cell_len(text) - cell_len(detail)
        segments = [Segment(front + text + " " * max(0, gap), style), Segment(detail, quiet)]
        return Strip(segments).adjust_cell_length(width, style)


def _covers(outer: range, inner: range) -> bool:
    return outer.start <= inner.start and inner.stop <= outer.stop
