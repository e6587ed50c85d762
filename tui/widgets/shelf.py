"""The part of a long list that is at hand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from tui.widgets.row import Row

Window = Callable[[int, int], Sequence[Row] | Awaitable[Sequence[Row]]]


class Shelf:
    """`count` rows, of which those near the screen are held; `window` hands out more, None where all are held."""

    def __init__(self) -> None:
        self.count = 0
        self.window: Window | None = None
        self._rows: Sequence[Row] = ()
        self._first = 0
        self._asked: range | None = None
        self._outdated = False

    def fill(self, rows: Sequence[Row]) -> None:
        """Hold all of `rows`."""
        self.count, self.window = len(rows), None
        self.put(0, rows)

    def open(self, count: int, window: Window) -> None:
        """Take rows from another `window`; those held are shown until it has answered."""
        self.count, self.window = count, window
        self._asked, self._outdated = None, True
        if not count:
            self.put(0, ())

    def put(self, first: int, rows: Sequence[Row]) -> None:
        """Hold `rows`, the first of which has the index `first`, and no others."""
        self._first, self._rows = first, rows
        self._asked, self._outdated = None, False

    def ask(self, top: int, height: int) -> range | None:
        """What to ask the window for when `height` rows from `top` on are in sight, None for nothing.

        Half a screen early, which hides the time an answer takes, and never more than three screens.
        """
        if self.window is None or not height or not self.count:
            return None
        top = min(top, max(0, self.count - height))
        near = range(max(0, top - height // 2), min(self.count, top + height + height // 2))
        held = range(self._first, self._first + len(self._rows))
        if _covers(held, near) and not self._outdated:
            return None
        if self._asked is not None and _covers(self._asked, near):
            return None
        self._asked = range(max(0, top - height), min(self.count, top + 2 * height))
        return self._asked

    def expects(self, window: Window, asked: range) -> bool:
        """Whether the answer to this question is still the one waited for."""
        return window is self.window and asked == self._asked

    def at(self, index: int) -> Row | None:
        """The row at `index`, None where it is not held."""
        place = index - self._first
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def index_of(self, id: str) -> int | None:
        """The index of the row with this id, None where it is not held."""
        for place, row in enumerate(self._rows):
            if row.id == id and not row.heading:
                return self._first + place
        return None

    def standing_place(self, index: int, direction: int) -> int | None:
        """`index`, or the first one from there on that is not a heading, None where there is none."""
        while 0 <= index < self.count:
            row = self.at(index)
            if row is None or not row.heading:
                return index
            index += direction
        return None


def _covers(outer: range, inner: range) -> bool:
    return outer.start <= inner.start and inner.stop <= outer.stop
