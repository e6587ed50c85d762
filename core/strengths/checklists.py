"""Profile, cover letter and portfolio as small checklists; every improvement is a row, and counts as effort."""

from __future__ import annotations

from datetime import date

from core import days, text
from core.clock import stamp
from core.content import Content
from core.errors import NotFound
from core.record import record
from core.storage.ids import same_id
from core.storage.store import Store
from core.today.efforts import Efforts

GROUPS = ("profile", "letter", "portfolio", "resume", "notes")  # groups of the content file `materials`


@record
class Check:
    """A question about something that goes out; `times` it was improved, `last` on which day, `note` what was done."""

    item: str
    group: str
    text: str
    hint: str
    times: int
    last: date | None
    note: str


class Checklists:
    """What was made better."""

    def __init__(self, store: Store, efforts: Efforts, content: Content) -> None:
        self._store = store
        self._efforts = efforts
        self._content = content

    def improve(self, item: str, note: str = "", *, day: date | None = None) -> str:
        """Something was made better; once a day and item, said anew as often as wanted. Its id.

        Raises `NotFound` for the item, and `Refused` for a day ahead.
        """
        found = next((row for row in self._content.choices("materials") if row.id == item), None)
        if found is None:
            raise NotFound("This check is no longer here.")
        today = self._store.clock.today()
        when = days.not_after(day or today, today)
        kept = text.line(note, what="What was improved")
        id = same_id("check", item, when.isoformat())
        with self._store.write("Note an improvement") as door:
            if door.current("checks", id):
                door.update("checks", id, note=kept)
            else:
                door.insert("checks", id=id, item=item, note=kept, day=when.isoformat(), at=stamp(door.now))
            self._efforts.count_once("improvement", id, note=kept or found.text, day=when)
        return id

    def take_back(self, item: str, day: date) -> None:
        """It was not improved on that day after all."""
        id = same_id("check", item, day.isoformat())
        with self._store.write("Take back an improvement") as door:
            door.delete("checks", id)
            self._efforts.uncount(id)

    def all(self) -> tuple[Check, ...]:
        """Every check, by group, with what was done."""
        rows = self._store.rows(
            "SELECT item, count(*) AS times, max(day) AS last, note FROM checks GROUP BY item"  # note of the last day
        )
        done = {row["item"]: row for row in rows}
        found = []
        for group in GROUPS:
            for choice in self._content.choices("materials"):
                if choice.group == group:
                    row = done.get(choice.id)
                    found.append(
                        Check(
                            item=choice.id,
                            group=group,
                            text=choice.text,
                            hint=choice.hint,
                            times=row["times"] if row else 0,
                            last=days.stored(row["last"]) if row else None,
                            note=row["note"] if row else "",
                        )
                    )
        return tuple(found)
