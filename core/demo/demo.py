"""Ten weeks of one invented person's search, lived through the real verbs with a clock that is moved.

Everything is told in `content/en/demo.toml`. Hours that are not told there are drawn by lot, the
same lot for the same day, so that pictures and measurements can be compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from typing import Any

from core.clock import Clock
from core.content import Content, Practice
from core.demo.demo_path import path
from core.demo.demo_people import skills, team
from core.demo.demo_strengths import strengths
from core.workspace import Workspace

DAYS, WEEKS = 70, 10
HOURS = {"search": (8, 12), "people": (11, 19), "learning": (14, 18), "body": (7, 20), "mind": (7, 22)}

Event = tuple[datetime, Callable[[], object]]


def build(path: str, now: datetime | None = None) -> None:
    """Make a workspace at `path`, where there is none yet, with ten weeks that end at `now` (default: this moment)."""
    moment = now or Clock().now()
    end = moment

    def moved() -> datetime:
        return moment

    with Workspace.open(path, Clock(moved)) as workspace:
        # It is thrown away in any case: no need to wait for the disk some hundreds of times.
        workspace.store.conn.execute("PRAGMA synchronous = OFF")
        story = Story(workspace)
        events = [event for part in PARTS for event in part(story)]
        for at, happen in sorted(events, key=lambda event: event[0]):
            if at <= end:
                moment = at
                happen()


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


def person(story: Story) -> Iterator[Event]:
    """Who it is, as the welcome asks it."""
    settings, told = story.workspace.settings, story.told["person"]
    yield story.at(DAYS - 1, "07:30"), partial(settings.set, "name", told["name"])
    yield story.at(DAYS - 1, "07:31"), partial(settings.set_time, "evening", told["evening"])
    yield story.at(DAYS - 1, "07:32"), partial(settings.set, "welcomed", "yes")


def practices(story: Story) -> Iterator[Event]:
    """The routine and its marks."""
    ready = {practice.id: practice for practice in story.content.practices()}
    for number, told in enumerate(story.told["practices"]):
        own = {key: value for key, value in told.items() if key != "done"}
        practice = ready[told["id"]] if "id" in told else Practice(id="", **own)
        yield story.at(DAYS - 1, f"07:{33 + number}"), partial(story.take_up, practice)
        noted = told["done"] if "done" in told else told["amounts"]
        for index, mark in enumerate(noted):
            weekly = (WEEKS - 1 - index) * 7 + story.lot.randrange(7) if len(noted) == WEEKS else None
            at = story.at(DAYS - 1 - index if weekly is None else weekly, hours=HOURS[practice.group])
            if mark == "s":
                yield at, partial(story.skip, practice.name)
            elif mark == "x":
                yield at, partial(story.tick, practice.name)
            elif mark not in (0, "."):
                yield at, partial(story.tick, practice.name, **{practice.kind: mark})


def efforts(story: Story) -> Iterator[Event]:
    """The counters: a few of everything in most weeks."""
    add = story.workspace.efforts.add
    for week in range(WEEKS):
        for kind, most in (("connection", 3), ("insider", 1), ("improvement", 2)):
            for _ in range(story.lot.randint(0, most)):
                yield story.at(week * 7 + story.lot.randrange(7)), partial(add, kind)
        yield story.at(week * 7 + story.lot.randrange(7)), partial(add, "learning", 15 * story.lot.randint(1, 6))


def evenings(story: Story) -> Iterator[Event]:
    """The closes of days, and the mornings after, on which the one thing is done."""
    for row in story.told["evenings"]:
        ago, tomorrow = row["days_ago"], row.get("tomorrow", "")
        close = partial(
            story.workspace.evenings.close,
            story.day(ago),
            gratitudes=row.get("gratitude", ()),
            win=row.get("win", ""),
            mood=story.feeling(row["mood"])[0],
            tomorrow=tomorrow,
        )
        yield story.at(ago, hours=(21, 23)), close
        if tomorrow and ago > 1:
            yield story.at(ago - 1, hours=(9, 13)), partial(story.finish, tomorrow)


def entries(story: Story) -> Iterator[Event]:
    """The journal."""
    for row in story.told["entries"]:
        yield story.at(row["days_ago"], row["time"]), partial(story.write, row)


# In the order of the product's parts; a new part adds its function here.
PARTS: tuple[Callable[[Story], Iterator[Event]], ...] = (
    person,
    practices,
    efforts,
    path,
    strengths,
    evenings,
    entries,
    team,
    skills,
)
