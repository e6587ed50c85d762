"""Search: whatever was written can be found again, by any of its words."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from core.clock import Clock
from core.errors import Refused
from core.journal import search
from core.journal.search import Hit
from core.storage import schema
from core.workspace import Workspace
from tests.hostile import KEPT, REFUSED

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def workspace() -> Workspace:
    return Workspace.memory(Clock(lambda: NOON, UTC))


def entries(workspace: Workspace, typed: str, limit: int = 20) -> list[str]:
    """The ids of the entries that a search finds, as listed."""
    groups = workspace.search.find(typed, limit=limit, kinds=("entries",))
    return [hit.key.removeprefix("entry:") for group in groups for hit in group.hits]


def marked(hit: Hit) -> list[str]:
    return [hit.snippet[start:stop] for start, stop in hit.marks]


@pytest.mark.parametrize(
    ("typed", "body"),
    [
        ("c++", "I know C++ well."),
        ("C++", "c++"),
        ("C#", "Some C# too"),
        ("c#", "Some C# too"),
        (".NET", "and .net at last"),
        ('"', 'She said "wait".'),
        ('"wait', 'She said "wait".'),
        ('"said wait"', 'She said "wait".'),
        ("'", "it's"),
        ("don't", "I don’t know"),
        ("foo-bar", "a foo-bar thing"),
        ("foo-b", "a foo-bar thing"),
        ("[/foo]", "shown as [/foo] here"),
        ("[bold]", "[bold]"),
        ("日本", "日本語の面接"),
        ("面接", "昨日、日本語の面接に行った"),
        ("の面接", "日本語の面接"),
        ("日本語の面接", "日本語の面接"),
        ("Pythonの", "pythonの本"),
        ("สวัสดี", "เขาพูดว่าสวัสดีครับ"),
        ("한국", "저는한국어를"),
        ("हिन्दी", "मैं हिन्दी बोलता हूँ"),
        ("cafe", "Café"),
        ("CAFÉ", "cafe"),
        ("müde", "MUDE"),
        ("interv", "the interview went on"),
        ("interview went", "went to the interview"),
        ('"the interview"', "the interview went on"),
        ("👩\u200d💻", "a developer 👩\u200d💻 like me"),
        ("😀", "fine 😀"),
        ("100%", "it is 100% true"),
        ("50 %", "50 % of it"),
        ("AND", "this and that"),
        ("NEAR(", "near( is a word"),
        ("OR *", "or * too"),
        ("-", "a - b"),
        ("body:x", "body:x"),
        ("\\", "back \\ slash"),
        ("%", "per % cent"),
        ("_", "under _ score"),
        ("\x1b[31m", "colour \x1b[31m red"),
        ("really?", "He was really glad."),
        ("(hello)", "hello"),
    ],
)
def test_it_is_found(workspace: Workspace, typed: str, body: str) -> None:
    entry = workspace.journal.write(body)
    workspace.journal.write("zebra")
    assert entries(workspace, typed) == [entry]


@pytest.mark.parametrize(
    ("typed", "body"),
    [
        ("c++", "c and C# but not that one"),
        ("c++", "c and a++"),
        ("c#", "c++"),
        (".net", "a safety net"),
        ("inter view", "interview"),
        ("terview", "interview"),
        ("interview lost", "interview went well"),
        ('"went interview"', "interview went well"),
        ('"interv"', "interview"),
        ("日曜", "日本語の面接"),
        ("50%", "50"),
        ("%", "nothing of the kind"),
        ("_", "nothing of the kind"),
        ('"', "none here"),
        ("😀", "😁"),
    ],
)
def test_it_is_not_found(workspace: Workspace, typed: str, body: str) -> None:
    workspace.journal.write(body)
    assert entries(workspace, typed) == []


@pytest.mark.parametrize("typed", ["", "   ", "\n"])
def test_nothing_typed_finds_nothing(workspace: Workspace, typed: str) -> None:
    workspace.journal.write("something")
    assert workspace.search.find(typed) == ()


@pytest.mark.parametrize("typed", [*REFUSED, "x" * 1000])
def test_what_no_text_can_contain_is_refused_with_a_sentence(workspace: Workspace, typed: str) -> None:
    with pytest.raises(Refused, match="This search"):
        workspace.search.find(typed)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=60), st.data())
@example("\u0e01\u0e34", None)
@example("x\u0302y İ ẞ ﬁ ǅ ΰ", None)
@example("\U0001e900\U0001e901 \U00010480", None)
@example("\u200d\u200b a\u00adb", None)
@example("ⅷ ½ ٣ _x_ __", None)
def test_any_word_of_any_entry_finds_it(body: str, data: st.DataObject | None) -> None:
    assume(body.strip())
    workspace = Workspace.memory()
    entry = workspace.journal.write(body)
    words = workspace.journal.entry(entry).body.split()
    assume(words)
    for word in words if data is None else [data.draw(st.sampled_from(words))]:
        assert entries(workspace, word) == [entry], word


@given(st.text(max_size=40))
def test_no_search_breaks_anything(typed: str) -> None:
    workspace = Workspace.memory()
    workspace.journal.write("some words 日本 c++")
    try:
        groups = workspace.search.find(typed)
    except Refused:
        return
    for group in groups:
        for hit in group.hits:
            assert all(0 <= start < stop <= len(hit.snippet) for start, stop in hit.marks)


@pytest.mark.parametrize("body", KEPT)
def test_hostile_text_is_found_and_its_snippet_is_safe_to_show(workspace: Workspace, body: str) -> None:
    entry = workspace.journal.write(body)
    word = workspace.journal.entry(entry).body.split()[0][:400]
    if len(word) == 400:
        word = "x" * 400
    (group,) = workspace.search.find(word, kinds=("entries",))
    (hit,) = group.hits
    assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 or char in "\u202e\u2066\u2028" for char in hit.snippet)


def test_the_words_are_marked_by_their_places(workspace: Workspace) -> None:
    workspace.journal.write(
        "Before.\n\n" + "filler " * 60 + "then the Café, the C++ talk and the café again." + " end" * 60
    )
    (group,) = workspace.search.find("cafe c++")
    (hit,) = group.hits
    assert marked(hit) == ["Café", "C++", "café"]
    assert hit.snippet.startswith("…") and hit.snippet.endswith("…") and "\n" not in hit.snippet


def test_a_beginning_is_marked_as_far_as_it_was_typed(workspace: Workspace) -> None:
    workspace.journal.write("an interview")
    ((hit,),) = (group.hits for group in workspace.search.find("inter"))
    assert marked(hit) == ["inter"]


def test_results_come_by_kind_and_lead_to_what_can_be_opened(workspace: Workspace) -> None:
    day = date(2026, 11, 22)
    entry = workspace.journal.write("# About the walk\nWe went for a walk.")
    workspace.journal.tag(entry, "walk")
    workspace.journal.feel(entry, "walked out on")
    practice = workspace.routine.add("Walk", family="body")
    workspace.routine.skip(practice, word="no walk in this rain")
    workspace.efforts.add("connection", note="met on a walk")
    workspace.evenings.close(day, gratitudes=["a walk", "soup"])
    step = workspace.steps.plan("Walk to the library", day)
    found = {group.kind: [(hit.key, hit.about) for hit in group.hits] for group in workspace.search.find("walk")}
    effort = workspace.store.row("SELECT id FROM efforts")
    assert effort is not None
    assert found == {
        "entries": [(f"entry:{entry}", "")],
        "tags": [(f"entry:{entry}", "About the walk")],
        "feelings": [(f"entry:{entry}", "About the walk")],
        "practices": [(f"practice:{practice}", "")],
        "marks": [(f"practice:{practice}", "Walk")],
        "efforts": [(f"effort:{effort['id']}", "")],
        "evenings": [("evening:2026-11-22", "")],
        "steps": [(f"step:{step}", "")],
    }
    assert all(hit.day == day for group in workspace.search.find("walk") for hit in group.hits)


@pytest.mark.parametrize("table", [table for table, _, _ in schema.SEARCHED])
def test_every_searched_table_can_be_searched_and_says_its_day(workspace: Workspace, table: str) -> None:
    """With one row of nothing but words, the owners invented."""
    fields = {row["name"]: row for row in workspace.store.rows(f"PRAGMA table_info({table})")}
    workspace.store.conn.execute("PRAGMA foreign_keys = OFF")
    for owner in workspace.store.rows(f"PRAGMA foreign_key_list({table})"):
        columns = {row["name"]: "2026-11-22" for row in workspace.store.rows(f"PRAGMA table_info({owner['table']})")}
        with workspace.store.write("Owner") as door:
            door.insert(owner["table"], **{**columns, "id": "2026-11-22", "pk": 7})
    with workspace.store.write("Row") as door:
        door.insert(table, **{**dict.fromkeys(fields, "2026-11-22"), "id": "word c++ 日本", "pk": 3})
        words = next(columns for name, _, columns in schema.SEARCHED if name == table)
        door.update(table, "word c++ 日本", **{words[-1]: "word c++ 日本"})
    for typed in ("word", "wo", "c++", "日本"):
        (group,) = workspace.search.find(typed, kinds=(table,))
        (hit,) = group.hits
        assert hit.day == date(2026, 11, 22)
        assert hit.key.partition(":")[2] in ("2026-11-22", "word c++ 日本")


def test_the_newest_come_first_by_their_day_and_not_by_when_they_arrived(workspace: Workspace) -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(60)]
    random.Random(3).shuffle(days)
    ids = {workspace.journal.write("the same words", day=day): day for day in days}
    found = entries(workspace, "words", limit=40)
    assert [ids[entry] for entry in found] == sorted(days, reverse=True)[:40]
    (group,) = workspace.search.find("words", limit=40)
    assert group.more
    (group,) = workspace.search.find("words", limit=60)
    assert not group.more


def test_what_was_changed_deleted_and_brought_back_is_found_as_it_is_now(workspace: Workspace) -> None:
    entry = workspace.journal.write("violet 日本")
    workspace.journal.edit(entry, "indigo")
    assert (entries(workspace, "violet"), entries(workspace, "日本"), entries(workspace, "indigo")) == ([], [], [entry])
    workspace.undo.undo()
    assert (entries(workspace, "violet"), entries(workspace, "日本"), entries(workspace, "indigo")) == (
        [entry],
        [entry],
        [],
    )
    workspace.journal.remove(entry)
    assert entries(workspace, "violet") == []
    workspace.undo.undo()
    assert entries(workspace, "violet") == [entry]


def fill(workspace: Workspace, number: int) -> None:
    with workspace.store.write("Fill"):
        for n in range(number):
            workspace.journal.write(f"every word {n}", day=date(2020, 1, 1) + timedelta(days=n))


@pytest.mark.parametrize("typed", ["every", "every word", "c++ every", "日本", "ev"])
def test_a_search_asks_the_index_and_reads_a_bounded_number_of_rows(workspace: Workspace, typed: str) -> None:
    fill(workspace, 50)
    asked: list[str] = []
    workspace.store.conn.set_trace_callback(asked.append)
    workspace.search.find(typed)
    workspace.store.conn.set_trace_callback(None)
    for sql in asked:
        if sql.startswith(("PRAGMA", "--")):
            continue
        steps = [row[3] for row in workspace.store.conn.execute(f"EXPLAIN QUERY PLAN {sql}")]
        scans = {step for step in steps if step.startswith("SCAN") and "VIRTUAL TABLE INDEX" not in step}
        # Only what the index cannot know is looked for in the rows themselves, newest first and up to a limit.
        assert scans <= {"SCAN f"} | ({"SCAN t", "SCAN (subquery-1)"} if typed == "日本" else {"SCAN (subquery-1)"}), (
            steps
        )
        # The index is left as soon as there is enough of every kind (see below), everything else is asked for so many.
        assert "LIMIT" in sql or sql.startswith("SELECT rowid FROM search WHERE search MATCH")


def test_the_index_is_asked_once_however_many_kinds_are_full(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "NEAR", 10)
    fill(workspace, 90)
    with workspace.store.write("Fill"):
        for n in range(90):
            workspace.efforts.add("connection", note=f"every word {n}")
    workspace.routine.add("Every word", family="body")
    asked: list[str] = []
    workspace.store.conn.set_trace_callback(asked.append)
    found = workspace.search.find("every word", limit=9)
    workspace.store.conn.set_trace_callback(None)
    assert sum("search MATCH" in sql for sql in asked) == 1
    assert {group.kind: len(group.hits) for group in found} == {"entries": 9, "efforts": 9, "practices": 1}


def test_a_word_that_is_everywhere_costs_the_same_in_a_journal_ten_times_as_long(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "NEAR", 50)

    def cost() -> int:
        done = 0

        def step() -> None:
            nonlocal done
            done += 1

        workspace.store.conn.set_progress_handler(step, 100)
        assert len(entries(workspace, "every word")) == 20
        workspace.store.conn.set_progress_handler(None, 0)
        return done

    fill(workspace, 200)
    short = cost()
    fill(workspace, 1800)
    assert cost() <= short * 1.2 + 2
