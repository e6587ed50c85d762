"""Taking in what other programs have kept: each form from a file as that program writes it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.importing import formats
from core.importing.plan import NEW, Plan
from core.importing.shape import Options, Refusal, Thing
from core.importing.source import Source
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


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    with Workspace.memory(Hands().clock) as workspace:
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


def test_every_form_has_a_name_of_its_own() -> None:
    ids = [one.id for one in formats.formats()]
    assert len(set(ids)) == len(ids) and all(one.name for one in formats.formats())


def refusals(plan: Plan) -> list[str]:
    return [thing.why for _, thing in plan._judged() if isinstance(thing, Refusal)]
