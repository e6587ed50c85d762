"""Showing only some applications, and keeping such a view under a name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.applications.applications import CHANNELS, MODES, OUTCOMES, STAGES
from core.applications.board import Filters
from tui.dialogs import questions
from tui.widgets.rows import Row, heading

if TYPE_CHECKING:
    from screens.applications.screen import ApplicationsScreen


async def narrow(screen: ApplicationsScreen) -> None:
    """Choose one thing to narrow by; it adds to what narrows already."""
    say = screen.say
    industries = await screen.ask(lambda w: w.board.industries())
    rows = [Row("any", say("applications.filter.any")), Row("words", say("applications.filter.words"))]
    rows.append(Row("limbo", say("applications.limbo.label")))
    for field, table, known in (
        ("stage", "stages", STAGES),
        ("outcome", "outcomes", OUTCOMES),
        ("channel", "channels", CHANNELS),
        ("mode", "modes", MODES),
    ):
        rows.append(
            heading(say(f"applications.ask.{field}") if field != "outcome" else say("applications.sheet.close"))
        )
        rows += [Row(f"{field}:{each}", say(f"applications.{table}.{each}")) for each in known]
    if industries:
        rows.append(heading(say("applications.ask.industry")))
        rows += [Row(f"industry:{each}", each) for each in industries]
    chosen = await questions.choose(screen, say("applications.filter.title"), rows)
    field, _, value = (chosen or "").partition(":")
    if chosen == "any":
        await screen.show_only(Filters(shelf=screen.filters.shelf))
    elif chosen == "limbo":
        await screen.show_only(replace(screen.filters, limbo=True))
    elif chosen == "words":
        typed = await questions.line(screen, say("applications.filter.words"), screen.filters.words)
        if typed is not None:
            await screen.show_only(replace(screen.filters, words=typed))
    elif field == "industry":
        await screen.show_only(replace(screen.filters, industry=value))
    elif field == "stage":
        await screen.show_only(replace(screen.filters, stage=value))
    elif field == "outcome":
        await screen.show_only(replace(screen.filters, outcome=value))
    elif field == "channel":
        await screen.show_only(replace(screen.filters, channel=value))
    elif field == "mode":
        await screen.show_only(replace(screen.filters, mode=value))


async def go_to_view(screen: ApplicationsScreen) -> None:
    """Go to a kept view, or let one go."""
    say = screen.say
    views = await screen.ask(lambda w: w.board.views())
    if not views:
        screen.tell(say("applications.filter.none"))
        return
    rows = [Row(view.id, view.name) for view in views]
    rows.append(Row("drop", say("applications.filter.drop")))
    chosen = await questions.choose(screen, say("applications.filter.view"), rows)
    if chosen == "drop":
        gone = await questions.choose(screen, say("applications.filter.drop"), rows[:-1])
        if gone:
            await screen.do(lambda w: w.board.drop(gone))
    elif chosen:
        await screen.show_only(next(view.filters for view in views if view.id == chosen))


async def keep_view(screen: ApplicationsScreen) -> None:
    """Keep what narrows the list now under a name."""
    filters = screen.filters
    name = await questions.line(screen, screen.say("applications.filter.keep"))
    if name:
        said = screen.say("applications.list.view_saved", view=name)
        await screen.do(lambda w: w.board.keep(name, filters), said)
