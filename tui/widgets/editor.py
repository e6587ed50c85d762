"""Where prose is written: soft-wrapped, kept while it is typed, safe to paste anything into."""

from __future__ import annotations

import re

from rich.text import Text
from textual import events, on
from textual.message import Message
from textual.timer import Timer
from textual.widgets import TextArea

from core.text import visible

# Below one second, so that with the time a write takes no more than a second of typing is unkept.
_PAUSE = 0.6  # seconds

# Some 250 pages. A key takes 30 ms at this length, and 0.8 s where all of it is one paragraph.
_ROOM = 500_000  # characters

_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNKEEPABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


class Editor(TextArea):
    """A `TextArea` for prose. It announces what was typed soon enough that no more than a second is lost.

    Direction marks, which some scripts need, are kept and shown as symbols. Other control
    characters in pasted or loaded text become visible symbols in the text itself.
    """

    DEFAULT_CSS = """
    Editor {
        background: $background;
        & .text-area--placeholder { color: $text-muted; }
    }
    """

    class Typed(Message):
        """The text as it stands now, at most 0.6 s after the first key it contains, and on leaving."""

        def __init__(self, editor: Editor, text: str) -> None:
            super().__init__()
            self.editor = editor
            self.text = text

        @property
        def control(self) -> Editor:
            return self.editor

    def __init__(
        self,
        text: str = "",
        *,
        placeholder: str = "",
        limit: int = _ROOM,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """`limit` in characters: a paste that would go past it is not put in, with a sentence."""
        self._limit = limit
        self._waiting: Timer | None = None
        super().__init__(_keepable(text), placeholder=placeholder, name=name, id=id, classes=classes)

    @property
    def unsaved(self) -> bool:
        """Whether something was typed that `Typed` has not announced yet.

        Whoever closes a whole screen or the app asks this first and keeps `text`: a message is not delivered any more.
        """
        return self._waiting is not None

    def load_text(self, text: str) -> None:
        """Show another text. What was typed in the one before is announced first; loading is not typing."""
        self.flush()
        with self.prevent(TextArea.Changed):
            super().load_text(_keepable(text))

    def flush(self) -> None:
        """Announce what was typed now and not when the pause is over."""
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None
            # Sent by the parent, which still delivers it when this widget is being removed.
            (self.parent or self).post_message(self.Typed(self, self.text))

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self._waiting is None:
            self._waiting = self.set_timer(_PAUSE, self.flush)

    def on_blur(self) -> None:
        self.flush()

    def on_unmount(self) -> None:
        self.flush()

    def on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self._put_in(event.text)

    def action_paste(self) -> None:
        self._put_in(self.app.clipboard)

    def _put_in(self, text: str) -> None:
        if self.read_only:
            return
        room = self._limit - len(self.text) + len(self.selected_text)
        if len(text) > room:
            self.app.notify(
                f"That is {len(text):,} characters, and {max(0, room):,} more fit here. "
                "It was not put in; what you wrote is kept as it was.",
                markup=False,
            )
            return
        result = self.replace(_keepable(text), *self.selection, maintain_selection_offset=False)
        self.move_cursor(result.end_location)

    def get_line(self, line_index: int) -> Text:
        # One symbol for each character, so that columns stay true; tabs are left for wrapping to expand.
        parts = self.document.get_line(line_index).split("\t")
        return Text("\t".join(map(visible, parts)), end="", no_wrap=True)


def _keepable(text: str) -> str:
    return _UNKEEPABLE.sub(lambda found: visible(found[0]), _BREAKS.sub("\n", text))
