"""The board: applications as a list that can be filtered and read in windows, active ones first.

Reads use one index in the list's own order, so a window costs the same among ten and among ten thousand.
"""

from __future__ import annotations

import dataclasses
import json
from datetime import date

from core import days, text
from core.applications.applications import OFFER, SAVED, Applications
from core.applications.companies import fold
from core.errors import NotFound, Refused
from core.record import record
from core.storage.store import Store

BOARD, ARCHIVE, EVERYTHING = "board", "archive", "everything"
SHELVES = (BOARD, ARCHIVE, EVERYTHING)

_OPEN_RITUAL = "id IN (SELECT application FROM rejections WHERE closed = '')"
# The board is worded as the index is: counting it reads no row, 0.8 ms instead of 28 among ten thousand.
_ON_SHELF = {
    BOARD: f"((outcome <> '') = 0 OR {_OPEN_RITUAL})",
    ARCHIVE: f"(outcome <> '' AND NOT {_OPEN_RITUAL})",
    EVERYTHING: "1",
}
# The planner would rather sort; the index is already in the order of the list.
_FROM = "FROM applications INDEXED BY applications_in_order WHERE"


@record
class Filters:
    """What a view shows; an empty field leaves that question open. `words` are looked for in company and role."""

    shelf: str = BOARD
    stage: str = ""
    outcome: str = ""
    channel: str = ""
    mode: str = ""
    industry: str = ""
    size: str = ""
    words: str = ""
    limbo: bool = False


@record
class Line:
    """One line of the list. `limbo`: sent, not answered, and silent for longer than the person waits."""

    id: str
    company: str
    role: str
    stage: str
    outcome: str
    channel: str
    place: str
    moved: date
    limbo: bool


@record
class View:
    """A view that was kept under a name."""

    id: str
    name: str
    filters: Filters


class Board:
    """Windows on the list of applications, and the views that were kept."""

    def __init__(self, store: Store, applications: Applications) -> None:
        self._store = store
        self._applications = applications

    def page(self, filters: Filters | None = None, offset: int = 0, limit: int = 100) -> tuple[Line, ...]:
        """`limit` lines from `offset` on, active ones first, what moved last on top."""
        where, values = self._where(filters or Filters())
        rows = self._store.rows(
            f"SELECT id, company, role, stage, outcome, channel, place, moved, {self._silent} AS silent "
            f"{_FROM} {where} ORDER BY outcome <> '', moved DESC, id LIMIT ? OFFSET ?",
            *values,
            limit,
            offset,
        )
        return tuple(
            Line(
                **{name: row[name] for name in ("id", "company", "role", "stage", "outcome", "channel", "place")},
                moved=days.stored(row["moved"]) or date.min,
                limbo=bool(row["silent"]),
            )
            for row in rows
        )

    def count(self, filters: Filters | None = None) -> int:
        """How many lines a view has."""
        where, values = self._where(filters or Filters())
        return self._store.count(f"SELECT count(*) {_FROM} {where}", *values)

    def industries(self) -> tuple[str, ...]:
        """Every industry that was named, for completing and filtering."""
        rows = self._store.rows("SELECT DISTINCT industry FROM applications WHERE industry <> '' ORDER BY industry")
        return tuple(row[0] for row in rows)

    def views(self) -> tuple[View, ...]:
        """The kept views, in the order they were kept."""
        rows = self._store.rows("SELECT id, name, filters FROM saved_views ORDER BY place, id")
        return tuple(View(id=row["id"], name=row["name"], filters=_read(row["filters"])) for row in rows)

    def keep(self, name: str, filters: Filters) -> str:
        """Keep a view under a name, replacing the one that has it; its id. Raises `Refused` without a name."""
        kept = text.line(name, what="The name of a view", limit=60)
        if not kept:
            raise Refused("A view is kept under a name, so that it can be called back. Nothing was changed.")
        chosen = {k: v for k, v in dataclasses.asdict(filters).items() if v != getattr(Filters(), k)}
        body = json.dumps(chosen, ensure_ascii=False, sort_keys=True)
        with self._store.write(f"Keep the view {kept}") as door:
            for row in self._store.rows("SELECT id FROM saved_views WHERE name = ? ORDER BY id", kept):
                door.update("saved_views", row["id"], filters=body)
                return str(row["id"])
            place = self._store.count("SELECT max(place) FROM saved_views") + 1.0
            return door.insert("saved_views", name=kept, filters=body, place=place)

    def drop(self, id: str) -> None:
        """Let a kept view go. Raises `NotFound`."""
        row = self._store.row("SELECT name FROM saved_views WHERE id = ?", id)
        if row is None:
            raise NotFound("This view is no longer here.")
        with self._store.write(f"Let the view {row['name']} go") as door:
            door.delete("saved_views", id)

    @property
    def _silent(self) -> str:
        since = (self._store.clock.today() - self._applications.silence).isoformat()
        return f"(outcome = '' AND moved < '{since}' AND stage NOT IN ('{SAVED}', '{OFFER}'))"

    def _where(self, filters: Filters) -> tuple[str, tuple[str, ...]]:
        clauses = [_ON_SHELF.get(filters.shelf, "1")]
        values: list[str] = []
        for column in ("stage", "outcome", "channel", "mode", "industry", "size"):
            if wanted := getattr(filters, column):
                clauses.append(f"{column} = ?")
                values.append(wanted)
        for word in fold(filters.words).split():
            clauses.append("(instr(company_key, ?) OR instr(role_key, ?))")
            values += [word, word]
        if filters.limbo:
            clauses.append(self._silent)
        return " AND ".join(clauses), tuple(values)


def _read(stored: str) -> Filters:
    """The filters as they were kept; what a newer version added is left alone."""
    try:
        found = json.loads(stored)
    except ValueError:
        return Filters()
    if not isinstance(found, dict):
        return Filters()
    fits = {f.name: found[f.name] for f in dataclasses.fields(Filters) if isinstance(found.get(f.name), str | bool)}
    return dataclasses.replace(Filters(), **fits)
