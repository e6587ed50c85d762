"""The change log: what one row-write looks like.

The log is the truth: a row is a pure function of the patches written to it (`core.merging.law`). A patch is
canonical JSON of the columns that a write changed: `_new` marks the first writing of a row and
then holds every column, `_del` its removal. Values that JSON or SQLite's own JSON functions
would bend (BLOBs, REALs, text with NUL) are escaped, so every value comes back exactly.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
_decoder = json.JSONDecoder()  # `json.loads` takes half as long again, to look for spaces that are not there

Value = str | int | float | bytes | None
Row = dict[str, Value]

NEW = "_new"
DIED = '{"_del":1}'  # the patch of a row's removal

# Of a text that two machines changed apart, a person's next write is the choice. Given the table, the row, the patch
# and whether it is the row's removal.
CHOSEN = "DELETE FROM conflicts WHERE tbl = ? AND row = ? AND (json_type(?, '$.' || col) NOTNULL OR ?)"


def patch(values: Mapping[str, Value]) -> str:
    """Column values as canonical JSON: sorted keys, no spaces, UTF-8 as it is."""
    escaped = {column: _escape(value) for column, value in values.items()}
    return _encode(escaped)


def born(values: Mapping[str, Value]) -> str:
    """The patch of a row's first writing; `values` holds every column, NULLs too."""
    return patch({**values, NEW: 1})


def read(text: str) -> Row:
    """The values of a patch, `_new` and `_del` among them where they stand."""
    values: Row
    values, _ = _decoder.raw_decode(text)
    if "{" in text[1:]:
        return {column: unescape(value) for column, value in values.items()}
    return values


def _escape(value: Value) -> object:
    if isinstance(value, float):
        return {"real": value.hex()}
    if isinstance(value, bytes):
        return {"blob": value.hex()}
    if isinstance(value, str) and "\0" in value:
        return {"text": value.encode().hex()}
    return value


def unescape(value: object) -> Value:
    """The value that stands in a patch as `value`. Raises ValueError, TypeError or AttributeError where none does."""
    if isinstance(value, dict):
        ((kind, text),) = value.items()
        if kind == "real":
            return float.fromhex(text)
        return bytes.fromhex(text) if kind == "blob" else bytes.fromhex(text).decode()
    return value  # type: ignore[return-value]
