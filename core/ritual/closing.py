"""The last steps of a ritual: the act that closes it, the one next thing, and what was resolved before it came."""

from __future__ import annotations

from datetime import date

from core import text
from core.applications.applications import APPLIED, SAVED, Applications
from core.errors import Refused
from core.record import record
from core.ritual.path import CLOSING, NEXT
from core.ritual.ritual import Ritual
from core.settings import Settings
from core.storage.store import Store
from core.today.steps import Steps

CANDLE, ONE_ROLE, OWN, QUIET = "candle", "one-role", "own-act", "quiet-close"  # ids of the content file `closing`
ACT, REFLECTION, OWN_ACT, ROLE = "act", "reflection", "own-act", "role"  # the answers of the closing step
_RESOLVED = "before.text"
_RESOLVED_ON = "before.day"


@record
class Resolve:
    """What the person wrote on a calm day for the day a no arrives; `day` is that calm day."""

    text: str
    day: date


@record
class Act:
    """A closing act: an id of the content file `closing`, and the person's own words for an act of their own."""

    act: str
    own: str


class Closing:
    """How a ritual ends and what it leaves for tomorrow."""

    def __init__(
        self, store: Store, settings: Settings, ritual: Ritual, applications: Applications, steps: Steps
    ) -> None:
        self._store = store
        self._settings = settings
        self._ritual = ritual
        self._applications = applications
        self._steps = steps

    def usual(self) -> Act | None:
        """The act that closed a path last, offered again because sameness is what helps."""
        rows = self._store.rows(
            "SELECT p.item, p.body FROM pieces p WHERE p.step = (SELECT act.step FROM pieces act "
            "JOIN ritual_steps s ON s.id = act.step JOIN rejections r ON r.id = s.rejection "
            "WHERE act.item = ? AND act.body <> '' AND r.closed <> '' ORDER BY act.at DESC, act.pk DESC LIMIT 1)",
            ACT,
        )
        kept = {row["item"]: row["body"] for row in rows}
        return Act(act=kept[ACT], own=kept.get(OWN_ACT, "")) if kept else None

    def close(self, rejection: str, act: str, *, reflection: str = "", own: str = "", role: str = "") -> None:
        """Close the path with an act; for `ONE_ROLE`, `role` is the saved application that moves forward.

        Raises `NotFound`, and `Refused` where that role is not a saved one or another was moved already.
        """
        with self._store.write("Close a path"):
            for item, body in ((ACT, act), (OWN_ACT, own), (REFLECTION, reflection)):
                if body:
                    self._ritual.keep(rejection, CLOSING, item, body)
            if act == ONE_ROLE and role:
                self._move(rejection, role)
            self._ritual.settle(rejection, CLOSING)

    def plan(self, rejection: str, then: str, day: date, *, cue: str = "") -> str:
        """Choose the one next thing; the id of the step, which is Today's from `day` on.

        Raises `NotFound`, and `Refused` for a day gone by and where there are no words.
        """
        if day < self._store.clock.today():
            raise Refused("The next thing is for today or a day to come. Nothing was changed.")
        with self._store.write("Choose the one next thing"):
            id = self._steps.plan(then, day, cue=cue, source=f"ritual:{rejection}")
            for item, body in (("if", cue), ("then", then), ("day", day.isoformat())):
                self._ritual.keep(rejection, NEXT, item, text.line(body))
            self._ritual.settle(rejection, NEXT)
        return id

    @property
    def resolve(self) -> Resolve | None:
        """What was resolved for the day a no arrives."""
        words = self._settings.get(_RESOLVED)
        try:
            return Resolve(text=words, day=date.fromisoformat(self._settings.get(_RESOLVED_ON))) if words else None
        except ValueError:
            return Resolve(text=words, day=self._store.clock.today())

    def resolve_to(self, words: str) -> None:
        """Resolve it, or with no words take it back. Raises `Refused` for text that cannot be kept."""
        kept = text.clean(words, what="This resolve", limit=2000).strip()
        with self._store.write("Write down what helps when a no arrives"):
            self._settings.set(_RESOLVED, kept)
            self._settings.set(_RESOLVED_ON, self._store.clock.today().isoformat())

    def _move(self, rejection: str, role: str) -> None:
        path = self._ritual.path(rejection)
        turns = (turn.piece(ROLE) for turn in (*path.earlier, path.step(CLOSING)) if turn.step == CLOSING)
        moved = next(filter(None, turns), "")
        if moved and moved != role:
            raise Refused("One role was already moved forward here, and one is enough. Nothing was changed.")
        if self._applications.get(role).stage != SAVED and not moved:
            raise Refused("Only a role that was already saved moves forward here. Nothing was changed.")
        if not moved:
            self._applications.advance(role, APPLIED)
            self._ritual.keep(rejection, CLOSING, ROLE, role)
