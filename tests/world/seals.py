"""The keys of the world: a keyed hash in place of encryption, so that a run of thousands of steps pays for none.

What a file of the vault really looks like is tested elsewhere. Keyrings are the real ones, with keys that are numbers.
"""

from __future__ import annotations

import hmac
from functools import cache, lru_cache
from itertools import count
from typing import get_args
from unittest.mock import patch

from core.merging.carried import Bundle
from sync import bundle as bundles
from sync import keyrings
from sync.about import About
from sync.bundle import UnreadableBundle
from sync.errors import ForeignFile, NoMatch
from sync.keys import Cut, Epoch, Keyring, vault_id
from sync.recipients import X25519Identity
from sync.sealed import Opened
from sync.tag import Purpose

MOST_EPOCHS = 3
MOST_KEYS = 2 * MOST_EPOCHS
_OPENED = "2026-11-22T12:00:00Z"
_PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
_TAG, _NONCE = 32, 8
SMALL = 1 << 16  # bytes; what is larger is a snapshot, and not remembered

nonces = [count()]


@cache
def key(number: int) -> X25519Identity:
    """A key that can be told by its number; none is ever used for more than its bytes."""
    return X25519Identity(number.to_bytes(32, "big"))


def number_of(epoch: Epoch) -> int:
    """Which key it is."""
    return int.from_bytes(epoch.identity.secret, "big")


VAULT = vault_id(key(1))
FIRST = Keyring(VAULT, 1, (Epoch(1, _OPENED, key(1)),))


def next_epoch(keyring: Keyring, number: int, cuts: tuple[Cut, ...]) -> Keyring:
    """The keyring of a machine that drops another one, with this key."""
    with patch.object(X25519Identity, "generate", lambda: key(number)):
        return keyring.next_epoch(_OPENED, cuts)


def keyring_for(content: bytes, keyring: Keyring, identity: X25519Identity) -> bytes:
    """Stands in for what locks a keyring, or a word about one, for one key."""
    return sealed(content, int.from_bytes(identity.secret, "big"), "keyring")


def sealed(plaintext: bytes, number: int = 1, purpose: Purpose = "bundle", secret: bytes = b"") -> bytes:
    """A file locked with a key of the vault, or with another one: other bytes each time, as with real sealing."""
    content = bytes((number, _PURPOSES.index(purpose))) + next(nonces[0]).to_bytes(_NONCE, "big") + plaintext
    return hmac.digest(secret or key(number).secret, content, "sha256") + content


def _opened(body: bytes) -> tuple[bytes, Purpose, int]:
    return _looked_into(body) if len(body) > SMALL else _remembered(body)


@lru_cache(maxsize=4096)
def _remembered(body: bytes) -> tuple[bytes, Purpose, int]:
    return _looked_into(body)


def _looked_into(body: bytes) -> tuple[bytes, Purpose, int]:
    content = body[_TAG:]
    if len(content) < 2 + _NONCE or not 0 < content[0] <= MOST_KEYS or content[1] >= len(_PURPOSES):
        raise ForeignFile
    if not hmac.compare_digest(body[:_TAG], hmac.digest(key(content[0]).secret, content, "sha256")):
        raise ForeignFile
    return content[2 + _NONCE :], _PURPOSES[content[1]], content[0]


def opened(body: bytes) -> tuple[str, Bundle] | None:
    """The bundle in a file and its hash; None for whatever was not written by a machine of this vault."""
    return None if len(body) > SMALL else _bundle(body)


@lru_cache(maxsize=4096)
def _bundle(body: bytes) -> tuple[str, Bundle] | None:
    try:
        plaintext, purpose, _ = _opened(body)
        return (bundles.name_of(plaintext), bundles.read(plaintext, VAULT)) if purpose == "bundle" else None
    except (ForeignFile, UnreadableBundle):
        return None


def locked_with(body: bytes) -> int:
    """With which key a machine of the vault has locked a file."""
    return _opened(body)[2]


def is_ours(body: bytes) -> bool:
    """Whether a machine of the vault wrote a file, whatever it holds."""
    try:
        return _opened(body)[1] != "bundle" or opened(body) is not None
    except ForeignFile:
        return False


class Seals:
    """Stands in for `sync.sealed.Keys`."""

    vault = VAULT

    def __init__(self, keyring: Keyring, sealed: bytes | None = None) -> None:
        self.about = About(*keyring.line, keyring.generation)
        self.known = keyring.known
        self.heads = frozenset(cut.digest for each in keyring.all for cut in each.cuts)
        self.keyring = keyring
        self.number = number_of(keyring.epochs[0])
        self._numbers = {number_of(each): each for each in keyring.all}

    def seal(self, content: bytes, purpose: Purpose = "bundle") -> bytes:
        return sealed(content, self.number, purpose)

    def open(self, body: bytes, limit: int = 0) -> Opened:
        content, purpose, number = _opened(body)
        if number not in self._numbers:
            raise NoMatch
        epoch = self._numbers[number]
        is_beside = epoch in self.keyring.beside and epoch.number == self.about.epoch
        return Opened(content, purpose, number == self.number, is_beside)


def said(body: bytes) -> tuple[int, About] | None:
    """For which key a file says that there are newer ones, and which ones those are."""
    try:
        content, purpose, number = _opened(body)
    except ForeignFile:
        return None
    about = keyrings.said(content) if purpose == "keyring" else None
    return (number, about) if about else None
