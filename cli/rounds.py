"""`onward rounds`: the conversations of an application."""

from __future__ import annotations

from typing import Any

import click

from cli import applications as board
from cli import output
from cli.noun import asks, noun
from cli.shape import listed, picked, shown
from cli.which import sign, which
from cli.words import ahead, as_json, given, options, text_of
from core.applications.board import EVERYTHING, Filters
from core.applications.rounds import KINDS, Round
from core.workspace import Workspace

LISTING = "onward rounds"
FIELDS = ("id", "application", "kind", "day", "interviewers", "questions", "resonated", "doubt", "notes")
_WORDS = options(
    interviewers="Who was there.",
    questions="What they asked.",
    resonated="What landed well.",
    doubt="What raised a doubt.",
    notes="Anything else.",
)
_KIND = click.option("--kind", metavar="KIND", help=f"{', '.join(KINDS)}, or a word of your own.")


def everything(workspace: Workspace) -> list[tuple[Round, str]]:
    """Every conversation with its company, the latest day first."""
    filters = Filters(shelf=EVERYTHING)
    lines = workspace.board.page(filters, limit=workspace.board.count(filters))
    found = [(one, board.named(line)) for line in lines for one in workspace.rounds.of(line.id)]
    return sorted(found, key=lambda pair: pair[0].day, reverse=True)


def find(workspace: Workspace, typed: str | tuple[str, ...]) -> str:
    """The conversation that is meant."""
    known = [(one.id, f"{name} {one.kind}") for one, name in everything(workspace)]
    return which(known, typed, LISTING, latest=True)


@noun("rounds", thing="round", find=find)
def rounds() -> None:
    """The conversations of your applications: what was asked, what landed, what raised a doubt."""


@rounds.command("list")
@click.argument("application", nargs=-1)
@as_json
@asks
def show_all(workspace: Workspace, application: tuple[str, ...], as_json: bool) -> None:
    """List the conversations, the latest day first; with APPLICATION, only those.

    \b
    The JSON document is a list; each has id, application, kind, day,
    interviewers, questions, resonated, doubt, notes, and about.
    """
    only = board.find(workspace, application) if application else ""
    found = [picked(one, *FIELDS, about=name) for one, name in everything(workspace) if only in ("", one.application)]
    listed(found, as_json, _line, "No conversation is noted. `onward rounds add APPLICATION` notes one.")


def _line(one: dict[str, Any]) -> str:
    return f"{sign(one['id'])}  {one['day']}  {one['kind']:10}  {one['about']}  {one['interviewers']}"


@rounds.command()
@click.argument("round", nargs=-1, required=True)
@as_json
@asks
def show(workspace: Workspace, round: tuple[str, ...], as_json: bool) -> None:
    """Show one conversation. ROUND is its sign in the list, its company, or `last`.

    \b
    The JSON document: id, application, kind, day, interviewers,
    questions, resonated, doubt, notes.
    """
    shown(picked(workspace.rounds.get(find(workspace, round)), *FIELDS), as_json)


@rounds.command()
@click.argument("application")
@_KIND
@options(day="The day, past or to come; today unless you say otherwise.")
@_WORDS
@asks
def add(workspace: Workspace, application: str, kind: str | None, day: str | None, **fields: str | None) -> None:
    """Note a conversation of an APPLICATION.

    \b
    Example:
      onward rounds add saltmarsh --kind interview --day friday --interviewers "Kim Berg"
    """
    words = {name: text_of(value) for name, value in fields.items() if value is not None}
    when = ahead(workspace, day) or workspace.today()
    workspace.rounds.add(board.find(workspace, application), kind or "call", when, **words)
    output.say(f"Noted for {when.isoformat()}.")


@rounds.command()
@click.argument("round")
@_KIND
@options(day="Another day.")
@_WORDS
@asks
def change(workspace: Workspace, round: str, kind: str | None, day: str | None, **fields: str | None) -> None:
    """Change what is noted about a conversation; - takes a text from standard input."""
    chosen = given(kind=kind, day=ahead(workspace, day), **fields)
    workspace.rounds.change(find(workspace, round), **chosen)
    output.say("Changed.")


@rounds.command()
@click.argument("round", nargs=-1, required=True)
@asks
def remove(workspace: Workspace, round: tuple[str, ...]) -> None:
    """Remove a conversation."""
    workspace.rounds.remove(find(workspace, round))
    output.say("Removed. `onward undo` brings it back.")
