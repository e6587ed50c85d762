"""`onward stories`: stories in four parts, where they were told, and what keeps being asked after them."""

from __future__ import annotations

from typing import Any

import click

from cli import output
from cli.noun import asks, begins, noun
from cli.shape import listed, picked, shown
from cli.which import sign, which
from cli.words import as_json, date_of, given, options, past, text_of
from core.strengths.stories import PARTS
from core.workspace import Workspace

FIELDS = ("id", "title", *PARTS, "skills", "questions")


def find(workspace: Workspace, typed: str | tuple[str, ...]) -> str:
    """The story that is meant."""
    return which([(one.id, one.title) for one in workspace.strengths.stories.all()], typed, "onward stories")


@noun("stories", thing="story", find=find)
def stories() -> None:
    """Your stories: situation, task, action, result, and what you now say first."""


@stories.command("list")
@as_json
@asks
def show_all(workspace: Workspace, as_json: bool) -> None:
    """List them by title.

    \b
    The JSON document is a list; each has id, title, situation, task,
    action, result, opening, skills, questions (types it answers),
    tellings (id, place, note, day), follow_ups (question, times), and
    keeps_coming: the follow-up to answer early, or null.
    """
    found = [
        picked(one, *FIELDS, "tellings", "follow_ups", keeps_coming=one.keeps_coming and one.keeps_coming.question)
        for one in workspace.strengths.stories.all()
    ]
    listed(found, as_json, _line, "No story yet. `onward stories add TITLE` writes one down.")


def _line(one: dict[str, Any]) -> str:
    often = f"  ({one['keeps_coming']})" if one["keeps_coming"] else ""
    return f"{sign(one['id'])}  {one['title']}  {', '.join(one['skills'])}{often}"


@stories.command()
@click.argument("story", nargs=-1, required=True)
@as_json
@asks
def show(workspace: Workspace, story: tuple[str, ...], as_json: bool) -> None:
    """Show one STORY.

    \b
    The JSON document: id, title, situation, task, action, result,
    opening, skills, questions, tellings (id, place, note, day) and
    follow_ups (question, times).
    """
    kept = workspace.strengths.stories.get(find(workspace, story))
    tellings = [picked(one, "place", "note", "day") for one in kept.tellings]
    shown(picked(kept, *FIELDS, "follow_ups", tellings=kept.tellings if as_json else tellings), as_json)


_PARTS = options(*PARTS)
_SKILL = click.option("--skill", "skills", multiple=True, metavar="SKILL", help="A skill it shows; give more again.")
_QUESTION = click.option(
    "--question", "questions", multiple=True, metavar="Q", help="A type of question it answers; give more again."
)


@stories.command()
@click.argument("title", nargs=-1, required=True)
@_PARTS
@_SKILL
@_QUESTION
@begins
def add(
    workspace: Workspace,
    title: tuple[str, ...],
    skills: tuple[str, ...],
    questions: tuple[str, ...],
    **parts: str | None,
) -> None:
    """Write a story down; - takes one of its parts from standard input.

    \b
    Example:
      onward stories add The lost archive --action "Asked everyone who had left" --skill research
    """
    told = {name: text_of(value) for name, value in parts.items() if value is not None}
    workspace.strengths.stories.add(" ".join(title), skills=skills, questions=questions, **told)
    output.say("Written down.")


@stories.command()
@click.argument("story")
@options(title="Its name.")
@_PARTS
@_SKILL
@_QUESTION
@asks
def change(
    workspace: Workspace, story: str, skills: tuple[str, ...], questions: tuple[str, ...], **parts: str | None
) -> None:
    """Change a STORY; what is not named stays, and --skill or --question stand in place of all before."""
    chosen = given(skills=skills or None, questions=questions or None, **parts)
    workspace.strengths.stories.change(find(workspace, story), **chosen)
    output.say("Changed.")


@stories.command()
@click.argument("story")
@click.argument("place", nargs=-1, required=True)
@options(note="How it landed.")
@date_of
@asks
def told(workspace: Workspace, story: str, place: tuple[str, ...], note: str | None, date: str | None) -> None:
    """Note where a STORY was told: PLACE is the conversation."""
    id, day = find(workspace, story), past(workspace, date)
    workspace.strengths.stories.tell(id, " ".join(place), text_of(note or ""), day)
    output.say("Noted.")


@stories.command()
@click.argument("story")
@click.argument("question", nargs=-1, required=True)
@date_of
@asks
def asked(workspace: Workspace, story: str, question: tuple[str, ...], date: str | None) -> None:
    """Note a QUESTION that came after a STORY; one that came twice is worth answering first."""
    workspace.strengths.stories.followed_by(find(workspace, story), text_of(question), past(workspace, date))
    output.say("Noted.")


@stories.command()
@click.argument("story", nargs=-1, required=True)
@asks
def remove(workspace: Workspace, story: tuple[str, ...]) -> None:
    """Remove a STORY with everything noted about it."""
    workspace.strengths.stories.remove(find(workspace, story))
    output.say("Removed. `onward undo` brings it back.")
