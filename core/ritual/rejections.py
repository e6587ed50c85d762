"""Rejections: a no, as it arrived. What follows from it, step by step, is in `core.ritual.ritual`.

A rejection always belongs to an application; a company that was never noted gets one while the no is logged, so that
search and the archive find both in one place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from sqlite3 import Row

from core import days, text
from core.applications.applications import NO_REPLY, NOT_SELECTED, OUTCOMES, SAVED, STAGES, Applications
from core.clock import stamp
from core.errors import NotFound, Refused
from core.record import from_row, record
from core.storage.ids import same_id
from core.storage.store import Door, Store
from core.storage.whole import remove
from core.today.rest import forget_window

SILENCE = "silence"
KINDS = ("letter", "personal", "call", "portal", SILENCE)  # how the answer came
MINE, THEIRS = "mine", "theirs"  # whose hands a reason was in
CONTROLS = ("", MINE, THEIRS)


@record
class Reason:
    """A reason, by its id in the content file `reasons` or in the person's own words; `control` sorts it."""

    reason: str
    control: str


@record
class Rejection:
    """One no. `closed` is the day its ritual was closed, None while it is open; `kind` and `stage` may be empty."""

    id: str
    application: str
    company: str
    role: str
    day: date
    stage: str
    kind: str
    message: str
    closed: date | None
    reasons: tuple[Reason, ...]


_SELECT = (
    "SELECT r.id, r.application, a.company, a.role, r.day, r.stage, r.kind, r.message, r.closed "
    "FROM rejections r JOIN applications a ON a.id = r.application"
)


class Rejections:
    """Logging a no, and finding it again."""

    def __init__(self, store: Store, applications: Applications) -> None:
        self._store = store
        self._applications = applications

    def log(
        self,
        company: str = "",
        *,
        application: str = "",
        role: str = "",
        day: date | None = None,
        stage: str = "",
        kind: str = "",
        message: str = "",
        reasons: Sequence[str | Reason] = (),
        outcome: str = "",
    ) -> str:
        """A no arrived on `day` (default: today), for an application or from a company; the rejection's id.

        The application is closed with `outcome` (default: not selected, or no reply where `kind` is silence). Where a
        no of the same application is still open, that one is completed, not doubled. Raises `NotFound` for the
        application, and `Refused` where neither is named, for a day ahead or before the application, an unknown stage
        or outcome, and for text that cannot be kept.
        """
        today = self._store.clock.today()
        when = days.not_after(day or today, today)
        words = _checked(stage=stage, kind=kind, message=message)
        outcome = outcome or (NO_REPLY if kind == SILENCE else NOT_SELECTED)
        if outcome not in OUTCOMES:
            raise Refused(f"An application ends in one of these ways: {', '.join(OUTCOMES)}. Nothing was changed.")
        if not application and not company.strip():
            raise Refused("The name of the company is enough to begin with. Nothing was changed.")
        with self._store.write("Log a no") as door:
            if not application:
                application = self._applications.add(company, role, words["stage"] or STAGES[1], when)
                door.update("applications", application, applied="")
            found = self._applications.get(application)
            days.not_before(when, found.applied, "the application went out")
            words["stage"] = words["stage"] or ("" if found.stage == SAVED else found.stage)
            id = self._next_id(application)
            if door.current("rejections", id) is None:
                values = {"application": application, "day": when.isoformat(), "closed": "", **words}
                door.insert("rejections", id=id, at=stamp(door.now), **values)
            else:
                self._complete(door, id, words)
            self._applications.close(application, outcome, when)
            given = [one if isinstance(one, Reason) else Reason(reason=one, control="") for one in reasons]
            named = {text.line(one.reason, what="This reason"): one.control for one in given}
            named |= {reason.reason: reason.control for reason in self.reasons(id)}
            self._set_reasons(door, id, {name: control for name, control in named.items() if name})
        return id

    def change(
        self,
        id: str,
        *,
        day: date | None = None,
        stage: str | None = None,
        kind: str | None = None,
        message: str | None = None,
    ) -> None:
        """Change how it is noted; what is None stays. Raises `NotFound` and `Refused` as `log` does."""
        kept = self.get(id)
        given = {"stage": stage, "kind": kind, "message": message}
        values = _checked(**{name: value for name, value in given.items() if value is not None})
        with self._store.write("Change how a no is noted") as door:
            if day is not None:
                days.not_after(day, self._store.clock.today())
                found = self._applications.get(kept.application)
                days.not_before(day, found.applied, "the application went out")
                values["day"] = day.isoformat()
                if found.ended == kept.day:
                    door.update("applications", kept.application, ended=day.isoformat())
            door.update("rejections", id, **values)

    def sort(self, id: str, reasons: Iterable[Reason]) -> None:
        """These are the reasons, and whose hands each was in. Raises `NotFound` and `Refused`."""
        self.get(id)
        chosen = {text.line(reason.reason, what="This reason"): reason.control for reason in reasons}
        if not set(chosen.values()) <= set(CONTROLS):
            raise Refused("A reason was in your hands, in theirs, or that is left open. Nothing was changed.")
        with self._store.write("Sort the reasons") as door:
            self._set_reasons(door, id, {reason: control for reason, control in chosen.items() if reason})

    def remove(self, id: str) -> None:
        """Remove a no with everything in its path; undo brings it back. Raises `NotFound`.

        The application is open again where nothing else ended it.
        """
        kept = self.get(id)
        with self._store.write(f"Remove a no from {text.first_line(kept.company or kept.role, 40)}") as door:
            forget_window(door, id)
            remove(self._store, door, "rejections", id)
            if not self.of(kept.application) and self._applications.get(kept.application).outcome == NOT_SELECTED:
                self._applications.reopen(kept.application)

    def get(self, id: str) -> Rejection:
        """One rejection. Raises `NotFound`."""
        row = self._store.row(f"{_SELECT} WHERE r.id = ?", id)
        if row is None:
            raise NotFound("This one is no longer here. It may have been undone.")
        return self._rejection(row)

    def behind(self, kind: str, id: str) -> str:
        """The rejection that something is about, empty where there is none; `kind` as in `core.due.Due.key`."""
        tables = {"feedback": "feedback", "door": "doors", "held": "held", "parked": "parked"}
        column, table = ("rejection", tables[kind]) if kind in tables else ("id", "rejections")
        row = self._store.row(f"SELECT {column} AS rejection FROM {table} WHERE id = ?", id)
        return str(row["rejection"] or "") if row else ""

    def open(self) -> tuple[Rejection, ...]:
        """The ones whose ritual is open, the latest first."""
        return tuple(self._rejection(row) for row in self._store.rows(f"{_SELECT} WHERE r.closed = '' {_LATEST}"))

    def closed(self, limit: int = 100, offset: int = 0) -> tuple[Rejection, ...]:
        """The ones whose ritual was closed, the latest first; nothing counts them."""
        rows = self._store.rows(f"{_SELECT} WHERE r.closed <> '' {_LATEST} LIMIT ? OFFSET ?", limit, offset)
        return tuple(self._rejection(row) for row in rows)

    def of(self, application: str) -> tuple[Rejection, ...]:
        """The ones of an application, the latest first."""
        rows = self._store.rows(f"{_SELECT} WHERE r.application = ? {_LATEST}", application)
        return tuple(self._rejection(row) for row in rows)

    def reasons(self, id: str) -> tuple[Reason, ...]:
        """The reasons of a rejection in the order they were chosen."""
        rows = self._store.rows("SELECT reason, control FROM reasons WHERE rejection = ? ORDER BY at, pk", id)
        return tuple(from_row(Reason, row) for row in rows)

    def _rejection(self, row: Row) -> Rejection:
        return from_row(
            Rejection,
            row,
            day=days.stored(row["day"]) or date.min,
            closed=(days.stored(row["closed"]) or date.min) if row["closed"] else None,
            reasons=self.reasons(row["id"]),
        )

    def _next_id(self, application: str) -> str:
        """The id of the open no of an application, or of the next one: the same on every machine."""
        rows = self._store.rows("SELECT id, closed FROM rejections WHERE application = ? ORDER BY day, at", application)
        for row in rows:
            if not row["closed"]:
                return str(row["id"])
        return same_id("rejection", application, str(len(rows)))

    def _complete(self, door: Door, id: str, words: dict[str, str]) -> None:
        """Add what is new to a no that is already noted; of what stands there, nothing goes."""
        kept = self.get(id)
        given = {name: value for name, value in words.items() if value and not getattr(kept, name)}
        if words["message"] not in kept.message:
            given["message"] = "\n\n".join(filter(None, (kept.message, words["message"])))
        door.update("rejections", id, **given)

    def _set_reasons(self, door: Door, rejection: str, chosen: dict[str, str]) -> None:
        for reason in self.reasons(rejection):
            if reason.reason not in chosen:
                door.delete("reasons", same_id("reason", rejection, reason.reason))
        for name, control in chosen.items():
            id = same_id("reason", rejection, name)
            if door.current("reasons", id):
                door.update("reasons", id, control=control)
            else:
                values = {"rejection": rejection, "reason": name, "control": control}
                door.insert("reasons", id=id, at=stamp(door.now), **values)


_LATEST = "ORDER BY r.day DESC, r.at DESC, r.id"


def _checked(**words: str) -> dict[str, str]:
    if words.get("stage") and words["stage"] not in STAGES:
        raise Refused(f"A stage is one of these: {', '.join(STAGES)}. Nothing was changed.")
    kept = {name: text.line(value, what="This answer", limit=60) for name, value in words.items() if name != "message"}
    if "message" in words:
        kept["message"] = text.clean(words["message"], what="The message").strip("\n")
    return kept
