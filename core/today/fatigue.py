"""A long search: one quiet offer of a break, of the wins, of a person to talk to.

It comes at about the fifth no in a short time, or after weeks without rest, at most once in four weeks, and can be
sent away for good. No number behind it is ever shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from core.content import Content
from core.due import LATER, Due
from core.settings import Settings
from core.storage.store import Store
from core.today.rest import Rests
from core.today.said import Said

OFTEN, IN = 5, timedelta(days=30)  # so many noes in so short a time
BUSY, OF = 20, timedelta(days=28)  # so many days with search work among so many without one of rest
PAUSE = timedelta(days=28)  # until it may be offered again
_OFFER = "fatigue"
_NEVER = "fatigue.never"


class Fatigue:
    """Whether a rest is worth offering."""

    def __init__(self, store: Store, settings: Settings, rests: Rests, said: Said, content: Content) -> None:
        self._store = store
        self._settings = settings
        self._rests = rests
        self._said = said
        self._content = content

    def reason(self, day: date) -> str:
        """`often`, `weeks`, or empty where nothing is offered on `day`."""
        last = self._said.last(_OFFER)
        if self._settings.get(_NEVER) or self._rests.light(day) or (last and day - last < PAUSE):
            return ""
        span = ((day - IN).isoformat(), day.isoformat())
        if self._store.count("SELECT count(*) FROM rejections WHERE day > ? AND day <= ?", *span) >= OFTEN:
            return "often"
        return "weeks" if self._no_rest(day) else ""

    def not_now(self) -> None:
        """It was offered; it is not offered again soon."""
        self._said.note(_OFFER)

    def never(self) -> None:
        """It is not offered any more."""
        self._settings.set(_NEVER, "yes", "Send an offer away for good")

    def due(self, day: date) -> Iterable[Due]:
        """The offer, where there is one."""
        reason = self.reason(day) if day == self._store.clock.today() else ""
        if reason:
            said = self._content.say("fatigue.offer.text" if reason == "often" else "fatigue.offer.weeks")
            yield Due(key="fatigue:offer", text=said, rank=LATER, group="rest")

    def _no_rest(self, day: date) -> bool:
        first = day - OF
        rested = self._store.count(
            "SELECT EXISTS (SELECT 1 FROM rests WHERE mode <> 'full' AND last > ?) OR EXISTS "
            "(SELECT 1 FROM windows WHERE ends > ?)",
            first.isoformat(),
            first.isoformat(),
        )
        if rested:
            return False
        busy = self._store.count(
            "SELECT count(*) FROM (SELECT day FROM efforts WHERE day > ? AND day <= ? UNION "
            "SELECT day FROM stages WHERE day > ? AND day <= ? UNION "
            "SELECT m.day FROM marks m JOIN practices p ON p.id = m.practice "
            "WHERE p.family IN ('search', 'learning') AND m.kind <> 'skip' AND m.day > ? AND m.day <= ?)",
            *(first.isoformat(), day.isoformat()) * 3,
        )
        return busy >= BUSY
