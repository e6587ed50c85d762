"""Ten weeks of one invented person's search, lived through the real verbs with a clock that is moved.

Everything is told in `content/en/demo.toml`. Hours that are not told there are drawn by lot, the
same lot for the same day, so that pictures and measurements can be compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from core.clock import Clock
from core.content import Practice
from core.demo.path import path
from core.demo.people import skills, team
from core.demo.story import Event, Story
from core.demo.strengths import strengths
from core.workspace import Workspace

DAYS, WEEKS = 70, 10
HOURS = {"search": (8, 12), "people": (11, 19), "learning": (14, 18), "body": (7, 20), "mind": (7, 22)}


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
