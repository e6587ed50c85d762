"""Small charts in block characters, as `Content` for any widget; the numbers always stand beside."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content

from tui.widgets.plain import fit

_ACROSS = " ▏▎▍▌▋▊▉"


def bars(points: Sequence[tuple[str, float]], width: int) -> Content:
    """One line for each (label, value): the label, a bar as long as the value is large, and the value."""
    labels = [fit(label, max(1, width // 3)) for label, _ in points]
    numbers = [number(value) for _, value in points]
    beside = max(map(cell_len, labels), default=0) + max(map(len, numbers), default=0) + 2
    room = width - beside
    largest = max((value for _, value in points), default=0)
    lines = []
    for label, shown, (_, value) in zip(labels, numbers, points, strict=True):
        eighths = round(8 * room * value / largest) if value > 0 and room > 0 else 0
        bar = "█" * (eighths // 8) + _ACROSS[eighths % 8].strip()
        aside = beside - 2 - max(map(len, numbers)) - cell_len(label)
        lines.append(Content.assemble(f"{label}{' ' * aside} ", (bar, "$text-primary"), " " * bool(bar), shown))
    return Content("\n").join(lines)


def number(value: float) -> str:
    """Whole numbers without a fraction, others with one digit of it."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
