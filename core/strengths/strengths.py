"""Strengths: evidence for the person, kept for bad days and good conversations.

The parts are `wins`, `praise`, `anchors`, `stories`, `questions`, `tries`, `checklists`, `warm_ups` and `whys`, one
noun each in a file of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property

TYPE_CHECKING = False
if TYPE_CHECKING:
    from core.applications.applications import Applications
    from core.applications.rounds import Rounds
    from core.content import Content
    from core.due import Due
    from core.settings import Settings
    from core.storage.store import Store
    from core.strengths.anchors import Anchors
    from core.strengths.checklists import Checklists
    from core.strengths.praise import Folder
    from core.strengths.questions import Question, Questions
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
        self._store = store
        self._settings = settings
        self._applications = applications
        self._rounds = rounds
        self._rests = rests
        self._efforts = efforts
        self._content = content

    @cached_property
    def wins(self) -> Wins:
        """What went well."""
        from core.strengths.wins import Wins

        return Wins(self._store, self._settings, self._content)

    @cached_property
    def praise(self) -> Folder:
        """Kind words of others."""
        from core.strengths.praise import Folder

        return Folder(self._store)

    @cached_property
    def anchors(self) -> Anchors:
        """What was done, and what shows it."""
        from core.strengths.anchors import Anchors

        return Anchors(self._store)

    @cached_property
    def stories(self) -> Stories:
        """Stories to tell in a conversation."""
        from core.strengths.stories import Stories

        return Stories(self._store)

    @cached_property
    def questions(self) -> Questions:
        """Questions that come up, with the person's own answers."""
        from core.strengths.questions import Questions

        return Questions(self._store, self._content)

    @cached_property
    def tries(self) -> Tries:
        """Practice for conversations."""
        from core.strengths.tries import Tries

        return Tries(self._store)

    @cached_property
    def checklists(self) -> Checklists:
        """What to look at before something goes out."""
        from core.strengths.checklists import Checklists

        return Checklists(self._store, self._efforts, self._content)

    @cached_property
    def whys(self) -> Whys:
        """What it is for."""
        from core.strengths.why import Whys

        return Whys(self._store)

    @cached_property
    def warm_ups(self) -> WarmUps:
        """The minutes before a conversation."""
        from core.strengths.warm_up import WarmUps

        return WarmUps(
            self._store, self._applications, self._rounds, self.anchors, self.stories, self._rests, self._content
        )

    def due(self, day: date) -> Iterable[Due]:
        """The warm-ups of the day."""
        return self.warm_ups.due(day)

    def next_question(self, chosen: str = "") -> Question:
        """The question to practise: the one with the id `chosen`, else the one that was practised longest ago."""
        questions = self.questions.all()

        def last(question: Question) -> int:
            found = self.tries.last(question.question)
            return found.day.toordinal() if found else 0

        return next((one for one in questions if one.id == chosen), min(questions, key=last))
