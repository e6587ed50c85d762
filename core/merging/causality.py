"""Who had seen what: the causal order of changes made on several machines.

A *stream* is one device's run of changes, numbered from 1. Before it writes, a machine marks which
bundles of other streams it has applied since it last wrote. From these marks follows for every
change which changes its writer had seen; no clock has a say in it.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_right

Vector = dict[int, int]
"""For each stream, up to which number it had been seen."""


class Seen:
    """What the writer of a change had seen, from the marks as they stand in the open file."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        self._parents: dict[int, tuple[int, int]] = {
            row[0]: (row[1], row[2]) for row in conn.execute("SELECT dev, of, upto FROM streams WHERE of IS NOT NULL")
        }
        self._marks: dict[int, dict[int, tuple[list[int], list[int]]]] = {}

    def vector(self, dev: int, n: int) -> Vector:
        """Everything that the writer of change `n` of a stream had seen when it wrote it, itself included."""
        found: Vector = {}
        for stream, upto in self.lineage(dev, n):
            found[stream] = max(found.get(stream, 0), upto)
            for of, (ats, seen) in self._marks_of(stream).items():
                if index := bisect_right(ats, upto):
                    found[of] = max(found.get(of, 0), seen[index - 1])
        return found

    def heirs(self, dev: int) -> list[int]:
        """A stream and the ones that branched off from it, or from those."""
        found = [dev]
        for stream in found:
            found += [heir for heir, (of, _) in self._parents.items() if of == stream]
        return found

    def lineage(self, dev: int, n: int) -> list[tuple[int, int]]:
        """A stream and what it branched off from, each with the number up to which it counts."""
        found = [(dev, n)]
        while dev in self._parents:
            dev, upto = self._parents[dev]
            n = min(n, upto)
            found.append((dev, n))
        return found

    def _marks_of(self, dev: int) -> dict[int, tuple[list[int], list[int]]]:
        if dev not in self._marks:
            marks: dict[int, tuple[list[int], list[int]]] = {}
            for at, stream, last in self._conn.execute(
                "SELECT at, bundles.dev, last FROM seen JOIN bundles USING (hash) WHERE seen.dev = ? ORDER BY at",
                (dev,),
            ):
                for of, upto in self.lineage(stream, last):
                    ats, seen = marks.setdefault(of, ([], []))
                    ats.append(at)
                    seen.append(max(upto, seen[-1] if seen else 0))
            self._marks[dev] = marks
        return self._marks[dev]
