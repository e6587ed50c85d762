"""What `onward import` asks on a terminal: only what does not follow from the file itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cli import output
from cli.import_ import goes
from cli.prompts import Left, Prompts, Stopped
from core.applications.applications import OUTCOMES, STAGES
from core.content import Content
from core.importing import telling
from core.importing.plan import Plan
from core.importing.shape import APPLICATION, DMY, MDY, Facts, Options

MOST = 12  # unknown words that are asked about one by one; the rest goes to the notes


def asked(plan: Plan, content: Content) -> Options:
    """The options with what the person answered; leaving a question out leaves it as it was found."""
    options, prompts = plan.options, Prompts()
    for part in plan.parts:
        facts = part.facts
        if facts is None:
            options = _people(options, prompts, part.name, [contact.name for contact in part.people])
            continue
        for ask in (_order, _names, _words):
            try:
                options = ask(options, facts, prompts, content)
            except Left:
                continue
            except Stopped:
                return options
    return options


def _order(options: Options, facts: Facts, prompts: Prompts, content: Content) -> Options:
    if facts.sure or options.dates:
        return options
    output.say(telling.facts(content, facts))
    ways = [(DMY, "the day comes first"), (MDY, "the month comes first")]
    chosen = prompts.pick(f"How is “{facts.date}” to be read? [{facts.dates}]", ways, free=False)
    return replace(options, dates=chosen or facts.dates)


def _names(options: Options, facts: Facts, prompts: Prompts, content: Content) -> Options:
    if facts.kind != APPLICATION or {"company", "role"} & {column.field for column in facts.columns}:
        return options
    rows = [(column.name, f"{column.name}  ({goes(column)})  {column.example}") for column in facts.columns]
    for field in ("company", "role"):
        chosen = prompts.pick(f"Which column is the {field}?", rows, free=False)
        if chosen:
            options = replace(options, columns=(*options.columns, (chosen, field)))
    return options


def _words(options: Options, facts: Facts, prompts: Prompts, content: Content) -> Options:
    unknown = [word for word in facts.words if not word.state][:MOST]
    states = [(one, content.say(f"applications.stages.{one}")) for one in STAGES]
    states += [(one, content.say(f"applications.outcomes.{one}")) for one in OUTCOMES]
    for word in unknown:
        chosen = prompts.pick(f"What does “{word.word}” ({word.count:,}) mean? Empty: it goes to the notes.", states)
        if chosen in dict(states):
            options = replace(options, words=(*options.words, (word.word, chosen)))
    return options


def _people(options: Options, prompts: Prompts, name: str, names: Sequence[str]) -> Options:
    if options.people or not names:
        return options
    output.say(f"{name} names {len(names):,} people. None of them comes along by itself.")
    picked: list[str] = []
    try:
        while typed := prompts.line("Someone to bring, by name; an empty line goes on.").casefold():
            found = [one for one in names if typed in one.casefold()]
            if len(found) == 1:
                picked.append(found[0])
                output.say(f"{found[0]} comes along.")
            else:
                output.say(
                    f"{len(found):,} have that in their name: {', '.join(found[:8])}" if found else "Nobody has."
                )
    except (Left, Stopped):
        pass
    return replace(options, people=tuple(picked))
