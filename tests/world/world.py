"""The whole: machines, the store between them, everything that can happen, and what has to hold after healing."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Generator, Mapping
from contextlib import ExitStack, suppress
from datetime import timedelta
from functools import cache, lru_cache
from hashlib import sha256
from itertools import count
from pathlib import Path
from unittest.mock import patch

from core.errors import StorageError
from core.merging.conflicts import Conflicts
from core.storage import changes, copying, schema
from core.storage.health import strays, unlike_their_log
from sync import bundle as bundles
from sync import keyrings, keys
from sync.dropping import cuts
from sync.exchange import Exchange
from sync.keys import Keyring, KeyringError
from sync.stores.errors import StoreError
from sync.way import Way
from tests.world.machine import NOON, VERBS, VERSION, Image, Machine, carried_shape
from tests.world.post import Crash, Post, Visit
from tests.world.seals import (
    FIRST,
    MOST_EPOCHS,
    MOST_KEYS,
    SMALL,
    Seals,
    is_ours,
    keyring_for,
    locked_with,
    next_epoch,
    nonces,
    number_of,
)
from tests.world.truth import Event, Expected, Truth
from tests.world.watch import Watch, judge_alarms

MOST = 6
OFTEN = (
    *("write", "edit", "edit", "tag", "untag", "star", "star", "remove entry", "remove entry"),
    *("apply", "no", "park", "forget no", "feel", "feel", "unfeel", "unfeel"),
)
WORDS = (*sorted(VERBS), *OFTEN)
_take = copying.take
_read = lru_cache(maxsize=4096)(bundles.read)  # the same few are read by every machine again and again
_derived = lru_cache(maxsize=256)(keys.derived)
_parsed = lru_cache(maxsize=256)(keyrings._parsed)
APART = (
    "SELECT count(*) FROM bundles AS b JOIN bundles AS p ON p.hash = b.prev LEFT JOIN streams AS s ON s.dev = b.dev "
    "WHERE b.dev <> p.dev AND NOT (s.upto IS p.last AND (s.of IS p.dev OR (s.of IS 0 AND NOT EXISTS ("
    "SELECT n, hlc, tbl, row, patch FROM changes WHERE dev = p.dev AND n BETWEEN p.first AND p.last EXCEPT "
    "SELECT n, hlc, tbl, row, patch FROM changes WHERE dev = 0))))"
)
"""Bundles that stand elsewhere than after the one they follow.

One may branch off from this machine's own changes although the bundle it follows stands in another stream: a twin had
sent on what was sealed here and not yet sent, and what follows that came first. When this machine then stepped aside,
the bundle was let go of here and came back from the twin. Its changes are the same ones under two numbers, which count
once (`law.Event.at`), so what follows them has seen them by either; that they are the same is what has to hold.
"""

TOO_EARLY = (
    "SELECT count(*) FROM bundles AS b JOIN streams AS s ON s.dev = b.dev WHERE b.prev <> '' AND s.of IS NULL "
    "AND b.prev NOT IN (SELECT hash FROM bundles) AND b.prev NOT IN (SELECT id FROM given_up)"
)


Rows = dict[tuple[str, str], changes.Row]
Texts = dict[tuple[str, str, str], list[str]]


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory()


class World:
    """`steps` counts what has happened; every word written anywhere is new and can be looked for afterwards.

    A context manager: inside it, ids come from a counter, so that a run can be repeated: `mark` is the same then.
    """

    def __enter__(self) -> World:
        self._ids = count()
        self._patches = ExitStack()
        for name, stand_in in (
            ("core.storage.ids.urandom", self._bytes),
            ("core.storage.copying.take", self._copied),
            ("core.storage.snapshot._shape_at", carried_shape),
            ("sync.backup.node", str),  # what a computer is called stands in its snapshots
            ("sync.snapshots.OFTEN", 6),
            ("sync.taking.LARGEST_NOTE", SMALL),  # a real snapshot is too large to be opened for nothing, too
            ("sync.bundle.read", _read),
            ("sync.keys.derived", _derived),
            ("sync.keyrings.Keys", Seals),
            ("sync.keyrings._parsed", _parsed),
            ("sync.keyrings._sealed", keyring_for),
        ):
            self._patches.enter_context(patch(name, stand_in))
        return self

    def __exit__(self, *_: object) -> None:
        self._patches.close()

    def _bytes(self, length: int) -> bytes:
        return sha256(str(next(self._ids)).encode()).digest()[:length]

    def _copied(self, path: str, about: Mapping[str, str]) -> Generator[copying.Copied, None, bytes]:
        """A snapshot of a machine whose file is in memory."""
        file = Path(_folder().name, "onward.sqlite")
        file.write_bytes(next(each for each in self.machines if each.store.path == path).store.conn.serialize())
        return _take(str(file), about)

    def __init__(self) -> None:
        nonces[0] = count()
        self.truth = Truth()
        self.post = Post()
        self.machines: list[Machine] = []
        self.words: dict[Machine, set[str]] = {}
        self.images: list[tuple[Image, set[str]]] = []
        self.keyrings = [FIRST]
        self.numbers = count()
        self.is_given_up = False
        self.steps = 0
        self.join(newer=False)

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

    def meet(self, which: int, other: int, first: int, then: int, pick: int) -> None:
        """What one machine did is known to another one that then does something, and is taken back knowing of that."""
        self.do(which, first, pick)
        self.sync(which)
        self.sync(other)
        self.do(other, then, pick)
        self.sync(other)
        self.sync(which)
        self.turn(which, back=True)

    def settle(self, which: int, pick: int) -> None:
        self.steps += 1
        machine = self.machine(which)
        word = f"word{self.steps}"
        machine.settle(pick, word)

    def join(self, newer: bool) -> None:
        if len(self.machines) < MOST:
            self._add(Machine(self.truth, (newer, b"", 0, 0, self.newest)), set())

    def clone(self, which: int) -> None:
        """A home is copied, and both copies go on."""
        if len(self.machines) < MOST:
            machine = self.machine(which)
            twin = Machine(self.truth, machine.image())
            twin.now, twin.is_dropped = machine.now, machine.is_dropped
            self._add(twin, self.words[machine])

    def _add(self, machine: Machine, words: set[str]) -> None:
        machine.store.path = f"machine {next(self.numbers)}"
        self.machines.append(machine)
        self.words[machine] = set(words)

    def keep_image(self, which: int) -> None:
        machine = self.machine(which)
        if not machine.is_dropped:  # whoever has that one now puts nothing back here
            self.images = [*self.images[-3:], (machine.image(), set(self.words[machine]))]

    def restore(self, which: int, pick: int) -> None:
        """A machine is set back to an image of itself or of another; what it had not sent is gone with it."""
        if self.images:
            image, words = self.images[pick % len(self.images)]
            gone = self.machine(which)
            machine = Machine(self.truth, image)
            machine.now, machine.store.path = gone.now, gone.store.path
            self.machines[self.machines.index(gone)] = machine
            del self.words[gone]
            self.words[machine] = set(words)

    def burn(self, which: int) -> None:
        """A machine is gone for good, with whatever only it had; nobody waits for that any more in the end."""
        gone = self.machine(which)
        others = [each for each in self.machines if each is not gone]
        if len(others) >= 2 and not all(each.is_dropped for each in others):
            self.machines.remove(gone)
            del self.words[gone]

    @property
    def newest(self) -> Keyring:
        """The keyring that holds."""
        return max(self.keyrings, key=lambda each: each.line)

    def drop(self, which: int, other: int, also: int = 0) -> None:
        """A machine makes new keys, because another one is lost; the others ask for the new passphrase.

        With `also` another machine does the same at the same moment, before either has heard of the other.
        """
        machine, second, lost = self.machine(which), self.machine(also), self.machine(other)
        droppers = [each for each in dict.fromkeys((machine, second)) if each is not lost and not each.is_dropped]
        if machine not in droppers or sum(not each.is_dropped for each in self.machines) < 3:
            return
        self.steps += 1
        made = []
        for each in droppers:
            may = len(each.keyring.epochs) < MOST_EPOCHS and len(self.keyrings) + len(made) < MOST_KEYS
            if may and self._synced(each, Visit(self.post), search=True):
                made.append(each)
        for each in made:
            each.keyring = next_epoch(each.keyring, len(self.keyrings) + 1, cuts(each.store))
            self.keyrings.append(each.keyring)
            lost.is_dropped = True
        for each in made:
            each.streams.drop([lost.streams.device])
            number = self.steps  # whatever stops this, the next round goes on with it
            self._synced(
                each, Visit(self.post, lose=number % 4, away=number // 3 % 3, stop=number * 7 % 13), search=True
            )

    def let_in(self, which: int, pick: int = 0) -> None:
        """The passphrase of one of the last keyrings is typed on a machine."""
        machine = self.machine(which)
        if not machine.is_dropped:
            self._join(machine, self.keyrings[-1 - pick % min(2, len(self.keyrings))])

    def _join(self, machine: Machine, keyring: Keyring) -> None:
        with suppress(KeyringError):  # an older one
            keyring.follows(machine.keyring)
            machine.keyring = keyring.joined(machine.keyring)

    def steal(self, pick: int) -> None:
        """Who was dropped, and has the keys of before, writes as somebody else, when nobody trusts those any more."""
        members = [each.keyring for each in self.machines if not each.is_dropped]
        members += [image[4] for image, _ in self.images]
        if min(each.epochs[0].number for each in members) > 1:
            self.steps += 1
            self.post.forge(pick, key=1)

    def give_up(self, which: int) -> None:
        """Somebody no longer waits for what is missing; it may come all the same."""
        machine = self.machine(which)
        if not machine.is_dropped and sum([machine.objects.give_up(each) for each in machine.objects.gaps()]):
            self.is_given_up = True
        machine.learn()

    def clock(self, which: int, hours: int, stuck: bool) -> None:
        machine = self.machine(which)
        machine.now = NOON + timedelta(hours=hours)
        machine.stuck = stuck

    def upgrade(self, which: int) -> None:
        self.machine(which).upgrade()

    def fault(self, name: str, pick: int) -> None:
        self.steps += 1
        getattr(self.post, name)(pick)

    def sync(
        self, which: int, hide: int = 0, crash: int = 0, lose: int = 0, away: int = 0, search: bool = True
    ) -> None:
        """A round; `hide`, `lose` and `away` as in `Visit`; `crash`: up to 40 at that call to the store, then within
        the machine's own work; 80: the store is full.
        """
        self.steps += 1
        machine = self.machine(which)
        visit = Visit(self.post, hide, lose, away, stop=crash if crash <= 40 else 0, full=crash == 80)
        self._synced(machine, visit, search=search, tire=crash - 40 if 40 < crash < 80 else 0)

    def _synced(self, machine: Machine, visit: Visit, *, search: bool, tire: int = 0) -> bool:
        """Whether a round came to its end, with the newest keys as far as the machine could tell."""
        seals = Seals(machine.keyring)
        way = Way(machine.store, visit, seals, app="1.0")
        watch = Watch(way, seals, self.post, search=search)
        visit.may_send = lambda: not way.is_behind
        if tire:
            machine.tire(tire)
        try:
            self._round(way, machine, seals, search=search)
        except (Crash, StoreError, StorageError, sqlite3.OperationalError):
            whole = False
        else:
            whole = True
        machine.wake()
        machine.learn()
        watch.judge_sent()
        # A machine can know of newer keys only by a file that says so, and only while that file is there: what nobody
        # but the store could tell is not believed for longer than the store says it. So the law has two halves: once
        # it has read such a file it sends nothing more (`Visit.may_send`), and it reads every such file that it can.
        if visit.is_honest and watch.has_word_of_newer_keys:
            assert not visit.put_there, "something was sent with keys of before"
        assert all(locked_with(body) == seals.number for body in visit.put_there.values()), "older keys were used"
        assert whole or tire or not visit.takes_everything, "a file that cannot be read stops a round"
        if whole and search and visit.is_honest and not way.is_behind:
            watch.judge()
        return whole and not way.is_behind

    def _round(self, way: Way, machine: Machine, seals: Seals, *, search: bool) -> None:
        def publish() -> None:
            keyrings.publish(way.place, seals.keyring, None, learn)

        def learn(keyring: Keyring) -> None:
            machine.keyring = keyring.joined(machine.keyring)

        with patch.object(schema, "VERSION", VERSION + machine.newer):
            for _ in Exchange(way, publish).round(search=search):
                pass

    def mark(self) -> str:
        """What became of it all, in a few letters."""
        digest = sha256()
        for name, body in sorted(self.post.files.items()):
            digest.update(name.encode() + body)
        for machine in self.machines:
            digest.update(machine.exported().encode())
        return digest.hexdigest()[:16]

    # What has to hold

    def check(self, which: int) -> None:
        """A machine's rows follow from its log, whatever way they came."""
        store = self.machine(which).store
        assert unlike_their_log(store) == 0
        assert strays(store) == 0
        assert store.count(APART) == 0, "a bundle does not stand where it belongs"
        assert store.count(TOO_EARLY) == 0, "a bundle was taken before the one it follows"

    def heal(self) -> None:
        """The store works, everybody is updated and has the newest keys, and rounds go on until nothing moves."""
        self.check(self.steps)
        for lost in [each for each in self.machines if each.is_dropped]:
            self.machines.remove(lost)
            del self.words[lost]
        for machine in self.machines:
            machine.upgrade()
            machine.stuck = False
            self._join(machine, self.newest)
        # What a stranger wrote goes, and what only a machine could read that was shut out.
        keys = {number_of(epoch) for machine in self.machines for epoch in machine.keyring.all}
        for name, body in list(self.post.files.items()):
            if not is_ours(body) or locked_with(body) not in keys:
                del self.post.files[name]
        expected: set[Event] = set().union(*(machine.events() for machine in self.machines))
        self._mend_everything()
        self._settle_down()
        self._give_up_what_is_gone()
        self._judge(expected)

    def _give_up_what_is_gone(self) -> None:
        """What nobody has any more is not waited for: one machine says so, for all."""
        said: set[str] = set()
        for _ in range(MOST):
            for index, machine in enumerate(self.machines):
                if machine.missing() - said:
                    said |= machine.missing()
                    self.give_up(index)
            if not said:
                return
            self._settle_down()
            if not any(machine.missing() - said for machine in self.machines):
                break
        assert not any(machine.missing() for machine in self.machines), "somebody waits for what was given up"

    def _settle_down(self) -> None:
        quiet = 0
        for turn in range(3 * MOST * len(self.machines)):
            machine = self.machine(turn)
            before = set(self.post.files), machine.seq, machine.keyring
            self.sync(turn)
            quiet = quiet + 1 if before == (set(self.post.files), machine.seq, machine.keyring) else 0
            if quiet == len(self.machines):
                return
        raise AssertionError("the machines answer each other for ever")

    def _mend_everything(self) -> None:
        """Every machine compares every file with its name, as it would in time."""
        with patch("sync.giving.LOOKED_THROUGH", 1 << 20):
            for index in range(len(self.machines)):
                self.machines[index].store.note("DELETE FROM local WHERE key = 'sync.looked_through'")
                self.sync(index)

    def _judge(self, expected: set[Event]) -> None:
        first = self.machines[0]
        assert {machine.keyring.line for machine in self.machines} == {self.newest.line}, "there are two keyrings"
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
            if not (self.is_given_up or self.truth.is_doubtful):  # what is missing for good, nobody can have seen
                self._judge_rows(machine, rows, conflicts)
            held = {each.hash for each in machine.streams.held()}
            assert not machine.objects.past() & held, "something is still locked with keys of before"
            judge_alarms(machine, self.post, len(self.keyrings))
        holds = {number_of(each) for each in first.keyring.all if each.number == self.newest.epochs[0].number}
        locked = {locked_with(body) for name, body in self.post.files.items() if name.startswith("snap/")}
        assert locked <= holds, "a snapshot is still locked with keys of before"

    def _judge_rows(self, machine: Machine, rows: Rows, conflicts: Texts) -> None:
        shown = {(table, str(row["id"])): row for table in machine.store.tables() for row in machine.store.each(table)}
        assert shown.keys() == rows.keys(), "a row lives or died otherwise than it should"
        for key, row in rows.items():
            assert row.items() <= shown[key].items()
        open_ = Conflicts(machine.store).all()
        inbox = {each.key: [version.text for version in each.versions] for each in open_ if not each.since}
        again = {each.key for each in open_ if each.since}  # chosen here, and the choice undone
        assert inbox == {key: texts for key, texts in conflicts.items() if key not in again}, "a wrong inbox"
