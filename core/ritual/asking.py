"""The asking step of a ritual: choices become a draft, which follows them until the person has written in it."""

from __future__ import annotations

from core import text
from core.errors import Refused
from core.ritual.feedback import DRAFT, LET_GO, MOST_QUESTIONS, Feedback
from core.ritual.path import ASKING
from core.ritual.rejections import Rejections
from core.ritual.ritual import Ritual
from core.settings import Settings
from core.storage.store import Store

WHOM, QUESTIONS, TEMPLATE = "whom", "questions", "template"  # the answers of the step; questions one to a line


class Asking:
    """From a name, a template and at most two questions to a message."""

    def __init__(
        self, store: Store, settings: Settings, rejections: Rejections, ritual: Ritual, feedback: Feedback
    ) -> None:
        self._store = store
        self._settings = settings
        self._rejections = rejections
        self._ritual = ritual
        self._feedback = feedback

    def choose(self, rejection: str, item: str, value: str) -> None:
        """Choose one of the three; a draft that is not yet the person's own follows, and a new template begins anew.

        Raises `NotFound`, and `Refused` for more than two questions and for a name that cannot be kept.
        """
        if item == QUESTIONS and len(value.split("\n")) > MOST_QUESTIONS:
            raise Refused("Two questions are the most that are easy to answer. Nothing was changed.")
        if item == WHOM:
            value = text.line(value, what="The name", limit=200)
        before = self._composed(rejection)
        draft = self._draft(rejection)
        with self._store.write("Choose what to ask"):
            self._ritual.keep(rejection, ASKING, item, value)
            if item == TEMPLATE or (before and (draft is None or draft == before)):
                self.write(rejection, self._composed(rejection))

    def edited(self, rejection: str) -> bool:
        """Whether there is a draft with the person's own words in it. Raises `NotFound`."""
        return self._draft(rejection) not in (None, "", self._composed(rejection))

    def write(self, rejection: str, body: str) -> None:
        """The message reads like this from now on. Raises `NotFound` and `Refused`."""
        step = self._ritual.path(rejection).step(ASKING)
        earlier = [one for one in self._feedback.of(rejection) if one.state in (DRAFT, LET_GO)]
        self._feedback.draft(
            rejection,
            body,
            recipient=step.piece(WHOM),
            template=step.piece(TEMPLATE),
            questions=tuple(filter(None, step.piece(QUESTIONS).split("\n"))),
            day=earlier[-1].day if earlier and earlier[-1].day >= self._store.clock.today() else None,
        )

    def _draft(self, rejection: str) -> str | None:
        drafts = [one.body for one in self._feedback.of(rejection) if one.state == DRAFT]
        return drafts[-1] if drafts else None

    def _composed(self, rejection: str) -> str:
        """What the template makes of the choices; empty without a template."""
        step = self._ritual.path(rejection).step(ASKING)
        questions = tuple(filter(None, step.piece(QUESTIONS).split("\n")))
        kept = self._rejections.get(rejection)
        return self._feedback.compose(kept, step.piece(TEMPLATE), step.piece(WHOM), questions, self._settings.name)
