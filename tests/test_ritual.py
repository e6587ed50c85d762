"""The ritual: eight steps that keep every word, in any order, over any number of days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.clock import Clock
from core.due import LATER, WINDOW
from core.errors import NotFound, Refused
from core.ritual.path import (
    CLOSING,
    DONE,
    FIRST_THOUGHT,
    LEARNING,
    NAMING,
    NEXT,
    OPEN,
    REFRAMING,
    SKIPPED,
    STEPS,
    WRITING,
    Felt,
)
from core.workspace import Workspace
from tests.after_a_no import MORNING, Watch, a_no


@pytest.fixture
def watch() -> Watch:
    return Watch()


def ritual_dues(workspace: Workspace) -> list[tuple[str, int]]:
    return [(due.ref, due.rank) for due in workspace.agenda.day().items if due.kind == "ritual"]


def test_the_steps_are_the_ones_that_have_words(watch: Watch) -> None:
    workspace, _ = a_no(watch)
    assert tuple(step.id for step in workspace.content.steps()) == STEPS


def test_a_path_begins_untouched_and_with_its_window(watch: Watch) -> None:
    workspace, no = a_no(watch)
    path = workspace.ritual.path(no)
    assert path.here == "window" and path.window is None and path.first_thought == ""
    assert [step.state for step in path.steps] == [""] * 8
    assert workspace.store.count("SELECT count(*) FROM ritual_steps") == 0


def test_every_answer_is_kept_by_itself_as_it_is_typed(watch: Watch) -> None:
    workspace, no = a_no(watch)
    for body in ("W", "Wh", "Why", "Why now?\r\n"):
        workspace.ritual.keep(no, NAMING, FIRST_THOUGHT, body)
    workspace.ritual.keep(no, LEARNING, "excited", "The people.")
    path = workspace.ritual.path(no)
    assert path.first_thought == "Why now?"
    assert path.step(LEARNING).piece("excited") == "The people." and path.step(LEARNING).state == OPEN
    assert workspace.store.count("SELECT count(*) FROM pieces") == 2


def test_the_whole_path_in_one_sitting(watch: Watch) -> None:
    workspace, no = a_no(watch)
    workspace.ritual.open_window(no)
    for step in STEPS[1:]:
        workspace.ritual.keep(no, step, "words", f"about {step}")
        workspace.ritual.settle(no, step)
    path = workspace.ritual.path(no)
    assert all(step.state == DONE for step in path.steps) and path.here == ""
    assert path.rejection.closed == watch.clock.today()
    assert ritual_dues(workspace) == []


def test_every_step_can_be_left_out(watch: Watch) -> None:
    workspace, no = a_no(watch)
    for step in STEPS:
        workspace.ritual.settle(no, step, SKIPPED)
    path = workspace.ritual.path(no)
    assert {step.state for step in path.steps} == {SKIPPED} and path.rejection.closed
    assert workspace.rests.window() is None


def test_the_path_goes_on_over_five_days_and_restarts(tmp_path: Path, watch: Watch) -> None:
    file = str(tmp_path / "home" / "onward.sqlite")
    with Workspace.open(file, watch.clock) as workspace:
        no = workspace.rejections.log("Acme")
    for step in STEPS:
        with Workspace.open(file, watch.clock) as workspace:
            assert workspace.ritual.path(no).here == step
            workspace.ritual.keep(no, step, "words", step)
            workspace.ritual.settle(no, step)
        watch.turn(hours=15)
    with Workspace.open(file, watch.clock) as workspace:
        path = workspace.ritual.path(no)
    assert [step.piece("words") for step in path.steps] == list(STEPS)
    assert len({step.day for step in path.steps}) == 5


def test_a_repeated_step_keeps_what_was_written_before(watch: Watch) -> None:
    workspace, no = a_no(watch)
    workspace.ritual.keep(no, NAMING, FIRST_THOUGHT, "I knew it.")
    workspace.ritual.feel(no, NAMING, [Felt(word="hurt", family="hurt", intensity=8)])
    workspace.ritual.settle(no, NAMING)
    workspace.ritual.repeat(no, NAMING)
    workspace.ritual.repeat(no, NAMING)
    workspace.ritual.keep(no, NAMING, FIRST_THOUGHT, "Perhaps not.")
    path = workspace.ritual.path(no)
    assert path.step(NAMING).turn == 2 and path.step(NAMING).piece(FIRST_THOUGHT) == "Perhaps not."
    assert [turn.piece(FIRST_THOUGHT) for turn in path.earlier] == ["I knew it."]
    assert path.first_thought == "I knew it."
    assert path.earlier[0].felt == (Felt(word="hurt", family="hurt", intensity=8),)


def test_a_settled_step_is_taken_up_with_everything_in_it(watch: Watch) -> None:
    workspace, no = a_no(watch)
    workspace.ritual.keep(no, REFRAMING, "own", "Close is what it was.")
    workspace.ritual.settle(no, REFRAMING)
    workspace.ritual.take_up(no, REFRAMING)
    step = workspace.ritual.path(no).step(REFRAMING)
    assert step.state == OPEN and step.piece("own") == "Close is what it was."


def test_only_the_closing_step_closes_the_path_and_it_can_be_opened_again(watch: Watch) -> None:
    workspace, no = a_no(watch)
    for step in STEPS:
        if step != CLOSING:
            workspace.ritual.settle(no, step)
    assert workspace.rejections.get(no).closed is None
    workspace.ritual.settle(no, CLOSING)
    workspace.ritual.keep(no, LEARNING, "excited", "Later thought.")
    assert workspace.rejections.get(no).closed == watch.clock.today()
    workspace.ritual.take_up(no, CLOSING)
    assert workspace.rejections.get(no).closed is None


def test_two_paths_keep_their_own_places(watch: Watch) -> None:
    workspace, first = a_no(watch)
    second = workspace.rejections.log("Other")
    workspace.ritual.keep(first, NAMING, FIRST_THOUGHT, "one")
    workspace.ritual.keep(second, NAMING, FIRST_THOUGHT, "two")
    workspace.ritual.settle(first, "window", SKIPPED)
    assert workspace.ritual.path(first).first_thought == "one" and workspace.ritual.path(second).first_thought == "two"
    assert (workspace.ritual.path(first).here, workspace.ritual.path(second).here) == (NAMING, "window")
    assert len(workspace.rejections.open()) == 2


def test_feelings_are_noted_before_and_after(watch: Watch) -> None:
    workspace, no = a_no(watch)
    workspace.ritual.feel(no, NAMING, [Felt(word="hurt", intensity=8), Felt(word="sore as a tooth")])
    workspace.ritual.feel(no, NAMING, [Felt(word="hurt", intensity=7), Felt(word="anger", family="angry", intensity=0)])
    workspace.ritual.feel(no, REFRAMING, [Felt(word="hurt", intensity=4)])
    path = workspace.ritual.path(no)
    assert {felt.word: felt.intensity for felt in path.step(NAMING).felt} == {"hurt": 7, "anger": 0}
    assert path.step(REFRAMING).felt == (Felt(word="hurt", intensity=4),)
    with pytest.raises(Refused, match="0 to 10"):
        workspace.ritual.feel(no, NAMING, [Felt(word="hurt", intensity=11)])


def test_the_window_ends_the_next_evening_unless_moved(watch: Watch) -> None:
    workspace, no = a_no(watch)
    workspace.ritual.open_window(no)
    window = workspace.ritual.path(no).window
    assert window is not None and window.ends == datetime(2026, 11, 18, 20, tzinfo=UTC)
    workspace.ritual.open_window(no, MORNING + timedelta(hours=5))
    assert workspace.store.count("SELECT count(*) FROM windows") == 1
    for end in (MORNING - timedelta(minutes=1), MORNING + timedelta(hours=48, minutes=1)):
        with pytest.raises(Refused):
            workspace.ritual.open_window(no, end)
    path = workspace.ritual.path(no)
    assert path.window is not None and path.window.ends == MORNING + timedelta(hours=5) and path.window_open


def test_the_end_of_the_window_is_said_once_and_gently(watch: Watch) -> None:
    workspace, no = a_no(watch)
    workspace.ritual.open_window(no)
    assert ritual_dues(workspace) == [(no, LATER)]
    watch.turn(hours=36)
    assert ritual_dues(workspace) == [(no, WINDOW)]
    workspace.ritual.heard(no)
    workspace.ritual.heard(no)
    assert ritual_dues(workspace) == [(no, LATER)]
    assert workspace.store.count("SELECT count(*) FROM said") == 1


def test_the_end_of_the_window_is_no_news_after_two_days(watch: Watch) -> None:
    workspace, no = a_no(watch)
    workspace.ritual.open_window(no)
    ranks = []
    for hours in (36, 24, 24):
        watch.turn(hours=hours)
        ranks += [due.rank for due in workspace.ritual.due(watch.clock.today())]
    assert ranks == [WINDOW, WINDOW, LATER]


def test_a_window_ended_by_hand_is_not_announced(watch: Watch) -> None:
    workspace, no = a_no(watch)
    workspace.ritual.open_window(no)
    watch.turn(hours=2)
    workspace.ritual.end_window(no)
    assert workspace.rests.window() is None
    assert ritual_dues(workspace) == [(no, LATER)]


def test_learning_and_asking_wait_for_calm_but_open_when_asked_for(watch: Watch) -> None:
    workspace, no = a_no(watch)
    workspace.ritual.open_window(no)
    for step in (NAMING, WRITING, REFRAMING):
        workspace.ritual.settle(no, step)
    assert workspace.ritual.path(no).here == ""
    assert ritual_dues(workspace) == []
    workspace.ritual.keep(no, LEARNING, "excited", "now")
    assert workspace.ritual.path(no).here == LEARNING
    watch.turn(hours=40)
    assert workspace.ritual.path(no).here == LEARNING


def test_at_rest_the_path_keeps_quiet(watch: Watch) -> None:
    workspace, _ = a_no(watch)
    workspace.rests.rest_until(watch.clock.today() + timedelta(days=3))
    assert ritual_dues(workspace) == []


@pytest.mark.parametrize(
    ("now", "zone", "hours"),
    [
        (datetime(2026, 10, 24, 12, tzinfo=ZoneInfo("Europe/Berlin")), "Europe/Berlin", 33),  # an hour comes twice
        (datetime(2026, 3, 28, 12, tzinfo=ZoneInfo("Europe/Berlin")), "Europe/Berlin", 31),  # an hour is missing
        (datetime(2028, 2, 28, 12, tzinfo=ZoneInfo("Asia/Tokyo")), "Asia/Tokyo", 32),  # the next day is 29 February
    ],
)
def test_the_next_evening_is_the_next_evening_on_odd_days_too(now: datetime, zone: str, hours: int) -> None:
    watch = Watch(now, ZoneInfo(zone))
    workspace, no = a_no(watch)
    workspace.ritual.open_window(no)
    window = workspace.ritual.path(no).window
    assert window is not None
    assert watch.clock.local(window.ends).strftime("%H:%M") == "20:00"
    assert window.ends - watch.now == timedelta(hours=hours)


def test_a_journey_does_not_move_the_end_of_a_window(watch: Watch) -> None:
    workspace, no = a_no(watch)
    workspace.ritual.open_window(no)
    before = workspace.ritual.path(no).window
    workspace.clock.zone = ZoneInfo("Pacific/Auckland")
    assert workspace.ritual.path(no).window == before
    watch.turn(hours=34, minutes=59)
    assert workspace.ritual.path(no).window_open
    watch.turn(minutes=1)
    assert not workspace.ritual.path(no).window_open


def test_steps_and_states_of_a_newer_version_are_kept(watch: Watch) -> None:
    workspace, no = a_no(watch)
    workspace.ritual.keep(no, NAMING, FIRST_THOUGHT, "x")
    workspace.store.note("UPDATE ritual_steps SET state = 'dreamt'")
    with workspace.store.write("A newer version") as door:
        values = {"rejection": no, "step": "dancing", "state": "done", "day": "2026-11-17", "at": "t"}
        step = door.insert("ritual_steps", turn=1, **values)
        door.insert("pieces", step=step, item="tune", body="a waltz", at="t")
    path = workspace.ritual.path(no)
    assert path.step(NAMING).state == "dreamt" and path.step("dancing").piece("tune") == "a waltz"
    assert path.here == "window"


@pytest.mark.parametrize(
    ("body", "sentence"), [("x" * 5_000_000, "2,000,000 fit"), ("\0\1\2", "NUL"), ("\udcff", "half a character")]
)
def test_a_paste_that_cannot_be_kept_leaves_what_was_there(watch: Watch, body: str, sentence: str) -> None:
    workspace, no = a_no(watch)
    workspace.ritual.keep(no, WRITING, "words", "before")
    with pytest.raises(Refused, match=sentence):
        workspace.ritual.keep(no, WRITING, "words", body)
    assert workspace.ritual.path(no).step(WRITING).piece("words") == "before"


def test_an_unknown_step_or_rejection_is_said(watch: Watch) -> None:
    workspace, no = a_no(watch)
    with pytest.raises(Refused, match="one of these"):
        workspace.ritual.keep(no, "levitate", "a", "b")
    with pytest.raises(NotFound):
        workspace.ritual.settle("gone", NEXT)


def test_what_was_written_is_found_by_search(watch: Watch) -> None:
    workspace, no = a_no(watch)
    workspace.ritual.keep(no, WRITING, "words", "walruses")
    workspace.ritual.feel(no, NAMING, [Felt(word="sore as a tooth")])
    for word in ("walruses", "tooth"):
        assert workspace.store.count(f"SELECT count(*) FROM search WHERE search MATCH '{word}'") == 1


def test_the_list_of_open_paths_uses_its_index(watch: Watch) -> None:
    workspace, _ = a_no(watch)
    ran: list[str] = []
    workspace.store.conn.set_trace_callback(ran.append)
    workspace.rejections.open()
    workspace.store.conn.set_trace_callback(None)
    plan = " ".join(row["detail"] for row in workspace.store.rows(f"EXPLAIN QUERY PLAN {ran[0]}"))
    assert "rejections_by_closed" in plan


def test_the_day_of_a_path_is_the_persons_day() -> None:
    watch = Watch(datetime(2026, 11, 18, 1, 30, tzinfo=UTC))
    workspace = Workspace.memory(Clock(lambda: watch.now, UTC))
    no = workspace.rejections.log("Acme")
    assert workspace.rejections.get(no).day == date(2026, 11, 17)


def test_despair_at_eight_or_more_offers_the_safety_line_once(watch: Watch) -> None:
    workspace, no = a_no(watch)
    assert not workspace.ritual.feel(no, NAMING, [Felt(word="hopeless", intensity=7), Felt(word="hurt", intensity=10)])
    assert workspace.ritual.feel(no, NAMING, [Felt(word="hopeless", intensity=8)])
    assert not workspace.ritual.feel(no, NAMING, [Felt(word="hopeless", intensity=9)])
    assert not workspace.ritual.feel(no, REFRAMING, [Felt(word="hopeless", intensity=9)])
    assert workspace.store.count("SELECT count(*) FROM said") == 0


def test_the_writing_session_is_a_journal_entry_and_goes_on_where_it_stopped(watch: Watch) -> None:
    workspace, no = a_no(watch)
    assert workspace.writing.entry(no) is None
    row = workspace.writing.keep(no, "To a friend I would say", prompt="friend-1")
    assert workspace.writing.keep(no, "To a friend I would say: rest.") == row
    entry = workspace.writing.entry(no)
    assert entry is not None and (entry.body, entry.prompt) == ("To a friend I would say: rest.", "friend-1")
    workspace.ritual.settle(no, WRITING)
    workspace.ritual.repeat(no, WRITING)
    assert workspace.writing.entry(no) is None
    assert workspace.writing.keep(no, "Again.") != row and workspace.journal.count() == 2
    workspace.journal.remove(workspace.writing.keep(no, "Again."))
    assert workspace.writing.entry(no) is None and workspace.writing.keep(no, "Once more.")
