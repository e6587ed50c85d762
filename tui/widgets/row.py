"""One line of a list, and how it is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.widgets.plain import fit, plain

_FOUND = Style(underline=True)

Tone = Literal["", "next", "done", "rest", "skip"]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list.

    `id` is what the cursor holds on to when the content changes. `mark` is a text symbol in
    front, so that a `tone` is never told by colour alone. `detail` stands at the right, quieter.
    `found` are the places (start, stop) in `text` of what was searched for, which are underlined.
    """

    id: str
    text: str
    mark: str = ""
    detail: str = ""
    tone: Tone = ""
    heading: bool = False
    found: tuple[tuple[int, int], ...] = ()


def heading(text: str, detail: str = "") -> Row:
    """A line that groups the rows below it; the cursor passes over it."""
    return Row("", text, detail=detail, heading=True)


def draw(row: Row, on_cursor: bool, width: int, style: Style, quiet: Style) -> Strip:
    """The line of a row, `width` cells wide: cursor sign, mark, text, and the detail at the right edge."""
    front = "" if row.heading else ("› " if on_cursor else "  ") + (f"{fit(row.mark, 4)} " if row.mark else "")
    room = width - cell_len(front)
    text = fit(row.text, room)
    detail = ""
    if row.detail:
        # The words matter more than what stands beside them: of a narrow line they keep three fifths.
        detail = "  " + fit(row.detail, max(width * 2 // 5, room - cell_len(text)) - 3) + " "
        text = fit(row.text, room - cell_len(detail))
    gap = room - cell_len(text) - cell_len(detail)
    segments = [Segment(front, style), *_underlined(row, text, style)]
    segments += [Segment(" " * max(0, gap), style), Segment(detail, quiet)]
    return Strip(segments).adjust_cell_length(width, style)


def _underlined(row: Row, text: str, style: Style) -> Iterator[Segment]:
    """The text as it was fitted to the line, one character for each of the row's own."""
    at = 0
    for start, stop in row.found:
        yield Segment(text[at:start], style)
        yield Segment(text[start:stop], style + _FOUND)
        at = stop
    yield Segment(text[at:], style)


def draw_words(words: str, y: int, width: int, style: Style) -> Strip:
    """Line `y` of `words`, wrapped to `width` cells."""
    lines = plain(words).wrap(max(1, width)) if words else []
    return Strip([Segment(lines[y].plain if y < len(lines) else "", style)]).adjust_cell_length(width, style)
