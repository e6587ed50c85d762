"""`ACCESSIBLE=1 onward`: the whole product in plain lines, one after the other, with nothing ever drawn anew.

For a screen reader, for a terminal that can do no more, and for whoever likes it so. Each line is a command as it is
typed behind `onward`; a command never ends the conversation, whatever becomes of it.
"""

from __future__ import annotations

import os
import shlex
import sys

from cli import output

VARIABLE = "ACCESSIBLE"
LEAVE = ("", "q", "quit", "exit")
HELP = ("?", "help")


def wanted() -> bool:
    """Whether the person asked for plain lines in place of screens."""
    return os.environ.get(VARIABLE, "") not in ("", "0", "false", "no")


def converse(home: str | None) -> int:
    """Print the day, then do what is typed, line by line, until an empty one; the exit code."""
    from cli import quick
    from cli.ending import OK, ended

    before = ["--home", home] if home else []
    if os.path.lexists(_file(home)):
        ended(lambda: quick.answer([*before, "today"]) or OK)
    else:
        output.say("Nothing has been begun yet. write, apply or routine take begins something.")
    output.say("Type a command, such as today, write, tick, ritual. help lists them all; an empty line leaves.")
    while True:
        output.say("What next?")
        typed = sys.stdin.readline()
        words = typed.strip()
        if not typed or words in LEAVE:
            output.say("Everything is kept.")
            return OK
        ended(lambda words=words: _done(before, words))  # type: ignore[misc]


def _done(before: list[str], typed: str) -> int:
    from cli.ending import Usage
    from cli.main import answer

    if typed in HELP:
        return answer(["--help"])
    try:
        words = shlex.split(typed)
    except ValueError:
        raise Usage("A quotation mark is open in this line, so nothing was done.") from None
    if words[:1] == ["onward"]:
        words = words[1:]
    if not words or words[0] == "demo":
        raise Usage("That opens the screens; here everything is a line. help lists what there is.")
    return answer([*before, *words])


def _file(home: str | None) -> str:
    from core import places

    return places.workspace_file(home)
