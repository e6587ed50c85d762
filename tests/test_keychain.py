"""The keychain is a choice: the keys are in it or in their private file, never in neither."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from core.errors import Refused
from sync import keychain
from sync.keys import KeyringFile
from sync.vault import Locked, Vault
from tests.vaults import OTHERS, WORDS, words


class Backend:
    """A keychain in memory; `mood` is how it behaves."""

    priority = 5
    mood = "well"

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KeyringFile, "_cost", 2)


@pytest.fixture
def chain(monkeypatch: pytest.MonkeyPatch) -> Backend:
    backend = Backend()
    library, backends = ModuleType("keyring"), ModuleType("keyring.backends")
    fail, null = ModuleType("keyring.backends.fail"), ModuleType("keyring.backends.null")

    def upset() -> None:
        if backend.mood == "locked":
            raise RuntimeError("The collection is locked")

    def set_password(service: str, name: str, text: str) -> None:
        upset()
        backend.held[service, name] = text if backend.mood == "well" else text[:20]

    def get_password(service: str, name: str) -> str | None:
        upset()
        return backend.held.get((service, name))

    def delete_password(service: str, name: str) -> None:
        upset()
        del backend.held[service, name]

    fail.Keyring = type("Keyring", (), {})  # type: ignore[attr-defined]
    null.Keyring = type("Keyring", (), {})  # type: ignore[attr-defined]
    backends.fail, backends.null = fail, null  # type: ignore[attr-defined]
    library.backends = backends  # type: ignore[attr-defined]
    library.get_keyring = lambda: backend  # type: ignore[attr-defined]
    for function in (set_password, get_password, delete_password):
        setattr(library, function.__name__, function)
    for module in (library, backends, fail, null):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    return backend


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    vault = Vault(str(tmp_path))
    vault.create(words())
    return vault


def names(vault: Vault) -> set[str]:
    return {path.name for path in vault.folder.iterdir()}


def test_without_a_keychain_the_keys_stay_in_their_file(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert not keychain.available()
    with pytest.raises(Refused, match="private file"):
        vault.move("keychain")
    assert vault.place == "file" and vault.keyring()


def test_into_the_keychain_and_back(vault: Vault, chain: Backend) -> None:
    before = vault.keyring().text
    vault.move("keychain")
    assert (vault.place, names(vault), vault.keyring().text) == ("keychain", {"keyring.age", "keychain"}, before)
    vault.move("file")
    assert (vault.place, names(vault), vault.keyring().text) == ("file", {"keyring.age", "open"}, before)
    assert chain.held == {}


def test_a_changed_passphrase_is_followed_by_the_keychain(vault: Vault, chain: Backend) -> None:
    vault.move("keychain")
    vault.change(words(), bytearray(OTHERS))
    assert vault.keyring().generation == 2
    assert "open" not in names(vault)


@pytest.mark.parametrize("mood", ["locked", "forgetful"])
def test_a_keychain_that_does_not_keep_them_does_not_get_them(vault: Vault, chain: Backend, mood: str) -> None:
    chain.mood = mood
    with pytest.raises(Refused, match="did not take"):
        vault.move("keychain")
    assert vault.place == "file" and vault.keyring()


def test_a_closed_keychain_leaves_the_passphrase(vault: Vault, chain: Backend) -> None:
    vault.move("keychain")
    chain.mood = "locked"
    with pytest.raises(Locked, match="passphrase opens it"):
        vault.keyring()
    assert vault.prove(bytearray(WORDS))


def test_a_keychain_that_is_a_plain_file_is_none(chain: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Backend, "__module__", "keyrings.alt.file")
    assert not keychain.available()
    monkeypatch.undo()


def test_what_a_keychain_means_is_said_before_it_is_chosen() -> None:
    from core.content import Content

    means = Content().say("vault.chain.means")
    assert "on Windows every one of them can" in means
