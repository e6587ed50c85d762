"""Runs of the world by plain random numbers: many thousand steps where hypothesis would take too long.

    python -m tests.world.drive [seed] [runs] [steps] [brief]

What goes wrong is told with the shortest way to it that leaving steps out finds, unless it is to be brief. The same
numbers give the same run, byte for byte, in every process: the letters at the end say what became of all of it.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from hashlib import sha256
from time import perf_counter
from typing import Any

from tests.world.post import FAULTS
from tests.world.world import WORDS, World

Step = tuple[str, tuple[Any, ...]]
Random = random.Random


GONE = [WORDS.index(f"remove {each}") for each in ("star", "entry", "piece")]
GONE += map(WORDS.index, ("untag", "unfeel", "unset", "retire", "withdraw", "forget no"))


def _careless(numbers: Random) -> tuple[int, int, bool]:
    return numbers.choice((0, 0, 1, 2, 3)), numbers.choice((0, 0, 1, 2, 3)), numbers.random() < 0.7


CHOICES: dict[str, tuple[int, Callable[[Random], tuple[Any, ...]]]] = {
    "do": (40, lambda r: (r.randrange(6), r.randrange(len(WORDS)), r.randrange(12))),
    "sync": (16, lambda r: (r.randrange(6),)),
    "sync quickly": (8, lambda r: (r.randrange(6), 0, 0, 0, 0, False)),
    "sync badly": (
        12,
        lambda r: (
            r.randrange(6),
            r.choice((0, 0, 1, 2, 3)),
            r.choice((0, r.randrange(81), 41 + r.randrange(1 + r.randrange(39)))),
            *_careless(r),
        ),
    ),
    "turn": (8, lambda r: (r.randrange(6), r.random() < 0.6)),
    "meet": (3, lambda r: (*r.sample(range(6), 2), r.choice(GONE), r.choice(GONE), r.randrange(12))),
    "settle": (4, lambda r: (r.randrange(6), r.randrange(12))),
    "join": (3, lambda r: (r.random() < 0.5,)),
    "clone": (2, lambda r: (r.randrange(6),)),
    "keep_image": (2, lambda r: (r.randrange(6),)),
    "restore": (2, lambda r: (r.randrange(6), r.randrange(12))),
    "clock": (2, lambda r: (r.randrange(6), r.choice((-90_000, -30, 0, 1, 30, 90_000)), r.random() < 0.3)),
    "upgrade": (1, lambda r: (r.randrange(6),)),
    "fault": (8, lambda r: (r.choice(FAULTS), r.randrange(12))),
    "drop": (2, lambda r: (r.randrange(6), r.randrange(6), r.randrange(6))),
    "let_in": (3, lambda r: (r.randrange(6), r.randrange(2))),
    "steal": (2, lambda r: (r.randrange(12),)),
    "give_up": (2, lambda r: (r.randrange(6),)),
    "burn": (1, lambda r: (r.randrange(6),)),
    "check": (2, lambda r: (r.randrange(6),)),
}


def made(seed: int, steps: int) -> list[Step]:
    """A run: what happens, in order."""
    numbers = Random(seed)
    names = numbers.choices(list(CHOICES), [weight for weight, _ in CHOICES.values()], k=steps)
    begun: list[Step] = [("begin", ())] if seed % 4 else []
    return begun + [(name, CHOICES[name][1](numbers)) for name in names]


def play(run: list[Step]) -> World:
    """Let a run happen and judge it."""
    with World() as world:
        for name, values in run:
            getattr(world, name.split()[0])(*values)
        world.heal()
    return world


def trouble(run: list[Step], marks: list[str] | None = None) -> str:
    """What went wrong in a run, in one line; "" for nothing. `marks` takes what became of it."""
    try:
        world = play(run)
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:100]}".split("\n")[0]
    if marks is not None:
        marks.append(world.mark())
    return ""


def mark(marks: list[str]) -> str:
    """What became of many runs, in a few letters."""
    return sha256("".join(marks).encode()).hexdigest()[:16]


def shorter(run: list[Step], told: str) -> list[Step]:
    """The run without whatever does not matter to what went wrong."""
    size = len(run) // 2
    while size:
        start = 0
        while start < len(run):
            less = run[:start] + run[start + size :]
            if trouble(less) == told:
                run = less
            else:
                start += size
        size //= 2
    return run


def main() -> int:
    """Run and tell."""
    seed, runs, steps = (int(value) for value in [*sys.argv[1:4], *("0", "100", "60")[len(sys.argv) - 1 :]])
    begin, marks = perf_counter(), list[str]()
    for number in range(seed, seed + runs):
        run = made(number, steps)
        if told := trouble(run, marks):
            print(f"seed {number}: {told}")
            for step in shorter(run, told) if len(sys.argv) < 5 else ():
                print("   ", step)
            return 1
    seconds = perf_counter() - begin
    rate = runs * steps / seconds
    print(f"{runs * steps} steps in {seconds:.1f} s, {rate:.0f} a second, {mark(marks)}; nothing went wrong")
    return 0


if __name__ == "__main__":
    sys.exit(main())
