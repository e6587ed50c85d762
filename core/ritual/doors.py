"""Doors: what can stay open after a no. Each is a reminder of its own with a draft; each waits for its day, once.

Which doors there are, how long each waits and which template it begins with stands in the content file `doors`. The
contact touch and the day to look whether to apply again are two doors with two days.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from sqlite3 import Row

from core import days, text
from core.clock import stamp
from core.content import Content, fill
from core.due import LATER, Due
from core.errors import NotFound, Refused
from core.record import from_row, record
from core.ritual.rejections import Rejection, Rejections
from core.storage.ids import same_id
from core.storage.store import Store
from core.today.rest import Rests

WAITING, DONE, LET_GO = "waiting", "done", "let go"
SHOWN = timedelta(days=14)  # how long a door is shown from its day on; then it waits in its list, without a word
FURTHEST = timedelta(days=3 * 366)


@record
class OpenDoor:
    """A door kept open; `kind` is an id of the content file `doors`, `notes` may hold the company's own rule."""

    id: str
    rejection: str
    kind: str
    day: date
    recipient: str
    body: str
    notes: str
    state: str


@record
class Offer:
    """A door that could be kept open: when it would be, and a draft to begin with."""

    kind: str
    day: date
    draft: str


class Doors:
    """The doors of every rejection."""

    def __init__(self, store: Store, rejections: Rejections, rests: Rests, content: Content) -> None:
        self._store = store
        self._rejections = rejections
        self._rests = rests
        self._content = content

    def offers(self, rejection: str, *, recipient: str = "", sender: str = "") -> tuple[Offer, ...]:
        """The doors that are not yet kept open, with the day each would have. Raises `NotFound`."""
        kept = self._rejections.get(rejection)
        taken = {door.kind for door in self.of(rejection)}
        today = self._store.clock.today()
        return tuple(
            Offer(
                kind=row.id,
                day=max(kept.day + timedelta(days=row.days or 0), today),
                draft=self._draft(kept, row.more[0] if row.more else "", recipient, sender),
            )
            for row in self._content.choices("doors")
            if row.id not in taken
        )

    def keep(
        self, rejection: str, kind: str, day: date, *, recipient: str = "", body: str = "", notes: str = ""
    ) -> str:
        """Keep a door open until `day`; its id. One door of a kind for one rejection: said anew, not doubled.

        Raises `NotFound`, and `Refused` for a day gone by or more than three years ahead and an empty kind.
        """
        self._rejections.get(rejection)
        named = text.line(kind, what="This reminder", limit=200)
        if not named:
            raise Refused("A few words are needed: what is it a reminder of?")
        values = {
            "day": self._ahead(day).isoformat(),
            "recipient": text.line(recipient, what="The name", limit=200),
            "body": text.clean(body, what="This message").strip("\n"),
            "notes": text.clean(notes, what="This note").strip("\n"),
            "state": WAITING,
        }
        with self._store.write("Keep a door open") as door:
            id = same_id("door", rejection, named)
            if door.current("doors", id):
                door.update("doors", id, **values)
            else:
                door.insert("doors", id=id, rejection=rejection, kind=named, at=stamp(door.now), **values)
        return id

    def rewrite(
        self, id: str, *, recipient: str | None = None, body: str | None = None, notes: str | None = None
    ) -> None:
        """Change the draft or the note; what is None stays. Raises `NotFound` and `Refused`."""
        values = {}
        if recipient is not None:
            values["recipient"] = text.line(recipient, what="The name", limit=200)
        if body is not None:
            values["body"] = text.clean(body, what="This message").strip("\n")
        if notes is not None:
            values["notes"] = text.clean(notes, what="This note").strip("\n")
        self._set(id, "Change a door", **values)

    def move(self, id: str, day: date) -> None:
        """The door waits for another day, also one that was done or let go. Raises `NotFound` and `Refused`."""
        self._set(id, "Move a door", day=self._ahead(day).isoformat(), state=WAITING)

    def done(self, id: str) -> None:
        """The person went through it. Raises `NotFound`."""
        self._set(id, "Go through a door", state=DONE)

    def let_go(self, id: str) -> None:
        """The door may close; its words stay. Raises `NotFound`."""
        self._set(id, "Let a door be", state=LET_GO)

    def get(self, id: str) -> OpenDoor:
        """One door. Raises `NotFound`."""
        row = self._store.row("SELECT * FROM doors WHERE id = ?", id)
        if row is None:
            raise NotFound("This reminder is no longer here. It may have been undone.")
        return _door(row)

    def of(self, rejection: str) -> tuple[OpenDoor, ...]:
        """The doors of a rejection, the nearest day first."""
        rows = self._store.rows("SELECT * FROM doors WHERE rejection = ? ORDER BY day, id", rejection)
        return tuple(_door(row) for row in rows)

    def waiting(self) -> tuple[OpenDoor, ...]:
        """Every door that waits, the nearest day first."""
        rows = self._store.rows("SELECT * FROM doors WHERE state = ? ORDER BY day, id", WAITING)
        return tuple(_door(row) for row in rows)

    def due(self, day: date) -> Iterable[Due]:
        """The doors whose day has come in the last two weeks, unless a window is open or the person rests."""
        if (light := self._rests.light(day)) and (light.mode == "rest" or light.window):
            return
        for row in self._store.rows(
            "SELECT d.id, d.kind, d.recipient, a.company, a.role FROM doors d JOIN rejections r ON r.id = d.rejection "
            "JOIN applications a ON a.id = r.application WHERE d.state = ? AND d.day BETWEEN ? AND ? "
            "ORDER BY d.day, d.id",
            WAITING,
            (day - SHOWN).isoformat(),
            day.isoformat(),
        ):
            names = {row.id: row.text for row in self._content.choices("doors")}
            what = names.get(row["kind"], row["kind"])
            said = self._content.say("rituals.due.door", what=what, company=row["company"] or row["role"])
            yield Due(key=f"door:{row['id']}", text=said, detail=row["recipient"], rank=LATER, group="ritual")

    def _draft(self, rejection: Rejection, template: str, recipient: str, sender: str) -> str:
        found = next((row.text for row in self._content.templates("doors") if row.id == template), "")
        known = {"name": recipient, "company": rejection.company, "role": rejection.role, "sender": sender}
        month = f"{rejection.day:%B}"
        return fill(found, month=month, **{name: value for name, value in known.items() if value}).strip()

    def _ahead(self, day: date) -> date:
        today = self._store.clock.today()
        if not today <= day <= today + FURTHEST:
            raise Refused(
                f"{days.told(day)} does not fit here: a reminder is for today or a day in the next three years."
            )
        return day

    def _set(self, id: str, label: str, **values: str) -> None:
        self.get(id)
        with self._store.write(label) as door:
            door.update("doors", id, **values)


def _door(row: Row) -> OpenDoor:
    return from_row(OpenDoor, row, day=days.stored(row["day"]) or date.min)
