"""Completion in every shell that there is a script for, for every command and every option."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.shell_completion import get_completion_class

from cli import quick
from cli.completions import WHERE
from cli.group import onward as group
from cli.manual import COMMANDS
from core.workspace import Workspace
from tests.everyline import commands
from tests.lines import ROOT, onward

every_shell = pytest.mark.parametrize("shell", WHERE)


def completed(shell: str, words: list[str], incomplete: str) -> list[str]:
    """What a shell would be offered, asked as its script asks."""
    found = get_completion_class(shell)
    assert found is not None
    completer = found(group, {}, "onward", "_ONWARD_COMPLETE")
    return [item.value for item in completer.get_completions(words, incomplete) if completer.format_completion(item)]


@every_shell
def test_every_command_is_completed(shell: str) -> None:
    assert set(completed(shell, [], "")) == set(COMMANDS)
    for name in COMMANDS:
        assert name in completed(shell, [], name[:2])


@every_shell
def test_every_verb_and_every_option_is_completed(shell: str) -> None:
    for path, command in commands():
        if isinstance(command, click.Group):
            verbs = set(command.list_commands(click.Context(command)))
            assert verbs <= set(completed(shell, list(path), "")), path
        options = {name for each in command.params if isinstance(each, click.Option) for name in each.opts}
        assert {name for name in options if name.startswith("--")} <= set(completed(shell, list(path), "--")), path


@every_shell
def test_every_shell_is_answered_in_a_process_of_its_own(shell: str, home: Path) -> None:
    asked = {"COMP_WORDS": "onward se", "COMP_CWORD": "se" if shell == "fish" else "1"}
    ended = onward(env={"_ONWARD_COMPLETE": f"{shell}_complete", **asked})
    assert ended.code == 0 and "search" in ended.out and ended.err == ""


def test_bash_itself_takes_the_script(tmp_path: Path, home: Path) -> None:
    launcher = tmp_path / "bin" / "onward"
    launcher.parent.mkdir()
    launcher.write_text(f'#!/bin/sh\ncd {ROOT} && exec {sys.executable} -m onward "$@"\n')
    launcher.chmod(0o755)
    script = (
        'eval "$(onward completions bash)"; COMP_WORDS=(onward re); COMP_CWORD=1; '
        '_onward_completion onward; echo "${COMPREPLY[@]}"'
    )
    path = f"{launcher.parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", script], env={**os.environ, "PATH": path}, capture_output=True, text=True, check=True
    )
    assert {"reject", "report", "restore", "review", "redo", "rest"} <= set(done.stdout.split())


def test_the_names_of_things_are_completed_behind_every_verb_that_is_about_one(home: Path) -> None:
    with Workspace.open(str(home / "onward" / "onward.sqlite")) as workspace:
        workspace.strengths.stories.add("The lost archive")
        workspace.strengths.stories.add("red \x1b[31m \u202e")
        workspace.team.people.add("Nadia Quist")
        workspace.applications.add("Acme", "Analyst")
        workspace.steps.plan("Write to Kim", workspace.today())
    assert completed("bash", ["stories", "show"], "the") == ["The lost archive"]
    assert completed("zsh", ["stories", "remove"], "red") == ["red ␛[31m ◌"]
    assert completed("fish", ["team", "next"], "na") == ["Nadia Quist"]
    assert completed("bash", ["applications", "move"], "ac") == ["Acme, Analyst"]
    assert completed("bash", ["steps", "done"], "wr") == ["Write to Kim"]
    assert completed("bash", ["--home", str(home / "nowhere"), "steps", "done"], "wr") == []


def test_a_home_without_a_workspace_completes_as_well(home: Path) -> None:
    assert "walk" not in completed("bash", ["tick"], "wa")
    with Workspace.open(str(home / "onward" / "onward.sqlite")) as workspace:
        workspace.routine.add("walk by the river")
    assert "walk by the river" in completed("bash", ["tick"], "wa")


@pytest.mark.parametrize("words", ["tick ", "tick wa", "reject ac", "checkin Na", "tick x"])
@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_what_is_completed_without_click_is_what_click_completes(
    shell: str, words: str, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Workspace.open(str(home / "onward" / "onward.sqlite")) as workspace:
        workspace.routine.add("walk by the river")
        workspace.routine.add("Read")
        workspace.applications.add("Acme", "Analyst")
        workspace.team.people.add("Nadia Quist")
    asked = {"_ONWARD_COMPLETE": f"{shell}_complete", "COMP_WORDS": f"onward {words}", "COMP_CWORD": "2"}
    for name, value in asked.items():
        monkeypatch.setenv(name, value)
    assert quick.complete() == 0
    said = capsys.readouterr().out
    found = get_completion_class(shell)
    assert found is not None
    assert said.rstrip("\n") == found(group, {}, "onward", "_ONWARD_COMPLETE").complete()
    assert bool(said) != words.endswith("x")
