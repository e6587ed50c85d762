"""Effort by weeks and by days: what was in the person's own hands, whatever came of it."""

from __future__ import annotations

from datetime import date, timedelta

from core.record import record
from core.storage.store import Store
from core.today.routine import week_of

# What is counted, in the order in which it is shown; learning is in minutes, the rest are counts. Time put into the
# plan is among the efforts already (`core.skills.plan.Plan.log`).
KINDS = ("connection", "insider", "learning", "improvement", "practice")

_EVERYTHING = """
SELECT 'effort:' || id AS key, kind, day, amount FROM efforts
UNION ALL SELECT 'try:' || id, 'practice', day, 1 FROM tries
"""

# What makes a day one with effort in it: the above, and the routine, what went out, and the steps after a no.
_DAYS = """
SELECT day, count(*) AS n FROM (
  SELECT day FROM efforts WHERE day BETWEEN ? AND ?
  UNION ALL SELECT day FROM tries WHERE day BETWEEN ? AND ?
  UNION ALL SELECT day FROM marks WHERE kind = 'done' AND day BETWEEN ? AND ?
  UNION ALL SELECT day FROM stages WHERE stage = 'applied' AND day BETWEEN ? AND ?
  UNION ALL SELECT day FROM ritual_steps WHERE state = 'done' AND day BETWEEN ? AND ?
) GROUP BY day
"""

# What is noted on the day it is done, by which it can be told when somebody began; applications often come later, from
# a list of before.
_BEGUN = """
SELECT min(day) AS day FROM (
  SELECT day FROM efforts WHERE day <> '' UNION ALL SELECT day FROM tries WHERE day <> ''
  UNION ALL SELECT day FROM marks WHERE kind = 'done' AND day <> ''
  UNION ALL SELECT day FROM ritual_steps WHERE state = 'done' AND day <> ''
)
"""


@record
class Weeks:
    """One kind of effort over the last weeks, oldest first: each week's amount, and the rows behind them all."""

    kind: str
    mondays: tuple[date, ...]
    amounts: tuple[int, ...]
    rows: tuple[str, ...]

    @property
    def total(self) -> int:
        """All of it."""
        return sum(self.amounts)


def weeks(store: Store, until: date, count: int) -> tuple[Weeks, ...]:
    """Every kind over the `count` weeks up to the one of `until`."""
    last = week_of(until)
    return between(store, last - timedelta(weeks=count - 1), last + timedelta(days=6))


def weeks_since_first(store: Store, until: date) -> int:
    """How many weeks it is since the person began to note what they do, the first and that of `until` included."""
    row = store.row(_BEGUN)
    first = date.fromisoformat(row["day"]) if row and row["day"] else until
    return max(0, (week_of(until) - week_of(first)).days // 7) + 1


def counted(store: Store) -> bool:
    """Whether any effort was ever counted."""
    return store.row(f"SELECT 1 FROM ({_EVERYTHING}) LIMIT 1") is not None


def between(store: Store, first: date, last: date) -> tuple[Weeks, ...]:
    """Every kind from `first` to `last`, by the weeks these days are in."""
    mondays = tuple(week_of(first) + timedelta(weeks=n) for n in range((week_of(last) - week_of(first)).days // 7 + 1))
    amounts = {kind: dict.fromkeys(mondays, 0) for kind in KINDS}
    rows: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for row in store.rows(
        f"SELECT * FROM ({_EVERYTHING}) WHERE day BETWEEN ? AND ? ORDER BY day, key",
        first.isoformat(),
        last.isoformat(),
    ):
        if row["kind"] in amounts:
            amounts[row["kind"]][week_of(date.fromisoformat(row["day"]))] += row["amount"]
            rows[row["kind"]].append(row["key"])
    return tuple(
        Weeks(kind=kind, mondays=mondays, amounts=tuple(amounts[kind].values()), rows=tuple(rows[kind]))
        for kind in KINDS
    )


def by_day(store: Store, first: date, last: date) -> dict[date, int]:
    """How many things were noted on each day that has any."""
    rows = store.rows(_DAYS, *(first.isoformat(), last.isoformat()) * (_DAYS.count("?") // 2))
    return {date.fromisoformat(row["day"]): row["n"] for row in rows}


def hours(minutes: int) -> str:
    """Minutes as people say them: `45 min`, `2 h 05`."""
    return f"{minutes // 60} h {minutes % 60:02}" if minutes >= 60 else f"{minutes} min"
