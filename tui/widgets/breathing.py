"""One minute of slow breathing to follow along, or to read where nothing moves."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi
from time import monotonic

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.timer import Timer
from textual.widget import Widget

_FRAME = 0.1  # seconds
_LONGEST = 40  # cells


def breath(elapsed: float, inhale: float = 4, exhale: float = 6) -> tuple[bool, float]:
    """Whether `elapsed` seconds in is a breath in, and how full the lungs are then, 0 to 1."""
    within = elapsed % (inhale + exhale)
    if within < inhale:
        return True, (1 - cos(pi * within / inhale)) / 2
    return False, (1 + cos(pi * (within - inhale) / exhale)) / 2


class Breathing(Widget, can_focus=True):
    """A line that widens while one breathes in and narrows while one breathes out.

    It begins when it is mounted, ends by itself after a minute with a quiet sentence, and any key
    ends it before. Where animations are off it stands still and shows how to breathe in words.
    """

    DEFAULT_CSS = """
    Breathing {
        height: 3;
        width: 1fr;
        text-align: center;
        color: $text-primary;
    }
    """

    elapsed = reactive(0.0, layout=False)
    """Seconds since it began."""

    class Ended(Message):
        """The minute is over, or a key ended it before (`early`)."""

        def __init__(self, breathing: Breathing, early: bool) -> None:
            super().__init__()
            self.breathing = breathing
            self.early = early

        @property
        def control(self) -> Breathing:
            return self.breathing

    def __init__(
        self,
        *,
        breathe_in: str,
        breathe_out: str,
        still: str,
        done: str,
        stopped: str,
        inhale: float = 4,
        exhale: float = 6,
        seconds: float = 60,
        now: Callable[[], float] = monotonic,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """The words, and how long a breath in, a breath out and the whole take, in seconds.

        `still` is shown in place of the moving line, `done` after the whole time, `stopped` after a key.
        """
        super().__init__(name=name, id=id, classes=classes)
        self._in, self._out, self._still, self._done, self._stopped = breathe_in, breathe_out, still, done, stopped
        self._inhale, self._exhale, self._seconds, self._now = inhale, exhale, seconds, now
        self._timer: Timer | None = None
        self._last_words = ""

    @property
    def running(self) -> bool:
        return not self._last_words

    def on_mount(self) -> None:
        began = self._now()
        every = self._seconds if self._stands_still else _FRAME
        self._timer = self.set_interval(every, lambda: setattr(self, "elapsed", self._now() - began))

    def watch_elapsed(self, elapsed: float) -> None:
        if elapsed >= self._seconds:
            self._end(self._done, early=False)

    def on_key(self, event: events.Key) -> None:
        if self.running:
            event.stop()
            event.prevent_default()
            self._end(self._stopped, early=True)

    @property
    def _stands_still(self) -> bool:
        return self.app.animation_level == "none"

    def _end(self, words: str, *, early: bool) -> None:
        if self.running:
            self._last_words = words
            if self._timer is not None:
                self._timer.stop()
            self.refresh()
            self.post_message(self.Ended(self, early))

    def render(self) -> Content:
        if not self.running:
            return Content(self._last_words)
        if self._stands_still:
            return Content(self._still)
        inward, full = breath(self.elapsed, self._inhale, self._exhale)
        room = max(2, min(_LONGEST, self.content_size.width))
        half = 1 + round((room // 2 - 1) * full)
        return Content(f"{self._in if inward else self._out}\n\n{'━' * (2 * half)}")
