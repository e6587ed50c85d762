"""A whole backup of a workspace of about 50 MB beside simpler and other ways: time, and size.

    python -m benchmarks.backup [MB] [rounds]

Raw is SQLite's VACUUM INTO and the bare cipher over the copy: neither compressed nor read back. restic and borg take
the same copy into a new encrypted repository (Debian's packages, where installed). Onward's includes reading the
finished file back from the disk. Every round runs all of them in turn; printed are medians, and ratios to raw.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.age import raw as cipher
from core.workspace import Workspace
from sync import backup, restore
from sync.keys import KeyringFile
from sync.vault import Vault

ENVIRONMENT = {**os.environ, "RESTIC_PASSWORD": "measuring", "BORG_PASSPHRASE": "measuring"}


def fill(workspace: Workspace, size: int) -> None:
    """A few years of entries and ticks, `size` MB as a file."""
    chosen = random.Random(50)
    letters = "etaoinshrdlucmfwyp"
    words = ["".join(chosen.choices(letters, k=chosen.randint(2, 10))) for _ in range(20_000)]
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    with workspace.store.write("Fill"):
        for _ in range(size * 190):
            workspace.journal.write(" ".join(chosen.choices(words, weights, k=150)))
            for _ in range(4):
                workspace.efforts.add("connection")


def raw(source: Path, target: Path) -> int:
    """VACUUM INTO, then the cipher."""
    copy = target / "copy"
    with sqlite3.connect(source) as conn:
        conn.execute("VACUUM INTO ?", (str(copy),))
    conn.close()
    cipher(copy, target / "sealed", encrypting=True)
    return (target / "sealed").stat().st_size


def copied(source: Path, target: Path) -> Path:
    """What other programs can take safely while the workspace is open."""
    (target / "copy").mkdir()
    with sqlite3.connect(source) as conn:
        conn.execute("VACUUM INTO ?", (str(target / "copy" / "onward.sqlite"),))
    conn.close()
    return target / "copy"


def restic(source: Path, target: Path) -> int:
    """A new repository and one snapshot in it."""
    copy, repository = copied(source, target), target / "repository"
    for command in (["init"], ["backup", str(copy)]):
        subprocess.run(["restic", "-q", "--no-cache", "-r", str(repository), *command], check=True, env=ENVIRONMENT)
    return sum(path.stat().st_size for path in repository.rglob("*") if path.is_file())


def borg(source: Path, target: Path) -> int:
    """A new repository and one archive in it, compressed as Onward does."""
    copy, repository = copied(source, target), target / "repository"
    environment = {**ENVIRONMENT, "BORG_BASE_DIR": str(target / "borg")}
    for command in (
        ["init", "-e", "repokey-blake2", str(repository)],
        ["create", "-C", "zstd,3", f"{repository}::one", str(copy)],
    ):
        subprocess.run(["borg", *command], check=True, env=environment, capture_output=True)
    return sum(path.stat().st_size for path in repository.rglob("*") if path.is_file())


def onward(source: Path, target: Path) -> int:
    """Copy, compress, encrypt, write and read back."""
    with Workspace.open(str(source)) as workspace:
        *_, made = backup.run(workspace, target / "backup.zip")
    assert isinstance(made, backup.Made)
    return made.size


def main() -> None:
    """Measure and print."""
    size, rounds = (int(given) for given in (*sys.argv[1:], *("50", "5")[len(sys.argv) - 1 :]))
    runs: dict[str, Callable[[Path, Path], int]] = {"raw": raw, "onward": onward}
    runs |= {run.__name__: run for run in (restic, borg) if shutil.which(run.__name__)}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "home" / "onward.sqlite"
        with Workspace.open(str(source)) as workspace:
            fill(workspace, size)
            KeyringFile._cost = 2
            Vault(str(source.parent)).create(bytearray(b"panoramic nectar precut smith banana handclap"))
        times: dict[str, list[float]] = {run: [] for run in runs}
        sizes: dict[str, int] = {}
        for number in range(rounds):
            for run in list(runs) if number % 2 else reversed(list(runs)):
                target = folder / f"{run}{number}"
                target.mkdir()
                start = time.perf_counter()
                sizes[run] = runs[run](source, target)
                times[run].append(time.perf_counter() - start)
                if run != "onward" or number < rounds - 1:
                    shutil.rmtree(target)
        base = statistics.median(times["raw"])
        print(f"workspace of {source.stat().st_size / 1e6:.0f} MB")
        for run in runs:
            median, much = statistics.median(times[run]), sizes[run]
            print(
                f"{run:<8}{1000 * median:7.0f} ms  {median / base:5.2f} x raw"
                f"{much / 1e6:9.1f} MB  {much / sizes['raw']:5.2f} x raw"
            )
        made, keyring = folder / f"onward{rounds - 1}" / "backup.zip", Vault(str(source.parent)).keyring()
        start = time.perf_counter()
        opened = restore.opened(made, keyring)
        middle = time.perf_counter()
        with Workspace.open(str(folder / "there" / "onward.sqlite")) as there:
            assert restore.bring(there, opened).exact
        print(f"opened and checked in {middle - start:.1f} s, restored in {time.perf_counter() - middle:.1f} s")


if __name__ == "__main__":
    main()
