"""The preview: everything as it would be stored, one line each, and all of one on a page of its own."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.widgets import Label

from core.content import Content as Words
from core.errors import OnwardError
from core.importing import telling
from core.importing.plan import HERE, NEW, REFUSED, TWICE, Line, Plan, Preview
from core.importing.shape import Thing
from tui.data import Data
from tui.dialogs.base import Dialog
from tui.dialogs.card import Card
from tui.widgets.plain import plain
from tui.widgets.rows import Row, Rows, Tone

_SIGNS: dict[str, tuple[str, Tone]] = {
    NEW: ("[+]", ""),
    HERE: ("[=]", "skip"),
    TWICE: ("[=]", "skip"),
    REFUSED: ("[!]", "rest"),
}


class Look(Dialog[None]):
    """The list; Enter shows all of one, escape goes back."""

    ENTER: ClassVar = "All of it"

    DEFAULT_CSS = """
    Look {
        & > .box { width: 100; height: 100%; }
        & Rows { height: 1fr; }
    }
    """

    def __init__(self, plan: Plan, preview: Preview, data: Data, words: Words) -> None:
        super().__init__()
        self._plan, self._preview, self.data, self.words = plan, preview, data, words

    def compose_box(self) -> ComposeResult:
        yield Label(plain(self.words.say("importing.flow.preview")), classes="question")
        yield Rows()
        yield Label(plain(telling.states(self.words, self._preview.states)), classes="hint")

    def on_mount(self) -> None:
        lines = self._preview.lines
        self.query_one(Rows).show_window(
            len(lines), lambda start, stop: [self._row(line) for line in lines[start:stop]]
        )

    def _row(self, line: Line) -> Row:
        mark, tone = _SIGNS[line.state]
        if line.state == NEW:
            beside = telling.detail(self.words, line) + ("  *" if line.why else "")
        else:
            beside = line.why if line.state == REFUSED else self.words.say(f"importing.flow.{line.state}")
        return Row(str(line.number), line.title, mark=mark, detail=beside, tone=tone)

    @work
    async def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Show all rows of one thing, as they would be stored."""
        number, plan = int(event.row.id), self._plan
        line = self._preview.lines[number]
        try:
            thing = await self.data.ask(lambda _: plan.thing(number))
        except OnwardError as error:  # the file may be gone by now
            self.app.notify(error.sentence, severity="warning", markup=False)
            return
        parts = []
        if isinstance(thing, Thing):
            parts = ["\n".join(telling.row(row)) for row in thing.rows]
        await self.app.push_screen_wait(Card(line.title, [*filter(None, parts), *filter(None, (line.why,))]))
