"""Leaving the app, in a real terminal, while the store answers nothing."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.merging.link import Links
from core.workspace import Workspace
from sync import exchange, machines
from sync.keys import KeyringFile
from tests.terminals import Forked
from tests.vaults import lived_in


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that takes every call and answers none."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize("end", ["quit", "close"])
def test_what_was_written_is_sent_on_the_way_out_and_when_the_window_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    monkeypatch.setattr(KeyringFile, "_cost", 2)
    store = tmp_path / "store"
    store.mkdir()
    with lived_in(tmp_path / "home") as workspace:
        workspace.settings.set("welcomed", "yes")
        machines.connect(workspace, str(store), "desk")
        list(exchange.run(workspace))
    sent = set(store.rglob("dev/*/*.age"))
    with Forked(env={"ONWARD_HOME": str(tmp_path / "home")}) as terminal:
        terminal.wait_for("Today")
        terminal.type("6")
        terminal.wait_for("A walk helped")
        terminal.type("n")
        terminal.wait_for("Done")
        terminal.type("in the last second\x1b")
        terminal.wait_for("in the last second")
        terminal.read(1)
        if end == "quit":
            terminal.type("\x11")
            assert terminal.end() == 0
        else:
            terminal.close()
    assert len(set(store.rglob("dev/*/*.age")) - sent) == 1


def test_the_terminal_is_given_back_in_seconds_with_what_was_written(
    tmp_path: Path, silent: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KeyringFile, "_cost", 2)
    with lived_in(tmp_path / "home") as workspace:
        workspace.settings.set("welcomed", "yes")
        Links(workspace.store).connect(f"webdav://127.0.0.1:{silent}/onward")
        Links(workspace.store).was_stopped("The store cannot be reached just now.")
    with Forked(env={"ONWARD_HOME": str(tmp_path / "home")}) as terminal:
        terminal.wait_for("Today")
        terminal.type("6")
        terminal.wait_for("A walk helped")
        terminal.type("n")
        terminal.wait_for("Done")
        terminal.type("while it hangs\x1b")
        terminal.wait_for("while it hangs")
        terminal.read(1)
        terminal.type("\x11")
        assert terminal.end(seconds=25) == 0  # a store may take 30 to be given up
        assert "goes next time" in terminal.text
    with Workspace.open(str(tmp_path / "home" / "onward.sqlite")) as workspace:
        assert workspace.store.count("SELECT count(*) FROM entries WHERE body = 'while it hangs'") == 1
