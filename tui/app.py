"""The shell: one app, any activity. Keys, places, palette and themes follow from `screens.ACTIVITIES`."""

from __future__ import annotations

import os
from functools import partial
from typing import ClassVar, cast

from rich.text import Text
from textual import work
from textual.binding import BindingType
from textual.css.query import NoMatches
from textual.worker import WorkerFailed

from core.content import Content
from core.crash import crash_report
from screens import ACTIVITIES, ANYWHERE, Activity
from tui.config import Config
from tui.data import Data
from tui.dialogs.help import Help
from tui.dialogs.safety import Safety
from tui.dialogs.search import Search
from tui.dialogs.undo import redo, undo
from tui.keys import BINDINGS
from tui.notices import Notices
from tui.palette import Everything, actions_here
from tui.screen import ActivityScreen
from tui.start import BACK_UP_SECONDS, back_up, dress, hand_over, leave_when_told, take_any_input, warn
from tui.widgets.hidden import Hidden


class OnwardApp(Notices):
    """Onward on a terminal. Ends with return code 1 after a crash, with everything typed kept."""

    TITLE = "Onward"
    CSS_PATH = "app.tcss"
    COMMANDS: ClassVar = {Everything}
    COMMAND_PALETTE_BINDING = "ctrl+p"
    NOTIFICATION_TIMEOUT = 3

    BINDINGS: ClassVar[list[BindingType]] = BINDINGS

    def __init__(
        self, data: Data, content: Content, config: Config, problems: list[str], config_folder: str = ""
    ) -> None:
        take_any_input()
        # With this Textual sends no colours at all where it would send greys, some of them black on black.
        super().__init__(ansi_color=True if os.environ.get("NO_COLOR") else None)
        self.data = data
        self.words = content
        self.config, self.problems, self.config_folder = config, problems, config_folder

    def on_mount(self) -> None:
        dress(self)
        places = [(activity.slug, activity.key) for activity in ACTIVITIES]
        for activity in ACTIVITIES:
            self.add_mode(activity.slug, partial(self._screen, activity, places))
        self.data.changed = partial(self.call_later, self.show_again)
        leave_when_told(self)
        self.switch_mode(ACTIVITIES[0].slug)
        self.call_after_refresh(warn, self)
        self._back_up()
        self.set_interval(BACK_UP_SECONDS, self._back_up)

    def _back_up(self) -> None:
        self.run_worker(back_up(self), group="backup", exclusive=True)

    def _screen(self, activity: Activity, places: list[tuple[str, str]]) -> ActivityScreen:
        return activity.screen()(activity.slug, places, self.data, self.words)

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
        await hand_over(self)
        self.exit()

    @work
    async def action_help(self) -> None:
        """Say what this place is for and what can be done here, and do what is chosen."""
        actions = list(actions_here(self.screen))
        chosen = await self.push_screen_wait(Help(self.screen.HELP or "", actions))
        for action in actions:
            if action.id == chosen:
                await self.run_action(action.run, action.node)

    @work
    async def action_search(self) -> None:
        """Search everything, and open what is chosen."""
        if key := await self.push_screen_wait(Search(self.data, self.words)):
            await self.action_open(key)

    async def action_open(self, key: str) -> None:
        """Show the thing that `key` names in the place that shows such things."""
        for activity in ACTIVITIES:
            if key.partition(":")[0] in activity.screen().OPENS:
                await self.switch_mode(activity.slug)
                await cast("ActivityScreen", self.screen).open(key)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        """Nothing of the app reaches past the cover, not even the palette."""
        return not isinstance(self.screen, Hidden)

    def action_hide(self) -> None:
        """Cover the screen until any key."""
        self.push_screen(Hidden("\n".join((*self.words.lines("shell.hide.lines"), self.words.say("shell.hide.back")))))

    def action_safety(self) -> None:
        """Show who there is to talk to."""
        self.push_screen(Safety(self.data, self.words))

    @work
    async def action_undo(self) -> None:
        """Take back the last step; ask first when it is more than an hour ago."""
        await undo(self, self.data, self.words)
        self.show_again()

    @work
    async def action_redo(self) -> None:
        """Do again what was undone last."""
        await redo(self, self.data, self.words)
        self.show_again()

    def _handle_exception(self, error: Exception) -> None:
        """A crash: the usual traceback shows the values of variables, and with them the person's words."""
        if not self._running and isinstance(getattr(error, "error", error), NoMatches):
            return None  # an answer came when its place was being taken down already
        if self.is_headless:
            return super()._handle_exception(error)
        self._return_code = 1
        self.panic(Text(crash_report(error.error if isinstance(error, WorkerFailed) else error)))
        return None
