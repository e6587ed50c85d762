"""The vault of one workspace on this computer: its keyring under a passphrase, and the open keys it works with.

vault/keyring.age   the keys under the passphrase, as they travel
vault/open          the keys as they are, for this computer's owner only, so that a backup asks for nothing
vault/keychain      instead of `open`: they are in the keychain of the operating system
"""

import contextlib
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from core.clock import stamp
from core.errors import NotFound, Refused
from sync import dumps, keychain, keys, passphrase, private
from sync.errors import AgeError
from sync.keys import Keyring, KeyringFile
from sync.recipients import X25519Identity

Place = Literal["file", "keychain"]
_MOST = 1 << 20
_OF_BEFORE = "That is the passphrase of before, which may be known elsewhere. Another one is needed."


class NoVault(NotFound):
    """There are no keys here yet."""

    def __init__(self) -> None:
        super().__init__("There is no vault here yet. `onward vault init`, or key 9 in the app, makes one.")


class Locked(AgeError):
    """The keys are here under the passphrase alone."""

    usual = "The vault is locked on this computer. Its passphrase opens it: `onward vault verify`, or key 9 in the app."


class Vault:
    """The keys of the workspace in the folder `home`. Passphrases stay the caller's, who wipes them."""

    def __init__(self, home: str) -> None:
        dumps.forbid()
        self.folder = Path(home) / "vault"
        self.file = KeyringFile(self.folder / "keyring.age")
        self._open = self.folder / "open"
        self._mark = self.folder / "keychain"

    @property
    def exists(self) -> bool:
        """Whether there are keys here, open or not."""
        return any(os.path.lexists(path) for path in (self.file.path, self._open, self._mark))

    @property
    def has_passphrase(self) -> bool:
        """Whether a passphrase opens the keys here; after a restore by recovery code, none does yet."""
        return self.file.path.exists()

    @property
    def place(self) -> Place:
        """Where the open keys are kept."""
        return "keychain" if self._mark.exists() else "file"

    def create(self, words: bytearray) -> passphrase.Rating:
        """Makes the keys of a new vault. Raises WeakPassphrase, and Refused where there already is one."""
        if self.exists:
            raise Refused("There is a vault here already, and it stays as it is.")
        rating = passphrase.rate(words)
        keyring = Keyring.fresh(stamp(datetime.now(UTC)))
        self._make_folder()
        self.file.create(keyring, words)
        self._remember(keyring)
        return rating

    def keyring(self) -> Keyring:
        """The open keys. Raises NoVault, Locked, and KeyringError where they are damaged."""
        if self._mark.exists():
            found = keychain.get(private.read(self._mark, _MOST).decode("ascii", "replace"))
            if found is not None:
                return found
        elif (kept := keys.remembered(self._open)) is not None:
            return kept
        raise Locked if self.exists else NoVault

    def unlock(self, words: bytearray) -> Keyring:
        """The keys under this passphrase, and open on this computer from now on. Raises NoMatch and the like."""
        keyring = self._with_what_is_held(self.prove(words))
        self._remember(keyring)
        return keyring

    def prove(self, words: bytearray) -> Keyring:
        """The keys under this passphrase; nothing changes. Raises NoVault, NoMatch and the other age errors."""
        try:
            return self.file.open(words)
        except FileNotFoundError:
            raise NoVault from None

    def change(self, old: bytearray | None, new: bytearray) -> passphrase.Rating:
        """Locks the keys with another passphrase; `old` may be None only where there is none yet.

        Copies made before still open with `old`. Raises NoMatch and WeakPassphrase with nothing changed.
        """
        rating = passphrase.rate(new)
        if old is not None:
            keyring = self._with_what_is_held(self.file.change(old, new))
        else:
            passphrase.require(new)
            keyring = self.keyring().next_generation()  # another machine may have a passphrase
            self.file.create(keyring, new)
        self._remember(keyring)
        return rating

    def adopt(self, keyring: Keyring, sealed: bytes | None = None) -> None:
        """Takes over a vault's keys, with its `keyring.age` if there is one; only where none are here yet."""
        if self.exists:
            raise Refused("There is a vault here already, and it stays as it is.")
        self._make_folder()
        if sealed is not None:
            private.create(self.file.path, sealed)
        self._remember(keyring)

    def renew(self, keyring: Keyring, words: bytearray) -> passphrase.Rating:
        """Puts the keys of a new epoch, under a new passphrase, in the place of those that are here.

        Raises WeakPassphrase, and Refused where the passphrase is the one of before, having changed nothing.
        """
        rating = passphrase.rate(words)
        if self.has_passphrase:
            with contextlib.suppress(AgeError):
                # Keys that were put under it and never came into use are those of a drop that was stopped half-way.
                if self.prove(words).line == self.keyring().line:
                    raise Refused(_OF_BEFORE)
            self.file.replace(keyring, words)
        else:
            self.file.create(keyring, words)
        self._remember(keyring)
        return rating

    def follow(self, keyring: Keyring, sealed: bytes | None) -> None:
        """Takes over newer keys of the vault that is here, and their passphrase with `sealed`, its `keyring.age`.

        Without it, newer keys, or those of here under a later passphrase, have none here until one is set, for the one
        of before holds no more. Of keys that were made at the same moment as those of here both are kept, and the
        passphrase of those that hold. Raises KeyringError for another vault's and for older ones, having changed
        nothing.
        """
        before = self.keyring()
        keyring.follows(before)
        joined = keyring.joined(before)
        if joined.line != keyring.line:
            self._remember(joined)
            return
        keyring = joined
        if sealed is not None and self.has_passphrase:
            private.replace(self.file.path, sealed)
            private.settle(self.file.path)
        elif sealed is not None:
            private.create(self.file.path, sealed)
        elif (keyring.line, keyring.generation) != (before.line, before.generation):
            keys.forget(self.file.path)
        self._remember(keyring)

    def learn(self, keyring: Keyring) -> None:
        """Keeps keys that stand beside those of here, as another machine says that has the same ones."""
        self._remember(self._with_what_is_held(keyring))

    def move(self, place: Place) -> None:
        """Keeps the open keys elsewhere. Raises Refused where the operating system has no keychain to offer."""
        keyring = self.keyring()
        if place == "keychain":
            keychain.keep(keyring)
            if not self._mark.exists():
                private.create(self._mark, keyring.vault.encode())
            keys.forget(self._open)
        else:
            keys.remember(self._open, keyring)
            keys.forget(self._mark)
            keychain.forget(keyring.vault)

    def sealed(self) -> bytes:
        """`keyring.age` as it is, to travel with a backup. Raises NoVault."""
        try:
            return private.read(self.file.path, _MOST)
        except FileNotFoundError:
            raise NoVault from None

    def _with_what_is_held(self, keyring: Keyring) -> Keyring:
        """With the keys that stand beside these and are in no file of another machine."""
        try:
            return keyring.joined(self.keyring())
        except AgeError:
            return keyring

    def _remember(self, keyring: Keyring) -> None:
        if self._mark.exists():
            keychain.keep(keyring)
        else:
            keys.remember(self._open, keyring)

    def _make_folder(self) -> None:
        self.folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.mkdir(mode=0o700, exist_ok=True)


def from_code(identity: X25519Identity) -> Keyring:
    """The keyring of a vault in its first epoch, from its recovery code; when it was made is not known any more."""
    vault = keys.vault_id(identity)
    return Keyring(vault, 1, (keys.Epoch(1, stamp(datetime.fromtimestamp(0, UTC)), identity),))
