"""Lines of iCalendar (RFC 5545): escaping, folding, and one event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from core.record import record

LONGEST = 75  # bytes of a line, without its end (section 3.1)
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@record
class Event:
    """Something with a date.

    `first` and `last` are days, both included, of something that takes all day; or instants (UTC), or wall-clock times
    without a zone, of something that begins and ends. `weekly` comes again every week. `changed` is when it last was,
    and `sequence` how often: calendars go by them when a file is taken in once more.
    """

    uid: str
    title: str
    first: date | datetime
    last: date | datetime
    changed: datetime
    sequence: int
    weekly: bool = False
    cancelled: bool = False


def lines(name: str, events: Iterable[Event]) -> Iterator[str]:
    """A whole calendar, line by line, each with its end."""
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Onward//Onward//EN", "CALSCALE:GREGORIAN")
    for line in (*head, f"X-WR-CALNAME:{escaped(name)}"):
        yield from folded(line)
    for event in events:
        for line in _event(event):
            yield from folded(line)
    yield "END:VCALENDAR\r\n"


def escaped(text: str) -> str:
    """A text value (section 3.3.11); control characters, which it may not hold, are left out."""
    allowed = (letter for letter in text if letter in "\n\t" or not (ord(letter) < 0x20 or letter == "\x7f"))
    return "".join(allowed).translate(_ESCAPED)


def folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 bytes, never cutting a character in two."""
    piece, size, most = "", 0, LONGEST
    for letter in line:
        bytes_of = len(letter.encode())
        if size + bytes_of > most:
            yield f"{piece}\r\n"
            piece, size, most = " ", 1, LONGEST
        piece += letter
        size += bytes_of
    yield f"{piece}\r\n"


def _event(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}"
    yield f"DTSTAMP:{_moment(event.changed)}"
    yield f"LAST-MODIFIED:{_moment(event.changed)}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"SUMMARY:{escaped(event.title)}"
    if isinstance(event.first, datetime) and isinstance(event.last, datetime):
        yield f"DTSTART:{_moment(event.first)}"
        yield f"DTEND:{_moment(max(event.first, event.last))}"
    else:
        yield f"DTSTART;VALUE=DATE:{_day(event.first)}"
        if event.last < date.max:  # the end of an all-day event is the day after it
            yield f"DTEND;VALUE=DATE:{_day(max(event.first, event.last) + timedelta(1))}"
        yield "TRANSP:TRANSPARENT"
    if event.weekly:
        yield f"RRULE:FREQ=WEEKLY;BYDAY={_DAYS[event.first.weekday()]}"
    yield f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}"
    yield "CLASS:PRIVATE"
    yield "END:VEVENT"


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _moment(moment: datetime) -> str:
    zone = "" if moment.tzinfo is None else "Z"
    there = moment if moment.tzinfo is None else moment.astimezone(UTC)
    return f"{_day(there)}T{there:%H%M%S}{zone}"
