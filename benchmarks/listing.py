"""What looking for news costs in a store that has grown large.

    python -m benchmarks.listing [objects]

A folder with 100 000 objects of ten machines. A quick round lists each machine's folder from the newest name it knows
on; a search lists everything. Beside them, for the same folder: one `scandir` without anything around it, and asking
for every object's size as a program without names in order would have to. Ratios are of one run, in processor time, so
that what else the machine does has no part in it.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time

from sync import stores

MACHINES = 10
TURNS = 5


def fill(root: Path, objects: int) -> dict[str, str]:
    """So many objects; the folder of each machine and the newest name in it."""
    newest: dict[str, str] = {}
    for machine in range(MACHINES):
        folder = f"dev/{'abcdefgh23456'}{machine:03}/"
        (root / folder).mkdir(parents=True)
        for n in range(1, objects // MACHINES + 1):
            newest[folder] = f"{folder}{n:08}-{n * 0x9E3779B97F4A7C15 % (1 << 128):032x}.age"
            os.close(os.open(root / newest[folder], os.O_CREAT | os.O_WRONLY, 0o600))
    return newest


def busy(act: Callable[[], object]) -> float:
    """Milliseconds of processor time, the median of some turns."""
    spent = []
    for _ in range(TURNS):
        begin = process_time()
        act()
        spent.append(process_time() - begin)
    return median(spent) * 1000


def main() -> None:
    """Measure and print."""
    objects = int(sys.argv[1]) if sys.argv[1:] else 100_000
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as place:
        root = Path(place)
        newest = fill(root, objects)
        store = stores.connect(place, Path(home))
        found = {folder: store.list(folder) for folder in newest}
        assert sum(map(len, found.values())) == objects

        def news() -> None:
            assert not [name for folder in store.list("dev/") for name in store.list(folder, newest[folder])]

        def whole() -> None:
            assert len([name for folder in store.list("dev/") for name in store.list(folder)]) == objects

        def bare() -> None:
            for folder in newest:
                with os.scandir(root / folder) as entries:
                    for _ in entries:
                        pass

        def sizes() -> None:
            for names in found.values():
                for name in names:
                    os.stat(root / name)

        measured = {"looking for news": busy(news), "listing everything": busy(whole)}
        measured |= {"scandir alone": busy(bare), "asking for every size": busy(sizes)}
        store.close()
    print(f"{objects:,} objects of {MACHINES} machines")
    for what, milliseconds in measured.items():
        print(f"  {what:22} {milliseconds:8.1f} ms  {milliseconds / measured['looking for news']:6.2f} times the news")


if __name__ == "__main__":
    main()
