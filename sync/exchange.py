"""One round between this machine and the store: look, fetch, take, send, put back.

    for step in exchange.run(workspace):
        ...

Every step can be the last one: whatever was interrupted, the next round goes on, and doing something twice does it
once. What is written here waits in the outbox until it was read back from the store. What stands in the way of one file
stops no other; what stands in the way of sending does not stop fetching, and is raised at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from core.clock import instant
from core.merging.carried import Alarm
from core.merging.link import Links
from core.record import record
from core.workspace import Workspace
from sync import stores
from sync.giving import Giving
from sync.sealed import Keys
from sync.stores import names
from sync.stores.errors import StoreError
from sync.taking import Taking
from sync.vault import Vault
from sync.way import Step, Way

DAMAGED_FOR = timedelta(days=1)  # before that, a file may still be on its way
SEARCH_EVERY = timedelta(days=1)


@record
class Round:
    """What a round did: bundles and changes that came in, bundles sent and put back, bundles still in the outbox."""

    bundles: int
    changes: int
    sent: int
    mended: int
    unsent: int


def run(workspace: Workspace, *, search: bool | None = None) -> Iterator[Step | Round]:
    """A round with the store that this workspace is connected to; the last step is what it did.

    With `search` the whole store is looked through for what was lost, damaged or moved; None: once a day. Raises
    StoreError with what stood in the way, NoVault, Locked, and StorageError where the workspace cannot be written.
    """
    links = Links(workspace.store)
    home = Path(workspace.store.path).parent
    keys = Keys(Vault(str(home)).keyring())
    try:
        place = stores.connect(links.now.place, home)
        try:
            yield from Exchange(Way(workspace.store, place, keys)).round(search=search)
        finally:
            place.close()
    except StoreError as error:
        links.was_stopped(error.sentence)
        raise


class Exchange:
    """One round; see `run`."""

    def __init__(self, way: Way) -> None:
        self._way = way
        self._taking = Taking(way)
        self._giving = Giving(way)

    def round(self, *, search: bool | None = None) -> Iterator[Step | Round]:
        """See `run`."""
        way, taking, giving = self._way, self._taking, self._giving
        if search is None:
            search = self._is_search_due()
        yield Step(stage="look", done=0, of=1)
        yield from taking.fetch(self._listed(search=search), search=search)
        yield from taking.take_what_waited()
        if not way.is_behind:
            yield from giving.send()
            if search:
                giving.look_through()
                yield from giving.mend()
        self._tell()
        if giving.trouble:
            raise giving.trouble
        way.links.went_well(searched=search)
        yield Round(
            bundles=taking.bundles,
            changes=taking.changes,
            sent=giving.sent,
            mended=giving.mended,
            unsent=len(way.streams.outbox()),
        )

    def _is_search_due(self) -> bool:
        last = self._way.links.now.searched
        often = SEARCH_EVERY / 100 if self._way.objects.gaps() else SEARCH_EVERY
        return last is None or not timedelta() <= self._way.store.clock.now() - last <= often

    def _listed(self, *, search: bool) -> list[str]:
        """The files to consider: all there are, or with no `search` those that come after the ones known."""
        if not search:
            folders = [each for top in ("dev/", "snap/") for each in self._way.place.list(top) if each.endswith("/")]
            return [
                name
                for folder in ("keyring/", *folders)
                for name in self._way.place.list(folder, self._way.objects.newest(folder))
                if not name.endswith("/") and not names.is_temporary(name)
            ]
        found = list(self._below("", 3))
        self._way.objects.forget(self._way.objects.states().keys() - set(found))
        return found

    def _below(self, folder: str, depth: int) -> Iterator[str]:
        for name in self._way.place.list(folder):
            if not name.endswith("/"):
                if not names.is_temporary(name):
                    yield name
            elif depth:
                yield from self._below(name, depth - 1)

    def _tell(self) -> None:
        """Keep what the person should know."""
        self._way.streams.tell_gaps(self._way.objects.gaps())
        now = self._way.store.clock.now()
        for each in self._way.objects.of("torn", "foreign", "newer", "keys"):
            if each.state == "keys" and each.about:
                epoch, generation = map(int, each.about.split())
                if epoch > self._way.keys.epoch:
                    self._way.streams.alarm(Alarm(kind="epoch", device="", n=epoch))
                elif generation > self._way.keys.generation:
                    self._way.streams.alarm(Alarm(kind="passphrase", device="", n=generation))
            elif each.state == "foreign" or each.state == "newer":
                self._way.streams.alarm(Alarm(kind=each.state, device=each.name, n=0))
            elif each.state == "torn" and now - instant(each.since) > DAMAGED_FOR:
                self._way.streams.alarm(Alarm(kind="torn", device=each.name, n=0))
