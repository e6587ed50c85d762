"""Screen 6, Journal: the list of entries, and the page to write on."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Sequence
from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from core.errors import OnwardError
from core.journal.drafts import Draft
from core.journal.journal import NEW, Entry
from screens.journal import verbs, writing
from screens.journal.desk import Desk
from screens.journal.page import DRAFT, View, draft_row, line_row, look
from screens.journal.year import Year
from tui.dialogs.ask import Ask
from tui.screen import ActivityScreen
from tui.widgets.plain import plain
from tui.widgets.rows import Row, Rows

_ON_THE_LIST = frozenset({"new", "read", "tags", "mood", "prompt", "edit", "day", "year", "tagged", "delete"})
_PAUSE = 0.06  # seconds on a row before its entry is read: a held arrow key passes over them


class JournalScreen(ActivityScreen):
    """Your journal. What you write here is for you, and stays on this machine.

    n begins an entry, Enter goes on with the one under the cursor, Escape keeps it. Every word is kept as a draft
    while you type, so nothing is lost when the window closes. Entries are plain text; headings, lists and the like in
    Markdown are shown as such by v.
    """

    CSS_PATH = "journal.tcss"
    OPENS: ClassVar = ("entry", "draft")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "done", "Done", id="journal.done", tooltip="Keep what is written and go back to the list"),
        Binding("n", "new", "New", id="journal.new", tooltip="Begin a new entry"),
        Binding("v", "read", "Read", id="journal.read", tooltip="Read the entry as it is meant to look"),
        Binding("t", "tags", "Tags", show=False, id="journal.tags", tooltip="Put tags on the entry..."),
        Binding("m", "mood", "Mood", id="journal.mood", tooltip="Name a feeling in the entry..."),
        Binding(
            "ctrl+e", "lend", "Editor", False, priority=True, id="journal.lend", tooltip="Write in your own editor"
        ),
        Binding("p", "prompt", "Prompt", show=False, id="journal.prompt", tooltip="Begin from a question..."),
        Binding("e", "edit", "Edit", show=False, id="journal.edit", tooltip="Write on in the entry"),
        Binding("d", "day", "Day", show=False, id="journal.day", tooltip="Go to a day..."),
        Binding("y", "year", "Year", show=False, id="journal.year", tooltip="See a year of days..."),
        Binding("T", "tagged", "One tag", show=False, id="journal.tagged", tooltip="Show the entries with one tag..."),
        Binding("x,delete", "delete", "Delete", show=False, id="journal.delete", tooltip="Delete the entry"),
    ]

    view: View | None = None
    tag = ""
    offered = False
    _soon: Timer | None = None

    def compose_activity(self) -> ComposeResult:
        with Horizontal(id="both"):
            with Vertical(id="list"):
                yield Static(id="tagged")
                yield Rows(empty=self.say("shell.empty.journal", key="n", bring="B"))
            yield Desk(self.data, self.words)

    def on_mount(self) -> None:
        self.rows.focus()

    @property
    def rows(self) -> Rows:
        """The list."""
        return self.query_one(Rows)

    @property
    def desk(self) -> Desk:
        """The page beside the list."""
        return self.query_one(Desk)

    # The list

    async def load(self, wanted: str = "") -> None:
        """Show the list as it is now, and put the cursor on the `wanted` entry."""
        height = max(20, self.rows.size.height)
        top = self.rows.scroll_offset.y
        near, tag, hidden = range(top - height, top + 2 * height), self.tag, self.desk.pen.key if self.desk.pen else ""
        self.view = view = await self.ask(lambda w: look(w, tag, near, wanted, hidden))
        self.rows.show_window(len(view.drafts) + view.count, self._window)
        if view.place is not None:
            self.rows.cursor = len(view.drafts) + view.place
        self.query_one("#tagged", Static).update(plain(self.say("journal.list.tagged", tag=tag) if tag else ""))
        self.query_one("#tagged").set_class(bool(tag), "-shown")
        self.on_rows_highlighted()

    def _window(self, start: int, stop: int) -> Sequence[Row] | Awaitable[Sequence[Row]]:
        view = self.view
        assert view is not None
        drafts = [draft_row(draft, self.words) for draft in view.drafts[start:stop]]
        first, last = max(0, start - len(view.drafts)), max(0, stop - len(view.drafts))
        if all(place in view.lines for place in range(first, last)):
            return drafts + [line_row(view.lines[place], view.today) for place in range(first, last)]
        tag = self.tag

        async def fetched() -> Sequence[Row]:
            try:
                lines = await self.ask(lambda w: w.journal.window(first, last, tag))
            except OnwardError as error:
                self.tell(error.sentence, severity="warning")
                return drafts
            return drafts + [line_row(line, view.today) for line in lines]

        return fetched()

    async def open(self, key: str) -> None:
        """Show an entry, or go on with a draft."""
        kind, _, ref = key.partition(":")
        if kind == "draft":
            await self.write(ref)
            return
        await self.finish()
        self.tag = ""
        await self.load(ref)
        if self.has_class("-narrow"):
            await self.run_action("read")

    def on_rows_highlighted(self) -> None:
        if self._soon is not None:
            self._soon.stop()
        self._soon = self.set_timer(_PAUSE, self._show)

    @work(group="page", exclusive=True)
    async def _show(self) -> None:
        """Show the entry under the cursor beside the list."""
        row, view = self.rows.row, self.view
        if view is None or self.desk.pen:
            return
        shown: Entry | Draft | None = None
        if row and row.id.startswith(DRAFT):
            shown = next((draft for draft in view.drafts if DRAFT + draft.key == row.id), None)
        elif row:
            shown = await self._entry()
        if not self.desk.pen:
            self.desk.show(shown, view.zone, "v")

    # Writing

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While something is written, letters are letters, and only what ends it is offered."""
        if not self.is_mounted:
            return True
        if action == "done":
            return self.desk.pen is not None or bool(self.tag)
        return not (self.desk.pen and action in _ON_THE_LIST)

    async def write(self, key: str, prompt: str = "") -> None:
        """Put the entry that `key` names under the pen."""
        if await self.finish() and await self.desk.write(key, self.view.zone if self.view else None, prompt):
            self._turn(self.desk.editor)

    async def finish(self, *, follow: bool = True) -> bool:
        """End the writing, if there is any, with the cursor on the entry, if it is to `follow`.

        False: it could not be kept, and goes on.
        """
        if self.desk.pen is None:
            return True
        entry = await self.desk.finish()
        if entry is None:
            return False
        self._turn(self.rows)
        await self.load(entry if follow else "")
        return True

    def _turn(self, to: Widget) -> None:
        """Writing has begun or ended: show what belongs to it."""
        self.set_class(self.desk.pen is not None, "-writing")
        self.refresh_bindings()
        to.focus()

    async def flush(self) -> None:
        """Keep what is being written as a draft: it is offered at the next start."""
        await self.desk.keep()

    async def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        if isinstance(event.widget, Rows):
            await self.finish(follow=False)

    # What can be done

    async def action_done(self) -> None:
        """Keep what is written; then show all entries again."""
        if self.desk.pen:
            await self.finish()
        else:
            self.tag = ""
            await self.load()
            self.refresh_bindings()

    async def action_new(self) -> None:
        """Begin a new entry, or go on with the one begun."""
        await self.write(NEW)

    async def action_edit(self) -> None:
        """Write on in the entry under the cursor, or in the draft."""
        if self.rows.row:
            await self.write(writing.key_of(self.rows.row.id))

    async def action_lend(self) -> None:
        """Write in your own editor: in what is on the page, or in the entry under the cursor."""
        if self.desk.pen is None:
            await self.write(writing.key_of(self.rows.row.id) if self.rows.row else NEW)
        await self.desk.lend(await self.ask(lambda w: os.path.dirname(w.store.path)))

    async def on_rows_chosen(self) -> None:
        await self.action_edit()

    @work
    async def action_prompt(self) -> None:
        """Begin a new entry from a question."""
        if prompt := await verbs.choose_prompt(self):
            await self.write(NEW, prompt)

    @work
    async def action_read(self) -> None:
        """Read the entry under the cursor, its Markdown rendered."""
        if entry := await self._entry():
            from screens.journal.reader import Reader  # Markdown costs 35-55 ms to import

            await self.app.push_screen_wait(Reader(entry, self.words, self.view.zone if self.view else None))

    @work
    async def action_tags(self) -> None:
        """Say which tags the entry under the cursor has."""
        if entry := await self._entry():
            await verbs.set_tags(self, entry)

    @work
    async def action_tagged(self) -> None:
        """Show the entries with one tag."""
        if tag := await verbs.choose_tag(self):
            self.tag = tag
            await self.load()
            self.rows.action_end(-1)
            self.refresh_bindings()

    @work
    async def action_mood(self) -> None:
        """Name a feeling in the entry under the cursor."""
        if entry := await self._entry():
            await verbs.set_mood(self, entry)

    @work
    async def action_day(self) -> None:
        """Go to a day, or to the last one before it with an entry."""
        if self.view and (day := await verbs.ask_day(self, self.view.today)):
            await verbs.go_to(self, day)

    @work
    async def action_year(self) -> None:
        """Choose a day from a year at a glance."""
        if self.view and (day := await self.app.push_screen_wait(Year(self.data, self.words, self.view.today))):
            await verbs.go_to(self, day)

    @work
    async def action_delete(self) -> None:
        """Delete the entry under the cursor; undo brings it back. A draft is let go after a question."""
        row = self.rows.row
        if row and row.id.startswith(DRAFT):
            key = writing.key_of(row.id)
            say = self.say
            question = Ask(say("journal.delete.draft_ask"), say("shell.draft.let_go"), say("shell.draft.later"))
            if await self.app.push_screen_wait(question):
                await self.do(lambda w: writing.let_go(w, key))
        elif entry := await self._entry():
            told = self.say("journal.delete.done", key=self.key_of("app.undo"))
            await self.do(lambda w: w.journal.remove(entry.id), told)

    async def _entry(self) -> Entry | None:
        """The entry under the cursor, as it is now."""
        row = self.rows.row
        if row is None or row.id.startswith(DRAFT):
            return None
        try:
            return await self.ask(lambda w: w.journal.entry(row.id.removeprefix("entry:")))
        except OnwardError as error:
            self.tell(error.sentence, severity="warning")
            return None
