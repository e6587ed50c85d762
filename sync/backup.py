"""One encrypted file out: the workspace at one moment, in a zip that stock programs take apart.

Making a backup goes in steps, so that the app goes on meanwhile: copy the workspace, seal the copy while it is opened
again beside that, and read it back from the disk; only then does the file get its name.
"""

import hashlib
import os
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from platform import node
from typing import BinaryIO, Literal, cast

from core.clock import instant, stamp
from core.content import Content
from core.errors import Refused, StorageError
from core.merging.streams import Streams
from core.record import record
from core.storage import copying
from core.storage.backups import Backup
from core.storage.copying import Taking
from core.storage.snapshot import Facts
from core.storage.store import Store
from core.workspace import Workspace
from onward import __version__
from sync import age, box, keyrings, packing, private
from sync.keys import Keyring
from sync.recipients import Identity
from sync.tag import marked, ours
from sync.vault import Vault
from sync.witness import Witness

MOST_PLAIN = 1 << 30  # bytes: twenty times a workspace of fifty thousand entries
Stage = Literal["copy", "seal", "check"]


@record
class Progress:
    """How far the making of a backup is, in its current stage."""

    stage: Stage
    done: int
    of: int


@record
class Made:
    """A backup that was read back from the disk and found whole."""

    path: Path
    size: int
    facts: Facts
    with_keyring: bool
    removed: int = 0


def run(workspace: Workspace, place: Path) -> Iterator[Progress | Made]:
    """Backs a workspace up into a folder, under a name with the date, or into a new file; the last step is the backup.

    It is remembered, and with it safe, older ones that the person's plan does not keep are removed. Raises what
    `make` and `Vault.keyring` raise.
    """
    vault = Vault(os.path.dirname(workspace.store.path))
    keyring, backups = vault.keyring(), workspace.backups
    target = name_for(place, workspace.clock.local()) if place.is_dir() else place
    sealed = vault.sealed() if backups.travels and vault.has_passphrase else None
    for step in make(workspace.store.path, target, keyring, about(workspace.store), sealed):
        if isinstance(step, Made):
            backup = Backup(path=str(step.path), at=instant(step.facts.at), size=step.size)
            backups.note(backup, step.facts.tables["changes"][0])
            step = replace(step, removed=backups.prune(backup))
        yield step


def about(store: Store) -> dict[str, str]:
    """What a copy of this workspace says of where it comes from."""
    streams = Streams(store)
    name = next((each.name for each in streams.machines() if each.here), "")
    now = stamp(store.clock.now())
    return {"device": streams.device, "machine": name or node(), "at": now, "app": __version__}


def name_for(folder: Path, moment: datetime) -> Path:
    """A free name in a folder; `moment` is local."""
    stem = f"onward-{moment:%Y-%m-%d-%H%M%S}"
    names = (folder / f"{stem}{f'-{turn}' if turn else ''}.zip" for turn in range(1000))
    return next(name for name in names if not os.path.lexists(name))


def make(
    workspace: str, target: Path, keyring: Keyring, about: Mapping[str, str], sealed: bytes | None
) -> Iterator[Progress | Made]:
    """Backs the workspace file up into the new file `target`; the last step is the finished backup.

    `about` says where it comes from, `sealed` is the keyring.age to go along, if it may. Whatever stops it, there is
    either a whole backup under that name or nothing. Raises Refused where there is something of that name, and
    StorageError where the workspace cannot be read or the backup cannot be written.
    """
    taken = Refused(f"{target} is there already, and backups replace nothing. Another name will do.")
    if os.path.lexists(target):
        raise taken
    check = ours(keyring.vault, "backup")
    with closing((yield from _copied(workspace, {**about, "vault": keyring.vault}))) as taking:
        try:
            part, file = private.begin(target)
            try:
                with file, Witness(taking, partial(plain, identities=keyring.identities, check=check)) as witness:
                    yield from _sealed(file, taking, witness, keyring, sealed)
                    facts = yield from _read_back(part, witness, len(taking.image))
                size = part.stat().st_size
                private.place(part, target)
            finally:
                part.unlink(missing_ok=True)
        except FileExistsError:
            raise taken from None
        except OSError as error:
            raise StorageError(f"The backup could not be written to {target.parent}: {error.strerror}.") from None
    yield Made(path=target, size=size, facts=facts, with_keyring=sealed is not None)


def plain(member: BinaryIO, identities: Sequence[Identity], check: age.Check) -> Iterator[bytes]:
    """The snapshot inside the encrypted member of a backup, piece by piece; to be used only when it has ended.

    Raises the age errors, and PayloadError for more than a backup can rightly hold.
    """
    return packing.unpacked(age.plaintext(member, identities, check=check), MOST_PLAIN)


def _copied(workspace: str, about: Mapping[str, str]) -> Generator[Progress, None, Taking]:
    steps = copying.begin(workspace, about)
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            return cast("Taking", end.value)
        yield Progress(stage="copy", done=step.done, of=step.of)


def _sealed(
    file: BinaryIO, taking: Taking, witness: Witness, keyring: Keyring, sealed: bytes | None
) -> Iterator[Progress]:
    identity, size = keyring.identity, len(taking.image)
    extra = marked(identity, keyring.vault, "backup")
    with box.Packer(file) as packer:
        packer.put(box.RECOVER, "\n".join((*Content().lines("vault.recover.lines"), "")).encode())
        if sealed is not None:
            packer.put(box.KEYRING, sealed)
        if len(keyring.all) > 1:  # else the recovery code is all there is
            packer.put(box.CODE, keyrings.for_code(keyring, sealed))
        with (
            packer.member(box.CONTENT) as member,
            witness.watching(member) as watched,
            age.Writer(watched, [identity.recipient], extra=extra) as writer,
        ):
            for done, piece in enumerate(packing.packed(witness.pieces(), size)):
                writer.write(piece)
                yield Progress(stage="seal", done=min(done * packing.PIECE, size), of=size)
    file.flush()
    os.fsync(file.fileno())
    if hasattr(os, "posix_fadvise"):  # so that reading it back asks the disk, not the memory of having written it
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _read_back(part: Path, witness: Witness, size: int) -> Generator[Progress, None, Facts]:
    """Raises StorageError unless the disk gives what was sealed, and that opens as a snapshot that can be restored."""
    digest = hashlib.sha256()
    with suppress(box.NoBackup), box.unpacking(part) as unpacker, unpacker.member(box.CONTENT) as member:
        while piece := member.read(packing.PIECE):
            digest.update(piece)
            yield Progress(stage="check", done=min(member.tell(), size), of=size)
    if not witness.saw(digest.digest()):
        raise StorageError("The backup did not come back from the disk as it was written, so it was not kept.")
    return witness.facts()
