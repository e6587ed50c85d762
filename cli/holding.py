"""`onward hold` and `onward park`: messages and big decisions that wait until no feelings window is open."""

from __future__ import annotations

from typing import Any

import click

from cli import output
from cli.noun import asks, begins, noun
from cli.paths import chosen, company
from cli.shape import listed, picked
from cli.which import sign, which
from cli.words import as_json, given, options, text_of
from core.errors import Refused
from core.ritual.waiting import SETTLED, WAITING, Held, Parked
from core.workspace import Workspace

HELD = ("id", "rejection", "recipient", "body", "state")
PARKED = ("id", "rejection", "text", "decided", "state")


def _held(workspace: Workspace) -> list[Held]:
    return [*workspace.waiting.held(WAITING), *workspace.waiting.held(SETTLED)]


def _parked(workspace: Workspace) -> list[Parked]:
    return [*workspace.waiting.parked(WAITING), *workspace.waiting.parked(SETTLED)]


def find_held(workspace: Workspace, typed: str | tuple[str, ...]) -> Held:
    """The message that is meant."""
    known = _held(workspace)
    id = which([(one.id, f"{one.recipient} {one.body[:200]}") for one in known], typed, "onward hold", latest=True)
    return next(one for one in known if one.id == id)


def find_parked(workspace: Workspace, typed: str | tuple[str, ...]) -> str:
    """The decision that is meant."""
    return which([(one.id, one.text) for one in _parked(workspace)], typed, "onward park", latest=True)


@noun("hold", thing="message", find=find_held)
def hold() -> None:
    """Messages to an employer that wait for a cooler head. Nothing is ever sent from here."""


@hold.command("list")
@click.option("--all", "every", is_flag=True, help="Those that are settled, too.")
@as_json
@asks
def show_held(workspace: Workspace, every: bool, as_json: bool) -> None:
    """List the messages that wait.

    \b
    The JSON document is a list; each has id, rejection (or null),
    recipient, body, and state ("waiting" or "settled").
    """
    found = [picked(one, *HELD) for one in _held(workspace) if every or one.state == WAITING]
    listed(found, as_json, _line, "No message waits. `onward hold add TEXT` holds one.")


def _line(one: dict[str, Any]) -> str:
    return f"{sign(one['id'])}  {one['recipient']}  {one['body'].partition(chr(10))[0]}"


@hold.command("add")
@click.argument("text", nargs=-1, required=True)
@options(to="Who it is for.")
@company
@begins
def hold_add(workspace: Workspace, text: tuple[str, ...], to: str | None, company: str) -> None:
    """Hold a message.

    \b
    Example:
      onward hold add - --to "Ms Berg" < angry.txt
    """
    workspace.waiting.hold(text_of(text), to or "", chosen(workspace, company) if company else "")
    output.say("Held. It comes back when no window is open, and only you can send it.")


@hold.command("show")
@click.argument("message", nargs=-1, required=True)
@as_json
@asks
def hold_show(workspace: Workspace, message: tuple[str, ...], as_json: bool) -> None:
    """Print a MESSAGE. The JSON document: id, rejection, recipient, body, state."""
    kept = find_held(workspace, message)
    if as_json:
        output.document(picked(kept, *HELD))
    else:
        output.line(kept.body)


@hold.command("change")
@click.argument("message")
@options(to="Who it is for.", text="The message; - for standard input.")
@asks
def hold_change(workspace: Workspace, message: str, to: str | None, text: str | None) -> None:
    """Change a MESSAGE that is held."""
    now, fields = find_held(workspace, message), given(recipient=to, body=text)
    workspace.waiting.rewrite(now.id, fields.get("body", now.body), fields.get("recipient", now.recipient))
    output.say("Changed.")


@hold.command("done")
@click.argument("message", nargs=-1, required=True)
@asks
def hold_done(workspace: Workspace, message: tuple[str, ...]) -> None:
    """You sent a MESSAGE yourself, or let it go; the words stay."""
    if not workspace.waiting.over:
        raise Refused("It waits until no feelings window is open. `onward window --off` ends the one that is.")
    workspace.waiting.settle(find_held(workspace, message).id)
    output.say("Settled; the words stay.")


@hold.command("resume")
@click.argument("message", nargs=-1, required=True)
@asks
def hold_resume(workspace: Workspace, message: tuple[str, ...]) -> None:
    """Let a settled MESSAGE wait again."""
    workspace.waiting.hold_again(find_held(workspace, message).id)
    output.say("It waits again.")


@noun("park", thing="decision", find=find_parked)
def park() -> None:
    """Big decisions that wait until no feelings window is open."""


@park.command("list")
@click.option("--all", "every", is_flag=True, help="Those that are decided, too.")
@as_json
@asks
def show_parked(workspace: Workspace, every: bool, as_json: bool) -> None:
    """List the decisions that wait.

    \b
    The JSON document is a list; each has id, rejection (or null), text,
    decided, and state ("waiting" or "settled").
    """
    found = [picked(one, *PARKED) for one in _parked(workspace) if every or one.state == WAITING]
    none = "No decision waits. `onward park add TEXT` parks one."
    listed(found, as_json, lambda one: f"{sign(one['id'])}  {one['text']}  {one['decided']}", none)


@park.command("add")
@click.argument("text", nargs=-1, required=True)
@company
@begins
def park_add(workspace: Workspace, text: tuple[str, ...], company: str) -> None:
    """Park a decision.

    \b
    Example:
      onward park add Leave the field altogether
    """
    workspace.waiting.park(text_of(text), chosen(workspace, company) if company else "")
    output.say("Parked. It comes back when no window is open.")


@park.command("done")
@click.argument("decision")
@click.argument("decided", nargs=-1)
@asks
def park_done(workspace: Workspace, decision: str, decided: tuple[str, ...]) -> None:
    """A DECISION is settled, with a word on how it was DECIDED or without."""
    workspace.waiting.decide(find_parked(workspace, decision), text_of(decided))
    output.say("Settled.")


@park.command("resume")
@click.argument("decision", nargs=-1, required=True)
@asks
def park_resume(workspace: Workspace, decision: tuple[str, ...]) -> None:
    """Let a settled DECISION wait again."""
    workspace.waiting.hold_again(find_parked(workspace, decision))
    output.say("It waits again.")
