"""A year of days with effort in them, read out day by day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from textual.app import ComposeResult
from textual.widgets import Label

from core.content import Content
from tui.dialogs.base import Dialog
from tui.widgets.heatmap import Heatmap
from tui.widgets.plain import plain


class YearOfEffort(Dialog[date]):
    """How much was noted on each day; the result is a day that was chosen."""

    def __init__(self, words: Content, counts: Mapping[date, int], until: date) -> None:
        super().__init__()
        self.words, self.counts, self.until = words, counts, until

    def compose_box(self) -> ComposeResult:
        yield Label(plain(self.words.say("insights.screen.year")), classes="question")
        yield Heatmap(words=self._told, none=self.words.say("insights.screen.year_none"))
        yield Label(plain(self.words.say("insights.screen.year_hint")), classes="hint")

    def on_mount(self) -> None:
        self.query_one(Heatmap).show(self.counts, self.until)
        self.query_one(Heatmap).focus()

    def on_heatmap_chosen(self, event: Heatmap.Chosen) -> None:
        self.dismiss(event.day)

    def _told(self, count: int, day: date) -> str:
        return self.words.say("insights.screen.year_day", n=count, day=f"{day:%A} {day.day} {day:%B %Y}")
