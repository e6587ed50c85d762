"""Logging a no: a company is enough, nothing entered is lost, and what is impossible is said in a sentence."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.applications.applications import LINES, NO_REPLY, NOT_SELECTED, PROSE, ROLE_CLOSED
from core.applications.board import ARCHIVE, BOARD, Filters
from core.errors import NotFound, Refused
from core.ritual.path import CLOSING
from core.ritual.rejections import MINE, THEIRS, Reason
from core.workspace import Workspace
from tests.after_a_no import Watch

TODAY = date(2026, 11, 17)


@pytest.fixture
def workspace() -> Workspace:
    return Workspace.memory(Watch().clock)


def test_a_company_is_enough_and_gets_an_application_of_its_own(workspace: Workspace) -> None:
    kept = workspace.rejections.get(workspace.rejections.log("Acme"))
    assert (kept.company, kept.day, kept.message, kept.reasons, kept.closed) == ("Acme", TODAY, "", (), None)
    application = workspace.applications.get(kept.application)
    assert application.outcome == NOT_SELECTED and application.applied is None


def test_a_no_takes_its_stage_from_the_application_and_closes_it(workspace: Workspace) -> None:
    application = workspace.applications.add("Acme", day=TODAY - timedelta(days=20))
    workspace.applications.advance(application, "final", TODAY - timedelta(days=3))
    kept = workspace.rejections.get(workspace.rejections.log(application=application, reasons=["budget", "budget"]))
    assert kept.stage == "final" and [reason.reason for reason in kept.reasons] == ["budget"]
    assert workspace.applications.get(application).ended == TODAY


@pytest.mark.parametrize(
    ("kind", "outcome", "kept"), [("silence", "", NO_REPLY), ("call", "", NOT_SELECTED), ("", ROLE_CLOSED, ROLE_CLOSED)]
)
def test_silence_and_a_closed_role_are_not_the_same_as_a_no(
    workspace: Workspace, kind: str, outcome: str, kept: str
) -> None:
    row = workspace.rejections.log("Acme", kind=kind, outcome=outcome)
    assert workspace.applications.get(workspace.rejections.get(row).application).outcome == kept


def test_a_closed_application_stays_on_the_board_until_its_ritual_is_closed(workspace: Workspace) -> None:
    row = workspace.rejections.log("Acme")
    assert workspace.board.count(Filters(shelf=BOARD)) == 1
    workspace.ritual.settle(row, CLOSING)
    assert (workspace.board.count(Filters(shelf=BOARD)), workspace.board.count(Filters(shelf=ARCHIVE))) == (0, 1)
    assert workspace.rejections.open() == () and [no.id for no in workspace.rejections.closed()] == [row]


def test_logging_the_same_no_twice_completes_it_and_loses_no_word(workspace: Workspace) -> None:
    first = workspace.rejections.log("Acme", message="They wrote.", reasons=["unknown"])
    application = workspace.rejections.get(first).application
    workspace.rejections.sort(first, [Reason(reason="unknown", control=THEIRS)])
    again = workspace.rejections.log(
        application=application, kind="call", message="They also rang.", reasons=["budget"]
    )
    kept = workspace.rejections.get(again)
    assert again == first
    assert kept.message == "They wrote.\n\nThey also rang." and kept.kind == "call"
    assert kept.reasons == (Reason(reason="unknown", control=THEIRS), Reason(reason="budget", control=""))


def test_a_second_no_after_the_first_was_closed_is_a_second_one(workspace: Workspace) -> None:
    first = workspace.rejections.log("Acme")
    application = workspace.rejections.get(first).application
    workspace.ritual.settle(first, CLOSING)
    workspace.applications.reopen(application)
    second = workspace.rejections.log(application=application)
    assert second != first and {no.id for no in workspace.rejections.of(application)} == {first, second}


def test_two_machines_that_log_the_same_no_have_logged_one() -> None:
    ids = set()
    for _ in range(2):
        workspace = Workspace.memory(Watch().clock)
        with workspace.store.write("Carry over") as door:
            values = dict.fromkeys(("company_key", "role_key", "outcome", "applied", "ended", *LINES, *PROSE), "")
            door.insert("applications", id="one", stage="applied", added="2026-11-01", moved="2026-11-01", **values)
        ids.add(workspace.rejections.log(application="one"))
    assert len(ids) == 1


def test_reasons_can_be_sorted_by_whose_hands_they_were_in(workspace: Workspace) -> None:
    row = workspace.rejections.log("Acme", reasons=["budget"])
    chosen = (Reason(reason="preparation", control=MINE), Reason(reason="the moon was wrong", control=THEIRS))
    workspace.rejections.sort(row, chosen)
    assert workspace.rejections.reasons(row) == chosen
    with pytest.raises(Refused, match="left open"):
        workspace.rejections.sort(row, [Reason(reason="budget", control="heaven")])


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"day": TODAY + timedelta(days=1)}, "18 November 2026 is still ahead"),
        ({"day": date(2026, 11, 1)}, "before the application went out on 3 November 2026"),
        ({"stage": "hypnosis"}, "A stage is one of these"),
        ({"outcome": "lost"}, "one of these ways"),
        ({"message": "x" * 5_000_000}, "2,000,000 fit"),
        ({"message": "PK\x03\x04\0\0"}, "NUL"),
        ({"reasons": ["\ud800"]}, "half a character"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_half_written(
    workspace: Workspace, given: dict[str, object], sentence: str
) -> None:
    application = workspace.applications.add("Acme", day=date(2026, 11, 3))
    with pytest.raises(Refused, match=sentence):
        workspace.rejections.log(application=application, **given)  # type: ignore[arg-type]
    assert workspace.applications.get(application).active
    assert workspace.store.count("SELECT count(*) FROM rejections") == 0


def test_a_no_without_a_name_or_with_one_that_is_gone_is_refused(workspace: Workspace) -> None:
    with pytest.raises(Refused, match="name of the company"):
        workspace.rejections.log(" ")
    with pytest.raises(NotFound):
        workspace.rejections.log(application="gone")


def test_how_it_is_noted_can_be_changed_later(workspace: Workspace) -> None:
    row = workspace.rejections.log("Acme")
    workspace.rejections.change(row, day=TODAY - timedelta(days=2), stage="interview", kind="by pigeon", message="coo")
    kept = workspace.rejections.get(row)
    assert (kept.day, kept.stage, kept.kind, kept.message) == (
        TODAY - timedelta(days=2),
        "interview",
        "by pigeon",
        "coo",
    )
    assert workspace.applications.get(kept.application).ended == TODAY - timedelta(days=2)
    with pytest.raises(Refused, match="still ahead"):
        workspace.rejections.change(row, day=TODAY + timedelta(days=1))


def test_a_stage_from_a_newer_version_is_kept(workspace: Workspace) -> None:
    row = workspace.rejections.log("Acme")
    workspace.store.note("UPDATE rejections SET stage = 'trial_day', closed = 'whenever'")
    kept = workspace.rejections.get(row)
    assert kept.stage == "trial_day" and kept.closed is not None
    workspace.rejections.change(row, message="x")
    assert workspace.rejections.get(row).stage == "trial_day"


def test_their_words_are_found_by_search(workspace: Workspace) -> None:
    workspace.rejections.log("Acme", message="a very strong field of walruses")
    assert workspace.store.count("SELECT count(*) FROM search WHERE search MATCH 'walruses'") == 1


def test_undo_takes_the_whole_no_back(workspace: Workspace) -> None:
    workspace.rejections.log("Acme", message="m", reasons=["unknown"])
    act = workspace.undo.undo()
    assert act is not None and act.label == "Log a no"
    for table in ("rejections", "reasons", "applications", "stages"):
        assert workspace.store.count(f"SELECT count(*) FROM {table}") == 0
