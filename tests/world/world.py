"""The whole: machines, the store between them, everything that can happen, and what has to hold after healing."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from hashlib import sha256
from itertools import count
from unittest.mock import patch

from core.merging.carried import Alarm
from core.merging.conflicts import Conflicts
from core.storage.health import strays, unlike_their_log
from sync import bundle as bundles
from sync import merge
from tests.world.machine import NOON, VERBS, Machine
from tests.world.post import VAULT, Post, file_name, opened, sealed
from tests.world.truth import Event, Expected, Truth

MOST = 6
OFTEN = (
    *("write", "edit", "edit", "tag", "untag", "star", "star", "remove entry", "remove entry"),
    *("apply", "no", "park", "forget no", "feel", "feel", "unfeel", "unfeel"),
)
WORDS = (*sorted(VERBS), *OFTEN)


class Crash(Exception):
    """The program stopped between two of its steps."""


class World:
    """`steps` counts what has happened; every word written anywhere is new and can be looked for afterwards.

    A context manager: inside it, ids come from a counter, so that a run can be repeated.
    """

    def __enter__(self) -> World:
        self._ids = count()
        self._random = patch("core.storage.ids.urandom", self._bytes)
        self._random.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._random.stop()

    def _bytes(self, length: int) -> bytes:
        return sha256(str(next(self._ids)).encode()).digest()[:length]

    def __init__(self) -> None:
        self.truth = Truth()
        self.post = Post()
        self.machines = [Machine(self.truth, newer=False)]
        self.images: list[tuple[bool, bytes, int, int]] = []
        self.words: dict[Machine, set[str]] = {self.machines[0]: set()}
        self.kept_words: list[set[str]] = []
        self.steps = 0

    def begin(self) -> None:
        """Two machines, and a little of much on both, so that what follows meets."""
        self.join(newer=True)
        for verb in ("write", "write", "tag", "apply", "no", "park", "take up"):
            self.do(0, WORDS.index(verb), 0)
        self.sync(0)
        self.sync(1)

    def machine(self, pick: int) -> Machine:
        return self.machines[pick % len(self.machines)]

    # What can happen

    def do(self, which: int, verb: int, pick: int) -> None:
        machine = self.machine(which)
        self.steps += 1
        word = f"word{self.steps}"
        before = machine.seq
        machine.do(WORDS[verb % len(WORDS)], pick, word)
        if machine.seq > before and any(word in event[3] for event in machine.events()):
            self.words[machine].add(word)

    def turn(self, which: int, back: bool) -> None:
        self.steps += 1
        self.machine(which).turn(back)

    def settle(self, which: int, pick: int) -> None:
        self.steps += 1
        machine = self.machine(which)
        word = f"word{self.steps}"
        machine.settle(pick, word)

    def join(self, newer: bool) -> None:
        if len(self.machines) < MOST:
            self.machines.append(Machine(self.truth, newer))
            self.words[self.machines[-1]] = set()

    def clone(self, which: int) -> None:
        """A home is copied, and both copies go on."""
        if len(self.machines) < MOST:
            machine = self.machine(which)
            newer, content, knows, seq = machine.image()
            self.machines.append(Machine(self.truth, newer, content, knows, seq))
            self.machines[-1].now = machine.now
            self.words[self.machines[-1]] = set(self.words[machine])

    def keep_image(self, which: int) -> None:
        machine = self.machine(which)
        self.images = [*self.images[-3:], machine.image()]
        self.kept_words = [*self.kept_words[-3:], set(self.words[machine])]

    def restore(self, which: int, pick: int) -> None:
        """A machine is set back to an image of itself or of another; what it had not sent is gone with it."""
        if self.images:
            index = pick % len(self.images)
            newer, content, knows, seq = self.images[index]
            number = which % len(self.machines)
            now = self.machines[number].now
            machine = Machine(self.truth, newer, content, knows, seq)
            machine.now = now
            del self.words[self.machines[number]]
            self.machines[number] = machine
            self.words[machine] = set(self.kept_words[index])

    def clock(self, which: int, hours: int, stuck: bool) -> None:
        machine = self.machine(which)
        machine.now = NOON + timedelta(hours=hours)
        machine.stuck = stuck

    def upgrade(self, which: int) -> None:
        self.machine(which).upgrade()

    def fault(self, name: str, pick: int) -> None:
        self.steps += 1
        getattr(self.post, name)(pick)

    def sync(self, which: int, hide: int = 0, crash: int = 0, lose: int = 0) -> None:
        """A round: send, look, take, put back; some files are not listed (`hide`), some puts do not arrive (`lose`)."""
        self.steps += 1
        machine = self.machine(which)
        if crash:
            budget = [crash]

            def tired() -> bool:
                budget[0] -= 1
                return budget[0] < 0

            machine.store.conn.set_progress_handler(tired, 200)
        try:
            self._round(machine, hide, crash, lose)
        except (Crash, sqlite3.OperationalError):
            pass
        finally:
            machine.store.conn.set_progress_handler(None, 0)
            if machine.store.conn.in_transaction:  # a program that has stopped leaves none open
                machine.store.conn.execute("ROLLBACK")
        machine.learn()

    def _round(self, machine: Machine, hide: int, crash: int, lose: int) -> None:
        streams = machine.streams
        while streams.seal(machine.make, "1.0", lines=2):
            pass
        for number, parcel in enumerate(streams.outbox()):
            name = file_name(parcel.device, parcel.n, parcel.body)
            if not lose or number % 3 != lose % 3:
                self.post.put(name, parcel.body)
            if crash % 5 == 1:
                raise Crash
            if self.post.files.get(name) == parcel.body:
                streams.sent(parcel.hash)
        listed = [name for index, name in enumerate(sorted(self.post.files)) if not hide or index % 3 != hide % 3]
        found = [bundle for name in reversed(listed) if (bundle := opened(self.post.files[name]))]
        self._take(machine, dict(found))
        present = {hash for hash, _ in found}
        lost = merge.missing(streams, present)
        self._check_lost(machine, present, lost)
        for hash in lost:
            bundle = streams.bundle(hash)
            assert bundle is not None
            plaintext = bundles.write(bundle, VAULT)
            assert bundles.name_of(plaintext) == hash, "a lost bundle is not the same when it is made anew"
            body = sealed(plaintext)
            self.post.put(file_name(bundle.device, bundle.n, body), body)

    def _take(self, machine: Machine, found: dict[str, merge.Bundle]) -> None:
        streams = machine.streams
        device = streams.device
        known = {held.hash for held in streams.held()}
        twins = [
            bundle
            for hash, bundle in found.items()
            if bundle.device == device and hash not in known and (not bundle.prev or bundle.prev in known)
        ]
        taken = merge.take(streams, machine.store.clock, found.items())
        assert not taken.refused, "a bundle of our own machines was refused"
        assert set(taken.taken) | set(taken.waiting) == found.keys() - known
        if twins:
            assert streams.device != device, "two machines write under one name"
            assert any(each.kind == "twin" and each.device == device for each in streams.alarms())

    def _check_lost(self, machine: Machine, present: set[str], lost: tuple[str, ...]) -> None:
        streams = machine.streams
        on_the_way = {parcel.hash for parcel in streams.outbox()}
        gone = [held for held in streams.held() if held.hash not in present and held.hash not in on_the_way]
        assert {held.hash for held in gone} == set(lost)
        newest: dict[str, int] = {}
        for held in streams.held():
            if held.hash not in on_the_way:
                newest[held.device] = max(held.n, newest.get(held.device, 0))
        for device in {held.device for held in gone}:
            numbers = [held.n for held in gone if held.device == device]
            kind = "rollback" if newest[device] in numbers else "lost"
            assert Alarm(kind=kind, device=device, n=min(numbers)) in streams.alarms()

    # What has to hold

    def check(self, which: int) -> None:
        """A machine's rows follow from its log, whatever way they came."""
        store = self.machine(which).store
        assert unlike_their_log(store) == 0
        assert strays(store) == 0

    def heal(self) -> None:
        """The store works, everybody is updated, and rounds go on until nothing moves."""
        for index in range(len(self.machines)):
            self.check(index)
            self.machines[index].upgrade()
            self.machines[index].stuck = False
        for name, body in list(self.post.files.items()):
            if opened(body) is None:
                del self.post.files[name]
        expected: set[Event] = set().union(*(machine.events() for machine in self.machines))
        for _ in range(3 * MOST):
            before = len(self.post.files), [machine.seq for machine in self.machines]
            for index in range(len(self.machines)):
                self.sync(index)
            if before == (len(self.post.files), [machine.seq for machine in self.machines]):
                break
        else:
            raise AssertionError("the machines answer each other for ever")
        self._judge(expected)

    def _judge(self, expected: set[Event]) -> None:
        first = self.machines[0]
        events = first.events()
        assert expected <= events, "a change is lost"
        for machine, words in self.words.items():
            text = "".join(event[3] for event in events)
            assert all(f'"{word}"' in text or word in text for word in words), f"a word of {machine} is lost"
        assert not any("forged" in event[2] for event in events), "a forged change was taken"
        truth = Expected(self.truth, events, first.store)
        rows, conflicts = truth.rows(), truth.conflicts()
        export = first.exported()
        for index, machine in enumerate(self.machines):
            self.check(index)
            assert machine.events() == events, "a change is missing on a machine"
            assert machine.exported() == export, "two machines show different things"
            machine.store.note("INSERT INTO search (search) VALUES ('integrity-check')")
            shown = {
                (table, str(row["id"])): row for table in machine.store.tables() for row in machine.store.each(table)
            }
            assert shown.keys() == rows.keys(), "a row lives or died otherwise than it should"
            for key, row in rows.items():
                assert row.items() <= shown[key].items()
            inbox = {each.key: [version.text for version in each.versions] for each in Conflicts(machine.store).all()}
            assert inbox == conflicts, "the inbox is not what it should be"
            self._judge_alarms(machine)

    def _judge_alarms(self, machine: Machine) -> None:
        """Every fork that is visible here was told, and every clock that ran ahead."""
        alarms = set(machine.streams.alarms())
        branches = machine.store.rows(
            "SELECT device, n FROM bundles WHERE device NOT IN (SELECT device FROM bundles WHERE dev = 0) "
            "GROUP BY device, n, prev HAVING count(*) > 1"
        )
        for device, n in branches:
            assert Alarm(kind="fork", device=device, n=n) in alarms, "a fork was not told"
        held = {each.hash for each in machine.streams.held()}
        there = [found[1] for body in self.post.files.values() if (found := opened(body))]
        waiting = {(bundle.device, bundle.n) for bundle in there if bundle.prev and bundle.prev not in held}
        gaps = {each.device: each.n for each in alarms if each.kind == "gap"}
        wanted = {device: n - 1 for device, n in sorted(waiting, reverse=True) if (device, n - 1) not in waiting}
        assert gaps == wanted, f"gaps told {gaps}, there are {wanted}"
        assert not any(each.kind in ("broken", "cut") for each in alarms)
