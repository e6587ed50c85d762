"""Keyrings as they lie in a store and in a backup, besides the one that the passphrase opens.

    keyring/<generation>-<digest>.age   keyring.age: armored, for the passphrase
    keyring/<generation>-<digest>.age   the same keys for the newest of them alone: the recovery code opens it, and with
                                        it everything older; other machines read from it which passphrase holds
    keyring/<generation>-<digest>.age   for each key of before: says that there are newer ones, and nothing else

Each is a file that stock `age` opens. Of several that were made at once, the one of the highest generation holds, then
the one with the greatest digest; nobody without the vault's keys has a say in it.

Two machines that drop another one at the same moment make two keys for one epoch, and cannot tell each other: all that
both know, the dropped one knows too. Each goes on with its own. The key with the greater name holds, and the machines
that have the other one ask for its passphrase; from then on they read with both and write with that one. What was
written meanwhile is put back under it, and what lies there of the other key goes.
"""

import io
import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from sync import age, tag
from sync.about import About
from sync.errors import AgeError, ForeignFile
from sync.header import Header
from sync.keys import Keyring, KeyringError
from sync.recipients import Identity, X25519Identity
from sync.sealed import NAME, Keys, digest, number
from sync.stores import Store, put_named
from sync.stores.errors import Refused, StoreError, Unreachable, Untrusted

MOST = 1 << 20  # bytes
ARMORED = b"-----BEGIN AGE ENCRYPTED FILE-----"
_TRIED = 50  # files that may be damaged before it is clear that a store is another vault's
_ANOTHERS = (
    "Another vault is where the store was, so nothing was written. Look at what is plugged in there; if it is yours, "
    "with newer keys, `onward vault join` with its passphrase helps."
)
_LAST = re.compile(rb"# passphrase ([0-9a-f]{32}|-)")
_CLOSED = re.compile(
    rb"# onward keyring closed\n# epoch ([1-9]\d{0,8})\n# generation ([1-9]\d{0,8})\n# key ([0-9a-f]{16})\n"
)


def file_name(generation: int, body: bytes) -> str:
    """Where a keyring lies in a store."""
    return f"keyring/{generation:08}-{digest(body)}.age"


def for_code(keyring: Keyring, sealed: bytes | None = None) -> bytes:
    """The keyring for its own newest key: what the recovery code opens. `sealed` is its file for the passphrase."""
    text = f"{keyring.text}# passphrase {Keys(keyring, sealed).about.digest}\n"
    return _sealed(text.encode(), keyring, keyring.identity)


def closing(keyring: Keyring) -> list[bytes]:
    """For whoever has only keys that hold no more: that there are others."""
    return [_sealed(closed(keyring), keyring, epoch.identity) for epoch in keyring.all[1:]]


def closed(keyring: Keyring) -> bytes:
    """What is said to them."""
    number, name = keyring.line
    said = f"# onward keyring closed\n# epoch {number}\n# generation {keyring.generation}\n# key {name}\n"
    return said.encode()


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
        return About(int(found[1]), found[3].decode(), int(found[2]), closed=True)
    try:
        keyring, digest = _parsed(content)
    except AgeError:
        return None
    return About(*keyring.line, keyring.generation, digest)


def publish(
    store: Store, keyring: Keyring, sealed: bytes | None, learn: Callable[[Keyring], object] | None = None
) -> bool:
    """Put a keyring into a store and remove the ones of before; False where one that another machine made holds.

    `sealed` is its file for the passphrase, None where that may not travel. `learn` is given the keyring with what
    stands beside it on other machines, where that is more. Where two machines do this at once, at least one of them
    sees both, and the next call settles it. Raises Untrusted for the store of another vault, and what the store raises.
    """
    for turn in range(2):
        there = _there(store, keyring)
        if (more := _with_those_of(keyring, there)).known != keyring.known:
            keyring, there = more, _there(store, more)
            if learn:
                learn(keyring)
        mine = Keys(keyring, sealed).about
        if _is_anothers(store, there, mine, keyring):
            raise Untrusted(_ANOTHERS)
        if max((each.about for each in there.values()), default=mine) > mine:
            return False
        if turn or _is_whole(there, mine, keyring):
            break
        for body in (for_code(keyring, sealed), *([sealed] if sealed else []), *closing(keyring)):
            put_named(store, file_name(mine.generation, body), body)
    for name in _past(there, mine, keyring):
        store.delete(name)
    return True


class _There(NamedTuple):
    """A file among the keyrings, as far as the keys here can tell: which keyring it is or names, and that one."""

    about: About
    keyring: Keyring | None = None


# What the newest key cannot open: a keyring for a passphrase, a word for a key of before that names the newest one, a
# keyring that holds no more, something about a key not known here, or anything else.
_WORDS, _CLOSES, _BEATEN, _APART, _OTHER = (
    _There(About(0, "", 0, each)) for each in ("words", "closes", "beaten", "apart", "other")
)


def _with_those_of(keyring: Keyring, there: dict[str, _There]) -> Keyring:
    for each in there.values():
        if each.keyring and each.keyring.line == keyring.line:
            keyring = keyring.knowing(each.keyring)
    return keyring


def _is_anothers(store: Store, there: dict[str, _There], mine: About, keyring: Keyring) -> bool:
    """Whether a passphrase of others opens what lies there, and the keys of here open nothing."""
    words = [name for name, each in there.items() if each == _WORDS]
    if not words or any(mine.digest in name and mine.digest != "-" for name in words):
        return False
    if any(each not in (_WORDS, _OTHER) for each in there.values()):
        return False
    folders = [each for top in ("dev/", "snap/") for each in store.list(top) if each.endswith("/")]
    names = (name for folder in folders for name in store.list(folder) if NAME.fullmatch(name))
    opened = Keys(keyring)
    tried = [_opens(store, name, opened) for name in islice(names, _TRIED)]
    return bool(tried) and not any(tried)


def _opens(store: Store, name: str, keys: Keys) -> bool:
    try:
        keys.open(store.get(name, MOST))
    except (Refused, Unreachable, Untrusted):
        raise
    except (StoreError, AgeError):
        return False
    return True


def _is_whole(there: dict[str, _There], mine: About, keyring: Keyring) -> bool:
    """Whether everything that belongs to a keyring is there."""
    names = [name for name in there if number(name) == mine.generation]
    closing = sum(there[name] == _CLOSES for name in names)
    words = mine.digest == "-" or any(mine.digest in name and there[name] == _WORDS for name in names)
    code = any(each.about == mine and each.keyring and each.keyring.known == keyring.known for each in there.values())
    return code and words and closing >= len(keyring.all) - 1


def _past(there: dict[str, _There], mine: About, keyring: Keyring) -> Iterator[str]:
    """The files that hold no more."""
    apart = _APART in there.values()  # then it cannot be told whose a file is that does not open here
    for name, (about, found) in there.items():
        is_before = number(name) < mine.generation and not apart
        if (about, found) == _WORDS:
            # A keyring for the code always comes before the one it names.
            named = [each.about for each in there.values() if each.about.digest != "-" and each.about.digest in name]
            # Who has no passphrase cannot tell that this one holds no more where the one it is named in is damaged.
            unnamed = is_before or (number(name) == mine.generation and mine.digest != "-" and not apart)
            is_past = max(named) < mine if named else unnamed
        elif about == mine:
            is_past = found is not None and found.known != keyring.known
        else:
            is_past = is_before or about.epoch > 0 or (about, found) == _BEATEN
        if is_past:
            yield name


def _there(store: Store, keyring: Keyring) -> dict[str, _There]:
    """The keyrings in a store."""
    opened, found = Keys(keyring), dict[str, _There]()
    for name in store.list("keyring/"):
        if NAME.fullmatch(name):
            try:
                body = store.get(name, MOST)
            except (Refused, Unreachable, Untrusted):
                raise
            except StoreError:  # this one alone: it is as if it were not whole
                body = b""
            found[name] = _found(body, opened) if digest(body) in name else _OTHER
    return found


def _found(body: bytes, keys: Keys) -> _There:
    if has_passphrase(body):
        return _WORDS
    try:
        opened = keys.open(body)
    except AgeError:
        return _OTHER
    about = said(opened.content) if opened.purpose == "keyring" else None
    if about is None:
        return _OTHER
    if not about.closed and (opened.current or opened.beside):
        return _There(about, _parsed(opened.content)[0])
    if opened.current:
        return _There(about)
    if about.keys not in keys.known:
        return _APART
    if about.line == keys.about.line and about.closed:
        return _CLOSES
    if not about.closed and about.line < keys.about.line:
        return _There(about)  # with it goes the file for its passphrase, whatever its generation
    # That there are keys beside is to be known to whoever does not have them yet.
    return _OTHER if about.closed and about.epoch == keys.about.epoch else _BEATEN


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
