"""How the journal looks: the rows of the list, and what stands above and in an entry."""

from __future__ import annotations

from datetime import date, tzinfo

from textual.content import Content

from core.content import Content as Words
from core.journal.drafts import Draft
from core.journal.journal import Entry, Feeling, Line
from core.record import record
from core.text import first_line
from core.workspace import Workspace
from tui.widgets.plain import plain
from tui.widgets.rows import Row

PREVIEW = 4000  # characters of an entry shown beside the list
DRAFT = "draft:"
PROMPT = "prompt:"  # the key under which the question of an unfinished entry is kept


@record
class View:
    """What the list shows, read in one go: the lines near the screen, by place."""

    today: date
    zone: tzinfo | None
    drafts: tuple[Draft, ...]
    count: int
    lines: dict[int, Line]
    place: int | None


def look(workspace: Workspace, tag: str, near: range, wanted: str, hidden: str) -> View:
    """What there is to see: the rows `near` the screen, and around the `wanted` entry. `hidden` is being written."""
    drafts = tuple(draft for draft in workspace.drafts.all("entry:") if draft.key != hidden)
    place = workspace.journal.place(wanted) if wanted and not tag else None
    spans = [near] if place is None else [near, range(place - len(near), place + len(near))]
    lines: dict[int, Line] = {}
    for span in spans:
        start = max(0, span.start - len(drafts))
        lines |= dict(enumerate(workspace.journal.window(start, max(start, span.stop), tag), start))
    return View(
        today=workspace.today(),
        zone=workspace.clock.zone,
        drafts=drafts,
        count=workspace.journal.count(tag),
        lines=lines,
        place=place,
    )


def short_date(day: date, today: date) -> str:
    """A date for the edge of a list: `22 Nov`, or `Nov 2025` where it is another year."""
    return f"{day.day} {day:%b}" if day.year == today.year else f"{day:%b %Y}"


def line_row(line: Line, today: date) -> Row:
    """An entry in the list."""
    return Row(f"entry:{line.id}", line.title, detail=short_date(line.day, today))


def draft_row(draft: Draft, words: Words) -> Row:
    """A draft in the list: it stands on top until it is finished or let go."""
    return Row(DRAFT + draft.key, first_line(draft.body), mark="~", detail=words.say("journal.list.draft"), tone="next")


def feeling_text(feeling: Feeling) -> str:
    """A feeling in a word, with how strong it is."""
    return feeling.word if feeling.intensity is None else f"{feeling.word} {feeling.intensity}"


def long_day(day: date) -> str:
    """A day in words, with its year."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def above(entry: Entry, zone: tzinfo | None, words: Words) -> Content:
    """What stands above an entry: when, tags, feelings, and the question it answers."""
    when = long_day(entry.day)
    local = entry.at.astimezone(zone)
    if abs((local.date() - entry.day).days) <= 1:  # written then, and not set down later
        when += f", {local:%H:%M}"
    parts = [when, " ".join(f"#{tag}" for tag in entry.tags), ", ".join(map(feeling_text, entry.feelings))]
    lines = [plain("  ·  ".join(part for part in parts if part))]
    if entry.prompt:
        lines.append(asked(entry.prompt, words))
    return Content("\n").join(lines)


def above_new(prompt: str, words: Words) -> Content:
    """What stands above an entry that is being begun."""
    lines = [plain(words.say("journal.page.new"))]
    if prompt:
        lines.append(asked(prompt, words))
    return Content("\n").join(lines)


def asked(prompt: str, words: Words) -> Content:
    """The question an entry answers."""
    return plain(words.say("journal.page.prompt", prompt=prompt)).stylize("italic")


def preview(entry: Entry, words: Words, key: str) -> Content:
    """The beginning of an entry, and how to see the rest."""
    text = plain(entry.body[:PREVIEW])
    if len(entry.body) <= PREVIEW:
        return text
    return Content("\n\n").join([text, plain(words.say("journal.page.more", key=key)).stylize("$text-muted")])
