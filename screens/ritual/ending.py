"""The end of a path: the act that closes it, the one next thing, and the doors left open."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from core.applications.applications import SAVED
from core.applications.board import Filters
from core.ritual.closing import ACT, CANDLE, ONE_ROLE, OWN, OWN_ACT, QUIET, REFLECTION
from core.ritual.doors import WAITING, OpenDoor
from core.ritual.path import CLOSING, NEXT
from screens.ritual.answer import answer
from screens.ritual.asking import with_gaps
from screens.ritual.candle import Candle
from screens.ritual.view import AFTER, Look
from tui.dialogs import questions
from tui.widgets.rows import Row

if TYPE_CHECKING:
    from screens.ritual.screen import RitualScreen


def closing_rows(look: Look) -> list[Row]:
    """What stands under closing: the act of last time comes first."""
    say, step = look.say, look.view.path.step(CLOSING)
    act = step.piece(ACT) or (look.view.usual.act if look.view.usual else "")
    found = [look.answer(f"{CLOSING}/act", say("closing.act"), look.name("closing", act) if act else "")]
    if act == OWN:
        own = step.piece(OWN_ACT) or (look.view.usual.own if look.view.usual else "")
        found.append(look.answer(f"{CLOSING}/own", say("closing.own"), own))
    if act == CANDLE:
        found.append(look.answer(f"{CLOSING}/candle", say("closing.light")))
    if act in (CANDLE, OWN) or step.piece(REFLECTION):
        found.append(look.answer(f"{CLOSING}/reflection", say("closing.reflection"), step.piece(REFLECTION)))
    if act and not look.view.path.rejection.closed:
        found.append(look.answer(f"{CLOSING}/close", say("closing.close")))
    return found


async def choose_closing(screen: RitualScreen, item: str) -> None:
    """Open one of them."""
    look, no, say = screen.look, screen.rejection, screen.say
    if look is None:
        return
    step, usual = look.view.path.step(CLOSING), look.view.usual
    act = step.piece(ACT) or (usual.act if usual else "")
    if item == "act":
        rows = questions.rows_of(screen.words.choices("closing"))
        hint = say("rituals.closing.same") if usual else say("closing.ask.note")
        chosen = await questions.choose(screen, say("closing.ask.title"), rows, hint)
        if chosen == CANDLE:
            # Lit at once, and the rest shown afterwards: what is typed already is meant for the line beneath it.
            screen.data.tell(lambda w: w.ritual.keep(no, CLOSING, ACT, chosen))
            await _light(screen)
        elif chosen:
            await screen.do(lambda w: w.ritual.keep(no, CLOSING, ACT, chosen))
    elif item == "own":
        before = step.piece(OWN_ACT) or (usual.own if usual else "")
        typed = await questions.line(screen, say("rituals.closing.own"), before)
        if typed is not None:
            await screen.do(lambda w: w.ritual.keep(no, CLOSING, OWN_ACT, typed))
    elif item == "candle":
        await _light(screen)
    elif item == "reflection":
        await answer(screen, CLOSING, REFLECTION, say("rituals.closing.reflection"))
    elif item == "close":
        await _close(screen, act or QUIET, look)


async def _light(screen: RitualScreen) -> None:
    candle = partial(Candle, screen.words)
    await answer(screen, CLOSING, REFLECTION, screen.say("rituals.closing.reflection"), page=candle)
    screen.reload()


async def _close(screen: RitualScreen, act: str, look: Look) -> None:
    no, role, own = screen.rejection, "", ""
    if act == ONE_ROLE:
        saved = await screen.ask(lambda w: w.board.page(Filters(stage=SAVED), limit=200))
        if not saved:
            screen.tell(look.say("closing.one_role_none"))
            return
        rows = [Row(line.id, line.role or line.company, detail=line.company) for line in saved]
        role = await questions.choose(screen, look.say("closing.one_role"), rows) or ""
        if not role:
            return
    if act == OWN:
        own = look.view.path.step(CLOSING).piece(OWN_ACT) or (look.view.usual.own if look.view.usual else "")
    rejection = look.view.path.rejection
    said = look.say("closing.archive", company=rejection.company or rejection.role)
    await screen.do(lambda w: w.closing.close(no, act, own=own, role=role), said)


def next_rows(look: Look) -> list[Row]:
    """What stands under the one next thing."""
    say, step = look.say, look.view.path.step(NEXT)
    day = step.piece("day")
    planned = look.long_day(date.fromisoformat(day)) if day else ""
    return [
        look.answer(f"{NEXT}/idea", say("next.idea")),
        look.answer(f"{NEXT}/if", f"{say('next.if')} …", step.piece("if")),
        look.answer(f"{NEXT}/then", f"{say('next.then')} …", step.piece("then")),
        look.answer(f"{NEXT}/day", say("next.day"), planned),
    ]


async def choose_next(screen: RitualScreen, item: str) -> None:
    """Choose an idea, or say one half of the plan, or its day; with its action named, it is planned."""
    look, say = screen.look, screen.say
    if look is None:
        return
    step, today = look.view.path.step(NEXT), await screen.ask(lambda w: w.today())
    cue, then = step.piece("if"), step.piece("then")
    day = date.fromisoformat(step.piece("day")) if step.piece("day") else today + timedelta(days=1)
    if item == "idea":
        ideas = screen.words.choices("actions")
        chosen = await questions.choose(screen, say("actions.ask.title"), questions.rows_of(ideas))
        found = next((row for row in ideas if row.id == chosen), None)
        if found is None:
            return
        cue, then = found.more if len(found.more) == 2 else ("", found.text)
    elif item == "day":
        chosen_day = await questions.day(screen, say("rituals.next.day"), max(day, today), ahead=True)
        if chosen_day is None:
            return
        day = chosen_day
    else:
        before, hint = (cue, "rituals.next.if_hint") if item == "if" else (then, "rituals.next.then_hint")
        typed = await questions.line(screen, say(f"rituals.next.{item}"), before, say(hint))
        if typed is None:
            return
        cue, then = (typed, then) if item == "if" else (cue, typed)
    if then.strip():
        await _plan(screen, cue, then, max(day, today))
    elif item == "day":
        await screen.do(lambda w: w.ritual.keep(screen.rejection, NEXT, "day", day.isoformat()))
    else:
        await screen.do(lambda w: w.ritual.keep(screen.rejection, NEXT, "if", cue))


async def _plan(screen: RitualScreen, cue: str, then: str, day: date) -> None:
    no, look = screen.rejection, screen.look
    if look:
        said = look.say("next.kept", day=look.long_day(day))
        await screen.do(lambda w: w.closing.plan(no, then, day, cue=cue), said)


def door_rows(look: Look) -> list[Row]:
    """The doors: those kept open with their days, then those that could be."""
    found = []
    for door in look.view.doors:
        mark = "[.]" if door.state == WAITING else "[x]" if door.state == "done" else "[-]"
        said = look.say("after.from", day=look.long_day(door.day))
        found.append(look.answer(f"{AFTER}/door:{door.id}", look.name("doors", door.kind), said, mark))
    for offer in look.view.offers:
        said = look.say("after.from", day=look.long_day(offer.day))
        found.append(look.answer(f"{AFTER}/offer:{offer.kind}", look.name("doors", offer.kind), said, "+"))
    return found


async def choose_door(screen: RitualScreen, item: str) -> None:
    """Keep a door open, or do something with one that is."""
    kind, _, ref = item.partition(":")
    look, no = screen.look, screen.rejection
    if look is None:
        return
    if kind == "door":
        await _door(screen, next(door for door in look.view.doors if door.id == ref))
        return
    offer = next(offer for offer in look.view.offers if offer.kind == ref)
    day = await questions.day(screen, look.say("after.day"), offer.day, look.say("after.intro"))
    if day:
        await screen.do(lambda w: w.doors.keep(no, offer.kind, day, body=offer.draft))


async def _door(screen: RitualScreen, door: OpenDoor) -> None:
    say = screen.say
    ways = [Row(way, say(f"rituals.after.{way}")) for way in ("draft", "note", "done", "move", "let_go")]
    ways.insert(1, Row("copy", say("rituals.asking.copy")))
    chosen = await questions.choose(screen, screen.look.name("doors", door.kind) if screen.look else "", ways)
    if chosen in ("draft", "note"):
        field, text = ("body", door.body) if chosen == "draft" else ("notes", door.notes)
        question = say(f"rituals.after.{chosen}")
        key = f"door:{door.id}:{field}"
        await questions.page(screen, key, question, text, lambda w, body: w.doors.rewrite(door.id, **{field: body}))
    elif chosen == "copy":
        screen.app.copy_to_clipboard(door.body)
        screen.tell(with_gaps(screen, say("rituals.asking.copied"), door.body))
    elif chosen == "move":
        day = await questions.day(screen, say("rituals.after.day"), door.day)
        if day:
            await screen.do(lambda w: w.doors.move(door.id, day))
    elif chosen == "done":
        await screen.do(lambda w: w.doors.done(door.id))
    elif chosen:
        await screen.do(lambda w: w.doors.let_go(door.id))
