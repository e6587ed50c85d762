"""Every action of every screen has a key, a line of help, a command or a reason, and a place in the documents."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from textual.binding import Binding

import screens
import tui.dialogs
from cli.group import onward
from screens import ACTIVITIES
from tests.shell import Hands, appears, opened, press, type_text
from tui.app import OnwardApp
from tui.dialogs.base import Dialog
from tui.lines import IN_LINES, NOT_IN_LINES, ONLY_MOVING, in_lines
from tui.palette import bindings_of

ROOT = Path(__file__).parent.parent


def dialogs(cls: type = Dialog) -> Iterator[type]:
    """Every dialog there is, of every screen."""
    for below in cls.__subclasses__():
        yield below
        yield from dialogs(below)


def every_binding() -> list[Binding]:
    """Every binding with a name of its own: of the app, of each place, and of the dialogs they open."""
    for package in (tui.dialogs, screens):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    places = [OnwardApp, *(activity.screen() for activity in ACTIVITIES), *dialogs()]
    return [one for place in places for one in bindings_of(place) if one.id]


REGISTRY = {one.id or "": one for one in every_binding()}
ACTIONS = {id: one for id, one in REGISTRY.items() if not id.startswith(ONLY_MOVING) or id in IN_LINES}


def command(path: str) -> tuple[click.Command, list[str]]:
    """The command that a line such as `routine move --up` names, and its options."""
    words = path.split()
    names = [word for word in words if not word.startswith("--")]
    context = click.Context(onward, info_name="onward")
    found: click.Command = onward
    for name in names:
        assert isinstance(found, click.Group), path
        below = found.get_command(context, name)
        assert below is not None, f"onward {path}"
        found = below
    return found, [word for word in words if word.startswith("--")]


@pytest.mark.parametrize("id", ACTIONS)
def test_every_action_has_a_key_a_name_and_a_command_or_a_reason(id: str) -> None:
    action = ACTIONS[id]
    assert action.key and (action.tooltip or action.description)
    assert (id in IN_LINES) != (id in NOT_IN_LINES), "One of the two, and not both"
    if id in IN_LINES:
        found, options = command(IN_LINES[id])
        known = {option for parameter in found.params for option in parameter.opts}
        assert set(options) <= known
        assert found.help or (found.callback and found.callback.__doc__)


def test_no_line_is_left_for_an_action_that_is_gone() -> None:
    assert set(IN_LINES) | set(NOT_IN_LINES) <= set(REGISTRY)
    assert all(len(reason.split()) > 3 for reason in NOT_IN_LINES.values())


@pytest.mark.parametrize("id", [id for id in ACTIONS if id.split(".")[0] in {"app", *(a.slug for a in ACTIVITIES)}])
def test_every_action_of_a_place_is_on_the_page_of_keys_with_its_line(id: str) -> None:
    page = (ROOT / "docs" / "keys.md").read_text(encoding="utf-8")
    line = next(line for line in page.splitlines() if f"`{id}`" in line)
    assert in_lines(id) in line


async def test_the_palette_says_the_line_beside_the_key(tmp_path: Path) -> None:
    async with opened(tmp_path / "a", Hands()) as pilot:
        await press(pilot, "ctrl+p")
        await type_text(pilot, "leave it out")
        assert await appears(pilot, "s  ·  onward routine skip")
