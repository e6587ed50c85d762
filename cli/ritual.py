"""`onward ritual`: what can follow a no, as plain questions; the same steps as on the screen, resumable in either."""

from __future__ import annotations

import click

from cli import output
from cli.prompts import LEAVE, STOP, Left, Prompts, Stopped
from cli.ritual_steps import STEPS, Walk
from cli.workspaces import known
from core.applications.companies import fold_company
from core.errors import NotFound, OnwardError
from core.ritual.path import DONE, SKIPPED
from core.workspace import Workspace


@click.command()
@click.argument("company", nargs=-1)
@click.option("--step", type=click.Choice(list(STEPS)), help="Go to this step, whatever is next.")
@click.pass_obj
def ritual(home: str | None, company: tuple[str, ...], step: str | None) -> None:
    """Walk through what can follow a no, one question at a time.

    Without COMPANY it goes on with the latest one. An empty line goes on, - leaves a step out, q stops. Everything
    you type is kept at once, and both the lines and the screens go on from there.
    """
    with known(home) as workspace:
        walk = Walk(workspace, _chosen(workspace, " ".join(company)), Prompts())
        path = walk.path
        say = workspace.content.say
        output.say(say("rituals.path.title", company=path.rejection.company or path.rejection.role))
        if path.first_thought:
            output.say(say("rituals.path.thought", text=path.first_thought))
        if path.window and not path.window_open:
            workspace.ritual.heard(path.rejection.id)
        output.say(f"An empty line goes on, {LEAVE} leaves a step out, {STOP} stops; all of it is kept.")
        try:
            while name := step or walk.path.here:
                _step(walk, name)
                if step:
                    break
            else:
                output.say(say("today.next.none_light" if walk.path.window_open else "rituals.path.closed"))
        except Stopped:
            output.say(say("rituals.path.stop"))


def _step(walk: Walk, name: str) -> None:
    """One step: its questions, then it is done, or left out."""
    row = next(row for row in walk.workspace.content.steps() if row.id == name)
    number = list(STEPS).index(name) + 1
    output.say("")
    output.say(walk.say("path.step", n=number, of=len(STEPS), name=row.name))
    output.say(row.intro)
    while True:
        try:
            STEPS[name](walk)
        except Left:
            walk.workspace.ritual.settle(walk.no, name, SKIPPED)
            output.say(walk.say("path.skipped"))
            return
        except OnwardError as error:
            output.say(error.sentence)
            continue
        break
    step = walk.path.step(name)
    if not step.settled:
        walk.workspace.ritual.settle(walk.no, name, DONE if step.state else SKIPPED)


def _chosen(workspace: Workspace, name: str) -> str:
    """The path a company's name means, or the one to go on with. Raises `NotFound`."""
    if not name:
        current = workspace.ritual.current()
        if not current:
            raise NotFound("No path is open. If a no arrives, `onward reject COMPANY` notes it.")
        return current
    wanted = fold_company(name)
    for rejection in (*workspace.rejections.open(), *workspace.rejections.closed(limit=1000)):
        if wanted in (fold_company(rejection.company), fold_company(rejection.role)):
            return rejection.id
    raise NotFound("No path goes by that name. `onward applications --archive` lists what was closed.")
