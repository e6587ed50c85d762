"""The shell: one app, any activity. Keys, places, palette and themes follow from `screens.ACTIVITIES`."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import ClassVar, cast

from rich.text import Text
from textual import constants, work
from textual.binding import BindingType
from textual.css.query import NoMatches
from textual.driver import Driver
from textual.worker import WorkerFailed

from core.content import Content
from core.crash import crash_report
from screens import ACTIVITIES, ANYWHERE, Activity
from tui import start
from tui.at_hand import AtHand
from tui.config import Config
from tui.data import Data
from tui.instep import InStep
from tui.keys import BINDINGS
from tui.screen import ActivityScreen


class OnwardApp(AtHand, InStep):
    """Onward on a terminal. Ends with return code 1 after a crash, with everything typed kept."""

    TITLE = "Onward"
    CSS_PATH = "app.tcss"
    COMMAND_PALETTE_BINDING = "ctrl+p"
    DEFAULT_MODE = ACTIVITIES[0].slug
    NOTIFICATION_TIMEOUT = 3

    BINDINGS: ClassVar[list[BindingType]] = BINDINGS

    def __init__(
        self, data: Data, content: Content, config: Config, problems: list[str], config_folder: str = ""
    ) -> None:
        # With this Textual sends no colours at all where it would send greys, some of them black on black.
        super().__init__(ansi_color=True if os.environ.get("NO_COLOR") else None)
        self.data, self.words = data, content
        self.config, self.problems, self.config_folder = config, problems, config_folder
        # Before anything is mounted, so that the sheets are read once and nothing is styled twice.
        start.dress(self)
        data.tell(start.sweep)
        data.tell(start.keep_memory_private)
        places = [(activity.slug, activity.key) for activity in ACTIVITIES]
        for activity in ACTIVITIES:
            self.add_mode(activity.slug, partial(self._screen, activity, places))

    def get_driver_class(self) -> type[Driver]:
        """Our own terminal, unless another is named (TEXTUAL_DRIVER) or the system has none like it."""
        if sys.platform == "win32" or constants.DRIVER:
            return super().get_driver_class()
        from tui.terminal import Terminal

        return Terminal

    def on_mount(self) -> None:
        self.data.changed = partial(self.call_later, self.show_again)
        start.leave_when_told(self)
        self.call_after_refresh(start.warn, self)
        self.run_worker(start.listen(self))
        self._back_up()
        self.set_interval(start.BACK_UP_SECONDS, self._back_up)

    def _back_up(self) -> None:
        self.run_worker(start.back_up(self), group="backup", exclusive=True)

    def _screen(self, activity: Activity, places: list[tuple[str, str]]) -> ActivityScreen:
        place = activity.screen()(activity.slug, places, self.data, self.words)
        # Textual would read all sheets anew for one more, and twice for a screen it holds to be older than the theme.
        for sheet in place.css_path:
            self.stylesheet.read(sheet)
        place._css_update_count = self._css_update_count
        return place

    def show_again(self) -> None:
        """Let the place in front ask anew for what it shows."""
        if isinstance(self.screen, ActivityScreen):
            self.screen.reload()

    async def action_go(self, slug: str) -> None:
        """Go to an activity."""
        await self.switch_mode(slug)

    async def action_there(self, slug: str, action: str) -> None:
        """Go to an activity and do something there."""
        await self.switch_mode(slug)
        await self.run_action(action, self.screen)

    @work
    async def action_anywhere(self, id: str) -> None:
        """Do something that is at hand in every place."""
        verb = next(one for one in ANYWHERE if one.id == id).verb()
        await verb(cast("ActivityScreen", self.screen))

    async def action_quit(self) -> None:
        """Leave; what was typed is handed over first."""
        await start.hand_over(self)
        self.exit()

    @work
    async def action_search(self) -> None:
        """Search everything, and open what is chosen."""
        from tui.dialogs.search import Search

        if key := await self.push_screen_wait(Search(self.data, self.words)):
            await self.action_open(key)

    async def action_open(self, key: str) -> None:
        """Show the thing that `key` names in the place that shows such things."""
        for activity in ACTIVITIES:
            if key.partition(":")[0] in activity.screen().OPENS:
                await self.switch_mode(activity.slug)
                await cast("ActivityScreen", self.screen).open(key)

    @work
    async def action_undo(self) -> None:
        """Take back the last step; ask first when it is more than an hour ago."""
        from tui.dialogs.undo import undo

        await undo(self, self.data, self.words)
        self.show_again()

    @work
    async def action_redo(self) -> None:
        """Do again what was undone last."""
        from tui.dialogs.undo import redo

        await redo(self, self.data, self.words)
        self.show_again()

    def _handle_exception(self, error: Exception) -> None:
        """A crash: the usual traceback shows the values of variables, and with them the person's words."""
        if not self._running and isinstance(getattr(error, "error", error), NoMatches):
            return None  # an answer came when its place was being taken down already
        if self.bears(error):
            return None
        if self.is_headless:
            return super()._handle_exception(error)
        self._return_code = 1
        self.panic(Text(crash_report(error.error if isinstance(error, WorkerFailed) else error)))
        return None
