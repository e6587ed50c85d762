"""One minute of breathing over whatever is on the screen."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Label

from core.content import Content
from tui.dialogs.base import Dialog
from tui.widgets.breathing import Breathing


class Breathe(Dialog[None]):
    """One minute of breathing; any key ends it, the next one goes back."""

    def __init__(self, words: Content) -> None:
        super().__init__()
        self.words = words

    def compose_box(self) -> ComposeResult:
        said = {
            part: self.words.say(f"shell.pacer.{part}") for part in ("title", "in", "out", "still", "done", "stopped")
        }
        yield Label(said["title"], classes="question")
        yield Breathing(
            breathe_in=said["in"],
            breathe_out=said["out"],
            still=said["still"],
            done=said["done"],
            stopped=said["stopped"],
        )
        yield Label(self.words.say("shell.pacer.intro", key="any key"), classes="hint")

    def on_breathing_ended(self) -> None:
        self.set_timer(2, self.action_leave)
