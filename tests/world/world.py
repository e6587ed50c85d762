"""The whole: machines, the store between them, everything that can happen, and what has to hold after healing."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from hashlib import sha256
from itertools import count
from unittest.mock import patch

from core.errors import StorageError
from core.merging.conflicts import Conflicts
from core.storage.health import strays, unlike_their_log
from sync.exchange import Exchange
from sync.stores.errors import StoreError
from sync.way import Way
from tests.world.machine import NOON, VERBS, Machine
from tests.world.post import Crash, Post, Seals, Visit, nonces, opened
from tests.world.truth import Event, Expected, Truth
from tests.world.watch import Watch, judge_alarms

MOST = 6
OFTEN = (
    *("write", "edit", "edit", "tag", "untag", "star", "star", "remove entry", "remove entry"),
    *("apply", "no", "park", "forget no", "feel", "feel", "unfeel", "unfeel"),
)
WORDS = (*sorted(VERBS), *OFTEN)


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
        nonces[0] = count()
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

    def sync(self, which: int, hide: int = 0, crash: int = 0, lose: int = 0, search: bool = True) -> None:
        """A round; some files are not listed (`hide`), some puts do not arrive (`lose`), `crash` says where it ends."""
        self.steps += 1
        machine = self.machine(which)
        visit = Visit(self.post, hide, lose, stop=crash if crash < 20 else 0, full=crash == 60)
        if crash >= 20:
            budget = [crash - 19]

            def tired() -> bool:
                budget[0] -= 1
                return budget[0] < 0

            machine.store.conn.set_progress_handler(tired, 200)
        try:
            self._round(machine, visit, search=search)
        except (Crash, StoreError, StorageError, sqlite3.OperationalError):
            pass
        finally:
            machine.store.conn.set_progress_handler(None, 0)
            if machine.store.conn.in_transaction:  # a program that has stopped leaves none open
                machine.store.conn.execute("ROLLBACK")
        machine.learn()

    def _round(self, machine: Machine, visit: Visit, *, search: bool) -> None:
        watch = Watch(machine, self.post)
        for _ in Exchange(Way(machine.store, visit, Seals(), app="1.0"), lambda: None).round(search=search):
            pass
        if search and visit.is_honest:
            watch.judge()

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
        self._mend_everything()
        for _ in range(3 * MOST):
            before = len(self.post.files), [machine.seq for machine in self.machines]
            for index in range(len(self.machines)):
                self.sync(index)
            if before == (len(self.post.files), [machine.seq for machine in self.machines]):
                break
        else:
            raise AssertionError("the machines answer each other for ever")
        self._judge(expected)

    def _mend_everything(self) -> None:
        """Every machine compares every file with its name, as it would in time."""
        with patch("sync.giving.LOOKED_THROUGH", 1 << 20):
            for index in range(len(self.machines)):
                self.machines[index].store.note("DELETE FROM local WHERE key = 'sync.looked_through'")
                self.sync(index)

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
            open_ = Conflicts(machine.store).all()
            inbox = {each.key: [version.text for version in each.versions] for each in open_ if not each.since}
            again = {each.key for each in open_ if each.since}  # chosen here, and the choice undone
            assert inbox == {key: texts for key, texts in conflicts.items() if key not in again}, "a wrong inbox"
            judge_alarms(machine, self.post)
