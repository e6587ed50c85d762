"""The half of a round that reads: from files in the store to changes in the workspace."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from core.merging.objects import Object, State
from core.merging.streams import LINES
from sync import files, merge
from sync.files import Looked
from sync.sealed import number
from sync.stores.errors import StoreError, TooLarge
from sync.way import LARGEST_FILE, LARGEST_IMAGE, WHOLE_STORE, Step, Way

LARGEST_NOTE = 1 << 18  # bytes of the file that says what a snapshot holds
AT_ONCE = LINES  # changes taken in one transaction, unless one bundle has more


class Taking:
    """Reads what is new; counts the bundles and changes that came in."""

    def __init__(self, way: Way) -> None:
        self.bundles = self.changes = 0
        self._way = way

    def fetch(self, listed: Iterable[str], *, search: bool) -> Iterator[Step]:
        """Read the files that are not known, and with `search` those that could not be used so far."""
        listed = sorted(listed, key=lambda name: (number(name), name))  # bundles in the order they follow each other
        keyrings = [name for name in listed if name.startswith("keyring/")]
        # Only after the keyrings is it known whether a file that does not open is a stranger's, keyrings included.
        for some, folder in ((keyrings, "keyring/"), (keyrings, "keyring/"), (listed, "")):
            if some:
                yield from self._fetch(self._unknown(some, self._way.objects.states(folder), search=search))

    def _fetch(self, unknown: list[str]) -> Iterator[Step]:
        looked: list[Looked] = []
        behind = bool(unknown) and self._way.is_apart
        for done, name in enumerate(unknown, 1):
            try:
                looked += self._read(name, behind=behind)
            except WHOLE_STORE:
                self._take(looked)
                raise
            if sum(len(each.bundle.changes) for each in looked if each.bundle) >= AT_ONCE or len(looked) >= AT_ONCE:
                self._take(looked)
                looked = []
            yield Step(stage="fetch", done=done, of=len(unknown))
        self._take(looked)

    def take_what_waited(self) -> Iterator[Step]:
        """What came before the bundles it follows is read once more when those are here."""
        while ready := self._way.objects.ready(self._way.objects.given_up()):
            came = 0
            for done, each in enumerate(ready, 1):
                came += self._take(self._read(each.name, behind=False))
                yield Step(stage="fetch", done=done, of=len(ready))
            if not came:
                return

    def _unknown(self, listed: Iterable[str], states: Mapping[str, State], *, search: bool) -> list[str]:
        again = {"torn", "newer", "foreign"} if search else set()
        again.add("foreign" if self._way.is_apart else "sealed")
        return [name for name in listed if name not in states or states[name] in again]

    def _read(self, name: str, *, behind: bool) -> list[Looked]:
        """What a file is, nothing for one that cannot be read just now; `behind` as `Way.is_apart`."""
        way = self._way
        try:
            try:
                body = way.place.get(name, LARGEST_NOTE if name.startswith("snap/") else LARGEST_FILE)
            except TooLarge:
                return [self._large(name)]
        except WHOLE_STORE:
            raise
        except StoreError:
            return []
        return [files.looked_at(name, body, way.keys, behind=behind)]

    def _large(self, name: str) -> Looked:
        """What a file is that is too large for a bundle: a snapshot is opened when something is to be had from it."""
        way = self._way
        if not name.startswith("snap/"):
            return Looked(Object(name=name, state="foreign"))
        if all(each.name != name for each in way.objects.of("torn")):
            return Looked(Object(name=name, state="image"))
        body = way.place.get(name, LARGEST_IMAGE)
        return files.looked_at(name, body, way.keys, behind=way.is_apart, limit=LARGEST_IMAGE)

    def _take(self, looked: list[Looked]) -> int:
        """Note what files are, and take the bundles among them that can be taken; how many."""
        if not looked:
            return 0
        decided = {(each.name, each.hash): each for each in self._way.objects.of("kept", "left")}
        self._way.objects.note(decided.get((each.object.name, each.object.hash), each.object) for each in looked)
        self._judge_old()
        usable = self._way.objects.hashes("bundle", "kept")
        found = {
            each.object.hash: each.bundle for each in looked if each.bundle is not None and each.object.hash in usable
        }
        taken = merge.take(self._way.streams, self._way.store.clock, found.items(), self._way.objects.given_up())
        refused = [each.object for each in looked if each.object.hash in taken.refused]
        if refused:
            self._way.objects.note(replace(each, state="broken") for each in refused)
        self.bundles += len(taken.taken)
        self.changes += sum(len(found[hash].changes) for hash in taken.taken)
        return len(taken.taken)

    def _judge_old(self) -> None:
        """Bundles locked with keys of before count as far as what they say was known when the keys were changed."""
        way = self._way
        old = way.objects.of("old", "cut")
        if not old:
            return
        counted = set(way.streams.covered(way.keys.heads))
        follows = {each.hash: each.prev for each in (*old, *way.objects.of("bundle"))}
        for head in way.keys.heads:
            while head in follows:
                counted.add(head)
                head = follows[head]
        held = way.streams.holds(each.hash for each in old)
        for each in old:
            state: State = "bundle" if each.hash in counted else "kept" if each.hash in held else "cut"
            way.objects.note([replace(each, state=state)])
