"""Processor time of a key in the journal editor against a bare TextArea.

The time until the screen is painted again is part of it; so is autosave.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from statistics import median
from time import process_time

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import TextArea

from benchmarks.measure import Bench, Row
from tui.widgets.editor import Editor

LENGTHS = (1_000, 200_000)
GROWTH = (100, 1_000, 10_000, 100_000)  # characters
ROUNDS = 5
GROWTH_ROUNDS = 2
KEYS = 40


def prose(length: int) -> str:
    """Paragraphs of ordinary words, as long as people write them."""
    paragraph = "Talked to someone in the team today and wrote down what they said about it. " * 6
    return ((paragraph.strip() + "\n\n") * (length // len(paragraph) + 1))[:length]


class Page(App[None]):
    """One editor and nothing else."""

    def __init__(self, editor: type[TextArea], length: int) -> None:
        super().__init__()
        self._editor, self._length = editor, length

    def compose(self) -> ComposeResult:
        yield self._editor(prose(self._length))


async def typed(editor: type[TextArea], length: int) -> list[float]:
    """CPU seconds of each key press in the middle of a text of `length` characters."""
    app = Page(editor, length)
    async with app.run_test(size=(120, 40)) as pilot:
        area = app.query_one(TextArea)
        area.cursor_blink = False
        area.move_cursor((area.document.line_count // 2, 0))
        await keys(pilot, "warm up")
        return await keys(pilot, ("plain words " * KEYS)[:KEYS])


async def keys(pilot: Pilot[None], text: str) -> list[float]:
    """CPU seconds of each key of `text`, each until the screen is quiet again."""
    times = []
    for letter in text:
        start = process_time()
        await pilot.press("space" if letter == " " else letter)
        times.append(process_time() - start)
    return times


def rows(bench: Bench) -> Iterator[Row]:
    """Typing in a short text and in a long one; what grows there is the number of characters."""
    growth = {length: _median(Editor, length, bench.rounds(GROWTH_ROUNDS)) for length in GROWTH}
    for length in LENGTHS:
        spent: dict[type[TextArea], list[float]] = {TextArea: [], Editor: []}
        for _ in range(bench.rounds(ROUNDS)):
            for editor, times in spent.items():
                times.extend(1000 * time for time in asyncio.run(typed(editor, length)))
        ours, floor = median(spent[Editor]), median(spent[TextArea])
        grown = growth if length == LENGTHS[-1] else {}
        yield Row(f"a key in a text of {length:,} characters", ours, floor, 1.3, growth=grown, beside="a bare TextArea")


def _median(editor: type[TextArea], length: int, rounds: int) -> float:
    return median(1000 * time for _ in range(rounds) for time in asyncio.run(typed(editor, length)))
