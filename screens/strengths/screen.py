"""Screen 7, Strengths: what the person can lean on, shelf by shelf."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widgets import Static

from screens.strengths import keeping, practice, story, win
from screens.strengths.shelves import SHELVES, Look, View, look
from screens.strengths.warming import warm_up
from tui.dialogs.choose import Choose
from tui.dialogs.line import Line
from tui.screen import ActivityScreen
from tui.widgets.rows import Row, Rows

# What stands on each shelf, and so what `n` adds there.
NEW = {"wins": "win", "praise": "praise", "anchors": "anchor", "stories": "story", "questions": "question"}
KINDS = ("win", "praise", "anchor", "story", "question", "why")


class StrengthsScreen(ActivityScreen):
    """What you can lean on. Things that went well, kind words, things you have done, stories, your own answers.

    Left and right go from shelf to shelf, n keeps something new, Enter opens what is under the cursor. p asks one
    question to practise on, w warms up for a conversation, W notes a win from anywhere. Nothing here is counted
    against you.
    """

    CSS_PATH = "strengths.tcss"
    OPENS: ClassVar = (*("win", "praise", "anchor", "story", "question", "try", "check", "why", "warm-up", "values"),)

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "New", id="strengths.new", tooltip="Keep something new..."),
        Binding("p", "practise", "Practise", id="strengths.practise", tooltip="Practise one question..."),
        Binding("w", "warm_up", "Warm up", show=False, id="strengths.warm_up", tooltip="Warm up for a conversation..."),
        Binding(
            "right,l", "turn(1)", "Shelves", key_display="← →", id="strengths.next", tooltip="Go to the next shelf"
        ),
        Binding(
            "left,h", "turn(-1)", "Shelf before", show=False, id="strengths.before", tooltip="Go to the shelf before"
        ),
        Binding(
            "v", "values", "Values", show=False, id="strengths.values", tooltip="Write about what matters to you..."
        ),
        Binding("y", "why", "Why", show=False, id="strengths.why", tooltip="Say why you are looking..."),
        Binding("m", "mock", "With someone", show=False, id="strengths.mock", tooltip="Practise with someone..."),
        Binding("s", "share", "Share", show=False, id="strengths.share", tooltip="Tell someone of the win..."),
        Binding("x,delete", "remove", "Remove", show=False, id="strengths.remove", tooltip="Take it away"),
    ]

    shelf = "all"
    view: View | None = None
    look: Look | None = None

    def compose_activity(self) -> ComposeResult:
        yield Static(id="shelves")
        with Container(id="middle"):
            yield Rows(empty=self.say("shell.empty.strengths", key="n"))
            yield Static(id="side")

    def on_mount(self) -> None:
        self.query_one(Rows).focus()

    async def load(self) -> None:
        self.view = await self.ask(look)
        self.look = Look(self.view, self.words)
        self.query_one("#shelves", Static).update(self.look.strip(self.shelf))
        rows = self.query_one(Rows)
        if self.shelf == "wins":
            rows.show_window(self.view.counts["wins"], self._wins)
        else:
            rows.show(self.look.rows(self.shelf))
        self.on_rows_highlighted()

    async def _wins(self, start: int, stop: int) -> Sequence[Row]:
        assert self.look is not None
        return [self.look.win(one) for one in await self.ask(lambda w: w.strengths.wins.page(stop - start, start))]

    async def open(self, key: str) -> None:
        """Show one thing: a warm-up begins, the rest is put under the cursor of its shelf."""
        kind = key.partition(":")[0]
        if kind == "warm-up":
            self._warm(key.partition(":")[2])
            return
        if kind == "values":
            self.action_values()
            return
        shelves = {one: shelf for shelf, one in NEW.items()} | {"try": "practice", "check": "papers"}
        self.shelf = shelves.get(kind, "all")
        await self.load()
        self.query_one(Rows).select(key if kind != "why" else "why:")

    def on_rows_highlighted(self) -> None:
        if self.look:
            self.query_one("#side", Static).update(self.look.side(self.query_one(Rows).row))

    @work
    async def on_rows_chosen(self, event: Rows.Chosen) -> None:
        kind, _, ref = event.row.id.partition(":")
        opens: dict[str, Callable[[], Awaitable[None]]] = {
            "win": lambda: win.about(self, event.row.id),
            "evening": lambda: win.about(self, event.row.id),
            "praise": lambda: keeping.praise(self, ref),
            "anchor": lambda: keeping.anchor(self, ref),
            "story": lambda: story.about(self, ref),
            "question": lambda: practice.about(self, ref),
            "check": lambda: self._improve(ref),
            "why": lambda: keeping.why(self),
            "warm-up": lambda: warm_up(self, ref),
        }
        if kind in opens:
            await opens[kind]()

    async def _improve(self, item: str) -> None:
        line = Line(self.say("strengths.papers.improved"), hint=self.say("strengths.papers.hint"))
        note = await self.app.push_screen_wait(line)
        if note is not None:
            said = self.say("strengths.papers.counted")
            await self.do(lambda w: w.strengths.checklists.improve(item, note), said)

    # What can be done

    async def action_shelf(self, shelf: str) -> None:
        """Go to a shelf."""
        self.shelf = shelf
        await self.load()

    async def action_turn(self, by: int) -> None:
        """Go to the shelf beside this one."""
        await self.action_shelf(SHELVES[(SHELVES.index(self.shelf) + by) % len(SHELVES)])

    @work
    async def action_new(self) -> None:
        """Keep something new: of the kind of this shelf, or of a kind that is chosen."""
        kind = NEW.get(self.shelf, "")
        if not kind:
            rows = [Row(one, self.say(f"strengths.new.{one}")) for one in KINDS]
            chosen = await self.app.push_screen_wait(Choose(self.say("strengths.new.ask"), rows))
            kind = chosen or ""
        verbs: dict[str, Callable[[], Awaitable[None]]] = {
            "win": lambda: win.capture(self),
            "praise": lambda: keeping.praise(self),
            "anchor": lambda: keeping.anchor(self),
            "story": lambda: story.write(self),
            "question": lambda: practice.add(self),
            "why": lambda: keeping.why(self),
        }
        if kind:
            await verbs[kind]()

    @work
    async def action_practise(self) -> None:
        """Practise the question under the cursor, or the one that was practised longest ago."""
        row = self.query_one(Rows).row
        kind, _, ref = row.id.partition(":") if row else ("", "", "")
        await practice.practise(self, ref if kind == "question" else "")

    @work
    async def action_warm_up(self) -> None:
        """Warm up for a conversation of today or tomorrow."""
        await warm_up(self)

    @work
    async def _warm(self, round: str) -> None:
        await warm_up(self, round)

    @work
    async def action_values(self) -> None:
        """Write about what matters to you."""
        await keeping.values(self)

    @work
    async def action_why(self) -> None:
        """Say why you are looking."""
        await keeping.why(self)

    @work
    async def action_mock(self) -> None:
        """Practise with someone."""
        await practice.mock(self)

    @work
    async def action_share(self) -> None:
        """Tell someone of the win under the cursor."""
        row = self.query_one(Rows).row
        if row and row.id.startswith(("win:", "evening:")):
            await win.share(self, row.id)

    async def action_remove(self) -> None:
        """Take away what is under the cursor; undo brings it back."""
        row = self.query_one(Rows).row
        kind, _, ref = row.id.partition(":") if row else ("", "", "")
        said = self.say("strengths.removed.done", key=self.key_of("app.undo"))
        if kind == "check":
            today = await self.ask(lambda w: w.today())
            await self.do(lambda w: w.strengths.checklists.take_back(ref, today))
        elif kind in ("win", "praise", "anchor", "story", "question", "try"):
            part = {"win": "wins", "anchor": "anchors", "story": "stories", "question": "questions", "try": "tries"}
            await self.do(lambda w: getattr(w.strengths, part.get(kind, kind)).remove(ref), said)
