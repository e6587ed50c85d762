"""`onward light`, `onward rest`, `onward window` and `onward later`: what makes a day easier."""

from __future__ import annotations

from datetime import timedelta

import click

from cli import output
from cli.noun import asks, begins
from cli.which import which
from core.dates import read_date, read_moment
from core.errors import NotFound, Refused
from core.workspace import Workspace


@click.command()
@click.option("--off", is_flag=True, help="Make the day a whole one again.")
@begins
def light(workspace: Workspace, off: bool) -> None:
    """Make today light: only the light practices are offered. `onward light --off` makes it a whole day again."""
    today, say = workspace.today(), workspace.content.say
    if off:
        workspace.rests.fill(today)
        output.say(say("today.light.off"))
    else:
        workspace.rests.lighten(today)
        output.say("A light day. `onward light --off` makes it a whole one again.")


@click.command()
@click.argument("until", nargs=-1)
@click.option("--off", is_flag=True, help="End the rest.")
@click.option("--not-now", is_flag=True, help="Answer the offer of a rest: not now.")
@click.option("--never", is_flag=True, help="Answer the offer of a rest: do not offer it again.")
@begins
def rest(workspace: Workspace, until: tuple[str, ...], off: bool, not_now: bool, never: bool) -> None:
    """Rest, UNTIL a date (today unless you say otherwise), both days included. Nothing is asked of you meanwhile.

    \b
    Examples:
      onward rest
      onward rest sunday
      onward rest --off
    """
    today, say = workspace.today(), workspace.content.say
    if never or not_now:
        (workspace.fatigue.never if never else workspace.fatigue.not_now)()
        output.say("It is not offered again." if never else say("fatigue.offer.fine"))
        return
    if off:
        workspace.rests.fill(today)
        output.say(say("today.rest.off"))
        return
    last = read_date(" ".join(until), today) if until else today
    workspace.rests.rest_until(last)
    output.say(say("today.rest.on", until=f"{last:%A} {last.day} {last:%B}"))


@click.command()
@click.argument("until", nargs=-1)
@click.option("--off", is_flag=True, help="End it now.")
@begins
def window(workspace: Workspace, until: tuple[str, ...], off: bool) -> None:
    """Take time to feel it, UNTIL a moment up to 48 hours away; the next evening unless you say otherwise.

    Said again, its end moves.

    \b
    Examples:
      onward window
      onward window tomorrow 20:00
      onward window --off
    """
    rests, say = workspace.rests, workspace.content.say
    now = rests.window()
    if off:
        if now is None:
            raise NotFound("No window is open, so nothing ends.")
        rests.end_window(now.id)
        output.say(say("today.window.over"))
        return
    ends = read_moment(" ".join(until), workspace.clock) if until else rests.default_end()
    if now:
        rests.move_window(now.id, ends)
    else:
        rests.open_window(ends)
    output.say(say("today.window.on", until=f"{workspace.clock.local(ends):%A %H:%M}"))


@click.command()
@click.argument("item", nargs=-1, required=True)
@click.option("--until", metavar="WHEN", default="evening", help="hour, evening (unless given), tomorrow, or a moment.")
@asks
def later(workspace: Workspace, item: tuple[str, ...], until: str) -> None:
    """Put off something that today holds: ITEM is its text, or a part of it.

    \b
    Examples:
      onward later walk
      onward later walk --until "tomorrow 9:00"
    """
    clock, today = workspace.clock, workspace.today()
    found = which([(due.key, due.text) for due in workspace.agenda.day().items], item, "onward today")
    named = {
        "hour": clock.now() + timedelta(hours=1),
        "evening": clock.at(today, workspace.settings.evening),
        "tomorrow": clock.at(today + timedelta(days=1), clock.day_ends),
    }
    moment = named.get(until) or read_moment(until, clock)
    if moment <= clock.now():
        raise Refused(f"{clock.local(moment):%A %H:%M} has gone by. `--until tomorrow` puts it off.")
    workspace.rests.snooze(found, moment)
    output.say(workspace.content.say("today.due.snoozed", until=f"{clock.local(moment):%A %H:%M}"))
