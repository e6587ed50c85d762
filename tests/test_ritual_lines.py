"""After a no, in lines: for a screen reader, a terminal that can do no more, and a pipe."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.workspace import Workspace
from tests.lines import Lines
from tests.shell import Hands, opened, press, seen


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Lines:
    return Lines(capsys, monkeypatch)


@pytest.fixture
def file(home: Path) -> Path:
    return home / "onward" / "onward.sqlite"


def test_an_application_is_noted_listed_and_refused(lines: Lines, file: Path) -> None:
    assert lines("apply", "Saltmarsh Robots", "Technical writer", "--channel", "event").code == 0
    assert lines("apply", "Plover", "--saved").err == "Kept.\n"
    assert "close to it was here before" in lines("apply", "saltmarsh robots ltd", "Technical Writer").err
    assert lines("undo").code == 0
    listed = lines("applications").out.splitlines()
    assert len(listed) == 2 and any("Saltmarsh Robots, Technical writer" in line for line in listed)
    assert lines("applications", "plover").out.count("\n") == 1
    found = json.loads(lines("applications", "--json").out)
    assert {row["company"]: row["stage"] for row in found} == {"Saltmarsh Robots": "applied", "Plover": "saved"}
    assert next(row for row in found if row["company"] == "Plover")["applied"] is None
    assert lines("reject", "saltmarsh", "robots", "--how", "call", "--reason", "timing").code == 0
    with Workspace.open(str(file)) as workspace:
        (no,) = workspace.rejections.open()
        assert (no.company, no.kind, [reason.reason for reason in no.reasons]) == (
            "Saltmarsh Robots",
            "call",
            ["timing"],
        )


def test_their_words_come_from_standard_input(lines: Lines, file: Path) -> None:
    assert lines("reject", "acme", "--message", stdin="We regret.\nKindly").code == 0
    with Workspace.open(str(file)) as workspace:
        assert workspace.rejections.open()[0].message == "We regret.\nKindly"


def test_what_cannot_be_is_a_sentence_and_an_exit_code(lines: Lines) -> None:
    assert lines("ritual").code == 4
    refused = lines("reject", stdin="")
    assert refused.code == 3 and "onward reject COMPANY" in refused.err
    assert lines("reject", "acme", "--date", "+3d").code == 3
    assert lines("reject", "acme", "--message", stdin=b"\x7fELF\0").code == 3
    for role in ("Analyst", "Porter"):
        lines("apply", "Acme", role)
    several = lines("reject", "acme")
    assert several.code == 4 and "Analyst" in several.err
    assert lines("reject", "acme", "porter").code == 0


def test_the_whole_path_in_plain_questions(lines: Lines, file: Path) -> None:
    lines("apply", "Saved role", "--saved")
    lines("reject", "acme")
    answers = [
        *("", "1", "A walk by the river", "Move to the sea?"),  # the window, a sentence, a help, a decision
        *("I knew it.", "sore as a tooth", "6", ""),  # the first thought and a feeling
        *("", "To a friend I would say: rest.", "."),  # writing
        *("", "My questions.", "Their budget.", "1", "Close is what it was.", "3"),  # looking again
    ]
    first = lines("ritual", stdin="\n".join(answers) + "\n")
    assert first.code == 0
    assert "Step 1 of 8" in first.err or "1" in first.err
    with Workspace.open(str(file)) as workspace:
        no = workspace.rejections.open()[0].id
        path = workspace.ritual.path(no)
        assert [step.state for step in path.steps] == ["done"] * 4 + [""] * 4
        assert path.first_thought == "I knew it." and path.step("reframing").piece("own") == "Close is what it was."
        assert [felt.intensity for felt in path.step("reframing").felt] == [3]
        entry = workspace.writing.entry(no)
        assert entry is not None and entry.body == "To a friend I would say: rest."
        assert [parked.text for parked in workspace.waiting.parked()] == ["Move to the sea?"]
        workspace.ritual.end_window(no)
        questions = len(workspace.content.choices("learning"))
    learned = ["The people."] + [""] * (questions - 1)
    asked = ["1", "Henrike", "1", "", ""]
    closed = ["2", "1"]
    planned = ["it is nine", "I read one posting", ""]
    second = lines("ritual", stdin="\n".join([*learned, *asked, *closed, *planned]) + "\n")
    assert second.code == 0 and "Dear Henrike" in second.out
    with Workspace.open(str(file)) as workspace:
        path = workspace.ritual.path(no)
        assert {step.state for step in path.steps} == {"done"}
        assert path.rejection.closed and path.step("learning").piece("excited") == "The people."
        assert [line.stage for line in workspace.board.page()] == ["applied"]
        planned_step = workspace.steps.of(f"ritual:{no}")
        assert planned_step is not None
        assert (planned_step.cue, planned_step.text) == ("it is nine", "I read one posting")


def test_a_step_is_left_out_and_the_rest_waits(lines: Lines, file: Path) -> None:
    lines("reject", "acme")
    assert lines("ritual", stdin="-\nq\n").code == 0
    with Workspace.open(str(file)) as workspace:
        path = workspace.ritual.path(workspace.rejections.open()[0].id)
        assert (path.step("window").state, path.here) == ("skipped", "naming")
    wrong = lines("ritual", "--step", "window", stdin="last year\ntomorrow 20:00\n\n\n\n")
    assert wrong.code == 0 and "is not" in wrong.err
    with Workspace.open(str(file)) as workspace:
        assert workspace.rests.window() is not None


def test_despair_at_eight_names_who_there_is_to_talk_to(lines: Lines) -> None:
    lines("reject", "acme")
    said = lines("ritual", "--step", "naming", stdin="All over.\nhopeless\n9\n\n")
    assert "988" in said.err
    again = lines("ritual", "--step", "naming", stdin="\nhopeless\n10\n\n")
    assert "988" not in again.err


async def test_begun_in_lines_and_continued_on_the_screen(
    lines: Lines, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines("reject", "acme")
    lines("ritual", stdin="-\nI knew it.\n\nq\n")
    hands = Hands()
    now = datetime.now(UTC)
    hands.set(now.year, now.month, now.day, now.hour, now.minute)
    async with opened(file, hands) as pilot:
        await press(pilot, "2")
        assert "Your first thought: I knew it." in seen(pilot)
        assert "[-] 1" in seen(pilot) and "[x] 2" in seen(pilot) and "[>] 3" in seen(pilot)
        await press(pilot, "s")
    said = lines("ritual", stdin="q\n")
    assert "Look again" in said.err
