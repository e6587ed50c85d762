"""Ten made-up weeks: told through the real verbs, ending today, the same for the same day, and gone afterwards."""

import io
import json
import re
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.clock import Clock, instant
from core.content import Content
from core.demo import demo
from core.storage import health
from core.workspace import Workspace
from tests.terminals import Terminal

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def exported(path: Path) -> dict[str, list[dict[str, Any]]]:
    with Workspace.open(str(path)) as workspace:
        out = io.StringIO()
        workspace.export(out)
    tables: dict[str, list[dict[str, Any]]] = json.loads(out.getvalue())["tables"]
    return tables


def without_ids(path: Path) -> str:
    """The content of a workspace in the order in which it happened, ids by the order of their first appearance."""
    rows = [
        json.dumps([table, row["at"], row], sort_keys=True)
        for table, content in exported(path).items()
        for row in content
        if "at" in row
    ]
    id = re.compile(r"\w{8}-\w{4}-[57]\w{3}-\w{4}-\w{12}")
    told = "\n".join(sorted(rows, key=lambda row: (json.loads(row)[1], id.sub("", row))))
    seen: dict[str, str] = {}
    return id.sub(lambda found: seen.setdefault(found[0], str(len(seen))), told)


@pytest.fixture
def ten_weeks(tmp_path: Path) -> Iterator[Workspace]:
    path = tmp_path / "demo" / "onward.sqlite"
    demo.build(str(path), NOON)
    with Workspace.open(str(path), Clock(lambda: NOON)) as workspace:
        yield workspace


def test_the_same_day_is_told_the_same(tmp_path: Path) -> None:
    for name in "ab":
        demo.build(str(tmp_path / name / "onward.sqlite"), NOON)
    first, second = (without_ids(tmp_path / name / "onward.sqlite") for name in "ab")
    assert first == second
    assert first.count("\n") > 300


def test_everything_told_has_happened_and_nothing_is_ahead(ten_weeks: Workspace) -> None:
    told = Content().demo()
    store = ten_weeks.store
    assert ten_weeks.settings.name == told["person"]["name"]
    assert ten_weeks.journal.count() == len(told["entries"])
    assert store.count("SELECT count(*) FROM evenings") == len(told["evenings"])
    assert len(ten_weeks.routine.practices()) == len(told["practices"])
    ticks = sum(len(row.get("done", "").replace(".", "")) for row in told["practices"])
    numbers = sum(1 for row in told["practices"] for amount in row.get("amounts", ()) if amount)
    assert store.count("SELECT count(*) FROM marks") == ticks + numbers
    for table in ("entries", "marks", "efforts", "evenings", "steps"):
        days = [row["day"] for row in store.rows(f"SELECT day FROM {table} ORDER BY day")]
        assert date(2026, 9, 14) <= date.fromisoformat(days[0])
        assert date.fromisoformat(days[-1]) <= NOON.date()
        assert all(instant(row["at"]) <= NOON for row in store.rows(f"SELECT at FROM {table}"))


def test_every_application_and_every_no_is_where_the_story_left_it(ten_weeks: Workspace) -> None:
    told = Content().demo()
    for row in told["applications"]:
        (found,) = ten_weeks.store.rows("SELECT * FROM applications WHERE company = ?", row["company"])
        reached = [stage["stage"] for stage in row["stages"] if stage["days_ago"] >= 0]
        assert (found["role"], found["stage"], found["outcome"]) == (row["role"], reached[-1], row.get("outcome", ""))
    noes = (*ten_weeks.rejections.open(), *ten_weeks.rejections.closed())
    assert len(noes) == len(told["rejections"])
    closed = [row for row in told["rejections"] if "closed_days_ago" in row]
    assert len(ten_weeks.rejections.closed()) == len(closed)
    kept = {row["body"] for row in ten_weeks.store.rows("SELECT body FROM pieces")}
    for row in told["rejections"]:
        assert {row["first_thought"], row["reframe"], *row["learned"].values()} <= kept


def test_it_is_a_workspace_like_any_other(ten_weeks: Workspace) -> None:
    store = ten_weeks.store
    assert health.damage(store) == health.strays(store) == health.unlike_their_log(store) == 0
    assert health.search_is_true(store)
    assert [group.kind for group in ten_weeks.search.find("robot")][:1] == ["entries"]
    last = ten_weeks.undo.last()
    assert last and ten_weeks.undo.undo() == last


def test_last_night_s_one_thing_is_next(ten_weeks: Workspace) -> None:
    following = ten_weeks.agenda.day().next
    assert following and following.text == Content().demo()["evenings"][-1]["tomorrow"]


@pytest.mark.parametrize(
    "moment",
    [
        datetime.combine(date(2026, 2, 28) + timedelta(days=day), time(3, 59), ZoneInfo("Europe/Berlin"))
        for day in range(7)
    ]
    + [
        datetime(2026, 3, 29, 2, 30, tzinfo=ZoneInfo("Europe/Berlin")),
        datetime(2028, 2, 29, 23, 59, tzinfo=ZoneInfo("Pacific/Auckland")),
    ],
    ids=str,
)
def test_it_can_be_told_at_any_hour_of_any_day(moment: datetime, tmp_path: Path) -> None:
    path = tmp_path / "onward.sqlite"
    demo.build(str(path), moment)
    assert len(exported(path)["entries"]) == len(Content().demo()["entries"])


def test_it_opens_on_a_terminal_and_is_gone_afterwards(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = home / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", None)
    with Terminal.onward("demo", env={"TMPDIR": str(temporary)}) as terminal:
        terminal.wait_for("nothing is kept")
        terminal.wait_for("Speak with Dele")
        terminal.type("\x11")
        assert terminal.end() == 0
        assert "gone again" in terminal.text
    assert [path for path in home.rglob("*") if path.name.startswith(("onward", "demo"))] == []


def test_what_went_well_is_told_with_the_why(ten_weeks: Workspace) -> None:
    parts, told = ten_weeks.strengths, Content().demo()
    texts = {win.text for win in parts.wins.page(200)}
    assert {row["text"] for row in told["wins"]} <= texts
    assert {row["win"] for row in told["evenings"] if row.get("win")} <= texts
    assert [why.text for why in parts.whys.all()] == [row["text"] for row in reversed(told["whys"])]
    assert len(parts.anchors.all()) == len(told["anchors"])
    assert [words.giver for words in parts.praise.page()] == ["Yusuf", "Dele", "Mirjam", "Tomasz", "Ruth"]


def test_the_people_and_the_plan_are_lived_through_too(ten_weeks: Workspace) -> None:
    team, skills, told = ten_weeks.team, ten_weeks.skills, Content().demo()
    assert [person.name for person in team.people.everyone()] == ["Dele", "Mirjam", "Ruth", "Tomasz"]
    for row in told["team"]:
        person = team.people.named(row["name"])
        assert person.seats == tuple(row["seats"])
        assert [talk.said for talk in team.talks(person.id)] == [talk["said"] for talk in reversed(row["talks"])]
    assert "Speak with Dele" in {due.text for due in ten_weeks.agenda.day().items}
    assert team.sentences.one(0)
    needs = {need.name: need for need in skills.gap.needs()}
    assert (needs["Docs as code"].postings, skills.gap.targets()) == (4, 5)
    assert needs["Docs as code"].planned and needs["Docs as code"].chosen and needs["Technical writing"].level == 5
    assert [item.spent for item in skills.plan.items()] == [420, 40]
