"""Which bundles this machine takes, and what their histories say about the machines that wrote them.

Each device writes a chain: every bundle names the one before. What continues a chain that is here is taken; what
comes too early waits. A chain that splits is a home that was copied, and both parts are kept. What the changes then
mean for the rows is the law in `core.merging.law`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta

from core.clock import Clock, milliseconds
from core.merging.carried import Alarm, Bundle, Held
from core.merging.intake import Intake
from core.merging.streams import Streams
from core.record import record

AHEAD = timedelta(days=1)  # a clock this far ahead of this machine's is worth a word


@record
class Taken:
    """What became of bundles that came in, by their hashes: taken now, waiting for another, refused."""

    taken: tuple[str, ...]
    waiting: tuple[str, ...]
    refused: tuple[str, ...]


def take(
    streams: Streams, clock: Clock, bundles: Iterable[tuple[str, Bundle]], given_up: Collection[str] = frozenset()
) -> Taken:
    """Take all bundles that can be taken, each given with its hash, in one transaction.

    What this machine holds already is passed over; what waits is to be given again next time. What follows a bundle
    that was given up is taken without it. Alarms are kept for the person (`Streams.alarms`).
    """
    taken: list[str] = []
    refused: list[str] = []
    given = dict(bundles)
    with streams.intake() as intake:
        pending = {hash: bundle for hash, bundle in given.items() if intake.find(hash) is None}
        while ready := [
            hash
            for hash, bundle in pending.items()
            if not bundle.prev or intake.find(bundle.prev) or bundle.prev in given_up
        ]:
            for hash in sorted(ready, key=lambda hash: (pending[hash].device, pending[hash].n, hash)):
                bundle = pending.pop(hash)
                if not _follows(bundle, intake.find(bundle.prev)):
                    intake.raise_alarm(Alarm(kind="broken", device=bundle.device, n=bundle.n))
                    refused.append(hash)
                    continue
                stepped_aside = _note(streams, intake, bundle, clock)
                if stepped_aside and bundle.prev and intake.find(bundle.prev) is None:
                    pending[hash] = bundle  # it follows what its twin has sent, and this machine had not
                else:
                    intake.place(bundle, hash)
                    taken.append(hash)
                if stepped_aside:
                    # What had not been sent is held no more; it may be among what came, or have been followed.
                    done = {*pending, *taken, *refused}
                    pending |= {each: given[each] for each in given.keys() - done if intake.find(each) is None}
                    break
    return Taken(taken=tuple(taken), waiting=tuple(pending), refused=tuple(refused))


def missing(streams: Streams, present: Iterable[str], *, strange: bool = False) -> tuple[str, ...]:
    """The bundles that were in the store and are there no more, in the order to put them back.

    `present` are the hashes of the bundles that can be had from the store. Raises an alarm per device that lost some:
    `rollback` where its newest is among them, `lost` otherwise; none for a `strange` store, which never had them.
    """
    there = set(present)
    on_the_way = {parcel.hash for parcel in streams.outbox()}
    held = [each for each in streams.held() if each.hash not in on_the_way]
    newest = {each.device: each.n for each in sorted(held, key=lambda each: each.n)}
    gone = [each for each in held if each.hash not in there]
    for each in sorted(gone, key=lambda each: -each.n):  # the earliest of a device is what the alarm says
        streams.quiet(each.device)
        rolled = any(other.n == newest[each.device] for other in gone if other.device == each.device)
        if not strange:
            streams.alarm(Alarm(kind="rollback" if rolled else "lost", device=each.device, n=each.n))
    return tuple(each.hash for each in gone)


def _follows(bundle: Bundle, prev: Held | None) -> bool:
    if prev is None:
        return bundle.n == 1 or bool(bundle.prev)  # it was given up, so nothing is known of it
    number = prev.n + 1 if prev.device == bundle.device else 1  # a machine with a new name begins to count anew
    return bundle.n == number and bundle.first == prev.last + 1


def _note(streams: Streams, intake: Intake, bundle: Bundle, clock: Clock) -> bool:
    """What a bundle that is about to be placed says about the machine that wrote it; whether this one stepped aside."""
    is_twin = bundle.device == streams.device
    if is_twin:
        # Somebody else writes under this machine's name: a copy of this home, or this home before it was put back.
        intake.raise_alarm(Alarm(kind="twin", device=bundle.device, n=bundle.n))
        intake.step_aside()
    elif intake.splits(bundle):
        intake.raise_alarm(Alarm(kind="fork", device=bundle.device, n=bundle.n))
    # A reading with no count in it was read from the machine's clock, not carried on from another's.
    limit = milliseconds(clock.now() + AHEAD) << 16
    if any(hlc > limit and not hlc & 0xFFFF for _, hlc, _, _, _ in bundle.changes):
        intake.raise_alarm(Alarm(kind="clock", device=bundle.device, n=bundle.n))
    return is_twin
