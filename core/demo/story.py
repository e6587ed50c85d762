"""What the made-up weeks are told with: the day and the hour of a thing, the lot, and what happened before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from core.content import Content, Practice
from core.workspace import Workspace

Event = tuple[datetime, Callable[[], object]]


class Story:
    """What is told, the lot, and the verbs that need to know what happened before."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.content = Content()
        self.told = self.content.demo()
        self.today = workspace.today()
        self.lot = Random(f"onward {self.today.isoformat()}")
        self._practices: dict[str, str] = {}  # the id of each, by its name

    def day(self, ago: int) -> date:
        """The day so many days ago."""
        return self.today - timedelta(days=ago)

    def at(self, ago: int, told: str = "", hours: tuple[int, int] = (8, 21)) -> datetime:
        """The instant of a wall-clock time (`21:10`) so many days ago; drawn within `hours` where none is told."""
        drawn = time.fromisoformat(told) if told else time(self.lot.randrange(*hours), self.lot.randrange(60))
        # Down to the millisecond, so that no two things happen at once and their order is always the same.
        drawn = drawn.replace(second=self.lot.randrange(60), microsecond=self.lot.randrange(1000) * 1000)
        return self.workspace.clock.at(self.day(ago), drawn)

    def feeling(self, id: str) -> tuple[str, str]:
        """A feeling as a word and the group it stands in."""
        return next((row.text, row.group) for row in self.content.choices("feelings") if row.id == id)

    def take_up(self, practice: Practice) -> None:
        """Take up a practice."""
        self._practices[practice.name] = self.workspace.routine.take_up(practice)

    def tick(self, name: str, count: int | None = None, minutes: int | None = None) -> None:
        """Mark a practice that was taken up."""
        self.workspace.routine.tick(self._practices[name], count=count, minutes=minutes)

    def skip(self, name: str) -> None:
        """Leave it out for a day."""
        self.workspace.routine.skip(self._practices[name])

    def write(self, row: dict[str, Any]) -> None:
        """Write an entry with its tags and its feeling."""
        journal = self.workspace.journal
        entry = journal.write(row["text"].strip("\n"))
        journal.tag(entry, *row.get("tags", ()))
        word, family = self.feeling(row["mood"])
        journal.feel(entry, word, family=family, intensity=row.get("intensity"))

    def finish(self, text: str) -> None:
        """Finish the step with these words."""
        steps = self.workspace.steps
        for step in steps.open(self.workspace.today()):
            if step.text == text:
                steps.finish(step.id)
