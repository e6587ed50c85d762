"""`onward praise`: kind words, kept as they were said."""

from __future__ import annotations

from typing import Any

import click

from cli import output
from cli.noun import asks, begins, noun
from cli.shape import listed, picked, shown
from cli.which import sign, which
from cli.words import as_json, date_of, given, options, past, text_of
from core.errors import Refused
from core.strengths.praise import Praise
from core.workspace import Workspace

FIELDS = ("key", "words", "giver", "day")
MOST = 100_000


def find(workspace: Workspace, typed: str | tuple[str, ...]) -> Praise:
    """The words that are meant."""
    known = workspace.strengths.praise.page(MOST)
    names = [(one.key, f"{one.words} {one.giver}") for one in known]
    key = which(names, typed, "onward praise", latest=True)
    return next(one for one in known if one.key == key)


def own(workspace: Workspace, typed: str | tuple[str, ...]) -> Praise:
    """Words of the folder's own. Raises `Refused` for what is kept with a person of the team."""
    kept = find(workspace, typed)
    if not kept.key.startswith("praise:"):
        raise Refused("These words are kept with someone of your team; `onward team show` leads there.")
    return kept


@noun("praise", thing="praise", find=find)
def praise() -> None:
    """Kind words and thank-you notes, for a bad day; what supporters said stands among them."""


@praise.command("list")
@as_json
@asks
def show_all(workspace: Workspace, as_json: bool) -> None:
    """List them, the latest first. The JSON document is a list; each has key, words, giver and day."""
    found = [picked(one, *FIELDS) for one in workspace.strengths.praise.page(MOST)]
    listed(found, as_json, _line, "No words are kept yet. `onward praise add TEXT` keeps some.")


def _line(one: dict[str, Any]) -> str:
    return f"{sign(one['key'])}  {one['day']}  “{one['words']}”  {one['giver']}"


@praise.command()
@click.argument("praise", nargs=-1, required=True)
@as_json
@asks
def show(workspace: Workspace, praise: tuple[str, ...], as_json: bool) -> None:
    """Show one of them: `last`, its sign, or words of it. The JSON document: key, words, giver, day."""
    shown(picked(find(workspace, praise), *FIELDS), as_json)


@praise.command()
@click.argument("text", nargs=-1, required=True)
@click.option("--from", "giver", metavar="NAME", default="", help="Who said it.")
@date_of
@begins
def add(workspace: Workspace, text: tuple[str, ...], giver: str, date: str | None) -> None:
    """Keep what someone said or wrote.

    \b
    Example:
      onward praise add "You made it clear at last" --from Ruth
    """
    workspace.strengths.praise.keep(text_of(text), giver, day=past(workspace, date))
    output.say("Kept. It will be here on a bad day.")


@praise.command()
@click.argument("praise")
@options(text="The words.")
@click.option("--from", "giver", metavar="NAME", help="Who said it.")
@asks
def change(workspace: Workspace, praise: str, text: str | None, giver: str | None) -> None:
    """Correct how it is kept."""
    now = own(workspace, praise)
    values = {"words": now.words, "giver": now.giver} | given(words=text, giver=giver)
    workspace.strengths.praise.change(now.key.partition(":")[2], **values)
    output.say("Changed.")


@praise.command()
@click.argument("praise", nargs=-1, required=True)
@asks
def remove(workspace: Workspace, praise: tuple[str, ...]) -> None:
    """Keep it no longer."""
    workspace.strengths.praise.remove(own(workspace, praise).key.partition(":")[2])
    output.say("Removed. `onward undo` brings it back.")
