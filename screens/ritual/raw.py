"""The first step: the time to feel it, a sentence to hold on to, what helps now and what can wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.dates import read_moment
from screens.ritual.view import Look
from tui.dialogs import questions
from tui.dialogs.line import Line
from tui.widgets.rows import Row

if TYPE_CHECKING:
    from screens.ritual.screen import RitualScreen

STEP = "window"


def rows(look: Look) -> list[Row]:
    """What stands under the step."""
    view, say = look.view, look.say
    step, window = view.path.step(STEP), view.path.window
    found = []
    if view.resolve:
        said = say("before.said", day=look.long_day(view.resolve.day))
        found.append(look.answer("window/resolve", said, view.resolve.text))
    if view.sentence:
        found.append(look.answer("window/sentence", view.sentence.name, f"“{view.sentence.text}”"))
    until = ""
    if window:
        until = say("window.left", until=look.moment(window.ends)) if view.path.window_open else say("due.window")
    found += [
        look.answer("window/until", say("window.label"), until),
        look.answer("window/steadying", say("window.steadying"), step.piece("steadying")),
        look.answer("window/helps", say("window.helps"), step.piece("helps")),
        look.answer("window/wait", look.words.say("guards.ask.title")),
    ]
    for held in view.held:
        found.append(look.answer(f"window/held:{held.id}", say("asking.message"), held.body, "[.]"))
    for parked in view.parked:
        found.append(look.answer(f"window/parked:{parked.id}", say("due.parked", text=parked.text), "", "[.]"))
    found.append(look.answer("window/hurts", look.words.say("hurts.ask.title"), step.piece("hurts")))
    return found


async def choose(screen: RitualScreen, item: str) -> None:
    """Open one of them."""
    kind, _, ref = item.partition(":")
    if kind == "held":
        await _held(screen, ref)
    elif kind == "parked":
        await _parked(screen, ref)
    else:
        await {
            "resolve": resolve,
            "until": _until,
            "steadying": _steadying,
            "helps": _helps,
            "wait": _wait,
            "hurts": _hurts,
            "sentence": _sentence,
        }[kind](screen)


async def resolve(screen: RitualScreen) -> None:
    """What to do when a no arrives, written on a calm day for the day it comes."""
    kept = await screen.ask(lambda w: w.closing.resolve)
    say = screen.say
    hint = f"{say('rituals.before.hint')}\n{say('rituals.before.examples')}"
    typed = await questions.line(screen, say("rituals.before.question"), kept.text if kept else "", hint)
    if typed is not None:
        await screen.do(lambda w: w.closing.resolve_to(typed))


async def _sentence(screen: RitualScreen) -> None:
    if screen.view and (kept := screen.view.sentence):
        screen.tell(kept.text)


async def _until(screen: RitualScreen) -> None:
    look, no = screen.look, screen.rejection
    if look is None:
        return
    if look.view.path.window_open:
        ways = [Row("move", look.say("window.until")), Row("end", screen.say("today.window.end"))]
        chosen = await questions.choose(screen, look.say("window.label"), ways)
        if chosen == "end":
            await screen.do(lambda w: w.ritual.end_window(no))
        if chosen != "move":
            return
    usual, clock = await screen.ask(lambda w: (w.rests.default_end(), w.clock))
    window = look.view.path.window
    value = window.ends if window and look.view.path.window_open else usual
    typed = await screen.app.push_screen_wait(
        Line(
            look.say("window.until"),
            hint=look.say("window.hint"),
            value=f"{clock.local(value):%A %H:%M}",
            check=lambda text: read_moment(text, clock),
        )
    )
    if typed is not None:
        end = read_moment(typed, clock)
        said = look.say("window.moved", until=look.moment(end))
        await screen.do(lambda w: w.ritual.open_window(no, end), said)


async def _steadying(screen: RitualScreen) -> None:
    say, no = screen.say, screen.rejection
    rows = questions.rows_of(screen.words.choices("steadying"))
    chosen = await questions.choose(
        screen, say("rituals.window.steadying"), rows, say("rituals.window.steadying_hint"), free=True
    )
    if chosen:
        text = next((row.text for row in rows if row.id == chosen), chosen)
        await screen.do(lambda w: w.ritual.keep(no, STEP, "steadying", text))


async def _helps(screen: RitualScreen) -> None:
    say, no = screen.say, screen.rejection
    near = [fit.person for fit in screen.view.fits[:1]] if screen.view else []
    calls = [Row(f"call:{person.id}", say("helps.ask.person", name=person.name)) for person in near]
    rows = [*calls, *questions.rows_of(screen.words.choices("helps"))]
    chosen = await questions.choose(screen, say("rituals.window.helps"), rows, free=True)
    if chosen:
        text = next((row.text for row in rows if row.id == chosen), chosen)
        await screen.do(lambda w: w.ritual.keep(no, STEP, "helps", text))


async def _wait(screen: RitualScreen) -> None:
    say, no = screen.say, screen.rejection
    rows = questions.rows_of(screen.words.choices("guards"))
    chosen = await questions.choose(screen, say("guards.ask.intro"), rows)
    hint = next((row.detail for row in rows if row.id == chosen), "")
    if chosen == "message":
        await questions.page(
            screen, f"held:{no}", say("guards.ask.title"), "", lambda w, body: w.waiting.hold(body, rejection=no), hint
        )
    elif chosen in ("big-decision", "career-change"):
        typed = await questions.line(screen, say("rituals.window.park"), hint=hint)
        if typed:
            await screen.do(lambda w: w.waiting.park(typed, no))
    elif chosen:
        screen.tell(hint)


async def _held(screen: RitualScreen, id: str) -> None:
    held = next(held for held in screen.view.held if held.id == id) if screen.view else None
    if held is None:
        return
    say = screen.say
    ways = [Row("change", say("rituals.asking.message"))]
    if not screen.view or not screen.view.path.window_open:
        ways += [Row("copy", say("rituals.asking.copy")), Row("settle", say("rituals.after.done"))]
        ways += [Row("let_go", say("rituals.after.let_go"))]
    chosen = await questions.choose(screen, say("rituals.asking.message"), ways)
    if chosen == "change":
        await questions.page(
            screen,
            f"held:{id}",
            say("rituals.asking.message"),
            held.body,
            lambda w, body: w.waiting.rewrite(id, body, held.recipient),
        )
    elif chosen == "copy":
        screen.app.copy_to_clipboard(held.body)
        screen.tell(say("rituals.asking.copied"))
    elif chosen:
        await screen.do(lambda w: w.waiting.settle(id))


async def _parked(screen: RitualScreen, id: str) -> None:
    parked = next((parked for parked in screen.view.parked if parked.id == id), None) if screen.view else None
    if parked is None:
        return
    typed = await questions.line(screen, screen.say("rituals.window.back", text=parked.text))
    if typed is not None:
        await screen.do(lambda w: w.waiting.decide(id, typed))


async def _hurts(screen: RitualScreen) -> None:
    say, no = screen.say, screen.rejection
    rows = questions.rows_of(screen.words.choices("hurts"))
    chosen = await questions.choose(screen, say("hurts.ask.question"), rows)
    row = next((row for row in rows if row.id == chosen), None)
    if row and await screen.do(lambda w: w.ritual.keep(no, STEP, "hurts", row.text)):
        screen.tell(row.detail)
