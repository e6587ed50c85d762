"""Light days, rest, a feelings window, and a minute of breathing."""

from __future__ import annotations

from datetime import date, datetime

from core.clock import Clock
from core.dates import read_date, read_moment
from core.today.rest import fitting_end, fitting_last
from screens.today.day import long_date
from tui.dialogs.choose import Choose
from tui.dialogs.line import Line
from tui.screen import ActivityScreen
from tui.widgets.rows import Row


async def lighten(screen: ActivityScreen) -> None:
    """A whole day becomes light; a light or resting one becomes whole again."""
    day, light = await screen.ask(lambda w: (w.today(), w.rests.light(w.today())))
    if light is None:
        await screen.do(lambda w: w.rests.lighten(day), screen.say("today.light.on", key=screen.key_of("today.light")))
    else:
        said = "today.rest.off" if light.mode == "rest" else "today.light.off"
        await screen.do(lambda w: w.rests.fill(day), screen.say(said))


async def rest(screen: ActivityScreen) -> None:
    """Ask until when, and rest; while resting, ask first whether to end it."""
    say = screen.say
    today, light = await screen.ask(lambda w: (w.today(), w.rests.light(w.today())))
    if light and light.mode == "rest" and light.until:
        rows = [Row("longer", say("today.rest.longer")), Row("end", say("today.rest.end"))]
        title = say("today.rest.on", until=long_date(light.until))
        chosen = await screen.app.push_screen_wait(Choose(title, rows))
        if chosen == "end":
            await screen.do(lambda w: w.rests.fill(today), say("today.rest.off"))
        if chosen != "longer":
            return
    typed = await screen.app.push_screen_wait(
        Line(
            say("today.rest.ask"),
            hint=say("today.rest.hint"),
            value="tomorrow",
            check=lambda text: fitting_last(read_date(text, today), today),
        )
    )
    if typed is not None:
        last = read_date(typed, today)
        await screen.do(lambda w: w.rests.rest_until(last), say("today.rest.on", until=long_date(last)))


async def feel(screen: ActivityScreen) -> None:
    """Open a feelings window, or move the end of the open one, or end it."""
    window, usual, clock = await screen.ask(lambda w: (w.rests.window(), w.rests.default_end(), w.clock))
    say = screen.say
    if window is None:
        end = await _ask_end(screen, usual, clock)
        if end:
            until = f"{clock.local(end):%A %H:%M}"
            await screen.do(lambda w: w.rests.open_window(end), say("today.window.on", until=until))
        return
    chosen = await screen.app.push_screen_wait(
        Choose(
            say("today.light.window", until=f"{clock.local(window.ends):%A %H:%M}"),
            [Row("move", say("today.window.move")), Row("end", say("today.window.end"))],
        )
    )
    if chosen == "end":
        await screen.do(lambda w: w.rests.end_window(window.id), say("today.window.over"))
    elif chosen == "move" and (end := await _ask_end(screen, window.ends, clock)):
        await screen.do(lambda w: w.rests.move_window(window.id, end))


async def _ask_end(screen: ActivityScreen, usual: datetime, clock: Clock) -> datetime | None:
    typed = await screen.app.push_screen_wait(
        Line(
            screen.say("today.window.ask"),
            hint=screen.say("today.window.hint"),
            value=_as_typed(clock.local(usual), clock.local().date()),
            check=lambda text: fitting_end(read_moment(text, clock), clock.now()),
        )
    )
    return None if typed is None else read_moment(typed, clock)


def _as_typed(moment: datetime, today: date) -> str:
    day = {0: "today", 1: "tomorrow"}.get((moment.date() - today).days, f"{moment:%A}".lower())
    return f"{day} {moment:%H:%M}"
