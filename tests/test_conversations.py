"""What belongs to an application: its conversations, its four materials, and the times kept free for applying."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from core.errors import NotFound, Refused
from core.workspace import Workspace
from tests.after_a_no import Watch

TODAY = date(2026, 11, 17)  # a Tuesday


@pytest.fixture
def workspace() -> Workspace:
    return Workspace.memory(Watch().clock)


@pytest.fixture
def application(workspace: Workspace) -> str:
    return workspace.applications.add("Acme", "Analyst", day=TODAY - timedelta(days=30))


def dues(workspace: Workspace, kind: str, day: date = TODAY) -> list[str]:
    return [due.text for due in workspace.agenda.day(day).items if due.kind == kind]


def test_a_conversation_keeps_what_was_asked_what_resonated_and_what_raised_doubt(
    workspace: Workspace, application: str
) -> None:
    row = workspace.rounds.add(
        application, "panel", TODAY, interviewers=" Ada,\nKurt ", questions="Why us?", resonated="SQL", doubt="the gap"
    )
    kept = workspace.rounds.get(row)
    assert (kept.kind, kept.interviewers, kept.questions) == ("panel", "Ada, Kurt", "Why us?")
    workspace.rounds.change(row, kind="over lunch", notes="They laughed.", day=TODAY - timedelta(days=1))
    kept = workspace.rounds.get(row)
    assert (kept.kind, kept.notes, kept.doubt, kept.day) == (
        "over lunch",
        "They laughed.",
        "the gap",
        date(2026, 11, 16),
    )
    workspace.rounds.remove(row)
    assert workspace.rounds.of(application) == ()


def test_a_conversation_ahead_is_due_on_its_day_and_ends_the_silence(workspace: Workspace, application: str) -> None:
    day = TODAY + timedelta(days=3)
    workspace.rounds.add(application, "final", day)
    assert dues(workspace, "round") == [] and dues(workspace, "round", day) == ["Acme, last round"]
    assert not workspace.board.page()[0].limbo
    workspace.applications.close(application, "withdrew")
    assert dues(workspace, "round", day) == []


def test_a_conversation_that_cannot_be_is_refused(workspace: Workspace, application: str) -> None:
    with pytest.raises(Refused, match="more than a year ahead"):
        workspace.rounds.add(application, "final", date(2126, 1, 1))
    with pytest.raises(Refused, match="NUL"):
        workspace.rounds.add(application, "final", TODAY, notes="\0")
    with pytest.raises(NotFound):
        workspace.rounds.add("gone", "final", TODAY)
    assert workspace.rounds.of(application) == ()


def test_the_four_materials_say_what_was_tailored(workspace: Workspace, application: str) -> None:
    workspace.materials.note(application, "resume", file="~/cv/acme.pdf")
    workspace.materials.note(application, "resume", tailored="The summary.\nSQL first.")
    first, *others = workspace.materials.of(application)
    assert (first.kind, first.file, first.tailored) == ("resume", "~/cv/acme.pdf", "The summary.\nSQL first.")
    assert [(other.kind, other.file) for other in others] == [("letter", ""), ("portfolio", ""), ("notes", "")]
    assert workspace.materials.files("resume") == ("~/cv/acme.pdf",)
    with pytest.raises(Refused, match="materials are"):
        workspace.materials.note(application, "horoscope", file="x")


def test_a_check_is_ticked_and_unticked(workspace: Workspace, application: str) -> None:
    checks = [row.id for row in workspace.content.choices("materials")]
    workspace.materials.tick(application, checks[0])
    workspace.materials.tick(application, checks[0])
    workspace.materials.tick(application, checks[1])
    workspace.materials.tick(application, checks[1], done=False)
    assert workspace.materials.ticked(application) == {checks[0]}


def test_the_checks_cover_the_materials_of_the_practice_list(workspace: Workspace) -> None:
    covered = {practice for row in workspace.content.choices("materials") for practice in row.covers}
    assert covered >= {f"O{number}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 13)}


def test_every_stage_outcome_and_channel_has_a_word(workspace: Workspace) -> None:
    from core.applications import applications, materials, rounds
    from core.ritual import rejections

    for table, ids in {
        "stages": applications.STAGES,
        "outcomes": applications.OUTCOMES,
        "channels": applications.CHANNELS,
        "modes": applications.MODES,
        "rounds": rounds.KINDS,
        "materials": materials.KINDS,
        "answers": rejections.KINDS,
    }.items():
        assert all(workspace.content.say(f"applications.{table}.{id}") for id in ids)


def test_a_slot_is_shown_on_its_weekday_and_done_once_something_went_out(workspace: Workspace) -> None:
    slot = workspace.slots.add(1, time(9, 30), 90)
    assert workspace.slots.add(1, time(9, 30), 60) == slot
    assert dues(workspace, "slot") == ["Your time for applications, from 09:30"]
    assert dues(workspace, "slot", TODAY + timedelta(days=1)) == []
    workspace.applications.add("Acme")
    assert [due.done for due in workspace.agenda.day().items if due.kind == "slot"] == [True]
    workspace.slots.remove(slot)
    assert workspace.slots.all() == ()
    for weekday, minutes in ((7, 60), (1, 0)):
        with pytest.raises(Refused, match="day of the week"):
            workspace.slots.add(weekday, time(9), minutes)


def test_there_is_a_weekly_number_only_if_the_person_sets_one(workspace: Workspace, application: str) -> None:
    workspace.applications.add("Other", day=TODAY - timedelta(days=1))
    workspace.applications.add("Saved", stage="saved")
    assert (workspace.slots.week(TODAY).sent, workspace.slots.week(TODAY).wanted) == (1, None)
    workspace.slots.set_weekly(3)
    assert workspace.slots.week(TODAY).wanted == 3
    workspace.slots.set_weekly(None)
    assert workspace.slots.week(TODAY).wanted is None
    with pytest.raises(Refused, match="none at all"):
        workspace.slots.set_weekly(0)
