"""What the screens take with 50 entries and with 50 000, in one run.

    python -m benchmarks.screens [ENTRIES ...]

For each size, in turn: opening the app until Today can be used, going to the Journal until its
list and first entry are shown, an arrow key there, and a page down or up. CPU of the whole process,
both of its threads, medians; then the ratio of the largest to the smallest.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from itertools import cycle
from pathlib import Path
from statistics import median
from time import process_time

from textual.pilot import Pilot

from benchmarks.lines import fill
from core.content import Content
from core.workspace import Workspace
from tui.app import OnwardApp
from tui.config import Config
from tui.data import Data

SIZES = (50, 50_000)
ROUNDS = 5
KEYS = 40


async def settled(pilot: Pilot[None]) -> None:
    """Everything asked has been answered and painted."""
    assert isinstance(pilot.app, OnwardApp)
    for _ in range(4):
        await pilot.app.data.ask(lambda _: None)
        await pilot.pause()


async def once(path: str) -> dict[str, float]:
    """The CPU milliseconds of each thing done, for the workspace at `path`."""
    taken: dict[str, float] = {}

    async def timed(name: str, doing: Callable[[], Awaitable[object]], times: int = 1) -> None:
        began = process_time()
        for _ in range(times):
            await doing()
        taken[name] = (process_time() - began) / times * 1000

    data = Data(lambda: Workspace.open(path)).start()
    app = OnwardApp(data, Content(), Config(), [])
    began = process_time()
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        taken["open Today"] = (process_time() - began) * 1000

        async def press(key: str) -> None:
            await pilot.press(key)
            await settled(pilot)

        pages = cycle(("pagedown", "pageup"))
        await timed("open the Journal", lambda: press("6"))
        await timed("an arrow key", lambda: press("down"), KEYS)
        await timed("a page", lambda: press(next(pages)), KEYS // 4)
    data.close()
    return taken


def main() -> None:
    """Fill, run in turn, print."""
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    with tempfile.TemporaryDirectory() as folder:
        paths = {size: str(Path(folder) / str(size) / "onward.sqlite") for size in sizes}
        for size, path in paths.items():
            fill(path, size)
            with Workspace.open(path) as workspace:
                workspace.settings.set("welcomed", "yes")
        asyncio.run(once(paths[sizes[0]]))  # the first run imports
        found: dict[int, list[dict[str, float]]] = {size: [] for size in sizes}
        for _ in range(ROUNDS):
            for size, path in paths.items():
                found[size].append(asyncio.run(once(path)))
    print(f"{'CPU ms':18}" + "".join(f"{size:>12,}" for size in sizes) + f"{'ratio':>9}")
    for name in found[sizes[0]][0]:
        middle = [median(run[name] for run in found[size]) for size in sizes]
        print(f"{name:18}" + "".join(f"{value:12.1f}" for value in middle) + f"{middle[-1] / middle[0]:9.2f}")


if __name__ == "__main__":
    main()
