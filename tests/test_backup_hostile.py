"""Files made or changed to do harm: refused with a sentence, and nothing of them used or run."""

from __future__ import annotations

import io
import os
import random
import sqlite3
import stat
import struct
import time
import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.errors import NewerFile, NotFound, OnwardError
from core.storage import copying, schema, snapshot
from core.storage.snapshot import BadSnapshot
from core.workspace import Workspace
from sync import backup, box, kit, private, restore
from sync.keys import Keyring, KeyringFile, remember
from sync.passphrase import wiped
from sync.vault import Vault
from tests.vaults import MARKER, OTHERS, backed_up, exported, lived_in, words


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KeyringFile, "_cost", 2)


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Workspace]:
    with lived_in(tmp_path / "here", [f"{MARKER} {number} " * 40 for number in range(150)]) as workspace:
        yield workspace


@pytest.fixture
def image(here: Workspace) -> bytes:
    steps = copying.take(here.store.path, {"vault": "v", **backup.about(here.store)})
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return bytes(end.value)


# SQLite files


def changed(*statements: str) -> Callable[[bytes], bytes]:
    def change(image: bytes) -> bytes:
        with sqlite3.connect(":memory:", isolation_level=None) as conn:
            conn.deserialize(image)
            for statement in statements:
                conn.execute(statement)
            return conn.serialize()

    return change


def _renamed(image: bytes) -> bytes:
    return changed("PRAGMA writable_schema = ON", "UPDATE sqlite_schema SET rootpage = 2 WHERE name = 'entries'")(image)


def _wal(image: bytes) -> bytes:
    return image[:18] + b"\2\2" + image[20:]


ENDLESS = "WITH RECURSIVE r (key, value) AS (SELECT 1, 1 UNION ALL SELECT key + 1, 1 FROM r) SELECT * FROM r"
CRAFTED: dict[str, Callable[[bytes], bytes]] = {
    "a view instead of a table": changed("DROP TABLE entries", "CREATE VIEW entries AS SELECT 1 AS id"),
    "a view without an end for meta": changed("DROP TABLE meta", f"CREATE VIEW meta AS {ENDLESS}"),
    "a trigger": changed("CREATE TRIGGER t AFTER INSERT ON entries BEGIN DELETE FROM entries; END"),
    "more in a cell than there can be": changed("UPDATE entries SET body = zeroblob(134217729) WHERE rowid = 1"),
    "another application's mark": changed("PRAGMA application_id = 1"),
    "an extra virtual table": changed("CREATE VIRTUAL TABLE extra USING fts5 (x)"),
    "an extra table": changed("CREATE TABLE extra (x)"),
    "an index": changed("CREATE INDEX i ON entries (body)"),
    "bytes that are no text": changed("UPDATE entries SET body = CAST(x'ff80ff' AS TEXT)"),
    "a log beside it": _wal,
    "a table that points at another's pages": _renamed,
    "a changed word": changed(f"UPDATE entries SET body = replace(body, '{MARKER}', 'Quietly-humming-walrus')"),
    "a missing row": changed("DELETE FROM changes WHERE rowid = 7"),
    "no meta": changed("DROP TABLE meta"),
    "numbers that are none": changed("UPDATE meta SET value = 'many' WHERE key = 'schema'"),
    "a nest of brackets": changed(
        "UPDATE meta SET value = replace(hex(zeroblob(50000)), '0', '[') WHERE key = 'tables'"
    ),
}


@pytest.mark.parametrize("what", CRAFTED)
def test_a_crafted_file_is_refused_at_once(what: str, image: bytes) -> None:
    made = CRAFTED[what](image)
    start = time.monotonic()
    with pytest.raises(BadSnapshot) as caught, snapshot.opened(made):
        pytest.fail("it was opened")
    assert time.monotonic() - start < snapshot.DEADLINE / 4
    assert MARKER not in str(caught.value) and caught.value.__cause__ is None


def test_what_takes_for_ever_ends_at_the_deadline(image: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "DEADLINE", 0.2)
    monkeypatch.setattr(snapshot, "_objects", lambda conn: conn.execute(ENDLESS).fetchall())
    with pytest.raises(BadSnapshot), snapshot.opened(image):
        pytest.fail("it was opened")


def test_what_is_done_with_one_bundle_takes_no_time_from_the_next(
    here: Workspace, image: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Taking a large snapshot in, on a small machine, takes longer than reading it ever may."""
    monkeypatch.setattr(snapshot, "STEPS", 1)
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    with snapshot.opened(image) as copy:
        now[0] += 9 * 3600
        assert [found.changes[0][0] for _, found in copy.bundles("a" * 16)] == [1]


def test_a_newer_versions_file_asks_for_an_update(image: bytes) -> None:
    newer = changed(f"UPDATE meta SET value = '{schema.VERSION + 1}' WHERE key = 'schema'")(image)
    with pytest.raises(NewerFile, match="newer Onward"), snapshot.opened(newer):
        pytest.fail("it was opened")


def test_two_hundred_and_fifty_corruptions_never_crash_and_never_pass(image: bytes) -> None:
    chosen, noticed = random.Random(250), 0
    with snapshot.opened(image) as whole:
        facts, bundles = whole.facts, list(whole.bundles("a" * 16))
    for number in range(250):
        bad = bytearray(image)
        match number % 4:
            case 0:
                bad[chosen.randrange(len(bad))] ^= 1 << chosen.randrange(8)
            case 1:
                start = chosen.randrange(len(bad) - 512)
                bad[start : start + 512] = chosen.randbytes(512)
            case 2:
                del bad[chosen.randrange(len(bad)) :]
            case _:
                page, other = (4096 * chosen.randrange(len(bad) // 4096) for _ in range(2))
                bad[page : page + 4096] = bad[other : other + 4096]
        try:
            with snapshot.opened(bytes(bad)) as copy:
                # Where nobody looks: whatever is read is as it was.
                assert (copy.facts, list(copy.bundles("a" * 16))) == (facts, bundles)
        except OnwardError:
            noticed += 1
    assert noticed > 120


def test_a_change_no_machine_would_write_is_refused_and_nothing_is_taken(here: Workspace, tmp_path: Path) -> None:
    here.store.note("UPDATE changes SET n = n + 10 WHERE n = (SELECT max(n) FROM changes)")
    (tmp_path / "place").mkdir()
    made = backed_up(here, tmp_path / "place")
    with Workspace.open(str(tmp_path / "there" / "onward.sqlite")) as there:
        before = exported(there)
        opened = restore.opened(made.path, Vault(str(tmp_path / "here")).keyring())
        with pytest.raises(BadSnapshot):
            restore.bring(there, opened)
        assert exported(there) == before


# Archives


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(out, "w", compression) as file:
        for name, data in members:
            file.writestr(name, data)
    return out.getvalue()


def linked(name: str, kind: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (kind | 0o777) << 16
    return info


CONTENT = (box.CONTENT, b"x" * 50)
GOOD = zipped(CONTENT)


def _declared(size: int) -> bytes:
    at = GOOD.rindex(b"PK\1\2")
    return GOOD[: at + 20] + struct.pack("<LL", size, size) + GOOD[at + 28 :]


ARCHIVES = {
    "up and out": zipped(CONTENT, ("../../evil", b"x")),
    "an absolute path": zipped(CONTENT, ("/etc/evil", b"x")),
    "a drive": zipped(CONTENT, ("C:\\evil", b"x")),
    "a folder": zipped(CONTENT, ("vault/", b"")),
    "a hidden place": zipped(CONTENT, ("vault/open", b"x")),
    "a link": zipped((linked("link", stat.S_IFLNK), b"/etc/passwd"), CONTENT),
    "a device": zipped((linked("zero", stat.S_IFCHR), b""), CONTENT),
    "the same name twice": zipped(CONTENT, CONTENT),
    "a name in capitals": zipped((box.CONTENT.upper(), b"x")),
    "no content": zipped((box.RECOVER, b"x")),
    "a compressed bomb": zipped((box.CONTENT, bytes(1 << 22)), compression=zipfile.ZIP_DEFLATED),
    "a hundred thousand members": GOOD[:-22] + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 65535, 65535, 1 << 24, 0, 0),
    "a size that is not true": _declared(1 << 31),
    "something before it": b"#!/bin/sh\n" + GOOD,
    "something behind it": GOOD + b"more",
    "a cut end": GOOD[:-5],
    "encrypted by the zip": GOOD.replace(b"PK\1\2\x14\x03\x14\x00\x00", b"PK\1\2\x14\x03\x14\x00\x01"),
    "nothing": b"",
    "not a zip": b"SQLite format 3\0" * 50,
    "a NUL in a name": GOOD.replace(b"onward.sqlite.zst.age", b"onward.sqlite.zst\0age"),
}


@pytest.mark.parametrize("what", ARCHIVES)
def test_an_archive_that_is_not_exactly_ours_is_refused_and_writes_nothing(what: str, tmp_path: Path) -> None:
    assert ARCHIVES[what] != GOOD
    path = tmp_path / "bad.zip"
    path.write_bytes(ARCHIVES[what])
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(OnwardError) as caught:
        restore.opened(path, Keyring.fresh("2026-11-22T08:00:00Z"))
    assert caught.value.exit_code == 6
    assert sorted(tmp_path.rglob("*")) == before


def test_a_pipe_or_a_folder_in_place_of_a_backup_keeps_nobody_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.zip")
    for path in (tmp_path / "pipe.zip", tmp_path, tmp_path / "gone.zip", Path("/dev/zero")):
        with pytest.raises(NotFound):
            restore.opened(path, Keyring.fresh("2026-11-22T08:00:00Z"))


# Planted links


def _part(folder: Path) -> Path:
    return folder / ".mine.zip.000000000000.part"


PLANTED: dict[str, tuple[str, Callable[[Path], object]]] = {}


def planted(*names: str) -> Callable[[Callable[[Path], object]], Callable[[Path], object]]:
    def keep(work: Callable[[Path], object]) -> Callable[[Path], object]:
        for name in names:
            PLANTED[f"{work.__name__} {name}"] = (name, work)
        return work

    return keep


@planted("mine.zip", ".mine.zip.000000000000.part")
def backing_up(folder: Path) -> None:
    with lived_in(folder.parent / "home") as workspace:
        backed_up(workspace, folder / "mine.zip")


@planted("kit.txt", "kit.txt.new")
def writing_the_kit(folder: Path) -> None:
    kit.write(folder / "kit.txt", "page")


@planted("keyring.age", "keyring.age.new")
def making_the_vault(folder: Path) -> None:
    KeyringFile(folder / "keyring.age").create(Keyring.fresh("2026-11-22T08:00:00Z"), words())


@planted("keyring.age.new", "keyring.age.old")
def changing_the_passphrase(folder: Path) -> None:
    with wiped(words()) as old:
        KeyringFile(folder / "keyring.age").change(old, bytearray(OTHERS))


@planted("open", "open.new", "open.old")
def remembering(folder: Path) -> None:
    remember(folder / "open", Keyring.fresh("2026-11-22T08:00:00Z"))


@planted("open.new", "open.old")
def remembering_anew(folder: Path) -> None:
    remember(folder / "open", Keyring.fresh("2026-11-22T09:00:00Z"))


@planted("keyring.age", "keyring.age.new", "open", "open.new", "keychain")
def restoring_a_vault(folder: Path) -> None:
    vault = Vault(str(folder))
    vault.folder = folder
    vault.file = KeyringFile(folder / "keyring.age")
    vault._open, vault._mark = folder / "open", folder / "keychain"
    vault.adopt(Keyring.fresh("2026-11-22T08:00:00Z"), b"sealed")


@planted("onward.sqlite.part", "onward.sqlite-journal")
def opening_a_home(folder: Path) -> None:
    with Workspace.open(str(folder / "onward.sqlite")) as workspace:
        workspace.journal.write("hello")


def test_there_are_twenty_places_to_plant_a_link() -> None:
    assert len(PLANTED) >= 20


@pytest.mark.parametrize("where", PLANTED)
@pytest.mark.parametrize("dangling", [False, True])
def test_a_planted_link_is_never_written_through(
    where: str, dangling: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, work = PLANTED[where]
    folder, victim = tmp_path / "folder", tmp_path / "victim"
    folder.mkdir()
    if work is changing_the_passphrase:
        making_the_vault(folder)
    if work is remembering_anew:
        remembering(folder)
    if not dangling:
        victim.write_bytes(b"mine")
    (folder / name).symlink_to(victim)
    monkeypatch.setattr(private.os, "urandom", lambda size: bytes(size) if size == 6 else random.randbytes(size))
    try:
        work(folder)
    except (OnwardError, OSError):
        assert not (folder / name).exists() or (folder / name).is_symlink()
    assert (victim.read_bytes() == b"mine") if not dangling else not victim.exists()
