"""Naming it, and looking again: the first thought, feelings before and after, and the person's own sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.ritual.path import FIRST_THOUGHT, NAMING, REFRAMING, STRONGEST, Felt
from core.ritual.rejections import MINE, THEIRS
from screens.ritual.answer import answer
from screens.ritual.view import Look
from tui.dialogs import questions
from tui.dialogs.ask import Ask
from tui.dialogs.feeling import name_feeling
from tui.widgets.rows import Row

if TYPE_CHECKING:
    from screens.ritual.screen import RitualScreen

_HANDS = {"": "hands_open", MINE: "hands_mine", THEIRS: "hands_theirs"}
_TURNS = {"": THEIRS, THEIRS: MINE, MINE: ""}


def rows(look: Look) -> list[Row]:
    """What stands under naming."""
    say, step = look.say, look.view.path.step(NAMING)
    found = [look.answer(f"{NAMING}/{FIRST_THOUGHT}", say("naming.first_thought"), step.piece(FIRST_THOUGHT))]
    for felt in step.felt:
        strength = "" if felt.intensity is None else str(felt.intensity)
        found.append(look.answer(f"{NAMING}/felt:{felt.word}", look.name("feelings", felt.word), strength))
    found.append(look.answer(f"{NAMING}/add", say("naming.add"), mark="+"))
    return found


async def choose(screen: RitualScreen, item: str) -> None:
    """Open one of them."""
    kind, _, word = item.partition(":")
    no, step = screen.rejection, screen.view.path.step(NAMING) if screen.view else None
    if step is None:
        return
    if item == FIRST_THOUGHT:
        say = screen.say
        question, hint = say("rituals.naming.first_thought"), say("rituals.naming.first_thought_hint")
        typed = await questions.line(screen, question, step.piece(FIRST_THOUGHT), hint)
        if typed is not None:
            await screen.do(lambda w: w.ritual.keep(no, NAMING, FIRST_THOUGHT, typed))
    elif kind == "add":
        feeling = await name_feeling(screen.app, screen.words)
        if feeling:
            felt = Felt(word=feeling.word, family=feeling.family, intensity=feeling.intensity)
            await feel(screen, NAMING, (*(one for one in step.felt if one.word != felt.word), felt))
    elif kind == "felt":
        await _again(screen, NAMING, step.felt, word)


async def feel(screen: RitualScreen, step: str, feelings: tuple[Felt, ...]) -> None:
    """Keep the feelings; after a word of despair at high strength, offer someone to talk to."""
    no = screen.rejection
    heavy: list[bool] = []
    if await screen.do(lambda w: heavy.append(w.ritual.feel(no, step, feelings))) and any(heavy):
        say = screen.say
        offer = say("safety.offer.text", key=screen.key_of("app.safety"))
        if await screen.app.push_screen_wait(Ask(offer, say("safety.offer.show"), say("safety.offer.carry_on"))):
            await screen.app.run_action("app.safety")


async def _again(screen: RitualScreen, step: str, feelings: tuple[Felt, ...], word: str) -> None:
    say = screen.say
    grades = [Row(str(grade), str(grade)) for grade in range(STRONGEST + 1)]
    if step == NAMING:
        grades.append(Row("off", say("rituals.naming.off")))
    chosen = await questions.choose(screen, say("rituals.naming.stronger"), grades)
    if chosen == "off":
        await feel(screen, step, tuple(felt for felt in feelings if felt.word != word))
    elif chosen:
        known = feelings if any(felt.word == word for felt in feelings) else (*feelings, Felt(word=word))
        changed = (replace(felt, intensity=int(chosen)) if felt.word == word else felt for felt in known)
        await feel(screen, step, tuple(changed))


def again_rows(look: Look) -> list[Row]:
    """What stands under looking again."""
    say, path = look.say, look.view.path
    step = path.step(REFRAMING)
    after = {felt.word: felt.intensity for felt in step.felt}
    found = [
        look.answer(f"{REFRAMING}/trap", look.words.say("traps.ask.title"), look.name("traps", step.piece("trap")))
    ]
    for reason in path.rejection.reasons:
        label = look.name("reasons", reason.reason)
        found.append(
            look.answer(
                f"{REFRAMING}/reason:{reason.reason}",
                label,
                say(f"reframing.{_HANDS.get(reason.control, 'hands_open')}"),
            )
        )
    found += [
        look.answer(f"{REFRAMING}/mine", say("reframing.mine"), step.piece("mine")),
        look.answer(f"{REFRAMING}/theirs", say("reframing.theirs"), step.piece("theirs")),
        look.answer(f"{REFRAMING}/shift", say("reframing.shift"), look.name("shifts", step.piece("shift"))),
        look.answer(f"{REFRAMING}/own", say("reframing.own"), step.piece("own")),
    ]
    for felt in path.step(NAMING).felt:
        now = after.get(felt.word)
        said = " → ".join("…" if grade is None else str(grade) for grade in (felt.intensity, now))
        label = f"{look.name('feelings', felt.word)}: {say('reframing.before_after')}"
        found.append(look.answer(f"{REFRAMING}/felt:{felt.word}", label, said))
    return found


async def choose_again(screen: RitualScreen, item: str) -> None:
    """Open one of those under looking again."""
    kind, _, ref = item.partition(":")
    no, view = screen.rejection, screen.view
    if view is None:
        return
    say, step = screen.say, view.path.step(REFRAMING)
    if kind == "trap":
        none = Row("none", say("rituals.reframing.trap_none"))
        traps = [*questions.rows_of(screen.words.choices("traps")), none]
        chosen = await questions.choose(screen, say("rituals.reframing.trap"), traps, say("traps.ask.own"), free=True)
        if chosen:
            await screen.do(lambda w: w.ritual.keep(no, REFRAMING, "trap", "" if chosen == "none" else chosen))
            loosen = next((row.more for row in screen.words.choices("traps") if row.id == chosen), ())
            if loosen:
                screen.tell(loosen[0])
    elif kind == "reason":
        turned = [
            replace(r, control=_TURNS.get(r.control, "")) if r.reason == ref else r for r in view.path.rejection.reasons
        ]
        await screen.do(lambda w: w.rejections.sort(no, turned))
    elif kind in ("mine", "theirs"):
        question, hint = say(f"rituals.reframing.{kind}"), say(f"rituals.reframing.{kind}_hint")
        await answer(screen, REFRAMING, kind, question, hint)
    elif kind == "shift":
        await _shift(screen)
    elif kind == "own":
        await answer(screen, REFRAMING, "own", say("rituals.reframing.own"), say("rituals.reframing.own_hint"))
    elif kind == "felt":
        await _again(screen, REFRAMING, step.felt, ref)
        await _tell_difference(screen, ref)


async def _shift(screen: RitualScreen) -> None:
    no, say = screen.rejection, screen.say
    choices = screen.words.choices("shifts")
    rows = questions.rows_of(choices, screen.words.groups("shifts"))
    chosen = await questions.choose(screen, say("rituals.reframing.shift"), rows)
    shift = next((row for row in choices if row.id == chosen), None)
    if shift is None or screen.view is None:
        return
    name = screen.view.sender
    start = shift.more[0].replace("{name}", name or "…") if shift.more else shift.text
    kept = await screen.do(lambda w: w.ritual.keep(no, REFRAMING, "shift", shift.id))
    if kept:
        question, hint = say("rituals.reframing.own"), say("rituals.reframing.own_hint")
        await answer(screen, REFRAMING, "own", question, hint, begin=start)


async def _tell_difference(screen: RitualScreen, word: str) -> None:
    view = screen.view
    if view is None:
        return
    before = next((felt.intensity for felt in view.path.step(NAMING).felt if felt.word == word), None)
    after = next((felt.intensity for felt in view.path.step(REFRAMING).felt if felt.word == word), None)
    if before is not None and after is not None:
        key = "same" if before == after else "lower" if after < before else "higher"
        screen.tell(screen.say(f"rituals.reframing.{key}"))
