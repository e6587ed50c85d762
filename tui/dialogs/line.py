"""One line of text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import cast

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Input, Label

from core.errors import OnwardError
from tui.dialogs.base import Dialog, House
from tui.widgets.plain import plain
from tui.widgets.rows import Rows


class Line(Dialog[str]):
    """Ask for one line; the result is what was typed, None for escape.

    `check` raises an `OnwardError` for what cannot be taken: its sentence appears under the
    field, and what was typed stays there. `refused` is such a sentence to begin with, about `value`.

    What was typed and left by escape stands there again when the same is asked once more in this sitting, about the
    same row below; what was refused does not, and with `forget` nothing.
    """

    def __init__(
        self,
        question: str,
        *,
        hint: str = "",
        value: str = "",
        refused: str = "",
        forget: bool = False,
        check: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__()
        self._question, self._hint, self._value, self._refused, self._check = question, hint, value, refused, check
        self._forget = forget

    def compose_box(self) -> ComposeResult:
        yield Label(plain(self._question), classes="question")
        self._about = (self._question, self._hint, self._value, _row_of(self.app.screen_stack[-2:-1]))
        left = cast("House", self.app).left_lines.pop(self._about, self._value)
        yield Input(left, compact=True, select_on_focus=left == self._value)
        yield Label(plain(self._refused), classes="refused -shown" if self._refused else "refused")
        if self._hint:
            yield Label(plain(self._hint), classes="hint")

    def action_leave(self) -> None:
        typed = self.query_one(Input).value
        refused = self.query_one(".refused").has_class("-shown")
        if typed.strip() and typed != self._value and not refused and not self._forget:
            cast("House", self.app).left_lines[self._about] = typed
        super().action_leave()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        try:
            if self._check:
                self._check(event.value)
        except OnwardError as error:
            self.query_one(".refused", Label).update(plain(error.sentence))
            self.query_one(".refused").add_class("-shown")
            return
        self.dismiss(event.value)


def _row_of(screens: Iterable[Screen[object]]) -> str:
    """The row that the question is about: the one under the cursor below the box."""
    rows = [screen.focused for screen in screens]
    return next((each.row.id for each in rows if isinstance(each, Rows) and each.row), "")
