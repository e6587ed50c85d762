"""`onward feedback`: asking them for a word, and what it is good for. Nothing is sent from here."""

from __future__ import annotations

from typing import Any

import click

from cli import output, paths
from cli.noun import asks, noun
from cli.shape import listed, picked, shown
from cli.which import sign, which
from cli.words import ahead, as_json, date_of, options, past, text_of
from core.errors import NotFound
from core.ritual.asking import QUESTIONS, TEMPLATE, WHOM
from core.ritual.feedback import Request
from core.workspace import Workspace

FIELDS = (
    "id", "rejection", "recipient", "template", "questions", "body", "day", "state", "sent", "answered", "answer",
)  # fmt: skip


def latest(workspace: Workspace, company: str) -> Request:
    """The latest request of a path. Raises `NotFound`."""
    found = workspace.feedback.of(paths.chosen(workspace, company))
    if not found:
        raise NotFound("Nothing was asked there yet. `onward feedback draft` begins a message.")
    return found[-1]


@noun("feedback")
def feedback() -> None:
    """One short message with at most two questions. Silence is the usual answer, and an end like any other."""


@feedback.command("list")
@as_json
@asks
def show_all(workspace: Workspace, as_json: bool) -> None:
    """List what was asked.

    \b
    The JSON document is a list; each has id, rejection, recipient,
    template, questions, body, day, state ("draft", "sent", "answered",
    "no answer", "let go"), sent, answered (days or null), answer, company.
    """
    found = [
        picked(one, *FIELDS, company=no.company or no.role)
        for no in paths.everything(workspace)
        for one in workspace.feedback.of(no.id)
    ]
    listed(found, as_json, _line, "Nothing was asked yet. `onward feedback draft` begins a message.")


def _line(one: dict[str, Any]) -> str:
    return f"{one['day']}  {one['state']:10}  {one['company']}  {one['recipient']}"


@feedback.command()
@as_json
@paths.company
@asks
def show(workspace: Workspace, as_json: bool, company: str) -> None:
    """Print the latest message; with --json all about it.

    \b
    The JSON document: id, rejection, recipient, template, questions,
    body, day, state, sent, answered, answer, and decoded: id, said,
    meaning, move.
    """
    kept = latest(workspace, company)
    decoded = workspace.feedback.decoded(kept.id)
    if as_json:
        shown(picked(kept, *FIELDS, decoded=decoded), True)
        return
    output.line(kept.body)
    for note in decoded:
        output.line(f"{sign(note.id)}  {note.said}  {note.move}")


@feedback.command()
@click.option("--template", metavar="ID", help="The message to begin from; `onward feedback choices` lists them.")
@click.option("--question", "questions", multiple=True, metavar="Q", help="A question, by id or in your words; two.")
@options(whom="Whom you ask.", text="Your own message; - for standard input.", day="The day to send it.")
@paths.company
@asks
def draft(
    workspace: Workspace,
    template: str | None,
    questions: tuple[str, ...],
    whom: str | None,
    text: str | None,
    day: str | None,
    company: str,
) -> None:
    """Draft the message, or change the draft; it is printed, and sent by you alone.

    \b
    Example:
      onward feedback draft --whom "Ms Berg" --template gracious --question skills-missing
    """
    no, content = paths.chosen(workspace, company), workspace.content
    listing = "onward feedback choices"
    templates = [(row.id, row.name) for row in content.templates("feedback")]
    asked = {row.id for row in content.choices("feedback")}
    known = [which(templates, template, listing)] if template else []
    with workspace.store.write("Draft a question to them"):
        for item, value in ((WHOM, whom), (QUESTIONS, "\n".join(questions) or None)):
            if value is not None:
                workspace.asking.choose(no, item, value)
        if known:
            workspace.asking.choose(no, TEMPLATE, known[0])
        if text is not None:
            workspace.asking.write(no, text_of(text))
        if (when := ahead(workspace, day)) is not None:
            now = latest(workspace, company)
            named = {"recipient": now.recipient, "template": now.template, "questions": now.questions}
            workspace.feedback.draft(no, now.body, day=when, **named)  # type: ignore[arg-type]
    made = latest(workspace, company)
    output.line(made.body)
    output.say(content.say("rituals.asking.ready", day=made.day.isoformat()))
    if own := [question for question in questions if question not in asked]:
        output.say(f"Taken in your own words: {', '.join(own)}.")


@feedback.command()
@as_json
@asks
def choices(workspace: Workspace, as_json: bool) -> None:
    """List the messages to begin from and the questions. The JSON document is a list; each has kind, id and text."""
    content = workspace.content
    found = [{"kind": "template", "id": row.id, "text": row.name} for row in content.templates("feedback")]
    found += [
        {"kind": "question", "id": row.id, "text": row.text}
        for row in content.choices("feedback")
        if row.group == "question"
    ]
    listed(found, as_json, lambda one: f"{one['kind']:8}  {one['id']:24}  {one['text']}", "")


@feedback.command()
@date_of
@paths.company
@asks
def sent(workspace: Workspace, date: str | None, company: str) -> None:
    """You sent it."""
    workspace.feedback.sent(latest(workspace, company).id, past(workspace, date))
    output.say("Noted.")


@feedback.command()
@click.argument("answer", nargs=-1, required=True)
@date_of
@paths.company
@asks
def answered(workspace: Workspace, answer: tuple[str, ...], date: str | None, company: str) -> None:
    """They answered: ANSWER in their words, or - for standard input."""
    workspace.feedback.answered(latest(workspace, company).id, text_of(answer), past(workspace, date))
    output.say("Kept. `onward feedback decode` notes what you make of it.")


@feedback.command()
@paths.company
@asks
def silence(workspace: Workspace, company: str) -> None:
    """No answer came."""
    workspace.feedback.no_answer(latest(workspace, company).id)
    output.say(workspace.content.say("rituals.asking.silence"))


@feedback.command()
@paths.company
@asks
def drop(workspace: Workspace, company: str) -> None:
    """It is not asked after all; the words stay."""
    workspace.feedback.let_go(latest(workspace, company).id)
    output.say("Let go; the words stay.")


@feedback.command()
@click.argument("said")
@click.argument("move", nargs=-1, required=True)
@click.option("--meaning", metavar="ID", default="", help="What it often means, such as culture-fit.")
@paths.company
@asks
def decode(workspace: Workspace, said: str, move: tuple[str, ...], meaning: str, company: str) -> None:
    """Note something they SAID, and one MOVE you make of it."""
    known = [(row.id, row.text) for row in workspace.content.choices("decode")]
    id = which(known, meaning, "onward feedback decode --help") if meaning else ""
    workspace.feedback.decode(latest(workspace, company).id, text_of(said), text_of(move), id)
    output.say("Noted.")


@feedback.command()
@click.argument("note", nargs=-1, required=True)
@paths.company
@asks
def undecode(workspace: Workspace, note: tuple[str, ...], company: str) -> None:
    """Remove such a NOTE: its sign, or words of it."""
    notes = workspace.feedback.decoded(latest(workspace, company).id)
    workspace.feedback.undecode(which([(one.id, f"{one.said} {one.move}") for one in notes], note, "onward feedback"))
    output.say("Removed.")
