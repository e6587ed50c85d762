"""How the team looks: the seats on top, everyone below, and the person or seat under the cursor beside them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual.content import Content

from core.content import Content as Words
from core.record import record
from core.team.people import Person, Talk
from core.team.promises import MINE, OPEN, Promise
from core.team.sentences import Sentence
from core.team.team import Seat
from core.workspace import Workspace
from tui.widgets.plain import plain
from tui.widgets.rows import Row, heading

SIX = 6


@record
class View:
    """The seats, how many people there are, and today."""

    seats: tuple[Seat, ...]
    count: int
    today: date


@record
class About:
    """Everything about one person."""

    person: Person
    talks: tuple[Talk, ...]
    promises: tuple[Promise, ...]
    sentences: tuple[Sentence, ...]


def look(workspace: Workspace) -> View:
    """What there is to see."""
    team = workspace.team
    return View(seats=team.seats(), count=team.people.count(), today=workspace.today())


def about(workspace: Workspace, id: str) -> About:
    """What there is to see about someone."""
    team = workspace.team
    return About(
        person=team.people.get(id),
        talks=team.talks(id, 3),
        promises=team.promises.of(id)[:6],
        sentences=team.sentences.of(id)[:3],
    )


def seat_rows(view: View, words: Words) -> list[Row]:
    """The rows on top: the six seats, what lies beyond them, and the heading of the people."""
    rows = [heading(words.say("team.title.seats"))]
    for number, seat in enumerate(view.seats):
        if number == SIX:
            rows.append(heading(words.say("team.title.beyond")))
        names = ", ".join(person.name for person in seat.people[:5])
        mark = "[x]" if names else "[ ]"
        rows.append(Row(f"seat:{seat.id}", seat.text, mark=mark, detail=names or words.say("team.seat.empty")))
    if view.count:
        rows.append(heading(words.say("team.title.people")))
    return rows


def person_row(person: Person, today: date, words: Words) -> Row:
    """One person: due ones are marked, and say so with a sign."""
    due = person.next is not None and person.next <= today
    detail = short(person.last.day) if person.last else words.say("team.check_in.never")
    if person.next:
        detail = f"{detail}  {words.say('team.check_in.next_day', day=short(person.next))}"
    mark = "[>]" if due else "·"
    return Row(f"person:{person.id}", person.name, mark=mark, detail=detail, tone="next" if due else "")


def seat_side(seat: Seat, words: Words) -> Content:
    """What a seat is for; an empty one says where such a person is found."""
    parts = [plain(seat.text).stylize("bold"), plain(seat.hint)]
    if not seat.people:
        parts.append(plain(words.say(f"team.find.{seat.id.replace('-', '_')}")))
        parts.append(plain(words.say("team.seat.invite")).stylize("$text-muted"))
    if seat.ask:
        parts.append(plain(words.say("team.seat.ask", ask=seat.ask)).stylize("$text-muted"))
    return Content("\n").join(parts)


def person_side(about: About, seats: Sequence[Seat], words: Words) -> Content:
    """Everything about a person, the last talk first."""
    person, say = about.person, words.say
    names = {seat.id: seat.text for seat in seats}
    held = ", ".join(names.get(seat, seat) for seat in person.seats)
    parts = [plain(person.name).stylize("bold")]
    parts += [plain(held).stylize("$text-primary")] if held else []
    for talk in about.talks:
        parts.append(
            plain(say(f"team.due.{'last' if talk.said else 'last_silent'}", day=short(talk.day), said=talk.said))
        )
    for promise in about.promises:
        if promise.state == OPEN:
            parts.append(plain(say(f"team.promise.{'mine' if promise.side == MINE else 'theirs'}", text=promise.text)))
    parts += [plain(say("team.sentence.said", text=one.text, name=one.name)) for one in about.sentences]
    parts += [plain(text) for text in (person.good_for, person.reach, person.notes) if text]
    when = [say("team.check_in.next_day", day=short(person.next))] if person.next else []
    when += [say("team.check_in.every", n=person.cadence)] if person.cadence else []
    parts += [plain(", ".join(when)).stylize("$text-muted")] if when else []
    return Content("\n").join(parts)


def short(day: date) -> str:
    """A day in a list: 24 Nov."""
    return f"{day.day} {day:%b}"
