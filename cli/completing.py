"""Completing the names of things in a shell, by one question to the file."""

from __future__ import annotations

from collections.abc import Callable

import click
from click.shell_completion import CompletionItem

from cli.names import beginning


def from_rows(sql: str) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """Completes with those texts in the only column of `sql` that begin so."""

    def complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
        home = context.parent.params.get("home") if context.parent else None
        return [CompletionItem(name) for name in beginning(sql, incomplete, home)]

    return complete
