"""Row ids: UUIDv7 for what happens once, UUIDv5 for what is unique by its meaning (RFC 9562).

Written out here because the standard library has UUIDv7 only from Python 3.14, and importing
`uuid` alone takes as long as the insert that `onward write` is there for.
"""

from __future__ import annotations

from os import urandom

# The namespace of our name-based ids: any constant will do, as long as it never changes.
_NAMESPACE = bytes.fromhex("6f6e776172645f726f775f69645f7631")


def new_id(milliseconds: int, random: bytes = b"") -> str:
    """A UUIDv7: 48 bits of Unix time in milliseconds, then 74 random bits, from 10 bytes of `random` if given."""
    raw = bytearray(milliseconds.to_bytes(6, "big") + (random or urandom(10)))
    raw[6] = (raw[6] & 0x0F) | 0x70
    raw[8] = (raw[8] & 0x3F) | 0x80
    return _text(raw)


def same_id(*meaning: str) -> str:
    """A UUIDv5 of what makes a row unique, so that two machines give the same row the same id.

    `same_id("tick", practice, "2026-11-22")` is one tick a day, however often it is made.
    """
    try:
        from _sha1 import sha1  # type: ignore[import-not-found]  # `hashlib` loads OpenSSL, which takes longer than all that is asked of it here
    except ImportError:
        from hashlib import sha1

    name = "\x1f".join(meaning).encode()
    raw = bytearray(sha1(_NAMESPACE + name, usedforsecurity=False).digest()[:16])
    raw[6] = (raw[6] & 0x0F) | 0x50
    raw[8] = (raw[8] & 0x3F) | 0x80
    return _text(raw)


def _text(raw: bytearray) -> str:
    h = raw.hex()
    return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"


def new_device() -> str:
    """A name for a machine in file names: 16 random base32 characters, which say nothing."""
    from base64 import b32encode

    return b32encode(urandom(10)).decode().lower()
