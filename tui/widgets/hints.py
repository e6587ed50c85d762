"""The line of keys at the foot of a screen: what can be pressed here, and what it does."""

from __future__ import annotations

from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from tui.widgets.plain import plain


class Hint(NamedTuple):
    """One key, from column `start` to `stop` of the line."""

    start: int
    stop: int
    key: str
    enabled: bool
    tooltip: str


class Hints(Widget):
    """The keys that are bound and shown, as one line; a click presses one.

    One widget and not one for each key, as Textual's Footer has them: those are styled and laid out anew, one by one,
    on every change of focus, and took a fifth of the time from the start of the app to its first key.
    """

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    Hints { dock: bottom; height: 1; background: $panel; color: $footer-description-foreground; }
    """

    _line = Content()
    _hints: tuple[Hint, ...] = ()

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def render(self) -> Content:
        return self._line

    def _changed(self, screen: Screen[object]) -> None:
        if screen is not self.screen or not screen.app.app_focus:
            return
        known: set[str] = set()
        hints: list[Hint] = []
        parts: list[Content] = []
        column = 0
        for _, binding, enabled, tooltip in screen.active_bindings.values():
            if not binding.show or binding.action in known:
                continue
            known.add(binding.action)
            key = Content.styled(self.app.get_key_display(binding), "$footer-key-foreground bold")
            part = Content.assemble(key, " ", plain(binding.description)) if binding.description else key
            parts.append(part if enabled else part.stylize("dim"))
            hints.append(Hint(column, column + part.cell_length, binding.key, enabled, tooltip))
            column += part.cell_length + 1
        line = Content(" ").join(parts)
        self._hints = tuple(hints)
        if line != self._line or line.spans != self._line.spans:
            self._line = line
            self.refresh()

    def _at(self, column: int) -> Hint | None:
        return next((hint for hint in self._hints if hint.start <= column < hint.stop), None)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        hint = self._at(event.x)
        self.tooltip = hint.tooltip if hint and hint.tooltip else None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if hint := self._at(event.x):
            if hint.enabled:
                self.app.simulate_key(hint.key)
            else:
                self.app.bell()
