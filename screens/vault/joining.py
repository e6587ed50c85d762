"""Making one text of several, in the app's editor or the person's own."""

from __future__ import annotations

import os
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Label

from core.content import Content
from core.errors import OnwardError
from tui.data import Data
from tui.dialogs.base import Dialog
from tui.lending import edited
from tui.widgets.editor import Editor
from tui.widgets.plain import plain


class Join(Dialog[str]):
    """A page to make one text on. Escape leaves it for later, as a draft; only ctrl+s makes it the text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Later", id="dialog.leave", priority=True),
        Binding("ctrl+s", "keep", "This is the text", id="join.keep", priority=True),
        Binding("ctrl+e", "lend", "Your own editor", id="join.lend", priority=True),
    ]

    DEFAULT_CSS = """
    Join {
        & > .box { width: 100%; height: 100%; }
        & Editor, & Editor:focus { height: 1fr; border: none; padding: 0; }
        & .hint { margin-bottom: 1; }
    }
    """

    def __init__(self, data: Data, words: Content, title: str, key: str, text: str) -> None:
        """`key` is that of the draft."""
        super().__init__()
        self.data, self.words = data, words
        self._title, self._key, self._text = title, key, text

    def compose_box(self) -> ComposeResult:
        yield Label(plain(self._title), classes="question")
        yield Label(plain(self.words.say("machines.inbox.join")), classes="hint")
        yield Editor(self._text)

    def on_mount(self) -> None:
        self.query_one(Editor).focus()

    def on_editor_typed(self, event: Editor.Typed) -> None:
        self.flush()

    def flush(self) -> None:
        text = self.query_one(Editor).text
        if text != self._text:
            self._keep(text)

    def _keep(self, text: str) -> None:
        self.data.tell(lambda w: w.drafts.keep(self._key, text))

    async def action_lend(self) -> None:
        """Give the text to the person's own editor, and go on with what comes back."""
        page = self.query_one(Editor)
        folder = await self.data.ask(lambda w: os.path.dirname(w.store.path))
        try:
            text, told = edited(self.app, self.words, folder, self._key, page.text, self._keep)
        except OnwardError as error:
            self.app.notify(error.sentence, severity="warning", timeout=20, markup=False)
            return
        if text != page.text:
            # Replaced and not loaded, so that ctrl+z has the text from before.
            page.move_cursor(page.replace(text, page.document.start, page.document.end).end_location)
        if told:
            self.app.notify(told, severity="warning", timeout=20, markup=False)

    def action_keep(self) -> None:
        """This is the text from now on."""
        self.dismiss(self.query_one(Editor).text)

    def action_leave(self) -> None:
        """Leave it for later."""
        self.flush()
        self.dismiss(None)
