"""One line of text."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.widgets import Input, Label

from core.errors import OnwardError
from tui.dialogs.base import Dialog
from tui.widgets.plain import plain


class Line(Dialog[str]):
    """Ask for one line; the result is what was typed, None for escape.

    `check` raises an `OnwardError` for what cannot be taken: its sentence appears under the
    field, and what was typed stays there. `refused` is such a sentence to begin with, about `value`.
    """

    def __init__(
        self,
        question: str,
        *,
        hint: str = "",
        value: str = "",
        refused: str = "",
        check: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__()
        self._question, self._hint, self._value, self._refused, self._check = question, hint, value, refused, check

    def compose_box(self) -> ComposeResult:
        yield Label(plain(self._question), classes="question")
        yield Input(self._value, compact=True, select_on_focus=True)
        yield Label(plain(self._refused), classes="refused -shown" if self._refused else "refused")
        if self._hint:
            yield Label(plain(self._hint), classes="hint")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        try:
            if self._check:
                self._check(event.value)
        except OnwardError as error:
            self.query_one(".refused", Label).update(plain(error.sentence))
            self.query_one(".refused").add_class("-shown")
            return
        self.dismiss(event.value)
