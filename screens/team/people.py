"""Writing down a person, their seats, promises and words, and when to speak next."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError
from textual.app import ComposeResult
from textual.widgets import Input, Select

from core.content import Content as Words
from core.dates import read_date
from core.team.people import KINDS, LONGEST_CADENCE, PERSON, Person
from core.team.promises import KEPT, LET_GO, MINE, OPEN, THEIRS
from core.team.team import Seat
from tui.dialogs.choose import Choose, ChooseSeveral
from tui.dialogs.form import Form
from tui.dialogs.line import Line
from tui.dialogs.prose import Prose
from tui.screen import ActivityScreen
from tui.widgets.rows import Row


def _named(typed: str) -> str:
    if not typed.strip():
        raise PydanticCustomError("name", "A name is enough to begin with; any name will do.")
    return typed


def _days(typed: Any) -> int | None:
    text = str(typed or "").strip()
    if not text:
        return None
    if not (text.isdecimal() and text.isascii() and 1 <= int(text[:6]) <= LONGEST_CADENCE):
        raise PydanticCustomError("days", f"A number of days from 1 to {LONGEST_CADENCE} fits here, or nothing.")
    return int(text)


class PersonFields(BaseModel):
    """What is asked about someone."""

    model_config = ConfigDict(frozen=True)

    name: Annotated[str, BeforeValidator(_named)]
    kind: str
    reach: str
    good_for: str
    cadence: Annotated[int | None, BeforeValidator(_days)]
    notes: str


class PersonForm(Form[PersonFields]):
    """The fields of a person."""

    MODEL = PersonFields

    def __init__(self, words: Words, person: Person | None = None) -> None:
        title = words.say("team.person.change" if person else "team.person.add")
        super().__init__(title, words.say("team.person.keep"))
        self.words, self.person = words, person

    def compose_fields(self) -> ComposeResult:
        say, now = self.words.say, self.person
        kinds = [(say(f"team.kinds.{kind}"), kind) for kind in KINDS]
        yield self.field(say("team.person.name"), Input(now.name if now else "", id="name", compact=True))
        yield self.field(
            say("team.person.kind"),
            Select(kinds, value=now.kind if now else PERSON, allow_blank=False, id="kind", compact=True),
        )
        for name in ("reach", "good_for", "cadence"):
            value = getattr(now, name) if now else ""
            hint = say(f"team.person.{name}_hint")
            yield self.field(
                say(f"team.person.{name}"),
                Input(str(value or ""), placeholder=hint, id=name, compact=True),
            )
        yield self.field(say("team.person.notes"), Input(now.notes if now else "", id="notes", compact=True))


async def add_person(screen: ActivityScreen, seats: tuple[Seat, ...], seat: str = "") -> None:
    """Write someone down; with `seat`, that is theirs."""
    fields = await screen.app.push_screen_wait(PersonForm(screen.words))
    if fields:
        held = [seat] if seat else await choose_seats(screen, seats, ())
        await screen.do(lambda w: w.team.people.add(**fields.model_dump(), seats=held or ()))


async def change_person(screen: ActivityScreen, person: Person) -> None:
    """Change what is noted about someone."""
    fields = await screen.app.push_screen_wait(PersonForm(screen.words, person))
    if fields:
        await screen.do(lambda w: w.team.people.change(person.id, **fields.model_dump()))


async def choose_seats(
    screen: ActivityScreen, seats: tuple[Seat, ...], marked: tuple[str, ...]
) -> list[str] | None:  # fmt: skip
    """Which seats someone holds; None for escape."""
    rows = [Row(seat.id, seat.text, detail=seat.hint) for seat in seats]
    chosen = await screen.app.push_screen_wait(
        ChooseSeveral(screen.say("team.person.seats_ask"), rows, marked=marked)
    )  # fmt: skip
    return None if chosen is None else [seat for seat in chosen.split("\n") if seat]


async def fill_seat(screen: ActivityScreen, seat: Seat, seats: tuple[Seat, ...]) -> None:
    """Give a seat to someone who is there, or to someone new."""
    people = await screen.ask(lambda w: w.team.people.everyone(10_000))
    there = {person.id for person in seat.people}
    rows = [Row("new", screen.say("team.seat.someone_new"), mark="+")]
    rows += [Row(person.id, person.name, detail=person.good_for) for person in people if person.id not in there]
    chosen = await screen.app.push_screen_wait(Choose(screen.say("team.seat.who"), rows, hint=seat.text))
    if chosen == "new":
        await add_person(screen, seats, seat.id)
    elif chosen:
        await screen.do(lambda w: w.team.people.sit(chosen, seat.id))


async def check_in(screen: ActivityScreen, id: str) -> bool:
    """Ask what was said, and note the talk; False for escape."""
    said = await screen.app.push_screen_wait(Line(screen.say("team.check_in.said")))
    if said is None:
        return False
    await spoken(screen, id, said)
    return True


async def spoken(screen: ActivityScreen, id: str, said: str = "") -> None:
    """Note a talk, and say when the next one is."""
    if await screen.do(lambda w: w.team.check_in(id, said)):
        person = await screen.ask(lambda w: w.team.people.get(id))
        day = f"{person.next:%A} {person.next.day} {person.next:%B}" if person.next else ""
        screen.tell(screen.say("team.check_in.next", day=day) if day else screen.say("team.check_in.done"))


async def move_next(screen: ActivityScreen, person: Person) -> None:
    """Ask for the next day, or none."""
    today = await screen.ask(lambda w: w.today())
    typed = await screen.app.push_screen_wait(
        Line(
            screen.say("team.check_in.move"),
            hint=screen.say("team.check_in.move_hint"),
            value=person.next.isoformat() if person.next else "+7d",
            check=lambda text: read_date(text, today) if text.strip() else None,
        )
    )
    if typed is not None:
        day = read_date(typed, today) if typed.strip() else None
        await screen.do(lambda w: w.team.next_on(person.id, day), screen.say("team.check_in.moved"))


async def promise(screen: ActivityScreen, id: str) -> None:
    """Settle an open promise, or note a new one."""
    say, ask = screen.say, screen.app.push_screen_wait
    found = await screen.ask(lambda w: w.team.promises.of(id))
    rows = [Row(MINE, say("team.promise.i"), mark="+"), Row(THEIRS, say("team.promise.they"), mark="+")]
    for one in found:
        if one.state == OPEN:
            rows.append(Row(one.id, say(f"team.promise.{one.side}", text=one.text)))
    chosen = await ask(Choose(say("team.promise.title"), rows))
    if chosen in (MINE, THEIRS):
        what = await ask(Line(say("team.promise.what")))
        if what:
            await screen.do(lambda w: w.team.promises.make(id, what, chosen))
    elif chosen:
        ends = [Row(KEPT, say("team.promise.kept")), Row(LET_GO, say("team.promise.let_go"))]
        if state := await ask(Choose(say("team.promise.settle"), ends)):
            await screen.do(lambda w: w.team.promises.settle(chosen, state))


async def keep_sentence(screen: ActivityScreen, id: str) -> None:
    """Keep what someone said, as they said it."""
    said = await screen.app.push_screen_wait(
        Prose(screen.say("team.sentence.ask"), hint=screen.say("team.sentence.hint"))
    )
    if said and said.strip():
        await screen.do(lambda w: w.team.sentences.keep(id, said), screen.say("team.sentence.kept"), said)
