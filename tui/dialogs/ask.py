"""A question with two answers."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Label

from tui.dialogs.base import Dialog
from tui.widgets.plain import plain


class Ask(Dialog[bool]):
    """Ask `question`; the result is True for `yes`, False for `no`, None for escape.

    A question that is longer than the screen is scrolled, and the answers stay in sight.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "scroll(1)", "Down", show=False, id="list.down"),
        Binding("up,k", "scroll(-1)", "Up", show=False, id="list.up"),
        Binding("pagedown", "scroll(8)", "Page down", show=False, id="list.page_down"),
        Binding("pageup", "scroll(-8)", "Page up", show=False, id="list.page_up"),
    ]

    DEFAULT_CSS = """
    Ask {
        & VerticalScroll { height: auto; scrollbar-size-vertical: 1; }
    }
    """

    def __init__(self, question: str, yes: str, no: str) -> None:
        super().__init__()
        self._question, self._yes, self._no = question, yes, no

    def compose_box(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield Label(plain(self._question), classes="question")
        with Horizontal(classes="buttons"):
            yield Button(plain(self._yes), id="yes", variant="primary", compact=True)
            yield Button(plain(self._no), id="no", compact=True)

    def action_scroll(self, lines: int) -> None:
        """Show more of a long question."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")
