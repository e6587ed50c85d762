"""Keyrings as they lie in a store and in a backup, besides the one that the passphrase opens.

    keyring/<generation>-<digest>.age   keyring.age: armored, for the passphrase
    keyring/<generation>-<digest>.age   the same keys for the newest of them alone: the recovery code opens it, and with
                                        it everything older; other machines read from it that there is a new passphrase
    keyring/<generation>-<digest>.age   for the key of before, when a new epoch began: says so, and nothing else

Each is a file that stock `age` opens.
"""

import io
import re
from typing import NamedTuple

from sync import age, tag
from sync.errors import AgeError, ForeignFile
from sync.header import Header
from sync.keys import Keyring
from sync.recipients import Identity, X25519Identity
from sync.sealed import digest

MOST = 1 << 20  # bytes
ARMORED = b"-----BEGIN AGE ENCRYPTED FILE-----"
_CLOSED = re.compile(rb"# onward keyring closed\n# epoch ([1-9]\d{0,8})\n# generation ([1-9]\d{0,8})\n")


class About(NamedTuple):
    """Which keyring it is, or which one there is now."""

    epoch: int
    generation: int


def file_name(generation: int, body: bytes) -> str:
    """Where a keyring lies in a store."""
    return f"keyring/{generation:08}-{digest(body)}.age"


def for_code(keyring: Keyring) -> bytes:
    """The keyring for its own newest key: what the recovery code opens."""
    return _sealed(keyring.text.encode(), keyring, keyring.identity)


def closing(keyring: Keyring) -> bytes:
    """For whoever has only the keys of the epoch before: that there are newer ones."""
    newest = keyring.epochs[0].number
    text = f"# onward keyring closed\n# epoch {newest}\n# generation {keyring.generation}\n"
    return _sealed(text.encode(), keyring, keyring.epochs[1].identity)


def by_code(body: bytes, identity: X25519Identity) -> Keyring:
    """The keyring that a recovery code opens.

    Raises NoMatch where it is for another key, ForeignFile where no machine of its vault wrote it, KeyringError, and
    the other age errors.
    """
    opened: list[tuple[Header, bytes, Identity]] = []
    out = io.BytesIO()
    age.decrypt(
        io.BytesIO(body), out, [identity], check=lambda head, key, found: opened.append((head, key, found)), limit=MOST
    )
    # The mark names the vault, which only the keyring itself tells: nothing of it is used before the mark was checked.
    keyring = Keyring.parse(out.getvalue())
    if tag.written_for(*opened[0], keyring.vault) != "keyring" or keyring.identity.secret != identity.secret:
        raise ForeignFile
    return keyring


def has_passphrase(body: bytes) -> bool:
    """Whether a file is a keyring that a passphrase opens, as far as can be seen from outside."""
    return body.startswith(ARMORED)


def said(content: bytes) -> About | None:
    """What a keyring that this machine could open says of itself; None where it is none."""
    if found := _CLOSED.fullmatch(content):
        return About(int(found[1]), int(found[2]))
    try:
        keyring = Keyring.parse(content)
    except AgeError:
        return None
    return About(keyring.epochs[0].number, keyring.generation)


def _sealed(content: bytes, keyring: Keyring, identity: X25519Identity) -> bytes:
    out = io.BytesIO()
    extra = tag.marked(identity, keyring.vault, "keyring")
    age.encrypt(io.BytesIO(content), out, [identity.recipient], extra=extra)
    return out.getvalue()
