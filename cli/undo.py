"""`onward undo` and `onward redo`."""

from __future__ import annotations

import click

from cli import output
from cli.verbs import existing
from core.content import Content
from core.errors import NotFound, Refused
from core.storage.undo import Act
from core.text import visible
from core.workspace import Workspace


@click.command()
@click.option("--yes", is_flag=True, help="Do not ask, however long ago it was.")
@click.pass_obj
def undo(home: str | None, yes: bool) -> None:
    """Take back the last step, from here or from the screens. One that is over an hour old asks first."""
    say = Content().say
    with Workspace.open(existing(home)) as workspace:
        act = workspace.undo.last()
        if act is None:
            raise NotFound(say("shell.undo.nothing"))
        if act.old and not yes:
            at = workspace.clock.local(act.at)
            when = f"{at:%A} {at.day} {at:%B}, {at:%H:%M}"
            _ask(say("shell.undo.old_ask", when=when, label=act.label))
        with workspace.store.write(""):
            now = workspace.undo.last()
            if now is None or (now.at, now.label) != (act.at, act.label):
                raise Refused("Something else has been done meanwhile, so nothing was undone. Please look again.")
            workspace.undo.undo()
    output.say(say("shell.undo.done", label=act.label))


@click.command()
@click.pass_obj
def redo(home: str | None) -> None:
    """Do again what was undone last."""
    say = Content().say
    with Workspace.open(existing(home)) as workspace:
        act: Act | None = workspace.undo.redo()
    if act is None:
        raise NotFound(say("shell.undo.nothing_redo"))
    output.say(say("shell.undo.redone", label=act.label))


def _ask(question: str) -> None:
    if not output.is_terminal("stdin", "stderr"):
        raise Refused("The last step is over an hour old. `onward undo --yes` takes it back.")
    if not click.confirm(visible(question), err=True):
        raise Refused("Nothing was undone.")
