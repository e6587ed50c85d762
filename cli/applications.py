"""`onward applications`: finding one's way among them, and moving them on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from cli import output
from cli.apply import apply
from cli.noun import asks, noun
from cli.shape import listed, picked, shown
from cli.which import sign, which
from cli.words import as_json, date_of, given, options, past
from core.applications.applications import CHANNELS, LINES, MODES, OUTCOMES, PROSE, STAGES
from core.applications.board import ARCHIVE, BOARD, EVERYTHING, Filters, Line
from core.workspace import Workspace

LISTING = "onward applications --all"


def find(workspace: Workspace, typed: str | tuple[str, ...]) -> str:
    """The application that is meant, by company, role or both; active ones are found before closed ones."""
    filters = Filters(shelf=EVERYTHING)
    lines = workspace.board.page(filters, limit=workspace.board.count(filters))
    wanted = " ".join((typed if isinstance(typed, str) else " ".join(typed)).casefold().split())
    active = [line for line in lines if not line.outcome and wanted in named(line).casefold()]
    known = active or list(lines)
    exact = [line for line in known if wanted and wanted == line.company.casefold()]
    return which([(line.id, named(line)) for line in (exact or known)], typed, LISTING, latest=True)


def named(line: Line) -> str:
    """Company and role."""
    return ", ".join(part for part in (line.company, line.role) if part)


@noun("applications", thing="application", find=find)
def applications() -> None:
    """Your applications: list them, show one, say how far it has come and how it ended. `onward reject` notes a no."""


applications.add_command(apply, "add")


@applications.command("list")
@as_json
@click.option("--archive", "shelf", flag_value=ARCHIVE, help="Those that are closed.")
@click.option("--all", "shelf", flag_value=EVERYTHING, help="All of them.")
@click.option("--quiet", is_flag=True, help="Those that have been without a word for a while.")
@click.option("--stage", type=click.Choice(STAGES), help="Those that have come so far.")
@click.option("--outcome", type=click.Choice(OUTCOMES), help="Those that ended so.")
@click.option("--channel", type=click.Choice(CHANNELS), help="Those that were found so.")
@click.option("--mode", type=click.Choice(MODES), help="Those with work at the office, at home, or both.")
@options(industry="Those of one industry.", size="Those of companies of one size.", view="Those of a view you kept.")
@click.option("--keep-as", metavar="NAME", help="Keep this view under a name.")
@click.argument("words", nargs=-1)
@asks
def show_all(
    workspace: Workspace,
    as_json: bool,
    shelf: str | None,
    quiet: bool,
    view: str | None,
    keep_as: str | None,
    words: tuple[str, ...],
    **fields: str | None,
) -> None:
    """Print the applications that are under way, with WORDS those whose company or role has them.

    \b
    The JSON document is a list; each application has
      id, company, role, channel, industry, size, mode, place, link,
      stage, outcome (or ""), quiet, added, applied (or null),
      moved, ended (or null), and stages: a list of stage and day

    \b
    Examples:
      onward applications
      onward applications --stage interview --keep-as talking
      onward applications --view talking
    """
    filters = Filters()
    if view is not None:
        kept = workspace.board.views()
        id = which([(one.id, one.name) for one in kept], view, "onward applications views")
        filters = next(one.filters for one in kept if one.id == id)
    chosen = {name: value for name, value in fields.items() if value}
    filters = replace(filters, **chosen, shelf=shelf or filters.shelf, limbo=quiet or filters.limbo)
    if fields.get("outcome") and shelf is None and filters.shelf == BOARD:
        filters = replace(filters, shelf=EVERYTHING)
    filters = replace(filters, words=" ".join(words) or filters.words)
    if keep_as:
        workspace.board.keep(keep_as, filters)
    lines = workspace.board.page(filters, limit=workspace.board.count(filters))
    if as_json:
        output.document([_document(workspace, line) for line in lines])
        return
    for line in lines:
        output.line(_line(workspace, line))
    if not lines:
        output.say("Nothing is here. `onward apply COMPANY` notes one.")


def _line(workspace: Workspace, line: Line) -> str:
    table, value = ("outcomes", line.outcome) if line.outcome else ("stages", line.stage)
    try:
        state = workspace.content.say(f"applications.{table}.{value}", 0)
    except KeyError:  # from a newer version: shown as it is
        state = value
    if line.limbo:
        state += f", {workspace.content.say('applications.limbo.label')}"
    return f"{line.moved.isoformat()}  {state:24}  {named(line)}"


def _document(workspace: Workspace, line: Line) -> dict[str, Any]:
    kept = workspace.applications.get(line.id)
    names = ("id", "company", "role", "channel", "industry", "size", "mode", "place", "link", "stage", "outcome")
    found = picked(kept, *names, quiet=line.limbo, added=kept.added, applied=kept.applied, moved=kept.moved)
    return found | picked(kept, "ended", stages=workspace.applications.stages(line.id))


@applications.command()
@click.argument("application", nargs=-1, required=True)
@as_json
@asks
def show(workspace: Workspace, application: tuple[str, ...], as_json: bool) -> None:
    """Show everything about one APPLICATION: a company, a role, or a part of them.

    \b
    The JSON document: id, company, role, channel, industry, size, mode,
    place, link, posting, contacts, files, notes, stage, outcome, added,
    applied, moved, ended, stages (stage, day), rounds (id, kind, day),
    materials (kind, file, tailored), checks (ids), rejections (id, day)
    """
    id = find(workspace, application)
    kept = workspace.applications.get(id)
    rounds = [picked(one, "id", "kind", "day") for one in workspace.rounds.of(id)]
    materials = [one for one in workspace.materials.of(id) if as_json or one.file or one.tailored]
    shown(
        picked(kept, "id", *LINES, *PROSE, "stage", "outcome", "added", "applied", "moved", "ended")
        | picked(kept, stages=workspace.applications.stages(id), rounds=rounds, materials=materials)
        | picked(kept, checks=workspace.materials.ticked(id))
        | {"rejections": [picked(no, "id", "day") for no in workspace.rejections.of(id)]},
        as_json,
    )


@applications.command()
@click.argument("application")
@options("company", "role", "industry", "size", "place", "link")
@click.option("--channel", metavar="HOW", help=f"How you found it: {', '.join(CHANNELS)}, or words of your own.")
@click.option("--mode", metavar="HOW", help=f"Where the work is: {', '.join(MODES)}, or words of your own.")
@options(posting="The posting.", contacts="Who is there.", files="Files, one a line.", notes="Anything else.")
@asks
def change(workspace: Workspace, application: str, **fields: str | None) -> None:
    """Change what is written about an APPLICATION; - takes a text from standard input.

    \b
    Examples:
      onward applications change saltmarsh --role "Technical editor"
      onward applications change saltmarsh --posting - < posting.txt
    """
    workspace.applications.change(find(workspace, application), **given(**fields))
    output.say("Changed.")


@applications.command()
@click.argument("application")
@click.argument("stage", type=click.Choice(STAGES))
@date_of
@asks
def move(workspace: Workspace, application: str, stage: str, date: str | None) -> None:
    """Say how far an APPLICATION has come."""
    workspace.applications.advance(find(workspace, application), stage, past(workspace, date))
    output.say("Noted.")


@applications.command()
@click.argument("application")
@click.argument("outcome", type=click.Choice(OUTCOMES))
@date_of
@asks
def close(workspace: Workspace, application: str, outcome: str, date: str | None) -> None:
    """Say how an APPLICATION ended. A no is noted by `onward reject`, which leads on from there."""
    workspace.applications.close(find(workspace, application), outcome, past(workspace, date))
    output.say("Closed.")


@applications.command()
@click.argument("application", nargs=-1, required=True)
@asks
def reopen(workspace: Workspace, application: tuple[str, ...]) -> None:
    """Open an APPLICATION again, at the stage it had."""
    workspace.applications.reopen(find(workspace, application))
    output.say("Open again.")


@applications.command()
@click.argument("application", nargs=-1, required=True)
@asks
def remove(workspace: Workspace, application: tuple[str, ...]) -> None:
    """Remove an APPLICATION with everything that belongs to it."""
    workspace.applications.remove(find(workspace, application))
    output.say("Removed. `onward undo` brings it back.")


@applications.command()
@as_json
@asks
def views(workspace: Workspace, as_json: bool) -> None:
    """List the views you kept.

    \b
    The JSON document is a list: id, name, and filters: shelf, stage,
    outcome, channel, mode, industry, size, words, limbo.
    """
    listed(
        [picked(one, "id", "name", "filters") for one in workspace.board.views()],
        as_json,
        lambda one: f"{sign(one['id'])}  {one['name']}",
        "No view is kept. `onward applications --stage interview --keep-as NAME` keeps one.",
    )


@applications.command()
@click.argument("view", nargs=-1, required=True)
@asks
def forget(workspace: Workspace, view: tuple[str, ...]) -> None:
    """Let a VIEW go that you kept; the applications stay."""
    kept = [(one.id, one.name) for one in workspace.board.views()]
    workspace.board.drop(which(kept, view, "onward applications views"))
    output.say("Gone. The applications are as they were.")
