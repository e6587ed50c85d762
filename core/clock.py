"""Time: instants in UTC, days as the person lives them, and the hybrid logical clock.

A clock is a value that is passed in, never a global, so every rule can be tested on the night
the clocks change.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo

DAY_ENDS = time(4, 0)


class Clock:
    """Where `now` comes from, in which zone the person lives, and when their day ends.

    `now` returns an aware instant. `zone` None is the machine's own zone, asked anew each time,
    because people travel. `day_ends` is a local wall-clock time.
    """

    def __init__(
        self,
        now: Callable[[], datetime] | None = None,
        zone: tzinfo | None = None,
        day_ends: time = DAY_ENDS,
    ) -> None:
        self._now = now or (lambda: datetime.now(UTC))
        self.zone = zone
        self.day_ends = day_ends

    def now(self) -> datetime:
        """This instant, in UTC."""
        return self._now().astimezone(UTC)

    def local(self, instant: datetime | None = None) -> datetime:
        """An instant (default: now) as the wall clock shows it here."""
        return (instant or self._now()).astimezone(self.zone)

    def today(self) -> date:
        """The day the person is in: it lasts until `day_ends` of the next calendar day."""
        return self.day_of(self.now())

    def day_of(self, instant: datetime) -> date:
        """The person's day an instant belongs to; 00:30 belongs to the evening before.

        Decided by the wall clock and not by subtracting hours, so it holds on both nights a year
        when an hour is missing or comes twice.
        """
        local = self.local(instant)
        return local.date() - timedelta(days=local.time() < self.day_ends)

    def at(self, day: date, moment: time) -> datetime:
        """The instant in UTC at which the wall clock shows `moment` within the person's `day`.

        A moment before `day_ends` is in the small hours of the next calendar day. In the hour
        that a clock change skips, the instant is the one after it.
        """
        calendar = day + timedelta(days=moment < self.day_ends)
        naive = datetime.combine(calendar, moment)
        local = naive.replace(tzinfo=self.zone) if self.zone else naive.astimezone()
        return local.astimezone(UTC)


def stamp(instant: datetime) -> str:
    """An instant as it is stored: UTC, ISO 8601, milliseconds, `Z`."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def instant(text: str) -> datetime:
    """The instant that `stamp` wrote."""
    return datetime.fromisoformat(text)


def milliseconds(moment: datetime) -> int:
    """Unix time in milliseconds; negative before 1970 is taken as 0."""
    return max(0, int(moment.timestamp() * 1000))


def tick(last: int, moment: datetime) -> int:
    """The next reading of the hybrid logical clock, always above `last`.

    Unix milliseconds shifted left by 16, the low bits a counter (Kulkarni et al. 2014, packed
    into one integer): close to the wall clock, and never going back when the wall clock does.
    """
    return max(last + 1, milliseconds(moment) << 16)


def told(reading: int) -> datetime:
    """The wall-clock instant (UTC) inside a reading of the hybrid logical clock."""
    return datetime.fromtimestamp((reading >> 16) / 1000, UTC)
