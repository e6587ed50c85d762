"""Where two texts differ, and both of them woven into one to work on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from core.record import record

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_MOST_WORDS, _MOST_LINES = 8_000, 8_000  # a third of a second for the most unlike texts there can be
_BRIDGE = 4  # characters that two places share by chance: they are shown as one


@record
class Difference:
    """A place where two texts differ: from where to where, in the one and in the other."""

    one: tuple[int, int]
    other: tuple[int, int]


def differences(one: str, other: str) -> list[Difference]:
    """Where two texts differ, by words; by lines in long texts, and in very long unlike ones as a single place."""
    start = _shared(one, other)
    end = _shared(one[start:][::-1], other[start:][::-1])
    a, b = one[start : len(one) - end], other[start : len(other) - end]
    if not a and not b:
        return []
    parts = [_WORD.findall(text) for text in (a, b)]
    if max(map(len, parts)) > _MOST_WORDS:
        parts = [text.splitlines(keepends=True) for text in (a, b)]
    if max(map(len, parts)) > _MOST_LINES:
        parts = [[a], [b]]
    return list(_bridged(_changed(parts[0], parts[1], start), one))


def woven(older: str, newer: str) -> str:
    """Both texts in one: what is the same stands once, where they differ the older lines stand above the newer ones."""
    a, b = (text.split("\n") for text in (older, newer))
    if max(len(a), len(b)) > _MOST_LINES:
        return "\n\n".join(text for text in (older, newer) if text)
    lines: list[str] = []
    for kind, first, last, from_, to in SequenceMatcher(None, a, b).get_opcodes():
        lines += a[first:last] if kind == "equal" else [*a[first:last], *b[from_:to]]
    return "\n".join(lines)


def _shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    low, high = 0, min(len(one), len(other))
    while low < high:  # slices are compared far quicker than characters
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _changed(a: Sequence[str], b: Sequence[str], start: int) -> Iterator[Difference]:
    at, bt = [start], [start]
    for places, parts in ((at, a), (bt, b)):
        for part in parts:
            places.append(places[-1] + len(part))
    for kind, first, last, from_, to in SequenceMatcher(None, a, b).get_opcodes():
        if kind != "equal":
            yield Difference(one=(at[first], at[last]), other=(bt[from_], bt[to]))


def _bridged(found: Iterator[Difference], one: str) -> Iterator[Difference]:
    held: Difference | None = None
    for each in found:
        if held and len(one[held.one[1] : each.one[0]].strip()) < _BRIDGE and each.one[0] - held.one[1] <= _BRIDGE:
            held = Difference(one=(held.one[0], each.one[1]), other=(held.other[0], each.other[1]))
            continue
        if held:
            yield held
        held = each
    if held:
        yield held
