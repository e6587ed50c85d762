"""The page beside the list: an entry as it stands, or under the pen."""

from __future__ import annotations

from datetime import tzinfo

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from core.content import Content as Words
from core.errors import OnwardError, StorageError
from core.journal.drafts import Draft
from core.journal.elsewhere import Elsewhere
from core.journal.journal import Entry
from screens.journal import writing
from screens.journal.page import PREVIEW, above, above_new, preview
from screens.journal.writing import Writing
from tui.data import Data
from tui.lending import edited
from tui.widgets.editor import Editor
from tui.widgets.plain import plain


class Desk(Vertical):
    """Shows one entry or draft; `write` puts it under the pen, `finish` makes it an entry.

    While it is written it is kept as a draft, within a second of the key. When the workspace
    cannot take it, it goes to a file elsewhere, and the person is told where.
    """

    def __init__(self, data: Data, words: Words) -> None:
        super().__init__(id="page")
        self.data, self.words = data, words
        self.pen: Writing | None = None
        self._elsewhere = Elsewhere()

    def compose(self) -> ComposeResult:
        yield Static(id="above")
        yield Static(id="preview")
        yield Editor(placeholder=self.words.say("journal.page.write"))

    @property
    def editor(self) -> Editor:
        """What is written on."""
        return self.query_one(Editor)

    def show(self, shown: Entry | Draft | None, zone: tzinfo | None, key: str) -> None:
        """Show an entry or a draft; `key` is the one that shows all of a long entry."""
        top, text = plain(""), plain("")
        if isinstance(shown, Entry):
            top, text = above(shown, zone, self.words), preview(shown, self.words, key)
        elif shown:
            when = f"{shown.at.astimezone(zone):%A %H:%M}"
            top, text = plain(self.words.say("shell.draft.found", when=when)), plain(shown.body[:PREVIEW])
        page = Content("\n\n").join([top.stylize("$text-muted"), text]) if shown else top
        # One widget of a fixed size: an arrow key in the list must not lay out the screen anew.
        self.query_one("#preview", Static).update(page, layout=False)

    async def write(self, key: str, zone: tzinfo | None, prompt: str = "") -> bool:
        """Put the entry that `key` names under the pen; what was there before has been finished."""
        try:
            pen, text = await self.data.ask(lambda w: writing.begin(w, key, prompt))
        except OnwardError as error:
            self._tell(error.sentence)
            return False
        self.pen = pen
        top = above(pen.entry, zone, self.words) if pen.entry else above_new(pen.prompt, self.words)
        self.query_one("#above", Static).update(top)
        self.editor.load_text(text)
        self.editor.move_cursor(self.editor.document.end)
        return True

    async def keep(self) -> None:
        """Keep what is written as a draft."""
        pen, text = self.pen, self.editor.text
        if pen is None:
            return
        try:
            await self.data.ask(lambda w: writing.keep(w, pen, text))
        except OnwardError as error:
            self._keep_elsewhere(error, text)

    async def on_editor_typed(self, event: Editor.Typed) -> None:
        # What stands there now is kept: the message may be about an entry that was finished since.
        event.stop()
        await self.keep()

    async def finish(self) -> str | None:
        """Make what is written an entry; its id, "" for nothing.

        None: it was refused, the person knows why, and it is still under the pen.
        """
        pen, text = self.pen, self.editor.text
        if pen is None:
            return ""
        try:
            finished = await self.data.ask(lambda w: writing.finish(w, pen, text))
        except StorageError as error:
            self._keep_elsewhere(error, text)
            return None
        except OnwardError as error:
            self._tell(error.sentence)
            return None
        self._elsewhere.drop()
        self.pen = None
        self.editor.load_text("")
        if finished.beside:
            self._tell(self.words.say("journal.page.beside"))
        return finished.entry

    async def lend(self, folder: str) -> None:
        """Give the text to the person's own editor, and go on with what comes back."""
        pen, text = self.pen, self.editor.text
        if pen is None:
            return

        def keep(left: str) -> None:
            self.data.tell(lambda w: writing.keep(w, pen, left))

        await self.keep()
        try:
            text, told = edited(self.app, self.words, folder, pen.key, text, keep)
        except OnwardError as error:
            self._tell(error.sentence)
            return
        # Replaced and not loaded, so that ctrl+z has the text from before.
        if text != self.editor.text:
            result = self.editor.replace(text, self.editor.document.start, self.editor.document.end)
            self.editor.move_cursor(result.end_location)
        if told:
            self._tell(told)

    def _keep_elsewhere(self, error: OnwardError, text: str) -> None:
        """Say once that the workspace cannot take it; the file is kept up to date all the same."""
        known = self._elsewhere.path
        try:
            path = self._elsewhere.keep(text)
        except OSError:
            self._tell(error.sentence)
            return
        if not known:
            self._tell(f"{error.sentence} {self.words.say('shell.draft.elsewhere', path=path)}")

    def _tell(self, sentence: str) -> None:
        # Long enough to be seen by someone who looks at the keys while typing.
        self.app.notify(sentence, severity="warning", timeout=20, markup=False)
