"""Everything that goes in comes out, and back in: import after export is the identity, whichever form it took."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.clock import Clock
from core.errors import OnwardError, Refused, StorageError
from core.exporting import fitting, markdown, sheets
from core.exporting.kinds import KINDS, PROSE, file_name
from core.exporting.whole import Occupied
from core.importing.plan import Done, Plan
from core.importing.shape import Options
from core.importing.source import Source
from core.storage.export import export_json
from core.storage.shape import Shape
from core.storage.store import Store
from core.workspace import Workspace
from tests.hostile import KEPT
from tests.replay import exported
from tests.verbs import NOON, VERBS, begin


def out_json(store: Store, path: str) -> None:
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        export_json(store, file)


EXAMPLES = int(os.environ.get("ONWARD_EXAMPLES", "8"))  # more of them, where there is time

FORMS: dict[str, Callable[[Store, str], object]] = {
    "json": out_json,
    "markdown": markdown.write,
    "csv": sheets.write,
}
every_form = pytest.mark.parametrize("form", FORMS)


def taken(workspace: Workspace, path: Path | str) -> Done:
    """Take in what stands at `path`."""
    plan = Plan(workspace.store, Source.open(str(path)), Options())
    try:
        return plan.run()
    finally:
        plan.close()


def brought_back(path: Path | str) -> Workspace:
    """A new workspace, filled from what was exported to `path`."""
    workspace = Workspace.memory()
    taken(workspace, path)
    return workspace


def ticking() -> Workspace:
    seconds = count()
    return Workspace.memory(Clock(lambda: NOON + timedelta(seconds=next(seconds)), UTC))


def assert_identity(workspace: Workspace) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for form, write in FORMS.items():
            path = os.path.join(folder, form)
            write(workspace.store, path)
            assert exported(brought_back(path)) == exported(workspace), form


@given(st.lists(st.sampled_from(sorted(VERBS)), max_size=40), st.data())
@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_whatever_somebody_did_comes_back_from_every_form(verbs: list[str], data: st.DataObject) -> None:
    workspace = ticking()
    begin(workspace)
    for verb in verbs:
        with contextlib.suppress(OnwardError):
            VERBS[verb](workspace, data.draw)
    assert_identity(workspace)


anything = st.one_of(
    st.sampled_from(KEPT),
    st.text(max_size=12),
    st.text(alphabet="\n\r\t ='\"\\-#<!>onward:/x\0,;", max_size=20),
    st.sampled_from(
        ("<!-- onward: body -->", "<!-- onward:: x -->", "---", "a\n---\nb\n\n", "=1+1", "'", "\\x00", "NULL")
    ),
    st.binary(max_size=4),
)
numbers = st.one_of(st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False))


def a_value(shape: Shape, table: str, column: str, ids: dict[str, list[str]]) -> st.SearchStrategy[Any]:
    """Anything that a column can hold, the impossible within the possible."""
    target = next((each.target for each in shape.references(table) if each.column == column), "")
    found: st.SearchStrategy[Any] = anything
    if target:
        found = st.sampled_from(ids[target]) if ids.get(target) else st.none()
    elif column in fitting.DAYS:
        found = st.dates(date(1900, 1, 1), date(9000, 12, 31)).map(lambda day: day.isoformat())
    elif column in fitting.MOMENTS:
        found = st.datetimes().map(lambda moment: f"{moment.isoformat(timespec='milliseconds')}Z")
    elif shape.kind(table, column) != "TEXT":
        found = numbers
    elif column in fitting.TIMES:
        found = st.times().map(lambda time: time.isoformat("minutes"))
    return found | st.none() if column in shape.optional(table) else found


@given(st.data())
@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_whatever_a_row_holds_comes_back_from_every_form(data: st.DataObject) -> None:
    workspace = ticking()
    shape = workspace.store.shape
    ids: dict[str, list[str]] = {}
    tables = sorted(workspace.store.tables(), key=shape.rank)
    with workspace.store.write("Anything") as door:
        for table in data.draw(st.lists(st.sampled_from(tables), max_size=12)):
            around = [table]
            for needed in around:
                around += [owner.target for owner in shape.owners(needed) if owner.target not in ids]
            for each in sorted(set(around), key=shape.rank):
                id = data.draw(st.one_of(st.just(""), st.text(alphabet="aA/.\\-\n☃ ", min_size=1, max_size=8)))
                row = {name: data.draw(a_value(shape, each, name, ids)) for name in shape.columns(each)[1:]}
                if not id or door.current(each, id) is None:
                    ids.setdefault(each, []).append(door.insert(each, id=id, **row))
    assert_identity(workspace)


@every_form
def test_one_step_of_undo_takes_an_import_back(form: str, tmp_path: Path) -> None:
    workspace = ticking()
    begin(workspace)
    FORMS[form](workspace.store, str(tmp_path / "out"))
    other = brought_back(str(tmp_path / "out"))
    assert exported(other) == exported(workspace)
    other.undo.undo()
    assert exported(other) == exported(Workspace.memory())
    other.undo.redo()
    assert exported(other) == exported(workspace)


@every_form
def test_the_same_content_gives_the_same_bytes(form: str, tmp_path: Path) -> None:
    workspace = ticking()
    begin(workspace)
    FORMS[form](workspace.store, str(tmp_path / "one"))
    FORMS[form](brought_back(str(tmp_path / "one")).store, str(tmp_path / "two"))
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


@every_form
def test_what_is_here_already_stays_as_it_is(form: str, tmp_path: Path) -> None:
    workspace = ticking()
    entry = workspace.journal.write("as it was")
    FORMS[form](workspace.store, str(tmp_path / "out"))
    workspace.journal.edit(entry, "as it is")
    done = taken(workspace, tmp_path / "out")
    assert (done.count, done.passed) == (0, 1)
    assert workspace.journal.entry(entry).body == "as it is"
    assert workspace.undo.last().label == "Edit an entry"  # type: ignore[union-attr]


@pytest.mark.parametrize("form", ["markdown", "csv"])
def test_a_folder_is_for_the_persons_eyes_and_appears_whole(form: str, tmp_path: Path) -> None:
    workspace = ticking()
    begin(workspace)
    FORMS[form](workspace.store, str(tmp_path / "out"))
    for path in (tmp_path / "out", *(tmp_path / "out").rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
    assert os.listdir(tmp_path) == ["out"]


@pytest.mark.parametrize("write", [markdown.write, sheets.write])
def test_nothing_is_replaced_unasked_and_nothing_of_others_ever(write: Callable[..., int], tmp_path: Path) -> None:
    workspace = ticking()
    entry = workspace.journal.write("the first")
    out = tmp_path / "out"
    out.mkdir()
    write(workspace.store, str(out))  # an empty folder is as good as none
    before = contents(out)
    with pytest.raises(Occupied, match="an earlier export"):
        write(workspace.store, str(out))
    assert contents(out) == before

    (out / "mine.txt").write_text("mine")
    (out / ".git").mkdir()
    workspace.journal.remove(entry)
    write(workspace.store, str(out), force=True)
    assert (out / "mine.txt").read_text() == "mine" and (out / ".git").is_dir()
    assert not list(out.glob("journal*")) and not list(out.glob("entries*"))

    strange = tmp_path / "strange"
    strange.mkdir()
    (strange / "thesis.md").write_text("years of work")
    for force in (False, True):
        with pytest.raises(Refused, match="Another name"):
            write(workspace.store, str(strange), force=force)
    (tmp_path / "file").write_text("x")
    with pytest.raises(Refused, match="is a file"):
        write(workspace.store, str(tmp_path / "file"), force=True)
    with pytest.raises(StorageError, match="cannot be written"):
        write(workspace.store, str(tmp_path / "no" / "such" / "place"))
    assert {path.name for path in tmp_path.iterdir()} == {"out", "strange", "file"}


def test_a_folder_that_fails_half_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = ticking()
    workspace.journal.write("one")

    def full(*_: object) -> Iterator[object]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(markdown.Pages, "rows", full)
    with pytest.raises(StorageError, match="No space left"):
        markdown.write(workspace.store, str(tmp_path / "out"))
    assert not list(tmp_path.iterdir())
    assert workspace.journal.write("still here")


def test_a_manifest_of_somebody_else_removes_nothing_outside(tmp_path: Path) -> None:
    workspace = ticking()
    out = tmp_path / "out"
    out.mkdir()
    (tmp_path / "precious").write_text("x")
    names = ["../precious", str(tmp_path / "precious"), "a/../../precious", "..\\precious"]
    (out / "onward.json").write_text(json.dumps({"format": markdown.FORMAT, "version": 1, "files": names}))
    markdown.write(workspace.store, str(out), force=True)
    assert (tmp_path / "precious").exists()


def contents(path: Path) -> dict[str, bytes]:
    files = [path] if path.is_file() else sorted(each for each in path.rglob("*") if each.is_file())
    return {str(each.relative_to(path)): each.read_bytes() for each in files}


# Markdown


def test_a_page_keeps_its_name_when_its_title_changes(tmp_path: Path) -> None:
    workspace = ticking()
    id = workspace.applications.add("../../etc/passwd", 'CON\n<b>aux</b>:*?"|')
    markdown.write(workspace.store, str(tmp_path / "one"))
    workspace.applications.change(id, company="Harbour Books")
    markdown.write(workspace.store, str(tmp_path / "two"))
    names = [sorted(str(page.relative_to(folder)) for page in folder.rglob("*.md"))
             for folder in (tmp_path / "one", tmp_path / "two")]  # fmt: skip
    assert names[0] == names[1]
    assert "# Harbour Books, CON" in (tmp_path / "two" / names[1][0]).read_text()


@given(st.text(), st.text(min_size=1))
def test_every_name_is_one_that_any_file_system_takes(day: str, id: str) -> None:
    for whole in (False, True):
        name = file_name(day, id, whole=whole)
        assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") and len(name) < 100


def test_two_things_whose_names_would_be_the_same_have_two_pages(tmp_path: Path) -> None:
    workspace = ticking()
    for start in ("01a20217", "01a20218"):
        with workspace.store.write("Write") as door:
            id = f"{start}-4adf-71ea-ad2a-49130c7e58d3"
            door.insert("entries", id=id, day="2026-11-22", at="2026-11-22T12:00:00.000Z", body=start, prompt="")
    assert markdown.write(workspace.store, str(tmp_path / "out")) == 2
    index = (tmp_path / "out" / "journal" / "index.md").read_text()
    assert all((tmp_path / "out" / "journal" / name).exists() for name in index_links(index))
    assert exported(brought_back(str(tmp_path / "out"))) == exported(workspace)


def index_links(index: str) -> list[str]:
    return [line.rpartition("](")[2].rstrip(")") for line in index.split("\n") if line.startswith("- ")]


def test_words_that_were_edited_by_hand_come_in_as_they_are_now(tmp_path: Path) -> None:
    workspace = ticking()
    entry = workspace.journal.write("before\n\nand more")
    markdown.write(workspace.store, str(tmp_path / "out"))
    (page,) = (tmp_path / "out" / "journal").glob("2*.md")
    page.write_bytes(page.read_bytes().replace(b"before", b"after").replace(b"\n", b"\r\n"))
    (tmp_path / "out" / "notes of mine.md").write_text("not an export")
    assert brought_back(str(tmp_path / "out")).journal.entry(entry).body == "after\n\nand more"


def test_the_front_matter_names_nothing_twice() -> None:
    store = Workspace.memory().store
    pages = markdown.Pages(store, None)  # type: ignore[arg-type]
    for table in KINDS:
        assert not set(pages.belongings(table)) & set(store.shape.columns(table)), table
    for table, columns in PROSE.items():
        assert set(columns) <= set(store.shape.columns(table)), table
    for table, kind in KINDS.items():
        assert {kind.day, *kind.title} <= set(store.shape.columns(table)), table


# CSV


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    workspace = ticking()
    acting = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "'=1", "\\x41"]
    for text in acting:
        workspace.journal.write(text)
    sheets.write(workspace.store, str(tmp_path / "out"))
    with open(tmp_path / "out" / "entries.csv", encoding="utf-8-sig", newline="") as file:
        cells = [row["body"] for row in csv.DictReader(file)]
    assert all(cell.startswith("'") for cell in cells)
    assert sorted(cell[1:] for cell in cells) == sorted(acting)


# What cannot come in


GOOD = {"id": "a", "day": "2026-11-22", "at": "2026-11-22T12:00:00.000Z", "body": "x", "prompt": ""}


@pytest.mark.parametrize(
    ("table", "row", "sentence"),
    [
        ("dreams", {"id": "b"}, "does not know"),
        ("local", {"key": "device", "value": "x"}, "does not know"),
        ("entries", {"id": "b", "colour": "red"}, "does not know"),
        ("entries", {"id": "b", "pk": 7}, "does not know"),
        ("entries", {"body": "x"}, "has no id"),
        ("entries", {"id": 7}, "has no id"),
        ("entries", {"id": "b", "day": "2026-11-22"}, "has no “at”"),
        ("tags", {"id": "b", "entry": None, "name": "x"}, "has no “entry”"),
        ("tags", {"id": "b", "entry": "nobody", "name": "x"}, "belong to others which are not in it"),
        ("tags", {"id": "b", "entry": "a", "name": True}, "neither words nor a number"),
        ("tags", {"id": "b", "entry": "a", "name": ["x"]}, "neither words nor a number"),
        ("tags", {"id": "b", "entry": "a", "name": {"blob": "xyz"}}, "neither words nor a number"),
        ("tags", {"id": "b", "entry": "a", "name": 2**63}, "too large"),
        ("tags", {"id": "b", "entry": "a", "name": "\ud83d"}, "half a character"),
        ("tags", {"id": "b", "entry": "a", "name": "x" * 2_000_001}, "fit here"),
        ("entries", {"id": "b", "day": "yesterday"}, "is no date"),
        ("entries", {"id": "b", "day": 20261122}, "where a day was expected"),
        ("entries", {"id": "b", "day": ""}, "is no date"),
        ("entries", {"id": "b", "day": "9999-12-31"}, "is no date"),
        ("entries", {"id": "b", "day": "2026-11-22", "at": "2026-11-22 09:30:00"}, "is no moment"),
        ("windows", {"id": "b", "opened": "noon", "ends": "", "subject": ""}, "is no moment"),
        ("efforts", {"id": "b", "kind": "", "day": "2026-11-22", "amount": "3 h"}, "number was expected"),
        ("slots", {"id": "b", "weekday": 1, "start": "nine", "minutes": 30}, "is no time"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_changed(
    table: str, row: dict[str, object], sentence: str, tmp_path: Path
) -> None:
    document = {"format": "onward-export", "version": 1, "tables": {"entries": [GOOD]}}
    document["tables"].setdefault(table, []).append(row)  # type: ignore[attr-defined]
    (tmp_path / "x.json").write_text(json.dumps(document))
    workspace = Workspace.memory()
    with pytest.raises(Refused, match=sentence):
        taken(workspace, tmp_path / "x.json")
    assert exported(workspace) == exported(Workspace.memory())
    assert workspace.undo.last() is None


HEAD = '{"format": "onward-export", "version": 1, "tables": '


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (HEAD.replace("1", "2") + "{}}", "newer Onward"),
        (HEAD + '{"entries": [', "ends in the middle"),
        (HEAD + '{"entries": [{"id": "a"', "ends in the middle"),
        (HEAD + '{"entries": [7]}}', "is not JSON as an export has it"),
        (HEAD + '{"entries": {"a": 1}}}', "is not JSON as an export has it"),
        (HEAD + "{}} and more", "is not JSON as an export has it"),
        (HEAD + '{"x": ' + "[" * 100_000, r"in the middle|does not know|is not JSON"),
        (HEAD.replace('"version": 1, ', "") + "{}}", "is not an export"),
        ('{"tables": {}, "format": "onward-export", "version": 1}', "is not an export"),
        ('{"format": "other", "was": "onward-export"}', r"no form that is known|is not an export"),
        ('{"was": "onward-export"}', r"no form that is known|is not an export"),
        (b'{"format": "onward-export", "version": 1, "tables": {"entries": ["\xff"]}}', "is not UTF-8"),
    ],
)
def test_a_document_that_is_none_is_said(text: str | bytes, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    workspace = Workspace.memory()
    with pytest.raises(Refused, match=sentence):
        taken(workspace, path)
    assert workspace.undo.last() is None


def test_a_document_laid_out_anew_is_read_as_well(tmp_path: Path) -> None:
    workspace = ticking()
    begin(workspace)
    for number, indent in enumerate((None, 4, 0)):
        path = tmp_path / f"{number}.json"
        path.write_text("\ufeff" + json.dumps(json.loads(exported(workspace)), indent=indent))
        assert exported(brought_back(path)) == exported(workspace)


@pytest.mark.parametrize("form", ["markdown", "csv"])
def test_a_folder_may_come_home_in_a_zip(form: str, tmp_path: Path) -> None:
    workspace = ticking()
    begin(workspace)
    (tmp_path / "out").mkdir()
    FORMS[form](workspace.store, str(tmp_path / "out" / "inner"))
    path = shutil.make_archive(str(tmp_path / "zipped"), "zip", tmp_path / "out")
    assert exported(brought_back(path)) == exported(workspace)


@pytest.mark.parametrize("form", ["markdown", "csv"])
def test_a_folder_that_is_none_or_not_whole_is_said(form: str, tmp_path: Path) -> None:
    workspace = ticking()
    begin(workspace)
    out = tmp_path / form
    FORMS[form](workspace.store, str(out))
    about = json.loads((out / "onward.json").read_text())
    (out / "onward.json").write_text(json.dumps(about | {"version": 2}))
    with pytest.raises(Refused, match="newer Onward"):
        brought_back(out)
    (out / "onward.json").write_text(json.dumps(about))
    first = next(name for name in about["files"] if "index" not in name)
    kept = (out / first).read_bytes()
    for body, sentence in (
        (b"---\n\xff", "is not UTF-8"),
        (kept[:30], r"is not how an export has it|cells for|which are not in it|is not whole|has a column"),
        (b"---\nonward: " + b"x" * 3, r"is not whole|has a column"),
    ):
        (out / first).write_bytes(body)
        with pytest.raises(Refused, match=sentence):
            brought_back(out)
    (out / first).unlink()
    with pytest.raises(Refused, match="is missing from"):
        brought_back(out)


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("---\nonward: entries\nid: \n", "is not whole"),
        ("---\nonward: entries\nid: {\n---\n", "line 3: this is not how"),
        ("---\nonward: entries\nnonsense\n---\n", "line 3: this is not how"),
        ("---\nonward: entries\ntags:\n  - 7\n---\n", "line 4: this is not how"),
        ('---\nonward: entries\nid: "a"\n---\n## x <!-- onward: tags/b/name -->\n', "is not on the page"),
        ('---\nonward: ../x\nid: "a"\n---\n', "does not know"),
    ],
)
def test_a_page_that_cannot_be_understood_is_said_with_its_line(page: str, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "onward.json").write_text(json.dumps({"format": markdown.FORMAT, "version": 1, "files": []}))
    (tmp_path / "page.md").write_text(page)
    with pytest.raises(Refused, match=sentence):
        brought_back(tmp_path)


def test_the_preview_shows_the_very_rows(tmp_path: Path) -> None:
    workspace = ticking()
    begin(workspace)
    for form, write in FORMS.items():
        write(workspace.store, str(tmp_path / form))
        plan = Plan(Workspace.memory().store, Source.open(str(tmp_path / form)), Options())
        rows = sorted((row.table, row.id) for thing in plan.things() for row in thing.rows)
        tables = json.loads(exported(workspace))["tables"]
        assert rows == sorted((table, row["id"]) for table, found in tables.items() for row in found)
        assert all(line.title and line.state == "new" for line in plan.preview().lines)
