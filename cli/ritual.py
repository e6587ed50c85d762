"""`onward ritual`: what can follow a no, as plain questions; the same steps as on the screen, resumable in either."""

from __future__ import annotations

from typing import Any

import click

from cli import output, paths
from cli.noun import Noun, asks, begins, noun
from cli.prompts import LEAVE, STOP, Left, Prompts, Stopped
from cli.ritual_steps import STEPS, Walk
from cli.shape import listed, picked, shown
from cli.words import as_json
from core.errors import OnwardError
from core.ritual.path import DONE, SKIPPED
from core.workspace import Workspace

STEP = click.Choice(list(STEPS))


@noun("ritual", first="walk")
def ritual() -> None:
    """What can follow a no, in eight steps. Without a verb it walks through them, one question at a time."""


@ritual.command()
@click.argument("company", nargs=-1)
@click.option("--step", type=STEP, help="Go to this step, whatever is next.")
@asks
def walk(workspace: Workspace, company: tuple[str, ...], step: str | None) -> None:
    """Walk through what can follow a no, one question at a time.

    Without COMPANY it goes on with the latest one. An empty line goes on, - leaves a step out, q stops. Everything
    you type is kept at once, and both the lines and the screens go on from there.
    """
    walk = Walk(workspace, paths.chosen(workspace, " ".join(company)), Prompts())
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


@ritual.command("list")
@click.option("--closed", is_flag=True, help="The closed ones, too.")
@as_json
@asks
def show_all(workspace: Workspace, closed: bool, as_json: bool) -> None:
    """List the paths, the latest first.

    \b
    The JSON document is a list; each has id, application, company, role,
    day, stage, kind (how the answer came), closed (a day or null), and
    here (the step to go on with, or "").
    """
    known = paths.everything(workspace) if closed else workspace.rejections.open()
    names = ("id", "application", "company", "role", "day", "stage", "kind", "closed")
    found = [picked(no, *names, here=workspace.ritual.path(no.id).here) for no in known]
    steps = {row.id: row.name for row in workspace.content.steps()}

    def line(one: dict[str, Any]) -> str:
        state = f"closed {one['closed']}" if one["closed"] else steps.get(one["here"], one["here"])
        return f"{one['day']}  {', '.join(filter(None, (one['company'], one['role'])))}  {state}"

    listed(found, as_json, line, "No path is open.")


@ritual.command()
@click.argument("company", nargs=-1)
@as_json
@asks
def show(workspace: Workspace, company: tuple[str, ...], as_json: bool) -> None:
    """Show a path with everything that was written on it.

    \b
    The JSON document: id, application, company, role, day, stage, kind,
    message, closed, reasons (reason, control), here, first_thought,
    window_ends (an instant in UTC or null), window_open, and steps, each
    with step, turn, state, day, pieces (answers by name) and felt: word,
    family, intensity.
    """
    path = workspace.ritual.path(paths.chosen(workspace, " ".join(company)))
    names = ("id", "application", "company", "role", "day", "stage", "kind", "message", "closed", "reasons")
    steps = [
        picked(one, "step", "turn", "state", "day", pieces=dict(one.pieces)) | picked(one, "felt")
        for one in (*path.steps, *path.earlier)
    ]
    document = picked(path.rejection, *names) | picked(path, "here", "first_thought")
    document |= {"window_ends": path.window and path.window.ends, "window_open": path.window_open}
    if as_json:
        shown({**document, "steps": steps}, True)
        return
    shown(document, False)
    for one in steps:
        output.line(f"{one['step']:12}  {one['state']}".rstrip())
        for item, body in one["pieces"].items():
            output.line(f"  {item}: {body}")
        for felt in one["felt"]:
            output.line(f"  {felt['word']} {'' if felt['intensity'] is None else felt['intensity']}".rstrip())


def _settling(verb: str, said: str, about: str) -> None:
    @ritual.command(verb, help=about)
    @click.argument("step", type=STEP)
    @paths.company
    @asks
    def settle(workspace: Workspace, step: str, company: str) -> None:
        no, ritual = paths.chosen(workspace, company), workspace.ritual
        if verb in ("done", "skip"):
            ritual.settle(no, step, DONE if verb == "done" else SKIPPED)
        else:
            (ritual.repeat if verb == "repeat" else ritual.take_up)(no, step)
        output.say(said)


_settling("done", "Done.", "A STEP is done.")
_settling("skip", "Left out.", "Leave a STEP out, which is as good as doing it.")
_settling("repeat", "It is there once more.", "Do a STEP once more, on an empty page; what was written stays.")
_settling("resume", "It is open again.", "Take a STEP up again, with everything in it.")


@ritual.command()
@click.argument("step", type=STEP)
@as_json
@begins
def basis(workspace: Workspace, step: str, as_json: bool) -> None:
    """Say what a STEP rests on, and how sure that is. The JSON document: step, text, and source (or null)."""
    row = next(row for row in workspace.content.steps() if row.id == step)
    evidence = workspace.content.evidence(row.basis)
    none = workspace.content.say("evidence.ask.none")
    if as_json:
        told = (evidence.text, evidence.source) if evidence else (none, None)
        output.document({"step": step, "text": told[0], "source": told[1]})
    else:
        output.line(f"{evidence.text} ({evidence.source})" if evidence else none)


@ritual.command()
@click.argument("text", nargs=-1)
@click.option("--clear", is_flag=True, help="Take it back.")
@as_json
@begins
def before(workspace: Workspace, text: tuple[str, ...], clear: bool, as_json: bool) -> None:
    """Write down, on a calm day, what will help when the next no arrives; without TEXT, show it.

    The JSON document: text and day, each null where nothing was written.
    """
    from cli.words import text_of

    if text or clear:
        workspace.closing.resolve_to(text_of(text) if text else "")
        output.say("Kept. It will be there on that day." if text else "Taken back.")
        return
    kept = workspace.closing.resolve
    if as_json:
        output.document(picked(kept, "text", "day") if kept else {"text": None, "day": None})
    else:
        output.line(kept.text if kept else workspace.content.say("rituals.before.hint"))


def _more(group: Noun) -> None:
    """The verbs that write on a path stand in a file of their own."""
    from cli import ritual_words

    for command in ritual_words.COMMANDS:
        group.add_command(command)


_more(ritual)
