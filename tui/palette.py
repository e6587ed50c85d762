"""Every action there is, for the command palette, the help and the check of the person's own keys."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from textual.binding import Binding, BindingsMap
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.dom import DOMNode

from screens import ACTIVITIES
from tui.dialogs.help import Action
from tui.lines import in_lines


def actions_here(node: DOMNode) -> Iterator[Action]:
    """What can be done where the person is, nearest first; keys as they are bound now.

    Moving about in a list or a dialog is not listed: it is what arrows, enter and escape always do.
    """
    seen = set()
    screen = node.screen
    for key, active in screen.active_bindings.items():
        binding = active.binding
        if not binding.id or binding.id.startswith(("list.", "dialog.")):
            continue
        if binding.description and active.enabled and binding.id not in seen:
            seen.add(binding.id)
            shown = node.app.get_key_display(binding.with_key(key))
            yield Action(binding.id, binding.tooltip or binding.description, shown, binding.action, active.node)


def bindings_of(cls: type[DOMNode]) -> Iterator[Binding]:
    """The bindings with an id that a class brings, its bases' included, each once."""
    for base in cls.__mro__:
        for binding in BindingsMap(base.__dict__.get("BINDINGS", ())).key_to_bindings.values():
            yield from (one for one in binding if one.id)


class Everything(Provider):
    """The palette: what can be done here, then what can be done in every other place."""

    def _all(self) -> Iterator[tuple[str, str, partial[Any]]]:
        here = self.screen
        for action in actions_here(here):
            yield action.name, _help(action.id, action.key), partial(self.app.run_action, action.run, action.node)
        for activity in ACTIVITIES:
            if isinstance(here, cls := activity.screen()):
                continue
            for binding in {one.id: one for one in bindings_of(cls) if one.id.startswith(f"{activity.slug}.")}.values():  # type: ignore[union-attr]
                name = f"{activity.slug.capitalize()}: {binding.tooltip or binding.description}"
                yield (
                    name,
                    _help(binding.id, binding.key),
                    partial(self.app.run_action, f"there({activity.slug!r}, {binding.action!r})", self.app),
                )

    async def discover(self) -> Hits:
        for name, help, run in self._all():
            yield DiscoveryHit(name, run, help=help)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for name, help, run in self._all():
            if (score := matcher.match(name)) > 0:
                yield Hit(score, matcher.highlight(name), run, help=help)


def _help(id: str | None, key: str) -> str:
    """The key of an action, and the command that does the same."""
    line = in_lines(id or "")
    return f"{key}  ·  {line}" if line else key
