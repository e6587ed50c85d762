"""Real servers on this machine for the tests of the stores, each started once and stopped with the run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Protocol

import pytest

_numbers = count(1)
_running: dict[str, "Server"] = {}


class Place(Protocol):
    """A store with nothing in it."""

    address: str

    def plant(self, objects: Mapping[str, bytes]) -> None:
        """Puts objects there by other means than the store's own."""


class Server(Protocol):
    """Something that serves stores."""

    def place(self) -> Place:
        """An empty one."""


@dataclass
class Disk:
    """A place whose objects are files on this machine."""

    address: str
    root: Path

    def plant(self, objects: Mapping[str, bytes]) -> None:
        for name, body in objects.items():
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).write_bytes(body)


@dataclass
class Folders:
    """No server at all: folders."""

    base: Path

    def place(self) -> Disk:
        root = self.base / f"store-{next(_numbers)}"
        root.mkdir()
        return Disk(str(root), root)


KINDS: dict[str, Callable[[Path], Server]] = {
    "folder": Folders,
}


def served(kind: str, folders: pytest.TempPathFactory) -> Server:
    """The server of this kind, started by whoever asks first."""
    if kind not in _running:
        _running[kind] = KINDS[kind](folders.mktemp(kind))
    return _running[kind]
