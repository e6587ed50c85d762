"""Times kept free for applying, and the weekly number, which is there only if the person sets one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time, timedelta

from core.content import Content
from core.due import LATER, Due
from core.errors import NotFound, Refused
from core.record import record
from core.settings import Settings
from core.storage.ids import same_id
from core.storage.store import Store

_WEEKLY = "applications.weekly"


@record
class Slot:
    """A time each week; `weekday` 0 is Monday."""

    id: str
    weekday: int
    start: time
    minutes: int


@record
class Week:
    """Applications sent since Monday; `wanted` is the person's own number, None where they set none."""

    sent: int
    wanted: int | None


class Slots:
    """The slots of the week."""

    def __init__(self, store: Store, settings: Settings, content: Content) -> None:
        self._store = store
        self._settings = settings
        self._content = content

    def all(self) -> tuple[Slot, ...]:
        """Every slot, Monday first."""
        rows = self._store.rows("SELECT id, weekday, start, minutes FROM slots ORDER BY weekday, start, id")
        return tuple(
            Slot(id=r["id"], weekday=r["weekday"], start=time.fromisoformat(r["start"]), minutes=r["minutes"])
            for r in rows
        )

    def add(self, weekday: int, start: time, minutes: int) -> str:
        """Keep a time free each week; its id. Raises `Refused` for a weekday or a length that is none."""
        if not (0 <= weekday <= 6 and 5 <= minutes <= 8 * 60):
            raise Refused("A slot is on a day of the week and lasts from 5 minutes to 8 hours. Nothing was changed.")
        moment = start.replace(second=0, microsecond=0, tzinfo=None).isoformat("minutes")
        id = same_id("slot", str(weekday), moment)
        with self._store.write("Keep a time for applications") as door:
            door.put("slots", id, weekday=weekday, start=moment, minutes=minutes)
        return id

    def remove(self, id: str) -> None:
        """Give a time free again. Raises `NotFound`."""
        if self._store.row("SELECT 1 FROM slots WHERE id = ?", id) is None:
            raise NotFound("This time is no longer here.")
        with self._store.write("Give a time for applications free") as door:
            door.delete("slots", id)

    def set_weekly(self, wanted: int | None) -> None:
        """Set the weekly number, or None for no number. Raises `Refused` outside 1 to 100."""
        if wanted is not None and not 1 <= wanted <= 100:
            raise Refused("A weekly number can be 1 to 100, or none at all. Nothing was changed.")
        self._settings.set(_WEEKLY, "" if wanted is None else str(wanted), "Change the weekly number")

    def week(self, day: date) -> Week:
        """The week of a day as far as it has come."""
        monday = day - timedelta(days=day.weekday())
        sent = self._store.count(
            "SELECT count(*) FROM applications WHERE applied BETWEEN ? AND ?",
            monday.isoformat(),
            (monday + timedelta(days=6)).isoformat(),
        )
        wanted = self._settings.get(_WEEKLY)
        return Week(sent=sent, wanted=int(wanted) if wanted.isdecimal() else None)

    def due(self, day: date) -> Iterable[Due]:
        """The slots of a day, done once something was sent on it."""
        sent = self._store.count("SELECT count(*) FROM applications WHERE applied = ?", day.isoformat())
        for slot in self.all():
            if slot.weekday == day.weekday():
                said = self._content.say("applications.due.slot", start=slot.start.isoformat("minutes"))
                key = f"slot:{slot.id}"
                yield Due(key=key, text=said, rank=LATER, group="applications", done=sent > 0)
