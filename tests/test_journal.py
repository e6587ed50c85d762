"""The journal: writing, finding one's way, and never losing what was typed."""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import Clock
from core.errors import NotFound, Refused
from core.journal.journal import NEW, DayCount, Feeling, Tag, draft_key
from core.workspace import Workspace
from tests.hostile import KEPT, REFUSED

NIGHT = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
EVENING_BEFORE = date(2026, 11, 22)


@pytest.fixture
def workspace() -> Workspace:
    return Workspace.memory(Clock(lambda: NIGHT, UTC))


def fill(workspace: Workspace, days: list[date]) -> list[str]:
    """One entry for each of the days, in this order."""
    with workspace.store.write("Fill"):
        return [workspace.journal.write(f"entry {number}", day=day) for number, day in enumerate(days)]


def plan(workspace: Workspace, sql: str, *values: object) -> str:
    return " / ".join(row[3] for row in workspace.store.conn.execute(f"EXPLAIN QUERY PLAN {sql}", values))


def test_an_entry_after_midnight_belongs_to_the_evening_before(workspace: Workspace) -> None:
    entry = workspace.journal.entry(workspace.journal.write("Late, and it is done."))
    assert (entry.day, entry.at) == (EVENING_BEFORE, NIGHT)


def test_the_question_it_answers_is_kept_with_the_entry(workspace: Workspace) -> None:
    entry = workspace.journal.write("Three sentences.", prompt="What is true right now?")
    assert workspace.journal.entry(entry).prompt == "What is true right now?"


@pytest.mark.parametrize("body", KEPT)
def test_hostile_text_comes_back_as_it_was_written(workspace: Workspace, body: str) -> None:
    from unicodedata import normalize

    entry = workspace.journal.write(body)
    workspace.journal.tag(entry, body[:50])
    workspace.journal.feel(entry, body[:50])
    assert workspace.journal.entry(entry).body == normalize("NFC", body)
    assert [line.id for line in workspace.journal.window(0, 9)] == [entry]


@pytest.mark.parametrize("body", REFUSED)
def test_text_that_cannot_be_kept_is_refused_with_a_sentence_and_nothing_changes(
    workspace: Workspace, body: str
) -> None:
    entry = workspace.journal.write("before")
    verbs = (
        lambda: workspace.journal.write(body),
        lambda: workspace.journal.edit(entry, body),
        lambda: workspace.journal.write("x", prompt=body),
        lambda: workspace.journal.tag(entry, body),
        lambda: workspace.journal.feel(entry, body),
        lambda: workspace.drafts.keep(NEW, body),
    )
    for verb in verbs:
        with pytest.raises(Refused) as refused:
            verb()
        assert body not in refused.value.sentence
    assert workspace.journal.count() == 1
    assert workspace.journal.entry(entry).body == "before"


@pytest.mark.parametrize("body", ["", " \n\t\n"])
def test_an_entry_has_words(workspace: Workspace, body: str) -> None:
    entry = workspace.journal.write("words")
    with pytest.raises(Refused, match="no words"):
        workspace.journal.write(body)
    with pytest.raises(Refused, match="stays as it was"):
        workspace.journal.edit(entry, body)


def test_saving_without_a_change_is_no_step_of_undo(workspace: Workspace) -> None:
    entry = workspace.journal.write("the same")
    assert not workspace.journal.edit(entry, "the same\n")
    last = workspace.undo.last()
    assert last is not None and last.label == "Write an entry"
    assert workspace.journal.edit(entry, "not the same")
    workspace.undo.undo()
    assert workspace.journal.entry(entry).body == "the same"


def test_deleting_takes_tags_and_feelings_along_and_undo_brings_them_back(workspace: Workspace) -> None:
    entry = workspace.journal.write("gone for a moment")
    workspace.journal.tag(entry, "interview")
    workspace.journal.feel(entry, "relieved", family="steady", intensity=4)
    before = workspace.journal.entry(entry)
    workspace.journal.remove(entry)
    assert workspace.store.count("SELECT (SELECT count(*) FROM tags) + (SELECT count(*) FROM feelings)") == 0
    with pytest.raises(NotFound):
        workspace.journal.entry(entry)
    workspace.undo.undo()
    assert workspace.journal.entry(entry) == before


def test_a_tag_is_the_same_tag_however_it_is_typed(workspace: Workspace) -> None:
    entry = workspace.journal.write("x")
    workspace.journal.tag(entry, "#Job Fair", " job   fair ", "JOB FAIR")
    assert workspace.journal.entry(entry).tags == ("job fair",)
    workspace.journal.untag(entry, "#job fair")
    assert workspace.journal.tags() == ()
    with pytest.raises(Refused):
        workspace.journal.tag(entry, "#")


def test_setting_the_tags_is_one_step_of_undo(workspace: Workspace) -> None:
    entry = workspace.journal.write("x")
    workspace.journal.retag(entry, ["a", "b"])
    workspace.journal.retag(entry, ["b", "c"])
    assert workspace.journal.entry(entry).tags == ("b", "c")
    workspace.undo.undo()
    assert workspace.journal.entry(entry).tags == ("a", "b")
    assert workspace.journal.tags() == (Tag(name="a", count=1), Tag(name="b", count=1))


def test_a_feeling_is_named_once_and_can_be_said_anew(workspace: Workspace) -> None:
    entry = workspace.journal.write("x")
    workspace.journal.feel(entry, "hurt", family="hurt", intensity=3)
    workspace.journal.feel(entry, "tired")
    workspace.journal.feel(entry, "hurt", family="hurt", intensity=7)
    hurt, tired = Feeling(word="hurt", family="hurt", intensity=7), Feeling(word="tired")
    assert workspace.journal.entry(entry).feelings == (hurt, tired)
    workspace.journal.unfeel(entry, "hurt")
    assert workspace.journal.entry(entry).feelings == (tired,)


@pytest.mark.parametrize("intensity", [-1, 11, 10**9])
def test_intensity_goes_from_nought_to_ten(workspace: Workspace, intensity: int) -> None:
    entry = workspace.journal.write("x")
    with pytest.raises(Refused, match="0 to 10"):
        workspace.journal.feel(entry, "hurt", intensity=intensity)


def test_what_is_not_there_is_said(workspace: Workspace) -> None:
    for verb in (
        lambda: workspace.journal.edit("no-such", "x"),
        lambda: workspace.journal.remove("no-such"),
        lambda: workspace.journal.tag("no-such", "x"),
        lambda: workspace.journal.retag("no-such", ["x"]),
        lambda: workspace.journal.feel("no-such", "x"),
        lambda: workspace.journal.move("no-such", EVENING_BEFORE),
    ):
        with pytest.raises(NotFound):
            verb()
    assert workspace.undo.last() is None


def test_an_entry_can_belong_to_another_day(workspace: Workspace) -> None:
    old, new = fill(workspace, [date(2026, 11, 1), date(2026, 11, 2)])
    workspace.journal.move(old, date(2026, 11, 3))
    assert [line.id for line in workspace.journal.window(0, 9)] == [old, new]


@given(st.lists(st.integers(0, 30), max_size=60), st.data())
def test_every_window_is_a_piece_of_the_whole_list(offsets: list[int], data: st.DataObject) -> None:
    workspace = Workspace.memory(Clock(lambda: NIGHT, UTC))
    days = [date(2026, 1, 1) + timedelta(days=offset) for offset in offsets]
    ids = fill(workspace, days)
    for entry in ids[::2]:
        workspace.journal.tag(entry, "even")
    journal = workspace.journal
    whole = sorted(range(len(ids)), key=lambda n: (days[n], n), reverse=True)
    for tag, wanted in (("", [ids[n] for n in whole]), ("even", [ids[n] for n in whole if n % 2 == 0])):
        assert journal.count(tag) == len(wanted)
        for _ in range(5):
            start = data.draw(st.integers(0, 65))
            stop = data.draw(st.integers(0, 65))
            assert [line.id for line in journal.window(start, stop, tag)] == wanted[start:stop]
        day = date(2025, 12, 25) + timedelta(days=data.draw(st.integers(0, 50)))
        later = [n for n, entry in enumerate(wanted) if days[ids.index(entry)] <= day]
        assert journal.on_or_before(day, tag) == (later[0] if later else None)
    for place, n in enumerate(whole):
        assert journal.place(ids[n]) == place


def test_the_list_follows_what_another_process_writes(tmp_path: object) -> None:
    path = f"{tmp_path}/home/onward.sqlite"
    with Workspace.open(path) as here, Workspace.open(path) as there:
        first = here.journal.write("here")
        assert here.journal.count() == 1
        second = there.journal.write("there")
        there.journal.tag(second, "x")
        assert [line.id for line in here.journal.window(0, 9)] == [second, first]
        assert here.journal.count("x") == 1
        third = there.journal.write("there again")
        there.journal.tag(third, "x")
        assert [line.id for line in here.journal.window(1, 9)] == [second, first]
        assert [line.id for line in here.journal.window(0, 9, "x")] == [third, second]


def test_a_list_row_shows_the_first_words_of_a_long_entry(workspace: Workspace) -> None:
    workspace.journal.write("\n\n## A long day\n" + "word " * 100_000)
    (line,) = workspace.journal.window(0, 1)
    assert line.title == "A long day"


def test_a_year_is_told_by_its_days(workspace: Workspace) -> None:
    new_year, eve = date(2026, 1, 1), date(2025, 12, 31)
    fill(workspace, [new_year, eve, new_year])
    assert workspace.journal.days(new_year, date(2026, 12, 31)) == (DayCount(day=new_year, count=2),)


def test_no_question_of_the_list_reads_the_whole_journal(workspace: Workspace) -> None:
    rng = random.Random(1)
    ids = fill(workspace, [date(2020, 1, 1) + timedelta(days=rng.randrange(2000)) for _ in range(300)])
    workspace.journal.tag(ids[0], "x")
    asked: list[str] = []
    journal = workspace.journal
    journal.count(), journal.count("x")
    workspace.store.conn.set_trace_callback(asked.append)
    for tag in ("", "x"):
        for start in (0, 3, 100, 150, 149, 290):
            journal.window(start, start + 5, tag)
        journal.on_or_before(date(2022, 1, 1), tag)
    journal.place(ids[77]), journal.entry(ids[5]), journal.days(date(2022, 1, 1), date(2022, 12, 31))
    workspace.drafts.get("entry:new")
    workspace.store.conn.set_trace_callback(None)
    assert len(asked) > 20
    for sql in asked:
        steps = plan(workspace, sql)
        # Walking the index from one end is cheap only up to a limit.
        walk = "SCAN entries USING COVERING INDEX entries_by_day"
        assert "SCAN" not in steps.replace(walk, "" if "LIMIT 1 OFFSET" in sql else walk), (sql, steps)
        assert "TEMP B-TREE" not in steps or "tags.name =" in sql or "entry IN" in sql, (sql, steps)


def test_a_step_down_reads_one_row_more_wherever_it_is(workspace: Workspace) -> None:
    fill(workspace, [date(2020, 1, 1) + timedelta(days=n % 900) for n in range(3000)])
    journal = workspace.journal
    journal.window(1500, 1550)

    def cost(start: int) -> int:
        """What SQLite had to do, in hundreds of its own steps."""
        done = 0

        def step() -> None:
            nonlocal done
            done += 1

        workspace.store.conn.set_progress_handler(step, 100)
        journal.window(start, start + 50)
        workspace.store.conn.set_progress_handler(None, 0)
        return done

    middle = [cost(start) for start in (1501, 1502, 1501, 1551)]
    top = cost(0)
    assert max(middle) <= top * 1.5 + 2


def test_a_draft_outlives_the_program_until_it_is_kept(tmp_path: object) -> None:
    path = f"{tmp_path}/home/onward.sqlite"
    with Workspace.open(path) as workspace:
        workspace.drafts.keep(NEW, "half a sent")
        workspace.drafts.keep(NEW, "half a sentence")
        workspace.drafts.keep("ritual:1", "something else")
    with Workspace.open(path) as workspace:
        assert [draft.body for draft in workspace.drafts.all("entry:")] == ["half a sentence"]
        entry = workspace.journal.commit(NEW, "half a sentence, and the rest")
        assert workspace.journal.entry(entry).body == "half a sentence, and the rest"
        assert workspace.drafts.get(NEW) is None
        assert workspace.drafts.get("ritual:1") is not None
        assert workspace.undo.last() is not None


def test_a_draft_that_cannot_be_kept_for_good_stays_a_draft(workspace: Workspace) -> None:
    workspace.drafts.keep(NEW, "typed")
    with pytest.raises(Refused):
        workspace.journal.commit(NEW, "typed \x00")
    draft = workspace.drafts.get(NEW)
    assert draft is not None and draft.body == "typed"
    assert workspace.journal.count() == 0


def test_a_draft_of_an_entry_becomes_that_entry(workspace: Workspace) -> None:
    entry = workspace.journal.write("first")
    workspace.drafts.keep(draft_key(entry), "second")
    assert workspace.journal.commit(draft_key(entry), "second") == entry
    assert workspace.journal.entry(entry).body == "second"
    assert workspace.drafts.all() == ()
    workspace.undo.undo()
    assert workspace.journal.entry(entry).body == "first"


def test_what_was_typed_outlives_the_entry_it_was_meant_for(workspace: Workspace) -> None:
    entry = workspace.journal.write("first")
    workspace.journal.remove(entry)
    again = workspace.journal.commit(draft_key(entry), "typed meanwhile")
    assert again != entry
    assert workspace.journal.entry(again).body == "typed meanwhile"


def test_drafts_are_no_steps_of_undo(workspace: Workspace) -> None:
    workspace.drafts.keep(NEW, "x")
    workspace.drafts.drop(NEW)
    assert workspace.undo.last() is None
    assert workspace.store.count("SELECT count(*) FROM changes") == 0


def test_writing_one_entry_loads_the_standard_library_alone(tmp_path: object) -> None:
    code = (
        "import sys; from core.journal.capture import write_entry; from core.clock import Clock; "
        "from core.storage.store import Store; "
        f"write_entry(Store.open({f'{tmp_path}/h/o.sqlite'!r}, Clock()), 'é'); print(*sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)  # makes and migrates the file
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, '.'); {code}"],
        check=True,
        capture_output=True,
        text=True,
    )
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    unwanted = {"click", "dataclasses", "typing", "pathlib", "uuid", "textual", "pydantic", "sqlite_utils"}
    assert not loaded & unwanted


def texts(workspace: Workspace) -> list[str]:
    return [row["body"] for row in workspace.store.rows("SELECT body FROM entries ORDER BY body")]


def test_what_was_made_of_an_entry_elsewhere_stays_beside_what_was_written_here(workspace: Workspace) -> None:
    entry = workspace.journal.write("first")
    workspace.journal.edit(entry, "elsewhere")
    assert workspace.journal.edit(entry, "here", before="first")
    assert texts(workspace) == ["elsewhere", "here"]
    assert workspace.journal.entry(entry).body == "here"
    assert workspace.undo.undo() is not None
    assert texts(workspace) == ["elsewhere"]


def test_an_entry_looked_at_and_left_takes_nothing_back_that_was_written_elsewhere(workspace: Workspace) -> None:
    entry = workspace.journal.write("first")
    workspace.journal.edit(entry, "elsewhere")
    assert not workspace.journal.edit(entry, "first", before="first")
    assert texts(workspace) == ["elsewhere"]


def test_the_same_words_written_twice_are_kept_once(workspace: Workspace) -> None:
    entry = workspace.journal.write("first")
    workspace.journal.edit(entry, "second")
    workspace.journal.edit(entry, "second", before="first")
    assert texts(workspace) == ["second"]
