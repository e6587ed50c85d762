"""Snapshots in the store: what they save a new machine, when they let bundles go, and what they never cost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from core.merging.objects import Objects
from core.merging.streams import Streams
from core.workspace import Workspace
from sync import machines, snapshots
from sync.keys import KeyringFile
from sync.stores.folder import Folder
from tests.homes import Homes
from tests.vaults import MARKER, exported, words


@pytest.fixture
def homes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Homes]:
    monkeypatch.setattr(KeyringFile, "_cost", 1)
    monkeypatch.setattr(snapshots, "OFTEN", 6)
    homes = Homes(tmp_path)
    yield homes
    homes.close()


def kinds(workspace: Workspace) -> set[str]:
    return {alarm.kind for alarm in Streams(workspace.store).alarms()}


def images(homes: Homes) -> list[Path]:
    return sorted(homes.store.glob("snap/*/*"), key=lambda path: path.stat().st_size)


def turns(homes: Homes, many: int, *workspaces: Workspace) -> None:
    """Everybody writes and syncs, in turn."""
    for number in range(many):
        for workspace in workspaces:
            workspace.journal.write(f"turn {number}")
            homes.sync(workspace)


def test_many_bundles_become_one_snapshot_and_a_new_machine_has_everything(homes: Homes) -> None:
    desk, laptop = homes.first(), homes.further()
    turns(homes, 8, desk, laptop)
    assert len(homes.bundles()) < 8 and len(images(homes)) == 2
    third = homes.further("third")
    assert homes.sync(third).bundles >= 16
    homes.settle()
    assert kinds(desk) | kinds(laptop) | kinds(third) == set()


def test_who_joins_is_told_of_the_newest_also_where_only_a_snapshot_has_it(homes: Homes) -> None:
    desk = homes.first("the desk")
    turns(homes, 8, desk)
    homes.sync(desk)
    for bundle in homes.bundles():
        bundle.unlink()  # as `tidy` does where nothing was written since
    found = machines.look(desk, str(homes.store), words())
    assert found.machine == "the desk" and found.machines == 1 and found.at is not None


def test_a_bundle_that_a_writing_machine_has_not_seen_is_kept(homes: Homes) -> None:
    desk, laptop = homes.first(), homes.further()
    homes.settle()
    before = len(homes.bundles())
    turns(homes, 10, desk)
    assert len(homes.bundles()) == before + 10 and images(homes)
    homes.sync(laptop)
    laptop.journal.write("Seen.")
    homes.sync(laptop, desk)
    assert len(homes.bundles()) < 6


def test_a_machine_that_has_been_silent_for_months_is_not_waited_for_and_converges_after_a_year(homes: Homes) -> None:
    desk, laptop = homes.first(), homes.further()
    homes.settle()
    laptop.journal.write("Written a year ago, and not sent.")
    homes.now += timedelta(days=120)
    turns(homes, 10, desk)
    homes.sync(desk)
    assert len(homes.bundles()) <= 6
    homes.now += timedelta(days=245)
    done = homes.sync(laptop)
    assert done.bundles >= 10 and done.sent == 1
    homes.settle()
    assert desk.store.count("SELECT count(*) FROM entries WHERE body LIKE 'Written a year%'") == 1
    assert kinds(laptop) == set(), "what a snapshot holds is not lost"


def test_when_the_snapshot_is_lost_everything_it_held_is_put_back(homes: Homes) -> None:
    desk, laptop = homes.first(), homes.further()
    turns(homes, 8, desk, laptop)
    for path in images(homes):
        path.unlink()
    assert homes.sync(desk).mended >= 10
    third = homes.further("third")
    homes.sync(third)
    assert exported(third) != "" and homes.settle() is None


def test_a_damaged_snapshot_is_noticed_in_time_and_made_good(homes: Homes, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, laptop = homes.first(), homes.further()
    turns(homes, 8, desk, laptop)
    image = images(homes)[-1]
    image.write_bytes(image.read_bytes()[:-9])
    monkeypatch.setattr("sync.giving.LOOKED_THROUGH", 1000)
    homes.sync(desk)
    third = homes.further("third")
    homes.sync(desk, third)
    homes.settle()


def test_a_snapshot_in_the_place_of_another_one_is_noticed_and_what_it_hid_is_put_back(homes: Homes) -> None:
    desk, laptop = homes.first(), homes.further()
    turns(homes, 8, desk, laptop)
    older = images(homes)[-1].read_bytes()
    turns(homes, 8, desk, laptop)
    homes.settle()
    image = images(homes)[-1]
    assert image.read_bytes() != older
    image.write_bytes(older)
    homes.settle()
    third = homes.further("third")
    homes.sync(third)
    count = "SELECT count(*) FROM entries"
    assert third.store.count(count) == desk.store.count(count)
    turns(homes, 8, desk, laptop, third)
    assert not image.exists(), "a later one stands for it"


def test_nothing_is_deleted_for_a_snapshot_that_does_not_come_back(
    homes: Homes, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = homes.first()
    homes.sync()
    real = Folder.put

    def torn(self: Folder, name: str, body: bytes) -> None:
        real(self, name, body[:-1] if name.startswith("snap/") else body)

    monkeypatch.setattr(Folder, "put", torn)
    for number in range(10):
        desk.journal.write(f"turn {number}")
        try:
            homes.sync(desk)
        except Exception as error:
            assert "does not give it back" in str(error)
    assert len(homes.bundles()) == 11
    assert not Objects(desk.store).of("note")


def test_a_snapshot_that_was_left_half_way_is_tidied_up_after_the_next(homes: Homes) -> None:
    desk = homes.first()
    turns(homes, 6, desk)
    note, image = images(homes)
    note.unlink()  # the program stopped before it was written
    turns(homes, 8, desk)
    assert image not in images(homes) and len(images(homes)) == 2


def test_nothing_in_a_snapshot_tells_what_was_written(homes: Homes) -> None:
    desk = homes.first()
    for _ in range(8):
        desk.journal.write(f"{MARKER} " * 9)
        homes.sync()
    assert images(homes)
    assert not [path for path in homes.files() if MARKER.encode() in path.read_bytes()]


def test_what_nobody_has_any_more_is_given_up_on_one_machine_for_all(homes: Homes) -> None:
    desk, laptop, phone = homes.first(), homes.further(), homes.further("phone")
    homes.settle()
    gone = Streams(phone.store).device
    phone.journal.write("Lost for good.")
    homes.sync(phone)
    lost = max(path for path in homes.bundles() if gone in str(path))
    lost.unlink()
    phone.journal.write("Arrived.")
    homes.sync(phone, search=False)
    del homes.open["phone"]
    phone.close()
    homes.settle()
    assert kinds(desk) == {"gap"}
    assert desk.store.count("SELECT count(*) FROM entries WHERE body = 'Arrived.'") == 0
    assert Objects(desk.store).give_up(gone) == 1
    homes.settle()
    for workspace in (desk, laptop):
        assert workspace.store.count("SELECT count(*) FROM entries WHERE body = 'Arrived.'") == 1
        assert kinds(workspace) == set()
    assert Objects(desk.store).give_up(gone) == 0


def test_a_new_machine_has_from_a_snapshot_what_follows_something_that_was_given_up(homes: Homes) -> None:
    desk, phone = homes.first(), homes.further("phone")
    homes.settle()
    gone = Streams(phone.store).device
    phone.journal.write("Lost for good.")
    homes.sync(phone)
    max(path for path in homes.bundles() if gone in str(path)).unlink()
    phone.journal.write("Arrived.")
    homes.sync(phone, search=False)
    del homes.open["phone"]
    phone.close()
    homes.sync(desk)
    Objects(desk.store).give_up(gone)
    homes.sync(desk)
    homes.now += timedelta(days=100)
    turns(homes, 8, desk)
    assert not [path for path in homes.bundles() if gone in str(path)]
    third = homes.further("third")
    homes.settle()
    assert third.store.count("SELECT count(*) FROM entries WHERE body = 'Arrived.'") == 1
    assert kinds(third) == set()


def test_what_was_given_up_and_comes_after_all_takes_its_place(homes: Homes) -> None:
    desk, laptop, phone = homes.first(), homes.further(), homes.further("phone")
    homes.settle()
    row = str(desk.store.rows("SELECT id FROM entries")[0]["id"])
    gone = Streams(phone.store).device
    phone.journal.edit(row, "The first change.")
    homes.sync(phone)
    (homes.store / "aside").mkdir()
    late = max(path for path in homes.bundles() if gone in str(path))
    body = late.read_bytes()
    late.unlink()
    phone.journal.edit(row, "The second change.")
    homes.sync(phone, search=False)
    homes.sync(desk)
    Objects(desk.store).give_up(gone)
    homes.sync(desk)
    late.write_bytes(body)
    homes.settle()
    for workspace in (desk, laptop, phone):
        assert workspace.journal.entry(row).body == "The second change."
        assert workspace.conflicts.all() == (), "the second change knew of the first"


def test_what_was_given_up_and_comes_after_all_tells_what_others_had_seen(homes: Homes) -> None:
    desk, laptop, phone = homes.first(), homes.further(), homes.further("phone")
    row = phone.journal.write("To be deleted.")
    homes.settle()
    phone.journal.write("Held by the laptop alone.")
    homes.sync(phone, laptop)
    late = max(path for path in homes.bundles() if Streams(phone.store).device in str(path))
    body = late.read_bytes()
    late.unlink()
    phone.journal.write("Arrived.")
    homes.sync(phone, laptop, search=False)
    laptop.journal.remove(row)
    homes.sync(laptop, search=False)
    homes.sync(desk, search=False)
    Objects(desk.store).give_up(Streams(phone.store).device)
    homes.sync(desk, search=False)
    late.write_bytes(body)
    homes.settle()
    assert desk.store.count("SELECT count(*) FROM entries WHERE body = 'To be deleted.'") == 0


def test_what_a_snapshot_was_made_without_is_put_back_by_whoever_holds_it(homes: Homes) -> None:
    desk, laptop = homes.first(), homes.further()
    homes.settle()
    laptop.journal.write("Held by the laptop alone.")
    homes.sync(laptop)
    lost = max(path for path in homes.bundles() if Streams(laptop.store).device in str(path))
    lost.unlink()
    laptop.journal.write("Arrived.")
    homes.sync(laptop, search=False)
    homes.sync(desk)
    Objects(desk.store).give_up(Streams(laptop.store).device)
    turns(homes, 8, desk)
    assert images(homes)
    homes.settle()
    assert desk.store.count("SELECT count(*) FROM entries WHERE body LIKE 'Held by%'") == 1
