"""What opening Insights takes over ten years of notes, beside the raw SQL that it cannot do without.

    python -m benchmarks.insights [EVENTS]

The floor reads the same rows (applications, stages, conversations, noes, effort) with sqlite3 and does nothing with
them. Prints the median of each and the ratio: the times are the machine's, the ratio is ours.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import median
from time import perf_counter

from core.applications.applications import OUTCOMES, STAGES
from core.clock import Clock
from core.workspace import Workspace

EVENTS, ROUNDS, YEARS = 20_000, 15, 10
FLOOR = (
    "SELECT application, stage FROM stages",
    "SELECT id, application, kind, day, doubt, resonated FROM rounds",
    "SELECT application, kind FROM rejections",
    "SELECT id, channel, industry, size, role_key, stage, outcome, moved FROM applications",
    "SELECT id, kind, day, amount FROM efforts WHERE day >= '2026-08-31'",
    "SELECT day, count(*) FROM (SELECT day FROM efforts UNION ALL SELECT day FROM tries) "
    "WHERE day >= '2025-11-17' GROUP BY day",
)
WORDS = ("leadership", "salary", "numbers", "cardboard", "model", "writing", "planning", "teams", "software")


def fill(path: str, events: int) -> None:
    """Ten years of notes, written as the product writes them; one event in five belongs to an application."""
    lot = Random(events)
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    with Workspace.open(path, Clock(lambda: now, UTC)) as workspace:
        workspace.store.conn.execute("PRAGMA synchronous = OFF")
        made = 0
        while made < events:
            with workspace.store.write("Fill"):
                for _ in range(200):
                    day = now.date() - timedelta(days=lot.randrange(1, YEARS * 365))
                    if lot.random() < 0.2:
                        made += application(workspace, lot, day)
                    else:
                        workspace.efforts.add(lot.choice(("connection", "insider", "improvement")), day=day)
                        made += 1


def application(workspace: Workspace, lot: Random, day: object) -> int:
    """One application with what followed; how many events that were."""
    first = datetime.fromisoformat(str(day)).date()
    reached = STAGES[1 : 2 + lot.randrange(5)]
    company = f"Company {lot.randrange(900)}"
    channel, industry = lot.choice(("board", "referral", "own")), lot.choice(("maps", "books", "water"))
    id = workspace.applications.add(
        company, lot.choice(("Editor", "Writer")), day=first, channel=channel, industry=industry
    )
    for stage in reached[1:]:
        workspace.applications.advance(id, stage, first)
        workspace.rounds.add(id, "interview", first, doubt=" ".join(lot.choices(WORDS, k=8)))
    workspace.applications.close(id, lot.choice(OUTCOMES), first)
    return 2 + 2 * len(reached)


def taken(work: Callable[[], object]) -> float:
    """The median time of some calls in milliseconds."""
    times = []
    for _ in range(ROUNDS):
        begin = perf_counter()
        work()
        times.append((perf_counter() - begin) * 1000)
    return median(times)


def main() -> None:
    """Measure and print."""
    events = int(sys.argv[1]) if sys.argv[1:] else EVENTS
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "onward.sqlite")
        fill(path, events)
        clock = Clock(lambda: datetime(2026, 11, 22, 12, tzinfo=UTC), UTC)
        with Workspace.open(path, clock) as workspace:
            low = taken(lambda: [workspace.store.rows(sql) for sql in FLOOR])
            sections = taken(lambda: workspace.insights.sections())
            year = taken(lambda: workspace.insights.year(workspace.today()))
            print(f"{events:,} events          floor {low:7.1f} ms")
            print(f"all sections            {sections:7.1f} ms   {sections / low:5.2f} of the floor")
            print(f"a year of days          {year:7.1f} ms   {year / low:5.2f} of the floor")


if __name__ == "__main__":
    main()
