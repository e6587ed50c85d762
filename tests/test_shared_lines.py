"""Several machines in lines: nothing is asked without a terminal, and what is said fits what was done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli import sync as sync_line
from sync.keys import KeyringFile
from tests.lines import Ended, Lines
from tests.terminals import Terminal
from tests.vaults import OTHERS, WORDS


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KeyringFile, "_cost", 2)


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Lines:
    return Lines(capsys, monkeypatch)


def secret(path: Path, words: bytes) -> str:
    path.write_bytes(words + b"\n")
    path.chmod(0o600)
    return str(path)


class Desks:
    """`on("laptop", ...)` runs a line in one of two homes that share a folder."""

    def __init__(self, lines: Lines, folder: Path) -> None:
        self.lines = lines
        self.folder = folder
        self.old, self.new = secret(folder / "old", WORDS), secret(folder / "new", OTHERS)
        self.store = folder / "store"
        self.store.mkdir()

    def on(self, name: str, *arguments: str, stdin: str = "") -> Ended:
        return self.lines("--home", str(self.folder / name), *arguments, stdin=stdin)

    def well(self, name: str, *arguments: str, stdin: str = "") -> Ended:
        ended = self.on(name, *arguments, stdin=stdin)
        assert ended.code == 0, ended.err
        return ended


@pytest.fixture
def desks(lines: Lines, tmp_path: Path) -> Desks:
    desks = Desks(lines, tmp_path)
    desks.well("desk", "write", "On the desk.")
    desks.well("desk", "vault", "init", "--passphrase-file", desks.old)
    desks.well("desk", "vault", "connect", str(desks.store), "--name", "desk")
    return desks


@pytest.fixture
def both(desks: Desks) -> Desks:
    desks.well("laptop", "vault", "join", str(desks.store), "--passphrase-file", desks.old, "--yes", "--name", "laptop")
    desks.well("desk", "sync")
    return desks


def test_what_is_written_on_one_home_is_found_on_the_other(both: Desks) -> None:
    both.well("laptop", "write", "Saltmarsh called.")
    done = json.loads(both.well("laptop", "sync", "--json").out)
    assert done["sent"] == 1 and done["unsent"] == 0 and done["alarms"] == []
    assert json.loads(both.well("desk", "sync", "--json").out)["changes"] == 1
    assert "Saltmarsh called." in both.well("desk", "search", "saltmarsh").out


def test_machines_are_listed_this_one_first(both: Desks) -> None:
    names = [line.split(maxsplit=3)[3] for line in both.well("laptop", "vault", "machines").out.splitlines()]
    assert names == ["laptop  this machine", "desk"]
    both.well("laptop", "vault", "machines", "--name", "the blue one")
    found = json.loads(both.well("laptop", "vault", "machines", "--json").out)
    assert [each["name"] for each in found["machines"]] == ["the blue one", "desk"]
    assert found["store"] == str(both.store) and found["synced"]


def test_joining_tells_the_newest_and_asks_nothing_without_a_terminal(desks: Desks) -> None:
    ended = desks.on("laptop", "vault", "join", str(desks.store), "--passphrase-file", desks.old)
    assert ended.code == 2 and "--yes" in ended.err
    assert "on desk" in ended.err
    assert desks.on("laptop", "vault", "status").code == 4
    assert desks.on("laptop", "vault", "join", str(desks.store)).code == 2
    assert desks.on("laptop", "vault", "join").code == 2


def test_on_a_terminal_joining_shows_the_newest_and_asks(desks: Desks) -> None:
    join = ("--home", str(desks.folder / "laptop"), "vault", "join", str(desks.store), "--passphrase-file", desks.old)
    for answer, code in (("n", 3), ("y", 0)):
        with Terminal.onward(*join) as terminal:
            terminal.wait_for("Join it?")
            assert "on desk" in terminal.text
            terminal.type(f"{answer}\n")
            assert terminal.end() == code
        assert bool(json.loads(desks.well("desk", "sync", "--json").out)["bundles"]) == (answer == "y")


def test_a_wrong_passphrase_and_an_empty_place_have_their_exit_codes(desks: Desks) -> None:
    (desks.folder / "empty").mkdir()
    join = ("vault", "join", "--yes", "--passphrase-file")
    assert desks.on("laptop", *join, desks.new, str(desks.store)).code == 7
    assert desks.on("laptop", *join, desks.old, str(desks.folder / "empty")).code == 4
    assert desks.on("laptop", *join, desks.old, str(desks.folder / "nowhere")).code == 8
    assert desks.on("laptop", "vault", "connect", str(desks.store)).code == 4


def test_a_store_that_is_away_is_said_and_nothing_is_lost(both: Desks) -> None:
    both.store.rename(both.folder / "away")
    both.well("desk", "write", "Meanwhile.")
    ended = both.on("desk", "sync")
    assert ended.code == 8 and "not there" in ended.err
    (both.folder / "away").rename(both.store)
    assert json.loads(both.well("desk", "sync", "--json").out)["sent"] == 1


def test_a_passphrase_too_short_to_travel_is_said_where_it_matters(desks: Desks) -> None:
    (desks.folder / "other").mkdir()
    desks.well("desk", "vault", "connect", str(desks.store))
    weak = secret(desks.folder / "weak", b"harbour lantern kestrels")
    desks.well("third", "write", "Alone.")
    desks.well("third", "vault", "init", "--passphrase-file", weak)
    assert "the recovery code joins" in desks.well("third", "vault", "connect", str(desks.folder / "other")).err


def test_sync_needs_a_store(desks: Desks) -> None:
    desks.well("other", "write", "Alone.")
    ended = desks.on("other", "sync")
    assert ended.code == 3 and "onward vault connect" in ended.err
    assert "onward vault connect" in desks.well("other", "vault", "machines").err


def test_watching_goes_on_until_it_is_interrupted(both: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            raise KeyboardInterrupt
        if len(waits) == 1:
            both.store.rename(both.folder / "away")
        else:
            (both.folder / "away").rename(both.store)

    monkeypatch.setattr(sync_line.time, "sleep", wait)
    ended = both.on("desk", "sync", "--watch")
    assert ended.code == 130 and waits == [sync_line.EVERY] * 3
    assert "not there" in ended.err


def test_a_dropped_machine_is_named_and_the_others_ask_for_the_new_passphrase(both: Desks) -> None:
    assert both.on("desk", "vault", "drop", "laptop", "--passphrase-file", both.new).code == 2
    assert both.on("desk", "vault", "drop", "nobody", "--yes", "--passphrase-file", both.new).code == 4
    assert both.on("desk", "vault", "drop", "laptop", "--yes").code == 2
    ended = both.well("desk", "vault", "drop", "laptop", "--yes", "--passphrase-file", both.new)
    assert "can still read" in ended.err and "laptop  dropped" in ended.out
    told = both.well("laptop", "sync")
    assert "another machine has made new keys" in told.err
    again = both.well("laptop", "sync").err
    assert "new keys" not in again and "waits for the vault's new passphrase" in again, "told once, and what it means"
    assert both.on("desk", "vault", "drop", "laptop", "--yes", "--passphrase-file", both.new).code == 3
    both.well("laptop", "vault", "join", "--yes", "--passphrase-file", both.new)
    both.well("desk", "sync")
    assert "dropped" not in both.well("desk", "vault", "machines").out, "it was let in again"


@pytest.fixture
def disputed(both: Desks) -> Desks:
    for name in ("desk", "laptop"):
        both.well(name, "journal", "edit", "last", f"From the {name}.")
    for name in ("desk", "laptop", "desk"):
        both.well(name, "sync")
    return both


def conflict(desks: Desks, name: str) -> dict[str, object]:
    (found,) = json.loads(desks.well(name, "conflicts", "--json").out)
    return dict(found)


@pytest.mark.parametrize(("verb", "stands"), [("choose", "From the desk."), ("join", "Both."), ("both", None)])
def test_a_text_with_two_versions_is_settled_in_a_line_on_both(disputed: Desks, verb: str, stands: str | None) -> None:
    listed = disputed.well("desk", "conflicts").out
    assert "From the desk." in listed and "From the laptop." in listed and "laptop" in listed
    found = conflict(disputed, "desk")
    texts = [version["text"] for version in found["versions"]]  # type: ignore[attr-defined]
    more = [str(texts.index("From the desk.") + 1)] if verb == "choose" else []
    disputed.well("desk", "conflicts", verb, str(found["key"]), *more, stdin="Both.\n" if verb == "join" else "")
    for name in ("desk", "laptop"):
        disputed.well(name, "sync")
        assert json.loads(disputed.well(name, "conflicts", "--json").out) == []
        shown = disputed.well(name, "journal", "list").out
        assert stands in shown if stands else all(text in shown for text in texts)


def test_a_number_or_a_version_that_is_not_there_is_named(disputed: Desks) -> None:
    assert disputed.on("desk", "conflicts", "choose", "7", "1").code == 4
    assert disputed.on("desk", "conflicts", "choose", "1", "3").code == 4
    assert disputed.on("desk", "conflicts", "both", "nothing").code == 4
    assert conflict(disputed, "desk")


def test_nothing_to_choose_is_said_kindly(both: Desks) -> None:
    ended = both.well("desk", "conflicts")
    assert ended.out == "" and "Nothing to choose" in ended.err


@pytest.mark.parametrize("typed", ["as it was", "as it was, and more"])
def test_an_entry_changed_elsewhere_while_its_editor_was_open_keeps_both_texts(
    lines: Lines, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def composed(home: str | None, start: str) -> str:
        assert lines("journal", "edit", "last", "from elsewhere").code == 0
        return typed + "\n"

    lines("write", "as it was")
    monkeypatch.setattr("cli.editor.compose", composed)
    monkeypatch.setattr("cli.output.is_terminal", lambda *_: True)
    told = lines("journal", "edit", "last")
    kept = {row["body"] for row in json.loads(lines("export", "--format", "json").out)["tables"]["entries"]}
    if typed == "as it was":
        assert "Nothing was changed." in told.err and kept == {"from elsewhere"}
    else:
        assert "kept as an entry of its own" in told.err and kept == {typed, "from elsewhere"}
