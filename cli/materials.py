"""`onward materials`: which file went out with an application, and what was tailored in it."""

from __future__ import annotations

import click

from cli import applications as board
from cli import output
from cli.noun import asks, noun
from cli.shape import listed, picked
from cli.which import which
from cli.words import as_json, given, options
from core.applications.materials import KINDS
from core.workspace import Workspace


@noun("materials", thing="application", find=board.find)
def materials() -> None:
    """The resume, letter, portfolio and notes of an application: which file went out, what was tailored."""


@materials.command("list")
@click.argument("application", nargs=-1, required=True)
@as_json
@asks
def show_all(workspace: Workspace, application: tuple[str, ...], as_json: bool) -> None:
    """List the four materials of an APPLICATION.

    The JSON document is a list; each has kind, file and tailored.
    """
    found = workspace.materials.of(board.find(workspace, application))
    told = [picked(one, "kind", "file", "tailored") for one in found]
    listed(told, as_json, lambda one: f"{one['kind']:10}  {one['file']}  {one['tailored']}", "")


@materials.command()
@click.argument("application")
@click.argument("kind", type=click.Choice(KINDS))
@options(file="The file, or the name of a version.", tailored="What was changed for this role.")
@asks
def note(workspace: Workspace, application: str, kind: str, **fields: str | None) -> None:
    """Note the file of one KIND, or what was tailored in it.

    \b
    Example:
      onward materials note saltmarsh letter --tailored "Named their archive project"
    """
    workspace.materials.note(board.find(workspace, application), kind, **given(**fields))
    output.say("Noted.")


@materials.command()
@click.argument("application", nargs=-1, required=True)
@as_json
@asks
def checks(workspace: Workspace, application: tuple[str, ...], as_json: bool) -> None:
    """List what can be looked at before an APPLICATION goes out.

    The JSON document is a list; each has id, group, text and done.
    """
    ticked = workspace.materials.ticked(board.find(workspace, application))
    found = [
        picked(one, "id", "group", "text", done=one.id in ticked) for one in workspace.content.choices("materials")
    ]
    listed(found, as_json, lambda one: f"[{'x' if one['done'] else ' '}] {one['group']:10}  {one['text']}", "")


@materials.command()
@click.argument("application")
@click.argument("check", nargs=-1, required=True)
@click.option("--off", is_flag=True, help="It was not, after all.")
@asks
def check(workspace: Workspace, application: str, check: tuple[str, ...], off: bool) -> None:
    """Tick a CHECK of an APPLICATION: its words, or a part of them."""
    known = [(one.id, one.text) for one in workspace.content.choices("materials")]
    id = which(known, check, f"onward materials checks {application}")
    workspace.materials.tick(board.find(workspace, application), id, not off)
    output.say("Taken back." if off else "Ticked.")
