"""The part of the made-up weeks that is about applications, and about what follows a no."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from core.applications.applications import SAVED
from core.demo.story import Event, Story
from core.ritual.path import DONE, FIRST_THOUGHT, LEARNING, NAMING, REFRAMING, Felt

_TOLD = ("channel", "industry", "size", "mode", "notes", "posting")


class Way:
    """The applications by the names they have in the story, and their noes."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.workspace = story.workspace
        self._applications: dict[str, str] = {}
        self._noes: dict[str, str] = {}

    def reach(self, row: dict[str, Any], stage: str) -> None:
        """Add the application at its first stage, or move it on to the next."""
        applications, name = self.workspace.applications, row["id"]
        if name in self._applications:
            applications.advance(self._applications[name], stage)
        else:
            fields = {field: row[field] for field in _TOLD if field in row} | {"contacts": row.get("contact", "")}
            self._applications[name] = applications.add(row["company"], row["role"], stage, **fields)

    def end(self, row: dict[str, Any]) -> None:
        """The application came to its outcome."""
        self.workspace.applications.close(self._applications[row["id"]], row["outcome"])

    def no(self, row: dict[str, Any]) -> None:
        """A no arrived."""
        name = row["application"]
        self._noes[name] = no = self.workspace.rejections.log(
            application=self._applications[name],
            stage=row["stage"],
            kind=row["kind"],
            message=row.get("message", ""),
            reasons=row["reasons"],
        )
        if "window_ends_days_ago" in row:
            ends = self.workspace.clock.at(self.story.day(row["window_ends_days_ago"]), self.workspace.settings.evening)
            self.workspace.ritual.open_window(no, min(ends, self.workspace.rests.default_end()))
            self._keep(no, "window", {"steadying": row["steadying"]})

    def name(self, row: dict[str, Any], when: str) -> None:
        """Name what is felt: `before`, with the first thought, or `after` what helped."""
        no, step = self._noes[row["application"]], NAMING if when == "before" else REFRAMING
        felt = []
        for feeling in row["feelings"]:
            word, family = self.story.feeling(feeling["word"])
            felt.append(Felt(word=word, family=family, intensity=feeling[when]))
        self.workspace.ritual.feel(no, step, felt)
        if when == "before":
            self._keep(no, NAMING, {FIRST_THOUGHT: row["first_thought"]})
        else:
            told = {item: row[item] for item in ("trap", "mine", "theirs", "shift")}
            self._keep(no, REFRAMING, told | {"own": row["reframe"]})
        self.workspace.ritual.settle(no, step, DONE)

    def learn(self, row: dict[str, Any]) -> None:
        """Write down what was learned."""
        no = self._noes[row["application"]]
        self._keep(no, LEARNING, row["learned"])
        if "closed_days_ago" in row:
            self.workspace.ritual.settle(no, LEARNING, DONE)

    def close(self, row: dict[str, Any]) -> None:
        """Close the path."""
        self.workspace.closing.close(self._noes[row["application"]], row["closing"], reflection=row["left_here"])

    def plan(self, row: dict[str, Any]) -> None:
        """Choose the one next thing."""
        told = row["next"]
        day = self.workspace.today()
        self.workspace.closing.plan(self._noes[row["application"]], told["then"], day, cue=told["if"])

    def _keep(self, no: str, step: str, pieces: dict[str, str]) -> None:
        for item, body in pieces.items():
            self.workspace.ritual.keep(no, step, item, body)


def path(story: Story) -> Iterator[Event]:
    """Every application through its stages, and every no through its steps."""
    way = Way(story)
    answered = {row["application"] for row in story.told["rejections"]}
    for row in story.told["applications"]:
        for stage in row["stages"]:
            hours = (19, 21) if stage["stage"] == SAVED else (9, 12)
            yield story.at(stage["days_ago"], hours=hours), partial(way.reach, row, stage["stage"])
        if "outcome" in row and row["id"] not in answered:
            yield story.at(row["outcome_days_ago"], hours=(13, 15)), partial(way.end, row)
    for row in story.told["rejections"]:
        arrived = story.at(row["days_ago"], hours=(14, 16))
        yield arrived, partial(way.no, row)
        yield arrived + timedelta(hours=1), partial(way.name, row, "before")
        yield story.at(row["days_ago"] - 1, hours=(18, 20)), partial(way.name, row, "after")
        yield story.at(row["days_ago"] - 2, hours=(18, 20)), partial(way.learn, row)
        if "closed_days_ago" in row:
            yield story.at(row["closed_days_ago"], hours=(18, 20)), partial(way.close, row)
        if told := row.get("next"):
            at = story.at(told["days_ago"], "07:10")
            yield at, partial(way.plan, row)
            if told["done"]:
                yield at + timedelta(hours=3), partial(story.finish, told["then"])
