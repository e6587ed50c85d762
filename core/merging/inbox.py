"""The texts to choose between as a person meets them: what each belongs to, and one quiet line on the day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from core.content import Content
from core.due import LATER, Due
from core.journal.search import LEADS, Lead
from core.merging.conflicts import Conflicts, Key
from core.record import record
from core.storage.store import Store
from core.text import first_line

_NAMES = ("name", "title", "company", "role")  # the columns that say which of several things a row is
_LONG = 400  # characters of a text that are enough for one line


@record
class Line:
    """A text with more than one version, as a line of a list: what it is, what it belongs to, how it begins."""

    key: Key
    kind: str
    about: str
    begins: str


class Inbox(Conflicts):
    """The inbox of texts to choose between, in words."""

    def __init__(self, store: Store, content: Content) -> None:
        super().__init__(store)
        self._content = content

    def lines(self, keys: Iterable[Key]) -> tuple[Line, ...]:
        """These texts as lines; ones that are not there any more are left out."""
        return tuple(line for key in keys if (line := self.line(key)))

    def line(self, key: Key) -> Line | None:
        """A text as a line, None where it is not there any more."""
        table, id, column = key
        columns = self._store.shape.columns(table) if table in self._store.shape else ()
        if column not in columns:
            return None
        lead = LEADS.get(table, Lead(kind=table))
        named = next((f"t.{name}" for name in _NAMES if name in columns), lead.about)
        dated = next((f"t.{name}" for name in ("day", "at") if name in columns), "''")
        row = self._store.row(
            f"SELECT substr(t.{column}, 1, {_LONG}) AS begins, {named} AS name, {dated} AS day "
            f"FROM {table} AS t {lead.owner} WHERE t.id = ?",
            id,
        )
        if row is None:
            return None
        about = [first_line(row["name"])] if row["name"] else []
        about += [row["day"][:10]] if row["day"] else []
        kind = self._content.say(f"machines.texts.{table}_{column}")
        return Line(key=key, kind=kind, about=", ".join(about), begins=first_line(row["begins"]))

    def due(self, day: date) -> Iterable[Due]:
        """One line where there is something to choose, however much it is; it never asks for the day."""
        if day == self._store.clock.today() and (count := self.count()):
            text = self._content.say("machines.inbox.due" if count == 1 else "machines.inbox.due_some")
            yield Due(key="conflict:all", text=text, detail=self._content.say("machines.inbox.due_detail"), rank=LATER)
