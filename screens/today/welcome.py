"""The first start: three questions, each skipped with escape, each changeable later."""

from __future__ import annotations

from collections.abc import Iterable

from core.content import Content
from core.content import Practice as ReadyMade
from core.settings import read_time
from core.today.routine import FAMILIES
from core.workspace import Workspace
from screens.today.day import WELCOMED
from tui.dialogs.choose import ChooseSeveral
from tui.dialogs.line import Line
from tui.screen import ActivityScreen
from tui.widgets.rows import Row, heading


async def welcome(screen: ActivityScreen) -> None:
    """Ask, keep what was answered, and remember that it was asked."""
    say, ask = screen.say, screen.app.push_screen_wait
    opening = "\n\n".join(say(f"welcome.welcome.{part}") for part in ("title", "intro", "private"))
    first = Line(f"{opening}\n\n{say('welcome.name.question')}", hint=say("welcome.name.hint"))
    name = await ask(first.called(enter="Next", leave="Skip"))
    second = Line(say("welcome.evening.question"), hint=say("welcome.evening.hint"), value="20:00", check=read_time)
    evening = await ask(second.called(enter="Next", leave="Skip"))
    ready = screen.words.practices()
    question = f"{say('welcome.practices.question')}\n{say('welcome.practices.hint')}"
    starters = [practice.id for practice in ready if practice.starter]
    third = ChooseSeveral(question, offered(ready, screen.words), marked=starters)
    chosen = await ask(third.called(leave="Skip"))
    called = (name or "").strip()

    def keep(workspace: Workspace) -> None:
        with workspace.store.write(say("welcome.welcome.title")):
            # What was left as it was is not written: another machine may have it otherwise, and would be overruled.
            if called:
                workspace.settings.set("name", called)
            if evening and read_time(evening) != workspace.settings.evening:
                workspace.settings.set_time("evening", evening)
            for practice in ready:
                if practice.id in (chosen or "").split("\n"):
                    workspace.routine.take_up(practice)
            workspace.settings.set(WELCOMED, "yes")

    await screen.do(keep, say(f"welcome.welcome.done{'_named' if called else ''}", name=called))


def offered(practices: Iterable[ReadyMade], words: Content) -> list[Row]:
    """The ready-made practices as rows, by group."""
    found = list(practices)
    return [
        row
        for family in FAMILIES
        if (rows := [Row(p.id, p.name) for p in found if p.group == family])
        for row in (heading(words.say(f"today.groups.{family}")), *rows)
    ]
