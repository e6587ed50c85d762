"""`onward doors`: what stays open after a no."""

from __future__ import annotations

from typing import Any

import click

from cli import output, paths
from cli.noun import asks, noun
from cli.shape import listed, picked, shown
from cli.which import sign, which
from cli.words import ahead, as_json, given, options, text_of
from core.dates import read_date
from core.ritual.doors import OpenDoor
from core.workspace import Workspace

LISTING = "onward doors"
FIELDS = ("id", "rejection", "kind", "day", "recipient", "body", "notes", "state")


def everything(workspace: Workspace) -> list[tuple[OpenDoor, str]]:
    """Every door with its company, those that wait first, the nearest day first."""
    found = [(door, no.company or no.role) for no in paths.everything(workspace) for door in workspace.doors.of(no.id)]
    return sorted(found, key=lambda pair: (pair[0].state != "waiting", pair[0].day))


def find(workspace: Workspace, typed: str | tuple[str, ...]) -> str:
    """The door that is meant."""
    return which([(one.id, f"{name} {one.kind}") for one, name in everything(workspace)], typed, LISTING, latest=True)


@noun("doors", thing="door", find=find)
def doors() -> None:
    """Doors left open: a reminder each, with a draft, that waits for its day once. Nothing is sent from here."""


@doors.command("list")
@click.option("--all", "every", is_flag=True, help="Those gone through or let go, too.")
@as_json
@asks
def show_all(workspace: Workspace, every: bool, as_json: bool) -> None:
    """List the doors, the nearest day first.

    \b
    The JSON document is a list; each has id, rejection, kind, day,
    recipient, body, notes, state ("waiting", "done", "let go"), company.
    """
    found = [picked(one, *FIELDS, company=name) for one, name in everything(workspace)]
    kept = [one for one in found if every or one["state"] == "waiting"]
    names = {row.id: row.text for row in workspace.content.choices("doors")}

    def line(one: dict[str, Any]) -> str:
        what = names.get(one["kind"], one["kind"])
        return f"{sign(one['id'])}  {one['day']}  {one['state']:8}  {one['company']}: {what}  {one['recipient']}"

    listed(kept, as_json, line, "No door waits. `onward doors offers` says which could.")


@doors.command()
@click.argument("door", nargs=-1, required=True)
@as_json
@asks
def show(workspace: Workspace, door: tuple[str, ...], as_json: bool) -> None:
    """Show a DOOR with its draft. The JSON document: id, rejection, kind, day, recipient, body, notes, state."""
    shown(picked(workspace.doors.get(find(workspace, door)), *FIELDS), as_json)


@doors.command()
@paths.company
@as_json
@asks
def offers(workspace: Workspace, company: str, as_json: bool) -> None:
    """List the doors that could be kept open. The JSON document is a list; each has kind, day, draft and text."""
    no = paths.chosen(workspace, company)
    names = {row.id: row.text for row in workspace.content.choices("doors")}
    found = [picked(one, "kind", "day", "draft", text=names[one.kind]) for one in workspace.doors.offers(no)]
    none = "Every door there is stands open already."
    listed(found, as_json, lambda one: f"{one['day']}  {one['kind']:14}  {one['text']}", none)


@doors.command()
@click.argument("kind")
@options(day="The day; each door has one of its own otherwise.", whom="Who is behind it.", notes="Such as their rule.")
@click.option("--text", metavar="TEXT", help="Your own draft; - for standard input.")
@paths.company
@asks
def keep(
    workspace: Workspace,
    kind: str,
    day: str | None,
    whom: str | None,
    notes: str | None,
    text: str | None,
    company: str,
) -> None:
    """Keep a door open: KIND is one of `onward doors offers`, or words of your own with --day.

    \b
    Example:
      onward doors keep reapply --day "in 6 months"
    """
    no = paths.chosen(workspace, company)
    offer = next((o for o in workspace.doors.offers(no, recipient=whom or "") if o.kind == kind), None)
    when = ahead(workspace, day) or (offer.day if offer else workspace.today())
    body = text_of(text) if text is not None else offer.draft if offer else ""
    workspace.doors.keep(no, kind, when, recipient=whom or "", body=body, notes=text_of(notes or ""))
    output.say(f"Kept open. It comes up on {when.isoformat()}, once.")


@doors.command()
@click.argument("door")
@options(whom="Who is behind it.", text="The draft; - for standard input.", notes="Such as the company's own rule.")
@asks
def change(workspace: Workspace, door: str, whom: str | None, text: str | None, notes: str | None) -> None:
    """Change the draft of a DOOR, or what is noted about it."""
    workspace.doors.rewrite(find(workspace, door), **given(recipient=whom, body=text, notes=notes))
    output.say("Changed.")


@doors.command()
@click.argument("door")
@click.argument("day", nargs=-1, required=True)
@asks
def move(workspace: Workspace, door: str, day: tuple[str, ...]) -> None:
    """Let a DOOR wait for another DAY, also one that was gone through or let go."""
    when = read_date(" ".join(day), workspace.today())
    workspace.doors.move(find(workspace, door), when)
    output.say(f"It comes up on {when.isoformat()}.")


@doors.command()
@click.argument("door", nargs=-1, required=True)
@asks
def done(workspace: Workspace, door: tuple[str, ...]) -> None:
    """You went through a DOOR."""
    workspace.doors.done(find(workspace, door))
    output.say("Noted.")


@doors.command()
@click.argument("door", nargs=-1, required=True)
@asks
def drop(workspace: Workspace, door: tuple[str, ...]) -> None:
    """Let a DOOR close; its words stay."""
    workspace.doors.let_go(find(workspace, door))
    output.say("Let go; its words stay.")
