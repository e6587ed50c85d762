"""Search over everything; the result is the key of what was chosen (`entry:<id>`, `practice:<id>`, ...)."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.widgets import Input, Label

from core.content import Content
from core.errors import OnwardError
from core.journal.search import Group
from tui.data import Data
from tui.dialogs.choose import Choose, Narrow
from tui.widgets.plain import plain
from tui.widgets.rows import Row, Rows, heading


class Search(Choose):
    """A field and what it finds, grouped by kind, while typing."""

    ENTER = "Open"

    DEFAULT_CSS = """
    Search {
        & .box { height: 100%; }
        & Rows { height: 1fr; max-height: 100%; }
    }
    """

    def __init__(self, data: Data, words: Content) -> None:
        super().__init__(words.say("shell.search.title"), ())
        self.data, self.words = data, words

    def compose_box(self) -> ComposeResult:
        yield Label(plain(self._question), classes="question")
        yield Narrow(placeholder=self.words.say("shell.empty.search_start"), compact=True)
        yield Label(classes="refused")
        yield Rows()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._find(event.value)

    @work(group="search", exclusive=True)
    async def _find(self, typed: str) -> None:
        refused = self.query_one(".refused", Label)
        try:
            groups = await self.data.ask(lambda workspace: workspace.search.find(typed))
        except OnwardError as error:
            refused.update(plain(error.sentence))
            refused.add_class("-shown")
            return
        nothing = bool(typed.strip()) and not groups
        refused.update(plain(self.words.say("shell.empty.search") if nothing else ""))
        refused.set_class(nothing, "-shown")
        self.query_one(Rows).show([row for group in groups for row in self._found(group)])

    def _found(self, group: Group) -> list[Row]:
        more = self.words.say("shell.search.more") if group.more else ""
        rows = [heading(self.words.say(f"shell.kinds.{group.kind}"), more)]
        for hit in group.hits:
            day = f"{hit.day.day} {hit.day:%b %Y}" if hit.day else ""
            text = f"{hit.snippet}  ·  {hit.about}" if hit.about else hit.snippet
            rows.append(Row(hit.key, text, detail=day, found=hit.marks))
        return rows
