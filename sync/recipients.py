"""Who an age file is for: X25519 keys, passphrases (scrypt), and reading with hybrid post-quantum keys.

Only the native kinds exist. Plugin and SSH keys would mean running or parsing other people's programs for a file
a stranger may have handed over (GHSA-4fg7-vxc8-qx5w), so their text forms are refused.
"""

import hashlib
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from sync import bech32
from sync.errors import HeaderError, IdentityError
from sync.header import Stanza, decode64, derived, encode64

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey

FILE_KEY = 16
SCRYPT_COST = 18  # log2 of N: 256 MiB and about a second
MOST_SCRYPT_COST = 20  # log2 of N: 1 GiB; a file asking for more is asking this machine to stop working
_WRAPPED = FILE_KEY + 16
_NONCE = bytes(12)  # every wrapping key is used once


class Recipient(Protocol):
    """Someone a file key can be wrapped for."""

    def wrap(self, file_key: bytes) -> Stanza: ...


class Identity(Protocol):
    """Someone who may be able to unwrap a file key."""

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """The file key, or None when no stanza is for this identity. Raises HeaderError for a malformed one."""


class X25519Recipient:
    """The public half of a key. In this program it is kept as secret as the other half: see the vault's rules."""

    kind = "X25519"

    def __init__(self, public: bytes) -> None:
        self._public = public

    @classmethod
    def parse(cls, text: str) -> "X25519Recipient":
        return cls(_key(text, "age"))

    def __str__(self) -> str:
        return bech32.encode("age", self._public)

    def wrap(self, file_key: bytes) -> Stanza:
        ephemeral = X25519PrivateKey.generate()
        share = ephemeral.public_key().public_bytes_raw()
        shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(self._public))
        key = derived(shared, share + self._public, b"age-encryption.org/v1/X25519")
        return Stanza(self.kind, (encode64(share),), _sealed(key, file_key))


class X25519Identity:
    """A 32-byte secret. Printing or logging the object shows nothing of it; `text` gives it out."""

    def __init__(self, secret: bytes) -> None:
        self.secret = secret
        self._private = X25519PrivateKey.from_private_bytes(secret)
        self._public = self._private.public_key().public_bytes_raw()

    @classmethod
    def generate(cls) -> "X25519Identity":
        return cls(os.urandom(32))

    @classmethod
    def parse(cls, text: str) -> "X25519Identity":
        return cls(_key(text, "AGE-SECRET-KEY-"))

    @property
    def text(self) -> str:
        return bech32.encode("age-secret-key-", self.secret).upper()

    @property
    def recipient(self) -> X25519Recipient:
        return X25519Recipient(self._public)

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        for stanza in stanzas:
            if stanza.kind == X25519Recipient.kind:
                share = _argument(stanza, 32)
                key = derived(self._shared(share), share + self._public, b"age-encryption.org/v1/X25519")
                if file_key := _unsealed(key, stanza.body):
                    return file_key
        return None

    def _shared(self, share: bytes) -> bytes:
        try:
            return self._private.exchange(X25519PublicKey.from_public_bytes(share))
        except ValueError:  # all zero: a share chosen so that any key would do
            raise HeaderError from None


class ScryptRecipient:
    """A passphrase to write with. `passphrase` stays the caller's, who zeroes it when the work is done."""

    kind = "scrypt"

    def __init__(self, passphrase: bytes | bytearray, cost: int = SCRYPT_COST) -> None:
        self._passphrase = passphrase
        self._cost = cost

    def wrap(self, file_key: bytes) -> Stanza:
        salt = os.urandom(16)
        key = _stretched(self._passphrase, salt, self._cost)
        return Stanza(self.kind, (encode64(salt), str(self._cost)), _sealed(key, file_key))


class ScryptIdentity:
    """A passphrase to read with. `passphrase` stays the caller's, who zeroes it when the work is done."""

    def __init__(self, passphrase: bytes | bytearray) -> None:
        self._passphrase = passphrase

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        for stanza in stanzas:
            if stanza.kind == ScryptRecipient.kind:
                salt, cost = _argument(stanza, 16, more=1), _cost(stanza.arguments[1])
                return _unsealed(_stretched(self._passphrase, salt, cost), stanza.body)
        return None


class HybridIdentity:
    """A post-quantum key (mlkem768x25519), read only: Onward writes none, but a person may own one."""

    kind = "mlkem768x25519"
    _ENCAPSULATED = 1120

    def __init__(self, secret: bytes) -> None:
        """Raises IdentityError where the cryptography library at hand has no ML-KEM."""
        # X-Wing's key expansion (draft-ietf-hpke-pq-03): 64 bytes seed ML-KEM, 32 are the X25519 key.
        expanded = hashlib.shake_256(secret).digest(96)
        self._x25519 = X25519PrivateKey.from_private_bytes(expanded[64:])
        self._private = self._combined(expanded[:64])

    @classmethod
    def parse(cls, text: str) -> "HybridIdentity":
        return cls(_key(text, "AGE-SECRET-KEY-PQ-"))

    def _combined(self, seed: bytes) -> "MLKEM768X25519PrivateKey":
        try:
            from cryptography.hazmat.primitives import hpke
            from cryptography.hazmat.primitives.asymmetric import mlkem

            return hpke.MLKEM768X25519PrivateKey(mlkem.MLKEM768PrivateKey.from_seed_bytes(seed), self._x25519)
        except (ImportError, AttributeError, UnsupportedAlgorithm):
            raise IdentityError("This is a post-quantum key, which the encryption library here cannot read.") from None

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

        suite = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
        for stanza in stanzas:
            if stanza.kind == self.kind:
                encapsulated = _argument(stanza, self._ENCAPSULATED)
                try:  # suite.decrypt reports a share that allows any key exactly like a file for someone else
                    self._x25519.exchange(X25519PublicKey.from_public_bytes(encapsulated[-32:]))
                except ValueError:
                    raise HeaderError from None
                try:
                    return suite.decrypt(
                        encapsulated + stanza.body, self._private, b"age-encryption.org/mlkem768x25519"
                    )
                except InvalidTag:
                    continue
        return None


def parse_identity(text: str) -> X25519Identity | HybridIdentity:
    """The identity an AGE-SECRET-KEY-... line stands for.

    Raises IdentityError for any other kind (plugin and SSH keys among them) and for typing slips.
    """
    return HybridIdentity.parse(text) if text.startswith("AGE-SECRET-KEY-PQ-") else X25519Identity.parse(text)


def _key(text: str, prefix: str) -> bytes:
    try:
        found, data = bech32.decode(text)
    except ValueError:
        raise IdentityError from None
    if found != prefix or len(data) != 32:
        raise IdentityError
    return data


def _argument(stanza: Stanza, size: int, *, more: int = 0) -> bytes:
    """The first argument of a native stanza, after its shape was checked.

    The body's length is checked before anything is decrypted: longer ones would let one file open with many keys.
    """
    if len(stanza.arguments) != 1 + more or len(stanza.body) != _WRAPPED:
        raise HeaderError
    data = decode64(stanza.arguments[0])
    if len(data) != size:
        raise HeaderError
    return data


def _cost(text: str) -> int:
    """The scrypt cost a file asks for, refused before any of it is spent."""
    if not text.isdecimal() or not text.isascii() or text.startswith("0") or len(text) > 2:
        raise HeaderError
    if int(text) > MOST_SCRYPT_COST:
        raise HeaderError("This file asks for far more memory than opening it is worth, so it was not opened.")
    return int(text)


def _stretched(passphrase: bytes | bytearray, salt: bytes, cost: int) -> bytes:
    return Scrypt(b"age-encryption.org/v1/scrypt" + salt, 32, 1 << cost, 8, 1).derive(passphrase)


def _sealed(key: bytes, file_key: bytes) -> bytes:
    return ChaCha20Poly1305(key).encrypt(_NONCE, file_key, None)


def _unsealed(key: bytes, body: bytes) -> bytes | None:
    try:
        return ChaCha20Poly1305(key).decrypt(_NONCE, body, None)
    except InvalidTag:
        return None
