"""Applications: added in one line, moved with their days, closed in one of six ways, found again among ten thousand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from core.applications.applications import OUTCOMES, Applications
from core.applications.board import ARCHIVE, EVERYTHING, Board, Filters
from core.applications.companies import close, fold, fold_company
from core.clock import Clock
from core.errors import NotFound, Refused
from core.workspace import Workspace

TODAY = date(2026, 11, 22)


@pytest.fixture
def workspace() -> Workspace:
    return Workspace.memory(Clock(lambda: datetime(2026, 11, 22, 12, tzinfo=UTC), UTC))


@pytest.fixture
def applications(workspace: Workspace) -> Applications:
    return workspace.applications


@pytest.fixture
def board(workspace: Workspace) -> Board:
    return workspace.board


def many(workspace: Workspace, number: int) -> None:
    """Applications straight into the table: a tenth of them active, the rest closed."""
    same = {"company": "", "company_key": "", "role": "Analyst", "role_key": "analyst", "channel": "board"}
    same |= dict.fromkeys(("industry", "size", "mode", "place", "link", "contacts", "files", "notes", "ended"), "")
    same |= {"posting": "x" * 3000, "stage": "applied", "added": "2020-01-01", "applied": "2020-01-01"}
    rows = (
        same
        | {"id": f"{n:05}", "company": f"Company {n}", "company_key": f"company {n}"}
        | {"outcome": "no_reply" if n % 10 else "", "moved": (TODAY - timedelta(days=n % 900)).isoformat()}
        for n in range(number)
    )
    names = [*same, "id", "outcome", "moved"]
    marks = ", ".join(f":{name}" for name in names)
    workspace.store.conn.executemany(f"INSERT INTO applications ({', '.join(names)}) VALUES ({marks})", rows)


def test_a_company_alone_is_enough_and_everything_else_can_follow(applications: Applications) -> None:
    row = applications.add("Acme")
    applications.change(row, role="Analyst", channel="referral", posting="We look for …\r\nSQL", files="a.pdf\n\nb.pdf")
    kept = applications.get(row)
    assert (kept.company, kept.role, kept.stage, kept.applied) == ("Acme", "Analyst", "applied", TODAY)
    assert kept.posting == "We look for …\nSQL" and kept.files == ("a.pdf", "b.pdf")
    assert kept.active


def test_without_company_and_role_there_is_nothing_to_add(applications: Applications) -> None:
    with pytest.raises(Refused, match="company or a role"):
        applications.add("  ", "")
    row = applications.add("", "Night nurse")
    with pytest.raises(Refused, match="found again"):
        applications.change(row, role=" ")


def test_every_stage_is_kept_with_its_day(applications: Applications) -> None:
    row = applications.add("Acme", stage="saved", day=date(2026, 11, 1))
    assert applications.get(row).applied is None
    applications.advance(row, "applied", date(2026, 11, 3))
    applications.advance(row, "interview", date(2026, 11, 12))
    assert [(stage.stage, stage.day.day) for stage in applications.stages(row)] == [
        ("saved", 1),
        ("applied", 3),
        ("interview", 12),
    ]
    assert applications.get(row).moved == date(2026, 11, 12)


def test_going_back_to_applied_takes_the_slip_back(applications: Applications) -> None:
    row = applications.add("Acme", day=date(2026, 11, 3))
    applications.advance(row, "offer")
    applications.advance(row, "applied", date(2026, 11, 3))
    assert [stage.stage for stage in applications.stages(row)] == ["applied"]


@pytest.mark.parametrize(
    ("stage", "day", "sentence"),
    [
        ("interview", date(2026, 11, 23), "still ahead"),
        ("interview", date(2026, 11, 2), "before the application went out on 3 November 2026"),
        ("hypnosis", TODAY, "A stage is one of these"),
    ],
)
def test_a_move_that_cannot_be_is_refused_with_a_sentence(
    applications: Applications, stage: str, day: date, sentence: str
) -> None:
    row = applications.add("Acme", day=date(2026, 11, 3))
    before = applications.get(row)
    with pytest.raises(Refused, match=sentence):
        applications.advance(row, stage, day)
    assert applications.get(row) == before


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_six_ways_to_end_are_kept_apart(applications: Applications, board: Board, outcome: str) -> None:
    row = applications.add("Acme", day=date(2026, 11, 3))
    applications.close(row, outcome, date(2026, 11, 20))
    kept = applications.get(row)
    assert (kept.outcome, kept.ended, kept.active) == (outcome, date(2026, 11, 20), False)
    assert board.count() == 0
    assert [line.id for line in board.page(Filters(shelf=ARCHIVE))] == [row]
    with pytest.raises(Refused, match="Reopen it first"):
        applications.advance(row, "offer")


def test_an_end_before_the_application_or_of_an_unknown_kind_is_refused(applications: Applications) -> None:
    row = applications.add("Acme", day=date(2026, 11, 3))
    with pytest.raises(Refused, match="before the application went out"):
        applications.close(row, "no_reply", date(2026, 11, 1))
    with pytest.raises(Refused, match="one of these ways"):
        applications.close(row, "lost")
    assert applications.get(row).active


def test_an_application_can_be_opened_again(applications: Applications) -> None:
    row = applications.add("Acme", day=date(2026, 10, 3))
    applications.close(row, "no_reply", date(2026, 11, 1))
    applications.reopen(row)
    kept = applications.get(row)
    assert kept.active and kept.ended is None and kept.stage == "applied" and kept.moved == TODAY


def test_limbo_begins_after_the_silence_the_person_chose(applications: Applications, board: Board) -> None:
    quiet = applications.add("Quiet", day=TODAY - timedelta(days=22))
    applications.add("Saved long ago", stage="saved", day=TODAY - timedelta(days=300))
    applications.add("Fresh", day=TODAY - timedelta(days=3))
    assert [line.id for line in board.page(Filters(limbo=True))] == [quiet]
    applications.touch(quiet, TODAY - timedelta(days=2))
    assert board.count(Filters(limbo=True)) == 0
    applications.set_silence(1)
    assert {line.company for line in board.page() if line.limbo} == {"Quiet", "Fresh"}
    with pytest.raises(Refused, match="1 to 365"):
        applications.set_silence(0)


def test_values_from_a_newer_version_are_shown_as_they_are_and_kept(
    workspace: Workspace, applications: Applications, board: Board
) -> None:
    row = applications.add("Acme")
    workspace.store.note(
        "UPDATE applications SET stage = 'trial_day', outcome = 'paused', mode = 'moon', moved = 'soon'"
    )
    kept = applications.get(row)
    assert (kept.stage, kept.outcome, kept.mode) == ("trial_day", "paused", "moon")
    applications.change(row, notes="x")
    assert applications.get(row).stage == "trial_day"
    assert [line.stage for line in board.page(Filters(shelf=EVERYTHING))] == ["trial_day"]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [("posting", "x" * 5_000_000, "2,000,000 fit"), ("posting", "\x7fELF\0\0", "NUL"), ("company", "\ud800", "half a")],
)
def test_a_paste_that_cannot_be_kept_changes_nothing(
    applications: Applications, field: str, value: str, sentence: str
) -> None:
    row = applications.add("Acme", notes="kept")
    with pytest.raises(Refused, match=sentence):
        applications.change(row, **{"notes": "new", field: value})
    assert applications.get(row).notes == "kept"


def test_what_is_not_there_is_said(applications: Applications) -> None:
    with pytest.raises(NotFound, match="no longer here"):
        applications.get("nothing")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller GmbH & Co. KG", "MULLER"),
        ("The Acme Company, Inc.", "acme"),
        ("L'Oréal S.A.", "LOreal"),
        ("Novo Nordisk A/S", "novo nordisk"),
        ("Allegro Sp. z o.o.", "Allegro"),
        ("Straße e.V.", "strasse"),
        ("株式会社", "株式会社"),
    ],
)
def test_legal_forms_accents_and_case_do_not_part_a_company_from_itself(one: str, other: str) -> None:
    assert fold_company(one) == fold_company(other)


@pytest.mark.parametrize(("one", "other"), [("C++ developer", "C developer"), ("C# developer", "C developer")])
def test_roles_that_differ_in_a_symbol_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_a_name_that_is_only_a_legal_form_is_still_a_name() -> None:
    assert fold_company("SE") == "se"
    assert fold_company("AG") != fold_company("AB")


def test_a_slip_of_the_finger_still_finds_the_company() -> None:
    assert close("micorsoft", ["microsoft", "minesweeper", "oracle"]) == ["microsoft"]
    assert close("micro", ["oracle", "microsoft"]) == ["microsoft"]
    assert close("", ["microsoft"]) == []


def test_the_same_role_at_the_same_company_is_noticed_while_it_is_typed(applications: Applications) -> None:
    first = applications.add("Müller GmbH", "Data analyst")
    other = applications.add("Müller GmbH", "Night porter")
    applications.add("Miller", "Data analyst")
    found = applications.matches("muller", "data  ANALYST")
    assert (found[0].id, found[0].same) == (first, True)
    assert not any(match.same for match in found[1:])
    assert other in {match.id for match in found}
    assert applications.matches("", "x") == ()


def test_active_ones_come_first_and_a_page_is_a_window(workspace: Workspace, board: Board) -> None:
    many(workspace, 200)
    everything = Filters(shelf=EVERYTHING)
    whole = board.page(everything, limit=200)
    assert [bool(line.outcome) for line in whole] == [False] * 20 + [True] * 180
    assert [line.moved for line in whole[:20]] == sorted((line.moved for line in whole[:20]), reverse=True)
    assert board.page(everything, offset=15, limit=10) == whole[15:25]
    assert (board.count(), board.count(Filters(shelf=ARCHIVE)), board.count(everything)) == (20, 180, 200)


def test_a_window_on_ten_thousand_reads_the_index_in_its_own_order(workspace: Workspace, board: Board) -> None:
    many(workspace, 10_000)
    for filters in (Filters(), Filters(shelf=ARCHIVE, channel="board"), Filters(words="company 99", limbo=True)):
        ran: list[str] = []
        workspace.store.conn.set_trace_callback(ran.append)
        board.page(filters, limit=50)
        board.count(filters)
        workspace.store.conn.set_trace_callback(None)
        for sql in (sql for sql in ran if "FROM applications" in sql):
            plan = " ".join(row["detail"] for row in workspace.store.rows(f"EXPLAIN QUERY PLAN {sql}"))
            assert "USING INDEX applications_in_order" in plan and "TEMP B-TREE" not in plan


def test_filters_narrow_and_words_are_found_without_accents(applications: Applications, board: Board) -> None:
    row = applications.add("Café Zürich", "Barista", mode="onsite", channel="own", industry="Food", size="small")
    applications.add("Acme", "Analyst", channel="board")
    for filters in (
        Filters(words="cafe bari"),
        Filters(mode="onsite"),
        Filters(channel="own", industry="Food", size="small"),
        Filters(stage="applied", words="ZURICH"),
    ):
        assert [line.id for line in board.page(filters)] == [row]
    assert board.industries() == ("Food",)


def test_a_view_is_kept_replaced_and_let_go(workspace: Workspace, board: Board) -> None:
    kept = board.keep("Remote", Filters(mode="remote"))
    assert board.keep("Remote", Filters(mode="remote", limbo=True)) == kept
    assert [(view.name, view.filters) for view in board.views()] == [("Remote", Filters(mode="remote", limbo=True))]
    workspace.store.note('UPDATE saved_views SET filters = \'{"mode": "remote", "orbit": 3, "stage": [1]}\'')
    assert board.views()[0].filters == Filters(mode="remote")
    board.drop(kept)
    assert board.views() == ()
    with pytest.raises(Refused, match="under a name"):
        board.keep(" ", Filters())


def test_everything_written_about_an_application_is_found_by_search(
    workspace: Workspace, applications: Applications
) -> None:
    applications.add("Acme", "Analyst", notes="They asked about walruses")
    assert workspace.store.count("SELECT count(*) FROM search WHERE search MATCH 'walruses'") == 1


def test_undo_takes_each_verb_back(workspace: Workspace, applications: Applications) -> None:
    row = applications.add("Acme", day=date(2026, 11, 3))
    applications.advance(row, "interview")
    applications.close(row, "not_selected")
    labels = []
    while act := workspace.undo.undo():
        labels.append(act.label)
    assert labels == ["Close Acme", "Move Acme on", "Add Acme"]
    assert workspace.store.count("SELECT (SELECT count(*) FROM applications) + (SELECT count(*) FROM stages)") == 0
