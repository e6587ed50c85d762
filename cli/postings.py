"""`onward postings`: what was taken in, what it asks for, and having the last word on that."""

from __future__ import annotations

import os
from typing import Any

import click

from cli import output
from cli.noun import asks, begins, noun
from cli.shape import listed, picked
from cli.which import sign, which
from cli.words import as_json, options, text_of
from core.skills.passages import ESSENTIAL, WISH
from core.skills.postings import ASKED
from core.workspace import Workspace

LISTING = "onward postings"
MOST = 10_000
NEEDS = {ESSENTIAL: "essential", WISH: "wish"}


def find(workspace: Workspace, typed: str | tuple[str, ...]) -> str:
    """The posting that is meant, by its title."""
    known = workspace.skills.postings.list(MOST)
    return which([(one.id, one.title) for one in known], typed, LISTING, latest=True)


@noun("postings", thing="posting", find=find)
def postings() -> None:
    """The postings you took in. `onward skills scan FILE` looks at one without keeping it."""


@postings.command("list")
@as_json
@asks
def show_all(workspace: Workspace, as_json: bool) -> None:
    """List the postings, the latest first.

    \b
    The JSON document is a list; each has id, title, target (whether it
    counts for the gap), day, and skills, how many it asks for.
    """
    found = [picked(one, "id", "title", "target", "day", "skills") for one in workspace.skills.postings.list(MOST)]
    listed(found, as_json, _line, "No posting yet. `onward postings add FILE` takes one in.")


def _line(one: dict[str, Any]) -> str:
    counts = f"{one['skills']} skills" if one["target"] else "kept out"
    return f"{sign(one['id'])}  {one['day']}  {counts:10}  {one['title']}"


@postings.command()
@click.argument("posting", nargs=-1, required=True)
@as_json
@asks
def show(workspace: Workspace, posting: tuple[str, ...], as_json: bool) -> None:
    """Print what a POSTING asks for; with --json its words, too.

    \b
    The JSON document: id, title, body, application (or null), target,
    day, and asked: id, skill, name, phrase, start, need ("essential",
    "wish" or ""), state ("asked" or "rejected"), around.
    """
    kept = workspace.skills.postings.get(find(workspace, posting))
    asked = workspace.skills.postings.asked(kept.id)
    if as_json:
        names = ("id", "skill", "name", "phrase", "start", "state", "around")
        found = [picked(one, *names, need=NEEDS.get(one.need, "")) for one in asked]
        output.document(picked(kept, "id", "title", "body", "application", "target", "day", asked=found))
        return
    for one in asked:
        output.line(f"[{'x' if one.state == ASKED else ' '}] {one.name:28}  {one.around}")
    if not asked:
        output.say("No skill was recognised in it. `onward postings name` names one by its words.")


@postings.command()
@click.argument("file", required=False, type=click.Path())
@options(title="Its title; the first line otherwise.", application="The application whose posting it is.")
@begins
def add(workspace: Workspace, file: str | None, title: str | None, application: str | None) -> None:
    """Take in a posting from FILE (txt, md, docx, pdf), from - for standard input, or from an --application.

    \b
    Examples:
      onward postings add posting.txt
      onward postings add --application saltmarsh
    """
    from cli.applications import find as find_application
    from cli.ending import Usage
    from core.skills import resume

    if application is not None:
        workspace.skills.postings.from_application(find_application(workspace, application))
    elif file is not None:
        body = text_of("-") if file == "-" else resume.read(os.path.expanduser(file))
        workspace.skills.postings.add(body, title or "")
    else:
        raise Usage("Say where the posting is: a FILE, -, or --application NAME.")
    output.say("Taken in. It counts for the gap.")


@postings.command()
@click.argument("posting")
@click.argument("skill", nargs=-1, required=True)
@click.option("--off", is_flag=True, help="It is not meant; the same words will not count again by themselves.")
@asks
def skill(workspace: Workspace, posting: str, skill: tuple[str, ...], off: bool) -> None:
    """Say whether a SKILL that was recognised in a POSTING is meant.

    \b
    Example:
      onward postings skill last sql --off
    """
    asked = workspace.skills.postings.asked(find(workspace, posting))
    id = which([(one.id, one.name) for one in asked], skill, f"onward postings show {posting}")
    if off:
        workspace.skills.postings.reject(id)
    else:
        workspace.skills.postings.accept(id)
    output.say(workspace.content.say(f"skills.posting.{'left_out' if off else 'taken_in'}"))


@postings.command()
@click.argument("posting")
@click.argument("words")
@options(skill="The skill they name, if it is called otherwise.")
@asks
def name(workspace: Workspace, posting: str, words: str, skill: str | None) -> None:
    """Say that WORDS of a POSTING name a skill; they are known from then on.

    \b
    Example:
      onward postings name last "desktop publishing" --skill "page layout"
    """
    workspace.skills.postings.name(find(workspace, posting), words, skill or "")
    output.say(workspace.content.say("skills.posting.named"))


@postings.command()
@click.argument("posting", nargs=-1, required=True)
@click.option("--off", is_flag=True, help="It is only kept.")
@asks
def count(workspace: Workspace, posting: tuple[str, ...], off: bool) -> None:
    """Let a POSTING count for the gap."""
    workspace.skills.postings.aim(find(workspace, posting), not off)
    output.say("It is only kept." if off else "It counts.")


@postings.command()
@click.argument("posting", nargs=-1, required=True)
@asks
def remove(workspace: Workspace, posting: tuple[str, ...]) -> None:
    """Remove a POSTING; what was learnt from it about words stays."""
    workspace.skills.postings.remove(find(workspace, posting))
    output.say(workspace.content.say("skills.posting.removed"))
