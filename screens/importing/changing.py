"""Saying otherwise what was found: the form, the encoding, the order of dates, a column, a word for a stage."""

from __future__ import annotations

from dataclasses import replace

from core.applications.applications import OUTCOMES, STAGES
from core.clock import Clock
from core.days import told
from core.errors import OnwardError
from core.importing import dates, decoding, telling
from core.importing.aliases import FIELDS, key
from core.importing.formats import formats
from core.importing.plan import Plan
from core.importing.shape import LEFT_OUT, NOTES, ORDERS, Options
from core.importing.table import NAMES
from screens.importing import found
from tui.dialogs import questions
from tui.screen import ActivityScreen
from tui.widgets.rows import Row

_AROUND = 24  # letters that are shown around the first one that is none of ASCII


async def change(screen: ActivityScreen, plan: Plan, chosen: str) -> Options | None:
    """The options after the person has changed what they chose; None where they left it."""
    kind, _, place = chosen.partition(":")
    if kind in ("column", "word"):
        number, _, index = place.partition(":")
        return await (_column if kind == "column" else _word)(screen, plan, int(number), int(index))
    if kind == found.AGAIN:
        return replace(plan.options, again=not plan.options.again)
    ask = {
        found.FORM: _form,
        found.ENCODING: _encoding,
        found.DELIMITER: _delimiter,
        found.DATES: _dates,
        found.PEOPLE: _people,
    }[kind]
    return await ask(screen, plan)


async def _form(screen: ActivityScreen, plan: Plan) -> Options | None:
    rows = [Row(one.id, one.name) for one in formats()]
    question = screen.say("importing.flow.choose_form")
    chosen = await screen.app.push_screen_wait(found.Standing(question, rows, plan.format.id))
    # Another form has other columns and other words: what was said about the old ones does not carry over.
    return Options(format=chosen, today=plan.options.today) if chosen else None


async def _encoding(screen: ActivityScreen, plan: Plan) -> Options | None:
    start = next((member.start for member in plan.source.members if not member.start.isascii()), b"")
    at = next((place for place, byte in enumerate(start) if byte > 127), 0)
    around = start[max(0, at - _AROUND) & ~1 : at + 2 * _AROUND]
    rows = [Row(name, name, detail=around.decode(name, "replace").replace("\n", " ")) for name in decoding.OFFERED]
    question = screen.say("importing.flow.choose_encoding")
    chosen = await questions.choose(screen, question, rows, free=True, below=False)
    return replace(plan.options, encoding=chosen) if chosen else None


async def _delimiter(screen: ActivityScreen, plan: Plan) -> Options | None:
    rows = [Row(name, telling.delimiter(screen.words, sign)) for name, sign in NAMES.items()]
    chosen = await questions.choose(screen, screen.say("importing.flow.choose_delimiter"), rows)
    return replace(plan.options, delimiter=chosen) if chosen else None


async def _dates(screen: ActivityScreen, plan: Plan) -> Options | None:
    example = next((part.facts.date for part in plan.parts if part.facts and part.facts.date), "")
    rows = []
    for order in ORDERS:
        if read := dates.read(example, order, Clock()):
            rows.append(Row(order, screen.say(f"importing.facts.{order}"), detail=told(read[0])))
    chosen = await questions.choose(screen, screen.say("importing.flow.choose_dates", date=example), rows)
    return replace(plan.options, dates=chosen) if chosen else None


async def _people(screen: ActivityScreen, plan: Plan) -> Options | None:
    known = await screen.ask(lambda w: {person.name.casefold() for person in w.team.people.everyone(100_000)})
    everyone = [contact for part in plan.parts for contact in part.people if contact.name.casefold() not in known]
    rows = [Row(str(number), contact.name, detail=contact.about) for number, contact in enumerate(everyone)]
    marked = [str(number) for number, contact in enumerate(everyone) if contact.name in plan.options.people]
    picked = await questions.several(screen, screen.say("importing.flow.choose_people"), rows, marked)
    if picked is None:
        return None
    return replace(plan.options, people=tuple(everyone[int(number)].name for number in picked))


async def _column(screen: ActivityScreen, plan: Plan, number: int, index: int) -> Options | None:
    facts = plan.parts[number].facts
    assert facts is not None
    column = facts.columns[index]
    rows = [Row(f"field:{field}", telling.field(screen.words, field)) for field in FIELDS[facts.kind]]
    rows.append(Row(f"field:{NOTES}", screen.say("importing.fields.to_notes")))
    rows.append(Row(f"field:{LEFT_OUT}", screen.say("importing.fields.left_out")))
    question = screen.say("importing.flow.choose_field", column=column.name)
    if column.example:
        question = f"{question} {screen.say('importing.flow.example', example=column.example)}"
    chosen = await screen.app.push_screen_wait(found.Standing(question, rows, f"field:{column.field}"))
    if chosen is None:
        return None
    others = tuple((name, field) for name, field in plan.options.columns if key(name) != key(column.name))
    return replace(plan.options, columns=(*others, (column.name, chosen.partition(":")[2])))


async def _word(screen: ActivityScreen, plan: Plan, number: int, index: int) -> Options | None:
    facts = plan.parts[number].facts
    assert facts is not None
    word = facts.words[index]
    rows = [Row(f"state:{state}", telling.state(screen.words, state)) for state in (*STAGES, *OUTCOMES)]
    question = screen.say("importing.flow.choose_word", word=word.word)
    chosen = await screen.app.push_screen_wait(found.Standing(question, rows, f"state:{word.state}"))
    if chosen is None:
        return None
    others = tuple((known, state) for known, state in plan.options.words if key(known) != key(word.word))
    return replace(plan.options, words=(*others, (word.word, chosen.partition(":")[2])))


def refused(screen: ActivityScreen, error: OnwardError) -> None:
    """Say why something could not be done; what was there before stays."""
    screen.tell(error.sentence, severity="warning")
