"""A vault that several machines share: connecting, joining, dropping one, changing the passphrase on two at once."""

from __future__ import annotations

import random
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

import pytest

from core.content import Content
from core.errors import NotFound, Refused
from core.merging.carried import Alarm, Bundle, Kind
from core.merging.objects import Objects
from core.merging.streams import Streams
from core.storage.store import FILE
from core.workspace import Workspace
from sync import bundle, dropping, exchange, keyrings, keys, machines, restore, telling
from sync.errors import IdentityError, NoMatch
from sync.files import looked_at
from sync.keys import KeyringFile
from sync.machines import NoVaultThere, OtherVault
from sync.sealed import file_name
from sync.stores.errors import ReadOnly, StoreError, Unreachable, Untrusted
from sync.stores.folder import Folder
from sync.vault import NoVault, Vault
from tests.homes import Homes
from tests.vaults import OTHERS, WORDS, backed_up, exported, lived_in, words

LAST = b"unwary scrubber dolphin pantry oversight hubcap"


@pytest.fixture
def homes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Homes]:
    monkeypatch.setattr(KeyringFile, "_cost", 1)
    homes = Homes(tmp_path)
    yield homes
    homes.close()


def vault(workspace: Workspace) -> Vault:
    return Vault(str(Path(workspace.store.path).parent))


def code(workspace: Workspace) -> bytearray:
    return bytearray(vault(workspace).keyring().identity.text.encode())


def kinds(workspace: Workspace) -> set[str]:
    return {alarm.kind for alarm in Streams(workspace.store).alarms()}


def bodies(workspace: Workspace) -> set[str]:
    return {row["body"] for row in workspace.store.rows("SELECT body FROM entries")}


def empty(homes: Homes, name: str = "laptop") -> Workspace:
    homes.open[name] = workspace = Workspace.open(str(homes.folder / name / FILE), homes.clock())
    return workspace


def raising(error: type[Exception]) -> Callable[..., None]:
    def fail(*_: object) -> None:
        raise error

    return fail


def dropped(homes: Homes, here: Workspace, name: str) -> None:
    for _ in dropping.drop(here, dropping.find(here, name), bytearray(OTHERS)):
        pass


# Connecting


def test_connecting_needs_keys_and_writes_nothing_without(homes: Homes) -> None:
    with pytest.raises(NoVault):
        machines.connect(empty(homes), str(homes.store))
    assert homes.files() == []


def test_a_place_that_holds_another_vault_is_left_alone(homes: Homes, tmp_path: Path) -> None:
    homes.first()
    homes.sync()
    before = {path: path.read_bytes() for path in homes.files()}
    with lived_in(tmp_path / "stranger") as stranger, pytest.raises(OtherVault, match="another vault"):
        machines.connect(stranger, str(homes.store))
    assert {path: path.read_bytes() for path in homes.files()} == before


def test_a_round_writes_nothing_where_another_vault_has_come_in_the_place_of_this_one(
    homes: Homes, tmp_path: Path
) -> None:
    desk = homes.first()
    homes.sync()
    desk.journal.write("For this vault.")
    (homes.folder / "store of others").mkdir()
    with lived_in(tmp_path / "others") as theirs:
        machines.connect(theirs, str(homes.folder / "store of others"))
        list(exchange.run(theirs))
    homes.store.rename(homes.folder / "store of ours")
    (homes.folder / "store of others").rename(homes.store)
    before = {path: path.read_bytes() for path in homes.files()}
    with pytest.raises(Untrusted, match="Another vault"):
        homes.sync(desk)
    assert {path: path.read_bytes() for path in homes.files()} == before
    homes.store.rename(homes.folder / "store of others")
    (homes.folder / "store of ours").rename(homes.store)
    assert homes.sync(desk).sent == 1 and kinds(desk) == set()


def test_connecting_twice_and_after_the_store_was_wiped_is_no_mistake(homes: Homes) -> None:
    desk = homes.first()
    homes.sync()
    for path in homes.files():
        path.unlink()
    machines.connect(desk, str(homes.store))
    assert homes.sync(desk).mended
    assert bodies(homes.further()) == set()
    homes.settle()


def test_a_weak_passphrase_keeps_the_keyring_out_and_the_code_joins(homes: Homes) -> None:
    desk = lived_in(homes.folder / "desk", clock=homes.clock())
    homes.open["desk"] = desk
    desk.backups.set_travels(False)
    machines.connect(desk, str(homes.store), "desk")
    homes.sync()
    assert not any(keyrings.has_passphrase(path.read_bytes()) for path in homes.files())
    laptop = empty(homes)
    with pytest.raises(NoVaultThere, match="recovery code"):
        machines.look(laptop, str(homes.store), words())
    machines.join(laptop, machines.look(laptop, str(homes.store), code(desk)), "laptop")
    homes.settle()


# Joining


def test_who_joins_by_the_recovery_code_has_it_and_hears_of_no_other_passphrase(homes: Homes) -> None:
    desk = homes.first()
    homes.sync()
    laptop = empty(homes)
    machines.join(laptop, machines.look(laptop, str(homes.store), code(desk)), "laptop")
    homes.settle()
    assert laptop.backups.standing().kit is not None and not vault(laptop).has_passphrase
    assert kinds(laptop) == kinds(desk) == set()


def test_joining_says_what_is_newest_there_and_on_which_machine(homes: Homes) -> None:
    homes.first("the desk")
    homes.sync()
    found = machines.look(empty(homes), str(homes.store), words())
    assert found.machine == "the desk" and found.machines == 1
    assert found.at is not None and found.at <= homes.now


@pytest.mark.parametrize(
    ("given", "raised"), [(OTHERS, NoMatch), (b"AGE-SECRET-KEY-1" + b"Q" * 58, IdentityError)], ids=["words", "code"]
)
def test_a_wrong_secret_joins_nothing_and_writes_nothing(homes: Homes, given: bytes, raised: type[Exception]) -> None:
    homes.first()
    homes.sync()
    before = homes.files()
    laptop = empty(homes)
    with pytest.raises(raised):
        machines.look(laptop, str(homes.store), bytearray(given))
    assert homes.files() == before and not vault(laptop).exists


def test_another_vaults_code_does_not_open_this_one(homes: Homes, tmp_path: Path) -> None:
    homes.first()
    homes.sync()
    with lived_in(tmp_path / "other") as other, pytest.raises(NoMatch, match="does not open"):
        machines.look(empty(homes), str(homes.store), code(other))


def test_an_empty_place_cannot_be_joined(homes: Homes) -> None:
    with pytest.raises(NoVaultThere, match="no vault in that place"):
        machines.look(empty(homes), str(homes.store), words())


def test_a_living_home_joins_with_what_it_has(homes: Homes) -> None:
    homes.first()
    laptop = empty(homes)
    laptop.journal.write("Written before.")
    machines.join(laptop, machines.look(laptop, str(homes.store), words()), "laptop")
    homes.settle()
    assert bodies(homes.open["desk"]) == {"A walk helped.", "Written before."}


def test_a_home_with_a_vault_of_its_own_is_not_given_a_second_one(homes: Homes, tmp_path: Path) -> None:
    homes.first()
    with lived_in(tmp_path / "own") as own:
        before = vault(own).keyring().text
        with pytest.raises(keys.KeyringError, match="another vault"):
            machines.look(own, str(homes.store), words())
        assert vault(own).keyring().text == before


def test_a_machine_is_called_on_all_what_it_is_called_on_one(homes: Homes) -> None:
    desk, laptop = homes.first("desk"), homes.further("laptop")
    homes.settle()
    Streams(laptop.store).name("the blue one")
    homes.settle()
    assert {each.name for each in Streams(desk.store).machines()} == {"desk", "the blue one"}


def test_a_file_that_is_too_large_or_cannot_be_read_stops_nobody_from_joining_or_connecting(
    homes: Homes, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = homes.first()
    homes.sync()
    (homes.store / f"keyring/00000009-{'e' * 32}.age").write_bytes(bytes(2 << 20))
    (homes.store / f"keyring/00000008-{'e' * 32}.age").write_bytes(b"online only")
    real = Folder.get

    def get(self: Folder, name: str, limit: int) -> bytes:
        if "00000008" in name:
            raise StoreError("It cannot be read just now.")
        return real(self, name, limit)

    monkeypatch.setattr(Folder, "get", get)
    monkeypatch.setattr("sync.machines.LARGEST_FILE", 1 << 20)
    machines.connect(desk, str(homes.store))
    laptop = empty(homes)
    for given in (words(), code(desk)):
        assert machines.look(laptop, str(homes.store), given).keyring.text == vault(desk).keyring().text
    with pytest.raises(StoreError, match="just now"):
        machines.look(laptop, str(homes.store), bytearray(OTHERS))


# Dropping


def test_a_dropped_machine_reads_nothing_that_is_written_afterwards(homes: Homes) -> None:
    desk, laptop, phone = homes.first(), homes.further(), homes.further("phone")
    homes.settle()
    old = exchange.Keys(vault(phone).keyring())
    dropped(homes, desk, "phone")
    desk.journal.write("Not for the phone.")
    homes.sync(desk)
    for path in homes.files():
        try:
            said = keyrings.said(old.open(path.read_bytes()).content)
        except Exception:
            continue
        assert said is not None and said.closed, path.name
    assert homes.sync(phone).behind and homes.sync(laptop).behind
    assert "epoch" in kinds(laptop)
    assert "Not for the phone." not in bodies(phone)
    with pytest.raises(NoMatch):
        machines.look(phone, str(homes.store), words())


def test_after_two_drops_no_snapshot_is_left_that_an_earlier_key_opens(
    homes: Homes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.taking.LARGEST_NOTE", 4096)  # a snapshot of years is too large to be opened for nothing
    desk, laptop, _ = homes.first(), homes.further(), homes.further("phone")
    homes.settle()
    dropped(homes, desk, "phone")
    machines.join(laptop, machines.look(laptop, str(homes.store), bytearray(OTHERS)))
    homes.sync(laptop)
    before = set(homes.store.glob("snap/*/*"))
    assert sorted(path.stat().st_size > 4096 for path in before) == [False, True], "a snapshot and its note"
    list(dropping.drop(laptop, dropping.find(laptop, "desk"), bytearray(LAST)))
    assert len(set(homes.store.glob("snap/*/*"))) == 2 and not before & set(homes.store.glob("snap/*/*"))


def test_after_a_drop_the_others_go_on_with_the_new_passphrase_and_lose_nothing(homes: Homes) -> None:
    desk, laptop, _ = homes.first(), homes.further(), homes.further("phone")
    homes.settle()
    laptop.journal.write("Not sent yet.")
    for workspace in (desk, laptop):
        workspace.backups.kit_proven()
    dropped(homes, desk, "phone")
    assert homes.sync(laptop).unsent
    machines.join(laptop, machines.look(laptop, str(homes.store), bytearray(OTHERS)))
    del homes.open["phone"]
    homes.settle()
    assert "Not sent yet." in bodies(desk)
    assert desk.backups.standing().kit is laptop.backups.standing().kit is None, "the code is a new one"
    assert "epoch" not in kinds(laptop)
    assert [each.name for each in Streams(laptop.store).machines() if each.dropped] == ["phone"]
    assert vault(laptop).prove(bytearray(OTHERS)).generation == 2


def test_a_second_drop_is_told_as_what_it_is(homes: Homes) -> None:
    desk, laptop = homes.first(), homes.further()
    for name in ("phone", "tablet"):
        homes.further(name)
    homes.settle()
    dropped(homes, desk, "phone")
    machines.join(laptop, machines.look(laptop, str(homes.store), bytearray(OTHERS)))
    homes.sync(laptop, desk)
    list(dropping.drop(desk, dropping.find(desk, "tablet"), bytearray(LAST)))
    homes.sync(laptop)
    assert kinds(laptop) == {"epoch"}


@pytest.mark.parametrize("asked", ["the one whose keys do not hold", "the one whose keys hold"])
def test_two_machines_that_drop_a_third_at_the_same_moment_end_with_one_keyring(homes: Homes, asked: str) -> None:
    desk, laptop, phone = homes.first(), homes.further(), homes.further("phone")
    homes.settle()
    before = homes.folder / "before"
    shutil.copytree(homes.store, before)
    dropped(homes, desk, "phone")
    homes.store.rename(homes.folder / "meanwhile")
    before.rename(homes.store)  # the laptop cannot have heard of it
    for _ in dropping.drop(laptop, dropping.find(laptop, "phone"), bytearray(LAST)):
        pass
    shutil.copytree(homes.folder / "meanwhile", homes.store, dirs_exist_ok=True)
    desk.journal.write("On the desk, with its keys.")
    laptop.journal.write("On the laptop, with others.")
    homes.sync(desk, laptop, desk)
    less, holds = sorted((desk, laptop), key=lambda each: vault(each).keyring().line)
    assert "apart" in kinds(less) and kinds(holds).isdisjoint({"apart", "epoch", "foreign"})
    passphrase = {desk: OTHERS, laptop: LAST}
    here, there = (less, holds) if asked == "the one whose keys do not hold" else (holds, less)
    machines.join(here, machines.look(here, str(homes.store), bytearray(passphrase[there])))
    homes.sync(here)
    if here is holds:  # who has the others' keys can tell them so that they know it to be true
        assert homes.sync(less).behind and "epoch" in kinds(less)
        machines.join(less, machines.look(less, str(homes.store), bytearray(passphrase[holds])))
    phone.journal.write("On the phone, after all.")
    homes.sync(phone)
    del homes.open["phone"]
    homes.settle()
    assert bodies(desk) == {"A walk helped.", "On the desk, with its keys.", "On the laptop, with others."}
    assert vault(desk).keyring().text == vault(laptop).keyring().text
    for each in (desk, laptop):
        assert vault(each).prove(bytearray(passphrase[holds])).line == vault(each).keyring().line or each is holds
        assert kinds(each).isdisjoint({"apart", "epoch", "passphrase", "foreign"})
    alone = exchange.Keys(vault(holds).prove(bytearray(passphrase[holds])))
    ours = [
        alone.open(path.read_bytes()).current for path in homes.files() if path.parent.parent.name in ("dev", "snap")
    ]
    assert ours and all(ours), "something is locked with keys that do not hold"


def test_what_went_out_with_old_keys_after_the_drop_waits_for_a_word(homes: Homes) -> None:
    desk, laptop = homes.first(), homes.further()
    homes.settle()
    laptop.journal.write("Sent with the old keys.")
    kept = {path: path.read_bytes() for path in homes.files()}
    homes.sync(laptop)
    late = {path: path.read_bytes() for path in homes.files() if path not in kept}
    for path in late:
        path.unlink()
    dropped(homes, desk, "laptop")
    for path, body in late.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(body)
    homes.sync(desk)
    assert kinds(desk) == {"cut"} and "Sent with the old keys." not in bodies(desk)
    (waiting,) = Objects(desk.store).beyond()
    assert Objects(desk.store).decide(waiting.device, keep=True) == 1
    homes.sync(desk)
    assert "Sent with the old keys." in bodies(desk) and "cut" not in kinds(desk)
    third = homes.open["third"] = empty(homes, "third")
    machines.join(third, machines.look(third, str(homes.store), bytearray(OTHERS)))
    homes.sync(third)
    assert exported(third) == exported(desk) or homes.sync(desk, third)
    assert "Sent with the old keys." in bodies(third)


@pytest.mark.parametrize(
    ("stands", "instead"),
    [(b'"last":1', b'"last":1000000000000'), (b'"n":1,"prev"', b'"n":%d,"prev"' % 10**30)],
    ids=["more changes than memory", "a number too large to keep"],
)
def test_nothing_that_a_dropped_machine_puts_there_stops_a_round(homes: Homes, stands: bytes, instead: bytes) -> None:
    desk, laptop, phone = homes.first(), homes.further(), homes.further("phone")
    homes.settle()
    old = exchange.Keys(vault(phone).keyring())
    dropped(homes, desk, "phone")
    change = (1, 5, "entries", "x", '{"_new":1}')
    prev = "f" * 64 if b'"n"' in stands else ""
    made = Bundle(device="a" * 16, n=1, prev=prev, first=1, last=1, app="1", changes=(change,), marks=())
    body = old.seal(bundle.write(made, old.vault).replace(stands, instead, 1))
    path = homes.store / file_name(made.device, 1, body)
    path.parent.mkdir()
    path.write_bytes(body)
    homes.sync(desk, laptop)
    assert kinds(desk) == {"foreign"}


def test_new_keys_and_a_new_place_at_once_leave_nothing_on_its_way_to_the_keys_of_before(
    homes: Homes, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, laptop, phone = homes.first(), homes.further(), homes.further("phone")
    homes.settle()
    laptop.journal.write("Not for the phone.")
    with monkeypatch.context() as patched:
        patched.setattr(Folder, "put", raising(Unreachable))
        with pytest.raises(Unreachable):
            homes.sync(laptop)
    dropped(homes, desk, "phone")
    place = homes.folder / "another place"
    place.mkdir()
    machines.connect(desk, str(place))
    machines.join(laptop, machines.look(desk, str(homes.store), bytearray(OTHERS)))
    machines.connect(laptop, str(place))
    homes.sync(laptop, desk)
    old = exchange.Keys(vault(phone).keyring())
    for path in place.glob("dev/*/*"):
        with pytest.raises(NoMatch):
            old.open(path.read_bytes())
    assert "Not for the phone." in bodies(desk) and "cut" not in kinds(desk)


def test_after_a_drop_nothing_counts_as_lost_that_only_a_snapshot_of_before_has(
    homes: Homes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("sync.snapshots.OFTEN", 1)
        desk = homes.first()
        homes.sync()
    assert list(homes.store.glob("snap/*/*")) and not homes.bundles()
    homes.further("phone")
    homes.settle()
    *_, done = dropping.drop(desk, dropping.find(desk, "phone"), bytearray(OTHERS))
    assert isinstance(done, exchange.Round) and done.mended == 0
    assert kinds(desk) == set()


def test_what_went_out_with_old_keys_goes_once_it_is_there_with_the_new_ones(homes: Homes) -> None:
    desk, laptop, _ = homes.first(), homes.further(), homes.further("phone")
    homes.settle()
    laptop.journal.write("Sent with the old keys.")
    before = set(homes.bundles())
    homes.sync(laptop)
    (late,) = set(homes.bundles()) - before
    body = late.read_bytes()
    late.unlink()
    dropped(homes, desk, "phone")
    late.parent.mkdir(exist_ok=True)
    late.write_bytes(body)  # it was on its way
    machines.join(laptop, machines.look(laptop, str(homes.store), bytearray(OTHERS)))
    homes.sync(laptop, desk, laptop)
    assert "Sent with the old keys." in bodies(desk) and not late.exists()


def test_a_snapshot_of_before_goes_however_large_it_is_when_it_could_not_go_at_once(
    homes: Homes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.taking.LARGEST_NOTE", 4096)
    monkeypatch.setitem(looked_at.__kwdefaults__, "limit", 4096)
    monkeypatch.setattr("sync.snapshots.OFTEN", 3)
    desk, _, _ = homes.first(), homes.further(), homes.further("phone")
    homes.settle()
    before = set(homes.store.glob("snap/*/*"))
    assert len(before) == 2
    real = Folder.delete

    def delete(self: Folder, name: str) -> None:
        if name.startswith("snap/"):
            raise ReadOnly
        real(self, name)

    with monkeypatch.context() as patched:
        patched.setattr(Folder, "delete", delete)
        with pytest.raises(ReadOnly):
            dropped(homes, desk, "phone")
    homes.sync(desk)
    assert not before & set(homes.store.glob("snap/*/*")) and kinds(desk) == set()


def test_what_is_left_out_stays_out(homes: Homes) -> None:
    desk, laptop = homes.first(), homes.further()
    homes.settle()
    laptop.journal.write("Not mine.")
    homes.sync(laptop)
    (path,) = [path for path in homes.bundles() if path.name.startswith("00000002")]
    body = path.read_bytes()
    path.unlink()
    dropped(homes, desk, "laptop")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(body)
    homes.sync(desk)
    assert Objects(desk.store).decide(Streams(laptop.store).device, keep=False) == 1
    homes.sync(desk)
    assert "Not mine." not in bodies(desk) and kinds(desk) == set()


def test_dropping_this_machine_or_an_unknown_one_or_with_the_old_passphrase_changes_nothing(homes: Homes) -> None:
    desk = homes.first()
    homes.further()
    homes.settle()
    before = vault(desk).keyring().text
    with pytest.raises(NotFound, match="None of your machines"):
        dropping.find(desk, "nobody")
    with pytest.raises(Refused, match="sitting at"):
        dropped(homes, desk, "desk")
    with pytest.raises(Refused, match="passphrase of before"):
        list(dropping.drop(desk, dropping.find(desk, "laptop"), words()))
    assert vault(desk).keyring().text == before


def test_a_machine_without_the_newest_keys_drops_nobody(homes: Homes) -> None:
    desk, laptop, _ = homes.first(), homes.further(), homes.further("phone")
    homes.settle()
    dropped(homes, desk, "phone")
    with pytest.raises(Refused, match="Another machine has made new keys"):
        dropped(homes, laptop, "desk")


def test_two_machines_of_one_name_are_told_apart_by_the_letters_before_it(homes: Homes) -> None:
    desk, laptop = homes.first("desk"), homes.further()
    Streams(laptop.store).name("desk")
    homes.settle()
    with pytest.raises(NotFound, match="More than one"):
        dropping.find(desk, "desk")
    other = next(each for each in Streams(desk.store).machines() if not each.here)
    assert dropping.find(desk, other.device[:6]) == (other,)


def test_a_drop_that_was_stopped_half_way_goes_on_with_the_next_round(homes: Homes) -> None:
    desk, laptop, _ = homes.first(), homes.further(), homes.further("phone")
    homes.settle()
    desk.journal.write("Before.")
    for step in dropping.drop(desk, dropping.find(desk, "phone"), bytearray(OTHERS)):
        if step == exchange.Step(stage="look", done=0, of=1) and vault(desk).keyring().generation == 2:
            break  # the keys are new, and nothing of it is in the store yet
    homes.sync(desk)
    assert homes.sync(laptop).behind
    machines.join(laptop, machines.look(laptop, str(homes.store), bytearray(OTHERS)))
    del homes.open["phone"]
    homes.settle()
    assert kinds(desk) | kinds(laptop) == set()


def test_a_drop_that_was_stopped_between_its_two_files_can_be_asked_for_again_in_the_same_words(homes: Homes) -> None:
    desk, _, _ = homes.first(), homes.further(), homes.further("phone")
    homes.settle()
    keyring = vault(desk).keyring()
    vault(desk).file.replace(keyring.next_epoch("2026-11-22T12:00:00Z", ()), bytearray(OTHERS))
    homes.sync(desk)
    dropped(homes, desk, "phone")
    assert vault(desk).prove(bytearray(OTHERS)).line == vault(desk).keyring().line
    with pytest.raises(Refused, match="passphrase of before"):
        dropped(homes, desk, "laptop")
    new = empty(homes, "new")
    machines.join(new, machines.look(new, str(homes.store), bytearray(OTHERS)))
    homes.sync(new)
    assert bodies(new) == bodies(desk)


def test_the_recovery_code_of_a_later_epoch_joins_with_everything_before(homes: Homes) -> None:
    desk = homes.first()
    homes.further()
    homes.settle()
    dropped(homes, desk, "laptop")
    third = empty(homes, "third")
    machines.join(third, machines.look(third, str(homes.store), code(desk)), "third")
    assert vault(third).keyring().text == vault(desk).keyring().text
    del homes.open["laptop"]
    homes.settle()


def test_the_recovery_code_of_a_later_epoch_opens_a_backup_made_in_it(homes: Homes, tmp_path: Path) -> None:
    desk = homes.first()
    homes.further()
    homes.settle()
    old = code(desk)
    dropped(homes, desk, "laptop")
    made = backed_up(desk, tmp_path)
    keyring, _ = restore.keyring_for(made.path, code(desk))
    assert keyring.text == vault(desk).keyring().text
    with Workspace.open(str(tmp_path / "there" / FILE)) as there:
        assert restore.bring(there, restore.opened(made.path, keyring)).exact
        assert bodies(there) == bodies(desk)
    with pytest.raises(NoMatch):
        restore.keyring_for(made.path, old)


def test_a_machine_that_takes_newer_keys_by_the_code_keeps_no_passphrase_of_before(homes: Homes) -> None:
    desk, laptop, _ = homes.first(), homes.further(), homes.further("phone")
    homes.settle()
    dropped(homes, desk, "phone")
    machines.join(laptop, machines.look(laptop, str(homes.store), code(desk)))
    assert not vault(laptop).has_passphrase and vault(laptop).keyring().text == vault(desk).keyring().text
    vault(laptop).change(None, bytearray(OTHERS))
    assert vault(laptop).prove(bytearray(OTHERS)).epochs[0].number == 2


# The passphrase


def test_a_changed_passphrase_is_told_to_the_others_who_go_on_meanwhile(homes: Homes) -> None:
    desk, laptop = homes.first(), homes.further()
    homes.settle()
    desk.backups.set_travels(vault(desk).change(words(), bytearray(OTHERS)).travels)
    homes.sync(desk)
    laptop.journal.write("Goes on.")
    homes.sync(laptop)
    assert kinds(laptop) == {"passphrase"}
    ((_, sentence),) = telling.untold(laptop, Content())
    assert sentence.startswith("2026-11-22: the passphrase was changed on another machine.")
    with pytest.raises(NoMatch):
        machines.look(laptop, str(homes.store), words())
    machines.join(laptop, machines.look(laptop, str(homes.store), bytearray(OTHERS)))
    homes.settle()
    assert kinds(laptop) == set()
    assert vault(laptop).prove(bytearray(OTHERS)).text == vault(desk).prove(bytearray(OTHERS)).text


def in_the_store(homes: Homes) -> list[Path]:
    """The keyrings there that a passphrase opens."""
    return [path for path in homes.files() if keyrings.has_passphrase(path.read_bytes())]


def test_a_keyring_for_the_passphrase_that_came_to_harm_in_the_store_is_made_good(homes: Homes) -> None:
    desk = homes.first()
    homes.sync()
    (path,) = in_the_store(homes)
    whole = path.read_bytes()
    path.write_bytes(whole[:-9])
    homes.sync(desk)
    assert path.read_bytes() == whole and in_the_store(homes) == [path]


def test_a_passphrase_that_is_set_after_joining_by_the_code_is_the_newest(homes: Homes) -> None:
    desk = homes.first()
    homes.sync()
    laptop = empty(homes)
    machines.join(laptop, machines.look(laptop, str(homes.store), code(desk)), "laptop")
    homes.sync(laptop)
    laptop.backups.set_travels(vault(laptop).change(None, bytearray(OTHERS)).travels)
    assert vault(laptop).keyring().generation == 2, "not a matter of which file has the greater digest"
    homes.sync(laptop, desk)
    assert kinds(desk) == {"passphrase"} and kinds(laptop) == set()
    assert machines.look(empty(homes, "third"), str(homes.store), bytearray(OTHERS))


def test_who_hears_of_a_later_passphrase_by_the_code_sets_one_that_opens_what_holds(homes: Homes) -> None:
    desk, laptop = homes.first(), homes.further()
    homes.settle()
    vault(desk).change(words(), bytearray(OTHERS))
    vault(desk).change(bytearray(OTHERS), bytearray(WORDS))
    homes.sync(desk)
    machines.join(laptop, machines.look(laptop, str(homes.store), code(desk)))
    assert not vault(laptop).has_passphrase, "the one of before holds no more"
    laptop.backups.set_travels(vault(laptop).change(None, bytearray(LAST)).travels)
    homes.sync(laptop, desk)
    machines.join(desk, machines.look(desk, str(homes.store), bytearray(LAST)))
    third = empty(homes, "third")
    machines.join(third, machines.look(third, str(homes.store), bytearray(LAST)))
    homes.settle()
    assert kinds(desk) | kinds(laptop) | kinds(third) == set()


def test_a_later_passphrase_that_arrives_before_the_keyring_that_names_it_is_not_removed(homes: Homes) -> None:
    desk = homes.first()
    first = vault(desk).keyring()
    second = first.next_generation()
    sealed = keys.lock(second, words(), cost=1)
    late = keys.lock(second.next_generation(), bytearray(OTHERS), cost=1)
    for generation, body in ((1, keyrings.for_code(first)), (3, late)):  # the first one had no passphrase
        (homes.store / keyrings.file_name(generation, body)).write_bytes(body)
    assert keyrings.publish(Folder(homes.store), second, sealed)
    assert {path.read_bytes() for path in in_the_store(homes)} == {sealed, late}


def test_the_passphrase_of_keys_that_hold_no_more_goes_however_often_it_was_changed(homes: Homes) -> None:
    desk, laptop, _ = homes.first(), homes.further(), homes.further("phone")
    homes.settle()
    for old, new in ((WORDS, LAST), (LAST, WORDS), (WORDS, LAST)):
        vault(laptop).change(bytearray(old), bytearray(new))
    shutil.copytree(homes.store, homes.folder / "before")
    homes.sync(laptop)
    later = [(path.relative_to(homes.store), path.read_bytes()) for path in (homes.store / "keyring").iterdir()]
    shutil.rmtree(homes.store)
    (homes.folder / "before").rename(homes.store)
    dropped(homes, desk, "phone")
    for path, body in later:  # they arrive after the drop, which knew nothing of them
        (homes.store / path).write_bytes(body)
    homes.sync(desk)
    (left,) = in_the_store(homes)
    assert keys.unlock(left.read_bytes(), bytearray(OTHERS)).line == vault(desk).keyring().line


def steps(place: Path, keyring: keys.Keyring, sealed: bytes) -> Iterator[None]:
    """`publish`, paused before every call to the store."""
    go, paused = threading.Semaphore(0), threading.Semaphore(0)
    over: list[bool] = []

    class Paused(Folder):
        def list(self, folder: str, after: str = "") -> tuple[str, ...]:
            wait()
            return super().list(folder, after)

        def put(self, name: str, body: bytes) -> None:
            wait()
            super().put(name, body)

        def delete(self, name: str) -> None:
            wait()
            super().delete(name)

    def wait() -> None:
        paused.release()
        go.acquire()

    def work() -> None:
        try:
            keyrings.publish(Paused(place), keyring, sealed)
        finally:
            over.append(True)
            paused.release()

    threading.Thread(target=work, daemon=True).start()
    while True:
        paused.acquire()
        if over:
            return
        yield
        go.release()


def test_two_machines_that_change_the_passphrase_at_once_agree_on_one_in_a_hundred_interleavings(
    homes: Homes,
) -> None:
    first = keys.Keyring.fresh("2026-11-22T08:00:00Z")
    second = first.next_generation()
    old = keys.lock(first, words(), cost=1)
    sealed = [keys.lock(second, bytearray(text), cost=1) for text in (WORDS, OTHERS)]
    orders = random.Random(35)
    for number in range(100):
        place = homes.folder / f"store{number}"
        place.mkdir()
        keyrings.publish(Folder(place), first, old)
        clients = [steps(place, second, each) for each in sealed]
        while clients:
            client = orders.choice(clients)
            if next(client, "over") == "over":
                clients.remove(client)
        held = [keyrings.publish(Folder(place), second, each) for each in sealed]  # the next search of each
        held = [keyrings.publish(Folder(place), second, each) for each in sealed]
        assert sorted(held) == [False, True], "the loser is told, and there is a winner"
        bodies = [path.read_bytes() for path in (place / "keyring").iterdir()]
        assert [body for body in bodies if keyrings.has_passphrase(body)] == [sealed[held.index(True)]]


def test_every_alarm_has_a_sentence_with_its_day(homes: Homes) -> None:
    desk = homes.first("desk")
    homes.sync()
    device = Streams(desk.store).device
    for kind in get_args(Kind):
        Streams(desk.store).alarm(Alarm(kind=kind, device=device, n=1))
    told = telling.untold(desk, Content())
    assert len(told) == len(get_args(Kind))
    for alarm, sentence in told:
        assert sentence.startswith("2026-11-22: ") and "{" not in sentence, alarm.kind
        Streams(desk.store).told(alarm)
    assert telling.untold(desk, Content()) == ()
