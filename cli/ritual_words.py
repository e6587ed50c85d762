"""The verbs of `onward ritual` that write: answers, feelings, reasons, the closing act, the one next thing."""

from __future__ import annotations

import click

from cli import output, paths
from cli.noun import asks
from cli.which import which
from cli.words import options, text_of
from core.applications.applications import SAVED
from core.applications.board import Filters
from core.dates import read_date, read_moment
from core.errors import NotFound
from core.ritual.closing import ONE_ROLE
from core.ritual.path import LEARNING, NAMING, REFRAMING, Felt
from core.ritual.rejections import CONTROLS, MINE, THEIRS, Reason
from core.workspace import Workspace

# The answers of each step that are written as they are; the others have verbs of their own.
ANSWERS = {
    "window": ("steadying", "helps", "hurts"),
    NAMING: ("first-thought",),
    REFRAMING: ("trap", "mine", "theirs", "shift", "own"),
}


def answers(workspace: Workspace, step: str) -> list[tuple[str, str]]:
    """The answers of a step, each with its question."""
    if step == LEARNING:
        return [(row.id, row.text) for row in workspace.content.choices("learning")]
    return [(item, item) for item in ANSWERS[step]]


@click.command()
@click.argument("step", type=click.Choice([*ANSWERS, LEARNING]))
@click.argument("item")
@click.argument("text", nargs=-1, required=True)
@paths.company
@asks
def answer(workspace: Workspace, step: str, item: str, text: tuple[str, ...], company: str) -> None:
    """Write one answer of a STEP; ITEM is its name or a part of its question.

    \b
    window: steadying, helps, hurts.  naming: first-thought.
    reframing: trap, mine, theirs, shift, own.
    learning: a question of the list, by its name or a part of it.

    \b
    Examples:
      onward ritual answer naming first-thought "Not again"
      onward ritual answer learning confident - < notes.txt
    """
    id = which(answers(workspace, step), item, f"onward ritual walk --step {step}")
    workspace.ritual.keep(paths.chosen(workspace, company), step, id, text_of(text))
    output.say("Kept.")


@click.command()
@click.argument("feeling")
@click.option("--strength", type=click.IntRange(0, 10), metavar="N", help="How strong, from 0 to 10.")
@click.option("--now", is_flag=True, help="As it is now, when looking again.")
@click.option("--off", is_flag=True, help="Take it off.")
@paths.company
@asks
def feel(workspace: Workspace, feeling: str, strength: int | None, now: bool, off: bool, company: str) -> None:
    """Name a FEELING: a word of the list, or your own.

    \b
    Example:
      onward ritual feel discouraged --strength 6
    """
    no, step = paths.chosen(workspace, company), REFRAMING if now else NAMING
    known = {row.text.casefold(): row for row in workspace.content.choices("feelings")}
    row = known.get(feeling.casefold())
    word = row.text if row else feeling
    felt = [one for one in workspace.ritual.path(no).step(step).felt if one.word.casefold() != word.casefold()]
    if not off:
        felt.append(Felt(word=word, family=row.group if row else "", intensity=strength))
    if workspace.ritual.feel(no, step, felt):
        from cli.safety import offer

        offer(workspace)
    output.say("Taken off." if off else "Named.")


@click.command()
@click.argument("text", nargs=-1, required=True)
@options(prompt="The question it answers.")
@paths.company
@asks
def write(workspace: Workspace, text: tuple[str, ...], prompt: str | None, company: str) -> None:
    """Write about it, for nobody else; it is kept in the journal. Said again, it replaces what was written."""
    workspace.writing.keep(paths.chosen(workspace, company), text_of(text), prompt or "")
    output.say(workspace.content.say("rituals.writing.kept"))


@click.command()
@click.argument("reason")
@click.option("--hands", type=click.Choice(["mine", "theirs", "open"]), default="open", help="Whose hands it was in.")
@click.option("--off", is_flag=True, help="It was none.")
@paths.company
@asks
def reason(workspace: Workspace, reason: str, hands: str, off: bool, company: str) -> None:
    """Note a REASON, and whose hands it was in: an id of the list, such as timing, or your own words."""
    no = paths.chosen(workspace, company)
    kept = [one for one in workspace.rejections.reasons(no) if one.reason != reason]
    control = {"mine": MINE, "theirs": THEIRS}.get(hands, CONTROLS[0])
    workspace.rejections.sort(no, kept if off else [*kept, Reason(reason=reason, control=control)])
    output.say("Taken off." if off else "Noted.")


@click.command()
@click.argument("act")
@options(reflection="A few words on it.", own="Your own act, in your words.", role="The saved role that moves forward.")
@paths.company
@asks
def close(
    workspace: Workspace, act: str, reflection: str | None, own: str | None, role: str | None, company: str
) -> None:
    """Close a path with an ACT: candle, one-role, own-act or quiet-close.

    \b
    Example:
      onward ritual close candle --reflection "It was a good team to meet."
    """
    no = paths.chosen(workspace, company)
    known = [(row.id, row.id) for row in workspace.content.choices("closing")]
    chosen = which(known, act, "onward ritual walk --step closing")
    saved = ""
    if chosen == ONE_ROLE:
        lines = workspace.board.page(Filters(stage=SAVED), limit=1000)
        if not role:
            raise NotFound("Which saved role moves forward? --role names it.")
        names = [(line.id, ", ".join(filter(None, (line.role, line.company)))) for line in lines]
        saved = which(names, role, "onward applications --stage saved")
    reflected = text_of(reflection or "")
    workspace.closing.close(no, chosen, reflection=reflected, own=text_of(own or ""), role=saved)
    kept = workspace.rejections.get(no)
    output.say(workspace.content.say("rituals.closing.archive", company=kept.company or kept.role))


@click.command("next")
@click.argument("then", nargs=-1, required=True)
@options(cue="The if of an if-then plan: when or where.", day="The day; tomorrow unless you say otherwise.")
@paths.company
@asks
def next_thing(workspace: Workspace, then: tuple[str, ...], cue: str | None, day: str | None, company: str) -> None:
    """Choose the one next thing after a no: THEN is what you will do.

    \b
    Example:
      onward ritual next Call Dele
    """
    when = read_date(day or "tomorrow", workspace.today())
    workspace.closing.plan(paths.chosen(workspace, company), text_of(then), when, cue=cue or "")
    output.say(workspace.content.say("rituals.next.kept", day=when.isoformat()))


@click.command()
@click.argument("until", nargs=-1)
@click.option("--off", is_flag=True, help="End it now.")
@paths.company
@asks
def window(workspace: Workspace, until: tuple[str, ...], off: bool, company: str) -> None:
    """Set how long to feel it, UNTIL a moment up to 48 hours away; the next evening unless you say otherwise.

    \b
    Example:
      onward ritual window tomorrow 20:00
    """
    no, say = paths.chosen(workspace, company), workspace.content.say
    if off:
        workspace.ritual.end_window(no)
        output.say(say("today.window.over"))
        return
    ends = read_moment(" ".join(until), workspace.clock) if until else workspace.rests.default_end()
    workspace.ritual.open_window(no, ends)
    output.say(say("today.window.on", until=f"{workspace.clock.local(ends):%A %H:%M}"))


@click.command()
@click.argument("company", nargs=-1, required=True)
@asks
def remove(workspace: Workspace, company: tuple[str, ...]) -> None:
    """Remove the no from COMPANY with everything in its path."""
    workspace.rejections.remove(paths.chosen(workspace, " ".join(company)))
    output.say("Removed. `onward undo` brings it back.")


COMMANDS = (remove, window, answer, feel, write, reason, close, next_thing)
