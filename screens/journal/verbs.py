"""What can be done with the entries: each one asks what it needs and leaves the screen showing the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.content import Content as Words
from core.dates import read_date
from core.journal.journal import Entry, Feeling, tag_name
from screens.journal.page import feeling_text
from tui.dialogs.ask import Ask
from tui.dialogs.choose import Choose
from tui.dialogs.feeling import name_feeling
from tui.dialogs.line import Line
from tui.widgets.rows import Row, heading

if TYPE_CHECKING:
    from datetime import date

    from screens.journal.screen import JournalScreen

HEAVY = 8  # from this strength on, a word of despair brings up the safety line
_ADD = "+"


async def choose_prompt(screen: JournalScreen) -> str | None:
    """A question to begin from; None for a blank page after all."""
    rows: list[Row] = []
    for group, label in screen.words.groups("prompts"):
        found = [row for row in screen.words.choices("prompts") if row.group == group]
        rows += [heading(label), *(Row(row.text, row.text) for row in found)] if found else []
    title, hint = screen.say("prompts.ask.title"), screen.say("prompts.ask.blank")
    return await screen.app.push_screen_wait(Choose(title, rows, hint=hint, free=True))


def read_tags(typed: str) -> list[str]:
    """Tags as typed, with commas between. Raises `Refused`."""
    return [tag_name(name) for name in typed.split(",") if name.strip(" #\t")]


async def set_tags(screen: JournalScreen, entry: Entry) -> None:
    """Say which tags the entry has."""
    typed = await screen.app.push_screen_wait(
        Line(
            screen.say("journal.tags.ask"),
            hint=screen.say("journal.tags.hint"),
            value=", ".join(entry.tags),
            check=read_tags,
        )
    )
    if typed is not None:
        await screen.do(lambda w: w.journal.retag(entry.id, read_tags(typed)))


async def choose_tag(screen: JournalScreen) -> str | None:
    """The tag to show alone; None for the list as it is."""
    tags = await screen.ask(lambda w: w.journal.tags())
    if not tags:
        screen.tell(screen.say("journal.tags.none", key=screen.key_of("journal.tags")))
        return None
    rows = [Row(tag.name, tag.name, detail=str(tag.count)) for tag in tags]
    return await screen.app.push_screen_wait(Choose(screen.say("journal.tags.choose"), rows))


async def set_mood(screen: JournalScreen, entry: Entry) -> None:
    """Name a feeling in the entry, or take one off."""
    chosen: str | None = _ADD
    if entry.feelings:
        off = [
            Row(feeling.word, screen.say("journal.mood.off", feeling=feeling_text(feeling)))
            for feeling in entry.feelings
        ]
        rows = [Row(_ADD, screen.say("journal.mood.add"), mark="+"), *off]
        chosen = await screen.app.push_screen_wait(Choose(screen.say("journal.mood.title"), rows))
    if chosen == _ADD:
        feeling = await name_feeling(screen.app, screen.words)
        if feeling is None:
            return
        word, family, intensity = feeling.word, feeling.family, feeling.intensity
        if await screen.do(lambda w: w.journal.feel(entry.id, word, family=family, intensity=intensity)):
            await offer_someone(screen, feeling)
    elif chosen:
        await screen.do(lambda w: w.journal.unfeel(entry.id, chosen))


async def offer_someone(screen: JournalScreen, feeling: Feeling) -> None:
    """After a word of despair at high strength: say, once and gently, that there is someone to talk to."""
    if not is_heavy(feeling, screen.words) or screen.offered:
        return
    screen.offered = True
    say = screen.say
    question = say("safety.offer.text", key=screen.key_of("app.safety"))
    if await screen.app.push_screen_wait(Ask(question, say("safety.offer.show"), say("safety.offer.carry_on"))):
        await screen.run_action("app.safety")


def is_heavy(feeling: Feeling, words: Words) -> bool:
    """Whether it is one of the words of despair, at a high strength."""
    heavy = {choice.text for choice in words.choices("feelings") if choice.heavy}
    return feeling.word in heavy and (feeling.intensity or 0) >= HEAVY


async def ask_day(screen: JournalScreen, today: date) -> date | None:
    """A day, as the person says it."""
    typed = await screen.app.push_screen_wait(
        Line(
            screen.say("journal.day.ask"),
            hint=screen.say("journal.day.hint"),
            check=lambda words: read_date(words, today),
        )
    )
    return read_date(typed, today) if typed else None


async def go_to(screen: JournalScreen, day: date) -> None:
    """Put the cursor on the newest entry on or before a day."""
    tag = screen.tag
    place = await screen.ask(lambda w: w.journal.on_or_before(day, tag))
    if place is None:
        screen.tell(screen.say("journal.day.before"))
    elif screen.view:
        screen.rows.cursor = len(screen.view.drafts) + place
