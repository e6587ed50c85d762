"""Screen 1, Today: what is due, what is next, and the person's own routine."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from core.today.routine import Line
from core.workspace import Workspace
from screens.today.day import EFFORTS, WELCOMED, Look, View, look
from tui.screen import ActivityScreen
from tui.widgets.plain import plain
from tui.widgets.rows import Row, Rows


class TodayScreen(ActivityScreen):
    """Your day. On top stands the one thing that is next; below it what is due and the practices you chose.

    Enter or space marks the line under the cursor. Leaving something out is as good as doing it: nothing here keeps
    a score. The capital letters count what is in your own hands.
    """

    CSS_PATH = "today.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", "Mark", id="today.mark", tooltip="Mark as done, or not done"),
        Binding("s", "skip", "Leave out", id="today.skip", tooltip="Leave it out today"),
        Binding("z", "later", "Later", id="today.later", tooltip="Put it off until later"),
        Binding("n", "new", "New", id="today.new", tooltip="Take up a practice..."),
        Binding("e", "edit", "Edit", show=False, id="today.edit", tooltip="Change a practice or a step..."),
        Binding("K,shift+up", "move(-1)", "Up", show=False, id="today.up", tooltip="Move the practice up"),
        Binding("J,shift+down", "move(1)", "Down", show=False, id="today.down", tooltip="Move the practice down"),
        Binding("a", "again", "Paused", show=False, id="today.again", tooltip="Take up a paused practice again..."),
        Binding("o", "one", "One thing", show=False, id="today.one", tooltip="Choose the one thing for a day..."),
        Binding("c", "close", "Close the day", show=False, id="today.close", tooltip="Close the day..."),
        Binding("b", "breathe", "Breathe", show=False, id="today.breathe", tooltip="Breathe for a minute"),
        Binding("l", "light", "Light day", show=False, id="today.light", tooltip="Make today light, or whole again"),
        Binding("R", "rest", "Rest", show=False, id="today.rest", tooltip="Rest until a date..."),
        Binding("w", "window", "Window", show=False, id="today.window", tooltip="Take time to feel it, or end it..."),
        *(
            Binding(key, f"effort('{kind}')", kind, show=False, id=f"today.{kind}", tooltip=tooltip)
            for kind, key, tooltip in EFFORTS
        ),
    ]

    OPENS: ClassVar = ("practice", "step", "evening", "effort")

    view: View | None = None
    look: Look | None = None

    def compose_activity(self) -> ComposeResult:
        yield Static(id="day")
        yield Static(id="next")
        with Horizontal(id="middle"):
            yield Rows(empty=self.say("shell.empty.today", key="n"))
            yield Static(id="side")
        yield Static(id="effort")
        yield Static(id="why")

    def on_mount(self) -> None:
        self.query_one(Rows).focus()
        self._welcome()

    @work
    async def _welcome(self) -> None:
        if not await self.ask(lambda w: w.settings.get(WELCOMED)):
            from screens.today.welcome import welcome

            await welcome(self)

    async def load(self) -> None:
        self.view = await self.ask(look)
        self.look = Look(self.view, self.words, self.has_class("-narrow"))
        self.query_one("#day", Static).update(plain(self.look.greeting()))
        self.query_one("#next", Static).update(self.look.next())
        self.query_one("#effort", Static).update(self.look.effort())
        self.query_one("#why", Static).update(plain(self.view.why))
        self.query_one("#why").display = bool(self.view.why)
        self.query_one(Rows).show(self.look.rows())

    async def open(self, key: str) -> None:
        await self.load()
        self.query_one(Rows).select(key)
        if key.startswith("evening:"):
            await self._close(date.fromisoformat(key.partition(":")[2]))

    def on_rows_highlighted(self, event: Rows.Highlighted) -> None:
        if self.look:
            self.query_one("#side", Static).update(self.look.side(event.row))

    # What can be done

    @property
    def _row(self) -> Row | None:
        return self.query_one(Rows).row

    @property
    def _line(self) -> Line | None:
        return self.view.lines.get(self._row.id) if self.view and self._row else None

    def on_rows_chosen(self) -> None:
        self.action_mark()

    @work
    async def action_mark(self) -> None:
        """Mark the row under the cursor as done, or as not done."""
        if self._row is None or self.view is None:
            return
        kind, _, ref = self._row.id.partition(":")
        line, day = self._line, self.view.day.day
        if kind == "step":
            done = next(due.done for due in self.view.day.items if due.key == f"step:{ref}")
            await self.do(lambda w: w.steps.reopen(ref) if done else w.steps.finish(ref))
        elif kind == "evening":
            await self._close(day)
        elif line and line.practice.kind == "tick" and line.done:
            await self.do(lambda w: w.routine.clear(ref, day))
        elif line and line.practice.kind == "minutes":
            await self._minutes(line)
        elif line:
            await self.do(lambda w: w.routine.tick(ref))
        else:
            await self.app.run_action(f"open('{self._row.id}')")

    async def _minutes(self, line: Line) -> None:
        from screens.today.practice import read_minutes
        from tui.dialogs.line import Line as AskLine

        typed = await self.app.push_screen_wait(
            AskLine(
                line.practice.name,
                hint=self.say("today.kinds.minutes"),
                value=str(line.practice.target or ""),
                check=read_minutes,
            )
        )
        if typed is not None:
            await self.do(lambda w: w.routine.tick(line.practice.id, minutes=read_minutes(typed)))

    @work
    async def action_skip(self) -> None:
        """Leave a practice out today, with a word if one comes to mind; let a step go."""
        from tui.dialogs.line import Line as AskLine

        line, row = self._line, self._row
        if row and row.id.startswith("step:"):
            ref = row.id.partition(":")[2]
            await self.do(lambda w: w.steps.let_go(ref), self.say("today.due.let_go"))
        elif line:
            word = await self.app.push_screen_wait(
                AskLine(self.say("today.routine.skip"), hint=self.say("today.routine.skip_ask"))
            )
            if word is not None:
                await self.do(lambda w: w.routine.skip(line.practice.id, word=word), self.say("today.routine.skipped"))

    @work
    async def action_later(self) -> None:
        """Put the row under the cursor off for an hour, until the evening, or until tomorrow."""
        from tui.dialogs.choose import Choose

        row, view = self._row, self.view
        if row is None or view is None:
            return
        key = row.id
        chosen = await self.app.push_screen_wait(
            Choose(row.text, [Row(name, self.say(f"today.later.{name}")) for name in ("hour", "evening", "tomorrow")])
        )
        if chosen:

            def put_off(workspace: Workspace) -> None:
                clock, today = workspace.clock, workspace.today()
                moments = {
                    "hour": clock.now() + timedelta(hours=1),
                    "evening": clock.at(today, workspace.settings.evening),
                    "tomorrow": clock.at(today + timedelta(days=1), clock.day_ends),
                }
                workspace.rests.snooze(key, moments[chosen])

            await self.do(put_off)

    @work
    async def action_new(self) -> None:
        """Take up a ready-made practice or one of your own."""
        from screens.today.practice import add_practice

        await add_practice(self)

    @work
    async def action_edit(self) -> None:
        """Change the practice or the step under the cursor."""
        from screens.today.practice import change_practice
        from screens.today.steps import choose_one_thing

        line, row = self._line, self._row
        if line:
            await change_practice(self, line.practice)
        elif row and row.id.startswith("step:"):
            await choose_one_thing(self, row.id.partition(":")[2])

    async def action_move(self, steps: int) -> None:
        """Move the practice under the cursor among its group."""
        if line := self._line:
            await self.do(lambda w: w.routine.move(line.practice.id, steps))

    @work
    async def action_again(self) -> None:
        """Take up a practice that was paused or put away."""
        from screens.today.practice import take_up_again

        await take_up_again(self)

    @work
    async def action_one(self) -> None:
        """Choose the one thing for today or another day."""
        from screens.today.steps import choose_one_thing

        await choose_one_thing(self)

    @work
    async def action_close(self) -> None:
        """Close the day: thanks, a win, a word, tomorrow's one thing; any of them may stay empty."""
        if self.view:
            await self._close(self.view.day.day)

    async def _close(self, day: date) -> None:
        from screens.today.evening import close_the_day

        await close_the_day(self, day)

    def action_breathe(self) -> None:
        """Breathe for a minute."""
        from tui.dialogs.breathe import Breathe

        self.app.push_screen(Breathe(self.words))

    @work
    async def action_light(self) -> None:
        """Make a whole day light, and a light or resting one whole again."""
        from screens.today.resting import lighten

        await lighten(self)

    @work
    async def action_rest(self) -> None:
        """Rest until a date."""
        from screens.today.resting import rest

        await rest(self)

    @work
    async def action_window(self) -> None:
        """Take time to feel something, move its end, or end it."""
        from screens.today.resting import feel

        await feel(self)

    @work
    async def action_effort(self, kind: str) -> None:
        """Count something that was in your own hands."""
        from screens.today.steps import count_effort

        await count_effort(self, kind)
