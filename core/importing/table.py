"""Tables of text: which sign parts the cells, in which line the columns are named, and reading them row by row."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from core import text
from core.errors import Refused
from core.importing import decoding
from core.importing.source import Member
from core.record import record

DELIMITERS = (",", ";", "\t", "|")
NAMES = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}  # how a delimiter can be typed
_NEAR = 40  # rows that are looked at; LinkedIn's preamble has three
_WIDEST = 1_000  # columns
MOST = 250_000  # rows
_CELL = text.LONGEST_TEXT


@record
class Layout:
    """How a file is written: its encoding, its delimiter, and the names of its columns, in row `head` (from 0)."""

    encoding: str
    delimiter: str
    head: int
    names: tuple[str, ...]


def look(member: Member, score: Callable[[Sequence[str]], int], encoding: str = "", delimiter: str = "") -> Layout:
    """Find out how a file is written; `score` says how well a row fits as the names of columns.

    Raises `Refused` for what is no table.
    """
    decoding_ = decoding.encoding_of(member, encoding)
    start = _beginning(member, decoding_)
    best: tuple[tuple[int, int, int], Layout] | None = None
    for sign in [delimiter_of(delimiter)] if delimiter else DELIMITERS:
        rows = _rows_of(start, sign)
        width = max((len(row) for row in rows), default=0)
        for number, row in enumerate(rows):
            filled = [cell for cell in row if cell.strip()]
            if not filled or len(row) > _WIDEST or any(len(cell) > 200 or "\n" in cell.strip() for cell in row):
                continue
            rank = (score(row), min(len(filled), width), -number)
            if best is None or rank > best[0]:
                best = rank, Layout(encoding=decoding_, delimiter=sign, head=number, names=_unique(row))
    if best is None:
        raise Refused(f"{member.shown} has no line that could name the columns of a table.")
    return best[1]


def delimiter_of(typed: str) -> str:
    """A delimiter as typed, by its sign or its name. Raises `Refused`."""
    sign = NAMES.get(typed.casefold().strip(), typed if typed == "\t" else typed.strip())
    if len(sign) != 1 or sign in '"\r\n':
        raise Refused(f"A delimiter is one sign, or one of these: {', '.join(NAMES)}.")
    return sign


def records(member: Member, layout: Layout) -> Iterator[tuple[int, list[str]]]:
    """The rows below the names, each with the number of the line it ends in; empty ones are passed over.

    Raises `Refused` where a row has no end, and for more than `MOST` rows.
    """
    with decoding.lines(member, layout.encoding) as file:
        csv.field_size_limit(_CELL)  # for the whole process: the usual limit is shorter than a long posting
        reader = csv.reader(file, delimiter=layout.delimiter)
        count = 0
        try:
            for number, row in enumerate(reader):
                if number <= layout.head or not any(cell.strip() for cell in row):
                    continue
                count += 1
                if count > MOST:
                    raise Refused(f"{member.shown} has more than {MOST:,} rows, so it was not taken in.")
                yield reader.line_num, row
        except csv.Error:
            raise Refused(
                f"{member.shown} cannot be read as a table from line {reader.line_num:,} on: a cell there has no end. "
                "Saving it again as CSV may help."
            ) from None


def check_end(member: Member, layout: Layout) -> None:
    """Raise `Refused` where a quotation mark is never closed: all that follows it would be read as one cell."""
    with decoding.lines(member, layout.encoding) as file:
        reader = csv.reader(file, delimiter=layout.delimiter, strict=True)
        last = 0
        try:
            for _ in reader:
                last = reader.line_num
        except csv.Error as error:
            if "unexpected end" in str(error):  # other marks out of place are read as they stand
                raise Refused(
                    f"{member.shown} breaks off, or a quotation mark in line {last + 1:,} is never closed. Nothing was "
                    "stored; saving it again as CSV may help."
                ) from None


def _beginning(member: Member, encoding: str) -> str:
    with decoding.lines(member, encoding) as file:
        return file.read(65_536)


def _rows_of(start: str, sign: str) -> list[list[str]]:
    try:
        return list(islice(csv.reader(io.StringIO(start, newline=""), delimiter=sign), _NEAR))
    except csv.Error:
        return []


def _unique(row: Sequence[str]) -> tuple[str, ...]:
    """The names of columns as they are shown and chosen: none empty, none twice."""
    names: list[str] = []
    for number, cell in enumerate(row, 1):
        name = text.first_line(" ".join(cell.replace("\0", "").split()), 80) or f"column {number}"
        found, turn = name, 2
        while found in names:
            found, turn = f"{name} {turn}", turn + 1
        names.append(found)
    return tuple(names)
