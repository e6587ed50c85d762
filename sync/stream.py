"""The payload of an age v1 file (C2SP age, "Payload"): ChaCha20-Poly1305 over chunks of 64 KiB, the last one marked.

Both directions hold one chunk in memory.
"""

from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from sync.armor import Sink
from sync.errors import PayloadError

CHUNK = 64 * 1024
TAG = 16


class Sealer:
    """Encrypts what is written to it into `target`. Only `close` makes the result complete; it leaves `target` open."""

    def __init__(self, payload_key: bytes, target: Sink) -> None:
        self._cipher = ChaCha20Poly1305(payload_key)
        self._target = target
        self._waiting = bytearray()
        self._count = 0

    def write(self, data: bytes, /) -> None:
        left = memoryview(data)
        while left:
            # A full chunk waits for more to come: the last chunk is empty only when everything is.
            if len(self._waiting) == CHUNK:
                self._put(last=False)
            room = CHUNK - len(self._waiting)
            self._waiting += left[:room]
            left = left[room:]

    def close(self) -> None:
        self._put(last=True)

    def _put(self, *, last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._count, last), self._waiting, None))
        self._waiting.clear()
        self._count += 1


def opened(payload_key: bytes, source: BinaryIO) -> Iterator[bytes]:
    """The chunks of the payload, each one authenticated; they are the whole content only if no error follows.

    Raises PayloadError for a chunk that was changed, a missing last chunk, or anything behind it.
    """
    cipher = ChaCha20Poly1305(payload_key)
    count, last = 0, False
    while not last:
        sealed = full(source, CHUNK + TAG)
        last = len(sealed) < CHUNK + TAG
        if len(sealed) < TAG or (last and count and len(sealed) == TAG):
            raise PayloadError
        chunk = None if last else _decrypted(cipher, count, sealed, last=False)
        if chunk is None:
            # A full chunk that is not an inner one may still be the last one: trying costs nothing on good files
            # but their end, and saves looking ahead.
            last = True
            chunk = _decrypted(cipher, count, sealed, last=True)
        if chunk is None:
            raise PayloadError
        yield chunk
        count += 1
    if source.read(1):
        raise PayloadError


def _decrypted(cipher: ChaCha20Poly1305, count: int, sealed: bytes, *, last: bool) -> bytes | None:
    try:
        return cipher.decrypt(_nonce(count, last), sealed, None)
    except InvalidTag:
        return None


def _nonce(count: int, last: bool) -> bytes:
    return (count << 8 | last).to_bytes(12, "big")


def full(source: BinaryIO, size: int) -> bytes:
    """`size` bytes, fewer only at the end: pipes and sockets may give them in pieces."""
    data = source.read(size)
    while len(data) < size and (more := source.read(size - len(data))):
        data += more
    return data
