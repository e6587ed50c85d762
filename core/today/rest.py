"""Light days, rest, feelings windows, and putting something off.

Rest is a mode and not a failure: on a light day only the light practices are offered, in rest
none are, and no figure anywhere counts a day of rest against the person. A day is light by hand,
or by itself while a feelings window is open.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from sqlite3 import Row

from core.clock import instant, stamp
from core.errors import NotFound, Refused
from core.record import from_row, record
from core.settings import Settings
from core.storage.ids import same_id
from core.storage.store import Door, Store

LONGEST_WINDOW = timedelta(hours=48)


@record
class Light:
    """Why a day is light: `mode` is `light` or `rest`; `until` the last day of a rest, `window` the open window."""

    mode: str
    until: date | None = None
    window: Window | None = None


@record
class Window:
    """A feelings window: time set aside to feel it, which ends by itself (instants in UTC).

    `subject` is the id of what it is about (a rejection), or empty.
    """

    id: str
    opened: datetime
    ends: datetime
    subject: str


def fitting_end(ends: datetime, now: datetime) -> datetime:
    """The end of a window, where it can be one. Raises `Refused` for one in the past or over 48 hours away."""
    if ends <= now:
        raise Refused("That moment has gone by; a window ends later than now.")
    if ends > now + LONGEST_WINDOW:
        raise Refused("A window lasts up to 48 hours. After that the next gentle step is there, whenever you like.")
    return ends


def fitting_last(last: date, today: date) -> date:
    """The last day of a rest, where it can be one. Raises `Refused` for a day gone by or over a year away."""
    if last < today:
        raise Refused(f"{last.isoformat()} has gone by; a rest can end today or later.")
    if last > today + timedelta(days=366):
        raise Refused("A rest of up to a year fits here. It can always be made longer later.")
    return last


class Rests:
    """What lightens the days."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings

    def light(self, day: date) -> Light | None:
        """Whether `day` is light or a rest, and why. A window counts only for the day the person is in."""
        rows = self._store.rows(
            "SELECT mode, last FROM rests WHERE last >= ? AND first <= ? ORDER BY last DESC",
            day.isoformat(),
            day.isoformat(),
        )
        modes = {row["mode"]: date.fromisoformat(row["last"]) for row in reversed(rows)}
        if "rest" in modes:
            return Light(mode="rest", until=modes["rest"])
        window = self.window() if day == self._store.clock.today() else None
        if "light" in modes or (window and "full" not in modes):
            return Light(mode="light", window=window)
        return None

    def days(self, first: date, last: date) -> Iterator[date]:
        """The days of rest from `first` to `last`."""
        for row in self._store.rows(
            "SELECT first, last FROM rests WHERE mode = 'rest' AND last >= ? AND first <= ?",
            first.isoformat(),
            last.isoformat(),
        ):
            day = max(first, date.fromisoformat(row["first"]))
            end = min(last, date.fromisoformat(row["last"]))
            while day <= end:
                yield day
                day += timedelta(days=1)

    def lighten(self, day: date) -> None:
        """Make a day light by hand."""
        self._mode(day, "light", "Make the day light")

    def fill(self, day: date) -> None:
        """Make a day a whole one again: out of rest, not light, even while a window is open."""
        with self._store.write("Make the day a whole one") as door:
            for row in self._store.rows(
                "SELECT id, first FROM rests WHERE mode = 'rest' AND last >= ? AND first <= ?",
                day.isoformat(),
                day.isoformat(),
            ):
                if row["first"] < day.isoformat():
                    door.update("rests", row["id"], last=(day - timedelta(days=1)).isoformat())
                else:
                    door.delete("rests", row["id"])
            self._mode(day, "full", "Make the day a whole one")

    def rest_until(self, last: date) -> None:
        """Rest from today to `last`, both included. Raises `Refused` for a day gone by or over a year away."""
        today = self._store.clock.today()
        fitting_last(last, today)
        with self._store.write(f"Rest until {last.isoformat()}") as door:
            door.put(
                "rests", same_id("rest", today.isoformat()), mode="rest", first=today.isoformat(), last=last.isoformat()
            )

    def _mode(self, day: date, mode: str, label: str) -> None:
        with self._store.write(label) as door:
            for other in {"light", "full"} - {mode}:
                door.delete("rests", same_id(other, day.isoformat()))
            door.put("rests", same_id(mode, day.isoformat()), mode=mode, first=day.isoformat(), last=day.isoformat())

    def default_end(self) -> datetime:
        """When a window opened now ends unless the person says otherwise: the next evening (UTC)."""
        clock = self._store.clock
        return min(clock.at(clock.today() + timedelta(days=1), self._settings.evening), clock.now() + LONGEST_WINDOW)

    def window(self) -> Window | None:
        """The window that is open now; of several, the one that ends last."""
        row = self._store.row(
            "SELECT * FROM windows WHERE ends > ? ORDER BY ends DESC, id LIMIT 1", stamp(self._store.clock.now())
        )
        return _window(row) if row else None

    def window_about(self, subject: str) -> Window | None:
        """The window about something, open or over."""
        row = self._store.row("SELECT * FROM windows WHERE id = ?", same_id("window", subject))
        return _window(row) if row else None

    def open_window(self, ends: datetime | None = None, subject: str = "") -> str:
        """Open a window until `ends` (default: the next evening); its id. One window for one subject.

        Raises `Refused` for an end in the past or more than 48 hours away.
        """
        end = fitting_end(ends or self.default_end(), self._store.clock.now())
        with self._store.write("Open a feelings window") as door:
            door.delete("rests", same_id("full", self._store.clock.today().isoformat()))
            id = same_id("window", subject or stamp(door.now))
            if door.current("windows", id) is None:
                return door.insert("windows", id=id, opened=stamp(door.now), ends=stamp(end), subject=subject)
            door.update("windows", id, ends=stamp(end))
            return id

    def move_window(self, id: str, ends: datetime) -> None:
        """Let a window end at another time; the same limits as opening one."""
        if self._store.row("SELECT 1 FROM windows WHERE id = ?", id) is None:
            raise NotFound("This window no longer exists.")
        end = fitting_end(ends, self._store.clock.now())
        with self._store.write("Move the end of the window") as door:
            door.update("windows", id, ends=stamp(end))

    def end_window(self, id: str) -> None:
        """End a window now."""
        with self._store.write("End the window") as door:
            door.update("windows", id, ends=stamp(door.now))

    def snooze(self, key: str, until: datetime, label: str = "Put it off") -> None:
        """Keep the agenda quiet about something until an instant; see `core.due.Due.key`."""
        with self._store.write(label) as door:
            door.put("snoozes", same_id("snooze", key), item=key, until=stamp(until))

    def snoozed(self) -> set[str]:
        """The keys the agenda is quiet about now."""
        now = stamp(self._store.clock.now())
        return {row["item"] for row in self._store.rows("SELECT item FROM snoozes WHERE until > ?", now)}


def forget_window(door: Door, subject: str) -> None:
    """Take away the window about something that is removed; for other parts inside their own write."""
    id = same_id("window", subject)
    if door.current("windows", id):
        door.delete("windows", id)


def _window(row: Row) -> Window:
    return from_row(Window, row, opened=instant(row["opened"]), ends=instant(row["ends"]))
