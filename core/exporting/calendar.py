"""Everything with a date ahead or behind, as a calendar: conversations, steps, reminders, plans, rest, times kept free.

What a journal holds is no event and is not in it; neither is a no, nor any prose.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from sqlite3 import Row

from core.applications.rounds import KINDS
from core.clock import instant, told
from core.content import Content
from core.errors import NotFound
from core.exporting.icalendar import Event, lines
from core.record import record
from core.storage.export import Sink, moment
from core.storage.store import Store

_COMPANY = "coalesce(nullif(a.company, ''), a.role)"
_OF_A_NO = "JOIN rejections r ON r.id = x.rejection JOIN applications a ON a.id = r.application"
LET_GO = "let go"


@record
class _Source:
    """The rows of a table that are on one day each: its column, what else is asked for, and the sentence."""

    table: str
    day: str
    sentence: str
    more: str
    join: str = ""
    where: str = ""


_SOURCES = (
    _Source(
        table="rounds",
        day="day",
        sentence="",
        more=f"{_COMPANY} AS company, x.kind",
        join="JOIN applications a ON a.id = x.application",
    ),
    _Source(table="applications", day="applied", sentence="calendar.calendar.applied",
            more="coalesce(nullif(x.company, ''), x.role) AS company"),
    _Source(table="steps", day="day", sentence="today.step.plan", more="x.cue, x.text, x.state"),
    _Source(table="feedback", day="day", sentence="calendar.calendar.ask", more=f"{_COMPANY} AS company, x.state",
            join=_OF_A_NO, where="x.state IN ('draft', 'let go')"),
    _Source(table="doors", day="day", sentence="rituals.due.door", more=f"{_COMPANY} AS company, x.kind, x.state",
            join=_OF_A_NO),
    _Source(table="plans", day="last", sentence="skills.due.item", more="x.title, x.state"),
    _Source(table="people", day="next", sentence="team.due.check_in", more="x.name", where="x.state = 'with you'"),
)  # fmt: skip


def write(store: Store, content: Content, out: Sink) -> int:
    """Write the calendar; how many events it has. Raises `NotFound` where nothing has a date: a calendar needs one."""
    count = 0

    def counted() -> Iterator[Event]:
        nonlocal count
        for event in events(store, content):
            count += 1
            yield event

    with moment(store):
        if next(events(store, content), None) is None:
            raise NotFound("Nothing has a date yet, so there is no calendar to write.")
        for line in lines(content.say("calendar.calendar.name"), counted()):
            out.write(line)
    return count


def events(store: Store, content: Content) -> Iterator[Event]:
    """Every event, kind by kind."""
    doors = {row.id: row.text for row in content.choices("doors")}
    for source in _SOURCES:
        where = " AND ".join(filter(None, (f"x.{source.day} <> ''", source.where)))
        for row in store.stream(
            f"SELECT x.id, x.{source.day} AS day, {source.more}, {_log(source.table)} "
            f"FROM {source.table} x {source.join} WHERE {where} ORDER BY x.id"
        ):
            title = _title(source, row, content, doors)
            day = _day(row["day"])
            if day is not None:
                yield _event(source.table, row, title, day, day)
    say = content.say
    for row in store.stream(f"SELECT x.*, {_log('rests')} FROM rests x ORDER BY x.id"):
        first, last = _day(row["first"]), _day(row["last"])
        if first and last:
            title = say("calendar.calendar.rest" if row["mode"] == "rest" else "calendar.calendar.light")
            yield _event("rests", row, title, first, last)
    for row in store.stream(f"SELECT x.*, {_log('windows')} FROM windows x ORDER BY x.id"):
        if (opened := _instant(row["opened"])) and (ends := _instant(row["ends"])):
            yield _event("windows", row, say("calendar.calendar.window"), opened, ends)
    for row in store.stream(f"SELECT x.*, {_log('slots')} FROM slots x ORDER BY x.id"):
        since = told(row["born"] or 0).date()
        start = datetime.combine(since + timedelta((row["weekday"] - since.weekday()) % 7), _time(row["start"]))
        end = start + timedelta(minutes=row["minutes"])
        yield _event("slots", row, say("calendar.calendar.slot"), start, end, weekly=True)


def _log(table: str) -> str:
    """How often each row `x` was written, and when first and last, by the logical clock."""
    return ", ".join(
        f"(SELECT {what} FROM changes WHERE row = x.id AND tbl = '{table}') AS {name}"
        for what, name in (("count(*)", "times"), ("min(hlc)", "born"), ("max(hlc)", "hlc"))
    )


def _title(source: _Source, row: Row, content: Content, doors: dict[str, str]) -> str:
    values = {name: row[name] for name in row.keys()}  # noqa: SIM118 a row is no mapping
    if source.table == "rounds":
        known = row["kind"] in KINDS
        kind = content.say(f"applications.rounds.{row['kind']}") if known else row["kind"]
        return content.say(
            "calendar.calendar.conversation",
            kind=kind or content.say("calendar.calendar.other"),
            company=row["company"],
        )
    if source.table == "steps" and not row["cue"]:
        return str(row["text"])
    if source.table == "doors":
        values["what"] = doors.get(row["kind"], row["kind"])
    return content.say(source.sentence, **values)


def _event(
    table: str, row: Row, title: str, first: date | datetime, last: date | datetime, *, weekly: bool = False
) -> Event:
    return Event(
        uid=f"{table}-{row['id']}@onward",
        title=title,
        first=first,
        last=last,
        changed=told(row["hlc"] or 0),
        sequence=max(0, row["times"] - 1),
        weekly=weekly,
        cancelled="state" in row.keys() and row["state"] == LET_GO,  # noqa: SIM118 a row is no mapping
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _instant(text: str) -> datetime | None:
    try:
        found = instant(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _time(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        return time()
