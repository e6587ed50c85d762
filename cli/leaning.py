"""`onward why`, `onward values`, `onward checks` and `onward warmup`: what to lean on, and getting ready."""

from __future__ import annotations

from typing import Any

import click

from cli import output
from cli.noun import asks, begins, noun
from cli.shape import listed, picked, shown
from cli.which import which
from cli.words import as_json, date_of, options, past, text_of
from core.errors import NotFound
from core.strengths.warm_up import WarmUp
from core.workspace import Workspace

CHECK = ("item", "group", "text", "hint", "times", "last", "note")


@noun("why", first="show")
def why() -> None:
    """Why you are looking, in your own words."""


@why.command("show")
@click.option("--all", "every", is_flag=True, help="Every wording, the latest first.")
@as_json
@asks
def show_why(workspace: Workspace, every: bool, as_json: bool) -> None:
    """Print it. The JSON document is a list; each has id, text and day."""
    found = [picked(one, "id", "text", "day") for one in workspace.strengths.whys.all(1000 if every else 1)]
    none = "It is not written down yet. `onward why write TEXT` does that."
    listed(found, as_json, lambda one: f"{one['day']}  {one['text']}", none)


@why.command("write")
@click.argument("text", nargs=-1, required=True)
@begins
def write_why(workspace: Workspace, text: tuple[str, ...]) -> None:
    """Say why, from today on; what stood there stays readable.

    \b
    Example:
      onward why write Work I can walk to
    """
    workspace.strengths.whys.write(text_of(text))
    output.say("Kept.")


@noun("values")
def values() -> None:
    """What matters to you, whatever the work: choose two or three and write about them."""


@values.command("list")
@as_json
@begins
def show_values(workspace: Workspace, as_json: bool) -> None:
    """List values to choose from. The JSON document is a list; each has id and text."""
    found = [picked(row, "id", "text") for row in workspace.content.choices("values")]
    listed(found, as_json, lambda one: f"{one['id']:20}  {one['text']}", "")


@values.command("write")
@click.argument("value", nargs=-1, required=True)
@click.option("--text", metavar="TEXT", required=True, help="What you wrote about them; - for standard input.")
@begins
def write_values(workspace: Workspace, value: tuple[str, ...], text: str) -> None:
    """Write about two or three VALUES by their ids; it is kept in the journal.

    \b
    Example:
      onward values write friendship people-close --text - < page.md
    """
    rows = {row.id: row.text for row in workspace.content.choices("values")}
    chosen = [rows[which([(id, id) for id in rows], one, "onward values")] for one in value]
    heading = workspace.content.say("values.ask.heading")
    workspace.journal.write(f"# {heading}: {', '.join(chosen)}\n\n{text_of(text)}")
    output.say(workspace.content.say("values.ask.kept"))


@noun("checks")
def checks() -> None:
    """Small checks of profile, letter, portfolio, resume and notes; every improvement counts as effort."""


@checks.command("list")
@as_json
@begins
def show_checks(workspace: Workspace, as_json: bool) -> None:
    """List them.

    \b
    The JSON document is a list; each has item, group, text, hint, times
    (how often it was improved), last (a day or null) and note.
    """
    found = [picked(one, *CHECK) for one in workspace.strengths.checklists.all()]
    listed(found, as_json, _check, "")


def _check(one: dict[str, Any]) -> str:
    return f"[{'x' if one['last'] else ' '}] {one['group']:10}  {one['text']}  {one['last'] or ''}"


def _found(workspace: Workspace, typed: str | tuple[str, ...]) -> str:
    return which([(one.item, one.text) for one in workspace.strengths.checklists.all()], typed, "onward checks")


@checks.command("done")
@click.argument("check")
@click.argument("note", nargs=-1)
@date_of
@begins
def improved(workspace: Workspace, check: str, note: tuple[str, ...], date: str | None) -> None:
    """You made something better: a CHECK, and a NOTE on what.

    \b
    Example:
      onward checks done results Added two numbers
    """
    workspace.strengths.checklists.improve(_found(workspace, check), text_of(note), day=past(workspace, date))
    output.say(workspace.content.say("strengths.papers.counted"))


@checks.command("undone")
@click.argument("check")
@date_of
@asks
def not_improved(workspace: Workspace, check: str, date: str | None) -> None:
    """It was not, after all."""
    workspace.strengths.checklists.take_back(_found(workspace, check), past(workspace, date) or workspace.today())
    output.say("Taken back.")


@noun("warmup", first="show")
def warmup() -> None:
    """Ten minutes before a conversation: two anchors, one obstacle with its if-then, two stories."""


def _warm(workspace: Workspace, typed: tuple[str, ...] | str) -> WarmUp:
    """The warm-up that is meant: of a conversation of today or tomorrow, or of any other that is named."""
    coming = workspace.strengths.warm_ups.coming(workspace.today())
    if not typed:
        if not coming:
            raise NotFound(workspace.content.say("strengths.warm_up.none"))
        return coming[0]
    from cli.rounds import find

    return workspace.strengths.warm_ups.of(find(workspace, typed))


@warmup.command("show")
@click.argument("round", nargs=-1)
@as_json
@asks
def show_warmup(workspace: Workspace, round: tuple[str, ...], as_json: bool) -> None:
    """Show what is at hand for a conversation: the next one, or the ROUND that is named.

    \b
    The JSON document: round, kind, held (a day), company, role, anchors
    (achievement, evidence, recall), stories (title, opening, result),
    obstacle, response, day (when it was done, or null).
    """
    warm = _warm(workspace, round)
    anchors = [picked(one, "achievement", "evidence", "recall") for one in warm.anchors]
    stories = [picked(one, "title", "opening", "result") for one in warm.stories]
    names = ("round", "kind", "held", "company", "role")
    more = picked(warm, "obstacle", "response", "day")
    shown(picked(warm, *names, anchors=anchors, stories=stories) | more, as_json)


@warmup.command("keep")
@click.argument("round", nargs=-1)
@options(obstacle="One likely obstacle.", response="What you do then.")
@asks
def keep_warmup(
    workspace: Workspace, round: tuple[str, ...], obstacle: str | None, response: str | None
) -> None:  # fmt: skip
    """Write down one likely obstacle and what you do then.

    \b
    Example:
      onward warmup keep --obstacle "My mind goes blank" --response "I breathe and ask for a moment"
    """
    warm = _warm(workspace, round)
    said = {"obstacle": warm.obstacle if obstacle is None else text_of(obstacle)}
    workspace.strengths.warm_ups.keep(
        warm.round, said["obstacle"], warm.response if response is None else text_of(response)
    )
    output.say("Kept.")


@warmup.command("done")
@click.argument("round", nargs=-1)
@asks
def done_warmup(workspace: Workspace, round: tuple[str, ...]) -> None:
    """You warmed up."""
    workspace.strengths.warm_ups.finish(_warm(workspace, round).round)
    output.say(workspace.content.say("strengths.warm_up.done"))
