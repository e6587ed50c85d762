"""The verbs of `onward skills` for single skills."""

from __future__ import annotations

import os

import click

from cli import output
from cli.noun import asks, begins
from cli.shape import listed, picked, shown
from cli.which import sign, which
from cli.words import as_json, text_of
from core.skills.skills import LEVELS, OTHER, PROOFS
from core.workspace import Workspace

LISTING = "onward skills"


def find(workspace: Workspace, typed: str | tuple[str, ...]) -> str:
    """The skill that is meant."""
    return which([(need.skill, need.name) for need in workspace.skills.gap.needs()], typed, LISTING)


@click.command()
@click.argument("skill", nargs=-1, required=True)
@as_json
@asks
def show(workspace: Workspace, skill: tuple[str, ...], as_json: bool) -> None:
    """Show one SKILL: the level, what shows it, which postings ask for it, what lessons named it.

    \b
    The JSON document: id, name, level (or null), chosen, state, note,
    proofs (id, kind, text, day), asked (title, need, around), and
    lessons: lists of a company and the line.
    """
    id, skills = find(workspace, skill), workspace.skills
    asked = [{"title": posting.title} | picked(one, "need", "around") for posting, one in skills.postings.asking(id)]
    lessons = [where[1:] for lesson in skills.lessons.all() if lesson.skill == id for where in lesson.where]
    proofs = [picked(one, "id", "kind", "text", "day") for one in skills.proofs(id)]
    if not as_json:
        proofs = [{**one, "id": sign(one["id"])} for one in proofs]
    kept = picked(skills.get(id), "id", "name", "level", "chosen", "state", "note")
    shown({**kept, "proofs": proofs, "asked": asked, "lessons": lessons}, as_json)


@click.command()
@click.argument("name", nargs=-1, required=True)
@begins
def add(workspace: Workspace, name: tuple[str, ...]) -> None:
    """Write down a skill.

    \b
    Example:
      onward skills add plain language
    """
    workspace.skills.add(" ".join(name))
    output.say("Written down.")


@click.command()
@click.argument("skill")
@click.argument("level", type=click.Choice([*map(str, LEVELS), "open"]))
@asks
def rate(workspace: Workspace, skill: str, level: str) -> None:
    """Say how far you are with a SKILL: 0, not yet, to 5, others ask me; or leave it open."""
    workspace.skills.rate(find(workspace, skill), None if level == "open" else int(level))
    output.say("Noted.")


@click.command()
@click.argument("skill", nargs=-1, required=True)
@click.option("--off", is_flag=True, help="No more than the others.")
@asks
def mark(workspace: Workspace, skill: tuple[str, ...], off: bool) -> None:
    """Say that a SKILL matters to you."""
    workspace.skills.choose(find(workspace, skill), not off)
    output.say("Not specially." if off else "Marked.")


@click.command()
@click.argument("skill", nargs=-1, required=True)
@click.option("--off", is_flag=True, help="Take it up again.")
@asks
def aside(workspace: Workspace, skill: tuple[str, ...], off: bool) -> None:
    """Put a SKILL aside that you do not want to pursue; what is noted stays."""
    workspace.skills.put_aside(find(workspace, skill), not off)
    output.say(workspace.content.say("skills.skill.back" if off else "skills.skill.aside"))


@click.command()
@click.argument("skill")
@click.argument("text", nargs=-1, required=True)
@asks
def note(workspace: Workspace, skill: str, text: tuple[str, ...]) -> None:
    """Keep a note about a SKILL, in place of the one before; - takes it from standard input."""
    workspace.skills.describe(find(workspace, skill), text_of(text))
    output.say("Kept.")


@click.command()
@click.argument("skill")
@click.argument("text", nargs=-1, required=True)
@click.option("--kind", type=click.Choice(PROOFS), default=OTHER, help="What it is.")
@asks
def prove(workspace: Workspace, skill: str, text: tuple[str, ...], kind: str) -> None:
    """Note something that shows a SKILL.

    \b
    Example:
      onward skills prove editing "Cut the manual by a third" --kind project
    """
    workspace.skills.prove(find(workspace, skill), text_of(text), kind)
    output.say(workspace.content.say("skills.proof.kept"))


@click.command()
@click.argument("skill")
@click.argument("proof", nargs=-1, required=True)
@asks
def unprove(workspace: Workspace, skill: str, proof: tuple[str, ...]) -> None:
    """Remove something that shows a SKILL: its sign, or words of it."""
    proofs = workspace.skills.proofs(find(workspace, skill))
    id = which([(one.id, one.text) for one in proofs], proof, f"onward skills show {skill}", latest=True)
    workspace.skills.unprove(id)
    output.say("Removed. `onward undo` brings it back.")


@click.command()
@click.argument("file", required=False, type=click.Path())
@click.option("--off", is_flag=True, help="Forget the list that was brought along.")
@begins
def bring(workspace: Workspace, file: str | None, off: bool) -> None:
    """Take in a list of skills from FILE: O*NET's, ESCO's, or one skill a line. It stays on this machine.

    Without FILE, say which list is here.
    """
    from core.skills.terms import read_file

    terms, say = workspace.skills.terms, workspace.content.say
    if off:
        terms.let_go()
        output.say("Forgotten.")
        return
    if file is not None:
        terms.take(text_of("-") if file == "-" else read_file(file))
    found = terms.brought()
    if found is None:
        output.say("No list was brought along; the one that ships is in use.")
        return
    key = "skills.import.done" if found.credit else "skills.import.done_list"
    output.say(say(key, n=f"{found.count:,}", source=found.source, credit=found.credit))


@click.command()
@click.argument("resume", type=click.Path())
@click.argument("posting", nargs=-1, required=True)
@as_json
@asks
def beside(workspace: Workspace, resume: str, posting: tuple[str, ...], as_json: bool) -> None:
    """Put a RESUME (txt, md, docx, pdf) beside a POSTING: what is shown, only named, or missing. Nothing is kept.

    \b
    The JSON document is a list; each has skill, name, how ("missing",
    "listed" or "shown"), line (where it stands), and yours, whether
    your own notes show it.
    """
    from cli.postings import find as find_posting
    from core.skills import resume as resumes
    from core.skills.comparison import compare

    skills = workspace.skills
    asked = skills.postings.asked(find_posting(workspace, posting))
    body = text_of("-") if resume == "-" else resumes.read(os.path.expanduser(resume))
    mine = {need.skill for need in skills.gap.needs() if need.proofs or (need.level or 0) >= 3}
    found = [
        picked(one, "skill", "name", "how", "line", yours=one.skill in mine)
        for one in compare(body, asked, skills.terms.recogniser()).matches
    ]
    listed(found, as_json, lambda one: f"{one['how']:8}  {one['name']:28}  {one['line']}", "This posting names none.")


VERBS = (show, add, rate, mark, aside, note, prove, unprove, bring, beside)
