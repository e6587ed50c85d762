"""A file of the vault carries the mark of a machine that holds the vault; anything else is refused."""

import os
from collections.abc import Callable, Sequence
from functools import partial

import pytest

from sync.errors import ForeignFile, NoMatch
from sync.header import Stanza
from sync.recipients import Identity, ScryptIdentity, ScryptRecipient, X25519Identity
from sync.tag import KIND, Purpose, marked, ours
from tests.age_files import OWN, forged, made, opened

VAULT, OTHER_VAULT = "0123456789abcdef" * 2, "fedcba9876543210" * 2
PURPOSES: tuple[Purpose, ...] = ("bundle", "snapshot", "backup")
OTHER = X25519Identity(bytes(range(1, 33)))
Stanzas = Callable[[bytes], Sequence[Stanza]]


def tag(key: bytes, purpose: Purpose = "backup", vault: str = VAULT, identity: X25519Identity = OWN) -> Stanza:
    return marked(identity, vault, purpose)(key)


def changed(key: bytes, place: int) -> list[Stanza]:
    body = bytearray(tag(key).body)
    body[place] ^= 1 << place % 8
    return [Stanza(KIND, (), bytes(body))]


def sized(key: bytes, size: int) -> list[Stanza]:
    return [Stanza(KIND, (), (tag(key).body * 2)[:size])]


def read(sealed: bytes, purpose: Purpose = "backup", vault: str = VAULT, identity: Identity = OWN) -> bytes:
    return opened(sealed, identity, check=ours(vault, purpose))


def with_tag(stanzas: Stanzas) -> bytes:
    """A file for our key by someone who knows the recipient, with the stanzas they put behind it."""
    return forged(b"hello", lambda key: [OWN.recipient.wrap(key), *stanzas(key)])


FOREIGN: dict[str, Stanzas] = {
    "none": lambda key: [],
    "only one of another kind": lambda key: [Stanza("someone.example/else", (), tag(key).body)],
    "the right one twice": lambda key: [tag(key)] * 2,
    "the right one, then a wrong one": lambda key: [tag(key), *changed(key, 0)],
    "a wrong one, then the right one": lambda key: [*changed(key, 0), tag(key)],
    "the right one, then one for another purpose": lambda key: [tag(key), tag(key, "bundle")],
    "an argument": lambda key: [Stanza(KIND, ("x",), tag(key).body)],
    "the right one, then an empty one": lambda key: [tag(key), Stanza(KIND, (), b"")],
    "all zero": lambda key: [Stanza(KIND, (), bytes(32))],
    "random": lambda key: [Stanza(KIND, (), os.urandom(32))],
    "the file key itself": lambda key: [Stanza(KIND, (), key * 2)],
    "one of another file": lambda key: [tag(os.urandom(16))],
    "one with a key the forger chose": lambda key: [tag(key, identity=OTHER)],
    "one with the public key as if it were the secret": lambda key: [tag(key, identity=X25519Identity(OWN._public))],
    "one without a vault": lambda key: [tag(key, vault="")],
    "one for another vault": lambda key: [tag(key, vault=OTHER_VAULT)],
    "one for the vault's first half": lambda key: [tag(key, vault=VAULT[:16])],
    "upper case": lambda key: [Stanza(KIND.upper(), (), tag(key).body)],
    "a later version": lambda key: [Stanza("onward.vault/auth2", (), tag(key).body)],
    **{f"{size} bytes": partial(sized, size=size) for size in (0, 16, 31, 33, 64)},
    **{f"byte {place} changed": partial(changed, place=place) for place in range(0, 32, 4)},
}
PAIRS = [(written, read_as) for written in PURPOSES for read_as in PURPOSES]


def test_the_cases_below_are_forty_one() -> None:
    assert len(FOREIGN) + len(PAIRS) == 41


@pytest.mark.parametrize("case", FOREIGN)
def test_a_file_without_exactly_one_right_mark_is_foreign(case: str) -> None:
    sealed = with_tag(FOREIGN[case])
    assert opened(sealed) == b"hello"  # it is a good age file all the same
    with pytest.raises(ForeignFile, match="not written by your machines"):
        read(sealed)


@pytest.mark.parametrize(("written", "read_as"), PAIRS)
def test_a_mark_counts_for_its_own_purpose_only(written: Purpose, read_as: Purpose) -> None:
    sealed = made(b"hello", extra=marked(OWN, VAULT, written))
    if written == read_as:
        assert read(sealed, read_as) == b"hello"
    else:
        with pytest.raises(ForeignFile):
            read(sealed, read_as)


def test_a_mark_of_a_closed_epoch_counts_where_its_key_is_still_read() -> None:
    sealed = made(b"hello", identity=OTHER, extra=marked(OTHER, VAULT, "bundle"))
    assert opened(sealed, OWN, OTHER, check=ours(VAULT, "bundle")) == b"hello"
    mixed = made(b"hello", identity=OWN, extra=marked(OTHER, VAULT, "bundle"))
    with pytest.raises(ForeignFile):
        opened(mixed, OWN, OTHER, check=ours(VAULT, "bundle"))


def test_a_mark_is_read_after_the_key_so_a_strangers_file_is_no_match() -> None:
    with pytest.raises(NoMatch):
        read(made(b"hello", identity=OTHER, extra=marked(OTHER, VAULT, "backup")))


def test_a_passphrase_file_is_never_one_of_the_vault() -> None:
    sealed = forged(b"hello", lambda key: [ScryptRecipient(b"pass", 2).wrap(key)])
    with pytest.raises(ForeignFile):
        read(sealed, identity=ScryptIdentity(b"pass"))


def test_the_mark_is_computed_as_the_vault_describes_it() -> None:
    import hashlib
    import hmac

    def hkdf(secret: bytes, info: bytes) -> bytes:
        return hmac.digest(hmac.digest(bytes(32), secret, "sha256"), info + b"\x01", hashlib.sha256)

    key, auth = bytes(range(16)), hkdf(OWN.secret, b"onward.vault/v1/auth")
    text = b"onward.vault/auth1\x00" + key + b"\0\0\0\x20" + VAULT.encode() + b"\0\0\0\x06bundle"
    assert tag(key, "bundle") == Stanza("onward.vault/auth1", (), hmac.digest(auth, text, hashlib.sha256))
    assert len(tag(key).encode().splitlines()[1]) == 43
