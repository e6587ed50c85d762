"""One round between this machine and the store: look, fetch, take, send, put back.

    for step in exchange.run(workspace):
        ...

Every step can be the last one: whatever was interrupted, the next round goes on, and doing something twice does it
once. What is written here waits in the outbox until it was read back from the store. What stands in the way of one file
stops no other; what stands in the way of sending does not stop fetching, and is raised at the end.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from core.clock import instant
from core.merging.carried import Alarm, Kind
from core.merging.link import Links
from core.merging.objects import Object
from core.record import record
from core.workspace import Workspace
from sync import keyrings, stores
from sync.about import About
from sync.giving import Giving
from sync.sealed import NAME, Keys
from sync.snapshots import Snapshots
from sync.stores import names
from sync.stores.errors import Refused, StoreError
from sync.taking import Taking
from sync.vault import Vault
from sync.way import WHOLE_STORE, Step, Way

DAMAGED_FOR = timedelta(days=1)  # before that, a file may still be on its way
SEARCH_EVERY = timedelta(days=1)
LEFT_FOR = timedelta(days=1)  # a file is on its way for minutes; one still begun after this will never be whole
STANDING: frozenset[Kind] = frozenset({"gap", "cut", "epoch", "apart", "passphrase", "torn", "foreign", "newer"})


@record
class Round:
    """What a round did: bundles and changes that came in, bundles sent and put back.

    `unsent` counts what still waits to be sent, bundles and changes in none yet; `behind` says that another machine has
    made new keys, without which nothing can be sent.
    """

    bundles: int
    changes: int
    sent: int
    mended: int
    unsent: int
    behind: bool


def run(workspace: Workspace, *, search: bool | None = None) -> Iterator[Step | Round]:
    """A round with the store that this workspace is connected to; the last step is what it did.

    With `search` the whole store is looked through for what was lost, damaged or moved; None: once a day. Raises
    StoreError with what stood in the way, NoVault, Locked, and StorageError where the workspace cannot be written.
    """
    links, vault = Links(workspace.store), Vault(os.path.dirname(workspace.store.path))
    keyring, sealed = vault.keyring(), vault.sealed() if vault.has_passphrase and workspace.backups.travels else None
    keys = Keys(keyring, sealed)
    try:
        place = stores.connect(links.now.place, vault.folder.parent)
        try:
            way = Way(workspace.store, place, keys)
            publish = partial(keyrings.publish, place, keyring, sealed, vault.learn)
            yield from Exchange(way, publish).round(search=search)
        finally:
            place.close()
    except StoreError as error:
        links.was_stopped(error.sentence)
        raise


class Exchange:
    """One round; see `run`. `publish` puts the keyring into the store where it is not there."""

    def __init__(self, way: Way, publish: Callable[[], object]) -> None:
        self._way = way
        self._publish = publish
        self._taking = Taking(way)
        self._giving = Giving(way)
        self._snapshots = Snapshots(way, self._giving)

    def round(self, *, search: bool | None = None) -> Iterator[Step | Round]:
        """See `run`."""
        way, taking, giving, snapshots = self._way, self._taking, self._giving, self._snapshots
        if search is None:
            search = self._is_search_due()
        self._follow_keys(search=search)
        yield Step(stage="look", done=0, of=1)
        yield from taking.fetch(self._listed(search=search), search=search)
        yield from taking.take_what_waited()
        yield from snapshots.start()
        yield from taking.take_what_waited()
        if search and not way.is_behind:
            giving.look_through()  # before anything is sent: a word of newer keys may lie under a name that was known
        if not way.is_behind:
            way.streams.is_let_in()
            way.streams.keep_name()
            yield from giving.send()
            if search:
                snapshots.look_at_unnamed()
                if snapshots.is_left_behind:  # first: what only those have is not lost
                    yield from snapshots.make(way.store.path)
                yield from giving.mend(covered := snapshots.covered())
                if snapshots.is_due:
                    yield from snapshots.make(way.store.path)
                yield from snapshots.tidy()
                if not covered <= snapshots.covered():  # one of them turned out to be damaged
                    yield from giving.mend(snapshots.covered())
                self._clear()
        self._tell()
        if giving.trouble:
            raise giving.trouble
        way.links.went_well(searched=search)
        yield Round(
            bundles=taking.bundles + snapshots.bundles,
            changes=taking.changes + snapshots.changes,
            sent=giving.sent,
            mended=giving.mended,
            unsent=len(way.streams.outbox()) + way.streams.unsealed(),
            behind=way.is_behind,
        )

    def _follow_keys(self, *, search: bool) -> None:
        """With the keys of a new epoch, what is on its way is locked anew, and what lies there is looked at anew.

        Others hear of new keys before they meet a file that is locked with them.
        """
        way, before = self._way, self._way.links.keys
        now = " ".join((way.keys.about.text, *sorted(way.keys.known)))
        if not before or About.read(before).line != way.keys.about.line:
            way.streams.sealed_anew(self._giving.made)
        if before and before != now:
            way.objects.forget(way.objects.states())
        if search or before != now or way.is_apart:
            try:
                self._publish()
                way.links.used(now)
            except WHOLE_STORE:
                raise
            except StoreError as error:  # it may still be read
                self._giving.trouble = error

    def _is_search_due(self) -> bool:
        last = self._way.links.now.searched
        often = SEARCH_EVERY / 100 if self._way.objects.gaps() else SEARCH_EVERY
        return last is None or not timedelta() <= self._way.store.clock.now() - last <= often

    def _listed(self, *, search: bool) -> list[str]:
        """The files to consider: all there are, or with no `search` those that come after the ones known."""
        if not search:
            folders = [each for top in ("dev/", "snap/") for each in self._way.place.list(top) if each.endswith("/")]
            after = {folder: self._way.objects.newest(folder) for folder in folders}
            return [
                name
                for folder, newest in {"keyring/": "", **after}.items()  # keyrings of one moment have one number
                for name in self._way.place.list(folder, newest)
                if not name.endswith("/") and not names.is_temporary(name)
            ]
        found, objects = list(self._below("", 3)), self._way.objects
        begun = [name for name in found if names.is_temporary(name)]
        objects.forget(objects.states().keys() - set(found))
        objects.note(Object(name=name, state="begun") for name in begun)
        return [name for name in found if not names.is_temporary(name)]

    def _below(self, folder: str, depth: int) -> Iterator[str]:
        try:
            found = self._way.place.list(folder)
        except Refused:
            if not folder or folder.startswith(("dev/", "keyring/", "snap/")):
                raise
            return  # a folder of somebody else's, as a disk's lost+found
        for name in found:
            if not name.endswith("/"):
                yield name
            elif depth:
                yield from self._below(name, depth - 1)

    def _clear(self) -> None:
        """Remove what was never finished, because its machine was stopped in the middle of it.

        How long it has lain there is counted here, from when it was first seen: no clock of a server has a say.
        """
        for each in self._way.objects.of("begun"):
            if self._way.store.clock.now() - instant(each.since) > LEFT_FOR:
                try:
                    self._way.place.delete(each.name)
                except WHOLE_STORE:
                    raise
                except StoreError:  # it is only in nobody's way
                    return

    def _tell(self) -> None:
        """Keep what the person should know."""
        way, now = self._way, self._way.store.clock.now()
        found = [Alarm(kind="gap", device=device, n=n) for device, n in way.objects.gaps().items()]
        found += [Alarm(kind="cut", device=each.device, n=each.n) for each in way.objects.beyond()]
        mine = way.keys.about
        if mine.digest == "-":
            mine = mine._replace(digest="~")  # who joined by the recovery code has no passphrase, and so no other one
        for about in way.keyrings():
            if about.line > mine.line:
                found.append(Alarm(kind="epoch", device="", n=about.epoch))
            elif about > mine:
                found.append(Alarm(kind="passphrase", device="", n=about.generation))
        proved = {about.keys for about in way.keyrings()}  # these are said with keys of before as well
        for about in way.said():
            if about.keys not in way.keys.known | proved and about.line > way.keys.about.line:
                found.append(Alarm(kind="apart", device="", n=about.epoch))
        for each in way.objects.of("torn", "foreign", "newer"):
            if each.state == "foreign" or each.state == "newer":
                found.append(Alarm(kind=each.state, device=each.name, n=0))
            elif NAME.fullmatch(each.name) and now - instant(each.since) > DAMAGED_FOR:  # others are none of ours
                found.append(Alarm(kind="torn", device=each.name, n=0))
        way.streams.standing(STANDING, found)
