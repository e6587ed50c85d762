"""What lies in a store: plaintext compressed, padded and encrypted for this vault alone.

Compressed with zstd at level 3, where a small text is a fifth of its size at 100 MB/s. The length would still tell how
much was written, so it is padded to the next of few lengths (Padmé, at most 12 % more) by an empty zstd frame that
every reader skips: `age -d -i keyring.age FILE | zstd -d` gives the content with stock tools.
"""

from __future__ import annotations

import io
import struct
import sys
from collections.abc import Sequence
from hashlib import sha256

from sync import age, tag
from sync.errors import PayloadError
from sync.recipients import X25519Identity

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LEVEL = 3
LARGEST = 64 << 20  # bytes of plaintext: a bundle has at most some thousand changes
_SKIPPED = struct.Struct("<II")  # magic, length of what follows (RFC 8878, 3.1.2)
_MAGIC = 0x184D2A50


def seal(plaintext: bytes, identity: X25519Identity, vault: str, purpose: tag.Purpose = "bundle") -> bytes:
    """A file of this vault with this content; different bytes each time."""
    packed = _padded(zstd.compress(plaintext, LEVEL))
    sealed = io.BytesIO()
    age.encrypt(io.BytesIO(packed), sealed, [identity.recipient], extra=tag.marked(identity, vault, purpose))
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
    reader = zstd.ZstdDecompressor()
    try:
        plaintext: bytes = reader.decompress(packed.getvalue(), max_length=limit + 1)
    except zstd.ZstdError:
        raise PayloadError from None
    if not reader.eof or len(plaintext) > limit or not _is_padding(reader.unused_data):
        raise PayloadError
    return plaintext


def file_name(device: str, n: int, sealed: bytes) -> str:
    """Where a sealed bundle lies in a store."""
    return f"dev/{device}/{n:08}-{sha256(sealed).hexdigest()[:32]}.age"


def padme(length: int) -> int:
    """The next length, from `length` on, that keeps only its leading bits (Nikitin et al. 2019, "PURBs", 4.3)."""
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    last = exponent - exponent.bit_length()
    mask = (1 << last) - 1
    return (length + mask) & ~mask


def _padded(packed: bytes) -> bytes:
    missing = padme(len(packed) + _SKIPPED.size) - len(packed) - _SKIPPED.size
    return packed + _SKIPPED.pack(_MAGIC, missing) + bytes(missing)


def _is_padding(rest: bytes) -> bool:
    if len(rest) < _SKIPPED.size:
        return False
    magic, length = _SKIPPED.unpack_from(rest)
    return bool(magic == _MAGIC and length == len(rest) - _SKIPPED.size)
