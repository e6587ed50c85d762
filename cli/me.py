"""`onward me`: what the first start asks, to look at and to change."""

from __future__ import annotations

import click

from cli import output
from cli.noun import begins
from cli.shape import shown
from cli.words import as_json
from core.errors import Refused
from core.settings import read_time
from core.workspace import Workspace

LATEST_END = 12  # o'clock: a day that ended after noon would swallow the next


@click.command()
@click.option("--name", metavar="TEXT", help="What you want to be called; an empty text for nothing.")
@click.option("--evening", metavar="TIME", help="From when on the close of the day is offered: 20:30, 8pm.")
@click.option("--day-ends", metavar="TIME", help="When your day ends, in the small hours: 4:00.")
@as_json
@begins
def me(workspace: Workspace, name: str | None, evening: str | None, day_ends: str | None, as_json: bool) -> None:
    """Show or change your name, your evening hour, and when your day ends. They travel with the workspace.

    \b
    The JSON document: name, evening, day_ends (times such as 20:00).

    \b
    Example:
      onward me --name Ines --evening 20:30
    """
    settings = workspace.settings
    if day_ends is not None and read_time(day_ends).hour >= LATEST_END:
        raise Refused("A day ends in the small hours, before noon. Nothing was changed.")
    with workspace.store.write("Change a setting"):
        if name is not None:
            settings.set("name", name.strip())
        if evening is not None:
            settings.set_time("evening", evening)
        if day_ends is not None:
            settings.set_time("day_ends", day_ends)
    if name is evening is day_ends is None or as_json:
        shown({"name": settings.name, "evening": settings.evening, "day_ends": settings.day_ends}, as_json)
    else:
        output.say("Kept.")
