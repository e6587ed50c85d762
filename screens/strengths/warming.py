"""The warm-up before a conversation, page by page; it can be left after any of them and goes on from there."""

from __future__ import annotations

from typing import Any, TypeVar

from core.applications.rounds import KINDS
from core.strengths.warm_up import MINUTES, WarmUp
from tui.dialogs.base import Dialog
from tui.dialogs.breathe import Breathe
from tui.dialogs.card import Card
from tui.dialogs.choose import Choose
from tui.dialogs.line import Line
from tui.screen import ActivityScreen
from tui.widgets.quiet import QuietTime
from tui.widgets.rows import Row

D = TypeVar("D", bound=Dialog[Any])


async def warm_up(screen: ActivityScreen, round: str = "") -> None:
    """Two anchors, the way with one obstacle and its if-then, two stories, one breath."""
    if not round:
        round = await _which(screen)
    if not round:
        return
    warm = await screen.ask(lambda w: w.strengths.warm_ups.of(round))
    time = QuietTime()
    for page in (_anchors, _obstacle, _stories):
        if not await page(screen, warm, time):
            screen.tell(screen.say("strengths.warm_up.stopped"))
            return
    await screen.app.push_screen_wait(Breathe(screen.words))
    await screen.do(lambda w: w.strengths.warm_ups.finish(round), screen.say("strengths.warm_up.done"))


def named(screen: ActivityScreen, warm: WarmUp) -> str:
    """Company and kind of the conversation."""
    kind = screen.say(f"applications.rounds.{warm.kind}") if warm.kind in KINDS else warm.kind
    return f"{warm.company or warm.role}, {kind}"


async def _which(screen: ActivityScreen) -> str:
    coming = await screen.ask(lambda w: w.strengths.warm_ups.coming(w.today()))
    if not coming:
        screen.tell(screen.say("strengths.warm_up.none"))
        return ""
    if len(coming) == 1:
        return coming[0].round
    rows = [Row(warm.round, named(screen, warm), detail=f"{warm.held:%A}") for warm in coming]
    return await screen.app.push_screen_wait(Choose(screen.say("strengths.warm_up.which"), rows)) or ""


def _within(screen: ActivityScreen, page: D, time: QuietTime) -> D:
    """A page of the warm-up with the clock that all of them share."""
    return page.timed(time, (MINUTES, screen.say("strengths.warm_up.enough")))


async def _anchors(screen: ActivityScreen, warm: WarmUp, time: QuietTime) -> bool:
    said = [" ".join(filter(None, (anchor.achievement, anchor.evidence))) for anchor in warm.anchors]
    company, _, kind = named(screen, warm).rpartition(", ")
    title = screen.say("strengths.warm_up.anchors", company=company, kind=kind)
    paragraphs = said or [screen.say("strengths.warm_up.no_anchors")]
    card = Card(title, paragraphs, screen.say("strengths.warm_up.go_on"))
    went_on = await screen.app.push_screen_wait(_within(screen, card, time))
    return went_on is True


async def _obstacle(screen: ActivityScreen, warm: WarmUp, time: QuietTime) -> bool:
    say, ask = screen.say, screen.app.push_screen_wait
    evidence = screen.words.evidence("rehearsal")
    question = f"{say('strengths.warm_up.way')}\n\n{say('strengths.warm_up.obstacle')}"
    line = Line(question, value=warm.obstacle, hint=evidence.text if evidence else "")
    obstacle = await ask(_within(screen, line, time))
    if obstacle is None:
        return False
    await screen.do(lambda w: w.strengths.warm_ups.keep(warm.round, obstacle, warm.response))
    if obstacle.strip():
        question = say("strengths.warm_up.response", obstacle=obstacle.strip())
        response = await ask(_within(screen, Line(question, value=warm.response), time))
        if response is None:
            return False
        await screen.do(lambda w: w.strengths.warm_ups.keep(warm.round, obstacle, response))
    return True


async def _stories(screen: ActivityScreen, warm: WarmUp, time: QuietTime) -> bool:
    told = ["\n".join(filter(None, (story.title, story.opening, story.result))) for story in warm.stories]
    paragraphs = told or [screen.say("strengths.warm_up.no_stories")]
    card = Card(screen.say("strengths.warm_up.stories"), paragraphs, screen.say("strengths.warm_up.go_on"))
    went_on = await screen.app.push_screen_wait(_within(screen, card, time))
    return went_on is True
