"""`onward team`."""

from __future__ import annotations

import click

from cli import output
from cli.verbs import existing


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON document.")
@click.pass_obj
def team(home: str | None, as_json: bool) -> None:
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
