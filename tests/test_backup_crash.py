"""Killed for real at any moment, backing up, restoring and changing the passphrase leave the old or the new, whole.

200 kills in all: the work runs in a process of its own, which kills itself (SIGKILL) at the n-th audited call to the
file system or the n-th step, so that every kind of moment has its turn.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.workspace import Workspace
from sync import backup, keys, passphrase, restore
from sync.errors import NoMatch
from sync.keys import KeyringFile
from sync.vault import Vault
from tests.kills import killed
from tests.vaults import OTHERS, WORDS, backed_up, exported, lived_in, words

KILLS = {"backing up": 80, "restoring": 60, "merging": 20, "changing": 40}

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a process of its own")


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KeyringFile, "_cost", 1)
    monkeypatch.setattr(passphrase, "require", lambda words: None)


def moments(work: Callable[[Path], None], kills: int, start: Callable[[Path], None], folder: Path) -> Iterator[Path]:
    """One folder for each kill, spread over the whole work, as the kill left it."""
    folder.mkdir()
    start(folder)
    count = killed(lambda: work(folder), -1)
    assert count > 10
    chosen = random.Random(kills)
    for number in range(kills):
        place = folder.with_name(f"{folder.name}-{number}")
        place.mkdir()
        start(place)
        at = 1 + number * count // kills if count > kills else chosen.randint(1, count)
        assert killed(lambda: work(place), at) == 0  # noqa: B023
        yield place
        shutil.rmtree(place)


def moment() -> None:
    getattr(Workspace, "moment", lambda: None)()


def test_a_backup_killed_anywhere_is_whole_or_not_there_and_the_home_is_as_it_was(tmp_path: Path) -> None:
    with lived_in(tmp_path / "home", [f"entry {number}" * 50 for number in range(300)]) as workspace:
        before, older = exported(workspace), backed_up(workspace, tmp_path)
        backup_count = len(workspace.backups.all())
    keyring = Vault(str(tmp_path / "home")).keyring()

    def work(place: Path) -> None:
        with Workspace.open(str(tmp_path / "home" / "onward.sqlite")) as workspace:
            for _ in backup.run(workspace, place / "new.zip"):
                moment()

    whole = 0
    for place in moments(work, KILLS["backing up"], lambda place: None, tmp_path / "run"):
        if (place / "new.zip").exists():
            assert restore.opened(place / "new.zip", keyring).facts.counts["entries"] == 300
            whole += 1
        for left in place.iterdir():
            assert left.name == "new.zip" or left.name.endswith(".part")
            assert left.stat().st_mode & 0o777 == 0o600
            assert b"entry" not in left.read_bytes()
    assert whole
    assert restore.opened(older.path, keyring)
    with Workspace.open(str(tmp_path / "home" / "onward.sqlite")) as workspace:
        assert exported(workspace) == before
        assert len(workspace.backups.all()) >= backup_count


def test_a_restore_killed_anywhere_leaves_an_empty_home_or_a_whole_one(tmp_path: Path) -> None:
    with lived_in(tmp_path / "home", [f"entry {number}" for number in range(50)]) as workspace:
        made, wanted = backed_up(workspace, tmp_path), exported(workspace)

    def work(place: Path) -> None:
        keyring, sealed = restore.keyring_for(made.path, words())
        opened = restore.opened(made.path, keyring, sealed)
        moment()
        with Workspace.open(str(place / "there" / "onward.sqlite")) as there:
            there.store.conn.set_progress_handler(moment, 500)  # kills inside SQLite's own work as well
            restore.bring(there, opened)
            moment()
        Vault(str(place / "there")).adopt(keyring, sealed)

    outcomes = set()
    for place in moments(work, KILLS["restoring"], lambda place: None, tmp_path / "run"):
        with Workspace.open(str(place / "there" / "onward.sqlite")) as there:
            empty = there.backups.is_untouched()
            outcomes.add(empty)
            keyring, sealed = restore.keyring_for(made.path, words())
            opened = restore.opened(made.path, keyring, sealed)
            if not empty:
                assert exported(there) == wanted
            came = restore.bring(there, opened)
            assert exported(there) == wanted
            assert bool(came.changes) == empty
    assert outcomes == {True, False}


def test_a_merge_killed_anywhere_leaves_the_living_home_as_it_was_or_with_everything(tmp_path: Path) -> None:
    with lived_in(tmp_path / "home", [f"entry {number}" for number in range(50)]) as workspace:
        made = backed_up(workspace, tmp_path)
    keyring = Vault(str(tmp_path / "home")).keyring()
    with Workspace.open(str(tmp_path / "living" / "onward.sqlite")) as living:
        living.journal.write("of my own")
        before = exported(living)

    def start(place: Path) -> None:
        shutil.copytree(tmp_path / "living", place / "living")

    def work(place: Path) -> None:
        opened = restore.opened(made.path, keyring)
        with Workspace.open(str(place / "living" / "onward.sqlite")) as living:
            living.store.conn.set_progress_handler(moment, 500)
            restore.bring(living, opened)
            moment()
            moment()

    for place in moments(work, KILLS["merging"], start, tmp_path / "run"):
        with Workspace.open(str(place / "living" / "onward.sqlite")) as living:
            now = exported(living)
            assert now == before or living.journal.count() == 51
            restore.bring(living, restore.opened(made.path, keyring))
            assert living.journal.count() == 51


def test_a_passphrase_change_killed_anywhere_opens_with_the_old_or_the_new_one(tmp_path: Path) -> None:
    keyring = keys.Keyring.fresh("2026-11-22T08:00:00Z")

    def start(place: Path) -> None:
        vault = Vault(str(place))
        vault.adopt(keyring, keys.lock(keyring, words(), cost=1))

    def work(place: Path) -> None:
        Vault(str(place)).change(bytearray(WORDS), bytearray(OTHERS))

    for place in moments(work, KILLS["changing"], start, tmp_path / "run"):
        vault, opens = Vault(str(place)), []
        for tried in (WORDS, OTHERS):
            try:
                opens.append(vault.prove(bytearray(tried)).identity.secret)
            except NoMatch:
                continue
        assert opens == [keyring.identity.secret]
        assert vault.keyring().identity.secret == keyring.identity.secret


def test_there_are_two_hundred_kills() -> None:
    assert sum(KILLS.values()) == 200
