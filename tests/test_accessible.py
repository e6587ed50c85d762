"""Plain lines in place of the screens: a conversation that nothing ends but the person."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from cli.manpage import page
from core import places
from core.workspace import Workspace
from tests.everyline import commands
from tests.lines import Ended, Lines, onward


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Lines:
    monkeypatch.setenv("ACCESSIBLE", "1")
    return Lines(capsys, monkeypatch)


def test_a_whole_day_is_lived_in_lines(lines: Lines) -> None:
    typed = ["write It went well.", "routine add Walk", "tick walk", "reject Acme", "onward journal show last", ""]
    ended = lines(stdin="\n".join(typed) + "\n")
    assert ended.code == 0
    assert "It went well.\n" in ended.out and "Done: Walk." in ended.err
    assert ended.err.endswith("Everything is kept.\n")


@pytest.mark.parametrize("wrong", ["rwite x", "tick nothing", 'write "half', "demo", "onward", "--home", "q x"])
def test_a_mistake_is_answered_and_the_conversation_goes_on(lines: Lines, wrong: str) -> None:
    ended = lines(stdin=f"write First\n{wrong}\nwrite Second\n\n")
    assert ended.code == 0 and ended.err.count("What next?") == 4
    with Workspace.open(places.workspace_file()) as workspace:
        assert workspace.journal.count() == 2


def test_the_path_after_a_no_is_walked_inside_the_conversation(lines: Lines) -> None:
    ended = lines(stdin="reject Acme\nritual\nq\njournal\n\n")
    assert ended.code == 0 and "No entry." in ended.err


def test_the_end_of_the_input_is_an_end_like_any_other(lines: Lines) -> None:
    assert lines(stdin="").code == 0
    assert lines(stdin="help").code == 0


@pytest.mark.parametrize("value", ["", "0"])
def test_without_the_wish_the_screens_ask_for_a_terminal(value: str) -> None:
    assert onward(env={"ACCESSIBLE": value}).code == 2


def test_nothing_is_drawn_anew() -> None:
    ended = onward(stdin="today\nhelp\n\n", env={"ACCESSIBLE": "1"})
    assert isinstance(ended, Ended) and ended.code == 0
    assert not {"\x1b", "\r", "\x08"} & set(ended.out + ended.err)


def test_the_man_page_has_every_command_and_is_well_formed() -> None:
    text = "\n".join(page()) + "\n"
    for path, _ in commands():
        assert f".SS onward {' '.join(path)}".replace("-", r"\-") in text
    if groff := shutil.which("groff"):
        done = subprocess.run([groff, "-man", "-Tutf8", "-ww"], input=text.encode(), capture_output=True, check=True)
        assert done.stderr == b""
