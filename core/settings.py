"""What the person has chosen, kept in the workspace so that it travels with it.

How this program behaves on *this* machine (keys, theme) is configuration and lives in a file of
its own; see `tui.config`.
"""

from __future__ import annotations

import json
from datetime import time

from core import text
from core.clock import DAY_ENDS
from core.errors import Refused
from core.storage.store import Store


class Settings:
    """Named values with their defaults; `get` never fails on a value from a newer version."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, key: str, default: str = "") -> str:
        """The text kept under `key`."""
        row = self._store.row("SELECT value FROM settings WHERE id = ?", key)
        if row is None:
            return default
        try:
            value = json.loads(row["value"])
        except ValueError:
            return default
        return value if isinstance(value, str) else default

    def set(self, key: str, value: str, label: str = "Change a setting") -> None:
        """Keep a text under `key`."""
        kept = text.clean(value, what="This setting", limit=20_000)
        with self._store.write(label) as door:
            door.put("settings", key, value=json.dumps(kept, ensure_ascii=False))

    def moment(self, key: str, default: time) -> time:
        """A wall-clock time kept under `key`."""
        try:
            return time.fromisoformat(self.get(key)).replace(tzinfo=None)
        except ValueError:
            return default

    @property
    def name(self) -> str:
        """What the person wants to be called; may be empty."""
        return self.get("name")

    @property
    def evening(self) -> time:
        """From when on the evening close is due."""
        return self.moment("evening", time(20, 0))

    @property
    def day_ends(self) -> time:
        """When the person's day ends, in the small hours."""
        return self.moment("day_ends", DAY_ENDS)

    def set_time(self, key: str, typed: str) -> None:
        """Keep a time as typed: `20:30`, `20.30`, `2030`, `8pm`, `20`. Raises `Refused` otherwise."""
        self.set(key, read_time(typed).isoformat(timespec="minutes"))


def read_time(typed: str) -> time:
    """A wall-clock time as people type it. Raises `Refused` with the forms that are understood."""
    digits = typed.strip().lower().replace(".", ":").replace(" ", "")
    shift = 12 if digits.endswith("pm") else 0
    twelve = digits.endswith(("am", "pm"))
    digits = digits.removesuffix("am").removesuffix("pm").removesuffix("h")
    if digits.isdecimal() and digits.isascii() and len(digits) in (3, 4):
        digits = f"{digits[:-2]}:{digits[-2:]}"
    hour, _, minute = digits.partition(":")
    if all(part.isdecimal() and part.isascii() and len(part) <= 2 for part in (hour, minute or "0")):
        number = int(hour)
        if twelve and 1 <= number <= 12:
            number = number % 12 + shift
        elif twelve:
            number = 99
        if number < 24 and int(minute or 0) < 60:
            return time(number, int(minute or 0))
    raise Refused(f"“{text.visible(text.first_line(typed, 20))}” is not a time. It can look like 20:30, 8pm or 20.")
