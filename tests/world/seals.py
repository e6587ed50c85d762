"""The keys of the world: a keyed hash in place of encryption, so that a run of thousands of steps pays for none.

What a file of the vault really looks like is tested elsewhere. Epoch `n` has its own key; who has it has all before.
"""

from __future__ import annotations

import hmac
from functools import lru_cache
from itertools import count
from typing import get_args

from core.merging.carried import Bundle
from sync import bundle as bundles
from sync.bundle import UnreadableBundle
from sync.errors import ForeignFile, NoMatch
from sync.keys import About
from sync.sealed import Opened
from sync.tag import Purpose

VAULT = "0123456789abcdef0123456789abcdef"
MOST_EPOCHS = 3
_KEYS = tuple(b"the key of epoch %d" % number for number in range(MOST_EPOCHS + 1))
_PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
_TAG, _NONCE = 32, 8
_SMALL = 1 << 16  # bytes; what is larger is a snapshot, and not remembered

nonces = [count()]


def sealed(plaintext: bytes, epoch: int = 1, purpose: Purpose = "bundle", key: bytes = b"") -> bytes:
    """Other bytes each time, as with real sealing."""
    content = bytes((epoch, _PURPOSES.index(purpose))) + next(nonces[0]).to_bytes(_NONCE, "big") + plaintext
    return hmac.digest(key or _KEYS[epoch], content, "sha256") + content


def _opened(body: bytes) -> tuple[bytes, Purpose, int]:
    return _looked_into(body) if len(body) > _SMALL else _remembered(body)


@lru_cache(maxsize=4096)
def _remembered(body: bytes) -> tuple[bytes, Purpose, int]:
    return _looked_into(body)


def _looked_into(body: bytes) -> tuple[bytes, Purpose, int]:
    content = body[_TAG:]
    if len(content) < 2 + _NONCE or content[0] >= len(_KEYS) or content[1] >= len(_PURPOSES):
        raise ForeignFile
    if not hmac.compare_digest(body[:_TAG], hmac.digest(_KEYS[content[0]], content, "sha256")):
        raise ForeignFile
    return content[2 + _NONCE :], _PURPOSES[content[1]], content[0]


def opened(body: bytes) -> tuple[str, Bundle] | None:
    """The bundle in a file and its hash; None for whatever was not written by a machine of this vault."""
    return None if len(body) > _SMALL else _bundle(body)


@lru_cache(maxsize=4096)
def _bundle(body: bytes) -> tuple[str, Bundle] | None:
    try:
        plaintext, purpose, _ = _opened(body)
        return (bundles.name_of(plaintext), bundles.read(plaintext, VAULT)) if purpose == "bundle" else None
    except (ForeignFile, UnreadableBundle):
        return None


def epoch_of(body: bytes) -> int:
    """With the keys of which epoch a machine of the vault has locked a file."""
    return _opened(body)[2]


def is_ours(body: bytes) -> bool:
    """Whether a machine of the vault wrote a file, whatever it holds."""
    try:
        return _opened(body)[1] != "bundle" or opened(body) is not None
    except ForeignFile:
        return False


class Seals:
    """Stands in for `sync.sealed.Keys`, with the keys up to one epoch."""

    vault = VAULT

    def __init__(self, epoch: int, heads: frozenset[str]) -> None:
        self.about = About(epoch, epoch)
        self.heads = heads
        self._epoch = epoch

    def seal(self, content: bytes, purpose: Purpose = "bundle") -> bytes:
        return sealed(content, self._epoch, purpose)

    def open(self, body: bytes, limit: int = 0) -> Opened:
        content, purpose, epoch = _opened(body)
        if epoch > self._epoch:
            raise NoMatch
        return Opened(content, purpose, epoch == self._epoch)

    def closing(self, before: int) -> bytes:
        """For whoever has the keys of an epoch before: that there is a newer one."""
        text = f"# onward keyring closed\n# epoch {self._epoch}\n# generation {self._epoch}\n".encode()
        return sealed(text, before, "keyring")

    def closes(self, body: bytes) -> int:
        """For which epoch a file says that; 0 where it does not."""
        found = closed(body)
        return max(found) if found and f"epoch {self._epoch}\n".encode() in body else 0


def closed(body: bytes) -> set[int]:
    """The epoch for which a file says that there is a newer one."""
    try:
        _, purpose, epoch = _opened(body)
    except ForeignFile:
        return set()
    return {epoch} if purpose == "keyring" else set()
