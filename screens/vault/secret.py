"""A passphrase typed unseen, kept as bytes that can be wiped and never as one piece of text."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Label, Static

from core.errors import OnwardError, Refused
from tui.dialogs.base import Dialog
from tui.widgets.plain import plain

LONGEST = 4096  # bytes


class Unseen(Widget, can_focus=True):
    """A field that shows a dot for each character.

    Only a paste ever holds the whole as text: a terminal hands it over like that.
    """

    DEFAULT_CSS = """
    Unseen { height: 1; width: 1fr; background: $surface-lighten-1; &:focus { background: $boost; } }
    """

    def __init__(self) -> None:
        super().__init__()
        self.typed = bytearray()

    def render(self) -> str:
        count = sum(byte & 0xC0 != 0x80 for byte in self.typed)
        return "•" * min(count, self.size.width - 1) + ("▏" if self.has_focus else "")

    def wipe(self) -> None:
        """Forget what was typed."""
        self.typed[:] = bytes(len(self.typed))
        self.typed.clear()
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        if event.key == "backspace":
            while self.typed and self.typed[-1] & 0xC0 == 0x80:
                self.typed[-1] = 0
                del self.typed[-1]
            if self.typed:
                self.typed[-1] = 0
                del self.typed[-1]
        elif event.key == "ctrl+u":
            self.wipe()
        elif event.is_printable and event.character:
            self._add(event.character)
        else:
            return
        event.stop()
        event.prevent_default()
        self.refresh()

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self._add(event.text.strip("\r\n"))
        self.refresh()

    def _add(self, text: str) -> None:
        more = text.encode("utf-8", "ignore")
        if len(self.typed) + len(more) <= LONGEST:
            self.typed += more


class Secret(Dialog[bytearray]):
    """Ask for a passphrase; the result is the caller's, who wipes it.

    `check` raises an `OnwardError` for what cannot be taken; its sentence appears under the field, which is empty then:
    nobody sees what would have to be mended. `refused` is such a sentence to begin with.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "entered", "Go on", id="dialog.entered")]

    def __init__(self, question: str, *, refused: str = "", check: Callable[[bytearray], object] | None = None) -> None:
        super().__init__()
        self._question, self._refused, self._check = question, refused, check

    def compose_box(self) -> ComposeResult:
        yield Label(plain(self._question), classes="question")
        yield Unseen()
        yield Label(plain(self._refused), classes="refused -shown" if self._refused else "refused")

    def action_entered(self) -> None:
        """Answer with what was typed, if there is anything."""
        field = self.query_one(Unseen)
        if not field.typed:
            return
        try:
            if b"\0" in field.typed:
                raise Refused("A passphrase is text, and that holds a NUL character.")
            if self._check:
                self._check(field.typed)
        except OnwardError as error:
            self.query_one(".refused", Label).update(plain(error.sentence))
            self.query_one(".refused").add_class("-shown")
            field.wipe()
            return
        words = bytearray(len(field.typed))
        words[:] = memoryview(field.typed)
        field.wipe()
        self.dismiss(words)

    def action_leave(self) -> None:
        self.query_one(Unseen).wipe()
        super().action_leave()


class Shown(Dialog[bool]):
    """Something to be written down: shown until Enter (True) or escape (None), and kept nowhere."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "written", "It is written down", id="dialog.written")]

    DEFAULT_CSS = """
    Shown {
        & .shown { margin: 1 2; text-style: bold; width: 1fr; }
    }
    """

    def __init__(self, question: str, shown: bytearray, hint: str) -> None:
        super().__init__()
        self._question, self._shown, self._hint = question, shown, hint

    def compose_box(self) -> ComposeResult:
        yield Label(plain(self._question), classes="question")
        yield Static(plain(self._shown.decode()), classes="shown")
        yield Label(plain(self._hint), classes="hint")

    def action_written(self) -> None:
        """It is written down."""
        self.dismiss(True)
