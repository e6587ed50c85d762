"""Whether the journal and the search care how much there is.

    python -m benchmarks.journal [entries ...]

Each number is a median of several runs, in milliseconds: a screenful at the top, in the middle and at the end of the
list and one step further down from there; a search for a rare word, for one that is everywhere, for a beginning, and
for signs that only the text itself knows; and the CPU of an arrow key in the app. The last column is the exponent of
growth between the smallest and the largest journal: 0 is flat, 1 is in proportion.
"""

from __future__ import annotations

import asyncio
import math
import os
import sys
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from statistics import median
from time import perf_counter, process_time

from core.clock import Clock
from core.content import Content
from core.workspace import Workspace
from tui.app import OnwardApp
from tui.config import Config
from tui.data import Data

SIZES = (100, 1_000, 10_000, 100_000)
ROUNDS = 9
KEYS = 30
DAYS = 3650
TODAY = date(2026, 11, 22)


def vocabulary(rng: Random) -> list[str]:
    """Words, the frequent ones first."""
    return ["".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=rng.randint(3, 9))) for _ in range(8000)]


def fill(workspace: Workspace, entries: int) -> list[str]:
    """Ten years of entries of some seventy words; the words."""
    rng = Random(7)
    words = vocabulary(rng)
    weights = [1 / (place + 1) for place in range(len(words))]
    with workspace.store.write("Fill") as door:
        for number in range(entries):
            body = " ".join(rng.choices(words, weights, k=70)) + (" 日本語" if number % 5000 == 0 else "")
            day = TODAY - timedelta(days=DAYS - number * DAYS // entries)
            door.insert("entries", day=day.isoformat(), at=f"{day}T12:00:00.000Z", body=body, prompt="")
        workspace.settings.set("welcomed", "yes")
    return words


def timed(call: Callable[[], object]) -> float:
    """Milliseconds."""
    times = []
    for _ in range(ROUNDS):
        begun = perf_counter()
        call()
        times.append(perf_counter() - begun)
    return median(times) * 1000


async def arrow(data: Data) -> float:
    """CPU milliseconds of an arrow key in the list, what it leads to included."""
    app = OnwardApp(data, Content(), Config(), [], "")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("6")
        await data.ask(lambda _: None)
        await pilot.pause(0.3)
        begun = process_time()
        for _ in range(KEYS):
            await pilot.press("down")
        return (process_time() - begun) / KEYS * 1000


def measure(entries: int) -> dict[str, float]:
    """All numbers for a journal of this length."""
    data = Data(lambda: Workspace.memory(Clock())).start()

    def ask(workspace: Workspace) -> dict[str, float]:
        words = fill(workspace, entries)
        journal, find = workspace.journal, workspace.search.find
        found = {}
        for name, place in (("top", 0), ("middle", entries // 2), ("end", max(0, entries - 50))):
            found[f"list {name}"] = timed(lambda place=place: journal.window(place, place + 50))  # type: ignore[misc]
            found[f"step {name}"] = timed(lambda place=place: journal.window(place + 1, place + 50))  # type: ignore[misc]
        found["year of days"] = timed(lambda: journal.days(TODAY - timedelta(days=365), TODAY))
        typed = {"rare word": words[6000], "frequent word": words[0], "beginning": words[0][:2], "signs": "日本"}
        return found | {f"search {name}": timed(lambda word=word: find(word)) for name, word in typed.items()}  # type: ignore[misc]

    async def all_of_it() -> dict[str, float]:
        return await data.ask(ask) | {"arrow key, CPU": await arrow(data)}

    try:
        return asyncio.run(all_of_it())
    finally:
        data.close()


def main() -> None:
    """Print the table."""
    sizes = tuple(map(int, sys.argv[1:])) or SIZES
    results = [measure(size) for size in sizes]
    print(f"{'ms':20}" + "".join(f"{size:>12,}" for size in sizes) + f"{'exponent':>10}")
    for name in results[0]:
        row = [result[name] for result in results]
        growth = math.log(row[-1] / row[0]) / math.log(sizes[-1] / sizes[0]) if len(sizes) > 1 else 0.0
        print(f"{name:20}" + "".join(f"{value:12.2f}" for value in row) + f"{growth:10.2f}")


if __name__ == "__main__":
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    main()
