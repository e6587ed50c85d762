"""Rounds with the store on the command line: how far they are, and what they and the alarms say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cli import output
from core.content import Content
from core.merging.streams import Streams
from core.workspace import Workspace
from sync import telling
from sync.exchange import Round
from sync.way import Step

ALONE = "This workspace is shared with no other machine yet. `onward vault connect` begins."
STAGES = {
    "look": "Looking at what is there",
    "fetch": "Fetching",
    "send": "Sending",
    "mend": "Putting back",
    "snapshot": "Making a snapshot",
    "tidy": "Tidying up",
}


def followed(steps: Iterable[Step | Round]) -> Round:
    """Go through a round, or several, saying how far it is; what the last one did."""
    stage, quarter = "", 0
    for step in steps:
        if isinstance(step, Round):
            last = step
        elif step.stage != stage:
            stage, quarter = step.stage, 0
            output.say(f"{STAGES[stage]} ...")
        elif 4 * step.done // max(step.of, 1) > quarter and step.done < step.of:
            quarter = 4 * step.done // step.of
            output.say(f"{STAGES[stage]}, {25 * quarter} of 100")
    return last


def told(workspace: Workspace) -> list[dict[str, Any]]:
    """Say what the person has not been told yet, and give it as data."""
    facts = []
    for alarm, sentence in telling.untold(workspace, Content()):
        output.say(sentence)
        at = alarm.at.isoformat() if alarm.at else None
        facts.append({"kind": alarm.kind, "of": alarm.device, "n": alarm.n, "at": at, "sentence": sentence})
        Streams(workspace.store).told(alarm)
    return facts


def facts(done: Round) -> dict[str, Any]:
    """What a round did, as data."""
    names = ("bundles", "changes", "sent", "mended", "unsent", "behind")
    return {name: getattr(done, name) for name in names}


def say(done: Round) -> None:
    """What a round did, in a sentence."""
    said = [f"Changes that came in: {done.changes:,}.", f"Files that went out: {done.sent:,}."]
    said += [f"Put back: {done.mended:,}."] if done.mended else []
    if done.behind:
        said += ["What is written here waits for the vault's new passphrase: `onward vault join` takes it."]
    elif done.unsent:
        said += ["Some of what was written here still waits."]
    output.say(" ".join(said))
