"""Asking someone on the team: who fits, a draft, and the clipboard or a file. Offered in every place."""

from __future__ import annotations

from core.team.asks import FITS
from tui.dialogs.choose import Choose
from tui.dialogs.line import Line
from tui.message import hand_over
from tui.screen import ActivityScreen
from tui.widgets.rows import Row

OCCASIONS = ("window", "learning", "asking", "application", "interview", "next", "plan", "win", "check-in")


async def ask_someone(screen: ActivityScreen) -> None:
    """Draft a message from any place: about what that place is about, or what the person chooses."""
    step, known = await screen.occasion()
    if step not in FITS:
        rows = [Row(name, screen.say(f"team.ask.occasion_{name.replace('-', '_')}")) for name in OCCASIONS]
        chosen = await screen.app.push_screen_wait(Choose(screen.say("team.ask.step"), rows))
        step = chosen or ""
        known = {}
    if step:
        await draft(screen, step, **known)


async def draft(screen: ActivityScreen, step: str, person: str = "", **known: str) -> None:
    """Choose who fits a step unless `person` is given, and hand over a draft."""
    say, ask = screen.say, screen.app.push_screen_wait
    if not person:
        fits, empty, others = await screen.ask(
            lambda w: (w.team.asks.fits(step), w.team.asks.empty(step), w.team.people.everyone(10_000))
        )
        rows = [Row(fit.person.id, fit.person.name, detail=fit.seat.text) for fit in fits]
        there = {fit.person.id for fit in fits}
        rows += [Row(one.id, one.name, detail=one.good_for) for one in others if one.id not in there]
        if not rows:
            find = say(f"team.find.{empty.id.replace('-', '_')}") if empty else ""
            screen.tell(say("team.ask.nobody", find=find))
            return
        chosen = await ask(Choose(say("team.ask.who"), rows))
        person = chosen or ""
        if not person:
            return
    if step == "win" and "win" not in known:
        what = await ask(Line(say("team.win.what")))
        if not what:
            return
        known["win"] = what
    text = await screen.ask(lambda w: w.team.asks.draft(step, person, **known))
    await hand_over(screen, say("team.ask.draft"), text)
