"""Dates as people type them (today, friday, +3d, in 2 weeks, eom, 2026-12-24, 24.12.), and moments (tomorrow 20:00)."""

from __future__ import annotations

import re
from calendar import day_name, monthrange
from datetime import date, datetime, timedelta

from core.clock import Clock
from core.errors import Refused
from core.settings import read_time
from core.text import first_line, visible

_NEAR = {"today": 0, "tod": 0, "tomorrow": 1, "tom": 1, "yesterday": -1}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SHIFT = re.compile(r"(?:in\s+)?([+-]?)\s*(\d{1,4})\s*(d|days?|w|weeks?|m|months?|y|years?)(\s+ago)?")
_PARTS = re.compile(r"(\d{1,2})[./](\d{1,2})\.?(?:[./]?(\d{4}))?")
_WEEKDAYS = [name.lower() for name in day_name]

YEARS = range(1900, 9001)  # in which a day can lie
EXAMPLES = "today, tomorrow, friday, +3d, in 2 weeks, eom, 2026-12-24 or 24.12."
PAST_EXAMPLES = "today, yesterday, friday, 3 days ago, 2026-11-02 or 2.11."


def read_date(typed: str, today: date, *, day_first: bool = True, examples: str = EXAMPLES) -> date:
    """The date that `typed` names, seen from `today`.

    A weekday is the next one (never today); `last friday` the one before. `24.12.` or `24/12`
    without a year is the nearest one not over half a year ago; `day_first` says how to read
    3/4. Raises `Refused` with examples for anything else.
    """
    words = " ".join(typed.casefold().split())
    try:
        found = _read(words, today, day_first)
    except (ValueError, OverflowError):
        found = None
    if found is None or found.year not in YEARS:
        raise Refused(f"“{visible(first_line(typed, 30))}” is not a date known here. It can look like {examples}")
    return found


def read_past(typed: str, today: date, *, day_first: bool = True) -> date:
    """The same for something that has happened: a weekday is today or one of the six days before."""
    found = read_date(typed, today, day_first=day_first, examples=PAST_EXAMPLES)
    words = " ".join(typed.casefold().split())
    if words.isalpha() and words not in (*_NEAR, "eom"):
        found -= timedelta(days=7)
    return found


def read_moment(typed: str, clock: Clock) -> datetime:
    """A moment as typed, a day and a time: `tomorrow 20:00`, `monday 9`; a time alone is its next coming.

    Raises `Refused`.
    """
    words = typed.split()
    if not words:
        raise Refused("A moment looks like tomorrow 20:00.")
    today = clock.local().date()
    try:
        moment = read_time(words[-1])
    except Refused:
        read_date(typed, today)
        raise Refused("A time is missing. It can look like tomorrow 20:00.") from None
    day = read_date(" ".join(words[:-1]), today) if words[:-1] else today
    found = datetime.combine(day, moment)
    local = found.replace(tzinfo=clock.zone) if clock.zone else found.astimezone()
    if not words[:-1] and local <= clock.now():
        return read_moment(f"tomorrow {words[-1]}", clock)
    return local


def _read(words: str, today: date, day_first: bool) -> date | None:
    if words in _NEAR:
        return today + timedelta(days=_NEAR[words])
    if words in ("eom", "end of month"):
        return today.replace(day=monthrange(today.year, today.month)[1])
    if found := _ISO.fullmatch(words):
        year, month, day = map(int, found.groups())
        return date(year, month, day)
    if found := _SHIFT.fullmatch(words):
        sign, number, unit, ago = found.groups()
        return _shift(today, (-1 if sign == "-" or ago else 1) * int(number), unit[0])
    if found := _PARTS.fullmatch(words):
        first, second = int(found[1]), int(found[2])
        day, month = (first, second) if day_first else (second, first)
        if found[3]:
            return date(int(found[3]), month, day)
        near = [
            date(year, month, day) for year in (today.year - 1, today.year, today.year + 1) if _is(year, month, day)
        ]
        return min((d for d in near if d > today - timedelta(days=183)), default=None)
    before, _, name = words.rpartition(" ")
    matches = [number for number, weekday in enumerate(_WEEKDAYS) if len(name) >= 2 and weekday.startswith(name)]
    if len(matches) == 1 and before in ("", "next", "on", "last"):
        ahead = (matches[0] - today.weekday() - 1) % 7 + 1
        if before == "last":
            ahead = -((today.weekday() - matches[0] - 1) % 7 + 1)
        return today + timedelta(days=ahead)
    return None


def _shift(today: date, number: int, unit: str) -> date:
    if unit in "dw":
        return today + timedelta(days=number * (7 if unit == "w" else 1))
    months = today.year * 12 + today.month - 1 + number * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _is(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
