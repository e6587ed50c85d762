"""Keeping in step with other machines while the app is open: at start, after a quiet minute, and by key.

Off until a store is set up. Nothing here makes anybody wait: a round has its own thread and its own open file, and what
it says about itself is one sign in the strip of places, one sentence on the Vault screen, and a notice where something
is new to say.
"""

from __future__ import annotations

from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING

from textual import events, work

from core.content import Content
from core.errors import OnwardError
from tui.config import Config
from tui.data import Data
from tui.dialogs.base import Dialog
from tui.notices import Notices
from tui.rounds import SIGNS, Rounds, Work
from tui.screen import ActivityScreen, Places

if TYPE_CHECKING:
    from sync.exchange import Round

LOOK_SECONDS = 5.0  # how often it is looked whether it is time
SHOW_SECONDS = 0.3  # how often a round under way is shown anew
ALIVE_SECONDS = 600.0  # how long nothing is asked of the store where nothing is written here
SHORTEST, LONGEST = 0.1, 24 * 60.0  # minutes of quiet that make sense


class InStep(Notices):
    """An app whose workspace may be on several machines."""

    data: Data
    words: Content
    config: Config
    sign = ""  # how things stand, in one character
    _typed = _tried = 0.0
    _asked = False

    def on_mount(self) -> None:
        self.set_interval(LOOK_SECONDS, self._look)
        self.call_after_refresh(self._begin)

    @cached_property
    def rounds(self) -> Rounds:
        """The rounds of this sitting."""
        return Rounds(self.data)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.Paste):
            self._typed = monotonic()
        await super().on_event(event)

    @property
    def quiet_seconds(self) -> float:
        """How long nothing is typed before what was written goes out."""
        minutes = self.config.quiet_minutes
        return 60 * (minutes if SHORTEST <= minutes <= LONGEST else 1.0)

    @work
    async def _begin(self) -> None:
        await self.rounds.look()
        self.show_sign()
        if self.rounds.now.place and self.config.sync == "on":
            await self._round()

    @work(group="look", exclusive=True)
    async def _look(self) -> None:
        """Show how things stand, and begin a round where it is time for one."""
        now, rounds = monotonic(), self.rounds
        if rounds.busy:
            return
        if rounds.now.place or self._typed > now - 2 * LOOK_SECONDS:
            await rounds.look()
            self.show_sign()
        if not rounds.now.place or self.config.sync == "off" or isinstance(self.screen, Dialog):
            return  # what a form or a page began with is not to change beneath it
        quiet = now - self._typed >= self.quiet_seconds
        if quiet and (now - self._tried >= ALIVE_SECONDS or (rounds.now.unsent and self._tried <= self._typed)):
            self.begin_round()

    @work
    async def begin_round(self) -> None:
        """Begin a round that nobody asked for."""
        await self._round()

    @work
    async def action_sync(self) -> None:
        """Get in step with the other machines now."""
        await self.rounds.look()
        if not self.rounds.now.place:
            self.notify(self.words.say("machines.sync.off", key="9"), markup=False)
        else:
            self._asked = True
            if self.rounds.busy:
                self.notify(self.words.say("machines.sync.running"), markup=False)
            await self._round()

    async def _round(self) -> None:
        """A round, and what there is to say about it: to the one who asked everything, else only what is new."""
        rounds, say = self.rounds, self.words.say
        if rounds.busy:
            return
        before, self._tried = rounds.now, monotonic()
        try:
            done = await self.shown()
        except OnwardError as error:
            if self._asked or error.sentence != before.trouble:
                self.notify(error.sentence, timeout=12, markup=False)
        else:
            name = "behind" if done.behind else "came" if done.changes else "same"
            told = [say(f"machines.sync.{name}", n=f"{done.changes:,}", key="9")]
            new = [say("machines.sync.know", key="9")] * (rounds.now.alarms > before.alarms)
            new += [say("machines.sync.texts", key="9")] * (rounds.now.texts > before.texts)
            if self._asked or new:
                self.notify("\n".join([*told * self._asked, *new]), timeout=12 if new else None, markup=False)
        self._asked = False
        if self.screen_stack and isinstance(self.screen, ActivityScreen):
            self.screen.reload()

    async def shown(self, work: Work | None = None) -> Round:
        """A round, or another `work` of which one is part, with how far it is. Raises what `Rounds.run` raises."""
        shown = self.set_interval(SHOW_SECONDS, self.show_sign)
        self.call_later(self.show_sign)
        try:
            return await self.rounds.run(work)
        finally:
            shown.stop()
            self.show_sign()

    def show_sign(self) -> None:
        """Show how things stand, as they were last looked at."""
        self.sign = SIGNS[self.rounds.state]
        if not self.screen_stack:
            return  # the app is being left, and an answer came after its screens had gone
        for places in self.screen.query(Places):
            places.refresh()
        if isinstance(self.screen, ActivityScreen):
            self.screen.in_step()
