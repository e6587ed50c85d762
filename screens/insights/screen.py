"""Screen 8, Insights: what the notes show, and looking back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from core.insights.draw import blocks, interval
from core.insights.insights import Finding, Section
from core.insights.review import MONTH, WEEK
from screens.insights.back import look_back
from screens.insights.year import YearOfEffort
from tui.dialogs.choose import Choose
from tui.screen import ActivityScreen
from tui.widgets.chart import bars
from tui.widgets.plain import plain
from tui.widgets.rows import Row, Rows, heading

RECENT = timedelta(days=90)
DRAWN, DRAWN_NARROW = 20, 12  # cells of a range


class InsightsScreen(ActivityScreen):
    """What your notes show. First what was in your own hands, then how far things went and what comes back.

    Enter shows what stands behind a number. w looks back on the week, m on the month, y shows a year of days. Small
    numbers say little, and this says so; nothing here is about what you are worth.
    """

    CSS_PATH = "insights.tcss"
    OPENS: ClassVar = ("review",)

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "week", "Week", id="insights.week", tooltip="Look back on the week..."),
        Binding("m", "month", "Month", id="insights.month", tooltip="Look back on the month..."),
        Binding("y", "year", "Year", id="insights.year", tooltip="See a year of days..."),
        Binding("t", "span", "Time", id="insights.span", tooltip="Everything, or the last 90 days"),
    ]

    recent = False
    sections: tuple[Section, ...] = ()

    def compose_activity(self) -> ComposeResult:
        yield Static(id="span")
        with Container(id="middle"):
            yield Rows(empty=self.say("shell.empty.insights"))
            yield Static(id="side")

    def on_mount(self) -> None:
        self.query_one(Rows).focus()

    async def load(self) -> None:
        since = (await self.ask(lambda w: w.today()) - RECENT) if self.recent else date.min
        self.sections = await self.ask(lambda w: w.insights.sections(since=since))
        span = self.say("insights.screen.recent" if self.recent else "insights.screen.whole")
        self.query_one("#span", Static).update(plain(span))
        self.query_one(Rows).show([row for section in self.sections for row in self._section(section)])
        self.on_rows_highlighted()

    def _section(self, section: Section) -> list[Row]:
        if not section.findings:
            return [heading(section.title), Row(section.id, section.note)]
        return [heading(section.title), *(Row(one.id, one.text, detail=self._drawn(one)) for one in section.findings)]

    def _drawn(self, finding: Finding) -> str:
        if len(finding.points) > 1:
            return blocks([value for _, value in finding.points])
        share = finding.share
        if share is None or share.range is None:
            return ""
        low, high = share.range
        return interval(low, share.n / share.of, high, DRAWN if self.has_class("-wide") else DRAWN_NARROW)

    @property
    def finding(self) -> Finding | None:
        """The finding under the cursor."""
        row = self.query_one(Rows).row
        found = [finding for section in self.sections for finding in section.findings]
        return next((one for one in found if row and one.id == row.id), None)

    def on_rows_highlighted(self) -> None:
        finding = self.finding
        side = self.query_one("#side", Static)
        if finding is None:  # the one sentence of a section that has nothing yet, which may be longer than a line
            row = self.query_one(Rows).row
            side.update(plain(next((each.note for each in self.sections if row and each.id == row.id), "")))
            return
        note = next(section.note for section in self.sections if finding in section.findings)
        parts = [plain(finding.text).stylize("bold"), plain(finding.hint)]
        if len(finding.points) > 1 and self.has_class("-wide"):
            parts.append(bars([(label, float(value)) for label, value in finding.points], 38))
        parts.append(plain(note).stylize("$text-muted"))
        side.update(Content("\n\n" if self.has_class("-wide") else "\n").join(part for part in parts if part.plain))

    @work
    async def on_rows_chosen(self) -> None:
        """Show what stands behind the number under the cursor, and open what is chosen."""
        finding = self.finding
        if finding is None:
            return
        rows: list[Row] = []
        for name, keys in (("counted", finding.rows), ("rest", finding.rest)):
            found = await self.ask(lambda w, keys=keys: w.insights.behind(keys))  # type: ignore[misc]
            if found:
                rows.append(heading(self.say(f"insights.screen.{name}")))
                rows += [Row(one.key, one.text, detail=f"{one.day.day} {one.day:%b %Y}") for one in found]
        if not rows:
            self.tell(self.say("insights.screen.behind_none"))
            return
        chosen = await self.app.push_screen_wait(Choose(finding.text, rows))
        if chosen:
            await self.app.run_action(f"open('{chosen}')")

    async def open(self, key: str) -> None:
        """Look back on the week or the month that the key names."""
        named = key.partition(":")[2]
        if len(named) == len("2026-11"):
            self._look_back(MONTH, date.fromisoformat(f"{named}-01"))
        else:
            self._look_back(WEEK, date.fromisoformat(named))

    @work
    async def _look_back(self, span: str, day: date) -> None:
        await look_back(self, span, day)

    @work
    async def action_week(self) -> None:
        """Look back on the week."""
        await look_back(self, WEEK, await self.ask(lambda w: w.today()))

    @work
    async def action_month(self) -> None:
        """Look back on the month."""
        await look_back(self, MONTH, await self.ask(lambda w: w.today()))

    @work
    async def action_year(self) -> None:
        """Show a year of days."""
        today = await self.ask(lambda w: w.today())
        counts = await self.ask(lambda w: w.insights.year(today))
        await self.app.push_screen_wait(YearOfEffort(self.words, counts, today))

    async def action_span(self) -> None:
        """Count everything, or only the last 90 days."""
        self.recent = not self.recent
        await self.load()
