"""What travels between machines, as values: bundles of changes, and what is known of the machines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from core.record import record

Change = tuple[int, int, str, str, str]
"""One row of the log: n, hlc, table, row, patch."""

Mark = tuple[int, str, int]
"""Before change `n` its writer had applied the bundle with this hash, which ends at that change."""


@record
class Bundle:
    """A piece of one device's stream: its changes `first` to `last`, and what had been seen before which.

    `n` counts the device's bundles from 1; `prev` is the hash of the one before, "" for the first
    of all; where a machine had another name before, its first bundle follows the last under that
    one. `app` is the version that wrote it.
    """

    device: str
    n: int
    prev: str
    first: int
    last: int
    app: str
    changes: tuple[Change, ...]
    marks: tuple[Mark, ...]


@record
class Held:
    """A bundle that is held here, by where it belongs; `stream` is this machine's own number for its stream."""

    hash: str
    stream: int
    device: str
    n: int
    last: int


@record
class Parcel:
    """A sealed bundle that has not been read back yet from where it is sent; `body` are the very bytes to send."""

    hash: str
    device: str
    n: int
    body: bytes


@record
class Machine:
    """A device that has written to this workspace, `here` if it is this one.

    `wrote` is the instant of its last change by its own clock, `bundles` the highest number of a
    bundle of it that is held here, `dropped` says that it was shut out of the vault.
    """

    device: str
    name: str
    here: bool
    wrote: datetime
    bundles: int
    dropped: bool = False


def called(name: str, device: str, names: Iterable[str]) -> str:
    """A machine's name; where it is in `names` more than once, with letters of its device: `laptop (k3xv)`."""
    return f"{name} ({device[:4]})" if name and list(names).count(name) > 1 else name


def told_apart(machines: Iterable[Machine]) -> dict[str, str]:
    """What each of these is called, by its device."""
    every = tuple(machines)
    names = [each.name for each in every]
    return {each.device: called(each.name, each.device, names) for each in every}


Kind = Literal[
    "twin", "fork", "broken", "gap", "clock", "cut", "lost", "rollback",
    "foreign", "torn", "newer", "passphrase", "epoch", "apart",
]  # fmt: skip


@record
class Alarm:
    """Something about a machine or the store that the person should know once; `at` is when it was noticed.

    `twin`: another machine writes under this one's name; this one goes on under a new name. `fork`: a device has
    written two different bundles `n`. `broken`: bundle `n` does not follow the one it names. `gap`: bundle `n` has not
    arrived, later ones wait for it; 0: one under an earlier name. `clock`: the device's clock was far ahead in bundle
    `n`. `cut`: bundle `n` was locked with keys from before a machine was dropped, and is not among what counted then.
    `lost`: the store lost bundle `n`. `rollback`: the store went back to before bundle `n`.

    Of a file, with its name as `device`: `foreign`: no machine of the vault wrote it. `torn`: it has been damaged or
    incomplete for a day. `newer`: a newer version wrote it.

    Of the vault: `passphrase`: it was changed on another machine, for the `n`th time. `epoch`: another machine made
    new keys. `apart`: another machine seems to have made keys at the same moment as those of here, and theirs hold.
    """

    kind: Kind
    device: str
    n: int
    at: datetime | None = None

    @property
    def fact(self) -> tuple[str, str, int]:
        """What it is about, whenever it was noticed."""
        return self.kind, self.device, self.n
