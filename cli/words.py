"""What is typed after a verb: words, text from standard input, days, and the options that several verbs share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

import click

from cli import verbs
from cli.ending import Usage
from core.dates import read_date, read_past
from core.workspace import Workspace

F = TypeVar("F", bound=Callable[..., Any])
_READ = "onward.read"

as_json = click.option("--json", "as_json", is_flag=True, help="Print a JSON document.")
date_of = click.option("--date", metavar="D", help="Another day: yesterday, monday, -3d, 2026-11-20.")


def text_of(words: str | Sequence[str]) -> str:
    """What was typed, its words joined; for `-` all of standard input. Raises `Usage` where that is asked for twice."""
    typed = words if isinstance(words, str) else " ".join(words)
    if typed != "-":
        return typed
    meta = click.get_current_context().meta
    if meta.get(_READ):
        raise Usage("Standard input can be read once; - stands in two places here.")
    meta[_READ] = True
    return verbs.read_input().strip("\n")


def given(**options: Any) -> dict[str, Any]:
    """The options that were given, text from standard input taken in for `-`. Raises `Usage` where there is none."""
    found = {name: text_of(value) if isinstance(value, str) else value for name, value in options.items()}
    found = {name: value for name, value in found.items() if value is not None}
    if not found:
        raise Usage("Say what is to be changed: --help lists what can be.")
    return found


def past(workspace: Workspace, typed: str | None) -> date | None:
    """A day that has been, or None where none was named. Raises `Refused`."""
    return read_past(typed, workspace.today()) if typed else None


def ahead(workspace: Workspace, typed: str | None) -> date | None:
    """A day to come, or None where none was named. Raises `Refused`."""
    return read_date(typed, workspace.today()) if typed else None


def options(*names: str, **about: str) -> Callable[[F], F]:
    """An option of plain text for each name, with `about` saying what it holds; one that is not given is None."""

    def added(function: F) -> F:
        for name in reversed([*names, *about]):
            flag = f"--{name.replace('_', '-')}"
            function = click.option(flag, name, metavar="TEXT", help=about.get(name))(function)
        return function

    return added
