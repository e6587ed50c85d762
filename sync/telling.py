"""Alarms in words: which machine, which day, and what helps."""

from __future__ import annotations

from core.content import Content
from core.merging.carried import Alarm, told_apart
from core.merging.streams import Streams
from core.text import visible
from core.workspace import Workspace

_OF_FILES = ("foreign", "torn", "newer")


def untold(workspace: Workspace, content: Content) -> tuple[tuple[Alarm, str], ...]:
    """What the person has not been told yet, oldest first, each with its sentence; `Streams.told` when they know."""
    streams = Streams(workspace.store)
    names = told_apart(streams.machines())
    return tuple((alarm, _sentence(alarm, names, workspace, content)) for alarm in streams.alarms())


def _sentence(alarm: Alarm, names: dict[str, str], workspace: Workspace, content: Content) -> str:
    assert alarm.at is not None
    return content.say(
        f"exchange.alarm.{alarm.kind}",
        machine=visible(names.get(alarm.device) or content.say("exchange.machine.none")),
        file=visible(alarm.device) if alarm.kind in _OF_FILES else "",
        day=workspace.clock.day_of(alarm.at).isoformat(),
    )
