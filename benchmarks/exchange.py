"""A round with the store, a folder here: with nothing new, and with one entry written since the last."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from benchmarks.measure import Bench, Row, Taken, here, in_turn, milliseconds
from benchmarks.world import FILE
from core.workspace import Workspace
from sync import exchange, machines
from sync.keys import KeyringFile
from sync.vault import Vault

ROUNDS = 9
PHRASE = b"panoramic nectar precut smith banana handclap"


def rows(bench: Bench) -> Iterator[Row]:
    """Both at several sizes; the first round, which sends all there is, is not counted."""
    KeyringFile._cost = 2
    found: dict[str, dict[int, float]] = {"quiet": {}, "busy": {}}
    for size in bench.sizes:
        home, store = bench.worlds.copy(size), bench.folder / f"store of {size}"
        store.mkdir()
        Vault(str(home)).create(bytearray(PHRASE))
        with Workspace.open(str(home / FILE)) as workspace:
            machines.connect(workspace, str(store), "desk")
            _round(workspace)
            runs = {"quiet": partial(here, partial(_round, workspace)), "busy": partial(_writing, workspace)}
            for name, taken in in_turn(runs, bench.rounds(ROUNDS)).items():
                found[name][size] = milliseconds(taken)
    for name, what in (("quiet", "a round with nothing new"), ("busy", "a round that sends an entry")):
        growth = found[name]
        least, most = min(growth), max(growth)
        yield Row(what, growth[most], growth[least], growth=growth, beside=f"the same at {least} entries")


def _round(workspace: Workspace) -> None:
    *_, _done = exchange.run(workspace, search=False)


def _writing(workspace: Workspace) -> Taken:
    workspace.journal.write("A line about the day, and how it went.")
    return here(partial(_round, workspace))
