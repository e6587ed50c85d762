"""A candle, drawn in the terminal; it burns down when a key lets it, and stands still where nothing moves."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Center
from textual.widgets import Label

from core.content import Content as Words
from tui.dialogs.base import Dialog
from tui.widgets.plain import plain

# Two shapes of a flame, so that it flickers; then the candle burning down, and the wick.
FLAMES = ("  ,\n (|)\n  '", "  '\n (|)\n  '")
BODY = " ___\n|   |\n|   |\n|   |\n|___|"
LOW = " ___\n|   |\n|___|"
OUT = "   ~\n  ~\n  '"
FLICKER = 0.7  # seconds


class Candle(Dialog[bool]):
    """Lit, low, out: each key goes one further."""

    DEFAULT_CSS = """
    Candle {
        & Center { height: auto; margin: 1 0; }
        & #candle { width: 5; height: 8; color: $text-accent; }
        & .question, & .hint { text-align: center; }
    }
    """

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.words = words
        self._stage = 0
        self._shape = 0

    def compose_box(self) -> ComposeResult:
        yield Label(id="said", classes="question")
        yield Center(Label(id="candle"))
        yield Label(id="how", classes="hint")

    def on_mount(self) -> None:
        self.show_candle()
        if self.app.animation_level != "none":
            self.set_interval(FLICKER, self._flicker)

    def _flicker(self) -> None:
        self._shape = 1 - self._shape
        self.show_candle()

    def show_candle(self) -> None:
        """Draw it as it is now."""
        flame = FLAMES[self._shape] if self._stage < 2 else OUT
        drawn = f"{flame}\n{BODY if self._stage == 0 else LOW}"
        said = ("lit", "low", "out")[self._stage]
        self.query_one("#candle", Label).update(plain(drawn))
        self.query_one("#said", Label).update(plain(self.words.say(f"closing.candle.{said}")))
        hint = self.words.say("rituals.closing.candle", key="any key", out="esc") if self._stage < 2 else ""
        self.query_one("#how", Label).update(plain(hint))

    def on_key(self, event: events.Key) -> None:
        if event.key in ("escape", "f3", "f4"):
            return
        event.stop()
        if self._stage == 2:
            self.dismiss(True)
            return
        self._stage += 1
        self.show_candle()
