"""A list to choose from, narrowed by typing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Label

from tui.dialogs.base import Dialog
from tui.widgets.plain import plain
from tui.widgets.rows import Row, Rows

OWN = "choose.own"  # the id of the row that stands for what was typed

EXACT, BEGINNING, INSIDE, DETAIL, ALWAYS = range(5)


def match(row: Row, typed: str) -> int | None:
    """How well a row fits what was typed, `EXACT` best; None where it does not. What adds something always stays."""
    text, detail, wanted = row.text.casefold(), row.detail.casefold(), typed.casefold().strip()
    words = wanted.split()
    if text == wanted:
        return EXACT
    if text.startswith(wanted):
        return BEGINNING
    if all(word in text for word in words):
        return INSIDE
    if all(word in f"{text} {detail}" for word in words):
        return DETAIL
    return ALWAYS if row.mark == "+" else None


def matching(rows: Iterable[Row], typed: str) -> list[Row]:
    """The rows that fit what was typed; headings stay where something below them does."""
    found: list[Row] = []
    pending: Row | None = None
    for row in rows:
        if row.heading:
            pending = row
        elif match(row, typed) is not None:
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
        elif event.key == "space" and not self.value and isinstance(self.screen, ChooseSeveral):
            event.stop()
            event.prevent_default()
            rows.action_choose()


_SENTENCE = 26  # cells from which on a detail is read as a sentence, and not as a date or a number
_FRAME = 12  # cells of the box that are no row's own: border, padding, cursor, and the room before a detail


class Choose(Dialog[str]):
    """Choose a row; the result is its id. What was typed stays in `typed`.

    Where details are sentences too long for their rows, the whole of the one under the cursor stands below the list;
    with `below` nowhere else, for details that explain and are not compared.

    With `free`, what was typed is an answer too, in a row of its own. Rows in `deeper` are found by typing only, by
    their text, and come before the others.
    """

    ENTER = "Choose"

    DEFAULT_CSS = """
    Choose {
        & Rows { height: auto; max-height: 14; margin-top: 1; }
        & #whole { color: $text-muted; width: 1fr; max-height: 3; padding: 0 2; margin-top: 1; display: none; }
        & #whole.-shown { display: block; }
    }
    """

    def __init__(
        self,
        question: str,
        rows: Sequence[Row],
        *,
        hint: str = "",
        free: bool = False,
        deeper: Sequence[Row] = (),
        below: bool = False,
    ) -> None:
        super().__init__()
        self._question, self._rows, self._hint, self._free, self._deeper = question, rows, hint, free, deeper
        self._below = below
        self.typed = ""
        self._details: dict[str, str] = {}

    def compose_box(self) -> ComposeResult:
        yield Label(plain(self._question), classes="question")
        yield Narrow(placeholder=self._hint, compact=True)
        yield Rows(self._rows, empty=self.word("shell.empty.narrowed"))
        yield Label(id="whole")

    def on_resize(self) -> None:
        if self._rows:
            self._narrow()

    def _is_cut(self, rows: Sequence[Row]) -> bool:
        width = self.query_one(".box").styles.width
        room = min((width and width.cells) or self.size.width, self.size.width) - _FRAME
        details = [row for row in rows if not row.heading and cell_len(row.detail) >= _SENTENCE]
        return any(cell_len(row.text) + cell_len(row.mark) + cell_len(row.detail) > room for row in details)

    def on_input_changed(self, event: Input.Changed) -> None:
        self.typed = event.value.strip()
        self._narrow()

    def _narrow(self) -> None:
        """Show what fits, with the cursor on what fits best; one's own word is better than a word in a detail."""
        typed, list_ = self.typed, self.query_one(Rows)
        deeper = [row for row in self._deeper if typed and match(row, typed) in (EXACT, BEGINNING, INSIDE)]
        found = [*deeper, *matching(self._rows, typed)]
        fits = {row.id: match(row, typed) or EXACT for row in found if not row.heading}
        if self._free and typed and not any(row.text.casefold() == typed.casefold() for row in found):
            found.append(Row(OWN, self.word("shell.choose.own", typed=typed)))
            fits[OWN] = INSIDE
        self._show(found)
        if typed and fits:
            list_.select(min(fits, key=fits.__getitem__))

    def _show(self, rows: Sequence[Row]) -> None:
        self._details = {row.id: row.detail for row in rows}
        cut = self._is_cut([*self._rows, *self._deeper])
        self.query("#whole").set_class(cut, "-shown")
        below = cut and self._below
        self.query_one(Rows).show([replace(row, detail="") if below and not row.heading else row for row in rows])
        self._tell_whole(self.query_one(Rows).row)  # known only now, where the cursor stays where it was

    def on_input_submitted(self) -> None:
        if (row := self.query_one(Rows).row) is not None:
            self.chosen(row)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        self.chosen(event.row)

    def on_rows_highlighted(self, event: Rows.Highlighted) -> None:
        self._tell_whole(event.row)

    def _tell_whole(self, row: Row | None) -> None:
        """The whole of a detail that the row may have cut."""
        for whole in self.query("#whole").results(Label):
            whole.update(plain(self._details.get(row.id, "") if row else ""))

    def chosen(self, row: Row) -> None:
        """The person chose `row`."""
        self.dismiss(self.typed if row.id == OWN else row.id)


class ChooseSeveral(Choose):
    """Choose any number of rows; the result is their ids, one a line. Enter marks, ctrl+s is done.

    A space marks, too, as on Today; once something is typed, it is one of its letters.
    """

    ENTER = "Mark"

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "done", "Done", id="choose.done", priority=True)]

    def __init__(self, question: str, rows: Sequence[Row], *, marked: Iterable[str] = (), hint: str = "") -> None:
        self._marked = set(marked)
        super().__init__(question, rows, hint=hint)
        self._rows = self._shown()

    def chosen(self, row: Row) -> None:
        self._marked ^= {row.id}
        self._rows = self._shown()
        self._show(matching(self._rows, self.typed))

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
