"""Skills and the team in lines: the same as on the screens."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from core import places
from core.skills.skills import id_of
from core.workspace import Workspace
from tests.lines import ROOT, Lines


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Lines:
    return Lines(capsys, monkeypatch)


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    """The person's own, open beside the commands."""
    with Workspace.open(places.workspace_file()) as opened:
        yield opened


def test_a_posting_is_scanned_without_a_workspace_and_begins_none(lines: Lines, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("You know C++ and .NET.\nSQL is a plus.")
    ended = lines("skills", "scan", str(tmp_path / "a.txt"))
    assert ended.code == 0
    assert [re.split(r"\s{2,}", line) for line in ended.out.splitlines()] == [
        ["C++", "You know C++ and .NET."],
        [".NET", "You know C++ and .NET."],
        ["SQL", "SQL is a plus."],
    ]
    assert not os.path.exists(places.workspace_file())


def test_a_posting_from_a_pipe_is_kept_when_asked(lines: Lines, workspace: Workspace) -> None:
    ended = lines("skills", "scan", "-", "--keep", "--json", stdin="Must have: SQL")
    assert ended.code == 0
    assert json.loads(ended.out) == [
        {"name": "SQL", "phrase": "SQL", "start": 11, "stop": 14, "need": "essential", "known": False}
    ]
    assert workspace.skills.postings.count() == 1
    document = json.loads(lines("skills", "--json").out)
    assert document["targets"] == 1
    assert [(skill["name"], skill["postings"], skill["firm"]) for skill in document["skills"]] == [("SQL", 1, 1)]


@pytest.mark.parametrize(
    ("stdin", "code", "said"),
    [
        (b"", 3, "no words in this posting"),
        (b"x" * 5_000_000, 3, "5,000,000 characters"),
        (b"x" * 5_000_002, 3, "more than 5 MB"),
        (b"SQL\0", 3, "NUL"),
        (b"\xff\xfe SQL", 3, "half a character"),
        (b"nothing here", 0, "No skill was recognised"),
    ],
)
def test_a_posting_that_cannot_be_read_gets_a_sentence(lines: Lines, stdin: bytes, code: int, said: str) -> None:
    ended = lines("skills", "scan", "-", "--keep", stdin=stdin)
    assert (ended.code, said in ended.err) == (code, True), ended.err


def test_a_very_long_posting_stays_within_64_mib(tmp_path: Path) -> None:
    code = (
        "import re, runpy, sys\n"
        "sys.argv = ['onward', 'skills', 'scan', '-']\n"
        "try:\n    runpy.run_module('onward', run_name='__main__')\n"
        "except SystemExit as ended:\n    assert ended.code == 3, ended.code\n"
        "try:\n    peak = int(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1]) // 1024\n"
        "except OSError:\n    peak = 0\n"
        "print(peak)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=b"SQL and Excel " * 357_000, capture_output=True, cwd=ROOT, check=True
    )
    assert b"characters" in done.stderr
    assert int(done.stdout) < 64


def test_time_is_noted_by_title_or_skill(lines: Lines, workspace: Workspace) -> None:
    today = workspace.today()
    item = workspace.skills.plan.add("SQL", "Evening course", today, today + timedelta(days=20))
    assert lines("learn", "sql", "--minutes", "45").err == "Noted: Evening course, 45 min so far.\n"
    assert lines("learn", "evening", "course", "--minutes", "30", "--date", "yesterday").code == 0
    assert workspace.skills.plan.get(item).spent == 75
    assert lines("learn", "python", "--minutes", "5").code == 4
    assert lines("learn", "sql").code == 2
    assert lines("learn", "sql", "--minutes", "0").code == 2


def test_the_gap_and_the_plan_in_lines(lines: Lines, workspace: Workspace) -> None:
    assert "No skills yet" in lines("skills").err
    workspace.skills.postings.add("SQL and Excel skills [bold]")
    workspace.skills.rate(id_of("Excel"), 5)
    today = workspace.today()
    workspace.skills.plan.add("SQL", "Evening \x1b[31mcourse", today, today, minutes=600)
    out = lines("skills").out
    assert "\x1b" not in out
    assert re.search(r"> SQL +1 of 1\n", out)
    assert re.search(r"Excel +1 of 1 +level 5\n", out)
    assert "0 min of 10 h" in out
    plan = json.loads(lines("skills", "--json").out)["plan"]
    assert plan[0]["title"] == "Evening \x1b[31mcourse"


def test_the_team_in_lines_and_a_check_in(lines: Lines, workspace: Workspace) -> None:
    workspace.team.people.add("Dele", seats=("believer",), cadence=7, reach="phone")
    ended = lines("checkin", "del", "--said", "Ring me.")
    following = (workspace.today() + timedelta(days=7)).isoformat()
    assert ended.err == f"Noted: you spoke with Dele. Next: {following}.\n"
    out = lines("team").out
    assert "[x] Someone who believes in you: Dele" in out
    assert "[ ] A mentor: free" in out
    assert "Ring me." in out
    document = json.loads(lines("team", "--json").out)
    assert document["people"][0]["last"] == {"day": workspace.today().isoformat(), "said": "Ring me."}
    assert lines("checkin", "zoe").code == 4
    assert lines("checkin", "dele", "--date", "tomorrow").code == 3


def test_none_of_these_commands_begins_a_workspace(lines: Lines) -> None:
    for command in (("skills",), ("team",), ("learn", "x", "--minutes", "1"), ("checkin", "x")):
        assert lines(*command).code == 4
    assert not os.path.exists(places.workspace_file())
