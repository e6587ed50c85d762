"""A text to read, of any length, with some places in it marked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from core.text import visible


class Sheet(ScrollView, can_focus=True):
    """Wraps its text once for a width and draws only the lines in sight: 200 000 characters take a fifth of a second.

    Marked places are underlined, so that they are seen without colour too.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", "Down", show=False, id="list.down"),
        Binding("k", "scroll_up", "Up", show=False, id="list.up"),
        Binding("g", "scroll_home", "First", show=False, id="list.first"),
        Binding("G", "scroll_end", "Last", show=False, id="list.last"),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {"sheet--marked"}

    DEFAULT_CSS = """
    Sheet {
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        & > .sheet--marked { color: $text-accent; text-style: underline; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = ""
        self._marked: Sequence[tuple[int, int]] = ()
        self._lines: list[Content] = []
        self._starts: list[int] = []
        self._width = 0

    def show(self, text: str, marked: Sequence[tuple[int, int]] = ()) -> None:
        """Show a text from its beginning; `marked` are places (start, stop) in it, in order."""
        self._text, self._marked, self._width = visible(text), marked, 0
        self.scroll_home(animate=False)
        self._wrap()
        self.refresh()

    def reveal(self, at: int) -> None:
        """Bring a character into sight, with a few lines above it."""
        line = max(0, bisect_right(self._starts, at) - 1)
        self.scroll_to(y=max(0, line - self.size.height // 4), animate=False, force=True)

    def on_resize(self) -> None:
        self._wrap()

    def _wrap(self) -> None:
        width = self.scrollable_content_region.width
        if width <= 0 or width == self._width:
            return
        self._width = width
        self._lines, self._starts = [], []
        marks = list(self._marked)
        style = self.get_visual_style("sheet--marked")
        begin = 0
        for paragraph in self._text.split("\n"):
            end = begin + len(paragraph)
            content = Content(paragraph, strip_control_codes=False)
            for start, stop in marks:
                if start > end:
                    break
                if stop > begin:
                    content = content.stylize(style, max(0, start - begin), stop - begin)
            while marks and marks[0][1] <= end:
                marks.pop(0)
            self._add(content, paragraph, begin, width)
            begin = end + 1
        self.virtual_size = Size(width, len(self._lines))

    def _add(self, content: Content, paragraph: str, begin: int, width: int) -> None:
        at = 0
        for line in content.wrap(width) or [content]:
            at = max(at, paragraph.find(line.plain.rstrip(), at))
            self._lines.append(line)
            self._starts.append(begin + at)
            at += len(line.plain.rstrip())

    def notify_style_update(self) -> None:
        self._width = 0
        super().notify_style_update()
        self._wrap()

    def render_line(self, y: int) -> Strip:
        width, at = self.scrollable_content_region.width, self.scroll_offset.y + y
        style = self.visual_style
        if at >= len(self._lines):
            return Strip.blank(width, style.rich_style)
        segments = self._lines[at].render_segments(style)
        return Strip(segments).adjust_cell_length(width, style.rich_style)
