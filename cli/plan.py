"""`onward plan`: what is being learnt; `onward learn` notes time put into it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import click

from cli import output
from cli.noun import asks, begins, noun
from cli.shape import listed, picked, shown
from cli.which import sign, which
from cli.words import ahead, as_json, given, options, text_of
from core.dates import read_date
from core.skills.plan import LONGEST, MOST_HOURS, ends_on, hours
from core.workspace import Workspace

LISTING = "onward plan"
FIELDS = (
    "id", "skill", "skill_name", "title", "means", "why", "first", "last", "minutes", "weekly", "notes", "result",
    "state", "ended", "spent",
)  # fmt: skip
WEEKS = 4  # how long an item is thought to last until the person says otherwise

_HOURS = click.IntRange(0, MOST_HOURS)
_TOTAL = click.option("--hours", type=_HOURS, metavar="N", help="Hours it takes in all; 0 for open.")
_WEEKLY = click.option("--weekly", type=_HOURS, metavar="N", help="Hours a week; 0 for open.")


def find(workspace: Workspace, typed: str | tuple[str, ...]) -> str:
    """The item that is meant, by its title or its skill."""
    items = workspace.skills.plan.items(10_000)
    return which([(one.id, f"{one.title} ({one.skill_name})") for one in items], typed, LISTING)


@noun("plan", thing="item", find=find)
def plan() -> None:
    """What you are learning, with days that can be moved. Moving a day is fine, and nothing is ever late."""


@plan.command("list")
@click.option("--all", "every", is_flag=True, help="Those that are done or let go, too.")
@as_json
@asks
def show_all(workspace: Workspace, every: bool, as_json: bool) -> None:
    """List what you are learning, by the last day.

    \b
    The JSON document is a list; each has id, skill (an id), skill_name,
    title, means, why, first, last, minutes and weekly (0 for open),
    notes, result, state ("open", "done", "let go"), ended, spent (minutes).
    """
    found = [picked(one, *FIELDS) for one in workspace.skills.plan.items(10_000) if every or one.state == "open"]
    listed(found, as_json, _line, "Nothing is planned. `onward plan add SKILL TITLE` plans something.")


def _line(one: dict[str, Any]) -> str:
    spent = f"{hours(one['spent'])} of {hours(one['minutes'])}" if one["minutes"] else hours(one["spent"])
    ends = one["last"] if one["state"] == "open" else one["state"]
    return f"{one['title']:32}  {ends:10}  {spent}  ({one['skill_name']})"


@plan.command()
@click.argument("item", nargs=-1, required=True)
@as_json
@asks
def show(workspace: Workspace, item: tuple[str, ...], as_json: bool) -> None:
    """Show one ITEM with the time put in.

    \b
    The JSON document: id, skill, skill_name, title, means, why, first,
    last, minutes, weekly, notes, result, state, ended, spent, and
    sittings: id, day, minutes, note.
    """
    kept = workspace.skills.plan.get(find(workspace, item))
    sittings = [picked(one, "id", "day", "minutes", "note") for one in workspace.skills.plan.sittings(kept.id, 500)]
    if not as_json:
        sittings = [{**one, "id": sign(one["id"])} for one in sittings]
    shown(picked(kept, *FIELDS, sittings=sittings), as_json)


@plan.command()
@click.argument("skill")
@click.argument("title", nargs=-1, required=True)
@options(
    first="The first day; today otherwise.", last="The last day; what the hours come to, or four weeks, otherwise."
)
@_TOTAL
@_WEEKLY
@options(means="How: course, book, project ...", why="Why, in a line.", notes="Anything else.")
@begins
def add(
    workspace: Workspace,
    skill: str,
    title: tuple[str, ...],
    first: str | None,
    last: str | None,
    hours: int | None,
    weekly: int | None,
    **prose: str | None,
) -> None:
    """Plan something for a SKILL.

    \b
    Example:
      onward plan add SQL Evening course --hours 24 --weekly 3
    """
    begin = ahead(workspace, first) or workspace.today()
    minutes, a_week = 60 * (hours or 0), 60 * (weekly or 0)
    end = ahead(workspace, last)
    if end is None and (reckoned := ends_on(begin, minutes, a_week)):
        end = min(reckoned, begin + LONGEST)
    words = {name: text_of(value) for name, value in prose.items() if value is not None}
    end = end or begin + timedelta(days=7 * WEEKS - 1)
    workspace.skills.plan.add(skill, " ".join(title), begin, end, minutes=minutes, weekly=a_week, **words)
    output.say(f"Planned until {end.isoformat()}.")


@plan.command()
@click.argument("item")
@options(title="What you will do.", first="The first day.", last="The last day.")
@_TOTAL
@_WEEKLY
@options(means="How: course, book, project ...", why="Why, in a line.", notes="Anything else.")
@asks
def change(
    workspace: Workspace,
    item: str,
    first: str | None,
    last: str | None,
    hours: int | None,
    weekly: int | None,
    **prose: str | None,
) -> None:
    """Change an ITEM; what is not named stays."""
    days = {"first": ahead(workspace, first), "last": ahead(workspace, last)}
    minutes = {name: None if n is None else 60 * n for name, n in (("minutes", hours), ("weekly", weekly))}
    workspace.skills.plan.change(find(workspace, item), **given(**days, **minutes, **prose))
    output.say("Changed.")


@plan.command()
@click.argument("item")
@click.argument("day", nargs=-1, required=True)
@asks
def move(workspace: Workspace, item: str, day: tuple[str, ...]) -> None:
    """Move the last DAY of an ITEM.

    \b
    Example:
      onward plan move evening in 2 weeks
    """
    when = read_date(" ".join(day), workspace.today())
    workspace.skills.plan.move(find(workspace, item), when)
    output.say(f"It has until {when.isoformat()}.")


@plan.command()
@click.argument("item", nargs=-1, required=True)
@options(result="What came of it.", win="Something that went well, kept among the wins.", story="A line for a story.")
@asks
def done(workspace: Workspace, item: tuple[str, ...], result: str | None, win: str | None, story: str | None) -> None:
    """An ITEM is done, with what came of it."""
    id = find(workspace, item)
    workspace.skills.plan.finish(id, text_of(result or ""), win=win or "", story=story or "")
    output.say("Done.")


@plan.command()
@click.argument("item", nargs=-1, required=True)
@asks
def drop(workspace: Workspace, item: tuple[str, ...]) -> None:
    """Let an ITEM go, which is as good an end as any."""
    workspace.skills.plan.let_go(find(workspace, item))
    output.say("Let go.")


@plan.command()
@click.argument("item", nargs=-1, required=True)
@asks
def resume(workspace: Workspace, item: tuple[str, ...]) -> None:
    """Go on with an ITEM that was done or let go."""
    workspace.skills.plan.reopen(find(workspace, item))
    output.say("It goes on.")


@plan.command()
@click.argument("item")
@click.argument("sitting")
@asks
def unlog(workspace: Workspace, item: str, sitting: str) -> None:
    """Take back time put into an ITEM: SITTING is its sign in `onward plan show`, or `last`."""
    sittings = workspace.skills.plan.sittings(find(workspace, item), 500)
    known = [(one.id, f"{one.day.isoformat()} {one.note}") for one in sittings]
    workspace.skills.plan.unlog(which(known, sitting, f"onward plan show {item}", latest=True))
    output.say("Taken back.")


@plan.command()
@as_json
@begins
def means(workspace: Workspace, as_json: bool) -> None:
    """List ways to learn something. The JSON document is a list; each has id and text."""
    found = [picked(row, "id", "text") for row in workspace.content.choices("means") if row.group != "find"]
    listed(found, as_json, lambda one: f"{one['id']:20}  {one['text']}", "")
