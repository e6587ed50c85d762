"""Stores that fail, lie, or hold what does not belong there: a sentence each, nothing lost, and the rest goes on."""

from __future__ import annotations

import io
import itertools
import json
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from core.clock import Clock
from core.merging.carried import Bundle
from core.merging.streams import Streams
from core.storage.store import FILE
from core.workspace import Workspace
from sync import age, bundle, exchange, keyrings, packing, sealed, stores
from sync.exchange import Exchange
from sync.giving import NotKept
from sync.keys import Keyring, KeyringFile
from sync.recipients import ScryptRecipient
from sync.sealed import Keys
from sync.stores import names
from sync.stores.errors import (
    Full,
    Missing,
    ReadOnly,
    Refused,
    StoreError,
    Taken,
    TooLarge,
    Unreachable,
    Untrusted,
)
from sync.stores.folder import Folder
from sync.vault import Vault
from sync.way import Way
from tests.homes import Homes
from tests.vaults import exported

DEVICE = "abcdefgh234567ab"


@pytest.fixture
def homes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Homes]:
    monkeypatch.setattr(KeyringFile, "_cost", 1)
    homes = Homes(tmp_path)
    yield homes
    homes.close()


def kinds(workspace: Workspace) -> set[str]:
    return {alarm.kind for alarm in Streams(workspace.store).alarms()}


def keys_of(workspace: Workspace) -> Keys:
    return Keys(Vault(str(Path(workspace.store.path).parent)).keyring())


def keyring_of(workspace: Workspace) -> Keyring:
    return Vault(str(Path(workspace.store.path).parent)).keyring()


def read_anew(homes: Homes, keys: Keys) -> Workspace:
    """A machine that has nothing yet, after a look through the store."""
    workspace = Workspace.memory(homes.clock())
    for _ in Exchange(Way(workspace.store, Folder(homes.store), keys), lambda: None).round(search=True):
        pass
    return workspace


# Row 3 of the threats: renaming and swapping


def test_whichever_two_of_six_files_are_swapped_the_content_is_what_counts(homes: Homes) -> None:
    desk = homes.first()
    for number in range(5):
        homes.sync()
        desk.journal.write(f"entry {number}")
    homes.sync()
    files = homes.bundles()
    assert len(files) == 6
    keys, wanted = keys_of(desk), exported(desk)
    for one, other in itertools.combinations(files, 2):  # fifteen pairs, thirty files with another's content
        contents = one.read_bytes(), other.read_bytes()
        other.write_bytes(contents[0])
        one.write_bytes(contents[1])
        with read_anew(homes, keys) as fresh:
            assert exported(fresh) == wanted
        one.write_bytes(contents[0])
        other.write_bytes(contents[1])


def test_renamed_files_and_conflict_copies_are_recognised(homes: Homes) -> None:
    desk = homes.first()
    desk.journal.write("one")
    homes.sync()
    desk.journal.write("two")
    homes.sync()
    first, second = homes.bundles()
    first.rename(first.with_name("holiday.jpg"))
    shutil.copy(second, second.with_name(f"{second.stem}.sync-conflict-20261122.age"))
    with read_anew(homes, keys_of(desk)) as fresh:
        assert exported(fresh) == exported(desk)
    assert kinds(desk) == set()


# Row 4: losing, rolling back


def test_what_the_store_lost_is_put_back_and_told_with_machine_and_day(homes: Homes) -> None:
    desk, laptop = homes.first(), homes.further()
    for number in range(3):
        homes.settle()
        desk.journal.write(f"entry {number}")
    homes.settle()
    before = exported(laptop)
    mine = [path for path in homes.bundles() if Streams(desk.store).device in str(path)]
    mine[1].unlink()
    assert homes.sync(laptop).mended == 1
    (alarm,) = Streams(laptop.store).alarms()
    assert (alarm.kind, alarm.device, alarm.n) == ("lost", Streams(desk.store).device, 2)
    assert alarm.at is not None and alarm.at.date().isoformat() == "2026-11-22"
    assert exported(laptop) == before
    with read_anew(homes, keys_of(desk)) as fresh:
        assert exported(fresh) == before


def test_a_store_that_goes_back_in_time_changes_nothing_here_and_is_brought_up_to_date(homes: Homes) -> None:
    desk = homes.first()
    homes.sync()
    shutil.copytree(homes.store, homes.folder / "earlier")
    desk.journal.write("Later.")
    homes.sync()
    before = exported(desk)
    shutil.rmtree(homes.store)
    shutil.copytree(homes.folder / "earlier", homes.store, dirs_exist_ok=True)
    assert homes.sync(desk).mended == 1 and kinds(desk) == {"rollback"}
    assert exported(desk) == before


# Row 5: nothing in clear, nothing weaker


def in_clear(desk: Workspace) -> dict[str, bytes]:
    """Everything a store could offer instead of what a machine of the vault wrote."""
    keyring = keyring_of(desk)
    patch = '{"_new":1,"at":"","body":"forged","day":"2026-11-22","id":"forged","prompt":""}'
    forged = Bundle(
        device=DEVICE,
        n=1,
        prev="",
        first=1,
        last=1,
        app="1",
        changes=((1, 1 << 50, "entries", "forged", patch),),
        marks=(),
    )
    plaintext = bundle.write(forged, keyring.vault)
    untagged, of_a_passphrase, database = io.BytesIO(), io.BytesIO(), sqlite3.connect(":memory:")
    packed = b"".join(packing.packed([plaintext]))
    age.encrypt(io.BytesIO(packed), untagged, [keyring.identity.recipient])
    age.encrypt(io.BytesIO(packed), of_a_passphrase, [ScryptRecipient(b"anything", 1)])
    database.execute("CREATE TABLE entries (id, body)")
    stranger = Keyring.fresh("2026-11-22T08:00:00Z")
    other_vault = bundle.write(forged, "f" * 32)
    later = plaintext.replace(b'"v":1', b'"v":9')
    return {
        "clear bundle": plaintext,
        "clear JSON": json.dumps({"entries": [{"body": "forged"}]}).encode(),
        "clear SQLite": database.serialize(),
        "compressed only": packed,
        "without the mark": untagged.getvalue(),
        "for a passphrase": of_a_passphrase.getvalue(),
        "a stranger's": sealed.seal(plaintext, stranger.identity, keyring.vault),
        "another vault's": sealed.seal(other_vault, keyring.identity, keyring.vault),
        "written as a backup": sealed.seal(plaintext, keyring.identity, keyring.vault, "backup"),
        "written as a snapshot": sealed.seal(plaintext, keyring.identity, keyring.vault, "snapshot"),
        "no bundle": sealed.seal(b"{}", keyring.identity, keyring.vault),
        "of a later form": sealed.seal(later, keyring.identity, keyring.vault),
    }


def test_nothing_in_clear_or_weaker_is_ever_applied(homes: Homes) -> None:
    desk = homes.first()
    homes.sync()
    before = exported(desk)
    offered = in_clear(desk)
    assert len(offered) == 12
    for name, body in offered.items():
        path = homes.store / sealed.file_name(DEVICE, 1, body)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(body)
        homes.sync(desk)
        assert exported(desk) == before, name
        if name != "for a passphrase":  # as a keyring is, and joining it would ask for one
            assert kinds(desk) == {"newer" if name == "of a later form" else "foreign"}, name
        path.unlink()
    homes.sync(desk)
    assert kinds(desk) == set(), "what is gone is no longer spoken of"


# Row 6: twelve faults in each of five operations


class Faulty(Folder):
    """A folder store in which one operation fails in one way, every time."""

    def __init__(self, root: Path, operation: str, fault: str | type[StoreError]) -> None:
        super().__init__(root)
        self.operation, self.fault = operation, fault
        self.written: set[str] = set()

    def _fail(self, operation: str) -> bool:
        """Whether to answer wrongly; raises where the fault is an error."""
        if operation != self.operation:
            return False
        if not isinstance(self.fault, str):
            raise self.fault
        return True

    def list(self, folder: str, after: str = "") -> tuple[str, ...]:
        found = super().list(folder, after)
        if self._fail("list"):
            return {"empty": (), "half": found[::2], "other": (*found, f"{folder}no such thing")}[str(self.fault)]
        return found

    def get(self, name: str, limit: int) -> bytes:
        body = super().get(name, limit)
        if self._fail("read back" if name in self.written else "get"):
            return {"empty": b"", "half": body[: len(body) // 2], "other": body[:-1] + b"\0"}[str(self.fault)]
        return body

    def put(self, name: str, body: bytes) -> None:
        self.written.add(name)
        if self._fail("put"):
            if self.fault != "empty":
                super().put(name, body[: len(body) // 2] if self.fault == "half" else body[:-1] + b"\0")
        else:
            super().put(name, body)

    def delete(self, name: str) -> None:
        if not self._fail("delete"):
            super().delete(name)


ERRORS = (Unreachable, Refused, Untrusted, Full, ReadOnly, Missing, Taken, TooLarge, StoreError)
FAULTS: tuple[str | type[StoreError], ...] = (*ERRORS, "empty", "half", "other")
OPERATIONS = ("list", "get", "put", "read back", "delete")


def test_sixty_faults_lose_nothing_and_the_next_round_goes_on(homes: Homes, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, laptop = homes.first(), homes.further()
    homes.settle()
    monkeypatch.setattr("sync.snapshots.OFTEN", 4)  # so that something is deleted, too
    assert len(FAULTS) * len(OPERATIONS) == 60
    for operation, fault in itertools.product(OPERATIONS, FAULTS):
        desk.journal.write(f"{operation} {fault}")
        laptop.journal.write(f"for {operation} {fault}")
        homes.sync(laptop)
        before = desk.store.count("SELECT count(*) FROM entries")
        with monkeypatch.context() as patched:
            patched.setattr(stores, "connect", lambda *_, o=operation, f=fault: Faulty(homes.store, o, f))
            try:
                homes.sync(desk)
            except StoreError as error:
                assert error.sentence.endswith(".") and len(error.sentence) < 200
                assert exchange.Links(desk.store).now.trouble == error.sentence
        assert desk.store.count("SELECT count(*) FROM entries") >= before
        homes.sync(desk, laptop, desk)
        assert exported(desk) == exported(laptop), (operation, fault)
        assert exchange.Links(desk.store).now.trouble == ""
    with read_anew(homes, keys_of(desk)) as fresh:
        assert exported(fresh) == exported(desk)


@pytest.mark.parametrize("lie", ["empty", "half", "other"])
def test_what_was_not_read_back_is_not_called_sent(homes: Homes, monkeypatch: pytest.MonkeyPatch, lie: str) -> None:
    desk = homes.first()
    homes.sync()
    desk.journal.write("Kept here until it is there.")
    with monkeypatch.context() as patched:
        patched.setattr(stores, "connect", lambda *_: Faulty(homes.store, "put", lie))
        with pytest.raises(NotKept, match="does not give it back"):
            homes.sync(desk)
        assert len(Streams(desk.store).outbox()) == 1
    assert homes.sync(desk).sent == 1
    assert Streams(desk.store).outbox() == ()


# Row 7: junk


def test_twenty_junk_files_stop_nothing(homes: Homes) -> None:
    desk = homes.first()
    desk.journal.write("All of this arrives.")
    homes.sync()
    device = homes.bundles()[0].parent
    junk = {
        **{f"dev/junk{number}.age": bytes([number]) * number for number in range(8)},
        **{f"dev/{device.name}/0000000{number}-{'0' * 32}.age": b"half" for number in range(4)},
        f"dev/{device.name}/zzzz": homes.bundles()[0].read_bytes()[:99],
        "keyring/00000009-" + "f" * 32 + ".age": keyrings.ARMORED + b"\nno",
        "keyring/00000009-" + "e" * 32 + ".age": b"no",
        "snap/what.age": b"",
        "snap/abcdefgh234567ab/00000001-" + "0" * 32 + ".age": b"\0" * 400_000,
        "Thumbs.db": b"\xff" * 5000,
        "dev/.onward-0123456789abcdef01234567.part": b"on its way",
        "a/b/c/d/e.age": b"deep",
    }
    assert len(junk) == 20
    for name, body in junk.items():
        path = homes.store / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    laptop = homes.further()
    homes.settle()
    laptop.journal.write("And back.")
    homes.settle()
    assert exported(desk) == exported(laptop)
    homes.now += timedelta(days=2)
    homes.sync()
    assert kinds(laptop) >= {"torn"}, "what has been damaged for a day is told"


def test_what_other_programs_leave_in_a_folder_is_not_called_damaged(homes: Homes) -> None:
    desk = homes.first()
    homes.sync()
    for name in (".DS_Store", "dev/.DS_Store", "desktop.ini", ".stignore", ".stfolder/syncthing-folder-a1b2c3.txt"):
        (homes.store / name).parent.mkdir(exist_ok=True)
        (homes.store / name).write_bytes(b"theirs")
    homes.sync()
    homes.now += timedelta(days=2)
    homes.sync()
    assert kinds(desk) == set()


def test_a_file_that_arrives_in_the_end_is_used_and_never_told(homes: Homes) -> None:
    desk, laptop = homes.first(), homes.further()
    homes.settle()
    desk.journal.write("Slowly.")
    homes.sync(desk)
    newest = max(homes.bundles(), key=lambda path: path.stat().st_mtime_ns)
    whole = newest.read_bytes()
    for size in (0, 10, len(whole) - 1):
        newest.write_bytes(whole[:size])
        homes.sync(laptop)
        assert exported(laptop) != exported(desk)
    newest.write_bytes(whole)
    homes.sync(laptop)
    assert exported(laptop) == exported(desk) and kinds(laptop) == set()


def test_what_a_stopped_machine_left_half_way_goes_after_a_day_and_nothing_of_others(homes: Homes) -> None:
    desk = homes.first()
    homes.sync(desk)
    folder = homes.bundles()[0].parent
    left, theirs = folder / names.temporary(bytes(12)), folder / ".syncthing.note.tmp"
    for path in (left, theirs):
        path.write_bytes(b"half")
    for hours in (0, 20):
        homes.now += timedelta(hours=hours)
        homes.sync(desk)
        assert left.exists(), "it may still be on its way"
    homes.now += timedelta(hours=5)
    homes.sync(desk)
    assert not left.exists() and theirs.exists()


def test_a_folder_that_lets_nobody_in_stops_a_round_only_where_it_is_ours(
    homes: Homes, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = homes.first()
    homes.sync()
    shut, real = homes.store / "lost+found", Folder.list
    shut.mkdir()

    def listed(self: Folder, folder: str, after: str = "") -> tuple[str, ...]:
        if folder == f"{shut.relative_to(homes.store)}/":
            raise Refused
        return real(self, folder, after)

    monkeypatch.setattr(Folder, "list", listed)
    desk.journal.write("Goes all the same.")
    assert homes.sync(desk).sent == 1
    shut = homes.bundles()[0].parent
    with pytest.raises(Refused):
        homes.sync(desk)


def test_a_store_that_lets_nothing_be_deleted_is_told_and_so_is_everything_else(
    homes: Homes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.snapshots.OFTEN", 4)
    desk = homes.first()
    body = b"of somebody else"
    (homes.store / "dev").mkdir()
    (homes.store / "dev" / DEVICE).mkdir()
    (homes.store / sealed.file_name(DEVICE, 1, body)).write_bytes(body)

    def refused(*_: object) -> None:
        raise ReadOnly

    monkeypatch.setattr(Folder, "delete", refused)
    for number in range(4):
        desk.journal.write(f"entry {number}")
        if number == 3:
            with pytest.raises(ReadOnly):
                homes.sync(desk)
        else:
            homes.sync(desk)
            for alarm in Streams(desk.store).alarms():
                Streams(desk.store).standing({alarm.kind}, ())
    assert kinds(desk) == {"foreign"} and not Streams(desk.store).outbox()


# Row 36: clocks


def test_what_was_damaged_in_a_year_to_come_is_told_a_day_after_the_clock_is_right_again(homes: Homes) -> None:
    desk, laptop = homes.first(), homes.further()
    homes.settle()
    desk.journal.write("Cut off.")
    homes.sync(desk)
    newest = max(homes.bundles(), key=lambda path: path.stat().st_mtime_ns)
    newest.write_bytes(newest.read_bytes()[:50])
    homes.now += timedelta(days=3650)
    homes.sync(laptop)
    homes.now -= timedelta(days=3650)
    homes.sync(laptop)
    homes.now += timedelta(days=1, minutes=1)
    homes.sync(laptop)
    assert "torn" in kinds(laptop)


@pytest.mark.parametrize("years", [-10, 10])
def test_a_clock_that_is_ten_years_off_decides_nothing(homes: Homes, years: int) -> None:
    desk, laptop = homes.first(), homes.further()
    homes.settle()
    off = Clock(lambda: homes.now + timedelta(days=365 * years))
    laptop.store.clock = laptop.clock = off
    row = str(desk.store.rows("SELECT id FROM entries")[0]["id"])
    desk.journal.edit(row, "Changed on the desk.")
    laptop.journal.edit(row, "Changed on the laptop.")
    laptop.journal.write("From another time.")
    homes.settle()
    assert [each.key[1] for each in desk.conflicts.all()] == [row]
    assert kinds(desk) == ({"clock"} if years > 0 else set())
    desk.conflicts.choose(desk.conflicts.all()[0].key, "Changed on the desk.")
    homes.settle()
    assert laptop.journal.entry(row).body == "Changed on the desk."


def test_a_home_put_back_from_an_old_copy_notices_and_loses_nothing(homes: Homes) -> None:
    desk, laptop = homes.first(), homes.further()
    homes.settle()
    laptop.close()
    shutil.copytree(homes.folder / "laptop", homes.folder / "image")
    laptop = homes.open["laptop"] = Workspace.open(str(homes.folder / "laptop" / FILE), homes.clock())
    laptop.journal.write("After the copy.")
    homes.settle()
    laptop.close()
    shutil.rmtree(homes.folder / "laptop")
    shutil.move(homes.folder / "image", homes.folder / "laptop")
    laptop = homes.open["laptop"] = Workspace.open(str(homes.folder / "laptop" / FILE), homes.clock())
    laptop.journal.write("On the old copy.")
    homes.settle()
    assert "twin" in kinds(laptop)
    bodies = {row["body"] for row in desk.store.rows("SELECT body FROM entries")}
    assert {"After the copy.", "On the old copy."} <= bodies
    assert sorted(each.name for each in Streams(desk.store).machines()) == ["desk", "laptop", "laptop"]
