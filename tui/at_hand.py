"""What is at hand on every screen: help, the palette, the cover, and someone to talk to.

Each is imported when it is first asked for, so that the first frame does not wait for it.
"""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from textual import work
from textual.command import Provider

from core.content import Content
from tui.data import Data
from tui.notices import Notices
from tui.widgets.hidden import Hidden


def _everything() -> type[Provider]:
    from tui.palette import Everything

    return Everything


class AtHand(Notices):
    """An app with these at hand."""

    COMMANDS: ClassVar = {_everything}

    data: Data
    words: Content

    @cached_property
    def left_lines(self) -> dict[tuple[str, ...], str]:
        """What was typed into a line and left by escape, by what it was about."""
        return {}

    @work
    async def action_help(self) -> None:
        """Say what this place is for and what can be done here, and do what is chosen."""
        from tui.dialogs.help import Help
        from tui.palette import actions_here

        actions = list(actions_here(self.screen))
        chosen = await self.push_screen_wait(Help(self.screen.HELP or "", actions))
        for action in actions:
            if action.id == chosen:
                await self.run_action(action.run, action.node)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        """Nothing of the app reaches past the cover, not even the palette."""
        return not isinstance(self.screen, Hidden)

    def action_hide(self) -> None:
        """Cover the screen until any key."""
        self.push_screen(Hidden("\n".join((*self.words.lines("shell.hide.lines"), self.words.say("shell.hide.back")))))

    def action_safety(self) -> None:
        """Show who there is to talk to."""
        from tui.dialogs.safety import Safety

        self.push_screen(Safety(self.data, self.words))
