"""`onward wins`: what went well; `onward win` notes one."""

from __future__ import annotations

from typing import Any

import click

from cli import output
from cli.noun import asks, begins, noun
from cli.shape import listed, picked, shown
from cli.which import sign, which
from cli.win import win
from cli.words import as_json, given, options
from core.errors import Refused
from core.strengths.wins import Win
from core.workspace import Workspace

LISTING = "onward wins"
FIELDS = ("key", "kind", "text", "reward", "told", "day")
SHOWN, MOST = 20, 100_000


def find(workspace: Workspace, typed: str | tuple[str, ...]) -> Win:
    """The win that is meant."""
    known = workspace.strengths.wins.page(MOST)
    key = which([(one.key, one.text) for one in known], typed, LISTING, latest=True)
    return next(one for one in known if one.key == key)


def own(workspace: Workspace, typed: str | tuple[str, ...]) -> str:
    """The id of a win that was noted by itself. Raises `Refused` for the one of an evening."""
    kind, _, id = find(workspace, typed).key.partition(":")
    if kind != "win":
        raise Refused("This one closed an evening; `onward evening close --win TEXT --date DAY` says it differently.")
    return id


@noun("wins", thing="win", find=find)
def wins() -> None:
    """What went well, of any size, for a grey day; what an evening was closed with stands among them."""


wins.add_command(win, "add")


@wins.command("list")
@click.option("--limit", type=click.IntRange(1), default=SHOWN, metavar="N", help=f"So many; {SHOWN} unless given.")
@as_json
@asks
def show_all(workspace: Workspace, limit: int, as_json: bool) -> None:
    """List them, the latest first.

    \b
    The JSON document is a list; each has key ("win:..." or
    "evening:DAY"), kind, text, reward, told (who heard of it), day.
    """
    found = [picked(one, *FIELDS) for one in workspace.strengths.wins.page(limit)]
    listed(found, as_json, _line, "No win is noted yet. `onward win TEXT` notes one, of any size.")


def _line(one: dict[str, Any]) -> str:
    return f"{sign(one['key'])}  {one['day']}  {one['text']}"


@wins.command()
@as_json
@begins
def kinds(workspace: Workspace, as_json: bool) -> None:
    """List the kinds of wins there are words for. The JSON document is a list; each has id, group and text."""
    found = [picked(row, "id", "group", "text") for row in workspace.content.choices("wins")]
    listed(found, as_json, lambda one: f"{one['id']:20}  {one['text']}", "")


@wins.command()
@click.argument("win", nargs=-1, required=True)
@as_json
@asks
def show(workspace: Workspace, win: tuple[str, ...], as_json: bool) -> None:
    """Show one WIN: `last`, its sign, or words of it. The JSON document: key, kind, text, reward, told, day."""
    shown(picked(find(workspace, win), *FIELDS), as_json)


@wins.command()
@click.argument("win")
@options(text="What went well.", treat="A small treat to go with it.", told="Who heard of it.")
@asks
def change(workspace: Workspace, win: str, text: str | None, treat: str | None, told: str | None) -> None:
    """Say a WIN differently, name a small treat, or note who heard of it."""
    chosen, id = given(words=text, reward=treat, told=told), own(workspace, win)
    with workspace.store.write("Change a win"):
        if name := chosen.pop("told", None):
            workspace.strengths.wins.told(id, name)
        workspace.strengths.wins.change(id, **chosen)
    output.say("Changed.")


@wins.command()
@click.argument("win")
@click.argument("name", nargs=-1, required=True)
@asks
def share(workspace: Workspace, win: str, name: tuple[str, ...]) -> None:
    """Print the message that tells NAME of a WIN, and note who heard of it. Nothing is sent from here."""
    kept, to = find(workspace, win), " ".join(name)
    output.line(workspace.strengths.wins.share(kept.key, to))
    if kept.key.startswith("win:"):
        workspace.strengths.wins.told(kept.key.partition(":")[2], to)


@wins.command()
@click.argument("win", nargs=-1, required=True)
@asks
def remove(workspace: Workspace, win: tuple[str, ...]) -> None:
    """Take a WIN away."""
    workspace.strengths.wins.remove(own(workspace, win))
    output.say("Removed. `onward undo` brings it back.")
