"""Day One's export: a zip (or the folder it was unpacked to) with one JSON file for each journal.

    {"metadata": {"version": "1.0"}, "entries": [{"uuid", "creationDate" (UTC), "timeZone", "text" (Markdown), "tags",
     "starred", "location", "weather", "photos", ...}]}

Photographs stay where they are; where one stood in the text, that is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from core import text
from core.errors import Refused
from core.importing import decoding
from core.importing.formats import Format
from core.importing.jrnl import document, objects, string, strings
from core.importing.shape import ENTRY, Batch, Facts, Options, Part, Refusal, Thing
from core.importing.source import Member, Source
from core.importing.words import STARRED, entry
from core.team.contacts import Contact

_MOMENT = re.compile(r"!\[[^\]]*\]\(dayone-moment:/[^)]*\)")
_ESCAPED = re.compile(r"(?<=\S)\\([.!()\-])")  # inside a line these need no escape, and read better without


class JournalPart:
    """One journal."""

    people: tuple[Contact, ...] = ()

    def __init__(self, member: Member, options: Options, tags: tuple[str, ...] = ()) -> None:
        """`tags` are put on every entry."""
        self.name = member.shown
        self._tags = tags
        self._entries = objects(document(member, options.encoding), "entries", member)
        self.facts: Facts | None = Facts(
            kind=ENTRY, encoding=decoding.encoding_of(member, options.encoding), records=len(self._entries)
        )

    def things(self, batch: Batch) -> Iterator[Thing | Refusal]:
        """Each entry, on the day it was where it was written."""
        for number, one in enumerate(self._entries, 1):
            try:
                yield _entry(batch, one, self._tags)
            except Refused as refused:
                yield Refusal(where=f"{self.name}, entry {number:,}", why=refused.sentence)


def _entry(batch: Batch, one: dict[str, Any], more: tuple[str, ...]) -> Thing:
    try:
        at = datetime.fromisoformat(string(one, "creationDate"))
        at = at if at.tzinfo else at.replace(tzinfo=ZoneInfo("UTC"))
        local = at.astimezone(_zone(string(one, "timeZone"), batch))
    except (ValueError, OverflowError):
        raise Refused("it has no day that is understood.") from None
    body = _ESCAPED.sub(r"\1", string(one, "text"))
    body, photographs = _MOMENT.subn("[photograph]", body)
    beside = [f"{name}: {words}" for name, words in (("Place", _place(one)), ("Weather", _weather(one))) if words]
    body = "\n\n".join(filter(None, (body.strip("\n"), "\n".join(beside))))
    tags = [*more, *strings(one, "tags"), *[STARRED] * (one.get("starred") is True)]
    remarks = ["Photographs stay in Day One."] if photographs else []
    return entry(batch, body, local.date(), at, tags=tags, remarks=remarks)


def _zone(name: str, batch: Batch) -> Any:
    try:
        return ZoneInfo(name) if name else batch.clock.zone
    except (ValueError, OSError, KeyError):  # no such zone here, or a name that is a path
        return batch.clock.zone


def _place(one: dict[str, Any]) -> str:
    found = one.get("location")
    if not isinstance(found, dict):
        return ""
    return ", ".join(dict.fromkeys(filter(None, (string(found, n) for n in ("placeName", "localityName", "country")))))


def _weather(one: dict[str, Any]) -> str:
    found = one.get("weather")
    if not isinstance(found, dict):
        return ""
    degrees = found.get("temperatureCelsius")
    warmth = f"{degrees:.0f} °C" if isinstance(degrees, int | float) and abs(degrees) < 100 else ""
    return ", ".join(filter(None, (string(found, "conditionsDescription"), warmth)))


def _journals(source: Source) -> list[Member]:
    return [member for member in source.members if (source.single or member.is_like("*.json"))]


def _is_journal(member: Member) -> bool:
    start = member.start.decode("utf-8", "replace").lstrip("\ufeff \r\n\t")
    return start.startswith("{") and '"entries"' in start and '"creationDate"' in start


def _sure(source: Source) -> int:
    return 90 if any(_is_journal(member) for member in _journals(source)[:50]) else 0


def _read(source: Source, options: Options) -> tuple[Part, ...]:
    found = [member for member in _journals(source) if _is_journal(member)]
    if not found and source.single:
        found = list(source.members)
    if not found:
        raise Refused(f"{text.visible(source.name)} has no journal of Day One in it.")
    # Of several journals, each entry keeps to which it belonged.
    names = {member.name: (member.name.rpartition("/")[2].removesuffix(".json"),) for member in found[1:] and found}
    return tuple(JournalPart(member, options, names.get(member.name, ())) for member in found)


FORMATS = (Format(id="dayone", name="Day One", sure=_sure, read=_read),)
