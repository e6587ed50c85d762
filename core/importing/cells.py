"""The cells of one row, cleaned for keeping; what has no place of its own goes to the notes, under its own name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from html.parser import HTMLParser

from core import text
from core.importing import aliases, dates
from core.importing.shape import LEFT_OUT, NOTES, Batch
from core.record import record
from core.text import LONGEST_LINE

_HALF = re.compile("[\ud800-\udfff]")
_SHOWN = 40


@record
class Rules:
    """How the rows of one table are read: the order in its dates, words for stages, the stage of what has none."""

    dates: str
    words: Mapping[str, str]
    stage: str = ""
    html: frozenset[str] = frozenset()


class Cells:
    """One row: `pairs` are (field, column, value). `remarks` and `extra` fill up as it is read."""

    def __init__(self, pairs: Iterable[tuple[str, str, str]], rules: Rules, batch: Batch) -> None:
        self.rules = rules
        self.batch = batch
        self.remarks: list[str] = []
        self.extra: list[str] = []
        self._cells: dict[str, list[tuple[str, str]]] = {}
        for field, column, raw in pairs:
            value = self._kept(raw, column)
            if not value.strip() or field == LEFT_OUT:
                continue
            if rules.html and aliases.key(column) in rules.html:
                value = from_html(value)
            if field == NOTES:
                self.note(column, value)
            else:
                self._cells.setdefault(field, []).append((column, value))

    def _kept(self, raw: str, column: str) -> str:
        if "\0" not in raw and not _HALF.search(raw):
            return raw
        self.remarks.append(f"Signs that cannot be kept were left out of “{column}”.")
        return _HALF.sub("", raw.replace("\0", ""))

    def has(self, field: str) -> bool:
        """Whether there is something in a field."""
        return field in self._cells

    def note(self, column: str, value: str) -> None:
        """Put a value under the name of its column into what goes to the notes."""
        self.extra.append(f"{text.first_line(column, _SHOWN)}: {value.strip()}")

    def line(self, field: str, limit: int = LONGEST_LINE) -> str:
        """A field as one line; what is longer is cut there and stands in the notes as a whole."""
        found = " ".join(" ".join(value.split()) for _, value in self._cells.get(field, ())[:1])
        for column, value in self._cells.get(field, ())[1:]:
            self.note(column, value)
        kept = text.line(found, limit=text.LONGEST_TEXT)
        if len(kept) > limit:
            self.note(self._cells[field][0][0], kept)
            self.remarks.append(f"The {field} is long; all of it stands in the notes.")
            kept = kept[: limit - 1].rstrip() + "…"
        return kept

    def prose(self, field: str) -> str:
        """A field as text; several columns stand below each other."""
        values = [value for _, value in self._cells.get(field, ())]
        return text.clean("\n".join(values), what=f"The {field}").strip("\n")

    def day(self, field: str, *, ahead: bool = False) -> date | None:
        """The day in a field; what is no day, or lies ahead, stands in the notes."""
        return (self.moment(field, ahead=ahead) or (None, None))[0]

    def moment(self, field: str, *, ahead: bool = False) -> tuple[date, time | None] | None:
        """The day and the time in a field, as `day`."""
        kept: tuple[date, time | None] | None = None
        for column, value in self._cells.get(field, ()):
            if kept or dates.is_none(value):
                continue
            kept = dates.read(value, self.rules.dates, self.batch.clock)
            if kept is None:
                self._odd(column, value, "was not understood as a date")
            elif kept[0] > self.batch.today and not ahead:
                self._odd(column, value, "lies ahead")
                kept = None
        return kept

    def _odd(self, column: str, value: str, why: str) -> None:
        self.note(column, value)
        shown = text.visible(text.first_line(value, _SHOWN))
        self.remarks.append(f"“{shown}” {why}; it stands in the notes.")

    def word(self, field: str, table: str) -> str:
        """Our word for what stands in a field, by a list of `tables.toml`; what is not known stands in the notes."""
        for column, value in self._cells.get(field, ()):
            if ours := aliases.word(table, value):
                return ours
            self.note(column, value)
        return ""

    def first(self, field: str) -> tuple[str, str]:
        """The column and the value that come first in a field; empty where there is none."""
        return self._cells.get(field, [("", "")])[0]

    def notes(self, before: str = "") -> str:
        """What was written, and below it what had no place of its own."""
        return text.clean("\n".join(filter(None, (before, *self.extra))), what="The notes").strip("\n")


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self._hidden += 1
        elif tag in ("p", "br", "div", "li", "ul", "ol", "tr", "h1", "h2", "h3", "h4"):
            self.parts.append("\n- " if tag == "li" else "\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._hidden = max(0, self._hidden - 1)

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def from_html(page: str) -> str:
    """The words of a piece of HTML."""
    reader = _Plain()
    reader.feed(page)
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
