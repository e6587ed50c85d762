"""The app from the shell's call to its first key, its leaving, and its memory, on a terminal of its own.

Beside an empty Textual app, which has one line and nothing else. Ready for keys means that the list of the day stands
on the screen. Leaving counts from the key to the end of the process, on the clock, because most of it is waiting;
everything written is on the disk by then.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from benchmarks.measure import Bench, Row, Taken, each_in_turn, environment, middle, milliseconds, onward
from benchmarks.terminal import Sitting

ROUNDS = 9
PEER_ROUNDS = 3
QUIT = b"\x11"  # ctrl+q
SHOWN = "Practice 0"

EMPTY = """
from textual.app import App
from textual.widgets import Static

class Empty(App):
    def compose(self):
        yield Static("all is ready")

Empty().run()
"""

# The least that looks like an app.
SHELL = """
from textual.app import App
from textual.widgets import DataTable, Footer, Header

class Shell(App):
    BINDINGS = [(key, "bell", f"Key {key}") for key in "abcdefgh"]

    def compose(self):
        yield Header()
        yield DataTable()
        yield Footer()

    def on_mount(self):
        table = self.query_one(DataTable)
        table.add_columns("one", "two")
        table.add_rows([("all is ready", f"{row}") for row in range(20)])

Shell().run()
"""

# What has to be on the screen of a peer.
PEERS = {
    "Header, Footer, DataTable": "all is ready",
    "vim": "~",
    "calcurse": "Appointments",
    "toolong": "A day",
    "kanban-tui": "kanban-tui",
    "posting": "Collection",
    "harlequin": "Data Catalog",
}


def rows(bench: Bench) -> Iterator[Row]:
    """Ready, and again beside our own with an empty workspace; leaving; memory."""
    empty = bench.folder / "empty.py"
    empty.write_text(EMPTY)
    sittings = {"floor": partial(sit, [sys.executable, str(empty)], environment(), "all is ready", QUIT)}
    for size in (0, *bench.sizes, bench.ten_years):
        env = environment(ONWARD_HOME=str(bench.worlds.home(size)))
        sittings[f"{size}"] = partial(sit, onward(), env, SHOWN, QUIT)
    ready, left = _both(sittings, bench.rounds(ROUNDS))
    ours = f"{bench.ten_years}"
    others, other_left = ({}, {}) if not bench.peers else _peers(bench)
    growth = {size: milliseconds(ready[f"{size}"]) for size in bench.sizes}
    yield Row(
        "Today ready for keys",
        milliseconds(ready[ours]),
        milliseconds(ready["floor"]),
        1.6,
        peers={name: milliseconds(taken) for name, taken in others.items()},
        growth=growth,
        beside="an empty Textual app",
    )
    yield Row(
        "the same on the clock",
        ready[ours].wall * 1000,
        ready["floor"].wall * 1000,
        growth={size: ready[f"{size}"].wall * 1000 for size in bench.sizes},
        peers={name: taken.wall * 1000 for name, taken in others.items()},
        beside="an empty Textual app",
    )
    yield Row(
        "Today at ten years beside an empty workspace",
        milliseconds(ready[ours]),
        milliseconds(ready["0"]),
        1.1,
        beside="our own, empty",
    )
    yield Row(
        "leaving, on the clock",
        left[ours].wall * 1000,
        left["floor"].wall * 1000,
        0.4,
        growth={size: left[f"{size}"].wall * 1000 for size in bench.sizes},
        beside="an empty Textual app",
    )
    yield Row(
        "memory of the app",
        left[ours].memory / 1e6,
        left["floor"].memory / 1e6,
        1.6,
        unit="MB",
        peers={name: taken.memory / 1e6 for name, taken in other_left.items()},
        growth={size: left[f"{size}"].memory / 1e6 for size in bench.sizes},
        beside="an empty Textual app",
    )


def sit(
    command: Sequence[str], env: Mapping[str, str], text: str, quit: bytes = b"", folder: Path | None = None
) -> tuple[Taken, Taken]:
    """Start it, wait until the text is there, end it: what the one and the other took. Without `quit` it is killed."""
    sitting = Sitting(command, env, folder)
    ready = sitting.until(text)
    sitting.quiet()
    return ready, sitting.ended(quit)


def _both(
    sittings: Mapping[str, Callable[[], tuple[Taken, Taken]]], rounds: int
) -> tuple[dict[str, Taken], dict[str, Taken]]:
    found = each_in_turn(sittings, rounds)
    ready = {name: middle([one for one, _ in pairs]) for name, pairs in found.items()}
    return ready, {name: middle([one for _, one in pairs]) for name, pairs in found.items()}


def _peers(bench: Bench) -> tuple[dict[str, Taken], dict[str, Taken]]:
    home = bench.folder / "home of peers"
    home.mkdir(exist_ok=True)
    (home / "notes.log").write_text("A day, and how it went.\n" * 1000)
    env = environment(HOME=str(home), XDG_CONFIG_HOME=str(home), XDG_DATA_HOME=str(home))
    shell = bench.folder / "shell.py"
    shell.write_text(SHELL)
    commands = {"Header, Footer, DataTable": [sys.executable, str(shell)], **bench.peers}
    known = {name: text for name, text in PEERS.items() if name in commands}
    sittings = {}
    for name, text in known.items():
        sitting = partial(sit, commands[name], env, text, folder=home)
        try:
            sitting()
            sittings[name] = sitting
        except RuntimeError:
            bench.notes.append(f"{name} did not come onto the screen here.")
    return _both(sittings, bench.rounds(PEER_ROUNDS))
