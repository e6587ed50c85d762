"""`onward learn`."""

from __future__ import annotations

import click

from cli import output
from cli.verbs import existing


@click.command()
@click.argument("item", nargs=-1, required=True)
@click.option("--minutes", type=click.IntRange(1, 24 * 60), metavar="N", required=True, help="How many minutes.")
@click.option("--date", metavar="D", help="Another day: yesterday, monday, -3d, 2026-11-20.")
@click.option("--note", metavar="TEXT", default="", help="A word on what it was.")
@click.pass_obj
def learn(home: str | None, item: tuple[str, ...], minutes: int, date: str | None, note: str) -> None:
    """Note time put into something you are learning.

    ITEM is its title or its skill, or the beginning or a part of one.

    \b
    Examples:
      onward learn evening course --minutes 45
      onward learn sql --minutes 30 --date yesterday
    """
    from core.dates import read_past
    from core.skills.plan import hours
    from core.workspace import Workspace

    with Workspace.open(existing(home)) as workspace:
        plan = workspace.skills.plan
        found = plan.named(" ".join(item))
        plan.log(found.id, minutes, read_past(date, workspace.today()) if date else None, note)
        spent = plan.get(found.id).spent
    output.say(f"Noted: {found.title}, {hours(spent)} so far.")
