"""What every measurement has in common: calls in turn, medians, ratios, and how something grows.

A figure is never a time alone: the machine it was taken on may have been doing anything. So whatever is compared is
called in turn, in an order that turns round each time, and what is quoted is the ratio of the medians.
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import TypeVar

from benchmarks.world import SIZES, TEN_YEARS, Worlds

T = TypeVar("T")

ROOT = Path(__file__).parent.parent
PATIENCE = 45.0  # seconds that one comparison may take, before rounds are left out


@dataclass(frozen=True)
class Taken:
    """What a call took: seconds on the clock, seconds of processor time, bytes of memory at the most."""

    wall: float
    cpu: float
    memory: float = 0


@dataclass(frozen=True)
class Row:
    """A line of the table. `ours`, `floor` and `peers` are in `unit`; `growth` is ours by the number of entries."""

    what: str
    ours: float
    floor: float
    reach: float | None = None
    unit: str = "ms"
    peers: Mapping[str, float] = field(default_factory=dict)
    growth: Mapping[int, float] = field(default_factory=dict)
    beside: str = ""

    @property
    def ratio(self) -> float:
        """Ours as so many times the floor."""
        return self.ours / self.floor

    @property
    def exponent(self) -> float | None:
        """How ours grows from the smallest to the largest: 0 is flat, 1 is in proportion."""
        if len(self.growth) < 2:
            return None
        least, most = min(self.growth), max(self.growth)
        return math.log(self.growth[most] / self.growth[least]) / math.log(most / least)


@dataclass(frozen=True)
class Bench:
    """What a measurement needs: the workspaces, a folder of its own, the peers' commands, and how thorough to be.

    `notes` are sentences for below the table.
    """

    worlds: Worlds
    folder: Path
    peers: Mapping[str, Sequence[str]]
    quick: bool = False
    notes: list[str] = field(default_factory=list)

    @property
    def sizes(self) -> tuple[int, ...]:
        """The numbers of entries for growth."""
        return SIZES[:2] if self.quick else SIZES

    @property
    def ten_years(self) -> int:
        """The number of entries that everything else is measured at."""
        return SIZES[1] if self.quick else TEN_YEARS

    def rounds(self, wanted: int) -> int:
        """How often something is called."""
        return 1 if self.quick else wanted


Part = Callable[[Bench], Iterator[Row]]


def environment(**more: str) -> dict[str, str]:
    """The environment of a call: compiled files are used, whatever the caller's own environment says."""
    unwanted = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONUNBUFFERED")
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    return {**kept, "LANG": "C.UTF-8", **more}


def onward() -> list[str]:
    """The command as it is installed beside this Python, else as it is run from a checkout."""
    installed = Path(sys.executable).parent / "onward"
    return [str(installed)] if installed.exists() else [sys.executable, "-m", "onward"]


def call(command: Sequence[str], env: Mapping[str, str], quiet: bool = False) -> Taken:
    """Run a command to its end. One that fails ends everything, unless `quiet`."""
    begun = perf_counter()
    with subprocess.Popen(
        list(command),
        env=dict(env),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if status and not quiet:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{said.decode(errors='replace')}")
    return Taken(perf_counter() - begun, usage.ru_utime + usage.ru_stime)


def here(work: Callable[[], object]) -> Taken:
    """Do something in this process."""
    begun, busy = perf_counter(), process_time()
    work()
    return Taken(perf_counter() - begun, process_time() - busy)


def each_in_turn(runs: Mapping[str, Callable[[], T]], rounds: int) -> dict[str, list[T]]:
    """What each gave in every round; a first round, which is not counted, warms everything up.

    Where `PATIENCE` has run out, one more round is the last.
    """
    found: dict[str, list[T]] = {name: [] for name in runs}
    begun = perf_counter()
    for number in range(rounds + 1):
        if number > 1 and perf_counter() - begun > PATIENCE:
            break
        for name in list(runs) if number % 2 else reversed(list(runs)):
            given = runs[name]()
            if number:
                found[name].append(given)
    return found


def middle(taken: Sequence[Taken]) -> Taken:
    """The medians of what some calls took."""
    return Taken(*(median(getattr(one, part) for one in taken) for part in ("wall", "cpu", "memory")))


def in_turn(runs: Mapping[str, Callable[[], Taken]], rounds: int) -> dict[str, Taken]:
    """The medians of what each takes."""
    return {name: middle(taken) for name, taken in each_in_turn(runs, rounds).items()}


def milliseconds(taken: Taken) -> float:
    """Processor time, which other programs on the machine change least."""
    return taken.cpu * 1000
