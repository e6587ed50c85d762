"""The half of a round that writes: what was written here, and what the store has lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from core.merging.carried import Bundle, Parcel
from core.merging.objects import Object, State
from sync import bundle as bundles
from sync import files, merge
from sync.sealed import digest, file_name
from sync.stores import put_named
from sync.stores.errors import Full, Missing, ReadOnly, StoreError, TooLarge
from sync.way import LARGEST_IMAGE, WHOLE_STORE, Step, Way

# What files are that no search reads again by itself.
BELIEVED: tuple[State, ...] = ("bundle", "broken", "old", "cut", "kept", "left", "note", "image", "past", "keys")
LOOKED_THROUGH = 16  # files in a search that are compared with their names once more


class NotKept(StoreError):
    """A store took a file and does not give it back."""

    usual = "The store took a file but does not give it back whole. Everything is kept here; the next sync tries again."


class Giving:
    """Puts files into the store; counts those that were read back, and keeps what stood in the way."""

    def __init__(self, way: Way) -> None:
        self.sent = self.mended = 0
        self.trouble: StoreError | None = None
        self._way = way

    def send(self) -> Iterator[Step]:
        """Seal what was written here, and send everything that has not been read back yet."""
        while self._way.streams.seal(self.made, self._way.app):
            pass
        outbox = self._way.streams.outbox()
        parcels = ((_object(each), each.body) for each in outbox)
        for done, object in enumerate(self.put(parcels), 1):
            self._way.streams.sent(object.hash)
            self.sent += 1
            yield Step(stage="send", done=done, of=len(outbox))

    def mend(self, covered: frozenset[str]) -> Iterator[Step]:
        """Put back what this machine holds and the store lost; `covered` are the bundles in its snapshots."""
        streams = self._way.streams
        there = self._way.objects.hashes("bundle") | covered
        kept = streams.holds(self._way.objects.hashes("kept")) - there
        strange = self._way.links.is_strange
        gone = [*sorted(kept), *merge.missing(streams, there | kept, strange=strange)]
        for done, _object in enumerate(self.put(map(self._made_anew, gone)), 1):
            self.mended += 1
            yield Step(stage="mend", done=done, of=len(gone))

    def look_through(self) -> None:
        """Read some files once more: what was read well, whole or moved, may have been damaged or moved since."""
        way, after = self._way, self._way.links.looked_through
        chosen = [each for each in way.objects.of(*BELIEVED) if each.name > after][:LOOKED_THROUGH]
        apart = way.is_apart
        for each in chosen:
            if (body := way.read(each.name)) is None:
                continue
            if each.state != "image" or digest(body) not in (each.about or each.name):
                found = files.looked_at(each.name, body, way.keys, behind=apart, limit=LARGEST_IMAGE).object
                same = (found.hash, found.about) == (each.hash, each.about)
                way.objects.note([] if same and (found.hash or found.state == each.state) else [found])
        way.links.look_on_after(chosen[-1].name if len(chosen) == LOOKED_THROUGH else "")

    def made(self, bundle: Bundle) -> tuple[str, bytes]:
        """The hash of a bundle, and its file."""
        plaintext = bundles.write(bundle, self._way.keys.vault)
        return bundles.name_of(plaintext), self._way.keys.seal(plaintext)

    def _made_anew(self, hash: str) -> tuple[Object, bytes]:
        bundle = self._way.streams.bundle(hash)
        assert bundle is not None
        found, body = self.made(bundle)
        assert found == hash, "a bundle that is made anew is the same"
        return _object(Parcel(hash=hash, device=bundle.device, n=bundle.n, body=body)), body

    def put(self, files: Iterable[tuple[Object, bytes]]) -> Iterator[Object]:
        """Put files into the store; those that were read back and are kept."""
        for object, body in files:
            try:
                self._keep(object.name, body)
            except StoreError as error:
                self.trouble = error
                if isinstance(error, (Full, ReadOnly, *WHOLE_STORE)):
                    return
            else:
                self._way.objects.note([object])
                yield object

    def _keep(self, name: str, body: bytes) -> None:
        put_named(self._way.place, name, body)
        try:
            kept = self._way.place.get(name, len(body)) == body
        except (Missing, TooLarge):
            kept = False
        if not kept:
            raise NotKept


def _object(parcel: Parcel) -> Object:
    name = file_name(parcel.device, parcel.n, parcel.body)
    return Object(name=name, state="bundle", hash=parcel.hash, device=parcel.device, n=parcel.n)
