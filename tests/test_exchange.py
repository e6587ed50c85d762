"""Two homes and a folder between them: what is sent arrives, and whatever lies there, nothing is lost or believed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import zip_longest
from pathlib import Path
from types import SimpleNamespace

import pytest

from core.clock import Clock
from core.merging.carried import Bundle
from core.merging.streams import Streams
from core.workspace import Workspace
from sync import exchange, merge, taking
from sync.keys import KeyringFile
from sync.merge import Taken
from tests.homes import Homes
from tests.vaults import MARKER


@pytest.fixture
def homes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Homes]:
    monkeypatch.setattr(KeyringFile, "_cost", 1)
    homes = Homes(tmp_path)
    yield homes
    homes.close()


def bodies(workspace: Workspace) -> set[str]:
    return {row["body"] for row in workspace.store.rows("SELECT body FROM entries")}


def test_what_is_written_on_one_is_read_on_the_other(homes: Homes) -> None:
    desk = homes.first()
    homes.sync(desk)
    laptop = homes.further()
    homes.sync(laptop)
    assert bodies(laptop) == {"A walk helped."}
    laptop.journal.write("So did a call.")
    homes.sync(laptop, desk)
    assert bodies(desk) == {"A walk helped.", "So did a call."}
    homes.settle()


def test_a_quick_round_brings_what_is_new_without_looking_through_the_store(homes: Homes) -> None:
    desk, laptop = homes.first(), homes.further()
    homes.settle()
    for number in range(3):
        desk.journal.write(f"entry {number}")
        homes.sync(desk, laptop, search=False)
    assert bodies(desk) == bodies(laptop) and len(bodies(desk)) == 4
    assert homes.sync(laptop, search=False) == exchange.Round(
        bundles=0, changes=0, sent=0, mended=0, unsent=0, behind=False
    )


def test_nothing_in_the_store_tells_what_was_written(homes: Homes) -> None:
    desk, laptop = homes.first(), homes.further(MARKER)
    desk.journal.write(f"{MARKER} again and again " * 50)
    homes.settle()
    for path in homes.files():
        assert MARKER.encode() not in path.read_bytes()
        assert MARKER not in str(path.relative_to(homes.store))
    assert laptop


def test_two_programs_that_sync_one_home_at_the_same_time_do_it_once(homes: Homes) -> None:
    desk, laptop = homes.first(), homes.further()
    homes.settle()
    for number in range(5):
        desk.journal.write(f"desk {number}")
        laptop.journal.write(f"laptop {number}")
        homes.sync(laptop)
    with Workspace.open(desk.store.path, homes.clock()) as again:
        for _ in zip_longest(exchange.run(desk, search=True), exchange.run(again, search=True)):
            pass
    homes.settle()
    assert len(bodies(laptop)) == 11
    assert not Streams(desk.store).alarms() and not Streams(laptop.store).alarms()


def test_what_is_written_while_a_round_goes_on_is_not_lost(homes: Homes) -> None:
    desk, laptop = homes.first(), homes.further()
    homes.settle()
    for number, _ in enumerate(exchange.run(desk, search=True)):
        desk.journal.write(f"meanwhile {number}")
    homes.settle()
    assert bodies(desk) == bodies(laptop) and len(bodies(laptop)) > 2


def test_nobody_waits_for_more_than_one_bundle_to_come_in(homes: Homes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Streams.seal, "__defaults__", (20,))
    monkeypatch.setattr(taking, "AT_ONCE", 20)
    desk = homes.first()
    for number in range(70):
        desk.efforts.add("connection", note=str(number))
    homes.sync(desk)
    at_once: list[int] = []

    def take(streams: Streams, clock: Clock, found: Iterable[tuple[str, Bundle]], given_up: Collection[str]) -> Taken:
        given = list(found)
        at_once.append(sum(len(bundle.changes) for _, bundle in given))
        return merge.take(streams, clock, given, given_up)

    monkeypatch.setattr(taking, "merge", SimpleNamespace(take=take))
    laptop = homes.further()
    homes.sync(laptop)
    assert sum(at_once) > 70 and max(at_once) == 20
    assert laptop.store.count("SELECT count(*) FROM efforts") == 70


def test_a_file_that_came_to_hold_another_one_counts_as_that_one_and_what_it_held_is_put_back(homes: Homes) -> None:
    desk, laptop = homes.first(), homes.further()
    for text in ("The first.", "The second."):
        desk.journal.write(text)
        homes.sync(desk)
    first, second = homes.bundles()[-2:]
    first.write_bytes(second.read_bytes())
    assert homes.sync(desk).mended == 1
    homes.sync(laptop)
    assert bodies(laptop) == bodies(desk)
