"""The support team: six seats, when to speak next, and what was said last.

A check-in is once a day and person, however often the key is pressed. Nobody is counted and nothing is overdue.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property

from core import days, text
from core.clock import stamp
from core.content import Content
from core.due import HELD, Due
from core.errors import Refused
from core.record import from_row, record
from core.settings import Settings
from core.storage.ids import same_id
from core.storage.store import Store
from core.team.people import BY_NAME, LAST, SELECT, WITH_YOU, People, Person, Talk
from core.today.rest import Rests

TYPE_CHECKING = False
if TYPE_CHECKING:
    from core.team.asks import Asks
    from core.team.promises import Promises
    from core.team.sentences import Sentences

BEYOND = ("recruiter-coach", "group")  # what can be filled beyond the six seats
FURTHEST = timedelta(days=3 * 366)


@record
class Seat:
    """A seat and who sits there; `hint` what it is for, `ask` a question for the person in it."""

    id: str
    text: str
    hint: str
    ask: str
    people: tuple[Person, ...]


class Team:
    """The seats, the talks and the next dates; with `people`, `promises`, `sentences` and `asks` as parts of it."""

    def __init__(self, store: Store, settings: Settings, rests: Rests, content: Content) -> None:
        self._store = store
        self._rests = rests
        self._content = content
        self._settings = settings
        self.people = People(store)

    @cached_property
    def promises(self) -> Promises:
        """What was promised, both ways."""
        from core.team.promises import Promises

        return Promises(self._store, self.people)

    @cached_property
    def sentences(self) -> Sentences:
        """What they have said of the person."""
        from core.team.sentences import Sentences

        return Sentences(self._store, self.people)

    @cached_property
    def asks(self) -> Asks:
        """What could be asked, and of whom."""
        from core.team.asks import Asks

        return Asks(self, self._settings, self._content)

    def seats(self) -> tuple[Seat, ...]:
        """Every seat in the order of the content file, then what lies beyond the six, each with who sits there."""
        rows = self._store.rows(
            f"SELECT s.seat, p.*, t.id AS talk, t.day AS talked, t.said FROM seats s JOIN people p ON p.id = s.person "
            f"LEFT JOIN talks t ON t.id = {LAST} WHERE p.state = ? {BY_NAME} LIMIT 2000",
            WITH_YOU,
        )
        held: dict[str, list[Person]] = defaultdict(list)
        for row, person in zip(rows, self.people.read(rows), strict=True):
            held[row["seat"]].append(person)
        return tuple(
            Seat(id=row.id, text=row.text, hint=row.hint, ask=next(iter(row.more), ""), people=tuple(held[row.id]))
            for row in self._content.choices("seats")
            if row.group == "seat" or row.id in BEYOND
        )

    def talks(self, person: str, limit: int = 50) -> tuple[Talk, ...]:
        """What was said with a person, the latest first."""
        rows = self._store.rows(
            "SELECT * FROM talks WHERE person = ? ORDER BY day DESC, at DESC LIMIT ?", person, limit
        )
        return tuple(from_row(Talk, row, day=days.stored(row["day"]) or date.min) for row in rows)

    def check_in(self, id: str, said: str = "", day: date | None = None) -> None:
        """You spoke, on `day` (default: today); with a word on what was said, or without.

        The next day to speak follows from the cadence. Raises `NotFound`, and `Refused` for a day ahead.
        """
        person, today = self.people.get(id), self._store.clock.today()
        when = days.not_after(day or today, today)
        kept = text.clean(said, what="What was said", limit=20_000).strip()
        talk = same_id("talk", id, when.isoformat())
        with self._store.write(f"Check in with {text.first_line(person.name, 40)}") as door:
            now = door.current("talks", talk)
            if now is None:
                door.insert("talks", id=talk, person=id, day=when.isoformat(), said=kept, at=stamp(door.now))
            elif kept:
                door.update("talks", talk, said=kept)
            if person.cadence and (person.next is None or person.next <= when + timedelta(days=person.cadence)):
                door.update("people", id, next=(when + timedelta(days=person.cadence)).isoformat())
            elif person.next and person.next <= when:
                door.update("people", id, next="")

    def next_on(self, id: str, day: date | None) -> None:
        """The day to speak next, or none; nothing follows from moving it. Raises `NotFound` and `Refused`."""
        person, today = self.people.get(id), self._store.clock.today()
        if day is not None and not today <= day <= today + FURTHEST:
            raise Refused(f"{days.told(day)} does not fit here: today or a day in the next three years does.")
        with self._store.write(f"Speak with {text.first_line(person.name, 40)} another day") as door:
            door.update("people", id, next=day.isoformat() if day else "")

    def due(self, day: date) -> Iterable[Due]:
        """Who to speak with, with the last talk in one line; and, ticked, who was spoken with on this very day."""
        if (light := self._rests.light(day)) and light.mode == "rest":
            return
        today = day.isoformat()
        waiting = self._store.rows(
            f"{SELECT} WHERE p.state = ? AND p.next <> '' AND p.next <= ? ORDER BY p.next, p.name LIMIT 20",
            WITH_YOU,
            today,
        )
        spoken = self._store.rows(
            f"{SELECT} WHERE t.day = ? AND p.state = ? AND (p.next = '' OR p.next > ?) ORDER BY t.at LIMIT 20",
            today,
            WITH_YOU,
            today,
        )
        for person in self.people.read([*waiting, *spoken]):
            yield Due(
                key=f"checkin:{person.id}",
                text=self._content.say("team.due.check_in", name=person.name),
                detail=self.last_words(person),
                rank=HELD,
                group="team",
                done=person.last is not None and person.last.day == day and (person.next is None or person.next > day),
            )

    def last_words(self, person: Person) -> str:
        """The last talk with someone in one line."""
        if person.last is None:
            return person.reach
        when = f"{person.last.day.day} {person.last.day:%b}"
        said = text.first_line(person.last.said, 120)
        return self._content.say(f"team.due.{'last' if said else 'last_silent'}", day=when, said=said)
