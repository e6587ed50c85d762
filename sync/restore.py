"""One file in: looking at a backup, restoring it into an empty home, merging it into a living one.

Everything is opened, unpacked and checked in memory first. Then the backup's changes are taken in by the same law and
through the same door as those of another machine, in one transaction: whatever stops it, a home is as it was before.
"""

from collections.abc import Iterator
from pathlib import Path

from core.merging.carried import Bundle
from core.merging.streams import Streams
from core.record import record
from core.storage import snapshot
from core.storage.ids import new_device
from core.storage.snapshot import BadSnapshot, Facts
from core.workspace import Workspace
from sync import backup, box, bundle, keyrings, keys, kit, merge, passphrase
from sync.errors import AgeError, ForeignFile
from sync.keys import Keyring
from sync.tag import ours
from sync.vault import from_code

_CODE = frozenset(b"QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L")  # Bech32's letters
_CODE_LETTERS = 58  # of a recovery code after its first word


class NoKeyring(AgeError):
    """The backup was made without its keys."""

    usual = "This backup does not carry its keys, so no passphrase opens it. The recovery code does."


class AnotherVault(ForeignFile):
    """The backup is of another vault than the one here."""

    usual = "This backup belongs to another vault than the one here, so it was left alone."


@record
class Opened:
    """A backup, opened and checked: what it says of itself, its keys, and the plain snapshot."""

    facts: Facts
    keyring: Keyring
    sealed: bytes | None
    size: int
    image: bytes


@record
class Restored:
    """What came in: how many changes, and whether the rows are exactly those of the backup."""

    changes: int
    exact: bool


def is_code(words: bytearray) -> bool:
    """Whether this looks like a recovery code rather than a passphrase."""
    letters = words.translate(None, b" \t\r\n").upper()
    return letters.startswith(b"AGE-SECRET-KEY-1") or (len(letters) == _CODE_LETTERS and set(letters) <= _CODE)


def keyring_for(path: Path, words: bytearray) -> tuple[Keyring, bytes | None]:
    """The keys that a passphrase or a recovery code gives for a backup, and its keyring.age where it has one.

    Raises NoMatch for a wrong passphrase, NoKeyring, IdentityError for a code with a slip, NoBackup, NotFound.
    """
    with box.unpacking(path) as unpacker:
        if is_code(words):
            identity = kit.typed_back(words.decode(errors="replace"))
            if unpacker.has_code:
                return keyrings.by_code(unpacker.small(box.CODE), identity), None
            return from_code(identity), None
        if not unpacker.has_keyring:
            raise NoKeyring
        sealed = unpacker.small(box.KEYRING)
        with passphrase.normal(words) as normal:
            return keys.unlock(sealed, normal), sealed


def opened(path: Path, keyring: Keyring, sealed: bytes | None = None) -> Opened:
    """A backup with these keys, wholly checked; nothing is written anywhere.

    Raises NoMatch for other keys, ForeignFile for what no machine of the vault wrote, BadSnapshot, and the age errors.
    """
    check = ours(keyring.vault, "backup")
    with box.unpacking(path) as unpacker, unpacker.member(box.CONTENT) as member:
        image = b"".join(backup.plain(member, keyring.identities, check))
    with snapshot.opened(image) as copy:
        facts = copy.facts
    if facts.vault != keyring.vault:
        raise BadSnapshot
    return Opened(facts=facts, keyring=keyring, sealed=sealed, size=path.stat().st_size, image=image)


def bring(workspace: Workspace, backup: Opened) -> Restored:
    """Take the backup's changes into a workspace; what it has already is passed over.

    Raises BadSnapshot for changes that no machine would have written, having changed nothing.
    """
    with snapshot.opened(backup.image, rows=False) as copy:
        incoming = [
            (name, found)
            for name, found in checked(copy, backup.facts.vault)
            if name is not None or not snapshot.holds(workspace.store, found)
        ]
        given_up = copy.given_up()
    named = [(name or bundle.name_of(bundle.write(found, backup.facts.vault)), found) for name, found in incoming]
    taken = merge.take(Streams(workspace.store), workspace.clock, named, given_up)
    counts = {name: len(found.changes) for name, found in named}
    return Restored(
        changes=sum(counts[name] for name in taken.taken), exact=snapshot.is_like(workspace.store, backup.facts)
    )


def checked(copy: snapshot.Snapshot, vault: str) -> Iterator[tuple[str | None, Bundle]]:
    """Every bundle of a snapshot with its hash, read by the same reader as those that come from a store.

    Raises BadSnapshot for one that no machine would have written.
    """
    for name, found in copy.bundles(new_device()):
        plaintext = bundle.write(found, vault)
        try:
            again = bundle.read(plaintext, vault)
        except bundle.UnreadableBundle:
            raise BadSnapshot from None
        if again != found or (name and bundle.name_of(plaintext) != name):
            raise BadSnapshot
        yield name or None, found
