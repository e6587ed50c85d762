"""What lies in a store: plaintext compressed, padded (`sync.packing`) and encrypted for this vault alone.

`age -d -i keyring.age FILE | zstd -d` gives the content with stock tools.
"""

from __future__ import annotations

import io
import re
from hashlib import sha256
from typing import NamedTuple

from sync import age, packing, tag
from sync.about import About
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


NAME = re.compile(r"(?:(?:dev|snap)/([a-z2-7]{16})|keyring)/(\d{8})-([0-9a-f]{32})\.age")


class Opened(NamedTuple):
    """The content of a file, what it was written for, and whether with the newest keys.

    `beside`: with keys that another machine of the vault made at the same moment as those that hold.
    """

    content: bytes
    purpose: tag.Purpose
    current: bool
    beside: bool = False


class Keys:
    """What seals and opens the files of a vault.

    `about` says which keys they are, `known` are the names of all of them, `heads` the last bundles that count in
    closed epochs; `sealed` is the file for the passphrase, if that may travel.
    """

    def __init__(self, keyring: Keyring, sealed: bytes | None = None) -> None:
        self.vault = keyring.vault
        self.about = About(*keyring.line, keyring.generation, digest(sealed) if sealed else "-")
        self.known = keyring.known
        self.heads = frozenset(cut.digest for epoch in keyring.all for cut in epoch.cuts)
        self._keyring = keyring
        self._beside = [each.identity for each in keyring.beside if each.number == keyring.epochs[0].number]

    def seal(self, content: bytes, purpose: tag.Purpose = "bundle") -> bytes:
        """A file for every machine of the vault; different bytes each time."""
        return seal(content, self._keyring.identity, self.vault, purpose)

    def open(self, sealed: bytes, limit: int = LARGEST) -> Opened:
        """What a machine of the vault wrote; `limit` is in bytes of content.

        Raises the errors of `age.decrypt`, among them `ForeignFile`, and `PayloadError` where the content is not ours.
        """
        found: list[tuple[tag.Purpose, bool, bool]] = []

        def check(header: Header, file_key: bytes, identity: Identity) -> None:
            purpose = tag.written_for(header, file_key, identity, self.vault)
            found.append((purpose, identity is self._keyring.identity, any(identity is each for each in self._beside)))

        packed = io.BytesIO()
        age.decrypt(io.BytesIO(sealed), packed, self._keyring.identities, check=check, limit=limit)
        purpose, *which = found[0]
        if purpose == "keyring":  # small, and to be opened with nothing but `age`
            return Opened(packed.getvalue(), purpose, *which)
        return Opened(b"".join(packing.unpacked([packed.getvalue()], limit)), purpose, *which)


def file_name(device: str, n: int, sealed: bytes) -> str:
    """Where a sealed bundle lies in a store."""
    return f"dev/{device}/{n:08}-{digest(sealed)}.age"


def digest(sealed: bytes) -> str:
    """The part of a file's name that its content decides."""
    return sha256(sealed).hexdigest()[:32]


def number(name: str) -> int:
    """The number in a file's name, or one above all where it has none of ours."""
    found = NAME.fullmatch(name)
    return int(found[2]) if found else 10**8
