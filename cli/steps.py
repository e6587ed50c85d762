"""`onward steps`: the one thing chosen for a day."""

from __future__ import annotations

from typing import Any

import click

from cli import output
from cli.noun import asks, begins, noun
from cli.shape import listed, picked
from cli.which import sign, which
from cli.words import ahead, as_json, given, options
from core.workspace import Workspace

LISTING = "onward steps"
FIELDS = ("id", "day", "cue", "text", "source", "state")


def find(workspace: Workspace, typed: str | tuple[str, ...]) -> str:
    """The step that is meant, open ones first."""
    known = [(one.id, one.text) for one in workspace.steps.all()]
    return which(known, typed, LISTING, latest=True)


@noun("steps", thing="step", find=find)
def steps() -> None:
    """The one thing for a day, often as an if-then plan."""


@steps.command("list")
@click.option("--all", "everything", is_flag=True, help="Those that are done or let go, too.")
@as_json
@asks
def show_all(workspace: Workspace, everything: bool, as_json: bool) -> None:
    """List the open steps, the latest day first.

    \b
    The JSON document is a list; each step has id, day, cue, text, source
    (what it came from, or ""), and state ("open", "done", "let go").
    """
    found = [picked(one, *FIELDS) for one in workspace.steps.all() if everything or one.state == "open"]
    listed(found, as_json, _line, "No step is open. `onward steps add TEXT` chooses one.")


def _line(one: dict[str, Any]) -> str:
    mark = {"open": " ", "done": "x"}.get(one["state"], "-")
    cue = f"  (if {one['cue']})" if one["cue"] else ""
    return f"{sign(one['id'])}  [{mark}] {one['day']}  {one['text']}{cue}"


@steps.command()
@click.argument("text", nargs=-1, required=True)
@options(day="The day it is for: today, tomorrow, friday.", cue="The if of an if-then plan: when or where.")
@begins
def add(workspace: Workspace, text: tuple[str, ...], day: str | None, cue: str | None) -> None:
    """Choose the one thing for a day; today unless you say otherwise.

    \b
    Example:
      onward steps add Write to Kim --day tomorrow --cue "I have had breakfast"
    """
    when = ahead(workspace, day) or workspace.today()
    workspace.steps.plan(" ".join(text), max(when, workspace.today()), cue=cue or "")
    output.say(f"Chosen for {max(when, workspace.today()).isoformat()}.")


@steps.command()
@click.argument("step")
@options(text="What will be done.", day="Another day.")
@asks
def change(workspace: Workspace, step: str, text: str | None, day: str | None) -> None:
    """Say a STEP differently, or for another day."""
    given(text=text, day=day)
    now = workspace.steps.step(find(workspace, step))
    workspace.steps.change(now.id, text or now.text, ahead(workspace, day) or now.day)
    output.say("Changed.")


@steps.command()
@click.argument("step", nargs=-1, required=True)
@asks
def done(workspace: Workspace, step: tuple[str, ...]) -> None:
    """The STEP is done."""
    workspace.steps.finish(find(workspace, step))
    output.say("Done.")


@steps.command()
@click.argument("step", nargs=-1, required=True)
@asks
def resume(workspace: Workspace, step: tuple[str, ...]) -> None:
    """The STEP is open again."""
    workspace.steps.reopen(find(workspace, step))
    output.say("Open again.")


@steps.command()
@click.argument("step", nargs=-1, required=True)
@asks
def drop(workspace: Workspace, step: tuple[str, ...]) -> None:
    """Let a STEP go, which is as good an end as any."""
    workspace.steps.let_go(find(workspace, step))
    output.say(workspace.content.say("today.due.let_go"))
