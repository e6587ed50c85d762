"""`onward questions` and `onward practice`: what comes up in conversations, and answering it out loud."""

from __future__ import annotations

from typing import Any

import click

from cli import output
from cli.noun import asks, begins, noun
from cli.shape import listed, picked, shown
from cli.which import sign, which
from cli.words import as_json, date_of, past, text_of
from core.strengths.questions import Question
from core.workspace import Workspace

FIELDS = ("id", "origin", "question", "hint", "answer")
TRY = ("id", "question", "partner", "seconds", "content", "evidence", "calm", "note", "day")
MOST = 100_000
SIDE = click.IntRange(1, 3)


def find(workspace: Workspace, typed: str | tuple[str, ...]) -> Question:
    """The question that is meant."""
    known = workspace.strengths.questions.all()
    id = which([(one.id, one.question) for one in known], typed, "onward questions")
    return next(one for one in known if one.id == id)


@noun("questions", thing="question", find=find)
def questions() -> None:
    """Questions that come up in conversations, each with your own answer."""


@questions.command("list")
@as_json
@begins
def show_all(workspace: Workspace, as_json: bool) -> None:
    """List them: the tough ones, the common ones, your own.

    \b
    The JSON document is a list; each has id, origin ("" for your own),
    question, hint and answer.
    """
    found = [picked(one, *FIELDS) for one in workspace.strengths.questions.all()]
    listed(found, as_json, _line, "There is none.")


def _line(one: dict[str, Any]) -> str:
    return f"{sign(one['id'])}  [{'x' if one['answer'] else ' '}] {one['question']}"


@questions.command()
@click.argument("question", nargs=-1, required=True)
@as_json
@begins
def show(workspace: Workspace, question: tuple[str, ...], as_json: bool) -> None:
    """Show a QUESTION with your answer. The JSON document: id, origin, question, hint, answer."""
    shown(picked(find(workspace, question), *FIELDS), as_json)


@questions.command()
@click.argument("text", nargs=-1, required=True)
@begins
def add(workspace: Workspace, text: tuple[str, ...]) -> None:
    """Note a question that came up.

    \b
    Example:
      onward questions add "Why did you leave?"
    """
    workspace.strengths.questions.add(text_of(text))
    output.say("Noted.")


@questions.command()
@click.argument("question")
@click.argument("text", nargs=-1, required=True)
@begins
def answer(workspace: Workspace, question: str, text: tuple[str, ...]) -> None:
    """Write your answer to a QUESTION; - takes it from standard input."""
    workspace.strengths.questions.answer(find(workspace, question).id, text_of(text))
    output.say("Kept.")


@questions.command()
@click.argument("question", nargs=-1, required=True)
@asks
def remove(workspace: Workspace, question: tuple[str, ...]) -> None:
    """Remove a QUESTION of your own, or your answer to one that ships."""
    workspace.strengths.questions.remove(find(workspace, question).id)
    output.say("Removed. `onward undo` brings it back.")


@noun("practice")
def practice() -> None:
    """What you practised out loud, alone or with someone, and how it was in your own eyes."""


@practice.command("list")
@as_json
@asks
def show_tries(workspace: Workspace, as_json: bool) -> None:
    """List it, the latest first.

    \b
    The JSON document is a list; each has id, question, partner, seconds,
    content, evidence and calm (1 not yet, 2 partly, 3 well, or null),
    note and day.
    """
    found = [picked(one, *TRY) for one in workspace.strengths.tries.page(MOST)]
    listed(found, as_json, _tried, "Nothing was practised yet. `onward practice next` names a question.")


def _tried(one: dict[str, Any]) -> str:
    return f"{sign(one['id'])}  {one['day']}  {one['question']}  {one['partner']}"


@practice.command("next")
@as_json
@begins
def following(workspace: Workspace, as_json: bool) -> None:
    """Print the question that was practised longest ago. The JSON document: id, origin, question, hint, answer."""
    shown(picked(workspace.strengths.next_question(), *FIELDS), as_json)


@practice.command("add")
@click.argument("question", nargs=-1, required=True)
@click.option("--minutes", type=click.IntRange(0, 1440), default=0, metavar="N", help="How long it took.")
@click.option("--partner", metavar="NAME", default="", help="Who asked.")
@click.option("--content", type=SIDE, metavar="N", help="What you said: 1 not yet, 2 partly, 3 well.")
@click.option("--evidence", type=SIDE, metavar="N", help="What showed it, in the same way.")
@click.option("--calm", type=SIDE, metavar="N", help="How calm it was, in the same way.")
@click.option("--note", metavar="TEXT", default="", help="Anything else; - for standard input.")
@date_of
@begins
def practise(
    workspace: Workspace,
    question: tuple[str, ...],
    minutes: int,
    partner: str,
    note: str,
    date: str | None,
    **sides: int | None,
) -> None:
    """Note that you practised a QUESTION: one of the list by a part of it, or any other.

    \b
    Example:
      onward practice add "Why this role?" --minutes 3 --calm 2
    """
    typed = " ".join(question)
    known = [one.question for one in workspace.strengths.questions.all() if typed.casefold() in one.question.casefold()]
    said = known[0] if len(known) == 1 else typed
    day = past(workspace, date)
    workspace.strengths.tries.log(said, seconds=60 * minutes, partner=partner, note=text_of(note), day=day, **sides)
    output.say(f"Noted: {said}")


@practice.command("remove")
@click.argument("practice", nargs=-1, required=True)
@asks
def forget(workspace: Workspace, practice: tuple[str, ...]) -> None:
    """Remove what was noted: PRACTICE is `last`, its sign, or words of the question."""
    known = [(one.id, one.question) for one in workspace.strengths.tries.page(MOST)]
    workspace.strengths.tries.remove(which(known, practice, "onward practice", latest=True))
    output.say("Removed. `onward undo` brings it back.")
