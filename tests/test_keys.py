"""A vault's keys live through every change, and only the right passphrase opens them."""

import hashlib
import hmac
import io
import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync import keys, private
from sync.armor import unarmored
from sync.errors import AgeError, HeaderError, NoMatch
from sync.header import read
from sync.keys import Cut, Keyring, KeyringError, KeyringFile
from sync.passphrase import WeakPassphrase
from sync.recipients import SCRYPT_COST, X25519Identity
from sync.tag import marked, ours
from tests.age_files import made, opened

NOW, LATER = "2026-11-22T08:00:00Z", "2026-12-01T09:30:00.250Z"
CUTS = (Cut("abcdefgh234567ab", 12, "0" * 64), Cut("zzzzzzzzzzzzzzzz", 0, "f" * 64))
WORDS, OTHERS = b"panoramic nectar precut smith banana handclap", b"elective stoplight scarf condense obliged landmark"


def words() -> bytearray:
    return bytearray(WORDS)


def others() -> bytearray:
    return bytearray(OTHERS)


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KeyringFile, "_cost", 2)


@pytest.fixture
def file(tmp_path: Path) -> KeyringFile:
    file = KeyringFile(tmp_path / "keyring.age")
    file.create(Keyring.fresh(NOW), words())
    return file


def names(file: KeyringFile) -> list[str]:
    return sorted(path.name for path in file.path.parent.iterdir())


def test_a_new_vault_has_one_epoch_and_a_name_from_its_key() -> None:
    keyring = Keyring.fresh(NOW)
    assert (keyring.generation, [epoch.number for epoch in keyring.epochs]) == (1, [1])
    extracted = hmac.digest(bytes(32), keyring.identity.secret, hashlib.sha256)
    assert keyring.vault == hmac.digest(extracted, b"onward.vault/v1/id\x01", hashlib.sha256)[:16].hex()
    assert Keyring.fresh(NOW).vault != keyring.vault


def test_a_keyring_is_written_as_the_vault_describes_it() -> None:
    first = Keyring.fresh(NOW)
    second = first.next_epoch(LATER, CUTS)
    assert second.text.splitlines() == [
        "# onward keyring 1",
        f"# vault {first.vault}",
        "# generation 2",
        f"# epoch 2 opened {LATER}",
        second.identity.text,
        f"# epoch 1 opened {NOW}",
        first.identity.text,
        f"# cut abcdefgh234567ab 12 {'0' * 64}",
        f"# cut zzzzzzzzzzzzzzzz 0 {'f' * 64}",
    ]
    assert Keyring.parse(second.text.encode()).text == second.text


def test_the_file_is_one_scrypt_stanza_of_the_full_cost_with_a_fresh_salt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert KeyringFile._cost == SCRYPT_COST == 18
    salts = set()
    for _ in range(3):
        data = keys.lock(Keyring.fresh(NOW), words(), cost=2)
        assert data.startswith(b"-----BEGIN AGE ENCRYPTED FILE-----\n")
        (stanza,) = read(unarmored(io.BytesIO(data))).stanzas
        assert (stanza.kind, stanza.arguments[1]) == ("scrypt", "2")
        salts.add(stanza.arguments[0])
    assert len(salts) == 3


def test_what_was_created_opens_with_its_passphrase(file: KeyringFile) -> None:
    assert file.open(words()).identity.secret == file.open(words()).identity.secret
    assert names(file) == ["keyring.age"]


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_every_file_is_for_its_owner_only(umask: int, tmp_path: Path) -> None:
    before = os.umask(umask)
    try:
        file = KeyringFile(tmp_path / "keyring.age")
        file.create(keyring := Keyring.fresh(NOW), words())
        keys.remember(tmp_path / "open", keyring)
        file.change(words(), others())
        private.replace(file.path, b"kept")
    finally:
        os.umask(before)
    assert names(file) == ["keyring.age", "keyring.age.old", "open"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


def test_a_second_vault_never_takes_the_first_ones_place(file: KeyringFile) -> None:
    before = file.path.read_bytes()
    with pytest.raises(FileExistsError):
        file.create(Keyring.fresh(LATER), others())
    assert file.path.read_bytes() == before
    assert names(file) == ["keyring.age"]


@pytest.mark.parametrize("planted", ["keyring.age", "keyring.age.new", "keyring.age.old"])
def test_a_planted_link_is_never_written_through(planted: str, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / planted).symlink_to(victim)
    file = KeyringFile(tmp_path / "vault" / "keyring.age")
    if planted == "keyring.age":
        with pytest.raises(FileExistsError):
            file.create(Keyring.fresh(NOW), words())
        with pytest.raises(OSError, match="symbolic"):
            file.open(words())
    else:
        file.create(Keyring.fresh(NOW), words())
        file.change(words(), others())
        assert file.open(others())
    assert victim.read_text() == "mine"


def test_a_weak_passphrase_locks_nothing(file: KeyringFile, tmp_path: Path) -> None:
    before = file.path.read_bytes()
    with pytest.raises(WeakPassphrase):
        KeyringFile(tmp_path / "other.age").create(Keyring.fresh(NOW), bytearray(b"password1234"))
    with pytest.raises(WeakPassphrase):
        file.change(words(), bytearray(b"password1234"))
    assert file.path.read_bytes() == before
    assert names(file) == ["keyring.age"]


def test_a_changed_passphrase_keeps_the_keys_and_counts_on(file: KeyringFile) -> None:
    before = file.open(words())
    after = file.change(words(), others())
    assert after.text == before.text.replace("# generation 1", "# generation 2")
    assert file.open(others()).text == after.text
    with pytest.raises(NoMatch):
        file.open(words())
    assert names(file) == ["keyring.age"]


def test_a_change_with_the_wrong_passphrase_changes_nothing(file: KeyringFile) -> None:
    before = file.path.read_bytes()
    with pytest.raises(NoMatch):
        file.change(others(), bytearray(b"appease flint subzero transport polka bobtail"))
    assert file.path.read_bytes() == before


def test_copies_made_before_a_change_still_open_with_the_old_passphrase(file: KeyringFile, tmp_path: Path) -> None:
    copy = shutil.copy(file.path, tmp_path / "copy.age")
    file.change(words(), others())
    assert KeyringFile(Path(copy)).open(words()).generation == 1


def test_an_older_generation_is_refused(file: KeyringFile) -> None:
    old = file.path.read_bytes()
    held = file.change(words(), others())
    file.path.write_bytes(old)
    with pytest.raises(KeyringError, match="older"):
        file.open(words(), held)


def test_an_older_epoch_is_refused_even_with_a_higher_generation() -> None:
    first = Keyring.fresh(NOW)
    with pytest.raises(KeyringError, match="older"):
        Keyring(first.vault, 9, first.epochs).follows(first.next_epoch(LATER, CUTS))


def test_the_same_and_newer_keyrings_are_followed() -> None:
    first = Keyring.fresh(NOW)
    for newer in (first, first.next_generation(), first.next_epoch(LATER, ())):
        newer.follows(first)


def test_another_vaults_keyring_is_refused(file: KeyringFile) -> None:
    with pytest.raises(KeyringError, match="another vault"):
        file.open(words(), Keyring.fresh(NOW))


def test_a_lost_machine_means_a_new_key_and_the_old_ones_still_read(file: KeyringFile) -> None:
    first = file.open(words())
    sealed = made(b"before", identity=first.identity, extra=marked(first.identity, first.vault, "backup"))
    file.replace(first.next_epoch(LATER, CUTS), others())
    now = file.open(others(), first)
    assert now.identity.secret != first.identity.secret
    assert now.vault == first.vault
    assert now.epochs[1].cuts == CUTS
    assert opened(sealed, *now.identities, check=ours(now.vault, "backup")) == b"before"
    with pytest.raises(NoMatch):
        opened(made(b"after", identity=now.identity), *first.identities)


def test_three_epochs_stand_newest_first() -> None:
    keyring = Keyring.fresh(NOW).next_epoch(LATER, CUTS).next_epoch(LATER, CUTS[:1])
    again = Keyring.parse(keyring.text.encode())
    assert [epoch.number for epoch in again.epochs] == [3, 2, 1]
    assert [len(epoch.cuts) for epoch in again.epochs] == [0, 1, 2]
    assert [key.secret for key in again.identities] == [key.secret for key in keyring.identities]


def test_a_new_keyring_that_cannot_be_read_back_leaves_the_old_one(
    file: KeyringFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = private._written
    monkeypatch.setattr(private, "_written", lambda path, data: honest(path, data[:-40]))  # a disk that lies
    before = file.path.read_bytes()
    with pytest.raises(KeyringError, match="still hold"):
        file.change(words(), others())
    assert file.path.read_bytes() == before
    assert file.open(words()).generation == 1
    assert names(file) == ["keyring.age"]


def test_a_full_disk_leaves_the_old_one(file: KeyringFile, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(OSError, match="space"):
        patch.setattr(os, "write", full)
        file.change(words(), others())
    assert file.open(words()).generation == 1
    assert names(file) == ["keyring.age"]


def test_two_keyrings_of_one_moment_are_one_whichever_is_asked_and_none_is_forgotten() -> None:
    first = Keyring.fresh(NOW)
    one, other = first.next_epoch(LATER, CUTS[:1]), first.next_epoch(LATER, CUTS[1:])
    both = one.joined(other)
    assert both == other.joined(one) == both.joined(one) == both.joined(other).joined(first)
    assert both.line == max(one.line, other.line) and len(both.epochs) == 2 and len(both.beside) == 1
    assert both.known == one.known | other.known and set(both.epochs[1].cuts) == set(CUTS)
    assert Keyring.parse(both.text.encode()).text == both.text
    again = both.next_epoch(LATER, ())
    assert again.joined(other) == again and Keyring.parse(again.text.encode()).known == again.known
    for each in (one, other):
        each.follows(other if each is one else one)
    with pytest.raises(KeyringError, match="older"):
        min(one, other, key=lambda each: each.line).follows(both)


def test_a_computer_remembers_a_keyring_until_it_is_told_to_forget(tmp_path: Path) -> None:
    first, path = Keyring.fresh(NOW), tmp_path / "open"
    assert keys.remembered(path) is None
    for keyring in (first, first.next_generation(), first.next_epoch(LATER, CUTS)):
        keys.remember(path, keyring)
        again = keys.remembered(path)
        assert again and again.text == keyring.text
        assert [found.name for found in tmp_path.iterdir()] == ["open"]
    keys.forget(path)
    keys.forget(path)
    assert keys.remembered(path) is None


def test_a_missing_keyring_is_missing_and_not_damaged(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        KeyringFile(tmp_path / "keyring.age").open(words())


def test_a_damaged_keyring_is_not_a_wrong_passphrase(file: KeyringFile) -> None:
    file.path.write_bytes(file.path.read_bytes()[:100])
    with pytest.raises(AgeError) as caught:
        file.open(words())
    assert not isinstance(caught.value, NoMatch | KeyringError)


def test_a_keyring_for_a_key_instead_of_a_passphrase_is_no_match(file: KeyringFile) -> None:
    file.path.write_bytes(made(b"", identity=X25519Identity.generate(), armored=True))
    with pytest.raises(NoMatch):
        file.open(words())


def test_a_hostile_keyring_is_refused_before_any_work(file: KeyringFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.recipients.MOST_SCRYPT_COST", 1)
    with pytest.raises(HeaderError, match="memory"):
        file.open(words())


def near_misses() -> Iterator[bytes]:
    for i in range(len(WORDS)):
        yield WORDS[:i] + WORDS[i + 1 :]
        yield WORDS[:i] + WORDS[i : i + 1].swapcase() + WORDS[i + 1 :] + (b" " if WORDS[i : i + 1] == b" " else b"")
        yield WORDS[:i] + WORDS[i : i + 1] * 2 + WORDS[i + 1 :]
        yield WORDS[:i] + b"_" + WORDS[i + 1 :]
    yield from (b"", WORDS + b"\n", b" " + WORDS, b"\0" + WORDS, WORDS.upper(), WORDS.title(), WORDS[::-1])
    yield from (WORDS * 2, WORDS.replace(b" ", b"-"), WORDS.replace(b" ", b""), OTHERS, bytes(45), b"\xff" * 45)
    yield from (" ".join(reversed(WORDS.decode().split())).encode(), WORDS.replace(b"a", "а".encode()))
    yield from (WORDS.replace(b"e", "é".encode()), WORDS.replace(b" ", "\u00a0".encode()), "\ufeff".encode() + WORDS)
    yield from (
        WORDS.replace(b"smith", b"smyth"),
        WORDS.replace(b"banana", b"bandana"),
        WORDS.replace(b"handclap", b"hand clap"),
    )
    yield from (WORDS.replace(b"precut", b"pre-cut"), WORDS + b".", WORDS.capitalize(), WORDS.replace(b"t", b"T"))


def test_two_hundred_near_misses_stay_out_and_tries_are_never_counted(file: KeyringFile) -> None:
    misses = list(dict.fromkeys(near_misses()))
    assert WORDS not in misses
    assert len(misses) == 200
    before = file.path.read_bytes()
    for miss in misses:
        with pytest.raises(NoMatch, match="That passphrase does not open"):
            file.open(bytearray(miss))
    assert file.path.read_bytes() == before
    assert file.open(words())


BAD = {
    "another title": ("# onward keyring 1", "# forward keyring 1"),
    "a newer version": ("# onward keyring 1", "# onward keyring 2"),
    "a generation of zero": ("# generation 2", "# generation 0"),
    "no generation": ("# generation 2\n", ""),
    "no vault": ("# vault ", "# walt "),
    "an epoch left out": ("# epoch 2", "# epoch 3"),
    "an identity of another kind": ("AGE-SECRET-KEY-1", "AGE-PLUGIN-EVIL-1"),
    "a typing slip in an identity": ("AGE-SECRET-KEY-1", "AGE-SECRET-KEY-1Q"),
    "a cut that is none": ("# cut abcdefgh234567ab 12", "# cut abcdefgh234567ab -12"),
    "an empty line": ("# epoch 2", "\n# epoch 2"),
    "an unknown line": ("# epoch 2", "# hello\n# epoch 2"),
    "other digits": ("# generation 2", "# generation ٢"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_keyring_that_is_not_exactly_one_is_refused(case: str) -> None:
    text = Keyring.fresh(NOW).next_epoch(LATER, CUTS).text
    assert BAD[case][0] in text
    with pytest.raises(KeyringError) as caught:
        Keyring.parse(text.replace(*BAD[case]).encode())
    assert "AGE-" not in caught.value.sentence
    for cut_short in (b"", b"# onward keyring 1", text.encode()[:-30], text.encode().rpartition(b"\n#")[0][:60]):
        with pytest.raises(KeyringError):
            Keyring.parse(cut_short)


def test_a_keyring_under_another_vaults_name_is_refused() -> None:
    first, other = Keyring.fresh(NOW), Keyring.fresh(NOW)
    with pytest.raises(KeyringError):
        Keyring.parse(first.text.replace(first.vault, other.vault).encode())


def test_a_wrong_passphrase_is_wrong_even_beside_a_damaged_new_file(file: KeyringFile) -> None:
    whole = file.path.read_bytes()
    private.replace(file.path, whole[:100])
    with pytest.raises(NoMatch):
        file.open(others())
    assert file.open(words())
    assert file.path.read_bytes() == whole
    assert names(file) == ["keyring.age"]


@pytest.mark.skipif(shutil.which("age") is None, reason="the age program is not installed")
def test_the_keyring_is_an_identity_file_for_the_age_program(tmp_path: Path) -> None:
    keyring = Keyring.fresh(NOW).next_epoch(LATER, CUTS)
    (tmp_path / "open.txt").write_text(keyring.text)
    for identity in keyring.identities:
        sealed = made(b"hello", identity=identity, extra=marked(identity, keyring.vault, "backup"))
        command = ["age", "-d", "-i", str(tmp_path / "open.txt")]
        assert subprocess.run(command, input=sealed, capture_output=True, check=True).stdout == b"hello"
