"""The part of the made-up weeks that is about the people who carry along, and about what is being learnt."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from core.demo.story import Event, Story
from core.skills.skills import id_of
from core.team.promises import MINE, THEIRS


def team(story: Story) -> Iterator[Event]:
    """Who joined when, the talks, the promises, and the one sentence of each that was kept."""
    people: dict[str, str] = {}
    team = story.workspace.team

    def join(row: dict[str, Any]) -> None:
        people[row["name"]] = team.people.add(
            row["name"],
            seats=row["seats"],
            reach=row["how"],
            good_for=row["good_for"],
            notes=row["asked"],
            cadence=row["rhythm_days"],
        )

    for row in story.told["team"]:
        name = row["name"]
        yield story.at(row["joined_days_ago"], hours=(18, 20)), partial(join, row)
        for talk in row["talks"]:
            said = partial(lambda name, said: team.check_in(people[name], said), name, talk["said"])
            yield story.at(talk["days_ago"], hours=(17, 20)), said
        last = row["talks"][-1]["days_ago"]
        for side, told in ((MINE, "promised"), (THEIRS, "they_promised")):
            for what in row.get(told, ()):
                made = partial(lambda name, what, side: team.promises.make(people[name], what, side), name, what, side)
                yield story.at(last, hours=(20, 21)), made
        kept = partial(lambda name, said: team.sentences.keep(people[name], said), name, row["said"])
        yield story.at(row["kept_days_ago"], hours=(21, 22)), kept


def skills(story: Story) -> Iterator[Event]:
    """The postings that were read, what shows a skill, and the plan with the time put into it."""
    skills, items = story.workspace.skills, dict[str, str]()

    def read(row: dict[str, Any]) -> None:
        for id, name in skills.postings.in_applications():
            if row["company"] in name:
                skills.postings.from_application(id)

    def note(row: dict[str, Any]) -> None:
        id = skills.add(row["name"])
        skills.rate(id, row["level"])
        if "shown" in row:
            skills.prove(id, row["shown"], row["shown_as"])
        if row.get("chosen"):
            skills.choose(id_of(row["name"]))

    def plan(row: dict[str, Any]) -> None:
        items[row["name"]] = skills.plan.add(
            row["name"],
            row["item"],
            story.day(row["started_days_ago"]),
            story.day(row["until_days_ago"]),
            means=row["means"],
            minutes=60 * row["hours"],
            weekly=60 * row["weekly"],
            why=row["why"],
        )

    for row in story.told["applications"]:
        if "posting" in row:
            yield story.at(row["stages"][0]["days_ago"], hours=(21, 23)), partial(read, row)
    for row in story.told["skills"]:
        began = row.get("noted_days_ago", row.get("started_days_ago"))
        yield story.at(began, hours=(8, 9)), partial(note, row)
        if "item" in row:
            yield story.at(began, hours=(10, 11)), partial(plan, row)
        for ago, minutes in row.get("sittings", ()):
            sat = partial(lambda name, minutes: skills.plan.log(items[name], minutes), row["name"], minutes)
            yield story.at(ago, hours=(14, 18)), sat
