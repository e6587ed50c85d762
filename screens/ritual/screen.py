"""Screen 2, Ritual: one path from one no, step by step."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widgets import Static

from core.ritual.path import ASKING, CLOSING, DONE, LEARNING, NAMING, NEXT, REFRAMING, SKIPPED, STEPS, WRITING, onward
from screens.ritual import asking, ending, learning, naming, people, raw, session
from screens.ritual.view import AFTER, Look, View, look, number_of
from tui.dialogs import questions
from tui.dialogs.card import Card
from tui.screen import ActivityScreen
from tui.widgets.plain import plain
from tui.widgets.rows import Row, Rows, heading

Part = tuple[Callable[[Look], list[Row]], Callable[["RitualScreen", str], Awaitable[None]]]

# What stands under each step, and what choosing a part of it does.
PARTS: dict[str, Part] = {
    "window": (raw.rows, raw.choose),
    NAMING: (naming.rows, naming.choose),
    WRITING: (session.rows, session.choose),
    REFRAMING: (naming.again_rows, naming.choose_again),
    LEARNING: (learning.rows, learning.choose),
    ASKING: (asking.rows, asking.choose),
    CLOSING: (ending.closing_rows, ending.choose_closing),
    NEXT: (ending.next_rows, ending.choose_next),
    AFTER: (ending.door_rows, ending.choose_door),
}


class RitualScreen(ActivityScreen):
    """After a no. One path for each, in steps that can be left out, taken up again, changed and repeated.

    Enter opens a step and what stands in it; d says a step is done, s leaves it out. You can stop after any word, for
    any number of days: it will be here as you left it. r notes a no from anywhere.
    """

    CSS_PATH = "ritual.tcss"
    OPENS: ClassVar = ("ritual", "rejection", "feedback", "door", "held", "parked", "fatigue")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "done", "Done", id="ritual.done", tooltip="This step is done"),
        Binding("s", "skip", "Leave out", id="ritual.skip", tooltip="Leave this step out"),
        Binding(
            "x", "repeat", "Once more", id="ritual.repeat", tooltip="Do this step once more; what was written stays"
        ),
        Binding("t", "take_up", "Take up", show=False, id="ritual.take_up", tooltip="Take this step up again"),
        Binding("o", "other", "Other", show=False, id="ritual.other", tooltip="Go to another open path..."),
        Binding("h", "archive", "Archive", show=False, id="ritual.archive", tooltip="Look at a closed path..."),
        Binding(
            "b", "before", "Before", show=False, id="ritual.before", tooltip="Before the next no: what will help..."
        ),
        Binding("p", "person", "Person", show=False, id="ritual.person", tooltip="Turn to someone of your team..."),
        Binding("e", "rests_on", "Why", id="ritual.rests_on", tooltip="What this step rests on"),
        Binding("delete", "remove", "Remove", show=False, id="ritual.remove", tooltip="Remove this no and its path..."),
    ]

    rejection = ""
    expanded = ""
    view: View | None = None
    look: Look | None = None

    def compose_activity(self) -> ComposeResult:
        yield Static(id="title")
        yield Static(id="thought")
        with Container(id="middle"):
            yield Rows(empty=self.say("shell.empty.ritual", key="r"))
            yield Static(id="side")

    def on_mount(self) -> None:
        self.query_one(Rows).focus()

    async def load(self) -> None:
        chosen = self.rejection
        self.view = await self.ask(lambda w: look(w, w.rejections.behind("rejection", chosen)))
        rows = self.query_one(Rows)
        if self.view is None:
            self.rejection, self.look = "", None
            self.query_one("#title", Static).update(plain(self.say("rituals.before.title")))
            self.query_one("#thought").display = False
            resolve = await self.ask(lambda w: w.closing.resolve)
            key = self.say("rituals.before.key", 0, key=self.key_of("ritual.before"))
            words = resolve.text if resolve else f"{self.say('rituals.before.hint')} {key}"
            self.query_one("#side", Static).update(plain(f"{self.say('rituals.before.question')}\n{words}"))
            rows.show([])
            return
        fresh = self.rejection != self.view.path.rejection.id
        if fresh:
            self.rejection = self.view.path.rejection.id
            self.expanded = self.view.path.here
        self.look = Look(self.view, self.words)
        self.query_one("#title", Static).update(plain(self.look.title()))
        self.query_one("#thought", Static).update(self.look.thought())
        self.query_one("#thought").display = bool(self.view.path.first_thought)
        rows.show(self.rows())
        if self.view.path.window and not self.view.path.window_open:
            heard = self.rejection
            await self.ask(lambda w: w.ritual.heard(heard))
        if fresh:
            rows.select(self.expanded)
        self.on_rows_highlighted()

    def rows(self) -> list[Row]:
        """The eight steps, with what stands in the one that is open, and the doors below."""
        assert self.look is not None
        found: list[Row] = []
        for name in STEPS:
            found.append(self.look.step_row(name, number_of(name), self.expanded))
            if name == self.expanded:
                found += PARTS[name][0](self.look)
        if self.look.view.path.rejection.closed or self.look.view.doors or self.expanded == AFTER:
            title = Row(AFTER, f"   {self.look.say('after.name')}", mark="[>]" if self.expanded == AFTER else "   ")
            found += [heading(""), title]
            found += PARTS[AFTER][0](self.look) if self.expanded == AFTER else []
        return found

    async def occasion(self) -> tuple[str, dict[str, str]]:
        if self.view is None:
            return "", {}
        no = self.view.path.rejection
        return self.expanded or self.view.path.here, {"company": no.company, "role": no.role}

    async def open(self, key: str) -> None:
        """Show a path: at its next step, or at the part that the key names."""
        kind, _, ref = key.partition(":")
        if kind == "fatigue":
            await self.load()
            self._offer_rest()
            return
        rejection = await self.ask(lambda w: w.rejections.behind(kind, ref))
        step = {"feedback": ASKING, "door": AFTER, "held": "window", "parked": "window"}.get(kind, "")
        if rejection:
            self.rejection = ""
            self.view = await self.ask(lambda w: look(w, rejection))
            self.rejection = rejection
            self.expanded = step or (self.view.path.here if self.view else "")
            if kind == "ritual":
                await self.ask(lambda w: w.ritual.heard(rejection))
        await self.load()
        self.query_one(Rows).select(self.expanded)

    @work
    async def _offer_rest(self) -> None:
        await people.offer_rest(self)

    def on_rows_highlighted(self) -> None:
        side = self.query_one("#side", Static)
        row = self.query_one(Rows).row
        if self.look is None or row is None:
            return
        name, _, item = row.id.partition("/")
        if item and row.detail:
            side.update(plain(f"{row.text.strip()}\n{self.look.full.get(row.id, row.detail)}"))
        else:
            side.update(self.look.about(name))

    # What can be done

    @work
    async def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Open a step, or close it again; open what stands in it."""
        name, _, item = event.row.id.partition("/")
        if item:
            await PARTS[name][1](self, item)
            return
        self.expanded = "" if self.expanded == name else name
        await self.load()

    @property
    def step(self) -> str:
        """The step the cursor is in."""
        row = self.query_one(Rows).row
        return row.id.partition("/")[0] if row else ""

    async def action_done(self) -> None:
        """The step is done; the next one opens."""
        await self._settle(DONE)

    async def action_skip(self) -> None:
        """Leave the step out; the next one opens."""
        await self._settle(SKIPPED)

    async def _settle(self, state: str) -> None:
        no, step = self.rejection, self.step
        if step not in STEPS or not await self.do(lambda w: w.ritual.settle(no, step, state)):
            return
        self.expanded = onward(self.view.path, step) if self.view else ""
        if self.view and not self.expanded and self.view.path.window_open:
            self.tell(self.say("today.next.none_light"))
        await self.load()
        self.query_one(Rows).select(self.expanded or step)
        if step == LEARNING and state == DONE:
            self._offer_returning()

    @work
    async def _offer_returning(self) -> None:
        await learning.offer_returning(self)

    async def action_repeat(self) -> None:
        """Do the step once more, on an empty page."""
        no, step = self.rejection, self.step
        if step in STEPS:
            self.expanded = step
            await self.do(lambda w: w.ritual.repeat(no, step), self.say("rituals.path.repeat"))

    async def action_take_up(self) -> None:
        """Take the step up again, with everything in it."""
        no, step = self.rejection, self.step
        if step in STEPS:
            self.expanded = step
            await self.do(lambda w: w.ritual.take_up(no, step))

    @work
    async def action_other(self) -> None:
        """Go to another open path."""
        if self.view:
            others = [(no.id, no.company or no.role) for no in self.view.others]
            await self._go(self.say("rituals.path.other"), others, self.say("rituals.path.only"))

    @work
    async def action_archive(self) -> None:
        """Look at a closed path."""
        closed = await self.ask(lambda w: w.rejections.closed(limit=500))
        paths = [(no.id, no.company or no.role) for no in closed]
        await self._go(self.say("rituals.path.archive"), paths, self.say("shell.empty.ritual_closed"))

    async def _go(self, question: str, paths: list[tuple[str, str]], none: str) -> None:
        if not paths:
            self.tell(none)
            return
        chosen = await questions.choose(self, question, [Row(id, name) for id, name in paths])
        if chosen:
            await self.open(f"rejection:{chosen}")

    @work
    async def action_person(self) -> None:
        """Turn to someone of the team who fits this step."""
        await people.ask_someone(self, self.step)

    @work
    async def action_before(self) -> None:
        """Write down, on a calm day, what will help when a no arrives."""
        await raw.resolve(self)

    @work
    async def action_rests_on(self) -> None:
        """Say what the step rests on."""
        if self.look:
            said = self.look.rests_on(self.step)
            await self.app.push_screen_wait(Card(self.say("rituals.path.rests_title"), said))

    @work
    async def action_remove(self) -> None:
        """Remove the no with everything in its path, once that was said and meant."""
        if self.rejection:
            await people.remove(self)
