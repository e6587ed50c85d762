"""What the learning documents name: skills, and lessons that return. It reads; it decides nothing.

Only what was learnt is read, not what went well. A lesson that stands in two documents is offered as a gap, because
once is an incident and twice is worth a look.
"""

from __future__ import annotations

from datetime import date
from sqlite3 import Row

from core import days, text
from core.applications.companies import fold
from core.record import record
from core.skills.skills import id_of
from core.skills.terms import Terms
from core.storage.store import Store

GOOD = ("excited", "confident", "connection")  # answers about what went well
ACTION = "one-action"
RETURNS = 2  # documents
LATEST = 2000  # answers that are read, the latest first


@record
class Lesson:
    """A skill, or words that came back, with the documents it stands in, the latest first.

    `where` holds (rejection id, company or role, the line it stands in).
    """

    skill: str
    name: str
    last: date
    where: tuple[tuple[str, str, str], ...]

    @property
    def returns(self) -> bool:
        """Whether it stands in more than one document."""
        return len({rejection for rejection, _, _ in self.where}) >= RETURNS


class Lessons:
    """The lessons of all rejections."""

    def __init__(self, store: Store, terms: Terms) -> None:
        self._store = store
        self._terms = terms
        self._read: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}

    def all(self) -> tuple[Lesson, ...]:
        """Every skill that a lesson names, the latest first."""
        recogniser = self._terms.recogniser()
        if getattr(self, "_with", None) is not recogniser:
            self._with, self._read = recogniser, {}
        found: dict[str, list[tuple[Row, str]]] = {}
        names: dict[str, str] = {}
        refused = self._terms.refused()
        for row in self._rows():
            key = (row["id"], row["body"])
            if key not in self._read:
                matches = recogniser.find(row["body"][:20_000])
                named = [(m.name, _line(row["body"], m.start)) for m in matches if fold(m.phrase) not in refused]
                if row["item"] == ACTION and not named:
                    named = [(text.first_line(row["body"], 120), text.first_line(row["body"], 120))]
                self._read[key] = tuple(named)
            for name, line in self._read[key]:
                skill = id_of(name)
                names.setdefault(skill, name)
                found.setdefault(skill, []).append((row, line))
        lessons = (
            Lesson(
                skill=skill,
                name=names[skill],
                last=max(days.stored(row["day"]) or date.min for row, _ in rows),
                where=tuple((row["rejection"], row["company"] or row["role"], line) for row, line in rows),
            )
            for skill, rows in found.items()
        )
        return tuple(sorted(lessons, key=lambda lesson: (lesson.last, lesson.name), reverse=True))

    def returning(self, rejection: str = "") -> tuple[Lesson, ...]:
        """Lessons that stand in two documents or more and are neither planned, put aside nor in hand yet.

        With a rejection, those among them that stand in its document.
        """
        settled = {
            row["id"]
            for row in self._store.rows(
                "SELECT id FROM skills s WHERE s.state = 'aside' OR s.level >= 4 "
                "OR EXISTS (SELECT 1 FROM plans p WHERE p.skill = s.id)"
            )
        }
        return tuple(
            lesson
            for lesson in self.all()
            if lesson.returns
            and lesson.skill not in settled
            and (not rejection or any(where == rejection for where, _, _ in lesson.where))
        )

    def _rows(self) -> list[Row]:
        marks = ", ".join("?" * len(GOOD))
        return self._store.rows(
            "SELECT * FROM ("
            "SELECT p.id, p.item, p.body, r.day, r.id AS rejection, a.company, a.role, r.at "
            "FROM pieces p JOIN ritual_steps s ON s.id = p.step JOIN rejections r ON r.id = s.rejection "
            f"JOIN applications a ON a.id = r.application WHERE s.step = 'learning' AND p.item NOT IN ({marks}) "
            "UNION ALL SELECT f.id, 'answer', f.answer, r.day, r.id, a.company, a.role, r.at FROM feedback f "
            "JOIN rejections r ON r.id = f.rejection JOIN applications a ON a.id = r.application WHERE f.answer <> ''"
            ") ORDER BY day DESC, at DESC, id LIMIT ?",
            *GOOD,
            LATEST,
        )


def _line(body: str, place: int) -> str:
    """The line of an answer in which a skill was found."""
    start = body.rfind("\n", 0, place) + 1
    stop = body.find("\n", place)
    return text.first_line(body[start : len(body) if stop < 0 else stop], 120)
