"""A backup holds everything, opens anywhere with its passphrase or code, and is never half there."""

from __future__ import annotations

import io
import os
import random
import shutil
import sqlite3
import stat
import subprocess
import threading
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import Clock
from core.errors import Refused, StorageError
from core.storage.backups import Backup, Plan, surplus
from core.workspace import Workspace
from sync import age, backup, box, packing, private, restore
from sync.errors import ForeignFile, IdentityError, NoMatch, PayloadError
from sync.keys import Keyring, KeyringFile
from sync.tag import marked
from sync.vault import Vault, from_code
from tests.hostile import KEPT
from tests.vaults import MARKER, OTHERS, backed_up, exported, lived_in, words

PROGRAMS = ("unzip", "age", "zstd", "sqlite3")


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KeyringFile, "_cost", 2)


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Workspace]:
    with lived_in(tmp_path / "here") as workspace:
        yield workspace


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "place").mkdir()
    return tmp_path / "place"


def restored(path: Path, home: Path, secret: bytearray | None = None) -> Workspace:
    keyring, sealed = restore.keyring_for(path, secret or words())
    opened = restore.opened(path, keyring, sealed)
    workspace = Workspace.open(str(home / "onward.sqlite"))
    assert restore.bring(workspace, opened).exact
    Vault(str(home)).adopt(keyring, sealed)
    return workspace


def hostile_rows(workspace: Workspace, count: int) -> None:
    chosen = random.Random(6)
    alphabet = "".join(KEPT)
    with workspace.store.write("Fill"):
        for number in range(count):
            body = "".join(chosen.choices(alphabet, k=30)) + f" {number}"
            match number % 5:
                case 0:
                    workspace.journal.write(body)
                case 1:
                    workspace.efforts.add("connection", note=body)
                case 2:
                    workspace.steps.plan(" ".join(body.split()), workspace.today())
                case 3:
                    workspace.settings.set(f"key {number}", body)
                case _:
                    workspace.store.write("").insert("said", what=body, day="2026-11-22", at="2026-11-22T00:00:00.000Z")


# Out and in


def test_ten_thousand_hostile_rows_come_back_byte_for_byte(here: Workspace, place: Path, tmp_path: Path) -> None:
    hostile_rows(here, 10_000)
    made = backed_up(here, place)
    assert made.facts.rows >= 10_000
    with restored(made.path, tmp_path / "there") as there:
        assert exported(there) == exported(here)
        assert there.search.find("walk")


def test_a_deleted_entry_stays_deleted_and_an_undone_step_undone(here: Workspace, place: Path, tmp_path: Path) -> None:
    gone = here.journal.write("not for keeps")
    here.journal.remove(gone)
    here.journal.write("and not this")
    here.undo.undo()
    with restored(backed_up(here, place).path, tmp_path / "there") as there:
        assert exported(there) == exported(here)


def test_the_recovery_code_opens_it_without_the_passphrase(here: Workspace, place: Path, tmp_path: Path) -> None:
    code = Vault(str(tmp_path / "here")).keyring().identity.text
    made = backed_up(here, place)
    with restored(made.path, tmp_path / "there", bytearray(code.lower().encode())) as there:
        assert exported(there) == exported(here)
    vault = Vault(str(tmp_path / "there"))
    assert not vault.has_passphrase
    vault.change(None, bytearray(OTHERS))
    assert vault.prove(bytearray(OTHERS)).identity.text == code


def test_a_slip_in_the_code_is_a_slip_and_a_wrong_passphrase_is_wrong(
    here: Workspace, place: Path, tmp_path: Path
) -> None:
    made = backed_up(here, place)
    with pytest.raises(NoMatch):
        restore.keyring_for(made.path, bytearray(OTHERS))
    with pytest.raises(IdentityError):
        restore.keyring_for(made.path, bytearray(b"AGE-SECRET-KEY-1" + b"Q" * 58))
    code = Vault(str(tmp_path / "here")).keyring().identity.text
    with pytest.raises(IdentityError):
        restore.keyring_for(made.path, bytearray(code.replace("1", "1É", 1).encode()))
    spaced = code.replace("1", "1\N{NO-BREAK SPACE}", 1)  # as it comes out of some documents
    assert restore.keyring_for(made.path, bytearray(spaced.encode()))[0].identity.text == code


def test_merging_loses_nothing_on_either_side_and_twice_is_once(here: Workspace, place: Path, tmp_path: Path) -> None:
    made = backed_up(here, place)
    with restored(made.path, tmp_path / "there") as there:
        there.journal.write("written there")
        here.journal.write("written here")
        keyring = Vault(str(tmp_path / "here")).keyring()
        (place / "second").mkdir()
        back = restore.opened(backed_up(there, place / "second").path, keyring)
        assert restore.bring(here, back).changes > 0
        bodies = {str(row["body"]) for row in here.store.each("entries")}
        assert {"written there", "written here", "A walk helped."} <= bodies
        before = exported(here)
        assert restore.bring(here, back).changes == 0
        assert exported(here) == before


def test_taking_ones_own_backup_in_changes_nothing(here: Workspace, place: Path, tmp_path: Path) -> None:
    made = backed_up(here, place)
    before = here.store.count("SELECT count(*) FROM changes")
    came = restore.bring(here, restore.opened(made.path, Vault(str(tmp_path / "here")).keyring()))
    assert came.changes == 0
    assert here.store.count("SELECT count(*) FROM changes") == before


def test_looking_touches_nothing(here: Workspace, place: Path, tmp_path: Path) -> None:
    made = backed_up(here, place)
    before = sorted((path, path.stat().st_mtime_ns) for path in tmp_path.rglob("*"))
    facts = restore.opened(made.path, Vault(str(tmp_path / "here")).keyring()).facts
    assert (facts.rows, facts.counts["entries"]) == (1, 1)
    assert sorted((path, path.stat().st_mtime_ns) for path in tmp_path.rglob("*")) == before


def test_a_weak_passphrase_keeps_the_keyring_at_home(here: Workspace, place: Path) -> None:
    here.backups.set_travels(False)
    made = backed_up(here, place)
    assert not made.with_keyring
    assert zipfile.ZipFile(made.path).namelist() == [box.RECOVER, box.CONTENT]
    with pytest.raises(restore.NoKeyring, match="recovery code"):
        restore.keyring_for(made.path, words())


def test_a_backup_is_one_moment_while_others_write(here: Workspace, place: Path, tmp_path: Path) -> None:
    steps = backup.run(here, place)
    with Workspace.open(here.store.path) as other:
        for number, step in enumerate(steps):
            last = step
            if number % 2 == 0:
                other.journal.write(f"meanwhile {number}")
    assert isinstance(last, backup.Made)
    with restored(last.path, tmp_path / "there") as there:
        found = there.store.count("SELECT count(*) FROM entries")
        assert found == last.facts.counts["entries"] <= 2
    assert here.store.count("SELECT count(*) FROM entries") > 5


def test_progress_goes_through_the_three_stages_in_order(here: Workspace, place: Path) -> None:
    steps = list(backup.run(here, place))
    stages = [step.stage for step in steps if isinstance(step, backup.Progress)]
    assert list(dict.fromkeys(stages)) == ["copy", "seal", "check"]
    assert all(step.done <= step.of for step in steps if isinstance(step, backup.Progress))
    assert isinstance(steps[-1], backup.Made)


# The file


def test_a_backup_replaces_nothing(here: Workspace, place: Path) -> None:
    target = place / "mine.zip"
    target.write_bytes(b"mine")
    with pytest.raises(Refused, match="replace nothing"):
        backed_up(here, target)
    assert target.read_bytes() == b"mine"
    assert os.listdir(place) == ["mine.zip"]


def test_a_name_taken_meanwhile_is_not_replaced(here: Workspace, place: Path) -> None:
    target = place / "mine.zip"
    steps = backup.run(here, target)
    next(steps)
    target.write_bytes(b"mine")
    with pytest.raises(Refused):
        list(steps)
    assert target.read_bytes() == b"mine"
    assert os.listdir(place) == ["mine.zip"]


def test_two_backups_in_one_second_have_two_names(here: Workspace, place: Path) -> None:
    assert len({backup.name_for(place, datetime(2026, 11, 22)), backed_up(here, place).path}) == 2
    backed_up(here, place)
    backed_up(here, place)
    assert len(os.listdir(place)) == 3


def test_a_backup_let_go_half_way_leaves_nothing(here: Workspace, place: Path) -> None:
    for after in range(1, 7):
        steps = backup.run(here, place)
        for _ in range(after):
            next(steps)
        steps.close()  # type: ignore[attr-defined]
        assert os.listdir(place) == []
        assert not [thread for thread in threading.enumerate() if thread.name.startswith("witness")]


@pytest.mark.parametrize("fault", ["write", "fsync", "a lying disk", "a cut disk"])
def test_a_disk_in_trouble_leaves_no_backup_and_the_older_ones(
    here: Workspace, place: Path, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = backed_up(here, place)
    honest = private.begin

    def begin(path: Path) -> tuple[Path, io.BufferedRandom]:
        part, file = honest(path)
        if fault == "write":
            file.close()
            file = open("/dev/full", "w+b")  # noqa: SIM115
        return part, file  # type: ignore[return-value]

    def fsync(_: int) -> None:
        (part,) = place.glob("*.part")
        if fault == "fsync":
            raise OSError(5, "Input/output error")
        data = bytearray(part.read_bytes())
        data[len(data) // 2] ^= 1
        part.write_bytes(data if fault == "a lying disk" else data[:-40])

    monkeypatch.setattr(private, "begin", begin)
    if fault != "write":
        monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(StorageError):
        backed_up(here, place)
    assert [path.name for path in place.iterdir()] == [older.path.name]
    assert here.backups.all()[-1].path == str(older.path)


@pytest.mark.parametrize("where", [0, -1], ids=["beginning", "end"])
def test_what_was_sealed_is_opened_before_it_counts(
    here: Workspace, place: Path, where: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = packing.packed

    def packed(pieces: Iterable[bytes], far: int = 0) -> Iterator[bytes]:
        wrong = list(pieces)
        wrong[where] = bytes((*wrong[where][:9], wrong[where][9] ^ 1, *wrong[where][10:]))
        return honest(wrong, far)

    monkeypatch.setattr(packing, "packed", packed)
    with pytest.raises(StorageError, match="did not come back"):
        backed_up(here, place)
    assert os.listdir(place) == []


def test_a_missing_folder_is_said(here: Workspace, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="could not be written"):
        backed_up(here, tmp_path / "nowhere" / "x.zip")


def test_nothing_in_the_file_tells_what_is_in_it(here: Workspace, place: Path) -> None:
    here.journal.write(MARKER * 100)
    made = backed_up(here, place)
    raw = made.path.read_bytes()
    assert MARKER.encode() not in raw
    assert b"entries" not in raw
    assert b"SQLite" not in raw
    assert {info.date_time for info in zipfile.ZipFile(made.path).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_file_made_without_the_key_is_not_taken(here: Workspace, place: Path, tmp_path: Path) -> None:
    keyring = Vault(str(tmp_path / "here")).keyring()
    made = backed_up(here, place)
    with box.unpacking(made.path) as unpacker, unpacker.member(box.CONTENT) as member:
        image = b"".join(backup.plain(member, keyring.identities, lambda *_: None))
    for extra in (
        None,
        marked(keyring.identity, keyring.vault, "bundle"),
        marked(keyring.identity, "0" * 32, "backup"),
    ):
        forged = place / "forged.zip"
        with (
            forged.open("w+b") as file,
            box.Packer(file) as packer,
            packer.member(box.CONTENT) as member,
            age.Writer(member, [keyring.identity.recipient], extra=extra) as writer,
        ):
            for piece in packing.packed([image]):
                writer.write(piece)
        with pytest.raises(ForeignFile):
            restore.opened(forged, keyring)


def test_another_vaults_key_opens_nothing(here: Workspace, place: Path) -> None:
    with pytest.raises(NoMatch):
        restore.opened(backed_up(here, place).path, Keyring.fresh("2026-11-22T08:00:00Z"))


def test_a_code_gives_the_vault_its_name_back(tmp_path: Path) -> None:
    keyring = Keyring.fresh("2026-11-22T08:00:00Z")
    assert from_code(keyring.identity).vault == keyring.vault


# Stock programs


@pytest.mark.skipif(any(shutil.which(name) is None for name in PROGRAMS), reason="unzip, age, zstd, sqlite3 are needed")
def test_stock_programs_recover_every_row(here: Workspace, place: Path, tmp_path: Path) -> None:
    hostile_rows(here, 500)
    made = backed_up(here, place)
    (tmp_path / "code.txt").write_text(Vault(str(tmp_path / "here")).keyring().identity.text + "\n")
    script = f"""
        set -e; cd {tmp_path}; mkdir out; cd out; unzip -q {made.path}
        age -d -i ../code.txt onward.sqlite.zst.age | zstd -q -d > onward.db
        sqlite3 onward.db .dump > everything.sql
        sqlite3 rebuilt.db < everything.sql
    """
    subprocess.run(["sh", "-c", script], check=True)
    text = (tmp_path / "out" / "RECOVER.txt").read_text()
    assert all(len(line) < 80 for line in text.splitlines())
    for program in PROGRAMS[1:]:
        assert program in text
    with sqlite3.connect(tmp_path / "out" / "rebuilt.db") as rebuilt:
        for table in here.store.tables():
            columns = [row[1] for row in rebuilt.execute(f"PRAGMA table_info({table})")]
            recovered = [dict(zip(columns, row, strict=True)) for row in rebuilt.execute(f"SELECT * FROM {table}")]
            assert sorted(recovered, key=lambda row: row["id"]) == list(here.store.each(table)), table


# Compressing and padding


@given(st.lists(st.binary(max_size=3000), max_size=8))
def test_what_is_packed_comes_back_and_its_length_is_one_of_few(pieces: list[bytes]) -> None:
    packed = b"".join(packing.packed(pieces))
    assert b"".join(packing.unpacked([packed], 1 << 20)) == b"".join(pieces)
    assert packing.padded(len(packed)) == len(packed)


@given(st.integers(min_value=100, max_value=1 << 40))
def test_padding_costs_at_most_twelve_in_a_hundred(size: int) -> None:
    assert size <= packing.padded(size) <= size * 1.12 + 1
    assert packing.padded(packing.padded(size)) == packing.padded(size)


def test_a_few_lengths_stand_for_all() -> None:
    assert len({packing.padded(size) for size in range(100_000, 200_000)}) < 40


def test_a_bomb_is_stopped_at_its_limit() -> None:
    import resource

    bomb = b"".join(packing.packed(bytes(1 << 20) for _ in range(1024)))
    assert len(bomb) < 1 << 18
    before, count = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, 0
    with pytest.raises(PayloadError, match="larger"):
        for piece in packing.unpacked([bomb], 1 << 24):
            count += len(piece)
    assert count <= (1 << 24) + (1 << 20)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 << 10


@pytest.mark.parametrize("change", ["cut", "behind", "not zstd", "flipped", "empty"])
def test_what_is_not_exactly_one_content_is_refused(change: str) -> None:
    packed = b"".join(packing.packed([b"hello" * 1000]))
    core = packed[: packed.index((0x184D2A50).to_bytes(4, "little"))]
    bad = {
        "cut": core[:-3],
        "behind": core + b"more",
        "not zstd": b"BZh9" + core,
        "flipped": bytes([*core[:6], core[6] ^ 255, *core[7:]]),
        "empty": b"",
    }[change]
    with pytest.raises(PayloadError):
        list(packing.unpacked([bad], 1 << 20))


# What is kept


def day(ago: float) -> datetime:
    return datetime(2026, 11, 22, 12, tzinfo=UTC) - timedelta(days=ago)


def kept(plan: Plan, *ago: float) -> list[float]:
    backups = [Backup(path=f"/b/{days}", at=day(days), size=1) for days in ago]
    gone = {each.path for each in surplus(backups, plan, Clock(lambda: day(0), UTC))}
    return [days for days in ago if f"/b/{days}" not in gone]


def test_the_newest_of_each_day_week_and_month_is_kept() -> None:
    plan = Plan(folder="/b", when="daily", daily=3, weekly=2, monthly=2)
    assert kept(plan, 0, 0.1, 1, 2, 3, 8, 9, 30, 60, 90) == [0, 1, 2, 8, 30]


def test_the_newest_backup_is_always_kept_and_other_folders_are_left_alone() -> None:
    nothing = Plan(folder="/b", when="daily", daily=0, weekly=0, monthly=0)
    assert kept(nothing, 5, 6) == [5]
    elsewhere = [Backup(path="/c/1", at=day(400), size=1), Backup(path="/b/1", at=day(1), size=1)]
    assert surplus(elsewhere, nothing, Clock()) == ()


@given(st.lists(st.integers(0, 20_000), unique=True, max_size=60), st.tuples(*[st.integers(0, 9)] * 3))
def test_no_plan_keeps_more_than_it_says_or_loses_the_newest(hours: list[int], numbers: tuple[int, int, int]) -> None:
    daily, weekly, monthly = numbers
    ago = [each / 24 for each in hours]
    left = kept(Plan(folder="/b", when="daily", daily=daily, weekly=weekly, monthly=monthly), *ago)
    assert len(left) <= max(1, sum(numbers))
    assert not ago or min(ago) in left


def test_older_ones_go_only_after_a_newer_one_was_read_back(
    here: Workspace, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.backups.choose(Plan(folder=str(place), when="quit", daily=1, weekly=0, monthly=0))
    first = backed_up(here, place)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(5, "Input/output error")))
        with pytest.raises(StorageError):
            backed_up(here, place)
    assert first.path.exists()
    stranger = place / "onward-2020-01-01-000000.zip"
    stranger.write_bytes(b"someone else's")
    unlink = os.unlink

    def held(path: Any, **more: Any) -> None:
        if path == str(first.path):
            raise PermissionError(1, "Operation not permitted")
        unlink(path, **more)

    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", held)
        assert backed_up(here, place).removed == 0
    second = backed_up(here, place)
    assert second.removed == 2
    assert not first.path.exists() and second.path.exists() and stranger.exists()


def test_one_is_due_on_quitting_when_something_was_written(here: Workspace, place: Path) -> None:
    assert not here.backups.is_due()
    here.backups.choose(Plan(folder=str(place), when="quit"))
    assert here.backups.is_due()
    made = backed_up(here, place)
    assert not here.backups.is_due()
    here.journal.write("more")
    assert here.backups.is_due()
    backed_up(here, place)
    assert not made.path.exists() and not here.backups.is_due()
    for path in place.iterdir():
        path.unlink()
    assert here.backups.is_due()
    assert here.backups.standing().last is None and here.backups.standing().missing == 1


def test_a_daily_one_is_due_once_a_day(tmp_path: Path, place: Path) -> None:
    now = [datetime(2026, 11, 22, 9, tzinfo=UTC)]
    with lived_in(tmp_path / "home", clock=Clock(lambda: now[0], UTC)) as workspace:
        workspace.backups.choose(Plan(folder=str(place), when="daily"))
        backed_up(workspace, place)
        now[0] += timedelta(hours=12)
        workspace.journal.write("later that day")
        assert not workspace.backups.is_due()
        now[0] += timedelta(hours=12)
        assert workspace.backups.is_due()
        backed_up(workspace, place)
        standing = workspace.backups.standing()
        assert standing.last and standing.oldest
        assert standing.last.at - standing.oldest.at == timedelta(hours=24)


def test_a_plan_that_cannot_be_is_refused(here: Workspace) -> None:
    for plan in (Plan(folder="stick", when="quit"), Plan(folder="/x", when="daily", daily=-1)):
        with pytest.raises(Refused):
            here.backups.choose(plan)
    assert here.backups.plan == Plan()


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_every_file_of_backing_up_and_restoring_is_for_its_owner_only(umask: int, place: Path, tmp_path: Path) -> None:
    before = os.umask(umask)
    try:
        with lived_in(tmp_path / "home") as here:
            steps = backup.run(here, place)
            seen = {}
            for _ in steps:
                for path in (*place.iterdir(), *(tmp_path / "home").rglob("*")):
                    seen[path] = stat.S_IMODE(path.lstat().st_mode)
            made = next(place.iterdir())
            with restored(made, tmp_path / "there"):
                pass
            for path in (tmp_path / "there", *(tmp_path / "there").rglob("*")):
                seen[path] = stat.S_IMODE(path.lstat().st_mode)
    finally:
        os.umask(before)
    modes = {path: mode for path, mode in seen.items() if mode != (0o700 if path.is_dir() else 0o600)}
    assert modes == {}
    kinds = {path.suffix or path.name for path in seen}
    assert {".part", ".zip", ".sqlite", ".sqlite-wal", ".sqlite-shm", ".age", "open", "vault"} <= kinds
