"""The keys of a vault and the file that holds them.

A vault has one identity (a 32-byte X25519 secret) per epoch; a new epoch begins when a machine is lost. All of them
stand in `keyring.age`, an armored age file for one passphrase, whose plaintext the stock `age` program takes as an
identity file. The public halves are kept as secret as the identities: whoever knows one can write files for it.
"""

import io
import re
from dataclasses import dataclass, replace
from pathlib import Path

from sync import age, passphrase, private
from sync.errors import AgeError, NoMatch
from sync.header import derived
from sync.recipients import SCRYPT_COST, ScryptIdentity, ScryptRecipient, X25519Identity
from sync.tag import LABEL

_MOST = 1 << 20  # bytes in a keyring: some ten thousand lines
_TITLE = "# onward keyring "
_EPOCH = re.compile(r"# (epoch|beside) ([1-9]\d{0,8}) opened (\d{4}-\d\d-\d\dT[0-9:.]{8,15}Z)", re.ASCII)
_CUT = re.compile(r"# cut ([a-z2-7]{16}) (\d{1,9}) ([0-9a-f]{64})", re.ASCII)
_VAULT = re.compile(r"# vault ([0-9a-f]{32})", re.ASCII)
_GENERATION = re.compile(r"# generation ([1-9]\d{0,8})", re.ASCII)


class KeyringError(AgeError):
    """The keyring opened, but it is not what it has to be, or not the one to use; nothing was changed."""

    usual = "The keyring opened, but what it holds is not a keyring Onward can use."


@dataclass(frozen=True, slots=True, order=True)
class Cut:
    """The last bundle of a device that counts in a closed epoch: its number and the SHA-256 of its plaintext."""

    device: str
    number: int
    digest: str


@dataclass(frozen=True, slots=True)
class Epoch:
    """One identity and, once it is closed, how far each device's bundles under it count. `opened` is UTC, ISO 8601."""

    number: int
    opened: str
    identity: X25519Identity
    cuts: tuple[Cut, ...] = ()

    @property
    def name(self) -> str:
        """What its key is called among machines; nothing can be worked out from it."""
        return derived(self.identity.secret, b"", LABEL + b"/v1/name")[:8].hex()

    def with_cuts_of(self, other: "Epoch | None") -> "Epoch":
        """With what counts by another keyring's word, too."""
        return replace(self, cuts=tuple(sorted({*self.cuts, *other.cuts}))) if other else self


@dataclass(frozen=True, slots=True)
class Keyring:
    """Every identity of one vault, newest epoch first. `generation` counts the passphrases it was locked with.

    `beside` are those that another machine made at the same moment and that do not hold: they read, and lock nothing.
    """

    vault: str
    generation: int
    epochs: tuple[Epoch, ...]
    beside: tuple[Epoch, ...] = ()

    @classmethod
    def fresh(cls, opened: str) -> "Keyring":
        """The keyring of a new vault; `opened` is now, in UTC."""
        identity = X25519Identity.generate()
        return cls(vault_id(identity), 1, (Epoch(1, opened, identity),))

    @property
    def identity(self) -> X25519Identity:
        """The one to write with."""
        return self.epochs[0].identity

    @property
    def identities(self) -> list[X25519Identity]:
        """The ones to read with, newest first."""
        return [epoch.identity for epoch in self.all]

    @property
    def all(self) -> tuple[Epoch, ...]:
        """Every epoch, those that hold first."""
        return self.epochs + self.beside

    @property
    def known(self) -> frozenset[str]:
        """The names of all its keys."""
        return frozenset(epoch.name for epoch in self.all)

    @property
    def line(self) -> tuple[int, str]:
        """See `About.line`."""
        return self.epochs[0].number, self.epochs[0].name

    def next_generation(self) -> "Keyring":
        return replace(self, generation=self.generation + 1)

    def next_epoch(self, opened: str, cuts: tuple[Cut, ...]) -> "Keyring":
        """After a machine was lost: a new identity, and the old epoch closed at `cuts`."""
        closed = replace(self.epochs[0], cuts=cuts)
        epoch = Epoch(closed.number + 1, opened, X25519Identity.generate())
        return replace(self, generation=self.generation + 1, epochs=(epoch, closed, *self.epochs[1:]))

    def joined(self, other: "Keyring") -> "Keyring":
        """Both as one, whichever is asked: the greater one's epochs hold, what only the other one has stands beside."""
        holds, less = sorted((self, other), key=lambda each: (each.line, each.generation), reverse=True)
        return holds.knowing(less)

    def knowing(self, other: "Keyring") -> "Keyring":
        """This one with the keys of another one beside its own, and with what counts by its word, too."""
        theirs = {each.name: each for each in other.all}
        both = [each.with_cuts_of(theirs.pop(each.name, None)) for each in self.all]
        beside = sorted([*both[len(self.epochs) :], *theirs.values()], key=lambda each: each.name)
        return replace(self, epochs=tuple(both[: len(self.epochs)]), beside=tuple(beside))

    def follows(self, held: "Keyring") -> None:
        """Raises KeyringError where this one is of another vault or older than the one already held."""
        if self.vault != held.vault:
            raise KeyringError("This keyring belongs to another vault, so it was left alone.")
        mine, theirs = self.identity.secret, [each.identity.secret for each in held.all]
        if mine in theirs[1:] or (mine == theirs[0] and self.generation < held.generation):
            raise KeyringError("This keyring is older than the one this computer already knows, so it was left alone.")

    @property
    def text(self) -> str:
        """The plaintext of the file. Not for screens or logs."""
        lines = [f"{_TITLE}1", f"# vault {self.vault}", f"# generation {self.generation}"]
        for epoch in self.all:
            kind = "epoch" if epoch in self.epochs else "beside"
            lines += [f"# {kind} {epoch.number} opened {epoch.opened}", epoch.identity.text]
            lines += [f"# cut {cut.device} {cut.number} {cut.digest}" for cut in epoch.cuts]
        return "\n".join([*lines, ""])

    @classmethod
    def parse(cls, data: bytes) -> "Keyring":
        """The keyring a plaintext stands for. Raises KeyringError."""
        try:
            title, *lines = data.decode("ascii").removesuffix("\n").split("\n")
            if title.startswith(_TITLE) and title != f"{_TITLE}1":
                raise KeyringError("This keyring was written by a newer version of Onward.")
            vault, generation = _found(_VAULT, lines[0]), _found(_GENERATION, lines[1])
            found = list(_epochs(lines[2:]))
        except (UnicodeDecodeError, IndexError, AgeError) as error:
            raise error if isinstance(error, KeyringError) else KeyringError from None
        epochs = tuple(epoch for kind, epoch in found if kind == "epoch")
        beside = tuple(epoch for kind, epoch in found[len(epochs) :] if kind == "beside")
        whole = epochs and len(epochs) + len(beside) == len(found)
        if title != f"{_TITLE}1" or not whole or [each.number for each in epochs] != [*range(len(epochs), 0, -1)]:
            raise KeyringError
        if vault_id(epochs[-1].identity) != vault[1]:
            raise KeyringError
        return cls(vault[1], int(generation[1]), epochs, beside)


def vault_id(first: X25519Identity) -> str:
    """The vault's name among machines, from the identity of its first epoch. Not a secret."""
    return derived(first.secret, b"", LABEL + b"/v1/id")[:16].hex()


def _found(pattern: re.Pattern[str], line: str) -> re.Match[str]:
    if match := pattern.fullmatch(line):
        return match
    raise KeyringError


def _epochs(lines: list[str]) -> list[tuple[str, Epoch]]:
    epochs: list[tuple[str, Epoch]] = []
    at = 0
    while at < len(lines):
        head, identity = _found(_EPOCH, lines[at]), X25519Identity.parse(lines[at + 1])
        at += 2
        cuts: list[Cut] = []
        while at < len(lines) and lines[at].startswith("# cut "):
            cut = _found(_CUT, lines[at])
            cuts.append(Cut(cut[1], int(cut[2]), cut[3]))
            at += 1
        epochs.append((head[1], Epoch(int(head[2]), head[3], identity, tuple(cuts))))
    return epochs


def lock(keyring: Keyring, words: bytearray, *, cost: int = SCRYPT_COST) -> bytes:
    """The bytes of `keyring.age` under a passphrase."""
    out = io.BytesIO()
    with passphrase.normal(words) as key:
        age.encrypt(io.BytesIO(keyring.text.encode()), out, [ScryptRecipient(key, cost)], armored=True)
    return out.getvalue()


def unlock(data: bytes, words: bytearray) -> Keyring:
    """The keyring in the bytes of a `keyring.age`.

    Raises NoMatch for a wrong passphrase, KeyringError for another content, and the other age errors for damage.
    """
    out = io.BytesIO()
    with passphrase.normal(words) as key:
        age.decrypt(io.BytesIO(data[: _MOST + 1]), out, [ScryptIdentity(key)], armored=True, limit=_MOST)
    return Keyring.parse(out.getvalue())


class KeyringFile:
    """`keyring.age` on this computer. Passphrases stay the caller's, who wipes them (`passphrase.wiped`)."""

    _cost = SCRYPT_COST  # tests lower it; nothing a person can set does

    def __init__(self, path: Path) -> None:
        self.path = path

    def create(self, keyring: Keyring, words: bytearray) -> None:
        """Writes the first keyring. Raises WeakPassphrase, and FileExistsError where there already is one."""
        passphrase.require(words)
        private.create(self.path, lock(keyring, words, cost=self._cost))

    def open(self, words: bytearray, held: Keyring | None = None) -> Keyring:
        """The keyring; `held` is the one this computer already knows, which the file has to follow.

        A change that was interrupted before it could be verified is finished or taken back here, whichever of the
        two passphrases is given. Raises FileNotFoundError, NoMatch, KeyringError and the other age errors.
        """
        old = private.previous(self.path)
        try:
            keyring = unlock(private.read(self.path, _MOST), words)
        except AgeError as error:
            if not old.exists():
                raise
            keyring = self._opened_old(old, words, error, held)
        if held:
            keyring.follows(held)
        private.settle(self.path)
        return keyring

    def _opened_old(self, old: Path, words: bytearray, error: AgeError, held: Keyring | None) -> Keyring:
        try:
            keyring = unlock(private.read(old, _MOST), words)
        except AgeError as second:
            # Where either file is whole, a passphrase that fits neither is a wrong passphrase, not damage.
            raise (second if isinstance(second, NoMatch) else error) from None
        if held:
            keyring.follows(held)
        private.restore(self.path)
        return keyring

    def change(self, old: bytearray, new: bytearray) -> Keyring:
        """Locks the same keys with another passphrase, one generation on. Copies made before still open with `old`.

        Raises NoMatch and WeakPassphrase with nothing changed.
        """
        passphrase.require(new)
        keyring = self.open(old).next_generation()
        self.replace(keyring, new)
        return keyring

    def replace(self, keyring: Keyring, words: bytearray) -> None:
        """Puts a newer keyring in the file's place; the old one is kept until the new one was read back and opened."""
        passphrase.require(words)
        private.replace(self.path, lock(keyring, words, cost=self._cost))
        try:
            good = unlock(private.read(self.path, _MOST), words).text == keyring.text
        except (AgeError, OSError):
            good = False
        if not good:
            private.restore(self.path)
            raise KeyringError("The new keyring could not be read back, so the old one and its passphrase still hold.")
        private.settle(self.path)


def remember(path: Path, keyring: Keyring) -> None:
    """Keeps the keyring open on this computer: a file only its owner may read, which asks for no passphrase."""
    private.settle(path)
    if path.exists():
        private.replace(path, keyring.text.encode())
        private.settle(path)
    else:
        private.create(path, keyring.text.encode())


def remembered(path: Path) -> Keyring | None:
    """The keyring `remember` kept, or None. Raises KeyringError where the file is damaged."""
    try:
        return Keyring.parse(private.read(path, _MOST))
    except FileNotFoundError:
        return None


def forget(path: Path) -> None:
    """Removes what `remember` kept."""
    private.settle(path)
    path.unlink(missing_ok=True)
