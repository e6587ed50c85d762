"""The part of the made-up weeks that is about what went well, what was done before, and why."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from core.demo.story import Event, Story


def strengths(story: Story) -> Iterator[Event]:
    """The whys, the anchors, the wins, and the kind words among them."""
    parts, told = story.workspace.strengths, story.told
    for row in told["whys"]:
        yield story.at(row["days_ago"], "08:15"), partial(parts.whys.write, row["text"])
    for row in told["anchors"]:
        achievement, _, evidence = row["text"].partition(". ")
        yield story.at(row["days_ago"], "18:40"), partial(parts.anchors.add, achievement, evidence)
    for row in told["wins"]:
        yield story.at(row["days_ago"], hours=(17, 20)), partial(_win, story, row)


def _win(story: Story, row: dict[str, Any]) -> None:
    parts = story.workspace.strengths
    id = parts.wins.note(row["text"], row["kind"])
    if name := row.get("shared_with"):
        parts.wins.told(id, name)
    if giver := row.get("from"):
        parts.praise.keep(row["text"], giver)
