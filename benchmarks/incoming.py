"""What somebody waits for who types while much comes in from another machine.

    python -m benchmarks.incoming [entries]

The app is open on the journal's page while a round takes in `entries` entries of another machine. Every tenth of a
second a letter is typed, and every fifth of one something is written that has to be on the disk before it is shown.
Printed is how long the letter took until it stood on the screen, and the write until it was done: the middle and the
longest, with nothing coming in and while it does.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from textual import events
from textual.widgets import TextArea

from benchmarks import sync
from core.content import Content
from core.storage.store import FILE
from core.workspace import Workspace
from sync.keys import KeyringFile
from tui.app import OnwardApp
from tui.config import Config
from tui.data import Data

ALONE = 60  # letters with nothing coming in
A_LETTER, A_WRITE = 0.1, 0.2  # seconds from one to the next


async def letters(app: OnwardApp, area: TextArea, busy: asyncio.Event) -> tuple[list[float], list[float]]:
    """Milliseconds for each letter and for each write, until `busy` is set."""
    typed, written = list[float](), list[float]()

    async def write() -> None:
        while not busy.is_set():
            began = perf_counter()
            await app.data.ask(lambda workspace: workspace.efforts.add("connection"))
            written.append(1000 * (perf_counter() - began))
            await asyncio.sleep(A_WRITE)

    writing = asyncio.create_task(write())
    while not busy.is_set():
        length, began = len(area.text), perf_counter()
        app.post_message(events.Key("a", "a"))
        while len(area.text) == length:
            await asyncio.sleep(0.001)
        shown = asyncio.Event()
        area.call_after_refresh(shown.set)
        await shown.wait()
        typed.append(1000 * (perf_counter() - began))
        await asyncio.sleep(A_LETTER)
    await writing
    return typed, written


def told(what: str, typed: list[float], written: list[float]) -> None:
    """Print the middle and the longest of both."""
    print(
        f"{what:24} a letter {median(typed):4.0f} ms, at most {max(typed):4.0f} of {len(typed)}; "
        f"a write {median(written):4.0f} ms, at most {max(written):4.0f} of {len(written)}",
        flush=True,
    )


async def sitting(home: Path) -> None:
    """The app on a home that everything still has to come into."""
    data = Data(lambda: Workspace.open(str(home / FILE))).start()
    await data.ask(lambda workspace: workspace.settings.set("welcomed", "yes"))
    app = OnwardApp(data, Content(), Config(sync="off"), [])
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("6", "n")
        await pilot.pause(0.5)
        area = app.screen.query_one(TextArea)
        area.cursor_blink = False
        alone = asyncio.Event()
        asyncio.get_running_loop().call_later(ALONE * A_LETTER, alone.set)
        told("with nothing coming in:", *await letters(app, area, alone))
        round_ = asyncio.wrap_future(app.rounds.begin())
        over, began = asyncio.Event(), perf_counter()
        round_.add_done_callback(lambda _: over.set())
        told("while much comes in:", *await letters(app, area, over))
        print(f"{round_.result().changes:,} changes in {perf_counter() - began:.1f} s")
    data.close()


def main() -> None:
    """Make the other machine, and type."""
    entries = int(sys.argv[1]) if sys.argv[1:] else 30_000
    KeyringFile._cost = 2
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        desk = sync.first(folder / "desk", folder / "store")
        with desk.store.write("Fill"):
            for number in range(entries):
                desk.journal.write(f"{number} It went better than I had feared, and I was asked to come back. " * 4)
        sync.run(desk, search=True)
        desk.close()
        sync.further(folder / "laptop", folder / "store").close()
        gc.freeze()  # as every start of the app does
        asyncio.run(sitting(folder / "laptop"))


if __name__ == "__main__":
    main()
