"""`onward conflicts`: the texts that were changed on two machines, and choosing between their versions."""

from __future__ import annotations

import click

from cli import output
from cli.noun import asks, noun
from cli.words import as_json, text_of
from core.content import Content
from core.errors import NotFound
from core.merging.conflicts import Conflict
from core.merging.inbox import Inbox
from core.workspace import Workspace

_BACK = "`onward undo` leads back to the choice."


@noun("conflicts")
def conflicts() -> None:
    """The texts that were changed on two machines: list them with all their versions, choose, join, or keep both."""


@conflicts.command("list")
@as_json
@asks
def show_all(workspace: Workspace, as_json: bool) -> None:
    """Print every such text with all its versions, the one that stands first.

    \b
    The JSON document is a list; each text has
      key, about, and versions: a list of text, at, machine, here
    A text is named by its number in the list or by its key.
    """
    inbox = Inbox(workspace.store, Content())
    found = inbox.all()
    if as_json:
        output.document([_facts(inbox, each) for each in found])
        return
    if not found:
        output.say(Content().say("machines.inbox.none"))
    for number, each in enumerate(found, 1):
        output.line(f"{number}  {_about(inbox, each)}  {_name(each)}")
        for turn, version in enumerate(each.versions, 1):
            at = f"{workspace.clock.local(version.at):%Y-%m-%d %H:%M}"
            output.line(f"   {turn}  {at}  {version.machine or '-'}")
            for text in version.text.splitlines() or [""]:
                output.line(f"      {text}")


@conflicts.command()
@click.argument("text")
@click.argument("version", type=click.IntRange(min=1))
@asks
def choose(workspace: Workspace, text: str, version: int) -> None:
    """Let one VERSION of a TEXT stand, by its number."""
    inbox = Inbox(workspace.store, Content())
    chosen = _chosen(inbox, text)
    if version > len(chosen.versions):
        raise NotFound(f"There are {len(chosen.versions)} versions of this text.")
    inbox.choose(chosen.key, chosen.versions[version - 1].text)
    output.say(f"This version stands. {_BACK}")


@conflicts.command()
@click.argument("text")
@asks
def join(workspace: Workspace, text: str) -> None:
    """Let what comes on standard input take the place of all versions of a TEXT."""
    inbox = Inbox(workspace.store, Content())
    chosen = _chosen(inbox, text)
    inbox.join(chosen.key, text_of("-"))
    output.say(f"Kept as one. {_BACK}")


@conflicts.command()
@click.argument("text")
@asks
def both(workspace: Workspace, text: str) -> None:
    """Keep all versions of a TEXT."""
    inbox = Inbox(workspace.store, Content())
    inbox.keep_both(_chosen(inbox, text).key)
    output.say(f"All versions are kept. {_BACK}")


def _chosen(inbox: Inbox, text: str) -> Conflict:
    for number, each in enumerate(inbox.all(), 1):
        if text in (str(number), _name(each)):
            return each
    raise NotFound("There is no text of that number or key to choose for. `onward conflicts` lists them.")


def _name(conflict: Conflict) -> str:
    return "/".join(conflict.key)


def _about(inbox: Inbox, conflict: Conflict) -> str:
    line = inbox.line(conflict.key)
    return line.kind if line else conflict.key[0]


def _facts(inbox: Inbox, conflict: Conflict) -> dict[str, object]:
    versions = [
        {"text": version.text, "at": version.at.isoformat(), "machine": version.machine, "here": version.here}
        for version in conflict.versions
    ]
    return {"key": _name(conflict), "about": _about(inbox, conflict), "versions": versions}
