"""The list of applications: its lines, its filters, and what stands above it."""

from __future__ import annotations

from datetime import date

from core.applications.applications import ACCEPTED, CHANNELS, MODES, OFFER, OUTCOMES, SAVED, STAGES
from core.applications.board import ARCHIVE, BOARD, EVERYTHING, Filters, Line, View
from core.applications.slots import Week
from core.content import Content as Words
from core.record import record
from core.workspace import Workspace
from tui.widgets.rows import Row, Tone

SHELVES = (BOARD, ARCHIVE, EVERYTHING)


@record
class Page:
    """What the screen shows at first: how many lines there are, the first of them, and the week."""

    count: int
    first: tuple[Line, ...]
    week: Week
    views: tuple[View, ...]
    today: date


def look(workspace: Workspace, filters: Filters, limit: int) -> Page:
    """The top of the list under these filters."""
    today = workspace.today()
    return Page(
        count=workspace.board.count(filters),
        first=workspace.board.page(filters, limit=limit),
        week=workspace.slots.week(today),
        views=workspace.board.views(),
        today=today,
    )


def named(words: Words, table: str, id: str) -> str:
    """The wording of a stage, an outcome, a channel; what a newer version brought is shown as it is."""
    known = {"stages": STAGES, "outcomes": OUTCOMES, "channels": CHANNELS, "modes": MODES}[table]
    return words.say(f"applications.{table}.{id}", 0) if id in known else id


def short_day(day: date, today: date) -> str:
    """A day as lists show it: `21 Nov`, with the year where it is another one."""
    return f"{day.day} {day:%b}" if day.year == today.year else f"{day.day} {day:%b %Y}"


def row(line: Line, words: Words, today: date) -> Row:
    """One application as a line. The mark says what the tone says."""
    mark, tone = _sign(line)
    state = named(words, "outcomes", line.outcome) if line.outcome else named(words, "stages", line.stage)
    if line.limbo:
        state = f"{state}, {words.say('applications.limbo.label')}"
    text = ", ".join(part for part in (line.company, line.role) if part)
    return Row(line.id, text, mark=mark, detail=f"{short_day(line.moved, today):>6}  {state}", tone=tone)


def _sign(line: Line) -> tuple[str, Tone]:
    if line.outcome:
        return ("[*]", "next") if line.outcome == ACCEPTED else ("[-]", "skip")
    if line.limbo:
        return "[~]", "rest"
    if line.stage == OFFER:
        return "[*]", "next"
    return ("[ ]", "") if line.stage == SAVED else ("[.]", "")


def title(filters: Filters, page: Page, words: Words) -> str:
    """Which shelf is shown, what narrows it, and the week where the person set a number."""
    parts = [words.say(f"applications.list.{filters.shelf}") if filters.shelf in SHELVES else filters.shelf]
    for table, value in (("stages", filters.stage), ("outcomes", filters.outcome), ("channels", filters.channel)):
        parts += [named(words, table, value)] if value else []
    parts += [named(words, "modes", filters.mode)] if filters.mode else []
    parts += [value for value in (filters.industry, filters.size, filters.words) if value]
    parts += [words.say("applications.limbo.label")] if filters.limbo else []
    if page.week.wanted is not None:
        parts.append(words.say("applications.list.this_week_of", 0, sent=page.week.sent, wanted=page.week.wanted))
    return "  ·  ".join(parts)
