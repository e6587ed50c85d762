"""What is typed or shown on a terminal and must not stay there."""

from __future__ import annotations

import sys

from cli import accessible, output, secret
from core.errors import Refused
from sync import passphrase as phrases

SCREEN, BACK = "\x1b[?1049h\x1b[H\x1b[2J", "\x1b[H\x1b[2J\x1b[?1049l"  # the terminal's other screen, which it forgets


def new(source: secret.Source) -> bytearray:
    """A new passphrase: what `source` gives, or on a terminal what the person types or lets be drawn.

    Raises `Usage` where there is no terminal to ask on, and `Refused`.
    """
    if source is not secret.typed:
        return secret.needed(source, "")
    words = secret.twice("A passphrase, or nothing for six drawn words: ", "The same once more: ")
    if words:
        return words
    words = phrases.generated()
    show(f"Your passphrase:\n\n    {words.decode()}\n\nWrite it down, then press Enter.")
    again = secret.typed("The six words once more: ")
    with phrases.wiped(again):
        if again != words:
            words[:] = bytes(len(words))
            raise Refused("Those are other words, so nothing was made. The next try draws new ones.")
    return words


def show(text: str) -> None:
    """Show something on the terminal's other screen until Enter, and let the terminal forget it.

    Where plain lines are wanted it is a few of them, and the person hears that they stay.
    """
    if accessible.wanted():
        output.say(text)
        sys.stdin.readline()
        output.say("This can be read in the terminal until it is cleared or closed.")
        return
    sys.stderr.write(f"{SCREEN}{text}\n")
    sys.stderr.flush()
    try:
        sys.stdin.readline()
    finally:
        sys.stderr.write(BACK)
        sys.stderr.flush()
