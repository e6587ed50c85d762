"""What every dialog has in common: a quiet box in the middle, escape leaves, help in need stays one key away."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Footer

if TYPE_CHECKING:
    from tui.app import OnwardApp

T = TypeVar("T")


class Dialog(ModalScreen[T | None]):
    """A box over the screen; dismissed with a value, or with None by escape.

    The app's own bindings are out of reach while a modal is open, so the two that have to work
    everywhere are bound here again.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="dialog.leave"),
        Binding("f3", "app.hide", "Hide", show=False, id="dialog.hide"),
        Binding("f4", "app.safety", "Someone to talk to", show=False, id="dialog.safety"),
    ]

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-normal")]

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        background: $background 60%;
        & > .box {
            width: 76;
            max-width: 100%;
            height: auto;
            max-height: 100%;
            padding: 1 2;
            background: $surface;
            border: round $primary;
        }
        & .question { margin-bottom: 1; width: 1fr; }
        & .hint { color: $text-muted; width: 1fr; }
        & .refused { color: $text-warning; width: 1fr; display: none; }
        & .refused.-shown { display: block; }
        & .buttons { height: auto; margin-top: 1; }
        & .buttons Button { margin-right: 2; }
    }
    """

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield from self.compose_box()
        yield Footer(compact=True, show_command_palette=False)

    def compose_box(self) -> ComposeResult:
        """What stands in the box."""
        raise NotImplementedError

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Close with an answer, once: a key that came before the box had gone answers nothing else."""
        return super().dismiss(result) if self.is_current else AwaitComplete()

    def action_leave(self) -> None:
        """Close without an answer."""
        self.dismiss(None)

    def word(self, sentence: str, **values: object) -> str:
        """A sentence that belongs to every dialog of the kind, from the product's wording."""
        return cast("OnwardApp", self.app).words.say(sentence, 0, **values)
