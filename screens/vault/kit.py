"""The recovery kit on a screen of its own, which the terminal forgets."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import ScrollableContainer
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.widgets.hints import Hints
from tui.widgets.plain import plain


class KitPage(ModalScreen[bool]):
    """The page; True for Enter, False for escape."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "close(True)", "Type it back", id="kit.on", priority=True),
        Binding("escape", "close(False)", "Leave", id="kit.leave"),
        Binding("f3", "app.hide", "Hide", show=False, id="kit.hide"),
    ]

    # Black and white, whatever the theme: it is a picture for a camera.
    DEFAULT_CSS = """
    KitPage {
        background: ansi_black;
        & ScrollableContainer { background: ansi_black; align: center top; }
        & Toast { display: none; }  /* a notice would cover the end of the code */
        & Static { width: 80; height: 22; color: ansi_bright_white; background: ansi_black; }
    }
    """

    def __init__(self, page: str) -> None:
        super().__init__()
        self._page = page

    def compose(self) -> ComposeResult:
        with ScrollableContainer():
            yield Static(plain(self._page))
        yield Hints()

    def action_close(self, on: bool) -> None:
        """Go on to typing the code back, or leave."""
        self._page = ""
        self.query_one(Static).update("")
        self.dismiss(on)
