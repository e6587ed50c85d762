"""Rounds with the store that keeps this machine in step with others: one at a time, beside everything else."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Literal

from core.errors import OnwardError
from core.record import record
from core.workspace import Workspace
from tui.data import Data

if TYPE_CHECKING:
    from sync.exchange import Round
    from sync.way import Step

Work = Callable[[Workspace], "Iterator[Step | Round]"]
State = Literal["off", "busy", "trouble", "behind", "told", "unsent", "never", "well"]

SIGNS: dict[State, str] = {
    "off": "",
    "busy": "~",
    "trouble": "!",
    "behind": "!",
    "told": "!",
    "unsent": "+",
    "never": "+",
    "well": "=",
}


class Odd(OnwardError):
    """A round ended in a way that nobody thought of."""

    usual = "The sync stopped at something unexpected. Everything is kept here; the next one begins anew."

    def __init__(self, sentence: str = usual) -> None:
        super().__init__(sentence)


@record
class Standing:
    """How this machine stands with the others.

    `place` is the store ("": none is set up), `at` when a round last went well (UTC), `trouble` what stood in the way
    since; `unsent` says that something was written here that is not in the store yet, `behind` that the vault has a new
    passphrase without which none of it goes; `alarms` is how much there is to tell, `texts` how many have two versions.
    """

    place: str = ""
    at: datetime | None = None
    trouble: str = ""
    unsent: bool = False
    behind: bool = False
    alarms: int = 0
    texts: int = 0


OFF = Standing()


def standing(workspace: Workspace) -> Standing:
    """How this machine stands now."""
    from core.merging.link import Links

    link = Links(workspace.store).now
    if not link.place:
        return OFF
    streams = workspace.streams
    return Standing(
        place=link.place,
        at=link.at,
        trouble=link.trouble,
        unsent=streams.has_unsent(),
        behind=streams.is_behind(),
        alarms=len(streams.alarms()),
        texts=workspace.conflicts.count(),
    )


def state_of(now: Standing, *, busy: bool) -> State:
    """How things stand, in one word; `busy` says that a round is under way."""
    if not now.place:
        return "off"
    if busy:
        return "busy"
    if now.trouble or now.behind or now.alarms:
        return "trouble" if now.trouble else "behind" if now.behind else "told"
    if now.at is None:
        return "never"
    return "unsent" if now.unsent else "well"


class Rounds:
    """`now` is how things stood when they were last looked at, `step` how far the round is that is under way."""

    def __init__(self, data: Data) -> None:
        self._data = data
        self.now = OFF
        self.step: Step | None = None
        self.last: Future[Round] | None = None

    @property
    def busy(self) -> bool:
        """Whether a round is under way."""
        return self.last is not None and not self.last.done()

    @property
    def state(self) -> State:
        """How things stand, in one word."""
        return state_of(self.now, busy=self.busy)

    async def look(self) -> Standing:
        """Look how things stand."""
        self.now = await self._data.ask(standing)
        return self.now

    async def run(self, work: Work | None = None) -> Round:
        """A round, or another `work` of which one is part; not while one is under way.

        Raises OnwardError with what stood in the way.
        """
        try:
            done = await asyncio.wrap_future(self.begin(work))
        except OnwardError:
            await self.look()
            raise
        await self.look()
        return done

    def standing(self) -> Future[Standing]:
        """How things stand, asked beside everything else."""
        return self._data.aside(standing)

    def begin(self, work: Work | None = None) -> Future[Round]:
        """Begin it."""
        self.step = None
        self.last = self._data.aside(partial(self._round, work=work))
        return self.last

    def _round(self, workspace: Workspace, work: Work | None) -> Round:
        from sync import exchange

        try:
            with _unsearched():
                for step in (work or exchange.run)(workspace):
                    if isinstance(step, exchange.Round):
                        return step
                    self.step = step
                    self._data.give_way()
                raise Odd
        except OnwardError as error:
            return self._stopped(workspace, error)
        except Exception as error:
            # A mistake of the program in the background takes nobody's work away.
            return self._stopped(workspace, Odd(f"{Odd.usual} ({type(error).__name__})"))

    def _stopped(self, workspace: Workspace, error: OnwardError) -> Round:
        from core.merging.link import Links

        with suppress(OnwardError):
            Links(workspace.store).was_stopped(error.sentence)
        raise error from None


@contextmanager
def _unsearched() -> Iterator[None]:
    """Meanwhile the collector of garbage looks at what is new alone: going through all there is stops every thread."""
    young, middle, old = gc.get_threshold()
    gc.set_threshold(young, middle, 1 << 30)
    try:
        yield
    finally:
        gc.set_threshold(young, middle, old)
