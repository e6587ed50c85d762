"""What has to be noticed in a round, by what lies in the store before it, and what has to lie there afterwards."""

from __future__ import annotations

from sync.giving import Giving
from sync.snapshots import Snapshots
from sync.way import Way
from tests.world.machine import Machine
from tests.world.post import Post
from tests.world.seals import Seals, is_ours, opened, said


class Watch:
    """One round of one machine in which the store does as it is told."""

    def __init__(self, way: Way, seals: Seals, post: Post, *, search: bool) -> None:
        self._way = way
        self._post = post
        streams = way.streams
        self._device = streams.device
        self._held = {each.hash: each for each in streams.held()}
        self._on_the_way = {parcel.hash for parcel in streams.outbox()}
        known = {row["name"]: row["hash"] for row in way.store.rows("SELECT name, hash FROM objects")}
        self._found = {name: found for name, body in post.files.items() if (found := opened(body))}
        self._new = [(name, *found) for name, found in self._found.items() if name not in known]
        # A file that has been read is taken to hold what it held, until it is looked at once more.
        self._there = {hash for hash, _ in self._found.values()}
        self._there |= {known[name] for name in post.files if known.get(name)}

        states = way.objects.states()
        again = {None, "torn", "foreign", "newer", "sealed"} if search else {None}
        self.has_word_of_newer_keys = any(
            states.get(name) in again
            and (found := said(body))
            and found[0] == seals.number
            and found[1].line > seals.about.line
            for name, body in post.files.items()
            if search or name.startswith("keyring/")
        )

    def judge_sent(self) -> None:
        """Whatever happened: what has left the outbox is in the store. Comes before `judge`."""
        streams = self._way.streams
        self._covered = Snapshots(self._way, Giving(self._way)).covered()
        self._now = streams.held()
        there = {found[0] for body in self._post.files.values() if (found := opened(body))} | self._covered
        waiting = {parcel.hash for parcel in streams.outbox()}
        for each in self._now:
            if each.stream == 0 and (each.hash in self._on_the_way or each.hash not in self._held):
                assert each.hash in waiting | there, "the outbox let go of what the store does not have"

    def judge(self) -> None:
        streams = self._way.streams
        alarms = {alarm.fact for alarm in streams.alarms()}
        states = self._way.objects.states()
        twins = [
            hash
            for name, hash, bundle in self._new
            if bundle.device == self._device
            and states.get(name) == "bundle"
            and hash not in self._held
            and (not bundle.prev or bundle.prev in self._held)
            and hash in {each.hash for each in self._now}
        ]
        if twins:
            assert streams.device != self._device, "two machines write under one name"
            assert any(kind == "twin" and device == self._device for kind, device, _ in alarms)
        held = {each.hash: each for each in self._now}
        on_the_way = {parcel.hash for parcel in streams.outbox()}
        assert not on_the_way, "something was not sent"
        there = self._way.objects.hashes("bundle") | self._covered
        assert held.keys() <= there, "what the store lost was not put back"
        gaps = {device: n for kind, device, n in alarms if kind == "gap"}
        assert gaps == self._way.objects.gaps(), "a gap was not told"
        self._judge_lost(alarms)
        self._judge_files(alarms)

    def _judge_lost(self, alarms: set[tuple[str, str, int]]) -> None:
        newest: dict[str, int] = {}
        for each in self._now:
            newest[each.device] = max(each.n, newest.get(each.device, 0))
        kept = {each.hash for each in self._now} - self._covered
        gone = [
            each
            for hash, each in self._held.items()
            if hash in kept and hash not in self._there and hash not in self._on_the_way
        ]
        for device in sorted({each.device for each in gone}):
            numbers = [each.n for each in gone if each.device == device]
            kinds = {"rollback"} if newest[device] in numbers else {"lost", "rollback"}
            told = [n for kind, name, n in alarms if name == device and kind in kinds]
            assert told and min(told) <= min(numbers), f"a loss was not told: {device}, {numbers}"

    def _judge_files(self, alarms: set[tuple[str, str, int]]) -> None:
        states = self._way.objects.states()
        for name, body in self._post.files.items():
            assert name in states, "a file was passed over"
            if not is_ours(body) and states[name] == "foreign":
                assert ("foreign", name, 0) in alarms, "a forged file was not told"


def judge_alarms(machine: Machine, post: Post, epochs: int) -> None:
    """Every fork that is visible here was told, every gap, and every clock that ran ahead."""
    alarms = {alarm.fact for alarm in machine.streams.alarms()}
    branches = machine.store.rows(
        "SELECT device, n FROM bundles WHERE device NOT IN (SELECT device FROM bundles WHERE dev = 0) "
        "GROUP BY device, n, prev HAVING count(*) > 1"
    )
    for device, n in branches:
        assert ("fork", device, n) in alarms, "a fork was not told"
    held = {each.hash for each in machine.streams.held()}
    states = machine.objects.states()
    usable = [body for name, body in post.files.items() if states[name] == "bundle"]
    there = [found[1] for body in usable if (found := opened(body)) and found[0] not in held]
    waiting = {(bundle.device, bundle.n) for bundle in there if bundle.prev and bundle.prev not in held}
    gaps = {device: n for kind, device, n in alarms if kind == "gap"}
    wanted = {device: n - 1 for device, n in sorted(waiting, reverse=True) if (device, n - 1) not in waiting}
    assert gaps == wanted, f"gaps told {gaps}, there are {wanted}"
    over = {"broken", "passphrase", "epoch", "apart", "torn", "foreign"} & {kind for kind, _, _ in alarms}
    assert not over, f"told although it is over: {sorted(over)}"
    assert epochs > 1 or not any(kind == "cut" for kind, _, _ in alarms)
