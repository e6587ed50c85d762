"""Completing the names of things in a shell, by one question to the file."""

from __future__ import annotations

from collections.abc import Callable

import click
from click.shell_completion import CompletionItem

from cli import verbs
from core.errors import OnwardError


def from_rows(sql: str) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """Completes with those texts in the only column of `sql` that begin so.

    Never an error: a shell would print it into the line being typed.
    """

    def complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
        try:
            store = verbs.opened(verbs.existing(context.parent.params.get("home") if context.parent else None))
        except OnwardError:
            return []
        found = [name for (name,) in store.rows(sql)]
        store.close()
        return [CompletionItem(name) for name in found if name.casefold().startswith(incomplete.casefold())]

    return complete
