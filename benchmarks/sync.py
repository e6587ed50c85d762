"""What an exchange costs: bytes for a small edit, a new machine's first round, and a round with nothing to do.

    python -m benchmarks.sync [entries] [files]

Everything goes through a store in a folder. A first round of `entries` journal entries is set beside copying the file
they are in, once from bundles and once from a snapshot; a round with nothing to do is measured with `files` bundles in
the store, which is what some years of two machines leave when nothing is tidied up.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from time import perf_counter

from core.storage.store import FILE
from core.workspace import Workspace
from sync import exchange, machines, snapshots, stores
from sync.exchange import Round
from sync.keys import KeyringFile
from sync.stores.folder import Folder
from sync.vault import Vault

WORDS = b"panoramic nectar precut smith banana handclap"
COUNTED: Counter[str] = Counter()


class Counting(Folder):
    """A folder that counts what goes over the wire."""

    def list(self, folder: str, after: str = "") -> tuple[str, ...]:
        """As `Folder`."""
        found = super().list(folder, after)
        COUNTED["calls"] += 1
        COUNTED["down"] += sum(map(len, found))
        return found

    def get(self, name: str, limit: int) -> bytes:
        """As `Folder`."""
        body = super().get(name, limit)
        COUNTED["calls"] += 1
        COUNTED["down"] += len(body)
        return body

    def put(self, name: str, body: bytes) -> None:
        """As `Folder`."""
        super().put(name, body)
        COUNTED["calls"] += 1
        COUNTED["up"] += len(body)


def run(workspace: Workspace, *, search: bool = False) -> tuple[float, Counter[str]]:
    """Seconds and what went over the wire in one round."""
    COUNTED.clear()
    begin = perf_counter()
    *_, done = exchange.run(workspace, search=search)
    assert isinstance(done, Round)
    return perf_counter() - begin, Counter(COUNTED)


def first(home: Path, place: Path) -> Workspace:
    """The first machine."""
    workspace = Workspace.open(str(home / FILE))
    workspace.backups.set_travels(Vault(str(home)).create(bytearray(WORDS)).travels)
    place.mkdir()
    machines.connect(workspace, str(place), "desk")
    return workspace


def further(home: Path, place: Path) -> Workspace:
    """A machine that joins."""
    workspace = Workspace.open(str(home / FILE))
    machines.join(workspace, machines.look(workspace, str(place), bytearray(WORDS)), "laptop")
    return workspace


def copied(source: Path, target: Path) -> float:
    """Seconds to copy a file and bring the copy to the disk."""
    begin = perf_counter()
    shutil.copy(source, target)
    with target.open("rb") as file:
        os.fsync(file.fileno())
    return perf_counter() - begin


def small_edits(folder: Path) -> None:
    """One changed line of an entry, on its way from one machine to another."""
    desk = first(folder / "desk", folder / "store")
    for number in range(50):
        desk.journal.write(f"{number} It went better than I had feared. " * 8)
    run(desk, search=True)
    laptop = further(folder / "laptop", folder / "store")
    run(laptop, search=True)
    row = str(desk.store.rows("SELECT id FROM entries LIMIT 1")[0]["id"])
    for kind, act in {
        "a tick": lambda: desk.efforts.add("connection"),
        "an edited entry of 300 characters": lambda: desk.journal.edit(row, "It went better than I had feared. " * 9),
    }.items():
        run(desk), run(laptop)
        act()
        out, there = run(desk)[1], run(laptop)[1]
        print(
            f"{kind}: {out['up']:,} bytes up, {out['down']:,} down to read them back, in {out['calls']} calls; "
            f"{there['down']:,} down on the other machine, in {there['calls']} calls"
        )
    for workspace in (desk, laptop):
        workspace.close()


def first_rounds(folder: Path, entries: int) -> None:
    """A new machine and everything there is."""
    numbers = random.Random(7)
    words = ["".join(numbers.choices("etaoinshrdlu", k=numbers.randint(2, 9))) for _ in range(5000)]
    desk = first(folder / "desk", folder / "store")
    with desk.store.write("Fill"):
        for _ in range(entries):
            desk.journal.write(" ".join(numbers.choices(words, k=60)))
    size = (folder / "desk" / FILE).stat().st_size
    out, wire = run(desk, search=True)
    base = copied(folder / "desk" / FILE, folder / "copy")
    print(f"{entries:,} entries, {size / 1e6:.0f} MB; copying the file takes {base:.2f} s")
    print(f"  sending them:        {out:6.1f} s, {out / base:6.0f} times, {wire['up'] / 1e6:.0f} MB up")
    for kind in ("bundles", "a snapshot"):
        laptop = further(folder / kind, folder / "store")
        seconds, wire = run(laptop, search=False)
        assert laptop.journal.count() == entries
        down = wire["down"] / 1e6
        print(f"  taking {kind + ':':13} {seconds:6.1f} s, {seconds / base:6.0f} times, {down:.0f} MB down")
        laptop.close()
        snapshots.OFTEN = 1
        run(desk, search=True)
        run(desk, search=True)
    desk.close()


def idle(folder: Path, files: int) -> None:
    """A round with nothing to do, quick and with a search, in a store of so many bundles."""
    snapshots.OFTEN = 1 << 30
    desk = first(folder / "desk", folder / "store")
    for number in range(files):
        desk.efforts.add("connection", note=str(number))
        way = exchange.Way(desk.store, Counting(folder / "store"), exchange.Keys(Vault(str(folder / "desk")).keyring()))
        list(exchange.Giving(way).send())
        way.place.close()
    run(desk, search=True)
    for kind, search in (("quick", False), ("search", True)):
        times = [run(desk, search=search) for _ in range(5)]
        seconds, wire = min(times, key=lambda each: each[0])
        calls, down = wire["calls"], wire["down"]
        print(f"a {kind} round with {files:,} files: {1000 * seconds:.0f} ms, {calls} calls, {down:,} bytes down")
    desk.close()


def main() -> None:
    """Measure and print."""
    entries, files = (int(given) for given in (*sys.argv[1:], *("100000", "2000")[len(sys.argv) - 1 :]))
    KeyringFile._cost = 2
    stores.connect = lambda place, home: Counting(Path(place))
    for part, values in ((small_edits, ()), (first_rounds, (entries,)), (idle, (files,))):
        with tempfile.TemporaryDirectory() as name:
            part(Path(name), *values)  # type: ignore[operator]


if __name__ == "__main__":
    main()
