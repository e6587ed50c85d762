"""Which things are pages of their own in a Markdown folder, and what about them is prose. All else is lists of rows."""

from __future__ import annotations

from core.record import record
from core.storage.changes import Row
from core.text import first_line, visible


@record
class Kind:
    """A page for each row of a table: the `folder`, the `day` in its name, the columns of its `title`.

    The column `main` is the page itself; without one the page begins with its title.
    """

    folder: str
    day: str = "day"
    title: tuple[str, ...] = ()
    main: str = ""


KINDS: dict[str, Kind] = {
    "anchors": Kind(folder="anchors", title=("achievement",)),
    "applications": Kind(folder="applications", day="added", title=("company", "role")),
    "entries": Kind(folder="journal", title=("body",), main="body"),
    "evenings": Kind(folder="evenings", title=("day",)),
    "held": Kind(folder="held", day="at", title=("recipient",), main="body"),
    "parked": Kind(folder="parked", day="at", title=("text",)),
    "people": Kind(folder="people", day="at", title=("name",)),
    "postings": Kind(folder="postings", title=("title",), main="body"),
    "practices": Kind(folder="practices", day="since", title=("name",)),
    "praise": Kind(folder="praise", title=("words",), main="words"),
    "questions": Kind(folder="questions", day="at", title=("question",)),
    "skills": Kind(folder="skills", day="at", title=("name",)),
    "stories": Kind(folder="stories", day="at", title=("title",)),
    "whys": Kind(folder="whys", title=("text",), main="text"),
    "wins": Kind(folder="wins", title=("text",), main="text"),
}

# Columns with words of more than a line, of pages and of what belongs to them: each is a section of the page.
PROSE: dict[str, tuple[str, ...]] = {
    "anchors": ("achievement", "evidence", "recall"),
    "applications": ("posting", "contacts", "files", "notes"),
    "decoded": ("said", "move"),
    "doors": ("body", "notes"),
    "entries": ("body",),
    "evenings": ("win", "mood"),
    "feedback": ("questions", "body", "answer"),
    "follow_ups": ("question",),
    "held": ("body",),
    "materials": ("tailored",),
    "parked": ("text", "decided"),
    "people": ("good_for", "notes"),
    "pieces": ("body",),
    "plans": ("why", "notes", "result"),
    "postings": ("body",),
    "practices": ("why",),
    "praise": ("words",),
    "proofs": ("text",),
    "questions": ("answer",),
    "rejections": ("message",),
    "rounds": ("questions", "resonated", "doubt", "notes"),
    "sentences": ("text",),
    "sittings": ("note",),
    "skills": ("note",),
    "stories": ("situation", "task", "action", "result", "opening"),
    "talks": ("said",),
    "tellings": ("note",),
    "whys": ("text",),
    "wins": ("text", "reward", "told"),
}


def titled(kind: Kind, row: Row) -> str:
    """What a page is called for people: one line, which may be empty."""
    parts = (first_line(str(row[name])[:400]) for name in kind.title)
    return " ".join(visible(", ".join(part for part in parts if part)).split("\n"))


def file_name(day: object, id: str, *, whole: bool = False) -> str:
    """The name of a page, without its ending: its day and the end of its id, or with `whole` all of it.

    No title is in it, so it stays when the title changes and can hold nothing that a file system would refuse; only
    small letters, digits and hyphens, because some take `A` and `a` for the same.
    """
    from hashlib import sha256

    when = str(day)[:10]
    if len(when) != 10 or not when.replace("-", "").isdecimal() or not when.isascii():
        when = "undated"
    plain = id.replace("-", "")
    if len(id) == 36 and len(plain) == 32 and not set(plain) - set("0123456789abcdef"):
        return f"{when}-{plain if whole else plain[-12:]}"
    return f"{when}-x{sha256(id.encode()).hexdigest()[: 64 if whole else 24]}"
