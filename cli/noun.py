"""A noun with its verbs: `onward steps add ...`. Without a verb it does what its first verb does, which is to list."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from cli.which import ASKING, Known
from cli.workspaces import begun, known
from core.errors import OnwardError
from core.text import first_line, visible
from core.workspace import Workspace

R = TypeVar("R")
MOST = 200  # names that a shell is offered
WHOLE = 400  # characters of a verb's first sentence: all of it


class Noun(click.Group):
    """A group of verbs; `first` is the one that is meant where none is named."""

    first = "list"
    thing = ""  # the name of the argument that says which one is meant
    find: Callable[[Workspace, str], object] | None = None

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        """A verb; a shell completes which thing it is about."""
        super().add_command(cmd, name)
        for one in cmd.params:
            if self.find is not None and isinstance(one, click.Argument) and one.name == self.thing:
                setattr(one, "shell_complete", partial(_names, self.find))  # noqa: B010

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the first verb in where there is none; a word that is no verb is one only where that verb takes words."""
        named = args[:1]
        if named and (named[0] in self.commands or named[0] in ctx.help_option_names):
            return super().parse_args(ctx, args)
        first = self.commands[self.first]
        takes_words = any(isinstance(one, click.Argument) for one in first.params)
        if not named or named[0].startswith("-") or takes_words:
            args = [self.first, *args]
        return super().parse_args(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The verbs with a whole sentence each, the one that is meant without any first."""
        verbs = sorted(self.commands.items(), key=lambda verb: (verb[0] != self.first, verb[0]))
        with formatter.section("Verbs"):
            formatter.write_dl([(name, verb.get_short_help_str(WHOLE)) for name, verb in verbs])


def noun(
    name: str, first: str = "list", *, thing: str = "", find: Callable[[Workspace, str], object] | None = None
) -> Callable[[Callable[[], None]], Noun]:
    """A noun from a function whose docstring says what it is; `find` finds the `thing` that a verb is about."""

    def made(function: Callable[[], None]) -> Noun:
        group = Noun(name, help=function.__doc__, callback=None)
        group.first, group.thing = first, thing
        if find is not None:
            group.find = find
        return group

    return made


def _names(
    find: Callable[[Workspace, str], object], context: click.Context, incomplete: str
) -> list[CompletionItem]:  # fmt: skip
    """The names that begin so, for completion. Never an error: a shell would print it into the line being typed."""
    begun_with = incomplete.casefold()
    try:
        with known(context.find_root().params.get("home")) as workspace:
            find(workspace, ASKING)
    except Known as there:
        lines = [visible(first_line(name)) for name in there.names]
        return [CompletionItem(line) for line in lines if line.casefold().startswith(begun_with)][:MOST]
    except OnwardError:
        pass
    return []


def asks(function: Callable[..., R]) -> Callable[..., R]:
    """Give the function the workspace that is there. Raises `NotFound` where nothing has been begun yet."""
    return _with(function, known)


def begins(function: Callable[..., R]) -> Callable[..., R]:
    """Give the function the workspace, begun where there is none."""
    return _with(function, begun)


def _with(function: Callable[..., R], opened: Callable[[str | None], Workspace]) -> Callable[..., R]:
    @wraps(function)
    def run(*arguments: Any, **options: Any) -> R:
        with opened(click.get_current_context().obj) as workspace:
            return function(workspace, *arguments, **options)

    return run
