"""A candle, drawn in the terminal, with room for a line beneath it; it stands still where nothing moves."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Center
from textual.widgets import Label

from core.content import Content as Words
from tui.dialogs.prose import Prose
from tui.widgets.editor import Editor
from tui.widgets.plain import plain

# Two shapes of a flame, so that it flickers; then the candle, burned down, and the wick.
FLAMES = ("  ,\n (|)\n  '", "  '\n (|)\n  '")
BODY = " ___\n|   |\n|   |\n|___|"
LOW = " ___\n|___|"
OUT = "   ~\n  ~\n  '"
FLICKER = 0.7  # seconds


class Candle(Prose):
    """Lit until something is written beneath it, then low; escape puts it out, and once more leaves.

    Whatever is typed, and however early, is the reflection.
    """

    DEFAULT_CSS = """
    Candle {
        & > .box { height: 100%; }
        & Center { height: auto; }
        & #candle { width: 5; height: 7; margin-bottom: 1; color: $text-accent; }
        & .said { text-align: center; width: 1fr; color: $text-muted; }
    }
    """

    def __init__(
        self, words: Words, question: str, text: str = "", *, hint: str = "", typed: Callable[[str], object]
    ) -> None:
        super().__init__(question, text, hint=hint, typed=typed)
        self.words = words
        self._out = False
        self._shape = 0

    def compose_box(self) -> ComposeResult:
        yield Center(Label(id="candle"))
        yield Label(id="said", classes="said")
        yield from super().compose_box()

    def on_mount(self) -> None:
        super().on_mount()
        self.show_candle()
        if self.app.animation_level != "none":
            self.set_interval(FLICKER, self._flicker)

    def _flicker(self) -> None:
        self._shape = 1 - self._shape
        self.show_candle()

    @on(Editor.Typed)
    def show_candle(self) -> None:
        """Draw it as it is now."""
        low = self._out or bool(self.query_one(Editor).text.strip())
        drawn = f"{OUT if self._out else FLAMES[self._shape]}\n{LOW if low else BODY}"
        said = "out" if self._out else "low" if low else "lit"
        hint = "" if self._out else self.words.say("rituals.closing.candle", out="esc")
        self.query_one("#candle", Label).update(plain(drawn))
        self.query_one("#said", Label).update(plain(f"{self.words.say(f'closing.candle.{said}')} {hint}"))

    def action_leave(self) -> None:
        """Put it out; where it is out, leave. What was written is kept."""
        if self._out:
            super().action_leave()
        self._out = True
        self.show_candle()
