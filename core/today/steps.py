"""The one thing chosen for a day, often as an if-then plan: "if it is nine, then I write to Kim".

At most one of a day's steps is shown as *Next*; an open step of an earlier day waits quietly.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from sqlite3 import Row

from core import text
from core.clock import stamp
from core.content import Content
from core.due import STEP, Due
from core.errors import NotFound, Refused
from core.record import from_row, record
from core.storage.ids import same_id
from core.storage.store import Store


@record
class Step:
    """A step for a day: `text` is what, `cue` the when or where of an if-then plan (may be empty).

    `source` says where it came from (`evening:<day>`, `ritual:<id>`, or empty); `state` is
    `open`, `done` or `let go`.
    """

    id: str
    day: date
    cue: str
    text: str
    source: str
    state: str


class Steps:
    """The steps of all days."""

    def __init__(self, store: Store, content: Content) -> None:
        self._store = store
        self._content = content

    def plan(self, what: str, day: date, *, cue: str = "", source: str = "") -> str:
        """Choose a step for a day; its id. A step from the same `source` is said anew, not doubled."""
        kept, when = text.line(what, what="This step"), text.line(cue, what="This cue")
        if not kept:
            raise Refused("A step needs a few words: what will be done.")
        with self._store.write("Choose the one thing") as door:
            id = same_id("step", source) if source else ""
            values = {"day": day.isoformat(), "cue": when, "text": kept, "source": source, "state": "open"}
            if id and door.current("steps", id):
                door.update("steps", id, **values)
                return id
            return door.insert("steps", id=id, at=stamp(door.now), **values)

    def step(self, id: str) -> Step:
        """One step. Raises `NotFound`."""
        row = self._store.row("SELECT * FROM steps WHERE id = ?", id)
        if row is None:
            raise NotFound("This step no longer exists.")
        return _step(row)

    def of(self, source: str) -> Step | None:
        """The step that came from `source`."""
        row = self._store.row("SELECT * FROM steps WHERE id = ?", same_id("step", source))
        return _step(row) if row else None

    def open(self, day: date) -> list[Step]:
        """The open steps up to a day, the latest day first."""
        rows = self._store.rows(
            "SELECT * FROM steps WHERE state = 'open' AND day <= ? ORDER BY day DESC, at DESC, id LIMIT 20",
            day.isoformat(),
        )
        return [_step(row) for row in rows]

    def all(self, limit: int = 1000) -> list[Step]:
        """The steps, open ones first, then the latest day."""
        rows = self._store.rows("SELECT * FROM steps ORDER BY state <> 'open', day DESC, at DESC, id LIMIT ?", limit)
        return [_step(row) for row in rows]

    def due(self, day: date) -> Iterable[Due]:
        """The open steps, and the ones of this very day that are done."""
        for step in self.open(day):
            since = f"{step.day:%A} {step.day.day} {step.day:%B}"
            waited = "" if step.day == day else self._content.say("today.step.from", day=since)
            if step.day == day and step.source.startswith("evening:"):
                waited = self._content.say("today.next.yours")
            yield Due(key=f"step:{step.id}", text=self.sentence(step), detail=waited, rank=STEP, group="step")
        for row in self._store.rows(
            "SELECT * FROM steps WHERE state = 'done' AND day = ? ORDER BY at", day.isoformat()
        ):
            yield Due(key=f"step:{row['id']}", text=self.sentence(_step(row)), rank=STEP, group="step", done=True)

    def sentence(self, step: Step) -> str:
        """A step as one line, with its cue where it has one."""
        return self._content.say("today.step.plan", cue=step.cue, text=step.text) if step.cue else step.text

    def finish(self, id: str) -> None:
        """The step is done; a step of an earlier day is done today."""
        self._set(id, "Finish the step", state="done", day=self._store.clock.today().isoformat())

    def reopen(self, id: str) -> None:
        """The step is open again."""
        self._set(id, "Open the step again", state="open")

    def let_go(self, id: str) -> None:
        """The step is let go, which is as good an end as any."""
        self._set(id, "Let the step go", state="let go")

    def change(self, id: str, what: str, day: date) -> None:
        """The step is said differently, or for another day."""
        kept = text.line(what, what="This step")
        if not kept:
            raise Refused("A step needs a few words: what will be done.")
        self._set(id, "Change the step", text=kept, day=day.isoformat())

    def _set(self, id: str, label: str, **values: str) -> None:
        self.step(id)
        with self._store.write(label) as door:
            door.update("steps", id, **values)


def _step(row: Row) -> Step:
    return from_row(Step, row, day=date.fromisoformat(row["day"]))
