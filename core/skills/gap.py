"""The gap: skills that postings ask for, beside the person's own level, in an order that is written on the screen.

There is no score. The order is a plain sentence (`skills.gap.rule` in the wording), and every number is a count.
"""

from __future__ import annotations

from datetime import date

from core.record import record
from core.skills.lessons import Lessons
from core.skills.passages import ESSENTIAL
from core.skills.postings import ASKED
from core.skills.skills import ASIDE, AT_HOME, MET
from core.storage.store import Store

OPEN, IN_HAND, PUT_ASIDE = "open", "in hand", "aside"
GROUPS = (OPEN, IN_HAND, PUT_ASIDE)


@record
class Need:
    """A skill in the gap: how many target postings ask for it and how many firmly, the level, and what is noted."""

    skill: str
    name: str
    postings: int
    firm: int
    level: int | None
    proofs: int
    lesson: date | None
    chosen: bool
    planned: bool
    group: str


class Gap:
    """Reads every skill; writes nothing."""

    def __init__(self, store: Store, lessons: Lessons) -> None:
        self._store = store
        self._lessons = lessons

    def targets(self) -> int:
        """How many postings count."""
        return self._store.count("SELECT count(*) FROM postings WHERE target = 1")

    def needs(self) -> tuple[Need, ...]:
        """Every skill that is asked for, noted or learnt about, in order.

        First the ones the person is not yet at home in (levels 0 to 3, or none noted), then those in hand, then those
        put aside. Among them: first what the person marked, then what more postings ask for, then what more call
        essential, then the lower level, then what a lesson named more lately.
        """
        lessons = {lesson.skill: lesson.last for lesson in self._lessons.all()}
        rows = self._store.rows(
            "SELECT s.id, s.name, s.level, s.chosen, s.state, coalesce(a.n, 0) AS n, coalesce(a.firm, 0) AS firm, "
            "coalesce(p.n, 0) AS proofs, l.skill IS NOT NULL AS planned FROM skills s "
            "LEFT JOIN (SELECT a.skill, count(*) AS n, sum(a.need = ?) AS firm FROM asked a "
            "JOIN postings p ON p.id = a.posting WHERE a.state = ? AND p.target GROUP BY a.skill) a ON a.skill = s.id "
            "LEFT JOIN (SELECT skill, count(*) AS n FROM proofs GROUP BY skill) p ON p.skill = s.id "
            "LEFT JOIN (SELECT DISTINCT skill FROM plans WHERE state = 'open') l ON l.skill = s.id "
            "WHERE a.n > 0 OR p.n > 0 OR s.level IS NOT NULL OR s.chosen OR s.note <> '' OR l.skill IS NOT NULL "
            "OR s.state <> ?",
            ESSENTIAL,
            ASKED,
            MET,
        )
        found = [
            Need(
                skill=row["id"],
                name=row["name"],
                postings=row["n"],
                firm=row["firm"],
                level=row["level"],
                proofs=row["proofs"],
                lesson=lessons.get(row["id"]),
                chosen=bool(row["chosen"]),
                planned=bool(row["planned"]),
                group=PUT_ASIDE if row["state"] == ASIDE else IN_HAND if (row["level"] or 0) >= AT_HOME else OPEN,
            )
            for row in rows
        ]
        return tuple(sorted(found, key=_order))


def _order(need: Need) -> tuple[int, bool, int, int, int, int, str]:
    latest = need.lesson.toordinal() if need.lesson else 0
    group = GROUPS.index(need.group)
    return group, not need.chosen, -need.postings, -need.firm, need.level or 0, -latest, need.name.casefold()
