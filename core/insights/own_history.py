"""Feelings over the paths from a no, and the days until the first step of one's own: history, with no aim beside it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from statistics import median

from core import days
from core.record import record
from core.ritual.path import DONE, NAMING, NEXT, REFRAMING
from core.storage.store import Store


@record
class Eased:
    """How strong the strongest feeling was before and after, 0 to 10, on one path from a no."""

    key: str
    day: date
    before: int
    after: int


@record
class FirstStep:
    """How many days lay between a no and the first step of one's own."""

    key: str
    day: date
    after: int


def eased(store: Store, since: date = date.min) -> tuple[Eased, ...]:
    """Every path on which both were noted, oldest first."""
    strongest: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for row in store.rows(
        "SELECT r.id, r.day, s.step, max(f.intensity) AS strength FROM felt f JOIN ritual_steps s ON s.id = f.step "
        "JOIN rejections r ON r.id = s.rejection WHERE f.intensity IS NOT NULL AND r.day >= ? GROUP BY r.id, s.step",
        since.isoformat(),
    ):
        strongest[row["day"], row["id"]][row["step"]] = row["strength"]
    return tuple(
        Eased(key=f"rejection:{id}", day=days.stored(day) or date.min, before=found[NAMING], after=found[REFRAMING])
        for (day, id), found in sorted(strongest.items())
        if NAMING in found and REFRAMING in found
    )


def first_steps(store: Store, since: date = date.min) -> tuple[FirstStep, ...]:
    """Every no that was followed by a step: the next thing was chosen, or the one chosen was done. Oldest first."""
    rows = store.rows(
        "SELECT r.id, r.day, min(s.day) AS first FROM rejections r JOIN "
        "(SELECT rejection, day FROM ritual_steps WHERE step = ? AND state = ? AND day <> '' UNION ALL "
        "SELECT substr(source, 8), day FROM steps WHERE source LIKE 'ritual:%' AND state = 'done') s "
        "ON s.rejection = r.id AND s.day >= r.day WHERE r.day >= ? GROUP BY r.id ORDER BY r.day, r.id",
        NEXT,
        DONE,
        since.isoformat(),
    )
    return tuple(
        FirstStep(
            key=f"rejection:{row['id']}",
            day=date.fromisoformat(row["day"]),
            after=(date.fromisoformat(row["first"]) - date.fromisoformat(row["day"])).days,
        )
        for row in rows
    )


def middle(values: list[int]) -> float:
    """The value in the middle, which one very long or short one does not move."""
    return float(median(values))
