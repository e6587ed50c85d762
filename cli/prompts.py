"""Questions in plain lines: for a screen reader, for a terminal that can do no more, and for a pipe."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from cli import output

LEAVE, STOP = "-", "q"  # leave a step out; stop here


class Left(Exception):
    """The person leaves this step out."""


class Stopped(Exception):
    """The person stops here, or the input has ended."""


class Prompts:
    """Each question is said on standard error and answered by one line of standard input; an empty line goes on."""

    def line(self, question: str, before: str = "") -> str:
        """One line; an empty one keeps what was there before. Raises `Left` and `Stopped`."""
        output.say(f"{question} [{before}]" if before else question)
        typed = sys.stdin.readline()
        if not typed:
            raise Stopped
        answer = typed.strip()
        if answer == STOP:
            raise Stopped
        if answer == LEAVE:
            raise Left
        return answer or before

    def page(self, question: str, before: str = "") -> str:
        """Any number of lines, ended by one with nothing but a full stop. Raises `Left` and `Stopped`."""
        output.say(question)
        if before:
            output.say(before)
        output.say("As many lines as you like; one with only a full stop ends it.")
        lines: list[str] = []
        while True:
            typed = sys.stdin.readline()
            if not typed or typed.strip() in (".", STOP, LEAVE):
                break
            lines.append(typed.rstrip("\n"))
        text = "\n".join(line for line in (before, *lines) if line or lines).strip("\n")
        return text or before

    def pick(self, question: str, options: Sequence[tuple[str, str]], *, free: bool = True) -> str:
        """One of the numbered options by its id, or with `free` the person's own words; empty for neither."""
        while True:
            for number, (_, text) in enumerate(options, 1):
                output.say(f"{number:3}  {text}")
            typed = self.line(question)
            if typed.isdecimal() and 1 <= int(typed) <= len(options):
                return options[int(typed) - 1][0]
            if not typed or (free and not typed.isdecimal()):
                return typed
            output.say(f"A number from 1 to {len(options)} fits here, or an empty line.")
