"""A page to write on, for answers of more than one line."""

from __future__ import annotations

from collections.abc import Callable
from os import urandom
from typing import TYPE_CHECKING, ClassVar, Protocol, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Label

from tui.dialogs.base import Dialog
from tui.widgets.editor import Editor
from tui.widgets.plain import plain

if TYPE_CHECKING:
    from tui.data import Data


class Keeps(Protocol):
    """What a page needs of the app."""

    data: Data


class Prose(Dialog[str]):
    """Ask for any number of lines. Leaving keeps: the result is what stands on the page, whatever key ends it.

    `typed` is called with the text at most a second after it was typed, so that it can be kept as a draft. Without it,
    what stands there when the app is left becomes a draft of the journal, with the question above it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+s", "leave", "Keep", id="dialog.keep", key_display="esc", priority=True)
    ]

    DEFAULT_CSS = """
    Prose {
        & > .box { height: 80%; }
        & Editor, & Editor:focus { height: 1fr; border: none; padding: 0; }
        & .hint { margin-bottom: 1; }
    }
    """

    def __init__(
        self,
        question: str,
        text: str = "",
        *,
        hint: str = "",
        typed: Callable[[str], object] | None = None,
        from_top: bool = False,
    ) -> None:
        """`from_top` begins at the first line of `text` instead of behind its last."""
        super().__init__()
        self._from_top = from_top
        self._question, self._text, self._hint, self._typed = question, text, hint, typed
        self._key = f"entry:page-{urandom(4).hex()}"

    def compose_box(self) -> ComposeResult:
        yield Label(plain(self._question), classes="question")
        if self._hint:
            yield Label(plain(self._hint), classes="hint")
        yield Editor(self._text)

    def on_mount(self) -> None:
        page = self.query_one(Editor)
        page.focus()
        if not self._from_top:
            page.move_cursor(page.document.end)

    def on_editor_typed(self, event: Editor.Typed) -> None:
        if self._typed:
            self._typed(event.text)

    def flush(self) -> None:
        page = self.query_one(Editor)
        if self._typed:
            if page.unsaved:
                self._typed(page.text)
        elif page.text.strip() and page.text != self._text:
            body = f"{self._question}\n\n{page.text}"
            cast("Keeps", self.app).data.tell(lambda w: w.drafts.keep(self._key, body))

    def action_leave(self) -> None:
        """Keep what stands there."""
        self.dismiss(self.query_one(Editor).text)
