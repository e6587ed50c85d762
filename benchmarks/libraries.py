"""The same writes as keys of a map in libraries for shared documents, merged into an empty one, in memory.

Run with one of their names by a Python that has it: takes the keys and values as JSON from standard input, prints the
milliseconds of processor time that merging took.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from time import process_time
from typing import Any

from benchmarks.measure import ROOT, Bench, environment

Cells = list[tuple[str, str]]


def merged(bench: Bench, cells: Cells) -> dict[str, float]:
    """The milliseconds that each library takes, of those that could be installed."""
    found = {}
    for name in LIBRARIES:
        if python := bench.peers.get(name):
            command = [*python, "-m", "benchmarks.libraries", name]
            done = subprocess.run(
                command, input=json.dumps(cells).encode(), capture_output=True, cwd=ROOT, env=environment()
            )
            if done.returncode:
                bench.notes.append(f"{name} is there, and could not be used.")
            else:
                found[name] = float(done.stdout)
    return found


def busy(act: Callable[[], object]) -> float:
    """Milliseconds of processor time."""
    begun = process_time()
    act()
    return (process_time() - begun) * 1000


def pycrdt(library: Any, cells: Cells) -> float:
    """One update into an empty document."""
    source, target = library.Doc(), library.Doc()
    source["x"], target["x"] = written, _ = library.Map(), library.Map()
    with source.transaction():
        for key, value in cells:
            written[key] = value
    update = source.get_update()
    return busy(lambda: target.apply_update(update))


def loro(library: Any, cells: Cells) -> float:
    """One export into an empty document."""
    source = library.LoroDoc()
    written = source.get_map("x")
    for key, value in cells:
        written.insert(key, value)
    source.commit()
    update = source.export(library.ExportMode.Updates(library.VersionVector()))
    return busy(lambda: library.LoroDoc().import_(update))


def automerge(library: Any, cells: Cells) -> float:
    """One document into an empty one, by what its authors call the low level; there is no other in Python."""
    core = import_module("automerge.core")
    source, target = core.Document(), core.Document()
    with source.transaction() as written:
        for key, value in cells:
            written.put(core.ROOT, key, core.ScalarType.Str, value)
    return busy(lambda: target.merge(source))


LIBRARIES: dict[str, Callable[[Any, Cells], float]] = {"pycrdt": pycrdt, "loro": loro, "automerge": automerge}


if __name__ == "__main__":
    name = sys.argv[1]
    print(LIBRARIES[name](import_module(name), json.load(sys.stdin)))
