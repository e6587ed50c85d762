"""`onward import`: what it says, what it asks, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli import output
from core import places
from core.workspace import Workspace
from tests.lines import Lines
from tests.replay import exported

HERE = Path(__file__).parent / "imports"


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Lines:
    return Lines(capsys, monkeypatch)


@pytest.fixture
def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "is_terminal", lambda *names: True)


def stored() -> list[tuple[str, str, str]]:
    with Workspace.open(places.workspace_file()) as opened:
        rows = opened.store.rows("SELECT company, stage, outcome FROM applications ORDER BY company")
    return [(row["company"], row["stage"], row["outcome"]) for row in rows]


def test_it_says_what_it_found_and_stores_it_when_told(lines: Lines) -> None:
    ended = lines("import", str(HERE / "german.csv"), "--yes")
    assert ended.code == 0
    assert "applications: 2, cp1252, semicolons, day before month" in ended.out
    assert "Stelle" in ended.out and "role" in ended.out and "2 new" in ended.out
    assert "Stored: 2. `onward undo` takes all of it back." in ended.err
    assert stored() == [("Grünland eG", "interview", ""), ("Müller & Söhne GmbH", "applied", "not_selected")]
    again = lines("import", str(HERE / "german.csv"), "--yes")
    assert again.code == 0 and "all of it is here already" in again.err
    assert lines("undo").code == 0
    assert stored() == []


def test_a_look_stores_nothing_and_begins_nothing(lines: Lines, home: Path) -> None:
    ended = lines("import", str(HERE / "jobsync.csv"), "--dry-run")
    assert ended.code == 0 and "3 new" in ended.out and "only a look" in ended.err
    assert not (home / "onward").exists()


def test_without_a_terminal_nothing_is_stored_unasked(lines: Lines, home: Path) -> None:
    ended = lines("import", str(HERE / "jobsync.csv"))
    assert ended.code == 2 and "--yes" in ended.err and not (home / "onward").exists()


def test_the_document_holds_every_row_as_it_would_be_stored(lines: Lines) -> None:
    ended = lines("import", str(HERE / "linkedin"), "--dry-run", "--json", "--person", "ada lovelace")
    found = json.loads(ended.out)
    assert found["format"] == "linkedin" and found["stored"] is False
    assert found["counts"] == {"new": 8, "twice": 1}
    assert found["parts"][0]["name"] == "Jobs/Job Applications.csv"
    assert found["parts"][-1]["people"] == ["Ada Lovelace", "Grace Hopper"]
    kinds = [thing["kind"] for thing in found["things"]]
    assert kinds == ["application"] * 4 + ["skill", "skill", "praise", "person"]
    assert found["things"][0]["rows"][0]["columns"]["company"] == "Saltmarsh Robots"
    kept = json.loads(lines("import", str(HERE / "linkedin"), "--yes", "--json").out)
    assert kept["stored"] is True and kept["counts"] == {"new": 7, "twice": 1} and "things" not in kept


def test_standard_input_is_taken_too(lines: Lines) -> None:
    ended = lines("import", "-", "--yes", stdin=(HERE / "jrnl.json").read_bytes())
    assert ended.code == 0 and "Stored: 2" in ended.err


def test_columns_and_words_can_be_named(lines: Lines, tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("Firm,What,When,Where it stands\nAcme,Writer,2026-03-01,Talking\nBeta,Editor,2026-03-02,Over\n")
    options = ("--map", "Firm=company", "--map", "What=role", "--map", "When=applied")
    options += ("--map", "Where it stands=status", "--stage", "talking=interview", "--stage", "Over=withdrew")
    assert lines("import", str(table), "--as", "csv", "--yes", *options).code == 0
    assert stored() == [("Acme", "interview", ""), ("Beta", "applied", "withdrew")]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--as", "excel"), 3, "is none of the forms known here: linkedin, "),
        (("--map", "Nowhere=role"), 3, "There is no column “Nowhere”. The columns are: Firma, Stelle"),
        (("--map", "Firma=colour"), 3, "“colour” is no field"),
        (("--map", "Firma"), 2, '"theirs=ours"'),
        (("--stage", "Absage=gone"), 3, "“gone” is no stage here"),
        (("--encoding", "utf-8"), 3, "german.csv is not written in utf-8"),
        (("--encoding", "zip"), 3, "is no encoding that is known here"),
        (("--delimiter", "ab"), 3, "A delimiter is one sign"),
        (("--as", "teal"), 3, "has not the columns that Teal writes"),
        (("--as", "dayone"), 3, "is not whole JSON"),
        (("--date-order", "ydm"), 2, "'dmy', 'mdy', 'ymd'"),
    ],
)
def test_an_option_that_does_not_fit_says_why(lines: Lines, arguments: tuple[str, ...], code: int, said: str) -> None:
    ended = lines("import", str(HERE / "german.csv"), "--yes", *arguments)
    assert ended.code == code, ended.err
    assert said in ended.err


def test_dates_that_can_be_read_in_two_ways_are_not_guessed(lines: Lines, tmp_path: Path) -> None:
    table = tmp_path / "jobs.csv"
    table.write_text("Company,Applied\nAcme,3/4/2026\nBeta,5/6/2026\n")
    ended = lines("import", str(table), "--yes")
    assert ended.code == 3 and "“3/4/2026” may name the day or the month first" in ended.err
    assert lines("import", str(table), "--yes", "--date-order", "dmy").code == 0
    with Workspace.open(places.workspace_file()) as opened:
        assert [row[0] for row in opened.store.rows("SELECT applied FROM applications ORDER BY 1")] == [
            "2026-04-03",
            "2026-06-05",
        ]


def test_on_a_terminal_it_asks_only_what_the_file_does_not_say(
    lines: Lines, on_a_terminal: None, tmp_path: Path
) -> None:
    table = tmp_path / "jobs.csv"
    table.write_text("Firm,Post,Applied,Status\nAcme,Writer,3/4/2026,On the moon\n")
    ended = lines("import", str(table), stdin="2\n1\n2\n5\ny\n")
    assert "How is “3/4/2026” to be read?" in ended.err and "Which column is the company?" in ended.err
    assert "What does “On the moon” (1) mean?" in ended.err
    assert "Store these 1?" in ended.err and ended.code == 0
    assert stored() == [("Acme", "interview", "")]
    assert lines("undo", "--yes").code == 0
    assert "Nothing was stored." in lines("import", str(HERE / "german.csv"), stdin="\n").err
    assert stored() == []


def test_people_are_asked_for_one_by_one(lines: Lines, on_a_terminal: None) -> None:
    ended = lines("import", str(HERE / "linkedin"), stdin="a\nada\n\ny\n")
    assert "names 2 people. None of them comes along by itself." in ended.err
    assert (
        "2 have that in their name: Ada Lovelace, Grace Hopper" in ended.err
        and "Ada Lovelace comes along." in ended.err
    )
    with Workspace.open(places.workspace_file()) as opened:
        assert [person.name for person in opened.team.people.everyone()] == ["Ada Lovelace"]
        before = exported(opened)
        opened.undo.undo()
        assert exported(opened) != before and opened.undo.last() is None


def test_what_cannot_be_taken_in_ends_with_3(lines: Lines, tmp_path: Path) -> None:
    table = tmp_path / "jobs.csv"
    table.write_text("Company,Role,Applied\n,,2026-03-01\n")
    ended = lines("import", str(table), "--yes")
    assert ended.code == 3 and "nothing in it can be taken in" in ended.err
    assert "! jobs.csv, line 2: neither a company nor a role is named." in ended.out
