"""`onward checkin`."""

from __future__ import annotations

import click

from cli import output, verbs
from cli.completing import from_rows
from cli.names import NAMES


@click.command()
@click.argument("person", nargs=-1, required=True, shell_complete=from_rows(NAMES["checkin"]))
@click.option("--said", metavar="TEXT", default="", help="What was said, in a line.")
@click.option("--date", metavar="D", help="Another day: yesterday, monday, -3d, 2026-11-20.")
@click.pass_obj
def checkin(home: str | None, person: tuple[str, ...], said: str, date: str | None) -> None:
    """Note that you spoke with someone on your team.

    PERSON is a name, or the beginning or a part of it. Noting a day twice is the same as noting it once.

    \b
    Examples:
      onward checkin dele
      onward checkin ruth --said "Cut the first paragraph." --date yesterday
    """
    from core.dates import read_past
    from core.workspace import Workspace

    with Workspace.open(verbs.existing(home)) as workspace:
        team = workspace.team
        found = team.people.named(" ".join(person))
        team.check_in(found.id, said, read_past(date, workspace.today()) if date else None)
        now = team.people.get(found.id)
    following = f" Next: {now.next.isoformat()}." if now.next else ""
    output.say(f"Noted: you spoke with {found.name}.{following}")
