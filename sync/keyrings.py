"""Keyrings as they lie in a store and in a backup, besides the one that the passphrase opens.

    keyring/<generation>-<digest>.age   keyring.age: armored, for the passphrase
    keyring/<generation>-<digest>.age   the same keys for the newest of them alone: the recovery code opens it, and with
                                        it everything older; other machines read from it which passphrase holds
    keyring/<generation>-<digest>.age   for each key of before: says that there are newer ones, and nothing else

Each is a file that stock `age` opens. Of several that were made at once, the one of the highest generation holds, then
the one with the greatest digest; nobody without the vault's keys has a say in it.
"""

import io
import re
from contextlib import suppress

from sync import age, tag
from sync.errors import AgeError, ForeignFile
from sync.header import Header
from sync.keys import About, Keyring, KeyringError
from sync.recipients import Identity, X25519Identity
from sync.sealed import NAME, Keys, digest, number
from sync.stores import Store
from sync.stores.errors import Missing, TooLarge

MOST = 1 << 20  # bytes
ARMORED = b"-----BEGIN AGE ENCRYPTED FILE-----"
_LAST = re.compile(rb"# passphrase ([0-9a-f]{32}|-)")
_CLOSED = re.compile(rb"# onward keyring closed\n# epoch ([1-9]\d{0,8})\n# generation ([1-9]\d{0,8})\n")


def file_name(generation: int, body: bytes) -> str:
    """Where a keyring lies in a store."""
    return f"keyring/{generation:08}-{digest(body)}.age"


def for_code(keyring: Keyring, sealed: bytes | None = None) -> bytes:
    """The keyring for its own newest key: what the recovery code opens. `sealed` is its file for the passphrase."""
    text = f"{keyring.text}# passphrase {Keys(keyring, sealed).about.digest}\n"
    return _sealed(text.encode(), keyring, keyring.identity)


def closing(keyring: Keyring) -> list[bytes]:
    """For whoever has only the keys of an epoch before: that there are newer ones."""
    text = f"# onward keyring closed\n# epoch {keyring.epochs[0].number}\n# generation {keyring.generation}\n"
    return [_sealed(text.encode(), keyring, epoch.identity) for epoch in keyring.epochs[1:]]


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
    keyring, _ = _parsed(out.getvalue())
    if tag.written_for(*opened[0], keyring.vault) != "keyring" or keyring.identity.secret != identity.secret:
        raise ForeignFile
    return keyring


def has_passphrase(body: bytes) -> bool:
    """Whether a file is a keyring that a passphrase opens, as far as can be seen from outside."""
    return body.startswith(ARMORED)


def said(content: bytes) -> About | None:
    """What a keyring that this machine could open says of itself; None where it is none."""
    if found := _CLOSED.fullmatch(content):
        return About(int(found[1]), int(found[2]), closed=True)
    try:
        keyring, digest = _parsed(content)
    except AgeError:
        return None
    return About(keyring.epochs[0].number, keyring.generation, digest)


def publish(store: Store, keyring: Keyring, sealed: bytes | None) -> bool:
    """Put a keyring into a store and remove the ones of before; False where one that another machine made holds.

    `sealed` is its file for the passphrase, None where that may not travel. Where two machines do this at once, at
    least one of them sees both, and the next call settles it. Raises what the store raises.
    """
    mine = Keys(keyring, sealed).about
    bodies = [for_code(keyring, sealed), *([sealed] if sealed else []), *closing(keyring)]
    for turn in range(2):
        there = _there(store, keyring)
        if max(there.values(), default=mine) > mine:
            return False
        if turn or _is_whole(there, mine, len(keyring.epochs) - 1):
            break
        for body in bodies:
            store.put(file_name(mine.generation, body), body)
    for name, found in there.items():
        beaten = found.epoch and found < mine
        # A keyring for the code always comes before the one it names.
        unnamed = found == _WORDS and not any(about.digest in name for about in there.values() if about.epoch)
        if number(name) < mine.generation or (number(name) == mine.generation and (beaten or unnamed)):
            store.delete(name)
    return True


# What the newest key cannot open: a keyring for a passphrase, a word for a key of before, or anything else.
_WORDS, _CLOSES, _OTHER = About(0, 0, "words"), About(0, 0, "closes"), About(0, 0, "other")


def _is_whole(there: dict[str, About], mine: About, before: int) -> bool:
    """Whether everything that belongs to a keyring is there, for so many epochs before."""
    names = [name for name in there if number(name) == mine.generation]
    closing = sum(there[name] == _CLOSES for name in names)
    words = mine.digest == "-" or any(mine.digest in name and there[name] == _WORDS for name in names)
    return mine in there.values() and words and closing >= before


def _there(store: Store, keyring: Keyring) -> dict[str, About]:
    """The keyrings in a store, with what they are as far as the keys here can tell."""
    opened, found = Keys(keyring), dict[str, About]()
    for name in store.list("keyring/"):
        if NAME.fullmatch(name):
            with suppress(Missing, TooLarge):
                body = store.get(name, MOST)
                found[name] = _about(body, opened) if digest(body) in name else _OTHER
    return found


def _about(body: bytes, keys: Keys) -> About:
    if has_passphrase(body):
        return _WORDS
    try:
        opened = keys.open(body)
    except AgeError:
        return _OTHER
    about = said(opened.content) if opened.purpose == "keyring" else None
    if about is None:
        return _OTHER
    return about if opened.current else _CLOSES


def _parsed(content: bytes) -> tuple[Keyring, str]:
    """A keyring for the code, and the digest in its last line. Raises KeyringError."""
    text, _, last = content.removesuffix(b"\n").rpartition(b"\n")
    found = _LAST.fullmatch(last)
    if not found:
        raise KeyringError
    return Keyring.parse(text + b"\n"), found[1].decode()


def _sealed(content: bytes, keyring: Keyring, identity: X25519Identity) -> bytes:
    out = io.BytesIO()
    extra = tag.marked(identity, keyring.vault, "keyring")
    age.encrypt(io.BytesIO(content), out, [identity.recipient], extra=extra)
    return out.getvalue()
