"""The mark that says *written by a machine that holds this vault*.

An age file to a public key can be made by anyone who knows that key. So every file of a vault carries one more
stanza, `-> onward.vault/auth1`, with a keyed hash over its file key. Stock age ignores it and decrypts. Which object
a file is stands inside its plaintext, so renamed and copied files are harmless.
"""

import hmac
from typing import Literal, get_args

from sync.age import Check, Extra
from sync.errors import ForeignFile
from sync.header import Header, Stanza, derived
from sync.recipients import Identity, X25519Identity

LABEL = b"onward.vault"
KIND = "onward.vault/auth1"

Purpose = Literal["bundle", "snapshot", "backup", "keyring"]


def marked(identity: X25519Identity, vault: str, purpose: Purpose) -> Extra:
    """What age.Writer needs to mark a file as this vault's; `identity` is the newest one, `vault` the vault id."""
    return lambda file_key: Stanza(KIND, (), _tag(identity, file_key, vault, purpose))


def ours(vault: str, purpose: Purpose) -> Check:
    """What age.decrypt needs to refuse every file that carries no such mark, or one for another purpose or vault.

    Raises ForeignFile, also for two marks or one of another shape.
    """

    def check(header: Header, file_key: bytes, identity: Identity) -> None:
        if written_for(header, file_key, identity, vault) != purpose:
            raise ForeignFile

    return check


def written_for(header: Header, file_key: bytes, identity: Identity, vault: str) -> Purpose:
    """What a file was written for by a machine of this vault. Raises ForeignFile as `ours` does."""
    marks = [stanza for stanza in header.stanzas if stanza.kind == KIND]
    if len(marks) != 1 or marks[0].arguments or not isinstance(identity, X25519Identity):
        raise ForeignFile
    for purpose in get_args(Purpose):
        if hmac.compare_digest(marks[0].body, _tag(identity, file_key, vault, purpose)):
            found: Purpose = purpose
            return found
    raise ForeignFile


def _tag(identity: X25519Identity, file_key: bytes, vault: str, purpose: Purpose) -> bytes:
    key = derived(identity.secret, b"", LABEL + b"/v1/auth")
    text = LABEL + b"/auth1\0" + file_key + _sized(vault.encode()) + _sized(purpose.encode())
    return hmac.digest(key, text, "sha256")


def _sized(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data
