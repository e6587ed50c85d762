"""What the change log costs a write, and how fast another machine's changes are taken in.

    python -m benchmarks.merge

The same rows are written with and without the log, on a disk. Then 100 to 600 000 changes, a third of them edits of
earlier rows, are read from bundles and folded into an empty workspace in one transaction, search index and all.
pycrdt, loro and automerge set the same values as keys of a map and merge that, in memory and without an index.
"""

import os
import random
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from statistics import median
from time import perf_counter, process_time

from benchmarks import libraries
from benchmarks.measure import Bench, Row
from core.clock import Clock
from core.merging.carried import Bundle, Change
from core.merging.streams import LINES, Streams
from core.storage import changes
from core.storage.ids import new_id, same_id
from core.storage.store import Store
from sync import bundle as bundles
from sync import merge

WRITES = 400
TOGETHER = 500  # rows in one statement of the floor
SIZES = (100, 1_000, 10_000, 100_000)
LARGEST = 600_000
VAULT = "0" * 32
BODY = "It went better than I had feared, and the second question was one I had an answer for. " * 2


def clock() -> Clock:
    """A clock that goes on by a second whenever it is looked at."""
    seconds = count()
    return Clock(lambda: datetime(2026, 11, 22, tzinfo=UTC) + timedelta(seconds=next(seconds)), UTC)


def timed(act: Callable[[], object]) -> float:
    """Seconds that something takes."""
    begin = perf_counter()
    act()
    return perf_counter() - begin


def busy(act: Callable[[], object]) -> float:
    """Seconds of processor time that something takes: what else the machine does has no part in it."""
    begin = process_time()
    act()
    return process_time() - begin


def writes() -> tuple[float, float]:
    """The median write of one entry in milliseconds, without and with the change log, in turns on one disk."""
    row = {"day": "2026-11-22", "at": "2026-11-22T12:00:00.000Z", "body": BODY, "prompt": ""}
    with tempfile.TemporaryDirectory() as folder:
        plain = Store.open(os.path.join(folder, "a", "onward.sqlite"), clock())
        logged = Store.open(os.path.join(folder, "b", "onward.sqlite"), clock())

        def without() -> None:
            plain.conn.execute("BEGIN IMMEDIATE")
            names = ", ".join(row)
            sql = f"INSERT INTO entries (id, {names}) VALUES (?, ?, ?, ?, ?)"
            plain.conn.execute(sql, (new_id(0), *row.values()))
            plain.conn.execute("COMMIT")

        def with_log() -> None:
            with logged.write("Write an entry") as door:
                door.insert("entries", **row)

        pairs = [(timed(without), timed(with_log)) for _ in range(WRITES)]
    return median(pair[0] for pair in pairs) * 1000, median(pair[1] for pair in pairs) * 1000


def operations(size: int) -> list[tuple[str, str, dict[str, changes.Value]]]:
    """Writes to rows: table, row, columns; journal entries, tags on them, and edits of both kinds of things."""
    numbers = random.Random(size)
    made: list[tuple[str, str, dict[str, changes.Value]]] = []
    entries: list[str] = []
    while len(made) < size:
        kind = numbers.random()
        if kind < 0.35 or not entries:
            entries.append(new_id(len(made)))
            body = f"{len(made)} {BODY[: numbers.randrange(len(BODY))]}"
            columns: dict[str, changes.Value] = {"day": "2026-11-22", "at": "", "body": body, "prompt": ""}
            made.append(("entries", entries[-1], {"_new": 1, "id": entries[-1], **columns}))
        elif kind < 0.67:
            entry = numbers.choice(entries)
            row = same_id("tag", entry, str(len(made)))
            made.append(("tags", row, {"_new": 1, "id": row, "entry": entry, "name": f"tag{len(made) % 50}"}))
        else:
            made.append(("entries", numbers.choice(entries), {"body": f"{len(made)} edited {BODY[:60]}"}))
    return made


def plaintexts(size: int) -> list[bytes]:
    """The bundles of another machine that has made these writes."""
    log: list[Change] = [
        (n, (1 << 56) + n, table, row, changes.patch(columns))
        for n, (table, row, columns) in enumerate(operations(size), 1)
    ]
    made: list[bytes] = []
    for start in range(0, size, LINES):
        part = log[start : start + LINES]
        bundle = Bundle(
            device="abcdefgh234567ab",
            n=len(made) + 1,
            prev=bundles.name_of(made[-1]) if made else "",
            first=part[0][0],
            last=part[-1][0],
            app="1.0",
            changes=tuple(part),
            marks=(),
        )
        made.append(bundles.write(bundle, VAULT))
    return made


def taking(size: int) -> tuple[float, float]:
    """Changes a second, and MB of bundles, for a first taking in of so many changes."""
    made = plaintexts(size)
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(os.path.join(folder, "home", "onward.sqlite"), clock())

        def take() -> None:
            read = [(bundles.name_of(plaintext), bundles.read(plaintext, VAULT)) for plaintext in made]
            taken = merge.take(Streams(store), store.clock, read)
            assert len(taken.taken) == len(made)

        seconds = busy(take)
        again = [(bundles.name_of(made[0]), bundles.read(made[0], VAULT))]
        assert not merge.take(Streams(store), store.clock, again).taken
        store.close()
    return size / seconds, sum(map(len, made)) / 1e6


def floor(size: int) -> float:
    """Seconds for the same changes and the rows they make, put into the same tables and indexes and nothing else.

    Many rows go in with one statement, without which the search index alone takes longer than all else.
    """
    made = operations(size)
    rows: dict[tuple[str, str], dict[str, changes.Value]] = {}
    for table, row, columns in made:
        rows.setdefault((table, row), {}).update(columns)
    log = [(1, n, n, table, row, changes.patch(columns)) for n, (table, row, columns) in enumerate(made, 1)]
    with tempfile.TemporaryDirectory() as folder:
        conn = Store.open(os.path.join(folder, "home", "onward.sqlite"), clock()).conn

        def put() -> None:
            conn.execute("BEGIN IMMEDIATE")
            conn.executemany("INSERT INTO changes (dev, n, hlc, tbl, row, patch) VALUES (?, ?, ?, ?, ?, ?)", log)
            for table, names in (("entries", ("id", "day", "at", "body", "prompt")), ("tags", ("id", "entry", "name"))):
                values = [[row[name] for name in names] for (of, _), row in rows.items() if of == table]
                into, marks = f"INSERT INTO {table} ({', '.join(names)}) VALUES ", f"({', '.join('?' * len(names))})"
                for start in range(0, len(values), TOGETHER):
                    some = values[start : start + TOGETHER]
                    conn.execute(into + ", ".join([marks] * len(some)), [value for row in some for value in row])
            conn.execute("COMMIT")

        seconds = busy(put)
        conn.close()
    return seconds


def rows(bench: Bench) -> Iterator[Row]:
    """A write with its log, and taking in another machine's changes."""
    without, with_log = writes()
    yield Row("a write with the change log", with_log, without, beside="the same row without it")
    sizes = SIZES[:3] if bench.quick else SIZES
    taken = {size: 1000 * size / taking(size)[0] for size in sizes}
    peers = {f"{name} (in memory)": ms for name, ms in libraries.merged(bench, _cells(sizes[-1])).items()}
    most = sizes[-1]
    yield Row(
        f"taking in {most:,} changes",
        taken[most],
        1000 * floor(most),
        peers=peers,
        growth=taken,
        beside="the same rows by sqlite3, many with one statement",
    )


def _cells(size: int) -> list[tuple[str, str]]:
    return [
        (f"{table}/{row}/{column}", str(value))
        for table, row, columns in operations(size)
        for column, value in columns.items()
    ]


def main() -> None:
    """Measure the largest too, and print."""
    for size in (*SIZES, LARGEST):
        rate, megabytes = taking(size)
        print(f"{size:7,} changes ({megabytes:.0f} MB of bundles): {rate:9,.0f} a second of processor time")


if __name__ == "__main__":
    main()
