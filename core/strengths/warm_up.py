"""The warm-up before a conversation: two anchors, one obstacle with its if-then, two stories that fit, one breath.

Ten minutes at most, on the day before or on the day itself. It rehearses the way and one obstacle, not a success.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from core import days, text
from core.applications.applications import Applications
from core.applications.rounds import KINDS, Rounds
from core.clock import stamp
from core.content import Content
from core.due import HELD, Due
from core.record import record
from core.storage.ids import same_id
from core.storage.store import Store
from core.strengths.anchors import Anchor, Anchors
from core.strengths.stories import Stories, Story
from core.today.rest import Rests

ANCHORS = STORIES = 2
MINUTES = 10  # at most


@record
class WarmUp:
    """What is at hand before one conversation; `day` is when the warm-up was done, None where it was not."""

    round: str
    kind: str
    held: date
    company: str
    role: str
    anchors: tuple[Anchor, ...]
    stories: tuple[Story, ...]
    obstacle: str
    response: str
    day: date | None

    @property
    def if_then(self) -> str:
        """The obstacle and its answer as one line; empty where neither was written."""
        return f"If {self.obstacle}, then {self.response}" if self.obstacle and self.response else self.obstacle


class WarmUps:
    """Warm-ups of the conversations that are noted in `core.applications.rounds`."""

    def __init__(
        self,
        store: Store,
        applications: Applications,
        rounds: Rounds,
        anchors: Anchors,
        stories: Stories,
        rests: Rests,
        content: Content,
    ) -> None:
        self._store = store
        self._applications = applications
        self._rounds = rounds
        self._anchors = anchors
        self._stories = stories
        self._rests = rests
        self._content = content

    def of(self, round: str) -> WarmUp:
        """The warm-up for a conversation. Raises `NotFound`."""
        held = self._rounds.get(round)
        application = self._applications.get(held.application)
        row = self._store.row("SELECT * FROM warm_ups WHERE id = ?", same_id("warm-up", round))
        asked = self._store.rows(
            "SELECT s.name FROM asked a JOIN skills s ON s.id = a.skill JOIN postings p ON p.id = a.posting "
            "WHERE p.application = ? ORDER BY s.name",
            application.id,
        )
        anchors = self._anchors.all()
        first = held.day.toordinal() % len(anchors) if anchors else 0
        return WarmUp(
            round=round,
            kind=held.kind,
            held=held.day,
            company=application.company,
            role=application.role,
            # Another conversation, another pair: the day decides, so that coming back shows the same two.
            anchors=(anchors[first:] + anchors[:first])[:ANCHORS],
            stories=self._stories.fitting((application.role, *(skill["name"] for skill in asked)), STORIES),
            obstacle=row["obstacle"] if row else "",
            response=row["response"] if row else "",
            day=days.stored(row["day"]) if row else None,
        )

    def keep(self, round: str, obstacle: str, response: str) -> None:
        """Keep the obstacle and its answer as they are typed. Raises `NotFound` and `Refused`."""
        self._rounds.get(round)
        kept = {
            "obstacle": text.line(obstacle, what="This obstacle", limit=2000),
            "response": text.line(response, what="This answer", limit=2000),
        }
        self._put(round, "Keep what you wrote", **kept)

    def finish(self, round: str) -> None:
        """It is done, today. Raises `NotFound`."""
        self._rounds.get(round)
        self._put(round, "Finish a warm-up", day=self._store.clock.today().isoformat())

    def coming(self, day: date) -> tuple[WarmUp, ...]:
        """Those of the conversations of `day` and the day after."""
        rows = self._store.rows(
            "SELECT r.id FROM rounds r JOIN applications a ON a.id = r.application "
            "WHERE r.day BETWEEN ? AND ? AND a.outcome = '' ORDER BY r.day, r.at, r.id",
            day.isoformat(),
            (day + timedelta(days=1)).isoformat(),
        )
        return tuple(self.of(row["id"]) for row in rows)

    def due(self, day: date) -> Iterable[Due]:
        """The warm-up on the day before a conversation and on the day itself, unless the person rests."""
        light = self._rests.light(day)
        if light and light.mode == "rest":
            return
        for warm in self.coming(day):
            kind = self._content.say(f"applications.rounds.{warm.kind}") if warm.kind in KINDS else warm.kind
            said = self._content.say("strengths.due.warm_up", company=warm.company or warm.role, kind=kind)
            detail = self._content.say("strengths.due.minutes", n=MINUTES)
            yield Due(
                key=f"warm-up:{warm.round}",
                text=said,
                detail=detail,
                rank=HELD,
                group="strengths",
                done=warm.day is not None,
            )

    def _put(self, round: str, label: str, **values: str) -> None:
        with self._store.write(label) as door:
            id = same_id("warm-up", round)
            if door.current("warm_ups", id):
                door.update("warm_ups", id, **values)
            else:
                blank = {"obstacle": "", "response": "", "day": ""}
                door.insert("warm_ups", id=id, round=round, **(blank | values), at=stamp(door.now))
