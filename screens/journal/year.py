"""A year of the journal at a glance, and the way to one of its days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Label

from core.content import Content
from core.workspace import Workspace
from screens.journal.page import long_day
from tui.data import Data
from tui.dialogs.base import Dialog
from tui.widgets.heatmap import WEEKS, Heatmap
from tui.widgets.plain import plain


class Year(Dialog[date]):
    """Days with entries as a map; the result is the day that was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "turn(-1)", "Year before", id="year.before"),
        Binding("pagedown", "turn(1)", "Year after", id="year.after"),
    ]

    def __init__(self, data: Data, words: Content, today: date) -> None:
        super().__init__()
        self.data, self.words, self.today = data, words, today
        self.until = today

    def compose_box(self) -> ComposeResult:
        yield Label(classes="question")
        yield Heatmap(words=self._told, none=self.words.say("journal.day.empty"))
        yield Label(plain(self.words.say("journal.day.year_hint")), classes="hint")

    async def on_mount(self) -> None:
        await self._show()
        self.query_one(Heatmap).focus()

    async def _show(self) -> None:
        first, until = self.until - timedelta(weeks=WEEKS), self.until

        def look(workspace: Workspace) -> dict[date, int]:
            return {found.day: found.count for found in workspace.journal.days(first, until)}

        self.query_one(".question", Label).update(plain(self.words.say("journal.day.year", until=long_day(until))))
        self.query_one(Heatmap).show(await self.data.ask(look), until)

    async def action_turn(self, years: int) -> None:
        """Show another year, never one that has not begun."""
        year = self.until.year + years
        if year >= 1:
            self.until = min(self.today, self.until.replace(year=year, day=min(self.until.day, 28)))
            await self._show()

    def on_heatmap_chosen(self, event: Heatmap.Chosen) -> None:
        self.dismiss(event.day)

    def _told(self, count: int, day: date) -> str:
        name = "none" if not count else "one" if count == 1 else "many"
        return self.words.say(f"journal.day.{name}", count=count, day=long_day(day))
