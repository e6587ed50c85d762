"""The routine, light days and rest, effort counters, the evening close, and what is next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import Clock
from core.errors import NotFound, Refused
from core.settings import read_time
from core.workspace import Workspace

BERLIN = ZoneInfo("Europe/Berlin")
SUNDAY = date(2026, 11, 22)


class Hands:
    """A clock whose hands a test can move."""

    def __init__(self, zone: ZoneInfo = BERLIN) -> None:
        self.at = datetime(2026, 11, 22, 12, tzinfo=zone)
        self.clock = Clock(lambda: self.at.astimezone(UTC), zone)

    def set(self, *moment: int) -> None:
        self.at = datetime(*moment, tzinfo=self.clock.zone)  # type: ignore[arg-type,misc]


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def workspace(hands: Hands) -> Workspace:
    return Workspace.memory(hands.clock)


def names(workspace: Workspace) -> list[str]:
    return [item.text for item in workspace.agenda.day().items if not item.done]


def following(workspace: Workspace) -> str | None:
    found = workspace.agenda.day().next
    return found.text if found else None


def test_a_tick_after_midnight_belongs_to_the_evening_before(hands: Hands, workspace: Workspace) -> None:
    walk = workspace.routine.add("Walk")
    hands.set(2026, 11, 23, 0, 30)
    workspace.routine.tick(walk)
    assert workspace.routine.lines(SUNDAY)[0].done
    hands.set(2026, 11, 23, 4, 0)
    assert not workspace.routine.lines(workspace.today())[0].done


def test_a_day_that_ends_by_a_clock_elsewhere_ends_by_the_one_on_the_wall() -> None:
    """A time may come in from a file with a zone behind it, which no comparison with the wall clock survives."""
    workspace = Workspace.memory()
    workspace.settings.set("day_ends", "03:00+02:00")
    assert workspace.settings.day_ends == time(3)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ((2026, 10, 25, 2, 30), date(2026, 10, 24)),  # the hour that comes twice
        ((2026, 10, 25, 4, 0), date(2026, 10, 25)),
        ((2026, 3, 29, 3, 30), date(2026, 3, 28)),  # the night that misses an hour
        ((2026, 3, 29, 4, 0), date(2026, 3, 29)),
        ((2028, 2, 29, 23, 0), date(2028, 2, 29)),
        ((2028, 3, 1, 1, 0), date(2028, 2, 29)),
    ],
)
def test_the_day_ends_by_the_wall_clock_also_when_clocks_change(
    hands: Hands, moment: tuple[int, ...], day: date
) -> None:
    hands.set(*moment)
    assert hands.clock.today() == day


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Australia/Lord_Howe"]),
)
def test_every_instant_has_one_day_and_days_never_go_back(naive: datetime, zone: str) -> None:
    clock = Clock(zone=ZoneInfo(zone))
    now = naive.replace(tzinfo=UTC)
    today, later = clock.day_of(now), clock.day_of(now + timedelta(hours=26))
    assert later > today
    start = clock.at(today, clock.day_ends.replace(minute=30))
    assert clock.day_of(start) == today


def test_ticking_twice_is_one_tick_and_counting_twice_adds_up(workspace: Workspace) -> None:
    walk, contact = workspace.routine.add("Walk"), workspace.routine.add("Contacts", kind="count", target=3)
    for _ in range(2):
        workspace.routine.tick(walk)
        workspace.routine.tick(contact)
    lines = {line.practice.id: line for line in workspace.routine.lines(SUNDAY)}
    assert lines[walk].amount == 1
    assert lines[contact].amount == 2
    assert not lines[contact].done


def test_a_weekly_practice_done_on_monday_is_done_on_sunday(hands: Hands, workspace: Workspace) -> None:
    skill = workspace.routine.add("A new skill", per="week")
    workspace.routine.tick(skill, day=date(2026, 11, 16))
    assert workspace.routine.lines(SUNDAY)[0].done
    hands.set(2026, 11, 23, 12)
    assert not workspace.routine.lines(workspace.today())[0].done


def test_the_past_reads_as_days_of_the_last_fourteen(hands: Hands, workspace: Workspace) -> None:
    hands.set(2026, 10, 1, 12)
    walk = workspace.routine.add("Walk")
    hands.set(2026, 11, 22, 12)
    for back in (0, 1, 5, 13, 14, 20):
        workspace.routine.tick(walk, day=SUNDAY - timedelta(days=back))
    line = workspace.routine.lines(SUNDAY)[0]
    assert (line.days, line.of) == (4, 14)


def test_a_practice_of_three_days_counts_three_days(hands: Hands, workspace: Workspace) -> None:
    hands.set(2026, 11, 20, 12)
    walk = workspace.routine.add("Walk")
    workspace.routine.tick(walk)
    hands.set(2026, 11, 22, 12)
    line = workspace.routine.lines(SUNDAY)[0]
    assert (line.days, line.of) == (1, 3)


def test_days_of_rest_are_no_penalty(hands: Hands, workspace: Workspace) -> None:
    hands.set(2026, 10, 1, 12)
    walk = workspace.routine.add("Walk")
    hands.set(2026, 11, 15, 12)
    workspace.rests.rest_until(date(2026, 11, 19))
    workspace.routine.tick(walk, day=date(2026, 11, 15))
    hands.set(2026, 11, 22, 12)
    line = workspace.routine.lines(SUNDAY)[0]
    assert (line.days, line.of) == (1, 10)


def test_a_skip_settles_the_day_and_a_later_tick_takes_its_place(workspace: Workspace) -> None:
    walk = workspace.routine.add("Walk")
    workspace.routine.skip(walk, word="rain")
    line = workspace.routine.lines(SUNDAY)[0]
    assert (line.skipped, line.word, line.settled, line.done) == (True, "rain", True, False)
    assert following(workspace) is None
    workspace.routine.tick(walk)
    line = workspace.routine.lines(SUNDAY)[0]
    assert (line.skipped, line.done) == (False, True)


def test_pausing_retiring_and_changing_keep_the_past(workspace: Workspace) -> None:
    walk = workspace.routine.add("Walk")
    workspace.routine.tick(walk)
    workspace.routine.pause(walk)
    assert workspace.routine.lines(SUNDAY) == []
    workspace.routine.resume(walk)
    workspace.routine.change(
        walk, name="Stroll", family="body", kind="tick", per="day", target=None, light=True, why=""
    )
    workspace.routine.retire(walk)
    assert [p.name for p in workspace.routine.practices("retired")] == ["Stroll"]
    workspace.routine.resume(walk)
    assert workspace.routine.lines(SUNDAY)[0].days == 1


def test_moving_a_practice_keeps_to_its_family(workspace: Workspace) -> None:
    ids = [workspace.routine.add(name, family="body") for name in "abcd"]
    workspace.routine.add("z", family="mind")
    workspace.routine.move(ids[3], -2)
    assert "".join(p.name for p in workspace.routine.practices()) == "adbcz"
    workspace.routine.move(ids[0], 99)
    assert "".join(p.name for p in workspace.routine.practices()) == "dbcaz"
    workspace.routine.move(ids[0], 1)
    assert "".join(p.name for p in workspace.routine.practices()) == "dbcaz"


def test_a_ready_made_practice_is_taken_up_once(workspace: Workspace) -> None:
    first = workspace.routine.add("Walk", origin="move")
    workspace.routine.retire(first)
    assert workspace.routine.add("Walk", origin="move") == first
    assert len(workspace.routine.practices()) == 1


@pytest.mark.parametrize(
    ("kind", "given_", "sentence"),
    [
        ("tick", {"count": 2}, "ticked as a whole"),
        ("count", {"minutes": 5}, "is counted"),
        ("minutes", {}, "how many were they"),
        ("minutes", {"minutes": 0}, "1 to 1440"),
        ("minutes", {"minutes": 1441}, "1 to 1440"),
        ("count", {"count": -1}, "1 to 10000"),
        ("tick", {"day": SUNDAY + timedelta(days=1)}, "still to come"),
    ],
)
def test_what_does_not_fit_a_practice_gets_a_sentence(
    workspace: Workspace, kind: str, given_: dict[str, int], sentence: str
) -> None:
    practice = workspace.routine.add("X", kind=kind)
    with pytest.raises(Refused, match=sentence):
        workspace.routine.tick(practice, **given_)  # type: ignore[arg-type]
    assert workspace.routine.lines(SUNDAY)[0].amount == 0


@pytest.mark.parametrize("call", ["name", "target", "family"])
def test_a_practice_that_cannot_be_gets_a_sentence(workspace: Workspace, call: str) -> None:
    calls: dict[str, Callable[[], str]] = {
        "name": lambda: workspace.routine.add("   "),
        "target": lambda: workspace.routine.add("x", kind="count", target=0),
        "family": lambda: workspace.routine.add("x", family="[/nope]"),
    }
    with pytest.raises(Refused):
        calls[call]()
    with pytest.raises(NotFound):
        workspace.routine.tick("no such id")


def test_a_light_day_offers_the_light_practices_only(workspace: Workspace) -> None:
    workspace.routine.add("Apply", family="search")
    workspace.routine.add("Walk", family="body", light=True)
    assert names(workspace) == ["Apply", "Walk"]
    workspace.rests.lighten(SUNDAY)
    assert names(workspace) == ["Walk"]
    workspace.rests.fill(SUNDAY)
    assert names(workspace) == ["Apply", "Walk"]


def test_an_open_feelings_window_lightens_the_day_by_itself(hands: Hands, workspace: Workspace) -> None:
    workspace.routine.add("Apply", family="search")
    workspace.rests.open_window()
    assert following(workspace) is None
    hands.set(2026, 11, 23, 19, 59)
    assert names(workspace) == []
    hands.set(2026, 11, 23, 20, 0)
    workspace.settings.set_time("evening", "22:00")
    assert names(workspace) == ["Apply"]


def test_the_person_can_have_a_whole_day_while_a_window_is_open(workspace: Workspace) -> None:
    workspace.routine.add("Apply", family="search")
    workspace.rests.open_window()
    workspace.rests.fill(SUNDAY)
    assert following(workspace) == "Apply"


def test_a_window_ends_later_than_now_and_within_two_days(hands: Hands, workspace: Workspace) -> None:
    now = hands.clock.now()
    for ends in (now, now - timedelta(hours=1), now + timedelta(hours=48, seconds=1)):
        with pytest.raises(Refused):
            workspace.rests.open_window(ends)
    window = workspace.rests.open_window(now + timedelta(hours=48), subject="a")
    assert workspace.rests.open_window(subject="a") == window
    with pytest.raises(Refused):
        workspace.rests.move_window(window, now)
    workspace.rests.end_window(window)
    assert workspace.rests.window() is None


def test_rest_offers_nothing_and_ends_by_itself_or_by_hand(hands: Hands, workspace: Workspace) -> None:
    workspace.routine.add("Walk", light=True)
    workspace.rests.rest_until(date(2026, 11, 24))
    assert workspace.agenda.day().next is None
    hands.set(2026, 11, 23, 12)
    workspace.rests.fill(workspace.today())
    assert following(workspace) == "Walk"
    hands.set(2026, 11, 25, 12)
    assert following(workspace) == "Walk"
    with pytest.raises(Refused, match="gone by"):
        workspace.rests.rest_until(date(2026, 11, 24))


def test_there_is_exactly_one_next_and_a_chosen_step_comes_first(hands: Hands, workspace: Workspace) -> None:
    workspace.routine.add("Walk")
    step = workspace.steps.plan("write to Kim", SUNDAY, cue="it is nine")
    assert following(workspace) == "If it is nine, then write to Kim"
    workspace.steps.finish(step)
    assert following(workspace) == "Walk"
    hands.set(2026, 11, 22, 21, 0)
    assert following(workspace) == "Close the day"


def test_what_is_put_off_comes_back_by_itself(hands: Hands, workspace: Workspace) -> None:
    workspace.routine.add("Walk")
    found = workspace.agenda.day().next
    assert found is not None
    workspace.rests.snooze(found.key, hands.clock.now() + timedelta(hours=1))
    assert following(workspace) is None
    hands.set(2026, 11, 22, 13, 0)
    assert following(workspace) == "Walk"


def test_tomorrows_one_thing_is_tomorrows_next(hands: Hands, workspace: Workspace) -> None:
    workspace.evenings.close(
        SUNDAY, gratitudes=["tea", "", " the call "], win="asked", mood="calm", tomorrow="Call Ida"
    )
    assert following(workspace) is None
    evening = workspace.evenings.of(SUNDAY)
    assert evening is not None
    assert (evening.gratitudes, evening.win, evening.tomorrow) == (("tea", "the call"), "asked", "Call Ida")
    hands.set(2026, 11, 23, 9)
    assert following(workspace) == "Call Ida"
    hands.set(2026, 11, 25, 9)
    day = workspace.agenda.day()
    assert day.next is not None
    assert day.next.detail == "from Monday 23 November"


def test_closing_again_says_the_evening_anew_and_keeps_tomorrow(workspace: Workspace) -> None:
    workspace.evenings.close(SUNDAY, tomorrow="Call Ida")
    workspace.evenings.close(SUNDAY, win="slept")
    evening = workspace.evenings.of(SUNDAY)
    assert evening is not None
    assert (evening.win, evening.tomorrow) == ("slept", "Call Ida")


def test_effort_adds_up_by_week(workspace: Workspace) -> None:
    workspace.efforts.add("connection")
    workspace.efforts.add("connection", 2, day=date(2026, 11, 16))
    workspace.efforts.add("learning", 90, day=date(2026, 11, 15))
    before, now = workspace.efforts.weeks(SUNDAY, 2)
    assert (before.amounts["learning"], now.amounts["connection"], now.amounts["learning"]) == (90, 3, 0)
    for kind, amount in (("nonsense", 1), ("learning", 1441), ("connection", 0)):
        with pytest.raises(Refused):
            workspace.efforts.add(kind, amount)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("20:30", time(20, 30)), ("8pm", time(20)), ("20", time(20)), ("0730", time(7, 30)), ("12am", time(0)),
     ("12 pm", time(12)), ("9.15", time(9, 15)), ("7:05 am", time(7, 5))],
)  # fmt: skip
def test_times_are_read_as_people_type_them(typed: str, kept: time) -> None:
    assert read_time(typed) == kept


@given(st.text(max_size=12))
def test_anything_else_typed_as_a_time_gets_a_sentence(typed: str) -> None:
    try:
        assert isinstance(read_time(typed), time)
    except Refused as refused:
        assert "is not a time" in refused.sentence


def test_a_close_that_was_begun_is_offered_until_it_is_kept(hands: Hands, workspace: Workspace) -> None:
    workspace.drafts.keep("evening:2026-11-22", '{"win": "x"}')
    hands.set(2026, 11, 23, 9)
    (due,) = workspace.agenda.day().items
    assert (due.key, due.detail) == ("evening:2026-11-22", "Begun on Sunday 22 November, and kept as you left it")
    assert workspace.agenda.day().next is None
    workspace.evenings.close(SUNDAY, win="x", draft="evening:2026-11-22")
    assert workspace.agenda.day().items == ()
