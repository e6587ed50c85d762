"""Processor time of a key in the journal editor against a bare TextArea, at the speed of somebody who types well.

The time until the screen is painted again is part of it, and so is autosave: a draft of the whole text, written to a
workspace every 0.6 s of typing by the thread that the app has for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median
from time import process_time

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import TextArea

from benchmarks.measure import Bench, Row
from benchmarks.world import FILE
from core.workspace import Workspace
from tui.data import Data
from tui.widgets.editor import Editor

LENGTHS = (1_000, 200_000)
GROWTH = (100, 1_000, 10_000, 100_000)  # characters
ROUNDS = 3
KEYS = 16
PACE = 0.12  # seconds from key to key


def prose(length: int) -> str:
    """Paragraphs of ordinary words, as long as people write them."""
    paragraph = "Talked to someone in the team today and wrote down what they said about it. " * 6
    return ((paragraph.strip() + "\n\n") * (length // len(paragraph) + 1))[:length]


class Page(App[None]):
    """One editor, and drafts of what is typed in it."""

    def __init__(self, editor: type[TextArea], length: int, data: Data) -> None:
        super().__init__()
        self._editor, self._length, self._data = editor, length, data

    def compose(self) -> ComposeResult:
        yield self._editor(prose(self._length))

    async def on_editor_typed(self, event: Editor.Typed) -> None:
        await self._data.ask(lambda w: w.drafts.keep("entry:new", event.text))


async def typed(home: Path, editor: type[TextArea], length: int) -> float:
    """CPU milliseconds of a key press in the middle of a text of `length` characters."""
    data = Data(lambda: Workspace.open(str(home / FILE))).start()
    app = Page(editor, length, data)
    async with app.run_test(size=(120, 40)) as pilot:
        area = app.query_one(TextArea)
        area.cursor_blink = False
        area.move_cursor((area.document.line_count // 2, 0))
        await keys(pilot, "warm up")
        start = process_time()
        await keys(pilot, ("plain words " * KEYS)[:KEYS])
        taken = (process_time() - start) / KEYS * 1000
    data.close()
    return taken


async def keys(pilot: Pilot[None], text: str) -> None:
    """Type, each letter when it is time for it and the screen is quiet again."""
    for letter in text:
        _, _ = await asyncio.gather(pilot.press("space" if letter == " " else letter), asyncio.sleep(PACE))


def rows(bench: Bench) -> Iterator[Row]:
    """Typing in a short text and in a long one; what grows there is the number of characters."""
    once = partial(_typed, bench.folder / "home of the editor")
    growth = {length: once(Editor, length) for length in GROWTH}
    for length in LENGTHS:
        spent: dict[type[TextArea], list[float]] = {TextArea: [], Editor: []}
        for _ in range(bench.rounds(ROUNDS)):
            for editor, times in spent.items():
                times.append(once(editor, length))
        ours, floor = median(spent[Editor]), median(spent[TextArea])
        grown = growth if length == LENGTHS[-1] else {}
        yield Row(f"a key in a text of {length:,} characters", ours, floor, 1.3, growth=grown, beside="a bare TextArea")


def _typed(home: Path, editor: type[TextArea], length: int) -> float:
    return asyncio.run(typed(home, editor, length))
