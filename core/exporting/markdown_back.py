"""The Markdown folder of `core.exporting.markdown`, read back, also after its words were edited by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import TextIOWrapper
from itertools import takewhile
from typing import IO

from core.errors import Refused
from core.exporting.kinds import KINDS
from core.exporting.markdown import SIGN
from core.text import LONGEST_TEXT, visible

CHUNK = 1 << 16  # characters read at a time
LONGEST_PAGE = 1024 * CHUNK  # characters; an application with every word of a long search has a million


def read(file: IO[bytes], name: str) -> Iterator[tuple[str, dict[str, object]]]:
    """Each row of a page as (table, columns); none where the page is not one of ours.

    Raises `Refused` for what cannot be understood.
    """
    with TextIOWrapper(file, encoding="utf-8-sig", newline="") as text:
        try:
            if text.readline(10).rstrip("\r\n") == "---":
                yield from _Page(text, name).rows()
        except UnicodeDecodeError:
            raise Refused(f"{name} is not UTF-8, as a page of an export is. Nothing was changed.") from None


class _Page:
    """One page; a list of rows is passed on line by line, a page of a thing is held whole."""

    def __init__(self, file: IO[str], name: str) -> None:
        self._file, self._name, self._number = file, name, 1

    def rows(self) -> Iterator[tuple[str, dict[str, object]]]:
        table = self._front()
        if not table.startswith("onward:"):
            return
        table = table.removeprefix("onward:").strip()
        own: dict[str, object] = {}
        listed: dict[tuple[str, str], dict[str, object]] = {}
        part = ""
        while (line := self._front()) != "---":
            if line.startswith("  - "):
                row = self._json(line[4:])
                if not isinstance(row, dict):
                    raise self._odd()
                if part == "rows":
                    yield table, row
                else:
                    listed[part, str(row.get("id"))] = row
                continue
            part, colon, value = line.partition(":")
            if not colon:
                raise self._odd()
            if value.strip():
                own[part] = self._json(value)
        if own:
            self._sections(table, own, listed)
            yield table, own
            yield from ((part, row) for (part, _), row in listed.items())

    def _sections(self, table: str, own: dict[str, object], listed: dict[tuple[str, str], dict[str, object]]) -> None:
        """Put the words below the front matter where they belong."""
        text = "".join(takewhile(bool, (self._file.read(CHUNK) for _ in range(LONGEST_PAGE // CHUNK))))
        if len(text) == LONGEST_PAGE:
            raise Refused(f"{self._name} is longer than any page of an export. Nothing was changed.")
        if "\r\n" in text and "\n" not in text.replace("\r\n", ""):
            text = text.replace("\r\n", "\n")  # an editor, or git, has written the line ends of Windows
        where, begins, words = "", 0, {}
        for start, end, found in _headings(text):
            words[where] = text[begins:start]
            where, begins = found, end
        words[where] = text[begins:]
        main = kind.main if (kind := KINDS.get(table)) else ""
        for position, (where, found) in enumerate(words.items(), 1):
            said = found.removeprefix("\n").removesuffix("\n" if position == len(words) else "\n\n")
            if position < len(words) and said == found.removeprefix("\n"):
                said = said.removesuffix("\n")
            said = said.replace(f"{SIGN}:", SIGN)
            if len(said) > LONGEST_TEXT:
                raise Refused(f"{self._name} has {len(said):,} characters in one place; {LONGEST_TEXT:,} fit there.")
            part, _, rest = where.partition("/")
            if not where:
                if main and main not in own:
                    own[main] = said
            elif not rest:
                own[part] = said
            else:
                id, _, column = rest.partition("/")
                if (row := listed.get((part, id))) is None:
                    raise Refused(f"{self._name} has words about “{visible(where)[:60]}”, which is not on the page.")
                row[column] = said

    def _front(self) -> str:
        """The next line of the front matter."""
        line = self._file.readline()
        self._number += 1
        if not line:
            raise Refused(f"{self._name} ends within its front matter, so it is not whole. Nothing was changed.")
        return line.rstrip("\r\n")

    def _json(self, text: str) -> object:
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            raise self._odd() from None

    def _odd(self) -> Refused:
        return Refused(f"{self._name}, line {self._number}: this is not how an export has it. Nothing was changed.")


def _headings(text: str) -> Iterator[tuple[int, int, str]]:
    """Where the headings of sections begin and end (with their line feed), and what they are about."""
    at = 0
    while (sign := text.find(f"{SIGN} ", at)) >= 0:
        start, end = text.rfind("\n", 0, sign) + 1, text.find("\n", sign)
        end = len(text) if end < 0 else end + 1
        line = text[sign:end].strip()
        if line.endswith("-->"):
            yield start, end, line.removeprefix(SIGN).removesuffix("-->").strip()
        at = end
