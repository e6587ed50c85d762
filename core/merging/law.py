"""The merge law: what follows from the changes of one row, whoever made them in whatever order.

- Of each column the change with the highest reading of the logical clock stands. Where two
  readings are equal, the text of the change decides, which is the same on every machine.
- A row is dead only if every write to it, and to the rows it owns or has owned, had been seen by a
  machine that deleted it. What the deleter had not seen keeps the row.
- Of a column of prose, the writes that no other write to it had seen are its *heads*.

A change is known by its reading, its row and its text. One that arrives under two numbers, because
a copied home gave it out twice, is one change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from core.merging.causality import Vector
from core.record import record
from core.storage.changes import DIED, NEW, Row, read

Sees = Callable[[int, int], Vector]
"""What the writer of change n of a stream had seen."""


@record
class Event:
    """One change of a row; `at` are its places: (stream, n), more than one where it was given out twice."""

    hlc: int
    patch: str
    at: tuple[tuple[int, int], ...]


Entry = tuple[int, str, int, int]
"""A line of the log: hlc, patch, stream, n."""


def events(entries: Iterable[Entry]) -> list[Event]:
    """The changes of one row, each once, in the order in which they count."""
    found: dict[tuple[int, str], list[tuple[int, int]]] = {}
    for hlc, patch, dev, n in sorted(entries):
        found.setdefault((hlc, patch), []).append((dev, n))
    return [Event(hlc=hlc, patch=patch, at=tuple(at)) for (hlc, patch), at in found.items()]


def values(writes: Iterable[Row]) -> Row:
    """The columns that follow from the writes to a row, given in the order in which they count."""
    row: Row = {}
    for write in writes:
        row.update(write)
    row.pop(NEW, None)
    return row


def alive(own: Sequence[Event], below: Iterable[Event], sees: Sees) -> bool:
    """Whether a row lives, by its own changes and the writes to the rows `below` it."""
    covered: Vector = {}
    for event in own:
        if event.patch == DIED:
            for dev, n in event.at:
                for stream, upto in sees(dev, n).items():
                    covered[stream] = max(covered.get(stream, 0), upto)
    writes = [event for event in own if event.patch != DIED]
    if not writes:
        return False
    return any(
        all(n > covered.get(dev, 0) for dev, n in event.at) for event in (*writes, *below) if event.patch != DIED
    )


def heads(own: Sequence[Event], column: str, sees: Sees) -> list[Event]:
    """The writes to a column that no other write to it had seen, newest first."""
    writes = [event for event in own if event.patch != DIED and column in read(event.patch)]
    last: Vector = {}
    for event in writes:
        for dev, n in event.at:
            last[dev] = max(last.get(dev, 0), n)
    # Within a stream the later write has seen the earlier one, and all that that one had seen.
    tips = [event for event in writes if all(last[dev] == n for dev, n in event.at)]
    views = [[sees(dev, n) for dev, n in event.at] for event in tips]
    return [
        event
        for event in reversed(tips)
        if not any(
            view.get(dev, 0) >= n
            for other, seen in zip(tips, views, strict=True)
            if other is not event
            for view in seen
            for dev, n in event.at
        )
    ]
