"""What has to come out, worked out in another way: by remembering who knew what when they wrote.

The product works this out from marks in bundles; here every change simply keeps the set of changes
its machine knew. The rows, and the texts to choose between, follow from there in a few lines.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from core.merging.prose import PROSE
from core.storage import changes
from core.storage.store import Store

Event = tuple[int, str, str, str]
"""A change: hlc, table, row, patch."""


_read = lru_cache(maxsize=None)(changes.read)


class Truth:
    """All changes there have been, and for each what its writer knew; a set of changes is a number's bits."""

    def __init__(self) -> None:
        self.numbers: dict[Event, int] = {}
        self.knew: list[int] = []
        self.written: dict[Event, int] = {}
        self.is_doubtful = False

    def bit(self, event: Event) -> int:
        if event not in self.numbers:
            self.numbers[event] = len(self.knew)
            self.knew.append(0)
        return 1 << self.numbers[event]

    def wrote(self, event: Event, knowing: int) -> int:
        """Somebody wrote this; what they know now."""
        bit = self.bit(event)
        # Two machines that do the same to a row at the very same reading of their clocks make one change, which knows
        # what both knew. Where one of them is then set back and never sends it, only the other's knowledge is in the
        # world, and here it cannot be told which of the two that was.
        self.is_doubtful |= self.written.setdefault(event, knowing) != knowing
        self.knew[self.numbers[event]] |= knowing
        return knowing | bit

    def sees(self, later: Event, earlier: Event) -> bool:
        return bool(self.knew[self.numbers[later]] >> self.numbers[earlier] & 1)


class Expected:
    """The rows and open conflicts that follow from a set of changes, as one machine's tables can show them."""

    def __init__(self, truth: Truth, events: Iterable[Event], store: Store) -> None:
        self.truth = truth
        self.shape = store.shape
        self.log: dict[tuple[str, str], list[Event]] = {}
        self.children: dict[tuple[str, str], set[tuple[str, str]]] = {}
        for event in sorted(events, key=lambda event: (event[0], event[3])):
            self.log.setdefault(event[1:3], []).append(event)
        self.values = {key: self._values(log) for key, log in self.log.items() if key[0] in self.shape}
        for key in self.values:
            for reference in self.shape.references(key[0]):
                for event in self.log[key] if reference.owned else ():
                    if owner := _read(event[3]).get(reference.column):
                        self.children.setdefault((reference.target, str(owner)), set()).add(key)
        self.living: dict[tuple[str, str], bool] = {}

    def _values(self, log: list[Event]) -> changes.Row:
        row: changes.Row = {}
        for event in log:
            row.update(_read(event[3]))
        row.pop("_new", None)
        row.pop("_del", None)
        return row

    def _below(self, key: tuple[str, str]) -> Iterable[Event]:
        yield from self.log[key]
        for child in self.children.get(key, ()):
            yield from self._below(child)

    def lives(self, key: tuple[str, str]) -> bool:
        if key not in self.living:
            # Where the beginning of a row is gone for good, what was written to it later makes none.
            begun = key in self.values and self.shape.required(key[0]) <= self.values[key].keys()
            self.living[key] = begun and self._lives(key)
        return self.living[key]

    def _lives(self, key: tuple[str, str]) -> bool:
        deletes = [event for event in self.log[key] if event[3] == changes.DIED]
        writes = [event for event in self._below(key) if event[3] != changes.DIED]
        if deletes and all(any(self.truth.sees(gone, event) for gone in deletes) for event in writes):
            return False
        return all(
            self.lives((each.target, str(self.values[key][each.column])))
            for each in self.shape.references(key[0])
            if each.owned
        )

    def rows(self) -> dict[tuple[str, str], changes.Row]:
        found = {}
        for key, values in self.values.items():
            if self.lives(key):
                row = {name: value for name, value in values.items() if name in self.shape.columns(key[0])}
                for each in self.shape.references(key[0]):
                    if row.get(each.column) is not None and not self.lives((each.target, str(row[each.column]))):
                        row[each.column] = None
                found[key] = row
        return found

    def conflicts(self) -> dict[tuple[str, str, str], list[str]]:
        found = {}
        for key in self.values:
            for column in PROSE.get(key[0], ()) if self.lives(key) else ():
                writes = [event for event in self.log[key] if column in _read(event[3])]
                heads = [
                    event
                    for event in writes
                    if not any(other != event and self.truth.sees(other, event) for other in writes)
                ]
                texts = dict.fromkeys(str(_read(event[3])[column]) for event in reversed(heads))
                if len(texts) > 1:
                    found[(*key, column)] = list(texts)
        return found
