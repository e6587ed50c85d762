"""Whether the rows of an export fit into a workspace: every column known, every value one that it can hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from core.errors import Refused
from core.storage.changes import Row, Value
from core.storage.shape import Shape
from core.text import LONGEST_TEXT, visible

# Columns that hold a day or a moment wherever they stand; the other columns are words and numbers.
DAYS = frozenset({"day", "added", "applied", "moved", "ended", "sent", "answered", "first", "last", "since", "next"})
MOMENTS = frozenset({"at", "opened", "ends", "until", "closed"})
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
        row = {name: _fitting(table, name, value) for name, value in found.items()}
        row = {**shape.defaults(table), **row}
        if missing := [name for name in columns if row.get(name) is None and name in shape.required(table)]:
            raise Refused(f"Something in “{table}” has no “{missing[0]}”, and needs one.")
        yield table, row


def _fitting(table: str, name: str, value: object) -> Value:
    if isinstance(value, dict) and list(value) == ["blob"] and re.fullmatch("(?:[0-9a-f]{2})*", str(value["blob"])):
        return bytes.fromhex(value["blob"])
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
        if value and name in DAYS:
            date.fromisoformat(value)
        elif value and name in MOMENTS:
            datetime.fromisoformat(value)
    except UnicodeEncodeError:
        raise Refused(f"“{name}” of “{table}” holds half a character that cannot be kept.") from None
    except ValueError:
        raise Refused(
            f"“{name}” of “{table}” is “{_shown(value)}”, which is no date. 2026-11-22 would be one."
        ) from None
    return value


def _shown(text: str) -> str:
    return visible(text.replace("\n", " "))[:60]
