"""`onward apply`."""

from __future__ import annotations

import click

from cli import output
from cli.workspaces import begun
from core.applications.applications import CHANNELS, SAVED, STAGES
from core.dates import read_past
from core.ritual.waiting import BURST


@click.command()
@click.argument("company")
@click.argument("role", default="")
@click.option("--stage", type=click.Choice(STAGES), help="How far it has come; without this it was sent.")
@click.option("--saved", is_flag=True, help="Only saved so far; the same as --stage saved.")
@click.option("--channel", type=click.Choice(CHANNELS), default=None, help="How you found it.")
@click.option("--link", metavar="URL", default="", help="Where the posting is.")
@click.option("--date", metavar="D", help="Another day: yesterday, monday, -3d, 2026-11-20.")
@click.pass_obj
def apply(
    home: str | None,
    company: str,
    role: str,
    stage: str | None,
    saved: bool,
    channel: str | None,
    link: str,
    date: str | None,
) -> None:
    """Note an application: the COMPANY, and the ROLE if you like.

    \b
    Examples:
      onward apply "Saltmarsh Robots" "Technical writer" --channel event
      onward apply "Plover and Daughters" --saved
    """
    with begun(home) as workspace:
        day = read_past(date, workspace.today()) if date else None
        near = workspace.applications.matches(company, role, limit=1)
        reached = stage or (SAVED if saved else STAGES[1])
        workspace.applications.add(company, role, reached, day, channel=channel or "", link=link)
        burst = workspace.content.say("rituals.window.burst", n=BURST) if workspace.waiting.burst() == BURST else ""
    if near:
        known = ", ".join(part for part in (near[0].role, near[0].company) if part)
        output.say(f"Kept. Something close to it was here before: {known}. `onward undo` takes this one back.")
    else:
        output.say("Kept.")
    if burst:
        output.say(burst)
