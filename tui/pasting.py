"""What is typed and pasted arrives as it is, whatever is in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END as END
from textual._xterm_parser import BRACKETED_PASTE_START as START
from textual._xterm_parser import XTermParser
from textual.message import Message

from core.text import visible

_ESCAPE = "\x1b"


class Key(events.Key, bubble=True):
    """A key whose character is text unless it controls something.

    Textual asks `str.isprintable`, which says no to the wide space of Japanese, the joiners of Persian, of the Indic
    scripts and of emoji, and everything younger than this Python; typed, they would be gone.
    """

    @property
    def is_printable(self) -> bool:
        """Whether the character goes into a text."""
        code = ord(self.character) if self.character and len(self.character) == 1 else 0
        return code >= 0x20 and not (0x7F <= code < 0xA0 or 0xD800 <= code < 0xF900)


class PastingParser(XTermParser):
    """Textual's reader of the terminal, with the escape characters inside a paste as visible symbols.

    Textual takes such a character for the beginning of a key, and what follows it overtakes the rest of the paste.
    """

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._pasting = False
        self._rest = ""  # the end of what was read: a sequence may arrive in two pieces

    def feed(self, data: str) -> Iterable[Message]:
        """Read on; nothing at all is the end."""
        told = self._told(data)
        return _as_text(super().feed(told)) if told or not data else ()

    def _told(self, data: str) -> str:
        told = ""
        while data:
            if self._pasting:
                text, end, data = (self._rest + data).partition(END)
                kept = 0 if end else max(n for n in range(len(END)) if text.endswith(END[:n]))
                self._rest = text[len(text) - kept :]
                told += text[: len(text) - kept].replace(_ESCAPE, visible(_ESCAPE)) + end
                self._pasting = not end
            else:
                # This is passed on as it comes, as a lone escape has to be; what is kept is only looked at.
                before, start, after = (self._rest + data).partition(START)
                told += (before + start)[len(self._rest) :]
                self._rest = "" if start else before[1 - len(START) :]
                self._pasting, data = bool(start), after
        return told


def _as_text(messages: Iterable[Message]) -> Iterator[Message]:
    for message in messages:
        if isinstance(message, events.Key) and message.character and not message.is_printable:
            yield Key(message.key, message.character)
        else:
            yield message
