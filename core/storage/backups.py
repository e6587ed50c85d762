"""Backups as the person sees them: where and when they are made, which are kept, and what is known of them.

All of it is about this computer alone and stays on it. The files themselves are made and read by `sync.backup`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Literal

from core.clock import Clock, instant, stamp
from core.errors import Refused
from core.record import record
from core.storage.store import Store

When = Literal["", "quit", "daily"]
MOST_KEPT = 1000


@record
class Plan:
    """Where backups go by themselves, when ("": never), and how many days, weeks and months are kept."""

    folder: str = ""
    when: When = ""
    daily: int = 7
    weekly: int = 4
    monthly: int = 12


@record
class Backup:
    """A backup that was read back and found whole; `at` is when it was made (UTC), `size` in bytes."""

    path: str
    at: datetime
    size: int

    @property
    def is_there(self) -> bool:
        """Whether the file is where it was left, in its size."""
        try:
            return os.stat(self.path).st_size == self.size
        except OSError:
            return False


@record
class Standing:
    """The facts of the Vault screen; `last` and `oldest` are backups that are there now."""

    plan: Plan
    last: Backup | None
    oldest: Backup | None
    missing: int
    travels: bool
    kit: datetime | None


# Rules


def surplus(backups: Iterable[Backup], plan: Plan, clock: Clock) -> tuple[Backup, ...]:
    """Those of our own backups in the plan's folder that the plan does not keep; never the newest."""
    ours = [each for each in backups if os.path.dirname(each.path) == plan.folder]
    newest_first = sorted(ours, key=lambda each: each.at, reverse=True)
    kept = {each.path for each in newest_first[:1]}
    spans: tuple[tuple[int, Callable[[datetime], tuple[int, ...]]], ...] = (
        (plan.daily, lambda at: (at.year, at.month, at.day)),
        (plan.weekly, lambda at: tuple(at.isocalendar()[:2])),
        (plan.monthly, lambda at: (at.year, at.month)),
    )
    for many, span in spans:
        newest: dict[tuple[int, ...], str] = {}
        for each in newest_first:
            newest.setdefault(span(clock.local(each.at)), each.path)
        kept |= set(list(newest.values())[:many])
    return tuple(each for each in newest_first if each.path not in kept)


class Backups:
    """What this computer knows of its backups."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def plan(self) -> Plan:
        """What was chosen, or nothing yet."""
        return Plan(**json.loads(self._get("backup.plan") or "{}"))

    def choose(self, plan: Plan) -> None:
        """Back up by this plan from now on. Raises `Refused` for a folder that cannot be one, or odd numbers."""
        if plan.when and not os.path.isabs(plan.folder):
            raise Refused("A backup place is a whole path, such as /media/stick/onward. Nothing was changed.")
        if not all(0 <= many <= MOST_KEPT for many in (plan.daily, plan.weekly, plan.monthly)):
            raise Refused(f"Between 0 and {MOST_KEPT:,} backups of a kind can be kept. Nothing was changed.")
        fields = ("folder", "when", "daily", "weekly", "monthly")
        self._set("backup.plan", json.dumps({name: getattr(plan, name) for name in fields}))

    def all(self) -> tuple[Backup, ...]:
        """Every backup made here that has not been put away, oldest first."""
        kept = json.loads(self._get("backup.made") or "[]")
        return tuple(Backup(path=path, at=instant(at), size=size) for path, at, size in kept)

    def note(self, backup: Backup, changes: int) -> None:
        """Remember a backup that was read back and found whole, with so many changes in it."""
        self._keep([*(each for each in self.all() if each.path != backup.path), backup])
        self._set("backup.written", str(changes))

    def prune(self, newest: Backup) -> int:
        """Remove what the plan no longer keeps, now that `newest` has been verified; how many were removed.

        One that cannot be removed stays in the list, and is tried again next time.
        """
        if not self.plan.when or not newest.is_there:
            return 0
        removed = set()
        for each in surplus(self.all(), self.plan, self._store.clock):
            if each.path != newest.path and each.is_there:
                with suppress(OSError):
                    os.unlink(each.path)
                    removed.add(each.path)
        self._keep([each for each in self.all() if each.path not in removed])
        return len(removed)

    def is_due(self) -> bool:
        """Whether the plan asks for a backup now: on quitting whenever something was written, else once a day."""
        plan, made = self.plan, self.all()
        last = made[-1] if made else None
        if not plan.when:
            return False
        if last is None or not last.is_there:
            return True
        if plan.when == "daily":
            clock = self._store.clock
            return clock.day_of(last.at) != clock.today()
        return self._store.count("SELECT count(*) FROM changes") != int(self._get("backup.written") or -1)

    def standing(self) -> Standing:
        """Everything the Vault screen says about backups."""
        made = self.all()
        there = [each for each in made if each.is_there]
        kit = self._get("vault.kit")
        return Standing(
            plan=self.plan,
            last=there[-1] if there else None,
            oldest=there[0] if there else None,
            missing=len(made) - len(there),
            travels=self.travels,
            kit=instant(kit) if kit else None,
        )

    def is_untouched(self) -> bool:
        """Whether nothing has ever been written here, so that a backup can be restored as it is."""
        return not self._store.count("SELECT EXISTS (SELECT 1 FROM changes)")

    @property
    def travels(self) -> bool:
        """Whether the keyring's passphrase is strong enough for copies of it to lie elsewhere."""
        return self._get("vault.travels") == "yes"

    def set_travels(self, travels: bool) -> None:
        """Keep what only the passphrase itself can tell, while it is at hand."""
        self._set("vault.travels", "yes" if travels else "no")

    def kit_proven(self) -> None:
        """The recovery code was typed back: the person has it."""
        self._set("vault.kit", stamp(self._store.clock.now()))

    def kit_is_past(self) -> None:
        """The keys are new ones, and so is the recovery code: nobody has it yet."""
        self._store.note("DELETE FROM local WHERE key = 'vault.kit'")

    def _keep(self, backups: Iterable[Backup]) -> None:
        kept = sorted(backups, key=lambda each: each.at)
        self._set("backup.made", json.dumps([(each.path, stamp(each.at), each.size) for each in kept]))

    def _get(self, key: str) -> str:
        row = self._store.row("SELECT value FROM local WHERE key = ?", key)
        return str(row["value"]) if row else ""

    def _set(self, key: str, value: str) -> None:
        self._store.note("INSERT OR REPLACE INTO local (key, value) VALUES (?, ?)", key, value)


LONG_AGO = timedelta(days=14)
"""After this time without a backup, the Vault screen says so first."""
