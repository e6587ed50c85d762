"""Whether the rows of an export fit into a workspace: every column known, every value one that it can hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time

from core.clock import instant, stamp
from core.dates import YEARS
from core.errors import Refused
from core.storage.changes import Row, Value
from core.storage.shape import Shape
from core.text import LONGEST_TEXT, visible

# Columns that hold a day, a moment or a time wherever they stand; the other columns are words and numbers.
DAYS = frozenset(
    {"day", "added", "applied", "moved", "ended", "closed", "sent", "answered", "first", "last", "since", "next"}
)
MOMENTS = frozenset({"at", "opened", "ends", "until"})
TIMES = frozenset({"start"})
# What has not come yet has no day; everything else has one, and whoever reads the row relies on it.
TO_COME = frozenset({"applied", "ended", "closed", "sent", "answered", "next", "warm_ups.day"})
_EXAMPLES = {DAYS: "date. 2026-11-22", MOMENTS: "moment. 2026-11-22T09:30:00.000Z", TIMES: "time. 09:30"}
LONGEST_ID = 200
_WHOLE = range(-(2**63), 2**63)

Rows = Iterable[tuple[str, Mapping[str, object]]]


def checked(shape: Shape, rows: Rows) -> Iterator[tuple[str, Row]]:
    """The rows as they will be stored; columns that are newer than the export have their defaults.

    Raises `Refused` at the first one that does not fit.
    """
    for table, found in rows:
        if table not in shape:
            raise Refused(f"The export has a “{_shown(table)}” that this Onward does not know. A newer one may.")
        columns = shape.columns(table)
        if strange := found.keys() - set(columns):
            raise Refused(f"“{table}” has a “{_shown(min(strange))}” that this Onward does not know. A newer one may.")
        id = found.get("id")
        if not isinstance(id, str) or not 0 < len(id) <= LONGEST_ID:
            raise Refused(f"Something in “{table}” has no id, or one that is none.")
        row = {name: _fitting(table, name, shape.kind(table, name), value) for name, value in found.items()}
        row = {**shape.defaults(table), **row}
        if missing := [name for name in columns if row.get(name) is None and name in shape.required(table)]:
            raise Refused(f"Something in “{table}” has no “{missing[0]}”, and needs one.")
        yield table, row


def _fitting(table: str, name: str, kind: str, value: object) -> Value:
    if isinstance(value, dict) and list(value) == ["blob"] and re.fullmatch("(?:[0-9a-f]{2})*", str(value["blob"])):
        return bytes.fromhex(value["blob"])
    if isinstance(value, str) and kind != "TEXT":
        raise Refused(f"“{name}” of “{table}” is “{_shown(value)}”, where a number was expected.")
    if isinstance(value, str):
        return _words(table, name, value)
    if isinstance(value, bool) or not (value is None or isinstance(value, int | float | bytes)):
        raise Refused(f"“{name}” of “{table}” holds what is neither words nor a number.")
    if isinstance(value, int) and value not in _WHOLE:
        raise Refused(f"“{name}” of “{table}” holds a number that is too large to be kept.")
    if name in DAYS | MOMENTS and value is not None:
        raise Refused(f"“{name}” of “{table}” holds a number where a day was expected.")
    return value


def _words(table: str, name: str, value: str) -> str:
    if len(value) > LONGEST_TEXT:
        raise Refused(f"“{name}” of “{table}” has {len(value):,} characters; {LONGEST_TEXT:,} fit here.")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Refused(f"“{name}” of “{table}” holds half a character that cannot be kept.") from None
    kind = next((kind for kind in _EXAMPLES if name in kind), None)
    if kind is None or (not value and TO_COME & {name, f"{table}.{name}"}):
        return value
    try:
        return _when(kind, value)
    except (ValueError, OverflowError):
        raise Refused(
            f"“{name}” of “{table}” is “{_shown(value)}”, which is no {_EXAMPLES[kind]} would be one."
        ) from None


def _when(kind: frozenset[str], value: str) -> str:
    """A day, a moment or a time as it is stored. Raises ValueError where it is none, and OverflowError."""
    if kind is DAYS:
        day = date.fromisoformat(value)
        if day.year not in YEARS:
            raise ValueError
        return day.isoformat()
    if kind is TIMES:
        return time.fromisoformat(value).replace(tzinfo=None).isoformat("minutes")
    moment = instant(value)
    if moment.tzinfo is None:  # whose clock showed that cannot be known
        raise ValueError
    return stamp(moment)


def _shown(text: str) -> str:
    return visible(text.replace("\n", " "))[:60]
