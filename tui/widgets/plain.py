"""People's own words on the screen, exactly as words: never markup, never a control sequence."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from core.text import visible

# Marks that take no cell of their own stack on the letter before; past this many characters
# for each cell the rest cannot be told apart anyway, and measuring it would cost time.
_CHARACTERS_PER_CELL = 8


def plain(text: str) -> Content:
    """`text` for any widget: brackets stay brackets, control and direction characters are symbols."""
    return Content(visible(text), strip_control_codes=False)


def fit(text: str, width: int) -> str:
    """`text` on one line of at most `width` cells, ending in … where it was cut.

    Wide characters count as two cells; line breaks become spaces.
    """
    if width <= 0:
        return ""
    room = width * _CHARACTERS_PER_CELL
    line = visible(text[:room].replace("\n", " "))
    if len(text) <= room and cell_len(line) <= width:
        return line
    return set_cell_size(line, min(cell_len(line), width - 1)) + "…"
