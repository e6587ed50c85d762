"""`onward efforts`: the counters of what is in one's own hands."""

from __future__ import annotations

from typing import Any

import click

from cli import output
from cli.noun import asks, begins, noun
from cli.shape import listed, picked
from cli.words import as_json, date_of, past
from core.today.efforts import IN_MINUTES, KINDS
from core.workspace import Workspace


@noun("efforts")
def efforts() -> None:
    """What is in your own hands: connections, talks on the inside, minutes of learning, improvements."""


@efforts.command("list")
@click.option("--weeks", type=click.IntRange(1, 520), default=8, metavar="N", help="So many weeks; 8 unless given.")
@as_json
@asks
def show_all(workspace: Workspace, weeks: int, as_json: bool) -> None:
    """List the weeks with what each held, the latest last.

    \b
    The JSON document is a list; each week has monday and amounts: a
    number for connection, insider, learning (minutes) and improvement.
    """
    found = workspace.efforts.weeks(workspace.today(), weeks)
    told = [picked(week, "monday", "amounts") for week in found]
    listed(told, as_json, _line, "")


def _line(one: dict[str, Any]) -> str:
    parts = (f"{kind} {amount}{' min' if kind in IN_MINUTES else ''}" for kind, amount in one["amounts"].items())
    return f"{one['monday']}  {'  '.join(f'{part:16}' for part in parts)}"


@efforts.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("amount", type=click.IntRange(1, 10_000), required=False)
@click.option("--note", metavar="TEXT", default="", help="What it was, in a line.")
@date_of
@begins
def add(workspace: Workspace, kind: str, amount: int | None, note: str, date: str | None) -> None:
    """Count something: one of KIND, or AMOUNT of it (minutes for learning, 30 unless you say otherwise).

    \b
    Examples:
      onward efforts add connection --note "Kim, at the meetup"
      onward efforts add learning 45 --date yesterday
    """
    number = amount or (30 if kind in IN_MINUTES else 1)
    workspace.efforts.add(kind, number, note=note, day=past(workspace, date))
    output.say("Counted.")
