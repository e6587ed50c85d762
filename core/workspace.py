"""The one thing a screen or a command asks: a workspace, which is one file and its parts.

    with Workspace.open(path) as workspace:
        workspace.journal.write("It went better than I feared.")

The parts are made when they are first asked for, so that a command pays only for what it uses.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from core.clock import Clock
from core.settings import Settings
from core.store import Store

if TYPE_CHECKING:
    from datetime import date

    from core.agenda import Agenda
    from core.applications import Applications
    from core.asking import Asking
    from core.board import Board
    from core.closing import Closing
    from core.content import Content
    from core.doors import Doors
    from core.drafts import Drafts
    from core.efforts import Efforts
    from core.evening import Evenings
    from core.export import Sink
    from core.fatigue import Fatigue
    from core.feedback import Feedback
    from core.journal import Journal
    from core.materials import Materials
    from core.rejections import Rejections
    from core.rest import Rests
    from core.ritual import Ritual
    from core.rounds import Rounds
    from core.routine import Routine
    from core.said import Said
    from core.search import Search
    from core.skills import Skills
    from core.slots import Slots
    from core.steps import Steps
    from core.strengths import Strengths
    from core.team import Team
    from core.undo import Undo
    from core.waiting import Waiting
    from core.writing import Writing


class Workspace:
    """Everything about one person's search; the only composition of the domain's parts."""

    def __init__(self, store: Store, own_content: str = "") -> None:
        self.store = store
        self._own_content = own_content
        self.clock = store.clock
        self.settings = Settings(store)
        self.clock.day_ends = self.settings.day_ends

    @classmethod
    def open(cls, path: str, clock: Clock | None = None, own_content: str = "") -> Workspace:
        """Open (or make, or migrate) the workspace file at `path`; see `Store.open` for what can go wrong.

        `own_content` is the folder with the person's own wording, which need not exist.
        """
        return cls(Store.open(path, clock or Clock()), own_content)

    @classmethod
    def memory(cls, clock: Clock | None = None) -> Workspace:
        """A workspace that lives as long as this object."""
        return cls.open(":memory:", clock)

    def close(self) -> None:
        """Close the file."""
        self.store.close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def today(self) -> date:
        """The day the person is in."""
        return self.clock.today()

    @cached_property
    def undo(self) -> Undo:
        """What was done last, and taking it back."""
        from core.undo import Undo

        return Undo(self.store)

    @cached_property
    def routine(self) -> Routine:
        """The person's practices and their marks."""
        from core.routine import Routine

        return Routine(self.store, self.rests)

    @cached_property
    def rests(self) -> Rests:
        """Light days, rest, feelings windows, and putting something off."""
        from core.rest import Rests

        return Rests(self.store, self.settings)

    @cached_property
    def steps(self) -> Steps:
        """The one thing chosen for a day."""
        from core.steps import Steps

        return Steps(self.store, self.content)

    @cached_property
    def efforts(self) -> Efforts:
        """The effort counters."""
        from core.efforts import Efforts

        return Efforts(self.store)

    @cached_property
    def evenings(self) -> Evenings:
        """The evening closes."""
        from core.evening import Evenings

        return Evenings(self.store, self.settings, self.steps, self.content)

    @cached_property
    def agenda(self) -> Agenda:
        """What is due and what is next."""
        from core.agenda import Agenda

        return Agenda(self)

    @cached_property
    def applications(self) -> Applications:
        """Applications, from a saved posting to an outcome."""
        from core.applications import Applications

        return Applications(self.store, self.settings)

    @cached_property
    def board(self) -> Board:
        """The applications as a list, with its filters and kept views."""
        from core.board import Board

        return Board(self.store, self.applications)

    @cached_property
    def journal(self) -> Journal:
        """The journal's entries."""
        from core.journal import Journal

        return Journal(self.store)

    @cached_property
    def drafts(self) -> Drafts:
        """What is being typed and is not yet kept."""
        from core.drafts import Drafts

        return Drafts(self.store)

    @cached_property
    def search(self) -> Search:
        """Full-text search over everything."""
        from core.search import Search

        return Search(self.store)

    def export(self, out: Sink) -> None:
        """Write everything to `out` as JSON, the same for the same content; see `core.export`."""
        from core.export import export_json

        export_json(self.store, out)

    @cached_property
    def content(self) -> Content:
        """The wording, with the person's own."""
        from core.content import Content

        return Content(self._own_content or None)

    @cached_property
    def rounds(self) -> Rounds:
        """The conversations of each application."""
        from core.rounds import Rounds

        return Rounds(self.store, self.applications, self.content)

    @cached_property
    def materials(self) -> Materials:
        """The four materials, and what was tailored in them."""
        from core.materials import Materials

        return Materials(self.store, self.applications)

    @cached_property
    def team(self) -> Team:
        """The people who carry it: seats, talks, promises, and whom to ask."""
        from core.team import Team

        return Team(self.store, self.settings, self.rests, self.content)

    @cached_property
    def skills(self) -> Skills:
        """Skills, the postings that ask for them, the gap and the plan."""
        from core.skills import Skills

        return Skills(self.store, self.rests, self.strengths, self.content)

    @cached_property
    def slots(self) -> Slots:
        """Times kept free for applying, and the weekly number."""
        from core.slots import Slots

        return Slots(self.store, self.settings, self.content)

    @cached_property
    def rejections(self) -> Rejections:
        """What was answered with a no."""
        from core.rejections import Rejections

        return Rejections(self.store, self.applications)

    @cached_property
    def said(self) -> Said:
        """What is said once and not again."""
        from core.said import Said

        return Said(self.store)

    @cached_property
    def ritual(self) -> Ritual:
        """The steps that can follow a no."""
        from core.ritual import Ritual

        return Ritual(self.store, self.rejections, self.rests, self.said, self.content)

    @cached_property
    def waiting(self) -> Waiting:
        """Parked decisions and held messages."""
        from core.waiting import Waiting

        return Waiting(self.store, self.rests, self.content)

    @cached_property
    def feedback(self) -> Feedback:
        """Requests for feedback, and what the answers are good for."""
        from core.feedback import Feedback

        return Feedback(self.store, self.rejections, self.rests, self.content)

    @cached_property
    def closing(self) -> Closing:
        """How a ritual ends, and the one next thing."""
        from core.closing import Closing

        return Closing(self.store, self.settings, self.ritual, self.applications, self.steps)

    @cached_property
    def doors(self) -> Doors:
        """What stays open after a no."""
        from core.doors import Doors

        return Doors(self.store, self.rejections, self.rests, self.content)

    @cached_property
    def fatigue(self) -> Fatigue:
        """Whether a rest is worth offering."""
        from core.fatigue import Fatigue

        return Fatigue(self.store, self.settings, self.rests, self.said, self.content)

    @cached_property
    def writing(self) -> Writing:
        """The writing session of a ritual."""
        from core.writing import Writing

        return Writing(self.store, self.ritual, self.journal)

    @cached_property
    def strengths(self) -> Strengths:
        """What the person can lean on: wins, kind words, anchors, stories, practice, the why."""
        from core.strengths import Strengths

        return Strengths(
            self.store, self.settings, self.applications, self.rounds, self.rests, self.efforts, self.content
        )

    @cached_property
    def asking(self) -> Asking:
        """The asking step of a ritual."""
        from core.asking import Asking

        return Asking(self.store, self.settings, self.rejections, self.ritual, self.feedback)
