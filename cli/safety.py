"""`onward safety`: someone to talk to. Static text; asking for it is recorded nowhere."""

from __future__ import annotations

import click

from cli import output
from cli.shape import picked
from cli.verbs import begun as is_there
from cli.words import as_json
from cli.workspaces import begun
from core import places
from core.content import Content
from core.workspace import Workspace

OWN = "safety.own"


@click.command()
@click.option("--own", metavar="TEXT", help="Write down your own person to call; an empty text takes it away.")
@as_json
@click.pass_obj
def safety(home: str | None, own: str | None, as_json: bool) -> None:
    """Print who there is to talk to: your own person first, then lines by country.

    \b
    The JSON document: own (your own words), lines (what is said first),
    and contacts: country (or ""), name, reach, hours, checked (a month).
    """
    content, mine = Content(places.content(home)), ""
    if own is not None:
        with begun(home) as workspace:
            workspace.settings.set(OWN, own.strip(), content.say("safety.own.label"))
        output.say("Kept.")
        return
    if is_there(places.workspace_file(home)):
        with begun(home) as workspace:
            mine = workspace.settings.get(OWN)
    contacts = content.contacts()
    if as_json:
        told = [picked(one, "country", "name", "reach", "hours", "checked") for one in contacts]
        output.document({"own": mine, "lines": list(content.lines("safety.intro.lines")), "contacts": told})
        return
    for line in filter(None, (mine, *content.lines("safety.intro.lines"))):
        output.line(line)
    for one in contacts:
        output.line(f"{one.country or content.say('safety.intro.anywhere')}: {one.name}. {one.reach}.")
    output.line(content.say("safety.intro.danger"))


def offer(workspace: Workspace) -> None:
    """After a word of despair at high strength: say, once and gently, that there is someone to talk to."""
    output.say(workspace.content.say("safety.offer.text", key="`onward safety`"))
