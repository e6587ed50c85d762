"""`onward routine`: the practices, and what can be done with them besides ticking."""

from __future__ import annotations

from typing import Any

import click

from cli import output
from cli.noun import asks, begins, noun
from cli.shape import listed, picked, shown
from cli.which import which
from cli.words import as_json, date_of, given, options, past
from core.today.routine import FAMILIES, KINDS, PERIODS
from core.workspace import Workspace

LISTING = "onward routine"
FIELDS = ("id", "name", "family", "kind", "per", "target", "light", "why", "state", "since")


def find(workspace: Workspace, typed: str | tuple[str, ...], *states: str) -> str:
    """The practice that is meant."""
    known = workspace.routine.practices(*(states or ("active", "paused", "retired")))
    return which([(one.id, one.name) for one in known], typed, LISTING)


@noun("routine", thing="practice", find=find)
def routine() -> None:
    """The practices you chose: take one up, change it, pause it, leave it out today. `onward tick` marks one done."""


@routine.command("list")
@as_json
@click.option("--all", "everything", is_flag=True, help="Paused ones and those put away, too.")
@asks
def show_all(workspace: Workspace, as_json: bool, everything: bool) -> None:
    """List the practices with how today stands.

    \b
    The JSON document is a list; each practice has
      id, name, family ("search", "people", "learning", "body", "mind"),
      kind ("tick", "count", "minutes"), per ("day", "week"),
      target (or null), light, why, state ("active", "paused",
      "retired"), since, and of today: amount, done, skipped, word,
      days and of (9 of the last 14 days)
    """
    lines = {line.practice.id: line for line in workspace.routine.lines(workspace.today())}
    states = ("active", "paused", "retired") if everything else ("active",)
    found = []
    for practice in workspace.routine.practices(*states):
        line = lines.get(practice.id)
        today = {name: getattr(line, name, None) for name in ("amount", "done", "skipped", "word", "days", "of")}
        found.append(picked(practice, *FIELDS, **today))
    listed(found, as_json, _line, "No practice yet. `onward routine add NAME` takes one up.")


def _line(one: dict[str, Any]) -> str:
    mark = "x" if one["done"] else "-" if one["skipped"] else " "
    aim = f"{one['amount']} of {one['target']}" if one["target"] and one["amount"] is not None else ""
    past = one["state"] if one["of"] is None else f"{one['days']} of the last {one['of']} days" if one["of"] > 1 else ""
    return f"[{mark}] {one['name']:32}  {one['family']:8}  {aim:10}  {past}"


@routine.command()
@click.argument("practice", nargs=-1, required=True)
@as_json
@asks
def show(workspace: Workspace, practice: tuple[str, ...], as_json: bool) -> None:
    """Show one PRACTICE. The JSON document: id, name, family, kind, per, target, light, why, state, since."""
    shown(picked(workspace.routine.practice(find(workspace, practice)), *FIELDS), as_json)


_KIND = click.option("--kind", type=click.Choice(KINDS), help="Ticked as a whole, counted, or kept in minutes.")
_PER = click.option("--per", type=click.Choice(PERIODS), help="What a target is for.")
_FAMILY = click.option("--family", type=click.Choice(FAMILIES), help="Where it stands.")
_TARGET = click.option("--target", type=click.IntRange(0, 10_000), metavar="N", help="How much; 0 for no number.")
_LIGHT = click.option("--light/--not-light", default=None, help="Whether it belongs to light days.")


@routine.command()
@click.argument("name", nargs=-1, required=True)
@_KIND
@_PER
@_FAMILY
@_TARGET
@_LIGHT
@options(why="Why it is yours, in a line.")
@begins
def add(workspace: Workspace, name: tuple[str, ...], **fields: Any) -> None:
    """Take up a practice of your own.

    \b
    Examples:
      onward routine add Walk around the lake --family body --light
      onward routine add Careful application --kind count --per week --target 5 --family search
    """
    chosen = {key: value for key, value in fields.items() if value is not None}
    chosen["target"] = chosen.get("target") or None
    workspace.routine.add(" ".join(name), **chosen)
    output.say("Taken up.")


@routine.command()
@as_json
@begins
def ready(workspace: Workspace, as_json: bool) -> None:
    """List the ready-made practices; `take` makes one yours.

    \b
    The JSON document is a list: id, name, group, kind, per, target (or
    null), light, text.
    """
    names = ("id", "name", "group", "kind", "per", "target", "light", "text")
    found = [picked(one, *names) for one in workspace.content.practices()]
    listed(found, as_json, lambda one: f"{one['name']:40}  {one['group']:8}  {one['text']}", "There is none.")


@routine.command()
@click.argument("name", nargs=-1, required=True)
@begins
def take(workspace: Workspace, name: tuple[str, ...]) -> None:
    """Take up a ready-made practice by its NAME.

    \b
    Example:
      onward routine take eat a proper meal
    """
    known = workspace.content.practices()
    id = which([(one.id, one.name) for one in known], name, "onward routine ready")
    workspace.routine.take_up(next(one for one in known if one.id == id))
    output.say("Taken up.")


@routine.command()
@click.argument("practice")
@_KIND
@_PER
@_FAMILY
@_TARGET
@_LIGHT
@options(name="Its name.", why="Why it is yours, in a line.")
@asks
def change(workspace: Workspace, practice: str, **fields: Any) -> None:
    """Say a PRACTICE differently; its past stays.

    \b
    Example:
      onward routine change walk --name "Walk to the harbour" --light
    """
    chosen = given(**fields)
    now = workspace.routine.practice(find(workspace, practice))
    names = ("name", "family", "kind", "per", "target", "light", "why")
    values = {name: getattr(now, name) for name in names} | chosen
    values["target"] = values["target"] or None
    workspace.routine.change(now.id, **values)
    output.say("Changed.")


@routine.command()
@click.argument("practice", nargs=-1, required=True)
@click.option("--up", type=click.IntRange(1, 999), metavar="N", help="So many places up.")
@click.option("--down", type=click.IntRange(1, 999), metavar="N", help="So many places down.")
@asks
def move(workspace: Workspace, practice: tuple[str, ...], up: int | None, down: int | None) -> None:
    """Move a PRACTICE among the ones of its family; one place up unless you say otherwise."""
    steps = (down or 0) - (up or 0)
    workspace.routine.move(find(workspace, practice, "active"), steps if up or down else -1)
    output.say("Moved.")


@routine.command()
@click.argument("practice", nargs=-1, required=True)
@asks
def pause(workspace: Workspace, practice: tuple[str, ...]) -> None:
    """Leave a PRACTICE out of the days until you take it up again."""
    workspace.routine.pause(find(workspace, practice))
    output.say(workspace.content.say("today.routine.paused"))


@routine.command()
@click.argument("practice", nargs=-1, required=True)
@asks
def resume(workspace: Workspace, practice: tuple[str, ...]) -> None:
    """Take a PRACTICE up again that was paused or put away."""
    workspace.routine.resume(find(workspace, practice))
    output.say("Taken up again.")


@routine.command()
@click.argument("practice", nargs=-1, required=True)
@asks
def retire(workspace: Workspace, practice: tuple[str, ...]) -> None:
    """Put a PRACTICE away; its past stays."""
    workspace.routine.retire(find(workspace, practice))
    output.say(workspace.content.say("today.routine.retired"))


@routine.command()
@click.argument("practice", nargs=-1, required=True)
@date_of
@options(word="A word on it, if you like.")
@asks
def skip(workspace: Workspace, practice: tuple[str, ...], date: str | None, word: str | None) -> None:
    """Leave a PRACTICE out today, which is as good as doing it."""
    workspace.routine.skip(find(workspace, practice, "active"), day=past(workspace, date), word=word or "")
    output.say(workspace.content.say("today.routine.skipped"))


@routine.command()
@click.argument("practice", nargs=-1, required=True)
@date_of
@asks
def clear(workspace: Workspace, practice: tuple[str, ...], date: str | None) -> None:
    """Take back every mark of a PRACTICE on a day."""
    workspace.routine.clear(find(workspace, practice), past(workspace, date) or workspace.today())
    output.say("Taken back.")
