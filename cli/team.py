"""`onward team`: the seats and who sits there, and looking after both; `onward checkin` notes a talk."""

from __future__ import annotations

from typing import Any

import click

from cli import output
from cli.noun import asks, begins, noun
from cli.shape import listed, picked, shown
from cli.verbs import existing
from cli.which import sign, which
from cli.words import ahead, as_json, given, options, text_of
from core.errors import NotFound
from core.team.people import AWAY, KINDS, LONGEST_CADENCE, Person
from core.workspace import Workspace

LISTING = "onward team"
FIELDS = ("id", "name", "kind", "reach", "good_for", "notes", "cadence", "next", "state", "seats")


def find(workspace: Workspace, typed: str | tuple[str, ...]) -> Person:
    """The person who is meant."""
    known = [(one.id, one.name) for one in workspace.team.people.everyone(100_000)]
    return workspace.team.people.get(which(known, typed, LISTING))


def seats_named(workspace: Workspace, typed: tuple[str, ...]) -> list[str]:
    """The seats that are meant, by id or by their words."""
    known = [(seat.id, seat.id) for seat in workspace.team.seats()]
    return [which(known, seat, LISTING) for seat in typed]


@noun("team", thing="person", find=find)
def team() -> None:
    """Your team: a few people are enough, and every seat may stay empty. Nothing is ever sent from here."""


@team.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON document.")
@click.pass_obj
def show_all(home: str | None, as_json: bool) -> None:
    """Print your team: the seats, who sits there, and the last talk with each person.

    \b
    The JSON document:
      seats   id, text, people (ids)
      people  id, name, kind ("person", "group", "coach"), reach, good_for,
              cadence (days or null), next (a date or null), seats,
              last (null, or day and said)
    """
    from core.workspace import Workspace

    with Workspace.open(existing(home)) as workspace:
        seats, people = workspace.team.seats(), workspace.team.people.everyone(100_000)
        words = {person.id: workspace.team.last_words(person) for person in people}
        say = workspace.content.say
    if as_json:
        names = ("id", "name", "kind", "reach", "good_for", "cadence", "seats")
        output.document(
            {
                "seats": [
                    {"id": seat.id, "text": seat.text, "people": [person.id for person in seat.people]}
                    for seat in seats
                ],
                "people": [
                    {name: getattr(person, name) for name in names}
                    | {"next": person.next and person.next.isoformat()}
                    | {"last": person.last and {"day": person.last.day.isoformat(), "said": person.last.said}}
                    for person in people
                ],
            }
        )
        return
    for seat in seats:
        holders = ", ".join(person.name for person in seat.people)
        output.line(f"[{'x' if holders else ' '}] {seat.text}: {holders or say('team.seat.empty')}")
    for number, person in enumerate(people):
        if not number:
            output.line()
        following = f"  ({say('team.check_in.next_day', day=person.next.isoformat())})" if person.next else ""
        output.line(f"{person.name:24}  {words[person.id]}{following}".rstrip())


@team.command()
@click.argument("person", nargs=-1, required=True)
@as_json
@asks
def show(workspace: Workspace, person: tuple[str, ...], as_json: bool) -> None:
    """Show one PERSON.

    \b
    The JSON document: id, name, kind, reach, good_for, notes, cadence
    (days or null), next (a day or null), state, seats, talks (day, said),
    promises (id, side, text, state), and sentences (id, text, day).
    """
    kept, team = find(workspace, person), workspace.team
    talks = [picked(one, "day", "said") for one in team.talks(kept.id)]
    promises = [picked(one, "id", "side", "text", "state") for one in team.promises.of(kept.id)]
    sentences = [picked(one, "id", "text", "day") for one in team.sentences.of(kept.id)]
    if not as_json:
        promises, sentences = ([{**one, "id": sign(one["id"])} for one in part] for part in (promises, sentences))
    shown(picked(kept, *FIELDS, talks=talks, promises=promises, sentences=sentences), as_json)


_KIND = click.option("--kind", type=click.Choice(KINDS), help="A person, a group, or someone whose work it is.")
_SEAT = click.option("--seat", "seats", multiple=True, metavar="SEAT", help="A seat, such as mentor; give more again.")
_CADENCE = click.option(
    "--cadence", type=click.IntRange(0, LONGEST_CADENCE), metavar="DAYS", help="Days between talks; 0 for none."
)
_ABOUT = options(reach="How to reach them.", good_for="What they are good for.", notes="Anything else.")


@team.command()
@click.argument("name", nargs=-1, required=True)
@_KIND
@_CADENCE
@_SEAT
@_ABOUT
@begins
def add(
    workspace: Workspace,
    name: tuple[str, ...],
    kind: str | None,
    cadence: int | None,
    seats: tuple[str, ...],
    **about: str | None,
) -> None:
    """Write someone down.

    \b
    Example:
      onward team add Kim Berg --seat mentor --cadence 14 --reach 555-0100
    """
    fields: dict[str, Any] = {key: text_of(value) for key, value in about.items() if value is not None}
    if kind:
        fields["kind"] = kind
    workspace.team.people.add(" ".join(name), cadence=cadence or None, seats=seats_named(workspace, seats), **fields)
    output.say("Written down.")


@team.command()
@click.argument("person")
@options(name="Their name.")
@_KIND
@_CADENCE
@_SEAT
@click.option("--no-seat", is_flag=True, help="No seat any more.")
@_ABOUT
@asks
def change(
    workspace: Workspace,
    person: str,
    cadence: int | None,
    seats: tuple[str, ...],
    no_seat: bool,
    **about: str | None,
) -> None:
    """Change what is noted about a PERSON; with --seat, these are the seats they hold."""
    held = [] if no_seat else seats_named(workspace, seats) or None
    chosen = given(seats=held, cadence=cadence, **about)
    if cadence == 0:
        chosen["cadence"] = None
    workspace.team.people.change(find(workspace, person).id, **chosen)
    output.say("Changed.")


@team.command("next")
@click.argument("person")
@click.argument("day", nargs=-1)
@asks
def next_day(workspace: Workspace, person: str, day: tuple[str, ...]) -> None:
    """Say on which DAY to speak with a PERSON next; without one, no day is set."""
    when = ahead(workspace, " ".join(day)) if day else None
    workspace.team.next_on(find(workspace, person).id, when)
    output.say(f"Next: {when.isoformat()}." if when else "No day is set.")


@team.command()
@click.argument("person")
@click.argument("text", nargs=-1, required=True)
@asks
def keep(workspace: Workspace, person: str, text: tuple[str, ...]) -> None:
    """Keep what a PERSON said, word for word, so that it comes back when it helps."""
    workspace.team.sentences.keep(find(workspace, person).id, text_of(text))
    output.say(workspace.content.say("team.sentence.kept"))


@team.command()
@click.argument("person")
@click.argument("sentence", nargs=-1, required=True)
@asks
def unkeep(workspace: Workspace, person: str, sentence: tuple[str, ...]) -> None:
    """Keep a SENTENCE of a PERSON no longer: its sign, or words of it."""
    known = [(one.id, one.text) for one in workspace.team.sentences.of(find(workspace, person).id)]
    workspace.team.sentences.drop(which(known, sentence, f"onward team show {person}", latest=True))
    output.say("Let go. `onward undo` brings it back.")


@team.command()
@click.argument("person", nargs=-1, required=True)
@asks
def drop(workspace: Workspace, person: tuple[str, ...]) -> None:
    """A PERSON is no longer on the team; what was said stays."""
    workspace.team.people.let_go(find(workspace, person).id)
    output.say("No longer on the team; what was said stays. `onward team resume` brings them back.")


@team.command()
@as_json
@asks
def away(workspace: Workspace, as_json: bool) -> None:
    """List those who are no longer on the team. The JSON document is a list; each has id, name and good_for."""
    found = [picked(one, "id", "name", "good_for") for one in workspace.team.people.everyone(100_000, state=AWAY)]
    listed(found, as_json, lambda one: f"{one['name']:24}  {one['good_for']}", "Nobody was put aside.")


@team.command()
@click.argument("person", nargs=-1, required=True)
@asks
def resume(workspace: Workspace, person: tuple[str, ...]) -> None:
    """Bring a PERSON back who was put aside."""
    known = [(one.id, one.name) for one in workspace.team.people.everyone(100_000, state=AWAY)]
    workspace.team.people.take_back(which(known, person, "onward team away"))
    output.say(workspace.content.say("team.person.back"))


@team.command()
@click.argument("file", type=click.Path())
@click.argument("names", nargs=-1)
@as_json
@begins
def pick(workspace: Workspace, file: str, names: tuple[str, ...], as_json: bool) -> None:
    """List who is in a FILE of contacts (.vcf, LinkedIn's Connections.csv); with NAMES, add these and nobody else.

    \b
    The JSON document is a list; each has name, reach, about, and here:
    whether someone of that name is on the team.

    \b
    Examples:
      onward team pick contacts.vcf
      onward team pick contacts.vcf "Kim Berg" "Ada Lund"
    """
    from core.team.contacts import read

    found = read(file)
    if names:
        known = [(one.name, one.name) for one in found]
        wanted = {which(known, name, f"onward team pick {file}") for name in names}
        with workspace.store.write("Add people from a file"):
            for one in found:
                if one.name in wanted:
                    workspace.team.people.add(one.name, reach=one.reach, good_for=one.about)
        output.say(workspace.content.say("team.import.added", n=len(wanted)))
        return
    if not found:
        raise NotFound(workspace.content.say("team.import.nobody"))
    here = {one.name.casefold() for one in workspace.team.people.everyone(100_000)}
    told = [picked(one, "name", "reach", "about", here=one.name.casefold() in here) for one in found]
    listed(told, as_json, lambda one: f"[{'x' if one['here'] else ' '}] {one['name']:28}  {one['about']}", "")
