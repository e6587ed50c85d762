"""`onward times`: times kept free for applying, the weekly number, and how much silence is quiet."""

from __future__ import annotations

from calendar import day_name

import click

from cli import output
from cli.noun import asks, begins, noun
from cli.shape import picked, shown
from cli.which import sign, which
from cli.words import as_json
from core.settings import read_time
from core.workspace import Workspace

DAYS = [name.lower() for name in day_name]


@noun("times")
def times() -> None:
    """Times kept free for applying. A weekly number is there only if you set one."""


@times.command("list")
@as_json
@asks
def show_all(workspace: Workspace, as_json: bool) -> None:
    """List the times of the week.

    \b
    The JSON document: times, a list of id, day, start and minutes;
    weekly (or null) and sent, this week; silence, the days after which
    an application counts as quiet.
    """
    week = workspace.slots.week(workspace.today())
    slots = [
        picked(one, "id", day=DAYS[one.weekday]) | picked(one, "start", "minutes") for one in workspace.slots.all()
    ]
    document = {"times": slots, "weekly": week.wanted, "sent": week.sent}
    document["silence"] = workspace.applications.silence.days
    if not as_json:
        document["times"] = [{**one, "id": sign(one["id"])} for one in slots]
    shown(document, as_json)


@times.command()
@click.argument("day", type=click.Choice(DAYS, case_sensitive=False))
@click.argument("start")
@click.argument("end")
@begins
def add(workspace: Workspace, day: str, start: str, end: str) -> None:
    """Keep a time free each week.

    \b
    Example:
      onward times add monday 9:30 11:00
    """
    first, last = read_time(start), read_time(end)
    minutes = (last.hour - first.hour) * 60 + last.minute - first.minute
    workspace.slots.add(DAYS.index(day.lower()), first, minutes)
    output.say("Kept free.")


@times.command()
@click.argument("time", nargs=-1, required=True)
@asks
def remove(workspace: Workspace, time: tuple[str, ...]) -> None:
    """Give a TIME free again: its sign in the list, or its day."""
    known = [(one.id, f"{DAYS[one.weekday]} {one.start:%H:%M}") for one in workspace.slots.all()]
    workspace.slots.remove(which(known, time, "onward times"))
    output.say("Free again.")


@times.command()
@click.argument("number", type=click.IntRange(0, 100))
@begins
def weekly(workspace: Workspace, number: int) -> None:
    """Set a weekly number of applications, or 0 for none."""
    workspace.slots.set_weekly(number or None)
    output.say("Kept." if number else "There is no weekly number now.")


@times.command()
@click.argument("days", type=click.IntRange(1, 365))
@begins
def silence(workspace: Workspace, days: int) -> None:
    """Say after how many DAYS without a word an application counts as quiet."""
    workspace.applications.set_silence(days)
    output.say("Kept.")
