"""`onward ask`: a short message to someone on the team. It is printed; sending it is yours."""

from __future__ import annotations

import click

from cli import output
from cli.noun import asks
from cli.shape import picked
from cli.team import find
from cli.words import as_json, text_of
from core.errors import NotFound
from core.team.asks import FITS
from core.workspace import Workspace


@click.command()
@click.argument("occasion", type=click.Choice(list(FITS)))
@click.option("--person", metavar="NAME", help="Whom; the one who fits best otherwise.")
@click.option("--who", is_flag=True, help="Only list who fits.")
@click.option("--company", metavar="NAME", default="", help="The company it is about.")
@click.option("--role", metavar="NAME", default="", help="The role it is about.")
@click.option("--topic", metavar="TEXT", default="", help="What it is about.")
@click.option("--win", metavar="TEXT", default="", help="What went well.")
@as_json
@asks
def ask(
    workspace: Workspace, occasion: str, person: str | None, who: bool, as_json: bool, win: str, **known: str
) -> None:
    """Draft a message to someone on your team for an OCCASION. Nothing is sent from here.

    \b
    The JSON document: occasion, person (an id), name, and message;
    with --who a list of person, name and seat.

    \b
    Examples:
      onward ask interview --who
      onward ask win --person dele --win "Second round at Saltmarsh"
    """
    asks = workspace.team.asks
    fits = asks.fits(occasion)
    if who:
        if as_json:
            output.document([{"person": f.person.id, "name": f.person.name, "seat": f.seat.id} for f in fits])
            return
        for fit in fits:
            output.line(f"{fit.person.name:24}  {fit.seat.text}")
    if not fits and (who or person is None):
        empty = asks.empty(occasion)
        find_one = workspace.content.say(f"team.find.{empty.id.replace('-', '_')}") if empty else ""
        raise NotFound(workspace.content.say("team.ask.nobody", find=find_one).strip())
    if who:
        return
    to = find(workspace, person) if person else fits[0].person
    details = {name: value for name, value in {**known, "win": text_of(win)}.items() if value}
    message = asks.draft(occasion, to.id, **details)
    if as_json:
        output.document(picked(to, "name") | {"occasion": occasion, "person": to.id, "message": message})
    else:
        output.line(message)
