"""A check box that says by its sign, and not by colour alone, whether it is on."""

from __future__ import annotations

from textual.widgets import Checkbox


class Tick(Checkbox):
    """`[x]` or `[ ]` before a label."""

    BUTTON_LEFT, BUTTON_RIGHT = "[", "]"

    def __init__(self, label: str, value: bool = False, *, id: str | None = None) -> None:
        super().__init__(label, value, id=id, compact=True)
        self._sign(value)

    def watch_value(self) -> None:
        self._sign(self.value)
        super().watch_value()

    def _sign(self, on: bool) -> None:
        self.BUTTON_INNER = "x" if on else " "
