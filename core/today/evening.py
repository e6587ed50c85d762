"""The evening close: up to three gratitudes, one win, a word for the mood, tomorrow's one thing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from core import text
from core.clock import stamp
from core.content import Content
from core.due import EVENING, LATER, Due
from core.journal.drafts import Drafts
from core.record import record
from core.settings import Settings
from core.storage.ids import same_id
from core.storage.store import Store
from core.today.steps import Steps

GRATITUDES = 3


@record
class Evening:
    """What a day was closed with; every part may be empty."""

    day: date
    gratitudes: tuple[str, ...] = ()
    win: str = ""
    mood: str = ""
    tomorrow: str = ""


class Evenings:
    """The closes of all days: one row for a day, said anew as often as the person likes."""

    def __init__(self, store: Store, settings: Settings, steps: Steps, content: Content) -> None:
        self._store = store
        self._content = content
        self._settings = settings
        self._steps = steps

    def of(self, day: date) -> Evening | None:
        """How a day was closed."""
        row = self._store.row("SELECT * FROM evenings WHERE id = ?", same_id("evening", day.isoformat()))
        if row is None:
            return None
        step = self._steps.of(f"evening:{day.isoformat()}")
        return Evening(
            day=day,
            gratitudes=tuple(row["gratitudes"].split("\n")) if row["gratitudes"] else (),
            win=row["win"],
            mood=row["mood"],
            tomorrow=step.text if step and step.state == "open" else "",
        )

    def close(
        self,
        day: date,
        *,
        gratitudes: Sequence[str] = (),
        win: str = "",
        mood: str = "",
        tomorrow: str = "",
        draft: str = "",
    ) -> None:
        """Close a day. An empty `tomorrow` leaves a step chosen earlier; the `draft` it was typed in is dropped."""
        thanks = [kept for thing in gratitudes[:GRATITUDES] if (kept := text.line(thing, what="This gratitude"))]
        values = {
            "day": day.isoformat(),
            "gratitudes": "\n".join(thanks),
            "win": text.line(win, what="This win"),
            "mood": text.line(mood, what="This word", limit=80),
        }
        with self._store.write("Close the day") as door:
            id = same_id("evening", day.isoformat())
            if door.current("evenings", id):
                door.update("evenings", id, **values)
            else:
                door.insert("evenings", id=id, at=stamp(door.now), **values)
            if tomorrow.strip():
                self._steps.plan(tomorrow, day + timedelta(days=1), source=f"evening:{day.isoformat()}")
            if draft:
                Drafts(self._store).drop(draft)

    def due(self, day: date) -> Iterable[Due]:
        """The close of today from the evening hour on, and any close that was begun and not kept.

        The small hours are still the evening.
        """
        clock = self._store.clock
        if day != clock.today():
            return
        here, say = f"evening:{day.isoformat()}", self._content.say
        evening = clock.now() >= clock.at(day, self._settings.evening)
        begun = {draft.key for draft in Drafts(self._store).all("evening:")}
        for key in sorted(begun | {here} if evening or self.of(day) else begun):
            when = date.fromisoformat(key.partition(":")[2])
            yield Due(
                key=key,
                text=say("evening.due.close"),
                detail=say("evening.due.begun", day=f"{when:%A} {when.day} {when:%B}") if key in begun else "",
                rank=EVENING if evening and key == here else LATER,
                group="evening",
                done=key not in begun and self.of(when) is not None,
            )
