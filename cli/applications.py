"""`onward applications`."""

from __future__ import annotations

from typing import Any

import click

from cli import output
from cli.workspaces import known
from core.applications.board import ARCHIVE, BOARD, EVERYTHING, Filters, Line
from core.workspace import Workspace


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON document.")
@click.option("--archive", "shelf", flag_value=ARCHIVE, help="Those that are closed.")
@click.option("--all", "shelf", flag_value=EVERYTHING, help="All of them.")
@click.option("--quiet", is_flag=True, help="Those that have been without a word for a while.")
@click.argument("words", nargs=-1)
@click.pass_obj
def applications(home: str | None, as_json: bool, shelf: str | None, quiet: bool, words: tuple[str, ...]) -> None:
    """Print the applications that are under way, with WORDS those whose company or role has them.

    \b
    The JSON document is a list; each application has
      id, company, role, channel, industry, size, mode, place, link,
      stage, outcome (or ""), quiet, added, applied (or null),
      moved, ended (or null), and stages: a list of stage and day
    """
    filters = Filters(shelf=shelf or BOARD, words=" ".join(words), limbo=quiet)
    with known(home) as workspace:
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
    name = ", ".join(part for part in (line.company, line.role) if part)
    return f"{line.moved.isoformat()}  {state:24}  {name}"


def _document(workspace: Workspace, line: Line) -> dict[str, Any]:
    kept = workspace.applications.get(line.id)
    names = ("id", "company", "role", "channel", "industry", "size", "mode", "place", "link", "stage", "outcome")
    return {
        **{name: getattr(kept, name) for name in names},
        "quiet": line.limbo,
        "added": kept.added.isoformat(),
        "applied": kept.applied and kept.applied.isoformat(),
        "moved": kept.moved.isoformat(),
        "ended": kept.ended and kept.ended.isoformat(),
        "stages": [
            {"stage": stage.stage, "day": stage.day.isoformat()} for stage in workspace.applications.stages(line.id)
        ],
    }
