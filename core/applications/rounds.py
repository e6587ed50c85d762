"""Rounds: the conversations of an application, each with what was asked, what resonated and what raised doubt."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from sqlite3 import Row

from core import days, text
from core.applications.applications import Applications
from core.clock import stamp
from core.content import Content
from core.due import HELD, Due
from core.errors import NotFound, Refused
from core.record import from_row, record
from core.storage.store import Store

KINDS = ("call", "screen", "interview", "technical", "task", "panel", "final")
PROSE = ("questions", "resonated", "doubt", "notes")
FURTHEST = timedelta(days=366)  # how far ahead a conversation can be noted


@record
class Round:
    """One conversation; `kind` may be a word of the person's own, `day` may lie ahead."""

    id: str
    application: str
    kind: str
    day: date
    interviewers: str
    questions: str
    resonated: str
    doubt: str
    notes: str


class Rounds:
    """The rounds of all applications."""

    def __init__(self, store: Store, applications: Applications, content: Content) -> None:
        self._store = store
        self._applications = applications
        self._content = content

    def add(self, application: str, kind: str, day: date, **words: str) -> str:
        """Note a conversation, past or ahead; its id. `words` are `interviewers` and `PROSE`.

        Raises `NotFound` for the application, and `Refused` for a day more than a year ahead.
        """
        self._applications.get(application)
        if day > self._store.clock.today() + FURTHEST:
            raise Refused(f"{days.told(day)} is more than a year ahead. Nothing was changed.")
        kept = dict.fromkeys(("interviewers", *PROSE), "") | _checked(words)
        named = text.line(kind, what="The kind of conversation", limit=60)
        with self._store.write("Note a conversation") as door:
            self._applications.touch(application, day)
            values = {"application": application, "kind": named, "day": day.isoformat(), **kept}
            return door.insert("rounds", at=stamp(door.now), **values)

    def change(self, id: str, *, kind: str | None = None, day: date | None = None, **words: str) -> None:
        """Change what is noted about a conversation. Raises `NotFound` and `Refused` as `add` does."""
        kept = self.get(id)
        values = _checked(words)
        if kind is not None:
            values["kind"] = text.line(kind, what="The kind of conversation", limit=60)
        if day is not None:
            if day > self._store.clock.today() + FURTHEST:
                raise Refused(f"{days.told(day)} is more than a year ahead. Nothing was changed.")
            values["day"] = day.isoformat()
        with self._store.write("Change a conversation") as door:
            door.update("rounds", id, **values)
            self._applications.touch(kept.application, day or kept.day)

    def rewrite(self, id: str, field: str, words: str) -> None:
        """Change one of `PROSE`. Raises `NotFound` and `Refused`."""
        self.get(id)
        values = _checked({field: words})
        with self._store.write("Change a conversation") as door:
            door.update("rounds", id, **values)

    def remove(self, id: str) -> None:
        """Remove a conversation. Raises `NotFound`."""
        self.get(id)
        with self._store.write("Remove a conversation") as door:
            door.delete("rounds", id)

    def get(self, id: str) -> Round:
        """One conversation. Raises `NotFound`."""
        row = self._store.row("SELECT * FROM rounds WHERE id = ?", id)
        if row is None:
            raise NotFound("This conversation is no longer here. It may have been undone or removed.")
        return _round(row)

    def of(self, application: str) -> tuple[Round, ...]:
        """The conversations of an application, oldest first."""
        rows = self._store.rows("SELECT * FROM rounds WHERE application = ? ORDER BY day, at, id", application)
        return tuple(_round(row) for row in rows)

    def due(self, day: date) -> Iterable[Due]:
        """The conversations of a day."""
        for row in self._store.rows(
            "SELECT r.id, r.kind, r.interviewers, coalesce(nullif(a.company, ''), a.role) AS company "
            "FROM rounds r JOIN applications a ON a.id = r.application "
            "WHERE r.day = ? AND a.outcome = '' ORDER BY r.at, r.id",
            day.isoformat(),
        ):
            kind = self._content.say(f"applications.rounds.{row['kind']}") if row["kind"] in KINDS else row["kind"]
            said = self._content.say("applications.due.round", company=row["company"], kind=kind)
            yield Due(key=f"round:{row['id']}", text=said, detail=row["interviewers"], rank=HELD, group="applications")


def _round(row: Row) -> Round:
    return from_row(Round, row, day=days.stored(row["day"]) or date.min)


def _checked(words: dict[str, str]) -> dict[str, str]:
    if unknown := set(words) - {"interviewers", *PROSE}:
        raise Refused(f"A conversation has no field called {', '.join(sorted(unknown))}.")
    return {
        name: text.line(value, what="The names", limit=2000)
        if name == "interviewers"
        else text.clean(value, what=f"What you noted under {name}").strip("\n")
        for name, value in words.items()
    }
