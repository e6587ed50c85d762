"""CSV, one file for each kind of thing (RFC 4180, UTF-8 with a mark at its beginning, which Excel needs).

A cell holds the value itself, except where a program that opens it could take it for something else:

    '=1+1    words that begin like a formula, or with ' or \\, have a ' before them
    \\x00ff   bytes, in hexadecimal
    \\"…"     words with a NUL, as a JSON string
    '        words of no length, where there could be no value at all; an empty cell is that

So nothing in it runs when a spreadsheet opens it, and everything comes back as it was.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from typing import IO

from core.errors import Refused
from core.exporting.folder import Folder
from core.storage.changes import Value
from core.storage.export import moment
from core.storage.shape import Shape
from core.storage.store import Store
from core.text import visible

FORMAT = "onward-csv"
# What spreadsheets take for the beginning of a formula (OWASP, CSV injection), and our own two signs.
_ACTING = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'", "\\")


def write(store: Store, path: str, *, force: bool = False) -> int:
    """Write the folder; how many files there are. Raises as `Folder` does."""
    shape = store.shape
    with Folder(path, FORMAT, force=force) as folder, moment(store):
        names = [table for table in store.tables() if store.count(f"SELECT EXISTS (SELECT 1 FROM {table})")]
        for table in names:
            columns = shape.columns(table)
            with folder.file(f"{table}.csv", encoding="utf-8-sig") as out:
                sheet = csv.writer(out)
                sheet.writerow(columns)
                for row in store.each(table):
                    sheet.writerow([_cell(row[name], *_kind(shape, table, name)) for name in columns])
    return len(names)


def read(shape: Shape, file: IO[bytes], name: str) -> Iterator[tuple[str, dict[str, object]]]:
    """Each row of a sheet as (table, columns). Raises `Refused` for what cannot be understood."""
    table, dot, ending = name.partition(".")
    if (dot, ending) != (".", "csv") or table not in shape:
        raise Refused(f"The export has a “{visible(name)[:60]}” that this Onward does not know. A newer one may.")
    csv.field_size_limit(2**31 - 1)
    with TextIOWrapper(file, encoding="utf-8-sig", newline="") as text:
        try:
            yield from _rows(shape, table, text)
        except UnicodeDecodeError:
            raise Refused(f"{name} is not UTF-8 any more. A copy as Onward wrote it is needed.") from None


def _rows(shape: Shape, table: str, file: Iterator[str]) -> Iterator[tuple[str, dict[str, object]]]:
    sheet = csv.reader(file, strict=True)
    try:
        header: Sequence[str] = next(sheet, [])
        if strange := set(header).difference(shape.columns(table)):
            raise Refused(f"{table}.csv has a column “{visible(min(strange))[:60]}” that this Onward does not know.")
        for cells in sheet:
            if len(cells) != len(header):
                raise Refused(f"{table}.csv, line {sheet.line_num}: {len(cells)} cells for {len(header)} columns.")
            named = zip(header, cells, strict=True)
            yield table, {name: _value(cell, *_kind(shape, table, name)) for name, cell in named}
    except UnicodeDecodeError:
        raise
    except (csv.Error, ValueError) as error:
        raise Refused(f"{table}.csv, line {sheet.line_num}: {visible(str(error))[:80]}.") from None


def _kind(shape: Shape, table: str, column: str) -> tuple[str, bool]:
    return shape.kind(table, column), column in shape.optional(table)


def _cell(value: Value, kind: str, optional: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    if not isinstance(value, str):
        return repr(value)
    if "\0" in value:
        return f"\\{json.dumps(value)}"
    marked = value.startswith(_ACTING) or kind != "TEXT" or (optional and not value)
    return f"'{value}" if marked else value


def _value(cell: str, kind: str, optional: bool) -> Value:
    if not cell:
        return None if optional else ""
    if cell.startswith("'"):
        return cell[1:]
    if cell.startswith("\\x"):
        return bytes.fromhex(cell[2:])
    if cell.startswith('\\"'):
        return str(json.loads(cell[1:]))
    if kind == "TEXT":
        return cell
    return int(cell) if cell.lstrip("-").isdecimal() else float(cell)
