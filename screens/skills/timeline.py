"""The plan on one line each: from when to when, and where today is, in plain signs that fit a narrow screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.skills.plan import OPEN, Item

WIDTH = 20  # cells of a line
BEFORE, GONE, AHEAD, TODAY = " ", "=", "-", "|"


def span(items: Sequence[Item], today: date) -> tuple[date, date]:
    """The first and the last day that the lines show: those of the open items, today among them."""
    shown = [item for item in items if item.state == OPEN] or list(items)
    days = [day for item in shown for day in (item.first, item.last)] + [today]
    return min(days), max(days)


def line(item: Item, first: date, last: date, today: date, width: int = WIDTH) -> str:
    """One item: `=` for days that have gone, `-` for days to come, `|` for today."""
    days = max(1, (last - first).days)

    def cell(day: date) -> int:
        return max(0, min(width - 1, round((day - first).days * (width - 1) / days)))

    start, stop, now = cell(item.first), cell(item.last), cell(today)
    signs = [BEFORE] * width
    for place in range(start, stop + 1):
        signs[place] = GONE if place < now else AHEAD
    signs[now] = TODAY
    return "".join(signs)


def scale(first: date, last: date, width: int = WIDTH) -> str:
    """The days at both ends, as the head of the lines."""
    left, right = f"{first.day} {first:%b}", f"{last.day} {last:%b}"
    return left + " " * max(1, width - len(left) - len(right)) + right
