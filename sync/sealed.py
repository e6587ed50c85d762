"""What lies in a store: plaintext compressed, padded (`sync.packing`) and encrypted for this vault alone.

`age -d -i keyring.age FILE | zstd -d` gives the content with stock tools.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from sync import age, packing, tag
from sync.header import Header
from sync.keys import Keyring
from sync.recipients import Identity, X25519Identity

LARGEST = 160 << 20  # bytes of plaintext: one change may have eight of the longest texts, with every sign escaped


def seal(plaintext: bytes, identity: X25519Identity, vault: str, purpose: tag.Purpose = "bundle") -> bytes:
    """A file of this vault with this content; different bytes each time."""
    sealed = io.BytesIO()
    with age.Writer(sealed, [identity.recipient], extra=tag.marked(identity, vault, purpose)) as writer:
        for piece in packing.packed([plaintext]):
            writer.write(piece)
    return sealed.getvalue()


def unseal(
    sealed: bytes,
    identities: Sequence[X25519Identity],
    vault: str,
    purpose: tag.Purpose = "bundle",
    limit: int = LARGEST,
) -> bytes:
    """The content of a file that a machine of this vault wrote; `identities` newest first, `limit` in bytes.

    Raises the errors of `age.decrypt`, among them `ForeignFile`, and `PayloadError` where the content is not ours.
    """
    packed = io.BytesIO()
    age.decrypt(io.BytesIO(sealed), packed, identities, check=tag.ours(vault, purpose), limit=limit)
    return b"".join(packing.unpacked([packed.getvalue()], limit))


class Opened(NamedTuple):
    """The content of a file, what it was written for, and whether with the newest keys."""

    content: bytes
    purpose: tag.Purpose
    current: bool


class Keys:
    """What seals and opens the files of a vault; `heads` are the last bundles that count in closed epochs."""

    def __init__(self, keyring: Keyring) -> None:
        self.vault = keyring.vault
        self.epoch = keyring.epochs[0].number
        self.generation = keyring.generation
        self.heads = frozenset(cut.digest for epoch in keyring.epochs for cut in epoch.cuts)
        self._keyring = keyring

    def seal(self, content: bytes, purpose: tag.Purpose = "bundle") -> bytes:
        """A file for every machine of the vault; different bytes each time."""
        return seal(content, self._keyring.identity, self.vault, purpose)

    def open(self, sealed: bytes, limit: int = LARGEST) -> Opened:
        """What a machine of the vault wrote; `limit` is in bytes of content. Raises as `unseal` does."""
        found: list[tuple[tag.Purpose, bool]] = []

        def check(header: Header, file_key: bytes, identity: Identity) -> None:
            purpose = tag.written_for(header, file_key, identity, self.vault)
            found.append((purpose, identity is self._keyring.identity))

        packed = io.BytesIO()
        age.decrypt(io.BytesIO(sealed), packed, self._keyring.identities, check=check, limit=limit)
        return Opened(b"".join(packing.unpacked([packed.getvalue()], limit)), *found[0])


def file_name(device: str, n: int, sealed: bytes) -> str:
    """Where a sealed bundle lies in a store."""
    return f"dev/{device}/{n:08}-{digest(sealed)}.age"


def digest(sealed: bytes) -> str:
    """The part of a file's name that its content decides."""
    return sha256(sealed).hexdigest()[:32]
