"""Help for where you are: what this place is for, and every action with its key, ready to run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.app import ComposeResult
from textual.dom import DOMNode
from textual.widgets import Label

from tui.dialogs.choose import Choose, Narrow
from tui.widgets.plain import plain
from tui.widgets.rows import Row, Rows


class Action(NamedTuple):
    """Something that can be done now: its id, its name, its key as shown, and how to run it."""

    id: str
    name: str
    key: str
    run: str
    node: DOMNode


class Help(Choose):
    """Shows the help text and the actions; the result is the id of the action to run."""

    ENTER = "Run"

    DEFAULT_CSS = """
    Help {
        & .box { height: 100%; }
        & Rows { height: 1fr; max-height: 100%; }
    }
    """

    def __init__(self, about: str, actions: Sequence[Action]) -> None:
        rows = [Row(action.id, action.name, detail=action.key) for action in actions]
        super().__init__(about, rows)

    def compose_box(self) -> ComposeResult:
        yield Label(plain(self._question), classes="question")
        yield Narrow(placeholder="Type to narrow, Enter to run", compact=True)
        yield Rows(self._rows)
