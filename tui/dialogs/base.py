"""What every dialog has in common: a quiet box in the middle, escape leaves, help in need stays one key away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Protocol, Self, TypeVar, cast

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.geometry import Region, Size
from textual.layout import ArrangeResult
from textual.layouts.vertical import VerticalLayout
from textual.screen import ModalScreen
from textual.scroll_view import ScrollView
from textual.widget import Widget
from textual.widgets import Button, Checkbox, Input, Select

from tui.notices import Steady
from tui.widgets.hints import Hints
from tui.widgets.quiet import Quiet, QuietTime
from tui.widgets.rows import Rows

if TYPE_CHECKING:
    from core.content import Content

T = TypeVar("T")


_LEAST = 3  # lines that a part keeps which gives way


class Yielding(VerticalLayout):
    """One below the other, and where they do not fit, what can be scrolled gives way so that everything is in sight."""

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        placements = super().arrange(parent, children, size, greedy)
        over = max((one.region.bottom + one.margin.bottom for one in placements), default=0) - size.height
        if not size.height or over <= 0:  # without a height, it is only asked how much room there would have to be
            return placements
        fitted = []
        up = 0
        for one in placements:
            x, y, width, height = one.region
            less = 0
            if isinstance(one.widget, VerticalScroll | ScrollView):
                less = min(over - up, max(0, height - _LEAST))
            fitted.append(one._replace(region=Region(x, y - up, width, height - less)))
            up += less
        return fitted


class Box(Vertical):
    """The box of a dialog."""

    @property
    def layout(self) -> Yielding:
        """A sheet cannot name a layout that is not Textual's own."""
        return Yielding()


class House(Protocol):
    """What a dialog needs of the app."""

    words: Content
    left_lines: dict[tuple[str, ...], str]

    def forget_notices(self) -> None:
        """Take away what was said before."""


class Dialog(Steady, ModalScreen[T | None]):
    """A box over the screen; dismissed with a value, or with None by escape.

    The app's own bindings are out of reach while a modal is open, so the ones that have to work
    everywhere are bound here again.
    """

    ENTER: ClassVar[str] = ""  # what Enter does in a field or a list, where it is not keeping or choosing

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="dialog.leave"),
        Binding("f3", "app.hide", "Hide", show=False, id="dialog.hide"),
        Binding("f4", "app.safety", "Someone to talk to", show=False, id="dialog.safety"),
        Binding("ctrl+q", "app.quit", "Quit", show=False, id="dialog.quit"),
        Binding("ctrl+t", "pause", "Pause", id="dialog.pause", tooltip="Pause the clock, or let it go on"),
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

    _enter = _leave = ""
    _quiet: Quiet | None = None

    def called(self, *, enter: str = "", leave: str = "") -> Self:
        """The same dialog with other names for Enter and escape in its footer."""
        self._enter, self._leave = enter, leave
        return self

    def timed(self, time: QuietTime, *marks: tuple[int, str]) -> Self:
        """The same dialog with a quiet clock below that can be paused; see `Quiet`."""
        self._quiet = Quiet(time, *marks)
        return self

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """As in Textual, with a name for Enter, which is the business of whatever has the focus."""
        found = super().active_bindings
        for key, name in (("enter", self._name_of_enter()), ("escape", self._leave)):
            if name and (active := found.get(key)) and (key == "escape" or not active.binding.show):
                found[key] = active._replace(binding=replace(active.binding, description=name, show=True))
        return found

    def _name_of_enter(self) -> str:
        match self.focused:
            case Input():
                return self._enter or self.ENTER or "Keep"
            case Rows():
                return self._enter or self.ENTER or "Choose"
            case Button():
                return "Choose"
            case Select():
                return "Open"
            case Checkbox():
                return "Tick"
        return ""

    def on_screen_resume(self) -> None:
        """What was told before must not hide what is asked now."""
        cast("House", self.app).forget_notices()

    def _on_prune(self) -> None:
        """Its parts go before it does, and an answer that comes in between would look for them."""
        self.workers.cancel_node(self)

    def compose(self) -> ComposeResult:
        with Box(classes="box"):
            yield from self.compose_box()
            if self._quiet:
                yield self._quiet
        yield Hints()

    def compose_box(self) -> ComposeResult:
        """What stands in the box."""
        raise NotImplementedError

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Close with an answer, once: a key that came before the box had gone answers nothing else."""
        return super().dismiss(result) if self.is_current else AwaitComplete()

    def flush(self) -> None:
        """Keep what is typed and not kept yet; called before the app leaves."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is something to pause only where a clock goes."""
        return self._quiet is not None if action == "pause" else super().check_action(action, parameters)

    def action_pause(self) -> None:
        """Let the clock stand still, or go on."""
        if self._quiet:
            self._quiet.time.turn()
            self._quiet.show_time()

    def action_leave(self) -> None:
        """Close without an answer."""
        self.dismiss(None)

    def word(self, sentence: str, **values: object) -> str:
        """A sentence that belongs to every dialog of the kind, from the product's wording."""
        return cast("House", self.app).words.say(sentence, 0, **values)
