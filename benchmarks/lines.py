"""What the everyday commands take beside a Python that does the same work and nothing else.

The floor of `write` is a script that makes the same insert, log and undo rows with sqlite3; the floor of `search` and
`today` runs the same SQL, taken down before, and prints what it gives.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from benchmarks import peers
from benchmarks.measure import ROOT, Bench, Row, Taken, call, environment, in_turn, milliseconds, onward
from benchmarks.world import FILE

ROUNDS = 25
PEER_ROUNDS = 3
TEXT = "A line about the day, and how it went."
RARE = "heron"  # in none of the worlds until somebody writes it

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

TAKE_DOWN = """
import sqlite3, sys
real, said = sqlite3.connect, []
def connect(*given, **named):
    conn = real(*given, **named)
    conn.set_trace_callback(said.append)
    return conn
sqlite3.connect = connect
from cli.main import answer
answer(sys.argv[2:])
open(sys.argv[1], "w").write(chr(0).join(one for one in said if not one.startswith("--")))
"""


COMPLETING = {"_ONWARD_COMPLETE": "bash_complete", "COMP_CWORD": "1"}
# What is asked without a word, and what the environment says then.
QUICK: Mapping[str, Mapping[str, str]] = {
    "--version": {},
    "--help": {},
    "completing a command": {**COMPLETING, "COMP_WORDS": "onward s"},
    "completing a practice": {**COMPLETING, "COMP_WORDS": "onward tick Pr", "COMP_CWORD": "2"},
}
ANSWERING = ("jrnl", "posting", "harlequin")  # peers that answer `--version` and `--help`


def statements(home: Path, command: list[str], kept: Path) -> None:
    """Take down what SQL a command runs, with its values in place."""
    subprocess.run(
        [sys.executable, "-c", TAKE_DOWN, str(kept), *command],
        check=True,
        cwd=ROOT,
        env=environment(ONWARD_HOME=str(home)),
        capture_output=True,
    )


def rows(bench: Bench) -> Iterator[Row]:
    """What is answered without reading much, then writing and reading."""
    yield from _quick(bench)
    yield _write(bench)
    for command in (["today"], ["search", RARE]):
        yield _read(bench, command)


def _quick(bench: Bench) -> Iterator[Row]:
    for name, extra in QUICK.items():
        command = [name] if name.startswith("-") else []
        runs = {"floor": partial(call, [sys.executable, "-c", "pass"], environment())}
        for size in (*bench.sizes, bench.ten_years):
            env = environment(ONWARD_HOME=str(bench.worlds.home(size)), **extra)
            runs[f"{size}"] = partial(call, [*onward(), *command], env)
        taken = in_turn(runs, bench.rounds(ROUNDS))
        others = _answering(bench, name) if command else {}
        yield Row(
            f"onward {name}" if command else name,
            milliseconds(taken[f"{bench.ten_years}"]),
            milliseconds(taken["floor"]),
            3,
            peers={peer: milliseconds(one) for peer, one in in_turn(others, bench.rounds(PEER_ROUNDS)).items()},
            growth={size: milliseconds(taken[f"{size}"]) for size in bench.sizes},
            beside="python -c pass",
        )


def _answering(bench: Bench, option: str) -> dict[str, Callable[[], Taken]]:
    """The peers that answer an option; one that does not is named below the table."""
    runs: dict[str, Callable[[], Taken]] = {}
    for peer in ANSWERING:
        if peer in bench.peers:
            run = partial(call, [bench.peers[peer][0], option], environment(HOME=str(bench.folder)))
            try:
                run()
            except RuntimeError:
                bench.notes.append(f"{peer} does not answer {option} here.")
            else:
                runs[peer] = run
    return runs


def _write(bench: Bench) -> Row:
    growth: dict[int, float] = {}
    found: dict[str, Taken] = {}
    for size in (*bench.sizes, bench.ten_years):
        home = bench.worlds.copy(size)
        env = environment(ONWARD_HOME=str(home))
        runs = {
            "floor": partial(call, [sys.executable, "-c", WRITE, str(home / FILE), TEXT], env),
            "ours": partial(call, [*onward(), "write", TEXT], env),
        }
        found = in_turn(runs, bench.rounds(ROUNDS))
        growth[size] = milliseconds(found["ours"])
    del growth[bench.ten_years]
    others = {
        name: milliseconds(in_turn({name: run}, bench.rounds(PEER_ROUNDS))[name])
        for name, run in peers.writing(bench, TEXT).items()
    }
    ours, floor = milliseconds(found["ours"]), milliseconds(found["floor"])
    return Row("onward write", ours, floor, 1.6, peers=others, growth=growth, beside="the same insert by sqlite3")


def _read(bench: Bench, command: list[str]) -> Row:
    growth: dict[int, float] = {}
    found: dict[str, Taken] = {}
    for size in (*bench.sizes, bench.ten_years):
        home = bench.worlds.home(size)
        env, note = environment(ONWARD_HOME=str(home)), bench.folder / "statements"
        if command[0] == "search":
            call([*onward(), "write", f"A {RARE} at the pond."], env)
        statements(home, command, note)
        runs = {
            "floor": partial(call, [sys.executable, "-c", SAME, str(home / FILE), str(note)], env),
            "ours": partial(call, [*onward(), *command], env),
        }
        found = in_turn(runs, bench.rounds(ROUNDS))
        growth[size] = milliseconds(found["ours"])
    del growth[bench.ten_years]
    others = {
        name: milliseconds(in_turn({name: run}, bench.rounds(PEER_ROUNDS))[name])
        for name, run in (peers.searching(bench, RARE) if command[0] == "search" else {}).items()
    }
    ours, floor = milliseconds(found["ours"]), milliseconds(found["floor"])
    what = f"onward {command[0]}"
    return Row(what, ours, floor, 2.5, peers=others, growth=growth, beside="the same SQL by sqlite3")
