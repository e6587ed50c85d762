"""`onward promises`: what was promised between you and someone on the team, both ways."""

from __future__ import annotations

from typing import Any

import click

from cli import output
from cli.noun import asks, noun
from cli.shape import listed, picked
from cli.team import find as find_person
from cli.which import sign, which
from cli.words import as_json, text_of
from core.team.promises import KEPT, LET_GO, MINE, OPEN, THEIRS
from core.workspace import Workspace

FIELDS = ("id", "person", "side", "text", "state")


def everything(workspace: Workspace) -> list[dict[str, Any]]:
    """Every promise with the name behind it, open ones first."""
    found = [
        picked(one, *FIELDS, name=person.name)
        for person in workspace.team.people.everyone(100_000)
        for one in workspace.team.promises.of(person.id)
    ]
    return sorted(found, key=lambda one: one["state"] != OPEN)


def find(workspace: Workspace, typed: str | tuple[str, ...]) -> str:
    """The promise that is meant."""
    known = [(one["id"], f"{one['text']} ({one['name']})") for one in everything(workspace)]
    return which(known, typed, "onward promises")


@noun("promises", thing="promise", find=find)
def promises() -> None:
    """What was promised, both ways. Letting one go is as good an end as any."""


@promises.command("list")
@click.option("--all", "every", is_flag=True, help="Those that are settled, too.")
@as_json
@asks
def show_all(workspace: Workspace, every: bool, as_json: bool) -> None:
    """List the open promises.

    \b
    The JSON document is a list; each has id, person (an id), side
    ("mine" or "theirs"), text, state ("open", "kept", "let go"), name.
    """
    found = [one for one in everything(workspace) if every or one["state"] == OPEN]
    listed(found, as_json, _line, "No promise is open.")


def _line(one: dict[str, Any]) -> str:
    return f"{sign(one['id'])}  {one['name']:20}  {one['side']:6}  {one['text']}"


@promises.command()
@click.argument("person")
@click.argument("text", nargs=-1, required=True)
@click.option("--theirs", is_flag=True, help="They promised it; you did otherwise.")
@asks
def add(workspace: Workspace, person: str, text: tuple[str, ...], theirs: bool) -> None:
    """Note a promise.

    \b
    Example:
      onward promises add dele Send the draft by Friday
    """
    side = THEIRS if theirs else MINE
    workspace.team.promises.make(find_person(workspace, person).id, text_of(text), side)
    output.say("Noted.")


@promises.command()
@click.argument("promise", nargs=-1, required=True)
@asks
def done(workspace: Workspace, promise: tuple[str, ...]) -> None:
    """A PROMISE was kept."""
    workspace.team.promises.settle(find(workspace, promise), KEPT)
    output.say("Kept.")


@promises.command()
@click.argument("promise", nargs=-1, required=True)
@asks
def drop(workspace: Workspace, promise: tuple[str, ...]) -> None:
    """Let a PROMISE go."""
    workspace.team.promises.settle(find(workspace, promise), LET_GO)
    output.say("Let go.")


@promises.command()
@click.argument("promise", nargs=-1, required=True)
@asks
def resume(workspace: Workspace, promise: tuple[str, ...]) -> None:
    """A PROMISE is open again."""
    workspace.team.promises.settle(find(workspace, promise), OPEN)
    output.say("Open again.")
