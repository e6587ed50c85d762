"""Killed for real (SIGKILL) at any moment of a sync, a machine goes on with the next one, and nothing is lost.

A few kills each time; ONWARD_KILLS=300 spreads as many over the same work.
"""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest

from core.storage.store import FILE
from core.workspace import Workspace
from sync import exchange, snapshots
from sync.exchange import Round
from sync.keys import KeyringFile
from tests.homes import Homes
from tests.kills import killed
from tests.vaults import exported

KILLS = int(os.environ.get("ONWARD_KILLS", "12"))
OFTEN = 5

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a process of its own")


def before(folder: Path) -> None:
    """Two homes and a store in `folder`: each home has written what the other has not seen."""
    homes = Homes(folder)
    desk, laptop = homes.first(), homes.further()
    for turn in range(3):
        homes.settle()
        desk.journal.write(f"desk {turn}")
        laptop.journal.write(f"laptop {turn}")
    homes.sync(laptop)
    desk.journal.write("desk, not sent")
    homes.close()


def sync(folder: Path, name: str, moment: object = None) -> Round:
    with Workspace.open(str(folder / name / FILE)) as workspace:
        if moment is not None:
            workspace.store.conn.set_progress_handler(moment, 2000)  # type: ignore[arg-type]
        *_, done = exchange.run(workspace, search=True)
    assert isinstance(done, Round)
    return done


def test_a_sync_killed_anywhere_is_made_good_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KeyringFile, "_cost", 1)
    monkeypatch.setattr(snapshots, "OFTEN", OFTEN)
    folder, kept = tmp_path / "run", tmp_path / "kept"
    folder.mkdir()
    before(folder)
    shutil.copytree(folder, kept)

    def work() -> None:
        sync(folder, "desk", getattr(Workspace, "moment", None))

    count = killed(work, -1)
    assert count > 100
    numbers = random.Random(KILLS)
    entries = {f"desk {turn}" for turn in range(3)} | {f"laptop {turn}" for turn in range(3)}
    for number in range(KILLS):
        shutil.rmtree(folder)
        shutil.copytree(kept, folder)
        part = count / KILLS
        assert killed(work, 1 + int(number * part + numbers.random() * part)) == 0
        for name in ("desk", "laptop", "desk"):
            assert sync(folder, name).unsent == 0
        with (
            Workspace.open(str(folder / "desk" / FILE)) as desk,
            Workspace.open(str(folder / "laptop" / FILE)) as laptop,
        ):
            assert exported(desk) == exported(laptop)
            bodies = {row["body"] for row in desk.store.rows("SELECT body FROM entries")}
            assert bodies == entries | {"A walk helped.", "desk, not sent"}
            assert desk.store.count("SELECT count(*) FROM outbox") == 0
        assert not [path for path in (folder / "store").rglob("*.part") if path.stat().st_mode & 0o077]
