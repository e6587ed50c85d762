"""A clock that counts minutes, can be paused, and never rings."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Protocol, cast

from textual.widgets import Label

from tui.widgets.plain import plain

if TYPE_CHECKING:
    from core.content import Content

SHOWN_EVERY = 20  # seconds


class Speaks(Protocol):
    """What the clock needs of the app."""

    words: Content


class QuietTime:
    """Time that goes by until it is paused; `now` is in seconds. Several dialogs after each other can share one."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._gone = 0.0
        self._since: float | None = now()

    @property
    def paused(self) -> bool:
        """Whether it stands still."""
        return self._since is None

    @property
    def minutes(self) -> int:
        """How many whole minutes have gone by, pauses left out."""
        return int((self._gone + (0 if self._since is None else self._now() - self._since)) // 60)

    def turn(self) -> None:
        """Pause, or go on."""
        if self._since is None:
            self._since = self._now()
        else:
            self._gone += self._now() - self._since
            self._since = None


class Quiet(Label):
    """The minutes, and beside them a sentence from the last of `marks` (minutes, sentence) that was reached."""

    DEFAULT_CSS = """
    Quiet { color: $text-muted; width: 1fr; }
    """

    def __init__(self, time: QuietTime, *marks: tuple[int, str]) -> None:
        super().__init__()
        self.time, self._marks = time, marks

    def on_mount(self) -> None:
        self.show_time()
        self.set_interval(SHOWN_EVERY, self.show_time)

    def show_time(self) -> None:
        """Say how many minutes it has been."""
        words = cast("Speaks", self.app).words
        minutes = self.time.minutes
        said = [words.say("shell.quiet.paused" if self.time.paused else "shell.quiet.minutes", n=minutes)]
        said += [sentence for mark, sentence in self._marks if minutes >= mark][-1:]
        self.update(plain("  ".join(said)))
