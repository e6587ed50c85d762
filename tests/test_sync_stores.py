"""Two homes converge over every kind of store, through what goes wrong with it too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.workspace import Workspace
from sync.keys import KeyringFile
from sync.stores import limits
from sync.stores.errors import Full, Refused, StoreError, Unreachable
from tests.homes import Homes
from tests.relay import Relay
from tests.servers import KINDS, LARGEST_FILE, REMOTE, Server, fresh, served
from tests.vaults import exported

DIRECT = [kind for kind in REMOTE if kind != "rclone-remote"]  # a run of rclone for every question takes its time


@dataclass
class Away(Homes):
    """Homes with a store that is no folder of theirs."""

    address: str = ""

    @property
    def store(self) -> str:  # type: ignore[override]
        return self.address

    def settle(self) -> None:
        """What either has is sent, and fetched by the other, once; again where a busy server did not answer in time."""
        desk, laptop = self.open.values()
        try:
            self.sync(desk, laptop, desk)
        except Unreachable:
            self.sync(desk, laptop, desk)
        assert exported(desk) == exported(laptop), "two machines show different things"


@dataclass
class There:
    """Two homes that have met, and the server and the wire between them."""

    homes: Away
    desk: Workspace
    laptop: Workspace
    server: Server
    relay: Relay
    home: Path


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KeyringFile, "_cost", 1)


@pytest.fixture
def there(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, home: Path, tmp_path: Path
) -> Iterator[There]:
    server = fresh(request.param, tmp_path_factory)
    relay = Relay(server.port)
    server.settle_in(home, relay.port)
    homes = Away(tmp_path, address=server.place(relay.port).address)
    yield There(homes, homes.first(), homes.further(), server, relay, home)
    homes.close()
    relay.close()
    server.stop()


def bodies(workspace: Workspace) -> set[str]:
    return {row["body"] for row in workspace.store.rows("SELECT body FROM entries")}


@pytest.mark.parametrize("kind", KINDS)
def test_two_homes_converge_over_every_kind_of_store(
    kind: str, tmp_path_factory: pytest.TempPathFactory, home: Path, tmp_path: Path
) -> None:
    server = served(kind, tmp_path_factory)
    server.settle_in(home)
    homes = Away(tmp_path, address=server.place().address)
    desk = homes.first()
    laptop = homes.further()
    entry = desk.journal.write("A letter came.")
    homes.settle()
    desk.journal.edit(entry, "A letter came, a kind one.")
    laptop.journal.edit(entry, "A letter came, at last.")
    laptop.journal.write("So did a call.")
    homes.settle()
    assert bodies(desk) == bodies(laptop)
    assert "So did a call." in bodies(desk)
    assert desk.conflicts.count() == laptop.conflicts.count() == 1
    homes.close()


def stopped(there: There, workspace: Workspace, error: type[StoreError], words: str) -> None:
    with pytest.raises(error, match=words):
        there.homes.sync(workspace)


@pytest.mark.parametrize("there", REMOTE, indirect=True)
def test_after_a_server_was_down_two_homes_converge(there: There) -> None:
    there.server.stop()
    there.relay.heal()
    there.desk.journal.write("written while nobody answered")
    stopped(there, there.desk, Unreachable, "cannot be reached just now. Everything is kept here")
    stopped(there, there.laptop, Unreachable, "cannot be reached just now")
    there.server.start()
    there.homes.settle()
    assert "written while nobody answered" in bodies(there.laptop)


@pytest.mark.parametrize("there", DIRECT, indirect=True)
def test_after_a_wire_was_cut_in_the_middle_of_rounds_two_homes_converge(
    there: There, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(limits, "ANSWER", 0.5)
        patch.setattr(limits, "CONNECT", 0.5)
        for number, after in enumerate((500, 4_000, 9_000, 20_000)):
            there.desk.journal.write(f"entry {number}")
            there.relay.spoil(after, "hang" if number == 1 else "cut")
            for workspace in (there.desk, there.laptop):
                try:
                    there.homes.sync(workspace)
                except StoreError as error:
                    assert isinstance(error, Unreachable)
            there.relay.heal()
    there.homes.settle()
    assert {f"entry {number}" for number in range(4)} <= bodies(there.laptop)


@pytest.mark.parametrize("there", DIRECT, indirect=True)
def test_after_wrong_credentials_two_homes_converge(there: There, monkeypatch: pytest.MonkeyPatch) -> None:
    there.desk.journal.write("written without a way in")
    with monkeypatch.context() as patch:
        there.server.forget(there.home, patch)
        stopped(there, there.desk, Refused, "did not let Onward in")
        stopped(there, there.laptop, Refused, "did not let Onward in")
    there.server.settle_in(there.home, there.relay.port)
    there.homes.settle()
    assert "written without a way in" in bodies(there.laptop)


@pytest.mark.parametrize("there", [kind for kind in DIRECT if kind != "s3"], indirect=True)
def test_after_a_full_disk_two_homes_converge(there: There, monkeypatch: pytest.MonkeyPatch) -> None:
    there.homes.settle()
    there.laptop.journal.write("from the other side")
    there.homes.sync(there.laptop)
    there.desk.journal.write("".join(f"{number:x}" for number in range(LARGEST_FILE)))  # does not compress to nothing
    stopped(there, there.desk, Full, "[Ee]verything is kept here; make room")
    assert "from the other side" in bodies(there.desk), "what comes in comes in"
    there.server.stop()
    there.relay.heal()
    there.server.roomy = True
    there.server.start()
    there.homes.settle()
    assert bodies(there.desk) == bodies(there.laptop)
