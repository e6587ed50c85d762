"""The peers: programs people use for the same things, each in a throw-away environment of its own.

Those in Python come from PyPI, the others are taken where the system has them (Debian: taskwarrior, calcurse, restic,
borgbackup, vim). What cannot be had is left out, and said.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.measure import Bench, Taken, call, environment

# The package, the command it brings, and what follows the command.
FROM_PYPI = {
    "jrnl": ("jrnl", ()),
    "toolong": ("tl", ("notes.log",)),
    "kanban-tui": ("ktui", ()),
    "posting": ("posting", ()),
    "harlequin": ("harlequin", ("--locale", "C")),
}
# Automerge's document can be used from Python since a version that is not finished.
LIBRARIES = {"pycrdt": "pycrdt", "loro": "loro", "automerge": "automerge==1.0.0rc1"}
FROM_THE_SYSTEM = {"task": "task", "calcurse": "calcurse", "vim": "vim", "restic": "restic", "borg": "borg"}
SECONDS = 240  # how long one of them may take to be installed

JRNL = """
colors: {{body: none, date: none, tags: none, title: none}}
default_hour: 9
default_minute: 0
editor: ''
encrypt: false
highlight: true
indent_character: '|'
journals:
  default: {{journal: {journal}}}
linewrap: 79
tagsymbols: '@'
template: false
timeformat: '%Y-%m-%d %H:%M'
version: {version}
"""


def gather(folder: Path) -> tuple[dict[str, list[str]], list[str]]:
    """The commands of the peers that can be had, and the names of the others."""
    found: dict[str, list[str]] = {}
    missing: list[str] = []
    for name, (command, arguments) in FROM_PYPI.items():
        place = folder / name
        if install(place, [name]):
            found[name] = [str(place / "bin" / command), *arguments]
        else:
            missing.append(name)
    for name, package in LIBRARIES.items():
        if install(folder / name, [package]):
            found[name] = [str(folder / name / "bin" / "python")]
        else:
            missing.append(name)
    for name, command in FROM_THE_SYSTEM.items():
        where = shutil.which(command)
        if where:
            found[name] = [where]
        else:
            missing.append(name)
    return found, missing


def install(place: Path, packages: list[str]) -> bool:
    """Make a Python environment with these packages; False where that does not work, for want of a network say."""
    uv = shutil.which("uv")
    python = str(place / "bin" / "python")
    quick = [uv or "", "pip", "install", "-q", "--python", python, *packages]
    slow = [python, "-m", "pip", "install", "-qq", "--prefer-binary", *packages]
    try:
        subprocess.run([sys.executable, "-m", "venv", str(place)], check=True, capture_output=True, timeout=SECONDS)
        subprocess.run(quick if uv else slow, check=True, capture_output=True, timeout=SECONDS, env=environment())
        subprocess.run([python, "-m", "compileall", "-q", str(place / "lib")], capture_output=True, timeout=SECONDS)
    except (subprocess.SubprocessError, OSError):
        return False
    return True


def writing(bench: Bench, text: str) -> dict[str, Callable[[], Taken]]:
    """An entry with jrnl, in journals of several sizes, and a task with Taskwarrior."""
    runs: dict[str, Callable[[], Taken]] = {}
    for size, command in _journals(bench).items():
        runs[f"jrnl {size:,}"] = partial(call, [*command, f"today: {text}"], _home(bench))
    if task := bench.peers.get("task"):
        command = [*task, "rc.confirmation=off", "rc.verbose=nothing", "add", text]
        runs["task"] = partial(
            call, command, {**_home(bench), "TASKRC": _empty(bench), "TASKDATA": _folder(bench, "task")}
        )
    return runs


def searching(bench: Bench, word: str) -> dict[str, Callable[[], Taken]]:
    """A word in jrnl's journals."""
    return {
        f"jrnl {size:,}": partial(call, [*command, "-contains", word], _home(bench), quiet=True)
        for size, command in _journals(bench).items()
    }


def _journals(bench: Bench) -> dict[int, list[str]]:
    jrnl = bench.peers.get("jrnl")
    if not jrnl:
        return {}
    said = subprocess.run([*jrnl, "--version"], capture_output=True, text=True, env=_home(bench), check=True).stdout
    found: dict[int, list[str]] = {}
    for size in (1_000, 10_000):
        journal, settings = bench.folder / f"jrnl{size}.txt", bench.folder / f"jrnl{size}.yaml"
        if not journal.exists():
            journal.write_text("".join(f"[2016-01-01 09:00] A day. {'and so on ' * 40}\n\n" for _ in range(size)))
            settings.write_text(JRNL.format(journal=journal, version=said.split()[1]))
        found[size] = [*jrnl, "--config-file", str(settings)]
    return found


def _home(bench: Bench) -> dict[str, str]:
    home = _folder(bench, "peers")
    return environment(HOME=home, XDG_CONFIG_HOME=home, XDG_DATA_HOME=home, XDG_CACHE_HOME=home)


def _folder(bench: Bench, name: str) -> str:
    folder = bench.folder / f"home of {name}"
    folder.mkdir(exist_ok=True)
    return str(folder)


def _empty(bench: Bench) -> str:
    file = bench.folder / "empty"
    file.touch()
    return str(file)
