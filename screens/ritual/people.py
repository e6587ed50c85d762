"""Someone to turn to: who on the team fits a step, and the offer of a rest on a long stretch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.dates import read_date
from tui.dialogs import questions
from tui.dialogs.ask import Ask
from tui.dialogs.line import Line
from tui.message import hand_over
from tui.widgets.rows import Row

if TYPE_CHECKING:
    from screens.ritual.screen import RitualScreen


async def ask_someone(screen: RitualScreen, step: str) -> None:
    """Choose who fits the step, look over a short message to them, and copy it."""
    fits, empty = await screen.ask(lambda w: (w.team.asks.fits(step), w.team.asks.empty(step)))
    if not fits:
        if empty:
            screen.tell(f"{empty.text}. {empty.hint}")
        return
    rows = [Row(fit.person.id, fit.person.name, detail=fit.seat.text) for fit in fits]
    person = await questions.choose(screen, screen.say("rituals.path.person"), rows)
    if not person or screen.view is None:
        return
    no = screen.view.path.rejection
    draft = await screen.ask(lambda w: w.team.asks.draft(step, person, company=no.company, role=no.role))
    await hand_over(screen, screen.say("rituals.asking.message"), draft)


async def offer_rest(screen: RitualScreen) -> None:
    """The one quiet offer on a long stretch: a break, what was gathered, a view from outside, or none of it."""
    say = screen.say
    rows = questions.rows_of(screen.words.choices("fatigue"))
    rows += [Row("not_now", say("fatigue.offer.not_now")), Row("never", say("fatigue.offer.never"))]
    chosen = await questions.choose(screen, say("fatigue.offer.text"), rows)
    await screen.ask(lambda w: w.fatigue.never() if chosen == "never" else w.fatigue.not_now())
    if chosen == "break":
        today = await screen.ask(lambda w: w.today())
        ask = Line(say("today.rest.ask"), value="tomorrow", check=lambda typed: read_date(typed, today))
        typed = await screen.app.push_screen_wait(ask)
        if typed is not None:
            last = read_date(typed, today)
            await screen.do(lambda w: w.rests.rest_until(last))
    elif chosen == "guidance":
        await ask_someone(screen, "reframing")
    elif chosen == "not_now":
        screen.tell(say("fatigue.offer.fine"))
    elif found := next((row for row in rows if row.id == chosen and row.detail), None):
        screen.tell(found.detail)


async def remove(screen: RitualScreen) -> None:
    """Remove a no, once that was said and meant."""
    say, no = screen.say, screen.rejection
    kept = await screen.ask(lambda w: w.rejections.get(no))
    question = say("rituals.path.remove_ask", company=kept.company or kept.role)
    if await screen.app.push_screen_wait(Ask(question, say("rituals.path.remove_yes"), say("rituals.path.remove_no"))):
        screen.rejection = ""
        await screen.do(lambda w: w.rejections.remove(no), say("rituals.path.removed", key=screen.key_of("app.undo")))
