"""Killed at any moment of a change, a keyring opens with the old passphrase or the new one, and with its keys whole."""

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from sync import passphrase
from sync.errors import NoMatch
from sync.keys import Keyring, KeyringFile, remember, remembered

OLD, NEW = b"panoramic nectar precut smith banana handclap", b"elective stoplight scarf condense obliged landmark"
CALLS = ("open", "write", "fsync", "close", "link", "replace", "rename", "unlink")


class Killed(BaseException):
    """The process is gone: nothing after this runs, no clean-up either."""


class Kill:
    """Ends the process at call number `at` to the file system: before it, after it, or half-way through a write."""

    def __init__(self, at: int, when: str) -> None:
        self.at, self.when, self.count, self.log = at, when, 0, list[str]()

    def __enter__(self) -> "Kill":
        self._patch = pytest.MonkeyPatch()
        for name in CALLS:
            self._patch.setattr(os, name, self._wrapped(name, getattr(os, name)))
        return self

    def __exit__(self, *_: object) -> None:
        self._patch.undo()

    def _wrapped(self, name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **options: object) -> object:
            self.count += 1
            if self.count > self.at or (self.count == self.at and self.when == "before"):
                raise Killed
            if self.count == self.at and self.when == "half" and name == "write":
                real(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])  # type: ignore[call-overload,arg-type]
                raise Killed
            self.log.append(name)
            result = real(*arguments, **options)
            if self.count == self.at:
                raise Killed
            return result

        return call


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KeyringFile, "_cost", 1)
    monkeypatch.setattr(passphrase, "require", lambda words: None)
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)  # the order of calls is asserted; waiting proves nothing


def killed_everywhere(work: Callable[[Path], None], start: Callable[[Path], None], folder: Path) -> list[Path]:
    """One folder for each place where `work` can be killed, as the kill left it."""
    start(folder)
    with Kill(1 << 30, "never") as counting:
        work(folder)
    left = []
    for at in range(1, counting.count + 1):
        for when in ("before", "half", "after"):
            place = folder.with_name(f"{folder.name}-{at}-{when}")
            place.mkdir()
            start(place)
            with pytest.raises(Killed), Kill(at, when):
                work(place)
            left.append(place)
    return left


def keyring_in(folder: Path) -> KeyringFile:
    return KeyringFile(folder / "keyring.age")


KEYRING = Keyring.fresh("2026-11-22T08:00:00Z")


def start(folder: Path) -> None:
    keyring_in(folder).create(KEYRING, bytearray(OLD))


def change(folder: Path) -> None:
    keyring_in(folder).change(bytearray(OLD), bytearray(NEW))


def opening(folder: Path) -> dict[bytes, Keyring]:
    found = {}
    for words in (OLD, NEW):
        try:
            found[words] = keyring_in(folder).open(bytearray(words), KEYRING)
        except NoMatch:  # the other one holds
            continue
    return found


def test_the_file_reaches_the_disk_before_it_takes_its_place(tmp_path: Path) -> None:
    start(tmp_path)
    with Kill(1 << 30, "never") as calls:
        change(tmp_path)
    written = calls.log.index("write")
    assert calls.log[written : written + 3] == ["write", "fsync", "close"]
    assert written < calls.log.index("replace")
    assert "fsync" in calls.log[calls.log.index("link") : calls.log.index("replace")]
    assert "fsync" in calls.log[calls.log.index("replace") : len(calls.log) - calls.log[::-1].index("unlink")]


@pytest.mark.parametrize("links", [True, False])
def test_a_change_of_passphrase_killed_anywhere_leaves_one_that_opens(
    links: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not links:
        monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(OSError(95, "no hard links here")))
    (tmp_path / "run").mkdir()
    places = killed_everywhere(change, start, tmp_path / "run")
    assert len(places) >= 50
    outcomes: set[bytes] = set()
    for place in places:
        found = opening(place)
        assert found, place.name
        for keyring in found.values():
            assert [key.secret for key in keyring.identities] == [key.secret for key in KEYRING.identities]
        assert len(opening(place)) == 1, place.name  # from then on it is settled which one holds
        if found.keys() == {OLD}:
            assert (place / "keyring.age").stat().st_mode & 0o777 == 0o600
        change_back = next(iter(opening(place)))
        keyring_in(place).change(bytearray(change_back), bytearray(b"appease flint subzero transport polka bobtail"))
        assert [path.name for path in place.iterdir()] == ["keyring.age"], place.name
        outcomes |= found.keys()
    assert outcomes == {OLD, NEW}


@pytest.mark.parametrize("first", [OLD, NEW])
def test_after_a_kill_either_passphrase_may_be_tried_first(first: bytes, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    for place in killed_everywhere(change, start, tmp_path / "run"):
        tried = [first, NEW if first == OLD else OLD]
        for words in tried:
            try:
                keyring = keyring_in(place).open(bytearray(words))
            except NoMatch:
                continue
            assert keyring.text.replace("# generation 2", "# generation 1") == KEYRING.text
            break
        else:
            pytest.fail(f"neither passphrase opens after {place.name}")


def test_an_opening_killed_after_a_kill_settles_the_next_time(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    left = killed_everywhere(change, start, tmp_path / "run")
    unsettled = [place for place in left if place.name.endswith("after") and len(list(place.iterdir())) > 1]
    assert len(unsettled) >= 5
    for place in unsettled:
        for words in (OLD, NEW):
            for at in range(1, 12):
                again = place.with_name(f"{place.name}-{words[:1].decode()}-{at}")
                shutil.copytree(place, again)
                with suppress(Killed, NoMatch), Kill(at, "after"):
                    keyring_in(again).open(bytearray(words))
                assert opening(again), again.name


def test_a_creation_killed_anywhere_leaves_a_whole_keyring_or_none(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    for place in killed_everywhere(start, lambda folder: None, tmp_path / "run"):
        try:
            assert keyring_in(place).open(bytearray(OLD)).text == KEYRING.text
        except FileNotFoundError:
            start(place)
            assert keyring_in(place).open(bytearray(OLD)).text == KEYRING.text
        assert [path.name for path in place.iterdir()] == ["keyring.age"], place.name


def test_a_remembered_keyring_killed_anywhere_is_the_old_or_the_new_one(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    newer = KEYRING.next_epoch("2026-12-01T00:00:00Z", ())

    def before(folder: Path) -> None:
        remember(folder / "open", KEYRING)

    places = killed_everywhere(lambda folder: remember(folder / "open", newer), before, tmp_path / "run")
    texts = set()
    for place in places:
        found = remembered(place / "open")
        assert found
        texts.add(found.text)
        remember(place / "open", newer)
        assert [path.name for path in place.iterdir()] == ["open"]
    assert texts == {KEYRING.text, newer.text}
