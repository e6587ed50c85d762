"""The machines of a vault: the first one connects it to a store, further ones join.

Nothing is written anywhere before it is certain what the store is: for the first machine, that it can be written and
holds no other vault; for a further one, that the passphrase or the recovery code opens what is there.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import islice
from pathlib import Path
from platform import node

from core.clock import told
from core.merging.carried import Bundle
from core.merging.link import Links
from core.merging.streams import Streams
from core.record import record
from core.storage.changes import read
from core.workspace import Workspace
from sync import bundle as bundles
from sync import keyrings, keys, kit, passphrase, stores
from sync.errors import AgeError, ForeignFile, NoMatch
from sync.files import Note, looked_at
from sync.keys import Keyring
from sync.restore import is_code
from sync.sealed import NAME, Keys
from sync.stores.errors import Missing, StoreError, Taken, TooLarge
from sync.taking import LARGEST_NOTE
from sync.vault import Vault, from_code
from sync.way import LARGEST_FILE, WHOLE_STORE

_PROBE = 64  # bytes
_NOTES = 4  # the last ones in a folder: a snapshot and its note, and one that was left half-way
_TRIED = 50  # files that may be damaged or a stranger's before it is clear whose store it is


class OtherVault(ForeignFile):
    """A store, or this computer, holds another vault than the one that was meant."""

    usual = "There is another vault in that place already, so nothing was written there. `onward vault join` joins it."


class NoVaultThere(NoMatch):
    """The store holds nothing that could be joined."""

    exit_code = 4
    usual = "There is no vault in that place yet. `onward vault connect` puts the one of this computer there."


@record
class Found:
    """A vault in a store, opened and not yet joined.

    `at` is when the newest change in it was written (UTC, by that machine's clock), None where there is none; `machine`
    is the name of the machine that wrote it.
    """

    place: str
    keyring: Keyring
    sealed: bytes | None
    at: datetime | None
    machine: str
    machines: int


def connect(workspace: Workspace, place: str, name: str = "") -> None:
    """Begin to share this workspace through a store; `name` is what this machine is called on the others.

    The same place once more, or one that holds this very vault, is no mistake. Raises OtherVault where it holds another
    one, NoVault, and what the store raises, all with nothing changed.
    """
    vault = _vault(workspace)
    keyring = vault.keyring()
    with _opened(place, workspace) as store:
        if not _holds(store, keyring):
            _prove_writable(store)
        keyrings.publish(store, keyring, travelling(workspace))
    _link(workspace, place, name)


def expect(workspace: Workspace, place: str) -> None:
    """Nothing where a store holds a vault, whosever it is. Raises NoVaultThere, and what the store raises."""
    with _opened(place, workspace) as store:
        if not any(each for folder in ("keyring/", "dev/", "snap/") for each in _files(store, folder)):
            raise NoVaultThere


def look(workspace: Workspace, place: str, words: bytearray) -> Found:
    """What a passphrase or a recovery code opens in a store; nothing is written anywhere.

    Raises NoMatch where it opens nothing there, NoVaultThere where there is nothing, OtherVault where this computer has
    a vault of its own, and what the store raises.
    """
    with _opened(place, workspace) as store:
        keyring, sealed = _proved(store, words)
        vault = _vault(workspace)
        if vault.exists:
            keyring.follows(vault.keyring())
        at, machine, machines = _newest(store, Keys(keyring))
    return Found(place=place, keyring=keyring, sealed=sealed, at=at, machine=machine, machines=machines)


def join(workspace: Workspace, found: Found, name: str = "") -> None:
    """Join the vault that `look` found. What has been written here is kept, and goes to the other machines too."""
    vault = _vault(workspace)
    if vault.exists:
        before = vault.keyring().line
        vault.follow(found.keyring, found.sealed)
        if vault.keyring().line != before:
            workspace.backups.kit_is_past()
    else:
        vault.adopt(found.keyring, found.sealed)
    if vault.keyring().line == found.keyring.line:
        workspace.backups.set_travels(found.sealed is not None)
        if found.sealed is None:
            workspace.backups.kit_proven()  # it was typed a moment ago
    _link(workspace, found.place, name)


def _link(workspace: Workspace, place: str, name: str) -> None:
    streams = Streams(workspace.store)
    here = next((each.name for each in streams.machines() if each.here), "")
    if name or not here:
        streams.name(name or here or node() or "machine")
    if Links(workspace.store).now.place != place:
        Links(workspace.store).connect(place)


def travelling(workspace: Workspace) -> bytes | None:
    """`keyring.age` as it may lie in a store; None where there is none, or its passphrase is too short for that."""
    vault = _vault(workspace)
    return vault.sealed() if vault.has_passphrase and workspace.backups.travels else None


def _vault(workspace: Workspace) -> Vault:
    return Vault(os.path.dirname(workspace.store.path))


@contextmanager
def _opened(place: str, workspace: Workspace) -> Iterator[stores.Store]:
    store = stores.connect(place, Path(workspace.store.path).parent)
    try:
        yield store
    finally:
        store.close()


def _holds(store: stores.Store, keyring: Keyring) -> bool:
    """Whether this vault is in a store already, False where none is. Raises OtherVault."""
    files = (name for folder in ("keyring/", "dev/", "snap/") for name in _files(store, folder))
    found = list(islice(files, _TRIED))
    if not found:
        return False
    opened = Keys(keyring)
    for body in _readable(store, found, LARGEST_FILE):
        with suppress(AgeError):
            opened.open(body)
            return True
    raise OtherVault


def _readable(store: stores.Store, names: Iterable[str], limit: int) -> Iterator[bytes]:
    """What can be read of these files, none larger than ours. Raises at the end why one of them could not be."""
    trouble: StoreError | None = None
    for name in names:
        try:
            body = store.get(name, limit)
        except (Missing, TooLarge):
            continue
        except WHOLE_STORE:
            raise
        except StoreError as error:
            trouble = error
        else:
            yield body
    if trouble:
        raise trouble


def _files(store: stores.Store, folder: str) -> Iterator[str]:
    for name in store.list(folder):
        if name.endswith("/"):
            yield from (each for each in store.list(name) if NAME.fullmatch(each))
        elif NAME.fullmatch(name):
            yield name


def _prove_writable(store: stores.Store) -> None:
    """Raises StoreError unless a file that is put into a store can be read back."""
    body = os.urandom(_PROBE)
    name = f"probe-{os.urandom(8).hex()}.age"
    try:
        store.put(name, body)
        if store.get(name, _PROBE) != body:
            raise Taken
    finally:
        store.delete(name)


def _proved(store: stores.Store, words: bytearray) -> tuple[Keyring, bytes | None]:
    """The newest keyring that a passphrase or a recovery code opens in a store, and its file if it has a passphrase."""
    found = sorted(_files(store, "keyring/"), reverse=True)
    bodies = _readable(store, found, keyrings.MOST)
    if is_code(words):
        return _by_code(store, bodies, words), None
    is_there = False
    with passphrase.normal(words) as normal:
        for body in filter(keyrings.has_passphrase, bodies):
            is_there = True
            with suppress(AgeError):
                return keys.unlock(body, normal), body
    if is_there:
        raise NoMatch("That passphrase does not open the vault in that place.")
    raise NoVaultThere(
        "There is no vault in that place yet."
        if not found
        else "The keys are not in that place, because the passphrase was short. The recovery code opens the vault."
    )


def _by_code(store: stores.Store, bodies: Iterable[bytes], words: bytearray) -> Keyring:
    identity = kit.typed_back(words.decode(errors="replace"))
    for body in bodies:
        with suppress(AgeError):
            return keyrings.by_code(body, identity)
    keyring = from_code(identity)
    try:
        if _holds(store, keyring):
            return keyring
    except OtherVault:
        raise NoMatch("That recovery code does not open the vault in that place.") from None
    raise NoVaultThere


def _newest(store: stores.Store, opened: Keys) -> tuple[datetime | None, str, int]:
    """When the newest change in a store was written, on which machine, and how many machines have written there."""
    names: dict[str, str] = {}
    newest: dict[str, int] = {}
    for name in _ends(store, "snap/", _NOTES):  # what a snapshot stands for is in no bundle any more
        for device, at, called in _note(store, opened, name).machines:
            newest[device] = max(newest.get(device, 0), at)
            names[device] = called
    for name in _ends(store, "dev/", 1):  # the later one says how it is called now
        try:
            bundle = bundles.read(opened.open(store.get(name, LARGEST_FILE)).content, opened.vault)
        except (AgeError, bundles.UnreadableBundle, StoreError):
            continue
        newest[bundle.device] = max(newest.get(bundle.device, 0), bundle.changes[-1][1])
        names.update(_names(bundle))
    if not newest:
        return None, "", 0
    device = max(newest, key=lambda each: newest[each])
    return told(newest[device]), names.get(device, ""), len(newest)


def _ends(store: stores.Store, top: str, many: int) -> Iterator[str]:
    """The first and the last files in each folder."""
    for folder in store.list(top):
        files = [each for each in store.list(folder) if NAME.fullmatch(each)] if folder.endswith("/") else []
        yield from dict.fromkeys((*files[:many], *files[-many:]))


def _note(store: stores.Store, opened: Keys, name: str) -> Note:
    """What stands beside a snapshot; nothing in it where a file is no such note, or one that does not count."""
    try:
        found = looked_at(name, store.get(name, LARGEST_NOTE), opened, behind=False, limit=LARGEST_NOTE).object
    except StoreError:
        found = None
    return Note.read(found.about) if found and found.state == "note" else Note("", ())


def _names(bundle: Bundle) -> Iterator[tuple[str, str]]:
    for _, _, table, row, patch in bundle.changes:
        if table == "machines" and (name := read(patch).get("name")):
            yield row, str(name)
