"""So many of so many, with the range that so small a number leaves open.

Counts are always shown; a share is called a pattern from five on, and shares are set side by side from twenty on.
"""

from __future__ import annotations

from math import sqrt

from core.record import record

PATTERN, COMPARISON = 5, 20
_Z = 1.959963984540054  # the standard normal's 97.5th percentile: ranges that hold the true share 95 times in 100


@record
class Share:
    """`n` of `of`: `rows` are the keys of the things behind `n`, `rest` those of the others, both in order."""

    rows: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()

    @property
    def n(self) -> int:
        """How many."""
        return len(self.rows)

    @property
    def of(self) -> int:
        """Of how many."""
        return len(self.rows) + len(self.rest)

    @property
    def range(self) -> tuple[float, float] | None:
        """From where to where the share may lie, 0 to 1; None below five."""
        return wilson(self.n, self.of) if self.of >= PATTERN else None

    @property
    def missing(self) -> int:
        """How many more it takes until it may be called a pattern."""
        return max(0, PATTERN - self.of)


def wilson(n: int, of: int) -> tuple[float, float]:
    """The 95 in 100 score interval of a share (Wilson 1927), which stays within 0 and 1 and holds for small numbers.

    Nothing known is the whole range. Raises `ValueError` for more than all.
    """
    if not 0 <= n <= of:
        raise ValueError(f"{n} of {of}")
    if not of:
        return 0.0, 1.0
    share, spread = n / of, _Z**2 / of
    middle = (share + spread / 2) / (1 + spread)
    half = _Z / (1 + spread) * sqrt(share * (1 - share) / of + spread / (4 * of))
    return max(0.0, middle - half), min(1.0, middle + half)


@record
class Side:
    """One group of several: its name, and its share."""

    name: str
    share: Share


def comparable(sides: tuple[Side, ...]) -> tuple[Side, Side] | None:
    """The two sides furthest apart of those with at least five, where there are twenty in all; None otherwise."""
    if missing(sides):
        return None
    large = sorted(
        (side for side in sides if side.share.of >= PATTERN), key=lambda side: (side.share.n / side.share.of, side.name)
    )
    return (large[-1], large[0]) if large[-1] != large[0] else None


def missing(sides: tuple[Side, ...]) -> int:
    """How many more it takes until the sides may be compared: twenty in all, and five in each of two."""
    sizes = sorted((side.share.of for side in sides), reverse=True)
    two = (*sizes, 0, 0)[:2]
    return max(COMPARISON - sum(sizes), sum(max(0, PATTERN - size) for size in two), 0)


def overlap(first: Share, second: Share) -> bool:
    """Whether the ranges of two shares have any part in common."""
    low, high = wilson(first.n, first.of)
    other_low, other_high = wilson(second.n, second.of)
    return low <= other_high and other_low <= high
