"""What opening Insights takes, beside the raw SQL that it cannot do without.

The floor reads the same rows (applications, stages, conversations, noes, effort) with sqlite3 and does nothing with
them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from benchmarks.measure import Bench, Row, Taken, here, in_turn, milliseconds
from benchmarks.world import FILE
from core.workspace import Workspace

ROUNDS = 9
FLOOR = (
    "SELECT application, stage FROM stages",
    "SELECT id, application, kind, day, doubt, resonated FROM rounds",
    "SELECT application, kind FROM rejections",
    "SELECT id, channel, industry, size, role_key, stage, outcome, moved FROM applications",
    "SELECT id, kind, day, amount FROM efforts WHERE day >= '{since}'",
)


def rows(bench: Bench) -> Iterator[Row]:
    """All of it, at several sizes and at ten years."""
    growth: dict[int, float] = {}
    found: dict[str, Taken] = {}
    for size in (*bench.sizes, bench.ten_years):
        with Workspace.open(str(bench.worlds.home(size) / FILE)) as workspace:
            since = workspace.today() - timedelta(weeks=12)
            reads = [sql.format(since=since) for sql in FLOOR]
            runs = {
                "floor": partial(here, lambda: [workspace.store.rows(sql) for sql in reads]),  # noqa: B023
                "ours": partial(here, lambda: workspace.insights.sections()),
            }
            found = in_turn(runs, bench.rounds(ROUNDS))
        growth[size] = milliseconds(found["ours"])
    del growth[bench.ten_years]
    ours, floor = milliseconds(found["ours"]), milliseconds(found["floor"])
    yield Row("all of Insights", ours, floor, growth=growth, beside="the same rows by sqlite3")
