"""A list to choose from, narrowed by typing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Label

from tui.dialogs.base import Dialog
from tui.widgets.plain import plain
from tui.widgets.rows import Row, Rows


def matching(rows: Iterable[Row], typed: str) -> list[Row]:
    """The rows in which every typed word occurs; headings stay where something below them does."""
    words = typed.casefold().split()
    found: list[Row] = []
    pending: Row | None = None
    for row in rows:
        if row.heading:
            pending = row
        elif all(word in f"{row.text} {row.detail}".casefold() for word in words):
            if pending:
                found.append(pending)
                pending = None
            found.append(row)
    return found


class Narrow(Input):
    """The field above a list: the arrow keys move the list's cursor while typing narrows it."""

    def on_key(self, event: events.Key) -> None:
        rows = self.screen.query_one(Rows)
        moves = {"down": 1, "up": -1, "pagedown": 10, "pageup": -10}
        if event.key in moves:
            event.stop()
            event.prevent_default()
            for _ in range(abs(moves[event.key])):
                rows.action_step(1 if moves[event.key] > 0 else -1)


class Choose(Dialog[str]):
    """Choose a row; the result is its id. With `free`, what was typed and matches nothing is an answer too."""

    DEFAULT_CSS = """
    Choose {
        & Rows { height: auto; max-height: 14; margin-top: 1; }
    }
    """

    def __init__(self, question: str, rows: Sequence[Row], *, hint: str = "", free: bool = False) -> None:
        super().__init__()
        self._question, self._rows, self._hint, self._free = question, rows, hint, free

    def compose_box(self) -> ComposeResult:
        yield Label(plain(self._question), classes="question")
        yield Narrow(placeholder=self._hint, compact=True)
        yield Rows(self._rows)

    def on_input_changed(self, event: Input.Changed) -> None:
        self.query_one(Rows).show(matching(self._rows, event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        row = self.query_one(Rows).row
        if row is not None:
            self.chosen(row)
        elif self._free and event.value.strip():
            self.dismiss(event.value.strip())

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        self.chosen(event.row)

    def chosen(self, row: Row) -> None:
        """The person chose `row`."""
        self.dismiss(row.id)


class ChooseSeveral(Choose):
    """Choose any number of rows; the result is their ids, one a line. Enter marks, ctrl+s is done."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "done", "Done", id="choose.done", priority=True)]

    def __init__(self, question: str, rows: Sequence[Row], *, marked: Iterable[str] = (), hint: str = "") -> None:
        self._marked = set(marked)
        super().__init__(question, rows, hint=hint)
        self._rows = self._shown()

    def chosen(self, row: Row) -> None:
        self._marked ^= {row.id}
        self._rows = self._shown()
        self.query_one(Rows).show(matching(self._rows, self.query_one(Narrow).value))

    def action_done(self) -> None:
        """Answer with what is marked."""
        self.dismiss("\n".join(row.id for row in self._rows if row.id in self._marked))

    def _shown(self) -> list[Row]:
        return [
            row
            if row.heading
            else Row(row.id, row.text, mark="[x]" if row.id in self._marked else "[ ]", detail=row.detail)
            for row in self._rows
        ]
