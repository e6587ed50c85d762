"""Homes on several machines that share a folder, with real keys and real files."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.clock import Clock
from core.storage.store import FILE
from core.workspace import Workspace
from sync import exchange, machines
from sync.exchange import Round
from tests.vaults import exported, lived_in, words


@dataclass
class Homes:
    """`first` connects a home to the folder `store`, `further` joins one; `sync` is a round of one of them."""

    folder: Path
    now: datetime = datetime(2026, 11, 22, 12, tzinfo=UTC)
    open: dict[str, Workspace] = field(default_factory=dict)

    @property
    def store(self) -> Path:
        place = self.folder / "store"
        place.mkdir(exist_ok=True)
        return place

    def clock(self) -> Clock:
        return Clock(self._tick, UTC)

    def _tick(self) -> datetime:
        self.now += timedelta(milliseconds=10)
        return self.now

    def first(self, name: str = "desk") -> Workspace:
        self.open[name] = workspace = lived_in(self.folder / name, clock=self.clock())
        machines.connect(workspace, str(self.store), name)
        return workspace

    def further(self, name: str = "laptop") -> Workspace:
        self.open[name] = workspace = Workspace.open(str(self.folder / name / FILE), self.clock())
        machines.join(workspace, machines.look(workspace, str(self.store), words()), name)
        return workspace

    def sync(self, *workspaces: Workspace, search: bool = True) -> Round:
        for workspace in workspaces or self.open.values():
            *_, done = exchange.run(workspace, search=search)
        assert isinstance(done, Round)
        return done

    def settle(self) -> None:
        """Rounds until all have the same."""
        for _ in range(3):
            self.sync()
        exports = {exported(workspace) for workspace in self.open.values()}
        assert len(exports) == 1, "two machines show different things"

    def files(self) -> list[Path]:
        return sorted(path for path in self.store.rglob("*") if path.is_file())

    def bundles(self) -> list[Path]:
        return sorted(self.store.glob("dev/*/*"))

    def close(self) -> None:
        for workspace in self.open.values():
            workspace.close()
