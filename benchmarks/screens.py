"""What the journal's screen takes in the app, however much there is.

Going there until its list and the first entry are shown, an arrow key there, and a page down or up: processor time of
the whole process, both of its threads.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from itertools import cycle
from statistics import median
from time import process_time

from textual.pilot import Pilot

from benchmarks.measure import Bench, Row
from benchmarks.world import FILE
from core.content import Content
from core.workspace import Workspace
from tui.app import OnwardApp
from tui.config import Config
from tui.data import Data

ROUNDS = 3
KEYS = 20


async def settled(pilot: Pilot[None]) -> None:
    """Everything asked has been answered and painted."""
    assert isinstance(pilot.app, OnwardApp)
    for _ in range(4):
        await pilot.app.data.ask(lambda _: None)
        await pilot.pause()


async def once(bench: Bench, size: int) -> dict[str, float]:
    """The CPU milliseconds of each thing done, with so many entries."""
    taken: dict[str, float] = {}

    async def timed(name: str, doing: Callable[[], Awaitable[object]], times: int = 1) -> None:
        began = process_time()
        for _ in range(times):
            await doing()
        taken[name] = (process_time() - began) / times * 1000

    data = Data(lambda: Workspace.open(str(bench.worlds.home(size) / FILE))).start()
    app = OnwardApp(data, Content(), Config(), [])
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)

        async def press(key: str) -> None:
            await pilot.press(key)
            await settled(pilot)

        pages = cycle(("pagedown", "pageup"))
        await timed("opening the journal", lambda: press("6"))
        await timed("an arrow key in the journal", lambda: press("down"), KEYS)
        await timed("a page of the journal", lambda: press(next(pages)), KEYS // 4)
    data.close()
    return taken


def rows(bench: Bench) -> Iterator[Row]:
    """What is done in the app, with the fewest entries and with the most."""
    found: dict[int, list[dict[str, float]]] = {size: [] for size in bench.sizes}
    asyncio.run(once(bench, bench.sizes[0]))  # the first run imports
    for _ in range(bench.rounds(ROUNDS)):
        for size in bench.sizes:
            found[size].append(asyncio.run(once(bench, size)))
    for name in found[bench.sizes[0]][0]:
        growth = {size: median(run[name] for run in found[size]) for size in bench.sizes}
        least, most = growth[bench.sizes[0]], growth[bench.sizes[-1]]
        yield Row(name, most, least, 1.3, growth=growth, beside=f"the same at {bench.sizes[0]} entries")
