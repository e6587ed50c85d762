"""Journals of jrnl, as text and as JSON, and any diary in the same form.

Text: `[2020-06-28 18:22] Title`, lines of text, an empty line; a star marks it, words with `@` are tags.
JSON: `{"tags": {}, "entries": [{"title", "body", "date", "time", "tags", "starred"}]}` (jrnl's `--format json`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from core import text
from core.clock import Clock
from core.errors import Refused
from core.importing import dates, decoding
from core.importing.formats import Format
from core.importing.shape import ENTRY, ORDERS, Batch, Facts, Options, Part, Refusal, Thing
from core.importing.source import Member, Source
from core.importing.words import STARRED, entry
from core.team.contacts import Contact

LARGEST = 64_000_000  # bytes: ten thousand long entries have twenty million
_HEAD = re.compile(r"^\[([^\]\n]{6,40})\]\s?(.*)$", re.MULTILINE)
_TAG = re.compile(r"(?<![\w@])@([\w-]+)")


class TextPart:
    """A journal as text."""

    people: tuple[Contact, ...] = ()

    def __init__(self, member: Member, options: Options) -> None:
        self.name = member.shown
        self._text = decoding.whole(member, LARGEST, options.encoding)
        heads = list(_HEAD.finditer(self._text))
        evidence = dates.Evidence(options.today or Clock().today())
        for found in heads:
            evidence.add(found[1])
        order = evidence.order()
        self._order = options.dates or order.order
        self._heads = [found for found in heads if dates.read(found[1], self._order, Clock())]
        if not self._heads:
            raise Refused(f"{member.shown} has no line that begins an entry, such as [2026-11-22 18:30] A title.")
        self.facts: Facts | None = Facts(
            kind=ENTRY,
            encoding=decoding.encoding_of(member, options.encoding),
            dates=self._order,
            sure=bool(options.dates) or order.sure,
            date=order.example,
            records=len(self._heads),
        )

    def things(self, batch: Batch) -> Iterator[Thing | Refusal]:
        """Each entry; what stands before the first one is shown as left out."""
        if before := self._text[: self._heads[0].start()].strip():
            yield Refusal(where=text.first_line(before), why="it stands before the first entry.")
        ends = [found.start() for found in self._heads[1:]] + [len(self._text)]
        for found, end in zip(self._heads, ends, strict=True):
            read = dates.read(found[1], self._order, batch.clock)
            title, body = found[2].strip(), self._text[found.end() : end].strip("\n")
            starred = title.startswith("* ") or title.endswith(" *")
            title = title.removeprefix("* ").removesuffix(" *")
            tags = _TAG.findall(f"{title}\n{body}") + [STARRED] * starred
            assert read is not None
            yield _made(batch, found[1], lambda: entry(batch, _joined(title, body), *read, tags=tags))  # noqa: B023


class JsonPart:
    """A journal as JSON."""

    people: tuple[Contact, ...] = ()

    def __init__(self, member: Member, options: Options) -> None:
        self.name = member.shown
        self._entries = objects(document(member, options.encoding), "entries", member)
        self.facts: Facts | None = Facts(
            kind=ENTRY, encoding=decoding.encoding_of(member, options.encoding), records=len(self._entries)
        )

    def things(self, batch: Batch) -> Iterator[Thing | Refusal]:
        """Each entry."""
        for number, one in enumerate(self._entries, 1):
            yield _made(batch, f"entry {number}", lambda: _from_json(batch, one))  # noqa: B023


def _from_json(batch: Batch, one: dict[str, Any]) -> Thing:
    day = dates.read(string(one, "date"), "ymd", batch.clock)
    if day is None:
        raise Refused("it has no day that is understood.")
    tags = [*strings(one, "tags"), *[STARRED] * (one.get("starred") is True)]
    moment = dates.time_in(string(one, "time"))
    return entry(batch, _joined(string(one, "title"), string(one, "body").strip("\n")), day[0], moment, tags=tags)


def _joined(title: str, body: str) -> str:
    """jrnl parts the first sentence from the rest; here they are one text again."""
    return f"{title}\n{body}" if body.strip() else title


def _made(batch: Batch, where: str, make: Callable[[], Thing]) -> Thing | Refusal:
    try:
        return make()
    except Refused as refused:
        return Refusal(where=text.visible(text.first_line(where)), why=refused.sentence)


def document(member: Member, encoding: str = "") -> dict[str, Any]:
    """A JSON file whose outermost value is an object. Raises `Refused`."""
    body = decoding.whole(member, LARGEST, encoding)
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused(f"{member.shown} is not whole JSON. Nothing was stored; exporting it again may help.") from None
    if not isinstance(found, dict):
        raise Refused(f"{member.shown} is JSON of another form than the one that was looked for.")
    return found


def objects(found: dict[str, Any], name: str, member: Member) -> list[dict[str, Any]]:
    """A list of objects in it. Raises `Refused` where there is none."""
    rows = found.get(name)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Refused(f"{member.shown} has no list of “{name}”, so there is nothing to take in.")
    return rows


def string(found: dict[str, Any], name: str) -> str:
    """A text in an object, without what cannot be kept; empty for anything else."""
    value = found.get(name)
    return value.replace("\0", "").encode("utf-8", "ignore").decode() if isinstance(value, str) else ""


def strings(found: dict[str, Any], name: str) -> list[str]:
    """The texts of a list in an object."""
    value = found.get(name)
    return [string({name: one}, name) for one in value] if isinstance(value, list) else []


def _first(source: Source) -> Member:
    if not source.single:
        raise Refused(f"{source.name} holds more than one file; jrnl writes one.")
    return source.members[0]


def _start(source: Source) -> str:
    return source.members[0].start.decode("utf-8", "replace").lstrip("\ufeff \r\n\t") if source.single else ""


def _sure_text(source: Source) -> int:
    found = _HEAD.match(_start(source).replace("\r\n", "\n"))
    return 70 if found and any(dates.read(found[1], order, Clock()) for order in ORDERS) else 0


def _sure_json(source: Source) -> int:
    start = _start(source)
    return 70 if start.startswith("{") and '"entries"' in start and '"creationDate"' not in start else 0


def _read_text(source: Source, options: Options) -> tuple[Part, ...]:
    return (TextPart(_first(source), options),)


def _read_json(source: Source, options: Options) -> tuple[Part, ...]:
    return (JsonPart(_first(source), options),)


FORMATS = (
    Format(id="jrnl", name="jrnl", sure=_sure_text, read=_read_text),
    Format(id="jrnl-json", name="jrnl (JSON)", sure=_sure_json, read=_read_json),
)
