"""Snapshots in the store: a whole workspace as one file, so that a new machine need not read every bundle of all time.

    snap/<device>/<n>-<digest>.age   the snapshot, in the same form as in a backup
    snap/<device>/<n>-<digest>.age   a note, written last: which file it is, and the last bundles of every stream in it

A snapshot counts by its note, which says that it was downloaded again, opened and checked. It stands for every bundle
that those last ones follow. Those are deleted only after it was checked once more, and when every machine that still
writes has seen them; one that comes back later starts from the snapshot, and sends what only it has.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Literal

from core.clock import milliseconds
from core.errors import NewerFile
from core.merging.carried import Bundle
from core.merging.objects import Object
from core.storage import copying, snapshot
from core.storage.snapshot import BadSnapshot
from sync import files, merge
from sync.backup import about
from sync.errors import AgeError
from sync.files import PAST, Note
from sync.giving import Giving
from sync.restore import checked
from sync.sealed import digest, number
from sync.stores.errors import ReadOnly, StoreError
from sync.taking import AT_ONCE
from sync.way import LARGEST_IMAGE, WHOLE_STORE, Step, Way

OFTEN = 400  # bundles that no snapshot stands for, before the next one is made
ASLEEP = timedelta(days=90)  # a machine that has not written for so long is not waited for


class Snapshots:
    """The snapshots of a store, as far as this machine has seen them."""

    def __init__(self, way: Way, giving: Giving) -> None:
        self.bundles = self.changes = 0
        self._way = way
        self._giving = giving

    def covered(self) -> frozenset[str]:
        """The bundles held here that can be had from the snapshots that are there."""
        return frozenset[str]().union(*(self._covered(note) for _, note in self._notes()))

    def _covered(self, note: Note) -> frozenset[str]:
        return self._way.streams.covered(note.heads, note.without)

    def start(self) -> Iterator[Step]:
        """Take what only a snapshot has."""
        for _, note in self._notes():
            if self._has_more(note) and (image := self._image(note)):
                try:
                    yield from self._take(image)
                except BadSnapshot:
                    continue
                except NewerFile:
                    named = [each for each in self._way.objects.of("image") if note.file in each.name]
                    self._way.objects.note(replace(each, state="newer") for each in named)

    def _has_more(self, note: Note) -> bool:
        """Whether a snapshot holds bundles that this machine does not, those that were given up here among them."""
        streams = self._way.streams
        if streams.holds(note.heads) < set(note.heads):
            return True
        return any(after in self._covered(note) and gone not in note.without for gone, after in streams.gone_without())

    @property
    def is_due(self) -> bool:
        """Whether many bundles lie in the store that no snapshot stands for, or one that is locked with old keys."""
        way, covered = self._way, self.covered()
        held = way.streams.holds(way.objects.hashes("bundle") - covered)
        if any(note.past and set(note.heads) == way.streams.holds(note.heads) for _, note in self._notes()):
            return True
        return self.is_left_behind or len(held) >= OFTEN or bool(held & way.objects.past())

    @property
    def is_left_behind(self) -> bool:
        """Whether there are snapshots, and none but with keys of before."""
        return bool(self._left_behind()) and all(note.past for _, note in self._notes())

    def look_at_unnamed(self) -> None:
        """Open the snapshots that no note names, once: with keys of before, neither they nor their notes count."""
        way, named = self._way, [note.file for _, note in self._notes()]
        for each in way.objects.of("image"):
            unnamed = not each.about and not any(_is_file(each, file) for file in named)
            if unnamed and (body := way.read(each.name)) is not None:
                self._look_at(each.name, body)

    def make(self, path: str) -> Iterator[Step]:
        """Put a snapshot of the workspace file at `path` into the store, and its note once it was checked."""
        way = self._way
        image = yield from self._copied(path)
        name = self._put(way.keys.seal(image, "snapshot"), "image")
        if name and (found := self._image(Note(name[-36:-4], ()))):
            with suppress(BadSnapshot), snapshot.opened(found) as copy:
                note = Note(name[-36:-4], copy.heads(), tuple(sorted(copy.given_up())), machines=self._machines()).text
                self._put(way.keys.seal(note.encode(), "snapshot"), "note", note)

    def tidy(self) -> Iterator[Step]:
        """Delete the bundles and older snapshots that a snapshot stands for, as far as every machine has seen them.

        What is locked with keys of before goes at once: that is what they were changed for.
        """
        anew = frozenset(each.hash for each in self._way.objects.of("bundle") if not _is_past(each))
        yield from self._delete(filter(_is_past, self._way.objects.of("bundle", "kept")), anew)
        past = [note.file for _, note in self._notes() if note.past]
        for name, note in self._notes():
            if not note.past and set(note.heads) == self._way.streams.holds(note.heads):
                seen, found = self._everyone_has_seen(note), self._surplus(name, note)
                surplus = [
                    each for each in found if seen or _is_past(each) or any(_is_file(each, file) for file in past)
                ]
                if surplus and (image := self._image(note)):
                    yield from self._delete(surplus, self._proved(image))

    # Taking

    def _take(self, image: bytes) -> Iterator[Step]:
        way, some, done = self._way, list[tuple[str, Bundle]](), 0
        with snapshot.opened(image) as copy:
            of, given_up = copy.facts.tables["changes"][0], copy.given_up()
            for name, found in checked(copy, way.keys.vault):
                if name is not None and not way.streams.holds([name]):
                    some.append((name, found))
                    done += len(found.changes)
                    if sum(len(each.changes) for _, each in some) >= AT_ONCE:
                        self._take_some(some, given_up)
                        some = []
                        yield Step(stage="fetch", done=done, of=of)
            self._take_some(some, given_up)
            yield Step(stage="fetch", done=done, of=of)

    def _take_some(self, some: list[tuple[str, Bundle]], given_up: frozenset[str]) -> None:
        way = self._way
        taken = merge.take(way.streams, way.store.clock, some, given_up)
        self.bundles += len(taken.taken)
        self.changes += sum(len(found.changes) for name, found in some if name in taken.taken)

    # Giving

    def _copied(self, path: str) -> Generator[Step, None, bytes]:
        said = {**about(self._way.store), "vault": self._way.keys.vault}
        steps = copying.take(path, said)
        while True:
            try:
                step = next(steps)
            except StopIteration as end:
                image: bytes = end.value
                return image
            yield Step(stage="snapshot", done=step.done, of=step.of)

    def _put(self, body: bytes, state: Literal["image", "note"], text: str = "") -> str:
        """Put a file beside this machine's other ones; its name, "" where it was not kept."""
        folder = f"snap/{self._way.streams.device}/"
        last = self._way.objects.newest(folder)
        n = (number(last) if last else 0) + (state == "image")
        name = f"{folder}{n:08}-{digest(body)}.age"
        kept = list(self._giving.put([(Object(name=name, state=state, about=text), body)]))
        return name if kept else ""

    def _machines(self) -> tuple[tuple[str, int, str], ...]:
        there = [each for each in self._way.streams.machines() if not each.dropped]
        return tuple((each.device, milliseconds(each.wrote) << 16, each.name) for each in there)

    # Tidying

    def _surplus(self, name: str, note: Note) -> list[Object]:
        """The files that a snapshot stands for: bundles, and snapshots that hold no more than it does."""
        way, notes = self._way, self._notes()
        covered = self._covered(note)
        there = way.objects.of("note", "image", "torn")
        found = [each for each in way.objects.of("bundle", "kept") if each.hash in covered]
        found += self._left_behind()
        for other, older in notes:
            less = covered > (had := self._covered(older)) or (covered == had and (older.past or other < name))
            if set(older.heads) <= covered and less and older.file != note.file:
                found += [each for each in there if each.name == other or _is_file(each, older.file)]
        # Its maker has made a later one: what has no note by now was left half-way, or is damaged.
        folder = name.rpartition("/")[0]
        named = [other.file for _, other in notes]
        return found + [
            each
            for each in there
            if each.state != "note" and each.name.startswith(f"{folder}/") and number(each.name) < number(name)
            if not any(_is_file(each, file) for file in named)
        ]

    def _left_behind(self) -> list[Object]:
        """Snapshots and notes that are locked with keys of before."""
        return [each for each in self._way.objects.of("past") if each.name.startswith("snap/")]

    def _everyone_has_seen(self, note: Note) -> bool:
        now, seen = self._way.store.clock.now(), self._way.streams.have_seen(note.heads)
        return all(
            each.here or each.dropped or each.device in seen or abs(now - each.wrote) > ASLEEP
            for each in self._way.streams.machines()
        )

    def _proved(self, image: bytes) -> frozenset[str]:
        """The bundles that can be taken from a snapshot, each made anew and compared with its hash.

        None where it is of a newer version: machines of that one tidy up.
        """
        with suppress(BadSnapshot, NewerFile), snapshot.opened(image) as copy:
            return frozenset(name for name, _ in checked(copy, self._way.keys.vault) if name)
        return frozenset()

    def _delete(self, surplus: Iterable[Object], proved: frozenset[str]) -> Iterator[Step]:
        gone = [each for each in surplus if proved and (not each.hash or each.hash in proved)]
        for done, each in enumerate(gone, 1):
            try:
                self._way.place.delete(each.name)
            except WHOLE_STORE:
                raise
            except StoreError as error:
                self._giving.trouble = error
                if isinstance(error, ReadOnly):
                    return
                continue
            self._way.objects.forget([each.name])
            yield Step(stage="tidy", done=done, of=len(gone))

    # Reading

    def _notes(self) -> list[tuple[str, Note]]:
        """The notes whose snapshots are there, by name."""
        found = self._way.objects.of("image", "newer", "note")
        images = [each for each in found if each.state != "note"]
        notes = [(each, Note.read(each.about)) for each in found if each.state == "note"]
        return [
            (each.name, note._replace(past=each.prev == PAST))
            for each, note in notes
            if any(_is_file(image, note.file) for image in images)
        ]

    def _image(self, note: Note) -> bytes | None:
        """The plain snapshot that a note names; None where it is not there or not whole."""
        for each in self._way.objects.of("image"):
            if _is_file(each, note.file):
                try:
                    body = self._way.place.get(each.name, LARGEST_IMAGE)
                    if digest(body) == note.file:
                        return self._way.keys.open(body, LARGEST_IMAGE).content
                except WHOLE_STORE:
                    raise
                except (StoreError, AgeError):
                    self._way.objects.note([Object(name=each.name, state="torn")])
                else:
                    self._look_at(each.name, body)
        return None

    def _look_at(self, name: str, body: bytes) -> None:
        """Keep what a file turned out to be."""
        way = self._way
        way.objects.note([files.looked_at(name, body, way.keys, behind=way.is_apart, limit=LARGEST_IMAGE).object])


def _is_file(each: Object, file: str) -> bool:
    """Whether a snapshot is the file that a note names: by what it holds, and as long as nobody looked by its name."""
    return each.about == file if each.state == "image" and each.about else file in each.name


def _is_past(each: Object) -> bool:
    return PAST in (each.state, each.about, each.prev)
