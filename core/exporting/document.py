"""The JSON document of `core.storage.export`, read back row by row, however it was laid out meanwhile."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import TextIOWrapper
from typing import IO

from core.errors import Refused
from core.storage.export import FORMAT, VERSION

CHUNK = 1 << 16  # characters read at a time
_decoder = json.JSONDecoder()


def is_one(start: bytes) -> bool:
    """Whether a file that begins like this looks like such a document."""
    text = start[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    return text.startswith(b"{") and f'"{FORMAT}"'.encode() in text


def read(file: IO[bytes], name: str) -> Iterator[tuple[str, dict[str, object]]]:
    """Each row as (table, columns). Raises `Refused` for what is no such document, or is not whole."""
    with TextIOWrapper(file, encoding="utf-8-sig", newline="") as text:
        try:
            yield from _Reader(text, name).document()
        except UnicodeDecodeError:
            raise Refused(f"{name} is not UTF-8, as an export always is. Nothing was changed.") from None


class _Reader:
    """JSON from a file, piece by piece: only as much of it is held as the largest row has."""

    def __init__(self, file: IO[str], name: str) -> None:
        self._file, self._name = file, name
        self._text, self._at, self._ended = "", 0, False

    def document(self) -> Iterator[tuple[str, dict[str, object]]]:
        found: dict[str, object] = {}
        for key in self._keys():
            if key != "tables":
                found[key] = self._value()
                continue
            if found.get("format") != FORMAT:
                raise Refused(f"{self._name} is not an export of Onward. Nothing was changed.")
            for table in self._keys():
                for row in self._items():
                    if not isinstance(row, dict):
                        raise self._broken()
                    yield table, row
        if found.get("format") != FORMAT or not isinstance(found.get("version"), int):
            raise Refused(f"{self._name} is not an export of Onward. Nothing was changed.")
        if found["version"] != VERSION:
            raise Refused(f"{self._name} was written by a newer Onward. Please update this one. Nothing was changed.")
        if self._next():
            raise self._broken()

    def _keys(self) -> Iterator[str]:
        """The names in an object; after each, its value is to be read."""
        self._expect("{")
        more = self._next() != "}"
        while more:
            key = self._value()
            if not isinstance(key, str):
                raise self._broken()
            self._expect(":")
            yield key
            more = self._next() == ","
            if more:
                self._expect(",")
        self._expect("}")

    def _items(self) -> Iterator[object]:
        """The values in a list."""
        self._expect("[")
        more = self._next() != "]"
        while more:
            yield self._value()
            more = self._next() == ","
            if more:
                self._expect(",")
        self._expect("]")

    def _value(self) -> object:
        self._next()
        while True:
            try:
                value, end = _decoder.raw_decode(self._text, self._at)
            except (ValueError, RecursionError):
                if not self._more():
                    raise self._broken() from None
                continue
            if end < len(self._text) or not self._more():  # a number may go on in the next piece
                self._at = end
                return value

    def _expect(self, character: str) -> None:
        if self._next() != character:
            raise self._broken()
        self._at += 1

    def _next(self) -> str:
        """The next character that is no white space, still to be read; empty at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in " \t\r\n":
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def _more(self) -> bool:
        """Read on, twice as much as is held, and forget what is done with."""
        if not self._ended:
            held = self._text[self._at :]
            piece = self._file.read(max(CHUNK, len(held)))
            self._ended = not piece
            self._text, self._at = held + piece, 0
        return not self._ended

    def _broken(self) -> Refused:
        if self._ended:
            return Refused(f"{self._name} ends in the middle, so it is not whole. Nothing was changed.")
        return Refused(f"{self._name} is not JSON as an export has it. Nothing was changed.")
