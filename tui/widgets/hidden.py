"""A cover for the moment someone looks over one's shoulder."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.widgets.plain import plain


class Hidden(ModalScreen[None]):
    """Nothing of one's own is on the screen. Any key returns to where you were."""

    # A modal screen, so that no key of the app or of the screen below reaches past the cover;
    # opaque, which a terminal's default background is not, so that the screen below is not painted;
    # without notices, which carry private words.
    DEFAULT_CSS = """
    Hidden {
        background: $background;
        align: center middle;
        &:ansi { background: $ansi-background; color: $ansi-foreground; }
        & > Static { width: auto; max-width: 100%; color: $text-muted; text-align: center; }
        & Toast { display: none; }
    }
    """

    def __init__(self, text: str = "") -> None:
        """`text` is all that is shown."""
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        yield Static(plain(self._text))

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        self.dismiss()
