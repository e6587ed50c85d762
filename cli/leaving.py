"""The last moment of the app: what was written goes to the store, if that is a matter of seconds."""

from __future__ import annotations

from concurrent.futures import Future, wait
from contextlib import suppress
from time import monotonic
from typing import Any

from cli import output
from core.content import Content
from core.errors import OnwardError
from tui.rounds import Rounds

PATIENCE_SECONDS = 5.0
LESS_SECONDS = 2.0  # where the store could not be reached a while ago, it will hardly be there now
SILENT_SECONDS = 0.4  # what takes no longer needs no word


def send(rounds: Rounds, words: Content) -> None:
    """Send what was written here and not sent; what does not go in time goes at the next start. Never raises.

    A round can be cut off at any moment, so nobody waits for one that does not end.
    """
    if not rounds.now.place:
        return
    with suppress(OnwardError, OSError, KeyboardInterrupt):
        until = monotonic() + (LESS_SECONDS if rounds.now.trouble else PATIENCE_SECONDS)
        for _ in range(2):  # the one under way, if there is one, may have begun before the last word
            if not _unsent(rounds, until, words):
                return
            last = rounds.last if rounds.last is not None and rounds.busy else rounds.begin()
            if not _waited(last, until, words):
                return


def _unsent(rounds: Rounds, until: float, words: Content) -> bool:
    looked = rounds.standing()
    return _waited(looked, until, words) and looked.result().unsent


def _waited(work: Future[Any], until: float, words: Content) -> bool:
    """Whether it ended well in time; where it takes a while, that is said."""
    wait([work], min(SILENT_SECONDS, until - monotonic()))
    if not work.done():
        _say(words.say("machines.sync.leaving"))
        wait([work], max(0.0, until - monotonic()))
    if not work.done():
        _say(words.say("machines.sync.left"))
    return work.done() and work.exception() is None


def _say(sentence: str) -> None:
    with suppress(OSError):  # the terminal may be gone already
        output.say(sentence)
