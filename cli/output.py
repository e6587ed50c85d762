"""What goes where: data on standard output, everything that is said to the person on standard error.

Lines read by people never carry a control or direction character. JSON is exact: on a terminal
such characters travel as JSON's own escapes, which every reader takes back.
"""

from __future__ import annotations

import os
import sys

from core.errors import StorageError
from core.text import visible


class ReaderGone(Exception):
    """Whoever reads standard output, such as `head`, has seen enough. No error of its own: click would end on that."""


def say(sentence: str) -> None:
    """Say something to the person."""
    print(visible(sentence), file=sys.stderr)


def line(text: str = "") -> None:
    """One line of data, for people and for `grep`."""
    put(visible(text) + "\n")


def document(value: object) -> None:
    """A JSON document on standard output."""
    import json

    utf8 = (getattr(sys.stdout, "encoding", "") or "").lower().replace("-", "") == "utf8"
    put(harmless(json.dumps(value, ensure_ascii=not utf8, indent=2)) + "\n")


def put(text: str) -> None:
    """Data as it is. Raises `ReaderGone`, and `StorageError` where it does not fit."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.write(text)
    except OSError as error:
        _let_go()
        raise _lost(error) from None


def harmless(text: str) -> str:
    """JSON with the characters that could act on a terminal as escapes: the same document."""
    if text.isascii():
        return text.replace("\x7f", "\\u007f")
    acting = (code for code in range(0x7F, 0x2070) if visible(chr(code)) != chr(code))
    return text.translate({code: f"\\u{code:04x}" for code in acting})


def is_terminal(*names: str) -> bool:
    """Whether all of these streams (`stdin`, `stdout`, `stderr`) are a terminal."""
    streams = [getattr(sys, name) for name in names]
    return all(stream is not None and stream.isatty() for stream in streams)


def flush() -> None:
    """Hand everything over. Raises as `put` does."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except OSError as error:
        _let_go()
        raise _lost(error) from None


def prepare() -> None:
    """Let no locale stop a line: what the terminal cannot show becomes a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _lost(error: OSError) -> Exception:
    if isinstance(error, BrokenPipeError):
        return ReaderGone()
    return StorageError(f"The output could not be written: {error.strerror}.")


def _let_go() -> None:
    """Point standard output elsewhere, so that Python does not try, and complain, once more at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
