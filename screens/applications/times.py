"""Times kept free for applying, the weekly number, and how much silence is quiet."""

from __future__ import annotations

from calendar import day_name
from typing import TYPE_CHECKING

from core.errors import Refused
from core.settings import read_time
from tui.dialogs import questions
from tui.dialogs.line import Line
from tui.widgets.rows import Row

if TYPE_CHECKING:
    from screens.applications.screen import ApplicationsScreen


async def tend_times(screen: ApplicationsScreen) -> None:
    """Add a time, give one free, set or drop the weekly number, or say what counts as quiet."""
    say = screen.say
    slots, week, silence = await screen.ask(
        lambda w: (w.slots.all(), w.slots.week(w.today()), w.applications.silence.days)
    )
    rows = [
        Row(slot.id, f"{day_name[slot.weekday]} {slot.start:%H:%M}", detail=f"{slot.minutes} min") for slot in slots
    ]
    rows.append(Row("add", say("applications.slots.add"), mark="+"))
    rows.append(Row("weekly", say("applications.slots.weekly"), detail="" if week.wanted is None else str(week.wanted)))
    rows.append(Row("silence", say("applications.limbo.after"), detail=str(silence)))
    chosen = await questions.choose(
        screen, f"{say('applications.slots.title')}\n{say('applications.slots.hint')}", rows
    )
    if chosen == "add":
        await _add(screen)
    elif chosen == "weekly":
        typed = await questions.line(
            screen, say("applications.list.weekly"), str(week.wanted or ""), say("applications.list.weekly_hint")
        )
        if typed is not None:
            wanted = typed.strip()
            await screen.do(lambda w: w.slots.set_weekly(_number(wanted) if wanted else None))
    elif chosen == "silence":
        days = await questions.line(screen, say("applications.limbo.after"), str(silence))
        if days:
            await screen.do(lambda w: w.applications.set_silence(_number(days)))
    elif chosen and await questions.choose(
        screen, say("applications.slots.title"), [Row("yes", say("applications.slots.remove"))]
    ):
        await screen.do(lambda w: w.slots.remove(chosen))


async def _add(screen: ApplicationsScreen) -> None:
    say = screen.say
    days = [Row(str(number), name) for number, name in enumerate(day_name)]
    weekday = await questions.choose(screen, say("applications.slots.weekday"), days)
    if weekday is None:
        return
    times = []
    for part, usual in (("start", "09:30"), ("end", "11:00")):
        typed = await screen.app.push_screen_wait(Line(say(f"applications.slots.{part}"), value=usual, check=read_time))
        if typed is None:
            return
        times.append(read_time(typed))
    first, last = (moment.hour * 60 + moment.minute for moment in times)
    await screen.do(lambda w: w.slots.add(int(weekday), times[0], last - first))


def _number(typed: str) -> int:
    if not (typed.strip().isdecimal() and len(typed.strip()) < 5):
        raise Refused("A whole number fits here. Nothing was changed.")
    return int(typed)
