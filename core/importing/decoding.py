"""From bytes to characters: which encoding a file has, and reading it line by line in that."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager

from core.errors import Refused
from core.importing.source import Member
from core.text import first_line, visible

# What is offered; any other text encoding of Python's can be named too.
OFFERED = ("utf-8", "utf-16", "cp1252", "cp1250", "cp1251", "iso-8859-15", "mac_roman", "cp932", "gb18030", "euc_kr")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PIECE = 1 << 20
_CONTROLS = bytes([*range(1, 9), *range(14, 27), *range(28, 32)])  # what no text holds many of; escape is one it may


def encoding_of(member: Member, wanted: str = "") -> str:
    """The encoding of a file: the one wanted, else by its mark, else UTF-8 if all of it is, else cp1252.

    Raises `Refused` for an encoding that does not exist, for one the file is not in, and for what is no text.
    """
    if wanted:
        named = _known(wanted)
        # A mark at the beginning is none of the text, and UTF-16 needs it or has to do without.
        if named == "utf-8" and member.start.startswith(codecs.BOM_UTF8):
            named = "utf-8-sig"
        if named == "utf-16" and not member.start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            named = _wide(member.start) or "utf-16-le"
        _check(member, named)
        return named
    member.encoding = member.encoding or _found(member)
    return member.encoding


def _found(member: Member) -> str:
    for mark, named in _MARKS:
        if member.start.startswith(mark):
            _check(member, named)
            return named
    if named := _wide(member.start):
        return named
    refuse_binary(member)
    try:
        _check(member, "utf-8")
    except Refused:
        return "cp1252"
    return "utf-8"


def refuse_binary(member: Member) -> None:
    """Raise `Refused` where the beginning of a file is no text in any encoding."""
    start = member.start
    odd = start.count(0) + len(start) - len(start.translate(None, _CONTROLS))
    if odd > max(8, len(start) // 50):  # a few slip into cells; they are left out, and that is said
        raise Refused(f"{member.shown} is not text. A table can be taken in as CSV, a diary as text, JSON or zip.")


@contextmanager
def lines(member: Member, encoding: str) -> Iterator[io.TextIOWrapper]:
    """The characters of a file, line ends as they are. Bytes that are none in cp1252 become a replacement sign."""
    errors = "replace" if encoding == "cp1252" else "strict"
    with io.TextIOWrapper(member.open(), encoding=encoding, errors=errors, newline="") as file:
        try:
            yield file
        except UnicodeError:
            raise _not_in(member, encoding) from None


def whole(member: Member, limit: int, wanted: str = "") -> str:
    """All of a file as text, with plain line feeds. Raises `Refused` beyond `limit` bytes, and as `encoding_of`."""
    encoding = encoding_of(member, wanted)
    raw = member.read(limit)
    found = raw.decode(encoding, "replace" if encoding == "cp1252" else "strict")
    return found.replace("\r\n", "\n").replace("\r", "\n")


def _wide(start: bytes) -> str:
    """UTF-16 without its mark: every other byte of western text is zero."""
    if len(start) >= 8 and len(start) % 2 == 0:
        if start[1::2].count(0) > len(start) * 0.3 and start[0::2].count(0) < len(start) * 0.05:
            return "utf-16-le"
        if start[0::2].count(0) > len(start) * 0.3 and start[1::2].count(0) < len(start) * 0.05:
            return "utf-16-be"
    return ""


def _known(wanted: str) -> str:
    try:
        found = codecs.lookup(wanted.strip())
    except (LookupError, ValueError):
        found = None
    if found is None or not getattr(found, "_is_text_encoding", True):
        shown = visible(first_line(wanted, 30))
        raise Refused(f"“{shown}” is no encoding that is known here. It can be {', '.join(OFFERED)}, or another.")
    return found.name


def _check(member: Member, encoding: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        with member.open() as file:
            while piece := file.read(_PIECE):
                decoder.decode(piece)
            decoder.decode(b"", True)
    except UnicodeError:
        raise _not_in(member, encoding) from None


def _not_in(member: Member, encoding: str) -> Refused:
    return Refused(f"{member.shown} is not written in {encoding}. Another encoding can be named, cp1252 for instance.")
