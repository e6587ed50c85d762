"""The exported calendar, as another program reads it."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from core.clock import Clock
from core.content import Content
from core.errors import NotFound
from core.exporting import calendar
from core.exporting.icalendar import Event, lines
from core.workspace import Workspace
from tests.hostile import KEPT
from tests.verbs import NOON, TODAY

CHANGED = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def workspace() -> Workspace:
    seconds = count()
    return Workspace.memory(Clock(lambda: NOON + timedelta(seconds=next(seconds)), UTC))


def written(workspace: Workspace) -> str:
    out = io.StringIO(newline="")
    calendar.write(workspace.store, Content(), out)
    return out.getvalue()


def read(text: str) -> dict[str, object]:
    """The events by their titles, read by a library that others use."""
    found = Calendar.from_ical(text)
    assert not found.errors and found["VERSION"] == "2.0" and found["PRODID"]
    events = {str(event["SUMMARY"]): event for event in found.walk("VEVENT")}
    assert all(not event.errors for event in events.values())
    return events


def everything(workspace: Workspace) -> None:
    id = workspace.applications.add("Harbour Books; Sons, & Co", "Editor", "applied", TODAY)
    workspace.rounds.add(id, "interview", TODAY + timedelta(days=3), notes="they were kind", interviewers="Kim")
    workspace.steps.plan("Write to Kim", TODAY, cue="it is nine")
    workspace.slots.add(1, time(9, 30), 45)
    workspace.rests.rest_until(TODAY + timedelta(days=2))
    workspace.rests.open_window(NOON + timedelta(hours=20), "")
    person = workspace.team.people.add("Dele")
    workspace.team.next_on(person, TODAY + timedelta(days=7))
    workspace.journal.write("not for a calendar")


def test_everything_with_a_date_is_in_it_and_no_prose(workspace: Workspace) -> None:
    everything(workspace)
    text = written(workspace)
    events = read(text)
    assert {
        "Applied: Harbour Books; Sons, & Co",
        "conversation: Harbour Books; Sons, & Co",
        "Speak with Dele",
        "Time for applications",
        "Rest",
        "Time of my own",
    } <= set(events)
    assert "not for a calendar" not in text and "they were kind" not in text and "Kim;" not in text


def test_days_take_all_day_and_moments_are_in_utc_or_on_the_wall_clock(workspace: Workspace) -> None:
    everything(workspace)
    events = read(written(workspace))
    rest = events["Rest"]
    assert (rest.start, rest.end) == (TODAY, TODAY + timedelta(days=3))  # the end is the day after the last
    window = events["Time of my own"]
    assert window.end == NOON + timedelta(hours=20) and window.start.tzinfo is not None
    slot = events["Time for applications"]
    assert slot.start.tzinfo is None and slot.start.time() == time(9, 30) and slot.start.weekday() == 1
    assert slot.end - slot.start == timedelta(minutes=45)
    assert slot["RRULE"].to_ical() == b"FREQ=WEEKLY;BYDAY=TU"


def test_taken_in_again_it_updates_what_was_there(workspace: Workspace) -> None:
    step = workspace.steps.plan("Write to Kim", TODAY)
    ((_, before),) = read(written(workspace)).items()
    workspace.steps.change(step, "Write to Ada", TODAY + timedelta(days=1))
    ((_, after),) = read(written(workspace)).items()
    assert after["UID"] == before["UID"] == f"steps-{step}@onward"
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert after["DTSTAMP"].dt >= before["DTSTAMP"].dt and after.start == TODAY + timedelta(days=1)
    workspace.steps.let_go(step)
    ((_, gone),) = read(written(workspace)).items()
    assert (before["STATUS"], gone["STATUS"]) == ("CONFIRMED", "CANCELLED")


def test_the_same_content_gives_the_same_bytes(workspace: Workspace) -> None:
    everything(workspace)
    assert written(workspace) == written(workspace)


def test_a_calendar_needs_something_with_a_date(workspace: Workspace) -> None:
    workspace.journal.write("only words")
    with pytest.raises(NotFound, match="Nothing has a date yet"):
        written(workspace)


def event(title: str, first: date | datetime = TODAY, last: date | datetime = TODAY) -> Event:
    return Event(uid="x", title=title, first=first, last=last, changed=CHANGED, sequence=0)


@given(st.one_of(st.sampled_from(KEPT), st.text(st.characters(exclude_categories=("Cs",)))))
def test_any_title_stays_in_its_line_and_comes_back(title: str) -> None:
    text = "".join(lines("x", [event(title)]))
    raw = text.encode()
    assert raw.endswith(b"\r\n") and all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert text.count("BEGIN:") == text.count("END:") == 2
    for line in raw.split(b"\r\n"):
        line.decode()  # no character was cut in two
    unfolded = text.replace("\r\n ", "")
    (summary,) = [line for line in unfolded.split("\r\n") if line.startswith("SUMMARY:")]
    kept = "".join(letter for letter in title if letter in "\n\t" or not (ord(letter) < 32 or letter == "\x7f"))
    back = summary.removeprefix("SUMMARY:").replace("\\\\", "\0").replace("\\n", "\n")
    assert back.replace("\\;", ";").replace("\\,", ",").replace("\0", "\\") == kept


@given(st.dates(), st.dates())
def test_any_day_makes_an_event_that_can_be_read(first: date, last: date) -> None:
    ((_, found),) = read("".join(lines("x", [event("x", first, last)]))).items()
    assert found.start == first and found.end >= first


def test_ten_years_of_events_are_written_one_by_one(workspace: Workspace) -> None:
    with workspace.store.write("Plan") as door:
        for number in range(2000):
            day = (TODAY + timedelta(days=number)).isoformat()
            door.insert("steps", day=day, cue="", text=str(number), source="", state="open", at="")
    assert written(workspace).count("BEGIN:VEVENT") == 2000


def test_what_cannot_be_a_date_is_passed_over(workspace: Workspace, tmp_path: Path) -> None:
    with workspace.store.write("Plan") as door:
        door.insert("steps", day="soon", cue="", text="x", source="", state="open", at="")
        door.insert("slots", weekday=1, start="later", minutes=5)
        door.insert("windows", opened="x", ends="", subject="")
    assert list(read(written(workspace))) == ["Time for applications"]
