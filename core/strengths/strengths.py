"""Strengths: evidence for the person, kept for bad days and good conversations.

The parts are `wins`, `praise`, `anchors`, `stories`, `questions`, `tries`, `checklists`, `warm_ups` and `whys`, one
noun each in a file of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from core.applications.applications import Applications
from core.applications.rounds import Rounds
from core.content import Content
from core.due import Due
from core.settings import Settings
from core.storage.store import Store
from core.strengths.anchors import Anchors
from core.strengths.checklists import Checklists
from core.strengths.praise import Folder
from core.strengths.questions import Questions
from core.strengths.stories import Stories
from core.strengths.tries import Tries
from core.strengths.warm_up import WarmUps
from core.strengths.why import Whys
from core.strengths.wins import Wins
from core.today.efforts import Efforts
from core.today.rest import Rests


class Strengths:
    """Everything a person can lean on, by its parts."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        applications: Applications,
        rounds: Rounds,
        rests: Rests,
        efforts: Efforts,
        content: Content,
    ) -> None:
        self.wins = Wins(store, settings, content)
        self.praise = Folder(store)
        self.anchors = Anchors(store)
        self.stories = Stories(store)
        self.questions = Questions(store, content)
        self.tries = Tries(store)
        self.checklists = Checklists(store, efforts, content)
        self.whys = Whys(store)
        self.warm_ups = WarmUps(store, applications, rounds, self.anchors, self.stories, rests, content)

    def due(self, day: date) -> Iterable[Due]:
        """The warm-ups of the day."""
        return self.warm_ups.due(day)
