"""A whole backup of a workspace of about 50 MB beside simpler and other ways: time, and size.

The floor copies the tables without their indexes into a SQLite file in memory, compresses it with zstd at level 3,
encrypts it piece by piece, writes it and waits for the disk. Onward's backup is the same, has a digest of every table,
and is read back from the disk before it counts. restic and borg take a copy of the file into a new encrypted
repository. Times are on the clock: restic uses more than one processor.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from benchmarks.age import raw as cipher
from benchmarks.measure import Bench, Row, Taken, call, environment, here, in_turn
from benchmarks.world import FILE, size
from core.workspace import Workspace
from sync import backup, packing, restore
from sync.keys import KeyringFile
from sync.vault import Vault

ENTRIES = 17_000  # with all that belongs to them 50 MB
ROUNDS = 5
GROWTH_ROUNDS = 3
PHRASE = b"panoramic nectar precut smith banana handclap"
SECRETS = {"RESTIC_PASSWORD": "measuring", "BORG_PASSPHRASE": "measuring"}


def rows(bench: Bench) -> Iterator[Row]:
    """Time, size, and the way back."""
    home = bench.worlds.copy(1_000 if bench.quick else ENTRIES)
    KeyringFile._cost = 2
    Vault(str(home)).create(bytearray(PHRASE))
    sizes: dict[str, int] = {}

    def made(name: str, make: Callable[[Path, Path], object]) -> Taken:
        target = bench.folder / f"backup by {name}"
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir()
        try:
            taken = here(partial(make, home, target))
            sizes[name] = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
        finally:
            if name != "ours":
                shutil.rmtree(target)
        return taken

    ways: dict[str, Callable[[Path, Path], object]] = {"floor": _floor, "ours": _ours}
    if "restic" in bench.peers:
        ways["restic"] = _restic
    if "borg" in bench.peers:
        ways["borg"] = _borg
    taken = in_turn({name: partial(made, name, way) for name, way in ways.items()}, bench.rounds(ROUNDS))
    others = [name for name in ways if name not in ("floor", "ours")]
    grown, large = _growth(bench)
    yield Row(
        "a backup of some 50 MB, read back",
        taken["ours"].wall * 1000,
        taken["floor"].wall * 1000,
        1.3,
        peers={name: taken[name].wall * 1000 for name in others},
        growth=grown,
        beside="copy, zstd, cipher, disk",
    )
    yield Row(
        "the size of a first backup",
        sizes["ours"] / 1e6,
        min((sizes[name] for name in others), default=size(home)) / 1e6,
        0.5,
        unit="MB",
        peers={name: sizes[name] / 1e6 for name in others},
        growth=large,
        beside="the smaller of restic and borg",
    )
    back = in_turn({"ours": partial(_restored, bench, home)}, 1)["ours"]
    yield Row("restoring it", back.wall * 1000, taken["floor"].wall * 1000, beside="the floor of the backup")


def _growth(bench: Bench) -> tuple[dict[int, float], dict[int, float]]:
    """The milliseconds and the megabytes of a backup by the number of entries."""
    taken: dict[int, float] = {}
    large: dict[int, float] = {}
    for entries in bench.sizes:
        home, target = bench.worlds.copy(entries), bench.folder / f"backup of {entries}"
        Vault(str(home)).create(bytearray(PHRASE))
        target.mkdir()

        def back_up(home: Path = home, target: Path = target) -> Taken:
            (target / "backup.zip").unlink(missing_ok=True)
            return here(partial(_ours, home, target))

        taken[entries] = in_turn({"ours": back_up}, bench.rounds(GROWTH_ROUNDS))["ours"].wall * 1000
        large[entries] = (target / "backup.zip").stat().st_size / 1e6
        shutil.rmtree(home)
        shutil.rmtree(target)
    return taken, large


def _floor(home: Path, target: Path) -> None:
    conn = sqlite3.connect(":memory:", isolation_level=None)
    conn.execute("ATTACH ? AS live", (str(home / FILE),))
    conn.execute("BEGIN")
    for name, sql in conn.execute("SELECT name, sql FROM live.sqlite_schema WHERE type = 'table'").fetchall():
        if sql.startswith("CREATE TABLE") and not name.startswith(("search", "sqlite")):
            conn.execute(f"CREATE TABLE {name} AS SELECT * FROM live.{name}")
    conn.execute("COMMIT")
    conn.execute("DETACH live")
    plain, sealed = target / "plain", target / "sealed"
    image = conn.serialize()
    conn.close()
    plain.write_bytes(
        b"".join(packing.packed(image[start : start + (1 << 20)] for start in range(0, len(image), 1 << 20)))
    )
    cipher(plain, sealed, encrypting=True)
    with sealed.open("rb+") as file:
        os.fsync(file.fileno())
    plain.unlink()


def _ours(home: Path, target: Path) -> None:
    with Workspace.open(str(home / FILE)) as workspace:
        *_, made = backup.run(workspace, target / "backup.zip")
    assert isinstance(made, backup.Made)


def _restored(bench: Bench, home: Path) -> Taken:
    there = bench.folder / "there"
    shutil.rmtree(there, ignore_errors=True)

    def bring() -> None:
        opened = restore.opened(bench.folder / "backup by ours" / "backup.zip", Vault(str(home)).keyring())
        with Workspace.open(str(there / FILE)) as workspace:
            assert restore.bring(workspace, opened).exact

    return here(bring)


def _copied(home: Path, target: Path) -> Path:
    """What other programs can take safely while the workspace is open."""
    (target / "copy").mkdir()
    with sqlite3.connect(home / FILE) as conn:
        conn.execute("VACUUM INTO ?", (str(target / "copy" / FILE),))
    conn.close()
    return target / "copy"


def _restic(home: Path, target: Path) -> None:
    copy = _copied(home, target)
    for command in (["init"], ["backup", str(copy)]):
        call(["restic", "-q", "--no-cache", "-r", str(target / "repository"), *command], _secrets())
    shutil.rmtree(copy)


def _borg(home: Path, target: Path) -> None:
    copy, repository = _copied(home, target), str(target / "repository")
    env = {**_secrets(), "BORG_BASE_DIR": str(target / "borg")}
    call(["borg", "init", "-e", "repokey-blake2", repository], env)
    call(["borg", "create", "-C", "zstd,3", f"{repository}::one", str(copy)], env)
    shutil.rmtree(copy)
    shutil.rmtree(target / "borg")


def _secrets() -> Mapping[str, str]:
    return environment(**SECRETS)
