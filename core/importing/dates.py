"""Days and times as other programs write them, and in which order they put day and month."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime, time, timedelta

from core.clock import Clock
from core.importing.aliases import month
from core.importing.shape import DMY, MDY, YMD
from core.record import record

_NUMBERS = re.compile(r"(?<!\d)(\d{1,4})\s*([./-])\s*(\d{1,2})\s*[./-]\s*(\d{4}|\d{1,2})(?!\d)")
_EASTERN = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_TIME = re.compile(r"(?<!\d)(\d{1,2})[:h.](\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(?:([ap])\.?\s?m\b\.?)?", re.IGNORECASE)
_HOUR = re.compile(r"\b(\d{1,2})\s*([ap])\.?\s?m\b", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}")
_SERIAL = re.compile(r"[3-6]\d{4}(\.\d+)?")  # spreadsheets count days from 30 December 1899; 30 000 is 1982
_NONE = frozenset({"", "-", "n/a", "na", "none", "null", "tbd", "?", "—", "–"})
EARLIEST, LATEST = 1900, 2200  # years; what lies outside is no date
LONGEST = 80  # characters; what is longer is no date


def is_none(typed: str) -> bool:
    """Whether a cell says that there is no date."""
    return typed.strip().casefold() in _NONE


def read(typed: str, order: str, clock: Clock) -> tuple[date, time | None] | None:
    """The day, and the time if there is one, that a cell names; None where it is not understood.

    `order` decides about 3/4/2026. What carries a zone of its own is told as the clock here shows it.
    """
    words = typed.strip().partition("→")[0].strip()  # of a range, its beginning
    if not words or len(words) > LONGEST:
        return None
    try:
        found = _read(words, order, clock)
    except (ValueError, OverflowError):
        return None
    return found if found and EARLIEST <= found[0].year <= LATEST else None


def _read(words: str, order: str, clock: Clock) -> tuple[date, time | None] | None:
    if _ISO.match(words):
        with suppress(ValueError):  # “2026-06-29 01:05 AM” only looks like it
            return _instant(words, clock)
    if numbers := _numbers(words):
        return _day(numbers, order), time_in(words[_end(words) :])
    if found := _EASTERN.search(words):
        return date(*map(int, found.groups())), time_in(words[found.end() :])
    if _SERIAL.fullmatch(words):
        return date(1899, 12, 30) + timedelta(days=int(float(words))), None
    return _named(words)


def time_in(words: str) -> time | None:
    """The time of day in some words: 18:22, 6:22 PM, 8 am; None for none."""
    if found := _TIME.search(words):
        hour, minute, second, half = int(found[1]), int(found[2]), int(found[3] or 0), (found[4] or "").lower()
    elif found := _HOUR.search(words):
        hour, minute, second, half = int(found[1]), 0, 0, found[2].lower()
    else:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _instant(words: str, clock: Clock) -> tuple[date, time | None]:
    found = datetime.fromisoformat(words.removesuffix(" UTC") + ("Z" if words.endswith(" UTC") else ""))
    local = found if found.tzinfo is None else clock.local(found)
    return local.date(), local.time().replace(microsecond=0)


def _end(words: str) -> int:
    found = _NUMBERS.search(words)
    return found.end() if found else 0


def _numbers(words: str) -> tuple[int, int, int, str] | None:
    found = _NUMBERS.search(words)
    return (int(found[1]), int(found[3]), int(found[4]), found[2]) if found else None


def _day(found: tuple[int, int, int, str], order: str) -> date:
    first, second, third, _ = found
    if first > 31:
        return date(_year(first), second, third)
    if order == YMD:
        return date(_year(first), second, third)
    if third < 10:
        raise ValueError("no year is written with one digit")
    year = _year(third)
    return date(year, first, second) if order == MDY else date(year, second, first)


def _year(short: int) -> int:
    return short if short >= 100 else 2000 + short if short < 70 else 1900 + short


def _named(words: str) -> tuple[date, time | None] | None:
    """5 March 2026, March 5, 2026 2:22 PM, Thursday, 5. März 2026, 05-Mar-24."""
    clock_time = time_in(words)
    rest = _HOUR.sub(" ", _TIME.sub(" ", words)) if clock_time else words
    parts = re.findall(r"[^\W\d_]+|\d+", rest)
    months = [number for part in parts if not part.isdigit() and (number := month(part))]
    numbers = [int(part) for part in parts if part.isdigit()]
    if len(months) != 1 or len(numbers) < 2:
        return None
    first, second = numbers[:2]
    day, year = (second, first) if first > 31 else (first, second)
    return date(_year(year), months[0], day), clock_time


@record
class Order:
    """The order of day, month and year in a column. `sure`: the dates themselves decide; `example` is one of them."""

    order: str
    sure: bool
    example: str


class Evidence:
    """Collects dates, and decides in which order day and month stand in them."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._seen = False
        self._dots = False
        self._impossible = {DMY: 0, MDY: 0, YMD: 0}
        self._ahead = {DMY: 0, MDY: 0}
        self._example = ""

    def add(self, typed: str) -> None:
        """Take one cell into account."""
        if len(typed) > LONGEST or _ISO.match(typed.strip()) or (found := _numbers(typed)) is None or found[0] > 31:
            return
        self._seen = True
        self._example = self._example or typed.strip()
        self._dots = self._dots or found[3] == "."
        for order in self._impossible:
            try:
                day = _day(found, order)
            except ValueError:
                self._impossible[order] += 1
            else:
                if order in self._ahead and day > self._today:
                    self._ahead[order] += 1

    def order(self, usual: str = "", delimiter: str = "") -> Order:
        """The decision; `usual` is the order of the program it comes from, a semicolon that of most of Europe.

        Dates that cannot be, and dates that still lie ahead, speak against an order.
        """
        if not self._seen:
            return Order(order=YMD, sure=True, example="")
        dmy, mdy = self._impossible[DMY], self._impossible[MDY]
        if dmy != mdy:
            return Order(order=DMY if dmy < mdy else MDY, sure=not (dmy and mdy), example=self._example)
        if dmy:
            return Order(order=usual if usual in (DMY, MDY) else DMY, sure=False, example=self._example)
        if self._dots:  # nobody writes the month first with dots
            return Order(order=DMY, sure=True, example=self._example)
        if not dmy and self._ahead[DMY] != self._ahead[MDY]:
            return Order(order=DMY if self._ahead[DMY] < self._ahead[MDY] else MDY, sure=True, example=self._example)
        if usual in (DMY, MDY):
            return Order(order=usual, sure=True, example=self._example)
        return Order(order=DMY if delimiter == ";" else MDY, sure=False, example=self._example)
