"""The command line as click sees it: every command is imported when it is called, and no earlier."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click
from click.shell_completion import CompletionItem

from cli.ending import INTERRUPTED, OK, Usage
from cli.manual import COMMANDS, manual
from cli.output import say
from onward import __version__


class Commands(click.Group):
    """The commands of `cli.manual`, each in its own module under its own name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name; a noun also goes by its singular."""
        for name in (cmd_name, f"{cmd_name}s", f"{cmd_name[:-1]}ies"):
            if name in COMMANDS:
                command: click.Command = getattr(import_module(f"cli.{COMMANDS[name][0]}"), name)
                return command
        return None

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands that begin so, without importing a single one of them."""
        found = [
            CompletionItem(name, help=about) for name, (_, about) in COMMANDS.items() if name.startswith(incomplete)
        ]
        return found + click.Command.shell_complete(self, ctx, incomplete)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is meant. Raises click's own error, which names the nearest one."""
        name = args[0]
        command = self.get_command(ctx, name)
        if command is None and not name.startswith("-"):
            raise click.NoSuchCommand(name, possibilities=COMMANDS, ctx=ctx)
        return super().resolve_command(ctx, args) if command is None else (command.name, command, args[1:])

    def get_help(self, ctx: click.Context) -> str:
        """The first page."""
        return manual()


@click.group(cls=Commands, invoke_without_command=True)
@click.option("--home", metavar="DIR", help="Use the workspace in this folder.")
@click.version_option(__version__, message="onward %(version)s")
@click.pass_context
def onward(context: click.Context, home: str | None) -> None:
    """Without a command: open the screens."""
    context.obj = home
    if context.invoked_subcommand is None:
        from cli.main import open_app

        context.exit(open_app(home))


def answer(arguments: Sequence[str]) -> int:
    """Do what the arguments ask for; the exit code."""
    try:
        ended: Any = onward.main(list(arguments), prog_name="onward", standalone_mode=False)
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else "onward"
        raise Usage(f"{error.format_message()}\n`{path} --help` tells more.") from None
    except click.Abort:
        say("")
        return INTERRUPTED
    return ended if isinstance(ended, int) else OK
