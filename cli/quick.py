"""The everyday commands in their plain forms, understood without click, which takes longer to import than they run.

Anything else (another option, a mistake, a call for help) is left to click, which understands
these forms the same way; a test compares the two.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

FLAGS = {"search": ("--json",), "today": ("--json",)}
VALUES = {"search": ("--limit",), "tick": ("--count", "--minutes", "--date")}
NUMBERS = ("--limit", "--count", "--minutes")


def home_and_rest(arguments: Sequence[str]) -> tuple[str | None, Sequence[str]]:
    """The folder given with `--home`, if it stands first, and what follows it."""
    if len(arguments) >= 2 and arguments[0] == "--home":
        return arguments[1], arguments[2:]
    if arguments and arguments[0].startswith("--home="):
        return arguments[0].removeprefix("--home="), arguments[1:]
    return None, arguments


def answer(arguments: Sequence[str]) -> int | None:
    """Do what the arguments ask for, where they are plain; the exit code, or None to leave them to click."""
    if "_ONWARD_COMPLETE" in os.environ:
        return complete()
    if list(arguments) == ["--help"]:
        from cli.manual import manual

        print(manual())
        return 0
    home, rest = home_and_rest(arguments)
    if not rest:
        from cli.main import open_app

        return open_app(home)
    if rest[0] not in ("write", "tick", "search", "today"):
        return None
    command = rest[0]
    read = _read(command, rest[1:])
    if read is None:
        return None
    words, options = read
    if command == "today" and not words:
        from cli import views

        views.today(home, as_json="--json" in options)
    elif command == "search" and words:
        from cli import views

        limit = int(options.get("--limit", views.SHOWN))
        views.search(home, " ".join(words), as_json="--json" in options, limit=limit)
    elif command == "tick" and words:
        from cli import verbs

        count, minutes = (options.get(name) for name in ("--count", "--minutes"))
        verbs.tick(
            home,
            " ".join(words),
            count=int(count) if count else None,
            minutes=int(minutes) if minutes else None,
            date=options.get("--date"),
        )
    elif command == "write" and words:
        from cli import verbs

        verbs.write(home, verbs.read_input() if words == ["-"] else " ".join(words))
    else:
        return None
    return 0


def complete() -> int | None:
    """Complete a command, or what an everyday one is about, for bash and zsh; None: click knows the rest.

    They ask at every press of tab.
    """
    shell, words = os.environ["_ONWARD_COMPLETE"], os.environ.get("COMP_WORDS", "").split()
    at = os.environ.get("COMP_CWORD", "")
    if shell not in ("bash_complete", "zsh_complete") or at not in ("1", "2") or not 0 <= len(words) - int(at) <= 1:
        return None
    begun = words[int(at)] if len(words) > int(at) else ""
    if begun and not (begun.isascii() and begun.isalpha()):
        return None
    if at == "1":
        from cli.manual import COMMANDS

        found = {name: about for name, (_, about) in COMMANDS.items() if name.startswith(begun)}
    else:
        from cli.names import NAMES, beginning

        if words[1] not in NAMES:
            return None
        found = dict.fromkeys(beginning(NAMES[words[1]], begun), "_")
    for name, about in found.items():
        print(f"plain,{name}" if shell == "bash_complete" else f"plain\n{name}\n{about}")
    return 0


def _read(command: str, arguments: Sequence[str]) -> tuple[list[str], dict[str, str]] | None:
    """The words and the options of a command; None where it takes more than this to understand them."""
    words: list[str] = []
    options: dict[str, str] = {}
    rest = iter(arguments)
    for argument in rest:
        if not argument.startswith("-") or (command, list(arguments)) == ("write", ["-"]):
            words.append(argument)
        elif argument in FLAGS.get(command, ()):
            options[argument] = ""
        elif argument in VALUES.get(command, ()):
            value = next(rest, "-")
            plain = len(value) < 6 and value.isascii() and value.isdecimal() and int(value) > 0
            if value.startswith("-") or (argument in NUMBERS and not plain):
                return None
            options[argument] = value
        else:
            return None
    return words, options
