"""`onward anchors`: things that were done, with what shows it."""

from __future__ import annotations

import click

from cli import output
from cli.noun import asks, begins, noun
from cli.shape import listed, picked, shown
from cli.which import sign, which
from cli.words import as_json, given, options, text_of
from core.workspace import Workspace

FIELDS = ("id", "achievement", "evidence", "recall", "day")


def find(workspace: Workspace, typed: str | tuple[str, ...]) -> str:
    """The anchor that is meant."""
    return which([(one.id, one.achievement) for one in workspace.strengths.anchors.all()], typed, "onward anchors")


@noun("anchors", thing="anchor", find=find)
def anchors() -> None:
    """Things you did, with what shows it: evidence to read before a conversation."""


@anchors.command("list")
@as_json
@asks
def show_all(workspace: Workspace, as_json: bool) -> None:
    """List them. The JSON document is a list; each has id, achievement, evidence, recall and day."""
    found = [picked(one, *FIELDS) for one in workspace.strengths.anchors.all()]
    none = "No anchor yet. `onward anchors add TEXT` writes one down."
    listed(found, as_json, lambda one: f"{sign(one['id'])}  {one['achievement']}  {one['recall']}", none)


@anchors.command()
@click.argument("anchor", nargs=-1, required=True)
@as_json
@asks
def show(workspace: Workspace, anchor: tuple[str, ...], as_json: bool) -> None:
    """Show one ANCHOR. The JSON document: id, achievement, evidence, recall, day."""
    shown(picked(workspace.strengths.anchors.get(find(workspace, anchor)), *FIELDS), as_json)


_MORE = options(evidence="What shows it.", recall="When to recall it.")


@anchors.command()
@click.argument("text", nargs=-1, required=True)
@_MORE
@begins
def add(workspace: Workspace, text: tuple[str, ...], evidence: str | None, recall: str | None) -> None:
    """Write down something you did.

    \b
    Example:
      onward anchors add Led the move to the new archive --evidence "Two weeks early"
    """
    workspace.strengths.anchors.add(text_of(text), text_of(evidence or ""), recall or "")
    output.say("Written down.")


@anchors.command()
@click.argument("anchor")
@options(text="What you did.")
@_MORE
@asks
def change(workspace: Workspace, anchor: str, text: str | None, evidence: str | None, recall: str | None) -> None:
    """Say an ANCHOR differently."""
    chosen = given(achievement=text, evidence=evidence, recall=recall)
    now = workspace.strengths.anchors.get(find(workspace, anchor))
    values = {name: getattr(now, name) for name in ("achievement", "evidence", "recall")} | chosen
    workspace.strengths.anchors.change(now.id, **values)
    output.say("Changed.")


@anchors.command()
@click.argument("anchor", nargs=-1, required=True)
@asks
def remove(workspace: Workspace, anchor: tuple[str, ...]) -> None:
    """Remove an ANCHOR."""
    workspace.strengths.anchors.remove(find(workspace, anchor))
    output.say("Removed. `onward undo` brings it back.")
