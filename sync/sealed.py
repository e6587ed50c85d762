"""What lies in a store: plaintext compressed, padded (`sync.packing`) and encrypted for this vault alone.

`age -d -i keyring.age FILE | zstd -d` gives the content with stock tools.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from hashlib import sha256

from sync import age, packing, tag
from sync.recipients import X25519Identity

LARGEST = 64 << 20  # bytes of plaintext: a bundle has at most some thousand changes


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


def file_name(device: str, n: int, sealed: bytes) -> str:
    """Where a sealed bundle lies in a store."""
    return f"dev/{device}/{n:08}-{sha256(sealed).hexdigest()[:32]}.age"
