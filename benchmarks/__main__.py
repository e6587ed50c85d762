"""Everything that is measured, in one table.

    python -m benchmarks [--quick] [--alone] [--json FILE] [PART ...]

Each line compares Onward with a floor, the least that could do the same: ours, the floor, how many times the floor
ours is, what is wanted, the peers as so many times the floor, and how ours grows with the number of entries (the
exponent is 0 where it is flat and 1 where it is in proportion). Milliseconds are of processor time unless it says
otherwise. `--quick` only sees whether everything runs, `--alone` leaves the peers out.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks import peers
from benchmarks.backup import ENTRIES
from benchmarks.measure import ROOT, Bench, Row
from benchmarks.world import SIZES, TEN_YEARS, Worlds

PARTS = ("start", "rows", "screens", "editor", "lines", "journal", "insights", "backup", "merge", "exchange")
PACKAGES = ("onward", "core", "sync", "tui", "screens", "cli")


def machine() -> str:
    """What it ran on."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"


def heading() -> str:
    """The head of the table, as Markdown."""
    names = ["", "wanted", "ours", "floor", "ratio", "peers, times the floor", *(f"{n:,}" for n in SIZES), "exponent"]
    return f"| {' | '.join(names)} |\n|{'---|' * len(names)}"


def line(row: Row) -> str:
    """A line of the table."""
    growth = [f"{row.growth[n]:.3g}" if n in row.growth else "" for n in SIZES]
    parts = [
        f"{row.what}, beside {row.beside}",
        f"{row.reach:g}" if row.reach else "",
        f"{row.ours:.3g} {row.unit}",
        f"{row.floor:.3g}",
        f"**{row.ratio:.2f}**",
        ", ".join(f"{name} {taken / row.floor:.3g}" for name, taken in row.peers.items()),
        *growth,
        f"{row.exponent:.2f}" if row.exponent is not None else "",
    ]
    return f"| {' | '.join(parts)} |"


def measured(bench: Bench, parts: list[str]) -> Iterator[Row]:
    """The lines of each part, as they come; how long a part took goes to standard error."""
    for part in parts:
        begun = perf_counter()
        yield from import_module(f"benchmarks.{part}").rows(bench)
        print(f"{part}: {perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)


def main() -> None:
    """Measure, print, and keep the figures as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure everything, in one table.")
    parser.add_argument("--quick", action="store_true", help="once each and small: whether everything runs")
    parser.add_argument("--alone", action="store_true", help="without the peers")
    parser.add_argument("--json", type=Path, default=ROOT / "build" / "benchmarks.json", help="where the figures go")
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], metavar="PART", help=", ".join(PARTS))
    given = parser.parse_args()
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    for package in PACKAGES:
        compileall.compile_dir(ROOT / package, quiet=2)
    given.json.parent.mkdir(exist_ok=True)
    figures: dict[str, Any] = {"date": datetime.now().astimezone().date().isoformat(), "machine": machine(), "rows": []}
    with tempfile.TemporaryDirectory(prefix="onward-benchmarks-") as name:
        folder = Path(name)
        worlds, sizes = Worlds(folder / "worlds"), () if given.quick or given.parts else (*SIZES, TEN_YEARS, ENTRIES)
        with worlds.making(sizes):
            commands, missing = ({}, []) if given.quick or given.alone else peers.gather(folder / "peers")
        bench = Bench(worlds, folder, commands, given.quick)
        print(f"{figures['date']}, {machine()}\n\n{heading()}", flush=True)
        for row in measured(bench, given.parts or list(PARTS)):
            print(line(row), flush=True)
            figures["rows"].append({**asdict(row), "ratio": row.ratio, "exponent": row.exponent})
            figures["notes"] = [*bench.notes, *(f"{name} was not to be had here." for name in missing)]
            # After each, so that nothing is lost where somebody has no more time.
            given.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
        if figures["notes"]:
            print("\n" + " ".join(figures["notes"]))


if __name__ == "__main__":
    main()
