"""`onward skills` and `onward skills scan`; the verbs for single skills stand in `cli.own_skills`."""

from __future__ import annotations

import click

from cli import output, own_skills
from cli.noun import noun
from cli.verbs import existing

MOST_BYTES = 5_000_000


@noun("skills", thing="skill", find=own_skills.find)
def skills() -> None:
    """What postings ask for beside your own levels, and what shows them. `onward plan` has what you are learning."""


for _verb in own_skills.VERBS:
    skills.add_command(_verb)


@skills.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON document.")
@click.pass_obj
def show_all(home: str | None, as_json: bool) -> None:
    """Print the gap and the plan: what postings ask for, your own levels, and what you are learning.

    \b
    The JSON document:
      targets  how many postings count
      skills   in order: id, name, group ("open", "in hand", "aside"),
               postings, firm (how many call it essential), level (or
               null), proofs, lesson (a date or null), chosen, planned
      plan     id, skill, title, means, why, first, last, minutes, weekly,
               spent (minutes), state ("open", "done", "let go"), result
    """
    _print(home, as_json)


@skills.command()
@click.argument("file")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON document.")
@click.option("--keep", is_flag=True, help="Keep the posting, so that it counts for the gap.")
@click.pass_obj
def scan(home: str | None, file: str, as_json: bool, keep: bool) -> None:
    """Print the skills a posting asks for, each with where it stands.

    FILE is a txt, md, docx or pdf, or - for standard input. Nothing is kept unless you say so.

    \b
    The JSON document is a list: name, phrase, start, stop, need
    ("essential", "wish" or ""), known (whether it is among your skills).
    """
    _scan(home, file, as_json, keep)


def _piped() -> str:
    """Standard input, up to a length that no posting has."""
    import sys

    from core.errors import Refused

    raw = sys.stdin.buffer.read(MOST_BYTES + 1) if sys.stdin is not None else b""
    if len(raw) > MOST_BYTES:
        raise Refused(f"This posting has more than {MOST_BYTES // 1_000_000} MB, so it was not read.")
    return raw.decode("utf-8", "surrogateescape").removeprefix("\ufeff")


def _print(home: str | None, as_json: bool) -> None:
    from core.skills.plan import hours
    from core.workspace import Workspace

    with Workspace.open(existing(home)) as workspace:
        needs, targets = workspace.skills.gap.needs(), workspace.skills.gap.targets()
        items = workspace.skills.plan.items(10_000)
        say = workspace.content.say
    if as_json:
        names = ("name", "group", "postings", "firm", "level", "proofs", "chosen", "planned")
        of_item = ("id", "title", "means", "why", "minutes", "weekly", "spent", "state", "result")
        output.document(
            {
                "targets": targets,
                "skills": [
                    {"id": need.skill, **{name: getattr(need, name) for name in names}}
                    | {"lesson": need.lesson and need.lesson.isoformat()}
                    for need in needs
                ],
                "plan": [
                    {name: getattr(item, name) for name in of_item}
                    | {"skill": item.skill_name, "first": item.first.isoformat(), "last": item.last.isoformat()}
                    for item in items
                ],
            }
        )
        return
    if not needs and not items:
        output.say("No skills yet. `onward skills scan --keep FILE` reads a posting.")
    group = ""
    for need in needs:
        if need.group != group:
            group = need.group
            title = {"open": "skills.gap.open", "in hand": "skills.gap.in_hand"}.get(group, "skills.gap.aside")
            output.line(say(title))
        asked = f"{need.postings} of {targets}" if need.postings else ""
        level = "" if need.level is None else f"level {need.level}"
        mark = "*" if need.chosen else ">" if need.planned else " "
        output.line(f"  {mark} {need.name:32}  {asked:10}  {level}".rstrip())
    for number, item in enumerate(items):
        if not number:
            output.line(say("skills.title.plan"))
        spent = f"{hours(item.spent)} of {hours(item.minutes)}" if item.minutes else hours(item.spent)
        ends = item.last.isoformat() if item.state == "open" else item.state
        output.line(f"    {item.title:32}  {ends:10}  {spent}  ({item.skill_name})")


def _scan(home: str | None, file: str, as_json: bool, keep: bool) -> None:
    import os

    from core import places
    from core.skills import resume
    from core.skills.passages import ESSENTIAL, WISH
    from core.skills.postings import checked
    from core.workspace import Workspace

    body = checked(_piped() if file == "-" else resume.read(os.path.expanduser(file)))
    path = places.workspace_file(home)
    # Without a workspace the shipped list is enough, and looking at a posting begins none.
    with Workspace.open(path) if keep or os.path.exists(path) else Workspace.memory() as workspace:
        found = workspace.skills.terms.recogniser().find(body)
        refused = workspace.skills.terms.refused()
        known = {need.name for need in workspace.skills.gap.needs()}
        if keep:
            workspace.skills.postings.add(body)
    from core.skills.postings import folded

    found = tuple(one for one in found if folded(one.phrase) not in refused)
    if as_json:
        words = {ESSENTIAL: "essential", WISH: "wish"}
        output.document(
            [
                {"name": one.name, "phrase": one.phrase, "start": one.start, "stop": one.stop}
                | {"need": words.get(one.need, ""), "known": one.name in known}
                for one in found
            ]
        )
    else:
        for one in found:
            first = body.rfind("\n", 0, one.start) + 1
            last = body.find("\n", one.stop)
            around = body[max(first, one.start - 60) : one.stop + 60 if last < 0 else min(last, one.stop + 60)]
            output.line(f"{one.name:28}  {around.strip()}")
    if keep:
        output.say("Kept. It counts for the gap.")
    if not found:
        output.say("No skill was recognised in it.")
