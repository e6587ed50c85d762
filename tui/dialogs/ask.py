"""A question with two answers."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, Label

from tui.dialogs.base import Dialog
from tui.widgets.plain import plain


class Ask(Dialog[bool]):
    """Ask `question`; the result is True for `yes`, False for `no`, None for escape."""

    def __init__(self, question: str, yes: str, no: str) -> None:
        super().__init__()
        self._question, self._yes, self._no = question, yes, no

    def compose_box(self) -> ComposeResult:
        yield Label(plain(self._question), classes="question")
        with Horizontal(classes="buttons"):
            yield Button(plain(self._yes), id="yes", variant="primary", compact=True)
            yield Button(plain(self._no), id="no", compact=True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")
