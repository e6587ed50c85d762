"""Words to read; enter goes on, escape stops."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Label

from tui.dialogs.base import Dialog
from tui.widgets.plain import plain


class Card(Dialog[bool]):
    """Shows a title, paragraphs and a hint; the result is True for enter, None for escape."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "on", "Go on", id="card.on", priority=True)]

    DEFAULT_CSS = """
    Card {
        & VerticalScroll { height: auto; max-height: 1fr; }
        & VerticalScroll > Label { width: 1fr; margin-bottom: 1; }
    }
    """

    def __init__(self, title: str, paragraphs: list[str], hint: str = "") -> None:
        super().__init__()
        self._title, self._paragraphs, self._hint = title, paragraphs, hint

    def compose_box(self) -> ComposeResult:
        yield Label(plain(self._title), classes="question")
        with VerticalScroll():
            for paragraph in self._paragraphs:
                yield Label(plain(paragraph))
        if self._hint:
            yield Label(plain(self._hint), classes="hint")

    def action_on(self) -> None:
        """Go on."""
        self.dismiss(True)
