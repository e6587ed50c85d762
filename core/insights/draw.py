"""Small drawings in plain characters, for terminals without colours as for those with."""

from __future__ import annotations

from collections.abc import Sequence

_UPRIGHT = "▁▂▃▄▅▆▇█"


def blocks(values: Sequence[float]) -> str:
    """One upright block for each value, a dot for nothing."""
    largest = max(values, default=0)
    return "".join(_UPRIGHT[round(7 * value / largest)] if value > 0 else "·" for value in values)


def interval(low: float, at: float, high: float, width: int = 20) -> str:
    """Where a share lies between nothing and all, and how far it may lie from there: `──├──●────┤──`."""
    last = width - 1
    first, dot, end = (min(last, max(0, round(value * last))) for value in (low, at, high))
    cells = ["·"] * width
    cells[first : end + 1] = "─" * (end + 1 - first)
    cells[first], cells[end] = "├", "┤"
    cells[dot] = "●"
    return "".join(cells)
