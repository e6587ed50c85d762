"""The terminal: Textual's driver, made to take whatever is sent and whatever happens to it, and to let go at once."""

from __future__ import annotations

import os
import select
from codecs import getincrementaldecoder
from threading import Lock
from typing import Any

from textual import events
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from tui.pasting import PastingParser

TICK_SECONDS = 0.1  # how soon a lone escape is known to be the key of that name
_PIECE = 4096  # bytes read at once


class Terminal(LinuxDriver):
    """Reads keys and prints screens on Linux and macOS.

    It goes on while the terminal takes nothing (a stalled connection, a paused window): Textual's queue of what is to
    be printed holds 30 pieces and then stops everything, keeping what is typed too, until the terminal reads on; and
    if it is closed instead, for ever.

    It takes no notice of SIGCONT unless SIGTSTP came before it. A terminal that goes away sends one after its SIGHUP;
    Textual would begin to read the keyboard a second time, on a terminal that is no more, and then never ends.

    What is typed before the first screen has anything to act on is kept until `release`.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._wake = os.pipe()
        self._early: list[Message] | None = []
        self._lock = Lock()

    def start_application_mode(self) -> None:
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._writer_thread is not None:
            self._writer_thread._queue.maxsize = 0

    def _sigcont_application(self, *_: object) -> None:
        if self._must_signal_resume:
            super()._sigcont_application()

    def run_input_thread(self) -> None:
        """Read until `disable_input`. Bytes that are no UTF-8, as in a paste from a binary file, arrive as replacement
        characters; Textual's reader would end the app on the first of them (Textualize/textual#6456).
        """
        parser = PastingParser(self._debug)
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        while not self.exit_event.is_set():
            ready, _, _ = select.select([self.fileno, self._wake[0]], [], [], TICK_SECONDS)
            if self.fileno in ready:
                raw = os.read(self.fileno, _PIECE)
                if not raw:
                    break  # there is no terminal any more
                if text := decode(raw):
                    for event in parser.feed(text):
                        self.process_message(event)
            for event in parser.tick():
                self.process_message(event)

    def process_message(self, message: Message) -> None:
        """Hand on what was read, or keep it for later."""
        with self._lock:
            if self._early is not None and isinstance(message, events.Key | events.Paste):
                self._early.append(message)
                return
        super().process_message(message)

    def release(self) -> None:
        """There is a screen now: hand on what was typed in the meantime, and from now on everything at once."""
        with self._lock:
            early, self._early = self._early, None
            for message in early or ():
                super().process_message(message)

    def disable_input(self) -> None:
        """Stop reading. Textual's reader notices that twice a tenth of a second later, on every quit; this one now."""
        os.write(self._wake[1], b"\0")
        super().disable_input()
        os.read(self._wake[0], 1)
