"""One screen per activity, and the only list of them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tui.screen import ActivityScreen


class Activity(NamedTuple):
    """A place in the app: everything else about it follows from its screen class.

    `slug` names the mode, the style sheet and the keymap ids; `key` is its number; `where` the
    class, imported when the place is first visited.
    """

    slug: str
    key: str
    where: str

    def screen(self) -> type[ActivityScreen]:
        """The screen class."""
        module, _, name = self.where.partition(":")
        found: type[ActivityScreen] = getattr(import_module(module), name)
        return found


class Anywhere(NamedTuple):
    """Something an activity offers in every place: `where` is a coroutine that is given the screen in front."""

    id: str
    key: str
    name: str
    tooltip: str
    where: str

    def verb(self) -> Callable[[ActivityScreen], Awaitable[None]]:
        """What it does."""
        module, _, name = self.where.partition(":")
        found: Callable[[ActivityScreen], Awaitable[None]] = getattr(import_module(module), name)
        return found


ACTIVITIES: tuple[Activity, ...] = (
    Activity("today", "1", "screens.today.screen:TodayScreen"),
    Activity("ritual", "2", "screens.ritual.screen:RitualScreen"),
    Activity("skills", "3", "screens.skills.screen:SkillsScreen"),
    Activity("team", "4", "screens.team.screen:TeamScreen"),
    Activity("applications", "5", "screens.applications.screen:ApplicationsScreen"),
    Activity("journal", "6", "screens.journal.screen:JournalScreen"),
    Activity("strengths", "7", "screens.strengths.screen:StrengthsScreen"),
    Activity("insights", "8", "screens.insights.screen:InsightsScreen"),
    Activity("vault", "9", "screens.vault.screen:VaultScreen"),
)
ANYWHERE: tuple[Anywhere, ...] = (
    Anywhere("app.no", "r", "A no arrived", "A no has arrived: note it...", "screens.ritual.log:log_a_no"),
    Anywhere("app.win", "W", "A win", "Something went well: note it...", "screens.strengths.win:capture"),
    Anywhere(
        "app.bring", "B", "Bring in", "Bring in what another program has kept...", "screens.importing.flow:bring_in"
    ),
    Anywhere("app.ask", "at", "Ask someone", "Ask someone on your team...", "screens.team.asking:ask_someone"),
    Anywhere("app.export", "E", "Export", "Export everything...", "tui.exporting:export"),
)
