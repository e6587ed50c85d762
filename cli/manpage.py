"""`onward manpage`: everything that `--help` says, as one page for `man`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from cli import output
from cli.group import onward
from cli.manual import COMMANDS
from onward import __version__


@click.command()
def manpage() -> None:
    """Print the man page.

    \b
    Example:
      onward manpage > ~/.local/share/man/man1/onward.1
    """
    output.put("\n".join(page()) + "\n")


def page() -> Iterator[str]:
    """The page, line by line, in roff."""
    yield f'.TH ONWARD 1 "" "onward {__version__}" "User Commands"'
    yield from (".SH NAME", r"onward \- a private companion for people looking for work")
    yield from (".SH SYNOPSIS", ".B onward", r"[\-\-home DIR] [COMMAND]")
    yield from (".SH DESCRIPTION", "Without a command it opens its screens.", ".SH COMMANDS")
    context = click.Context(onward, info_name="onward")
    for name in COMMANDS:
        command = onward.get_command(context, name)
        assert command is not None
        yield from _told(command, click.Context(command, parent=context, info_name=name))


def _told(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f".SS {_plain(context.command_path)}"
    yield ".nf"
    yield from (_plain(line) for line in command.get_help(context).splitlines())
    yield ".fi"
    for name, verb in getattr(command, "commands", {}).items():
        yield from _told(verb, click.Context(verb, parent=context, info_name=name))


def _plain(line: str) -> str:
    escaped = line.replace("\\", r"\e").replace("-", r"\-")
    return rf"\&{escaped}" if escaped.startswith((".", "'")) else escaped
