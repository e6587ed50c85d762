"""What this machine knows of the files in the store: what each of them turned out to be.

A file is known by its name until it is gone. None of it is believed again without looking: this saves downloads, and
what it says wrongly is found when the store is looked through.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Literal

from core.clock import stamp
from core.record import record
from core.storage.store import Store

State = Literal[
    "bundle",
    "broken",
    "old",
    "cut",
    "kept",
    "left",
    "note",
    "image",
    "past",
    "keys",
    "sealed",
    "torn",
    "foreign",
    "newer",
    "begun",
]


@record
class Object:
    """A file in the store.

    `state`: `bundle`; `broken`: a bundle that does not follow the one it names; `old`: a bundle locked with keys of
    before; `cut`: such a one that was not among what counted when the keys were changed; `kept`, `left`: what the
    person decided about it; `note`: says what a snapshot holds; `image`: a snapshot; `past`: one of these, or a
    keyring, with keys of before; `keys`: a keyring; `sealed`:
    opens with none of the keys here, and newer ones exist; `torn`: damaged or incomplete; `foreign`: written by no
    machine of the vault; `newer`: by a newer version; `begun`: on its way into the store under a temporary name.

    `hash`, `device`, `n` and `prev` are those of the bundle; `about` is what a note says, of a keyring which it is, and
    of a snapshot that was looked at the digest of its file.
    A note's `prev` says that its snapshot is locked with keys that do not hold.
    """

    name: str
    state: State
    hash: str = ""
    device: str = ""
    n: int = 0
    prev: str = ""
    since: str = ""
    about: str = ""


_COLUMNS = "name, state, hash, device, n, prev, since, about"
_HELD = "EXISTS (SELECT 1 FROM bundles WHERE bundles.hash = objects.hash)"


class Objects:
    """This machine's list of them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def states(self, folder: str = "") -> dict[str, State]:
        """What each file in a folder is, by name."""
        rows = self._store.rows("SELECT name, state FROM objects WHERE name GLOB ?", f"{folder}*")
        return {row["name"]: row["state"] for row in rows}

    def of(self, *states: State) -> tuple[Object, ...]:
        """The files in these states, by name."""
        marks = ", ".join("?" * len(states))
        return self._found(f"state IN ({marks})", *states)

    def note(self, objects: Iterable[Object]) -> None:
        """Keep what files turned out to be, and since when they are that, which is no time to come."""
        now = stamp(self._store.clock.now())
        with self._store.exclusive():
            for each in objects:
                self._store.note(
                    f"INSERT INTO objects ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE "
                    "SET since = iif(state = excluded.state, min(since, excluded.since), excluded.since), "
                    "state = excluded.state, hash = excluded.hash, device = excluded.device, n = excluded.n, "
                    "prev = excluded.prev, about = excluded.about",
                    *(each.name, each.state, each.hash, each.device, each.n, each.prev, now, each.about),
                )

    def forget(self, names: Iterable[str]) -> None:
        """These are in the store no more, or are to be looked at as if for the first time."""
        if gone := list(names):
            with self._store.exclusive():
                for name in gone:
                    self._store.note("DELETE FROM objects WHERE name = ?", name)

    def newest(self, folder: str) -> str:
        """The greatest name of ours that is known in a folder; "" where none is."""
        names = (
            "SELECT max(name) AS name FROM objects WHERE name GLOB ? AND state IN ('bundle', 'note', 'image', 'keys')"
        )
        row = self._store.row(names, f"{folder}{'[0-9]' * 8}-*")
        return str(row["name"] or "") if row else ""

    def ready(self, given_up: Collection[str] = ()) -> tuple[Object, ...]:
        """Bundles that can be taken now: they are not held, and what they follow is held, or was given up."""
        return tuple(each for each in self._unheld() if self._can_follow(each, given_up))

    def waiting(self) -> tuple[Object, ...]:
        """Bundles that what is held does not reach up to."""
        return tuple(each for each in self._unheld() if not self._can_follow(each, ()))

    def gaps(self) -> dict[str, int]:
        """For each device whose bundles wait, the number of the first that is missing."""
        waiting = {(each.device, each.n) for each in self.waiting()}
        return {device: n - 1 for device, n in sorted(waiting, reverse=True) if (device, n - 1) not in waiting}

    def hashes(self, *states: State) -> frozenset[str]:
        """The bundles in the files in these states."""
        marks = ", ".join("?" * len(states))
        rows = self._store.rows(f"SELECT hash FROM objects WHERE state IN ({marks})", *states)
        return frozenset(row["hash"] for row in rows)

    def past(self) -> frozenset[str]:
        """The bundles that count and are locked with keys of before."""
        rows = self._store.rows("SELECT hash FROM objects WHERE state = 'bundle' AND about <> ''")
        return frozenset(row["hash"] for row in rows)

    def given_up(self) -> frozenset[str]:
        """The bundles that nobody has any more, as the person said on any machine."""
        return frozenset(row["id"] for row in self._store.rows("SELECT id FROM given_up"))

    def give_up(self, device: str) -> int:
        """Wait no longer for what is missing before a device's bundles, on every machine; how many that were."""
        missing = {each.prev for each in self.waiting() if each.device == device}
        there = {each.hash for each in self.waiting()}
        with self._store.write("Take what is left") as door:
            door.recorded = False
            for hash in sorted(missing - there):
                door.put("given_up", hash, at=stamp(door.now))
        return len(missing - there)

    def beyond(self, device: str = "") -> tuple[Object, ...]:
        """Bundles that were locked with keys of before and wait for the person's word; of one device, or of all."""
        return tuple(each for each in self.of("cut") if device in ("", each.device))

    def decide(self, device: str, *, keep: bool) -> int:
        """Keep what a device wrote with keys of before, or leave it out; how many bundles that were."""
        state: State = "kept" if keep else "left"
        chosen = self.beyond(device)
        self.note(replace(each, state=state) for each in chosen)
        return len(chosen)

    def _unheld(self) -> tuple[Object, ...]:
        return self._found(f"state IN ('bundle', 'kept') AND NOT {_HELD}")

    def _can_follow(self, each: Object, given_up: Collection[str]) -> bool:
        held = "SELECT 1 FROM bundles WHERE hash = ?"
        return not each.prev or each.prev in given_up or self._store.row(held, each.prev) is not None

    def _found(self, where: str, *values: str) -> tuple[Object, ...]:
        rows = self._store.rows(f"SELECT {_COLUMNS} FROM objects WHERE {where} ORDER BY name", *values)
        return tuple(Object(**dict(row)) for row in rows)
