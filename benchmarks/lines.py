"""What the everyday commands take beside a Python that does the same work and nothing else.

    python -m benchmarks.lines [ENTRIES ...]

The floor of `write` is a script that makes the same insert, log and undo rows with sqlite3; the floor of `search` and
`today` runs the same SQL. Each is called in turn with its command, in processes of their own. Prints the median of
each, and the ratio of the medians: the times are the machine's, the ratios are ours.
"""

import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

from core.clock import Clock
from core.workspace import Workspace

SIZES = (0, 1_000, 50_000)
ROUNDS = 25
WORDS = "walk letter call garden quiet answer robot train meeting offer patience tired better kind story"
ROOT = Path(__file__).parent.parent

WRITE = """
import json, os, sqlite3, sys, time
conn = sqlite3.connect(sys.argv[1], isolation_level=None)
conn.execute("PRAGMA synchronous = FULL")
conn.execute("BEGIN IMMEDIATE")
n, hlc = conn.execute("SELECT n, hlc FROM changes WHERE dev = 0 ORDER BY n DESC LIMIT 1").fetchone()
id, at = os.urandom(16).hex(), time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
row = (id, at[:10], at, sys.argv[2], "")
conn.execute("INSERT INTO entries (id, day, at, body, prompt) VALUES (?, ?, ?, ?, ?)", row)
patch = json.dumps(dict(zip(("id", "day", "at", "body", "prompt"), row)))
change = (n + 1, hlc + 1, id, patch)
conn.execute("INSERT INTO changes (dev, n, hlc, tbl, row, patch) VALUES (0, ?, ?, 'entries', ?, ?)", change)
conn.execute("UPDATE acts SET state = 'dropped' WHERE state = 'undone'")
conn.execute("INSERT INTO acts (at, label, first, last, state) VALUES (?, '', ?, ?, 'done')", (at, n + 1, n + 1))
conn.execute("COMMIT")
conn.close()
"""

# Runs the statements that the command itself runs, taken down before.
SAME = """
import sqlite3, sys
conn = sqlite3.connect(sys.argv[1], isolation_level=None)
conn.create_function("holds", 1, lambda body: 1)
for statement in open(sys.argv[2]).read().split("\\0"):
    rows = conn.execute(statement).fetchall()
    for row in rows:
        print(*row)
conn.close()
"""


def fill(path: str, entries: int) -> None:
    """A workspace with a routine and that many entries over ten years, written as the product writes them."""
    words = WORDS.split()
    lot = Random(entries)
    moment = datetime.now(UTC) - timedelta(days=3650)
    step = timedelta(days=3650) / (entries + 1)

    def now() -> datetime:
        return moment

    with Workspace.open(path, Clock(now)) as workspace:
        workspace.store.conn.execute("PRAGMA synchronous = OFF")
        for number in range(8):
            workspace.routine.add(f"Practice {number}")
        for start in range(0, entries, 1000):
            with workspace.store.write("Fill"):
                for _ in range(min(1000, entries - start)):
                    moment += step
                    workspace.journal.write(" ".join(lot.choices(words, k=60)))
        moment = datetime.now(UTC)
        for practice in workspace.routine.practices():
            for day in range(14):
                workspace.routine.tick(practice.id, day=workspace.today() - timedelta(days=day))
        workspace.store.conn.execute("PRAGMA wal_checkpoint (TRUNCATE)")


def statements(home: str, command: list[str], kept: Path) -> None:
    """Take down what SQL a command runs, with its values in place."""
    script = (
        "import sqlite3, sys\n"
        "real, said = sqlite3.connect, []\n"
        "def connect(*given, **named):\n"
        "    conn = real(*given, **named)\n"
        "    conn.set_trace_callback(said.append)\n"
        "    return conn\n"
        "sqlite3.connect = connect\n"
        "from cli.main import answer\n"
        f"answer({command!r})\n"
        f"open({str(kept)!r}, 'w').write(chr(0).join(one for one in said if not one.startswith('--')))\n"
    )
    subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        cwd=ROOT,
        env={**os.environ, "ONWARD_HOME": home},
        capture_output=True,
    )


def call(command: list[str], home: str) -> float:
    """One call in milliseconds, as the person waits for it."""
    env = {**os.environ, "ONWARD_HOME": home}
    begin = perf_counter()
    subprocess.run([sys.executable, *command], check=True, capture_output=True, cwd=ROOT, env=env)
    return (perf_counter() - begin) * 1000


def compare(name: str, floor: list[str], ours: list[str], home: str) -> None:
    """Call both in turn and print a row of the table."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(ROUNDS + 1):
        for kept, command in zip(times, (floor, ours), strict=True):
            taken = call(command, home)
            if number:  # the first call warms the caches
                kept.append(taken)
    low, high = map(median, times)
    print(f"{name:34} {low:7.1f} {high:7.1f}   {high / low:5.2f}")


def main() -> None:
    """Measure all of it and print the table."""
    onward = ["-m", "onward"]
    print(f"{'':34} {'floor':>7} {'onward':>7}   ratio   (ms, median of {ROUNDS})")
    for name in ("--version", "--help"):
        compare(name, ["-c", "pass"], [*onward, name], "/nowhere")
    with tempfile.TemporaryDirectory() as folder:
        for size in [int(given) for given in sys.argv[1:]] or SIZES:
            home = os.path.join(folder, str(size))
            path = os.path.join(home, "onward.sqlite")
            fill(path, size)
            note = Path(folder) / "statements"
            text = "A line about the day, and how it went."
            compare(f"write, {size:,} entries", ["-c", WRITE, path, text], [*onward, "write", text], home)
            for command in (["today"], ["search", "line"], ["search", "walk"]):
                if command == ["search", "walk"] and not size:
                    continue
                statements(home, command, note)
                compare(
                    f"{' '.join(command)}, {size:,} entries", ["-c", SAME, path, str(note)], [*onward, *command], home
                )


if __name__ == "__main__":
    main()
