"""The ground of a workspace: the file, and the parts that need nothing but what a day holds.

`core.workspace` adds the parts that build on these.
"""

from __future__ import annotations

from functools import cached_property

from core.clock import Clock
from core.settings import Settings
from core.storage.store import Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date
    from typing import Self

    from core.applications.applications import Applications
    from core.applications.board import Board
    from core.applications.materials import Materials
    from core.applications.rounds import Rounds
    from core.applications.slots import Slots
    from core.content import Content
    from core.journal.drafts import Drafts
    from core.journal.journal import Journal
    from core.journal.search import Search
    from core.storage.export import Sink
    from core.storage.undo import Undo
    from core.team.team import Team
    from core.today.efforts import Efforts
    from core.today.evening import Evenings
    from core.today.rest import Rests
    from core.today.routine import Routine
    from core.today.said import Said
    from core.today.steps import Steps


class Ground:
    """A workspace's file and its first parts; see `core.workspace.Workspace`."""

    def __init__(self, store: Store, own_content: str = "") -> None:
        self.store = store
        self._own_content = own_content
        self.clock = store.clock
        self.settings = Settings(store)
        self.clock.day_ends = self.settings.day_ends

    @classmethod
    def open(cls, path: str, clock: Clock | None = None, own_content: str = "") -> Self:
        """Open (or make, or migrate) the workspace file at `path`; see `Store.open` for what can go wrong.

        `own_content` is the folder with the person's own wording, which need not exist.
        """
        return cls(Store.open(path, clock or Clock()), own_content)

    @classmethod
    def memory(cls, clock: Clock | None = None) -> Self:
        """A workspace that lives as long as this object."""
        return cls.open(":memory:", clock)

    def close(self) -> None:
        """Close the file."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def today(self) -> date:
        """The day the person is in."""
        return self.clock.today()

    @cached_property
    def undo(self) -> Undo:
        """What was done last, and taking it back."""
        from core.storage.undo import Undo

        return Undo(self.store)

    @cached_property
    def routine(self) -> Routine:
        """The person's practices and their marks."""
        from core.today.routine import Routine

        return Routine(self.store, self.rests)

    @cached_property
    def rests(self) -> Rests:
        """Light days, rest, feelings windows, and putting something off."""
        from core.today.rest import Rests

        return Rests(self.store, self.settings)

    @cached_property
    def steps(self) -> Steps:
        """The one thing chosen for a day."""
        from core.today.steps import Steps

        return Steps(self.store, self.content)

    @cached_property
    def efforts(self) -> Efforts:
        """The effort counters."""
        from core.today.efforts import Efforts

        return Efforts(self.store)

    @cached_property
    def evenings(self) -> Evenings:
        """The evening closes."""
        from core.today.evening import Evenings

        return Evenings(self.store, self.settings, self.steps, self.content)

    @cached_property
    def applications(self) -> Applications:
        """Applications, from a saved posting to an outcome."""
        from core.applications.applications import Applications

        return Applications(self.store, self.settings)

    @cached_property
    def board(self) -> Board:
        """The applications as a list, with its filters and kept views."""
        from core.applications.board import Board

        return Board(self.store, self.applications)

    @cached_property
    def journal(self) -> Journal:
        """The journal's entries."""
        from core.journal.journal import Journal

        return Journal(self.store)

    @cached_property
    def drafts(self) -> Drafts:
        """What is being typed and is not yet kept."""
        from core.journal.drafts import Drafts

        return Drafts(self.store)

    @cached_property
    def search(self) -> Search:
        """Full-text search over everything."""
        from core.journal.search import Search

        return Search(self.store)

    def export(self, out: Sink) -> None:
        """Write everything to `out` as JSON, the same for the same content; see `core.storage.export`."""
        from core.storage.export import export_json

        export_json(self.store, out)

    @cached_property
    def content(self) -> Content:
        """The wording, with the person's own."""
        from core.content import Content

        return Content(self._own_content or None)

    @cached_property
    def rounds(self) -> Rounds:
        """The conversations of each application."""
        from core.applications.rounds import Rounds

        return Rounds(self.store, self.applications, self.content)

    @cached_property
    def materials(self) -> Materials:
        """The four materials, and what was tailored in them."""
        from core.applications.materials import Materials

        return Materials(self.store, self.applications)

    @cached_property
    def team(self) -> Team:
        """The people who carry it: seats, talks, promises, and whom to ask."""
        from core.team.team import Team

        return Team(self.store, self.settings, self.rests, self.content)

    @cached_property
    def slots(self) -> Slots:
        """Times kept free for applying, and the weekly number."""
        from core.applications.slots import Slots

        return Slots(self.store, self.settings, self.content)

    @cached_property
    def said(self) -> Said:
        """What is said once and not again."""
        from core.today.said import Said

        return Said(self.store)
