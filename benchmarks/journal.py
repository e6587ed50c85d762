"""Whether the journal's list and the search care how much there is, without a screen around them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from benchmarks.measure import Bench, Row, here, in_turn, milliseconds
from benchmarks.world import FILE
from core.workspace import Workspace

ROUNDS = 9
TIMES = 5  # in a row, because one alone is over within the clock's own grain
SCREENFUL = 50

Ask = Callable[[Workspace], object]


def _middle(workspace: Workspace) -> object:
    start = workspace.journal.count() // 2
    return workspace.journal.window(start, start + SCREENFUL)


def _frequent(workspace: Workspace) -> object:
    return workspace.search.find(workspace.journal.entry(workspace.journal.window(0, 1)[0].id).body.split()[0])


def _beginning(workspace: Workspace) -> object:
    return workspace.search.find("th")


ASKED: dict[str, Ask] = {
    "a screenful in the middle of the journal": _middle,
    "searching a word of the last entry": _frequent,
    "searching a beginning of words": _beginning,
}


def rows(bench: Bench) -> Iterator[Row]:
    """Each of them at every size."""
    for what, ask in ASKED.items():
        growth: dict[int, float] = {}
        for size in bench.sizes:
            with Workspace.open(str(bench.worlds.home(size) / FILE)) as workspace:
                work = partial(here, lambda: [ask(workspace) for _ in range(TIMES)])  # noqa: B023
                growth[size] = milliseconds(in_turn({what: work}, bench.rounds(ROUNDS))[what]) / TIMES
        least, most = growth[bench.sizes[0]], growth[bench.sizes[-1]]
        yield Row(what, most, least, growth=growth, beside=f"the same at {bench.sizes[0]} entries")
