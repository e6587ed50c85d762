"""Choosing the one thing for a day, and counting effort."""

from __future__ import annotations

from datetime import date

from core.dates import read_date
from core.today.efforts import IN_MINUTES
from screens.today.practice import read_minutes
from tui.dialogs.line import Line
from tui.screen import ActivityScreen


async def choose_one_thing(screen: ActivityScreen, id: str = "") -> None:
    """Ask what, then for which day; with `id`, say a step differently."""
    say = screen.say
    today = await screen.ask(lambda w: w.today())
    step = await screen.ask(lambda w: w.steps.step(id)) if id else None
    what = await screen.app.push_screen_wait(
        Line(say("today.step.what"), hint=say("evening.tomorrow.hint"), value=step.text if step else "")
    )
    if not (what and what.strip()):
        return
    shown = "today" if step is None or step.day <= today else step.day.isoformat()
    when = await screen.app.push_screen_wait(
        Line(say("today.step.when"), value=shown, check=lambda text: _coming(text, today))
    )
    if when is not None:
        day = _coming(when, today)
        if step:
            await screen.do(lambda w: w.steps.change(step.id, what, day))
        else:
            await screen.do(lambda w: w.steps.plan(what, day))


def _coming(typed: str, today: date) -> date:
    return max(today, read_date(typed, today))


async def count_effort(screen: ActivityScreen, kind: str) -> None:
    """Count one, or for learning ask how many minutes; the number on the screen says that it was counted."""
    if kind not in IN_MINUTES:
        await screen.do(lambda w: w.efforts.add(kind))
        return
    label = screen.say(f"today.effort.{kind}")
    typed = await screen.app.push_screen_wait(Line(label, value="30", check=read_minutes))
    if typed is not None:
        await screen.do(lambda w: w.efforts.add(kind, read_minutes(typed)))
