"""Screen 5, Applications: the list, active ones first, and what can be done with the one under the cursor."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from dataclasses import replace
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from core.applications.board import ARCHIVE, BOARD, EVERYTHING, Filters
from screens.applications import narrowing, parts
from screens.applications.adding import add
from screens.applications.list import Page, look, row, title
from screens.applications.sheet import SOMEONE, Sheet
from screens.applications.times import tend_times
from tui.screen import ActivityScreen
from tui.widgets.plain import plain
from tui.widgets.rows import Row, Rows

NEAR = 100  # lines that are read with the first look


class ApplicationsScreen(ActivityScreen):
    """Your applications, the ones under way first. A role and a company are enough; the rest can come later, or never.

    a adds one, Enter opens everything about it, m says how far it has come, c how it ended. A no is noted by r, from
    anywhere; what is closed goes to the archive when its path is closed. [~] has been quiet for a while.
    """

    CSS_PATH = "applications.tcss"
    OPENS: ClassVar = ("application", "round", "slot")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add", id="applications.add", tooltip="Add an application..."),
        Binding("m", "advance", "Move", id="applications.advance", tooltip="Say how far it has come..."),
        Binding("c", "close", "Ended", id="applications.close", tooltip="Say how it ended, or open it again..."),
        Binding("f", "narrow", "Show only", id="applications.narrow", tooltip="Show only some of them..."),
        Binding("v", "view", "Views", show=False, id="applications.view", tooltip="Go to a kept view..."),
        Binding("V", "keep_view", "Keep view", show=False, id="applications.keep_view", tooltip="Keep this view..."),
        Binding("h", "shelf", "Archive", show=False, id="applications.shelf", tooltip="Show archive, all, or board"),
        Binding("t", "times", "Times", show=False, id="applications.times", tooltip="Times for applying..."),
        Binding("escape", "everything", "All", show=False, id="applications.everything", tooltip="Show the board"),
    ]

    filters = Filters()
    page: Page | None = None
    about = ""  # the application whose sheet led to the team

    def compose_activity(self) -> ComposeResult:
        yield Static(id="title")
        yield Static(id="empty")
        yield Rows()

    def on_mount(self) -> None:
        self.query_one(Rows).focus()

    async def load(self) -> None:
        filters = self.filters
        self.page = page = await self.ask(lambda w: look(w, filters, NEAR))
        self.query_one("#title", Static).update(plain(title(filters, page, self.words)))
        self.query_one("#empty", Static).update(plain("" if page.count else self._empty()))
        self.query_one("#empty").display = not page.count

        def window(start: int, stop: int) -> Sequence[Row] | Awaitable[Sequence[Row]]:
            if stop <= len(page.first):
                return [row(line, self.words, page.today) for line in page.first[start:stop]]

            async def fetched() -> Sequence[Row]:
                lines = await self.ask(lambda w: w.board.page(filters, start, stop - start))
                return [row(line, self.words, page.today) for line in lines]

            return fetched()

        self.query_one(Rows).show_window(page.count, window)

    def _empty(self) -> str:
        if self.filters == Filters():
            return self.say(
                "shell.empty.applications", key=self.key_of("applications.add"), bring=self.key_of("app.bring")
            )
        if self.filters == Filters(shelf=ARCHIVE):
            return self.say("shell.empty.archive")
        return self.say("shell.empty.applications_filtered", key=self.key_of("applications.everything"))

    async def open(self, key: str) -> None:
        """Show an application, or the one a conversation belongs to."""
        kind, _, ref = key.partition(":")
        await self.load()
        if kind == "round":
            ref = (await self.ask(lambda w: w.rounds.get(ref))).application
        if kind == "slot":
            await tend_times(self)
        else:
            self.show_sheet(ref)

    async def occasion(self) -> tuple[str, dict[str, str]]:
        id, self.about = self.about or self.chosen, ""
        if not id:
            return "", {}
        kept, rounds, today = await self.ask(lambda w: (w.applications.get(id), w.rounds.of(id), w.today()))
        known = {"company": kept.company, "role": kept.role}
        ahead = min((each.day for each in rounds if each.day > today), default=None)
        if ahead is None:
            return "application", known
        return "interview", known | {"day": f"{ahead:%A} {ahead.day} {ahead:%B}"}

    @property
    def chosen(self) -> str:
        """The id of the application under the cursor."""
        found = self.query_one(Rows).row
        return found.id if found else ""

    # What can be done

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        self.show_sheet(event.row.id)

    @work
    async def show_sheet(self, id: str) -> None:
        """Everything about one application."""
        key = await self.app.push_screen_wait(Sheet(self, id))
        if key == SOMEONE:
            self.about = id
            await self.app.run_action("app.anywhere('app.ask')")
        elif key:
            await self.app.run_action(f"app.open('{key}')")

    @work
    async def action_add(self) -> None:
        """Add an application; a company or a role is enough."""
        if added := await add(self):
            self.query_one(Rows).select(added)

    @work
    async def action_advance(self) -> None:
        """Say how far the one under the cursor has come."""
        if self.chosen:
            await parts.advance(self, self.chosen)

    @work
    async def action_close(self) -> None:
        """Say how the one under the cursor ended, or open it again."""
        if self.chosen:
            await parts.close(self, self.chosen)

    @work
    async def action_narrow(self) -> None:
        """Show only some of them."""
        await narrowing.narrow(self)

    @work
    async def action_view(self) -> None:
        """Go to a kept view."""
        await narrowing.go_to_view(self)

    @work
    async def action_keep_view(self) -> None:
        """Keep this view under a name."""
        await narrowing.keep_view(self)

    async def action_shelf(self) -> None:
        """Show the next shelf: the archive, everything, the board."""
        following = {BOARD: ARCHIVE, ARCHIVE: EVERYTHING}.get(self.filters.shelf, BOARD)
        await self.show_only(replace(self.filters, shelf=following))

    async def action_everything(self) -> None:
        """Show the whole board again."""
        await self.show_only(Filters())

    @work
    async def action_times(self) -> None:
        """Times kept free for applying, and the weekly number."""
        await tend_times(self)

    async def show_only(self, filters: Filters) -> None:
        """Show what these filters leave."""
        self.filters = filters
        await self.load()
        self.query_one(Rows).action_end(-1)
