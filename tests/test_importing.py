"""Taking in what other programs have kept: each form from a file as that program writes it."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from core.importing import formats
from core.importing.plan import NEW, Plan
from core.importing.shape import Options, Thing
from core.importing.source import Source
from core.storage.store import Store
from core.workspace import Workspace
from tests.replay import exported
from tests.shell import Hands

HERE = Path(__file__).parent / "imports"
GOOD = {
    "linkedin": "linkedin",
    "jobsync": "jobsync.csv",
    "simplify": "simplify.csv",
    "huntr": "huntr",
    "huntr_list": "huntr-list.csv",
    "teal": "teal.csv",
    "notion": "notion",
    "german": "german.csv",
    "jrnl": "jrnl.txt",
    "jrnl_json": "jrnl.json",
    "dayone": "dayone",
    "daylio": "daylio.csv",
    "diary": "diary.csv",
}


@cache
def _empty() -> bytes:
    with Workspace.memory() as workspace:
        return workspace.store.conn.serialize()


def fresh() -> Workspace:
    """An empty workspace in memory, without going through the migrations each time."""
    conn = sqlite3.connect(":memory:", isolation_level=None)
    conn.deserialize(_empty())
    conn.row_factory = sqlite3.Row
    conn.execute("PRAGMA foreign_keys = ON")
    return Workspace(Store(conn, Hands().clock, ":memory:"))


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    with fresh() as workspace:
        yield workspace


@contextmanager
def planned(workspace: Workspace, path: Path | Source, **options: object) -> Iterator[Plan]:
    source = path if isinstance(path, Source) else Source.open(str(path))
    plan = Plan(workspace.store, source, Options(today=workspace.today(), **options))  # type: ignore[arg-type]
    try:
        yield plan
    finally:
        plan.close()


def told(plan: Plan) -> str:
    """Everything a plan found and would do, as text."""
    out = [f"format {plan.format.id}"]
    for part in plan.parts:
        out.append(f"\n{part.name}")
        if facts := part.facts:
            out.append(f"  {facts.kind}, {facts.encoding}, {facts.delimiter!r}, {facts.dates}, {facts.records} records")
            out.append(f"  sure of the dates: {facts.sure} {facts.date}")
            out += [f"  {column.name} -> {column.field or 'notes'}  ({column.example})" for column in facts.columns]
            out += [f"  “{word.word}” -> {word.state or '?'}  {word.count}" for word in facts.words]
        out += [f"  someone: {contact.name}" for contact in part.people]
    out.append("")
    for line in plan.preview().lines:
        out.append(f"{line.state}  {line.kind}  {line.title}  ({line.detail})  {line.why}".rstrip())
        thing = plan.thing(line.number)
        if isinstance(thing, Thing) and line.state == NEW:
            for row in thing.rows:
                kept = {name: value for name, value in row.columns.items() if value not in ("", None)}
                own = {"application", "entry"} & set(kept)
                out.append(f"    {row.table} " + str({k: v for k, v in kept.items() if k not in own}))
    return "\n".join(out) + "\n"


def zipped(folder: Path) -> bytes:
    """A folder as the zip it would have been downloaded as."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder).as_posix())
    return out.getvalue()


@pytest.mark.parametrize("name", GOOD)
def test_each_form_is_recognised_and_read(
    workspace: Workspace, name: str, snapshot: Callable[[str, str], None]
) -> None:
    with planned(workspace, HERE / GOOD[name]) as plan:
        snapshot(told(plan), f"import_{name}")


@pytest.mark.parametrize("name", GOOD)
def test_the_preview_is_what_is_stored_and_one_undo_takes_it_back(workspace: Workspace, name: str) -> None:
    before = exported(workspace)
    with planned(workspace, HERE / GOOD[name]) as plan:
        shown = [row for thing in plan.things() for row in thing.rows]
        preview = plan.preview()
        done = plan.run()
        assert done.new == preview.new and done.count == preview.count > 0
        for row in shown:
            kept = workspace.store.row(f"SELECT * FROM {row.table} WHERE id = ?", row.id)
            assert kept is not None and {k: kept[k] for k in dict(kept) if k not in ("pk", "id")} == row.columns
        stored = sum(workspace.store.count(f"SELECT count(*) FROM {table}") for table in workspace.store.tables())
        assert stored == len(shown)
        assert plan.preview().count == 0, "a second time, all of it is here already"
    assert workspace.undo.undo() is not None
    assert exported(workspace) == before
    assert workspace.undo.last() is None


@pytest.mark.parametrize("name", ["linkedin", "huntr", "notion", "dayone"])
def test_a_zip_and_its_folder_are_the_same(workspace: Workspace, name: str) -> None:
    with planned(workspace, HERE / name) as one, planned(workspace, Source.of_bytes(zipped(HERE / name), name)) as two:
        assert told(one) == told(two)


def test_what_the_person_said_of_others_is_not_taken_for_kind_words(workspace: Workspace, tmp_path: Path) -> None:
    shutil.copytree(HERE / "linkedin", tmp_path / "export")
    given = (HERE / "linkedin" / "Recommendations_Received.csv").read_text().replace("She explains", "He explains")
    (tmp_path / "export" / "Recommendations_Given.csv").write_text(given)
    (tmp_path / "export" / "Languages.csv").write_text("Name\nGerman\n")
    with planned(workspace, HERE / "linkedin") as one, planned(workspace, tmp_path / "export") as two:
        assert two.preview().new == one.preview().new


def test_of_several_journals_each_entry_keeps_the_name_of_its_own(workspace: Workspace, tmp_path: Path) -> None:
    for name, words in (("Work", "A talk"), ("At home", "A walk")):
        entry = {"creationDate": "2026-03-02T10:00:00Z", "text": words}
        (tmp_path / f"{name}.json").write_text(json.dumps({"entries": [entry]}))
    with planned(workspace, tmp_path) as plan:
        found = [(thing.title, thing.rows[1].columns["name"]) for thing in plan.things()]
    assert found == [("A walk", "at home"), ("A talk", "work")]


def test_every_form_has_a_name_of_its_own() -> None:
    ids = [one.id for one in formats.formats()]
    assert len(set(ids)) == len(ids) and all(one.name for one in formats.formats())


def rows_of(workspace: Workspace, company: str) -> tuple[dict[str, object], list[dict[str, object]]]:
    """An application and its stages as they are stored, without ids."""
    store = workspace.store
    found = store.row("SELECT * FROM applications WHERE company = ?", company)
    assert found is not None
    stages = store.rows("SELECT * FROM stages WHERE application = ? ORDER BY day, stage", found["id"])
    drop = ("pk", "id", "application")
    return {k: found[k] for k in dict(found) if k not in drop}, [
        {k: row[k] for k in dict(row) if k not in drop} for row in stages
    ]


@pytest.mark.parametrize(
    ("line", "stage", "outcome"),
    [
        ("2026-11-22,saved,", "saved", ""),
        ("2026-11-22,applied,2026-11-22", "applied", ""),
        ("2026-11-22,offer,2026-11-22", "offer", ""),
        ("2026-11-22,withdrawn,2026-11-22", "applied", "withdrew"),
    ],
)
def test_what_was_brought_is_what_would_have_been_added(
    workspace: Workspace, line: str, stage: str, outcome: str
) -> None:
    added, word, applied = line.split(",")
    body = f"Company,Role,Added,Status,Applied,Ended,Link\nThe Beta Ltd,Writer,{added},{word},{applied},,x.org\n"
    with planned(workspace, Source.of_bytes(body.encode(), "x.csv")) as plan:
        plan.run()
    brought = rows_of(workspace, "The Beta Ltd")
    workspace.undo.undo()
    id = workspace.applications.add("The Beta Ltd", "Writer", "saved" if stage == "saved" else "applied", link="x.org")
    if stage not in ("saved", "applied"):
        workspace.applications.advance(id, stage)
    if outcome:
        workspace.applications.close(id, outcome)
        brought[0]["ended"] = "2026-11-22"  # a table that does not say when it ended leaves that open
    assert rows_of(workspace, "The Beta Ltd") == brought


@pytest.mark.parametrize(
    ("here", "there", "same"),
    [
        (("Acme", "Writer", "https://x.org/1"), ("Another", "Editor", "http://www.x.org/1/?utm_source=a#b"), True),
        (("Acme", "Writer", "https://x.org/1"), ("Acme", "Writer", "https://x.org/2"), False),
        (("Acme", "Writer", "https://x.org/1?id=1"), ("Acme", "Writer", "https://x.org/1?id=2"), False),
        (("Acme GmbH", "Writer", ""), ("ACME", "writer", "https://x.org/2"), True),
        (("The Acme", "Writer", "https://x.org/1"), ("Acme Ltd.", "Writer", ""), True),
        (("Acme", "Writer", ""), ("Acme", "Editor", ""), False),
        (("Acme", "", ""), ("Acme", "", ""), False),  # on another day, as the table below has it
    ],
)
def test_what_is_here_already_is_known_by_its_address_or_its_names(
    workspace: Workspace, here: tuple[str, str, str], there: tuple[str, str, str], same: bool
) -> None:
    workspace.applications.add(here[0], here[1], link=here[2])
    body = "Company,Role,Link,Applied\n" + ",".join(there) + ",2026-03-01\n"
    with planned(workspace, Source.of_bytes(body.encode(), "x.csv")) as plan:
        assert plan.preview().states == {"here" if same else "new": 1}


def test_a_skill_that_was_only_met_in_a_posting_becomes_the_persons_own(workspace: Workspace) -> None:
    from core.skills.skills import KEPT, MET, ensure, id_of

    with workspace.store.write("Meet") as door:
        ensure(door, "C++")
    assert workspace.skills.get(id_of("C++")).state == MET
    with planned(workspace, HERE / "linkedin") as plan:
        assert plan.run().new["skill"] == 2
    assert workspace.skills.get(id_of("c++")).state == KEPT
    workspace.undo.undo()
    assert workspace.skills.get(id_of("C++")).state == MET
