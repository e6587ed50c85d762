"""What each verb of each noun changes: said in a line, read back in a line."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from core import places
from core.workspace import Workspace
from tests.changes_in_lines import CHANGES, Says
from tests.everyline import BEGUN, commands
from tests.lines import Lines
from tests.test_everyline import kept, lines, morning, world

__all__ = ["kept", "lines", "morning", "world"]


@pytest.mark.parametrize(("line", "reading", "says"), CHANGES, ids=[line for line, _, _ in CHANGES])
def test_what_a_line_says_is_so_afterwards_and_undo_takes_it_back(
    world: Lines, line: str, reading: str, says: Says
) -> None:
    def read() -> Any:
        ended = world(*shlex.split(reading), "--json")
        return json.loads(ended.out) if ended.out else None

    before = read()
    assert before is None or not says_safely(says, before), "It is so already"
    steps = line.split(" ; ")
    for each in steps:
        ended = world(*shlex.split(each), stdin="From the pipe\n")
        assert ended.code == 0, ended.err
    assert says(read())
    for _ in steps:
        assert world("undo", "--yes").code == 0
    assert read() == before


def says_safely(says: Says, document: Any) -> bool:
    try:
        return says(document)
    except (KeyError, IndexError, StopIteration, TypeError):
        return False


READING = [
    "list",
    "show",
    "ready",
    "kinds",
    "tags",
    "days",
    "prompts",
    "views",
    "away",
    "means",
    "choices",
    "offers",
    "checks",
    "basis",
    "scan",
    "beside",
    "next",
    "walk",
]
IN_TESTS_OF_THEIR_OWN = [
    "vault",
    "backup",
    "restore",
    "export",
    "report",
    "review",
    "insights",
    "search",
    "today",
    "demo",
    "undo",
    "redo",
    "locate",
    "doctor",
    "completions",
    "manpage",
    "ask",
    "apply",
    "sync",
    "conflicts",
    "import",
    "config",
]


def test_every_verb_that_changes_something_is_tried() -> None:
    lines = [each for line, *_ in CHANGES for each in line.split(" ; ")]
    tried = {tuple(shlex.split(line)[:n]) for line in (*BEGUN.splitlines(), *lines) for n in (1, 2)}
    tried |= {("journal", "drafts"), ("skills", "bring")}  # what they change is this machine's, and below
    paths = [path for path, _ in commands() if path[0] not in IN_TESTS_OF_THEIR_OWN and path[-1] not in READING]
    assert set(paths) - tried == set()


def test_a_draft_is_listed_and_let_go(world: Lines) -> None:
    with Workspace.open(places.workspace_file()) as workspace:
        workspace.drafts.keep("entry:new", "Half a thought")
    assert world("journal", "drafts").out == "entry:new  Half a thought\n"
    assert world("journal", "drafts", "--drop", "entry:new").code == 0
    assert world("journal", "drafts").out == ""
    assert world("journal", "drafts", "--drop", "entry:new").code == 4


def test_a_list_of_skills_is_brought_along_and_forgotten(world: Lines, tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("Letterpress\nBook conservation\n")
    assert "2" in world("skills", "bring", str(tmp_path / "own.txt")).err
    assert "Book conservation" in world("skills", "scan", "-", stdin="You know book conservation.").out
    assert world("skills", "bring", "--off").code == 0
    assert "ships" in world("skills", "bring").err
    assert world("skills", "bring", "nowhere.txt").code == 5


def test_a_heavy_word_at_high_strength_brings_up_who_there_is_to_talk_to(world: Lines) -> None:
    for line in (["journal", "feel", "last"], ["ritual", "feel"]):
        ended = world(*line, "hopeless", "--strength", "9")
        assert ended.code == 0 and "onward safety" in ended.err
        assert "onward safety" not in world(*line, "hopeful", "--strength", "9").err


def test_who_there_is_to_talk_to_is_printed_without_a_workspace_and_begins_none(lines: Lines) -> None:
    ended = lines("safety")
    assert ended.code == 0 and "112" in ended.out
    assert not Path(places.workspace_file()).exists()


def test_a_day_that_would_end_after_noon_is_no_day(world: Lines) -> None:
    ended = world("me", "--name", "X", "--day-ends", "13:00")
    assert ended.code == 3 and "before noon" in ended.err
    assert json.loads(world("me", "--json").out)["name"] != "X"


def test_the_offer_of_a_rest_is_answered_in_lines(world: Lines) -> None:
    assert world("rest", "--not-now").code == world("rest", "--never").code == 0
    assert "offer" not in {item["kind"] for item in json.loads(world("today", "--json").out)["items"]}


def test_many_roles_while_a_window_is_open_are_said_once_and_kept(world: Lines) -> None:
    world("window")
    said = [world("apply", f"Firm {number}").err for number in range(7)]
    assert sum("cooler head" in each for each in said) == 1


def test_a_held_message_is_settled_only_when_no_window_is_open(world: Lines) -> None:
    world("window")
    ended = world("hold", "done", "last")
    assert ended.code == 3 and "window" in ended.err
    world("window", "--off")
    assert world("hold", "done", "last").code == 0


def test_what_has_gone_by_is_no_moment_to_put_something_off_to(world: Lines) -> None:
    ended = world("later", "harbour", "--until", "2026-11-20 9:00")
    assert ended.code == 3 and "gone by" in ended.err


def test_only_those_are_picked_who_are_named(world: Lines) -> None:
    before = {one["name"] for one in json.loads(world("team", "--json").out)["people"]}
    listed = world("team", "pick", "contacts.vcf")
    assert "[x] Kim Berg" in listed.out and "[ ] Ada Lund" in listed.out
    assert {one["name"] for one in json.loads(world("team", "--json").out)["people"]} == before
    assert world("team", "pick", "contacts.vcf", "Lund").code == 0
    assert {one["name"] for one in json.loads(world("team", "--json").out)["people"]} == before | {"Ada Lund"}


def test_an_entry_is_found_by_its_day_and_by_its_sign(world: Lines) -> None:
    listed = world("journal", "--limit", "3").out.splitlines()
    sign, day = listed[2].split()[:2]
    assert world("journal", "show", sign).out == world("journal", "show", day).out
    world("write", "Once")
    world("write", "Twice")
    ended = world("journal", "show", "today")
    assert ended.code == 4 and "several" in ended.err and "Twice" in ended.err


def test_a_no_is_noted_for_the_application_that_the_beginning_of_a_name_means(world: Lines) -> None:
    ended = world("reject", "harbour")
    assert ended.code == 0 and "Harbour Books" in ended.err
    shown = json.loads(world("applications", "show", "harbour books", "--json").out)
    assert shown["outcome"] == "not_selected" and len(shown["rejections"]) == 1
    assert len(json.loads(world("applications", "--all", "harbour", "--json").out)) == 1
    assert "Harbour" not in world("reject", "harb").err, "A part of a word is a name of its own"
