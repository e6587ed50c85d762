"""`onward export` in every form: where it goes, what it replaces, and how much memory it takes."""

from __future__ import annotations

import json
import os
import stat
import tracemalloc
from collections.abc import Generator
from pathlib import Path

import pytest
from icalendar import Calendar

from core import places
from core.content import Content
from core.errors import Refused, StorageError
from core.exporting import markdown
from core.exporting.out import FORMS, export
from core.importing import formats
from core.importing.plan import Plan
from core.importing.shape import Batch, Options
from core.importing.source import Source
from core.workspace import Workspace
from tests.hostile import KEPT
from tests.lines import Lines, onward
from tests.replay import exported
from tests.verbs import TODAY

every_form = pytest.mark.parametrize("form", FORMS)


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Lines:
    return Lines(capsys, monkeypatch)


@pytest.fixture
def workspace(home: Path) -> Generator[Workspace]:
    with Workspace.open(places.workspace_file()) as workspace:
        for text in KEPT:
            workspace.journal.write(text)
        workspace.steps.plan("Write to Kim", TODAY)
        yield workspace


@every_form
def test_every_form_has_a_command(form: str, lines: Lines, workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "out"
    ended = lines("export", "--format", form, str(path))
    assert (ended.code, ended.out) == (0, "") and "Everything is in" in ended.err
    assert stat.S_IMODE(path.stat().st_mode) == (0o700 if FORMS[form].folder else 0o600)
    again = lines("export", "--format", form, str(path))
    assert again.code == 3 and "--force" in again.err
    assert lines("export", "--format", form, str(path), "--force").code == 0
    assert os.listdir(tmp_path) == ["out"]


@every_form
def test_only_a_form_that_is_one_file_goes_to_standard_output(form: str, workspace: Workspace, tmp_path: Path) -> None:
    ended = onward("export", "--format", form)
    if FORMS[form].folder:
        assert ended.code == 2 and "needs a name" in ended.err
    else:
        export(workspace.store, Content(), form, str(tmp_path / "out"))
        assert ended.out.encode() == (tmp_path / "out").read_bytes()


@every_form
def test_what_is_in_the_way_stays(form: str, lines: Lines, workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "thesis").write_text("years")
    (tmp_path / "file").write_text("x")
    for force in ((), ("--force",)):
        assert lines("export", "--format", form, str(tmp_path / "folder"), *force).code == 3
        assert lines("export", "--format", form, os.path.dirname(workspace.store.path), *force).code == 3
        assert lines("export", "--format", form, workspace.store.path, *force).code == 3
    assert lines("export", "--format", form, str(tmp_path / "file")).code == 3
    assert lines("export", "--format", form, str(tmp_path / "no" / "place")).code == 5
    assert (tmp_path / "file").read_text() == "x" and (tmp_path / "folder" / "thesis").read_text() == "years"
    assert sorted(os.listdir(tmp_path)) == ["file", "folder"]


def test_a_calendar_without_anything_in_it_is_said_and_leaves_no_file(lines: Lines, tmp_path: Path) -> None:
    with Workspace.open(places.workspace_file()) as workspace:
        workspace.journal.write("x")
    ended = lines("export", "--format", "ics", str(tmp_path / "x.ics"))
    assert ended.code == 4 and "Nothing has a date yet" in ended.err
    assert not list(tmp_path.iterdir())


def test_without_links_a_file_is_whole_and_replaces_nothing_all_the_same(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", none)
    path = tmp_path / "all.json"
    export(workspace.store, Content(), "json", str(path))
    assert json.loads(path.read_text())["format"] == "onward-export"
    with pytest.raises(Refused, match="is there already"):
        export(workspace.store, Content(), "json", str(path))
    assert os.listdir(tmp_path) == ["all.json"]


@every_form
def test_a_full_disk_is_said_and_leaves_nothing(
    form: str, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match="No space left"):
        export(workspace.store, Content(), form, str(tmp_path / "out"))
    assert not list(tmp_path.iterdir())


NOON = "2026-11-22T12:00:00.000Z"


@every_form
def test_four_times_as_much_takes_no_more_memory(form: str, tmp_path: Path) -> None:
    peaks = []
    for count in (200, 800):
        workspace = Workspace.memory()
        with workspace.store.write("Write") as door:
            for number in range(count):
                entry = door.insert("entries", day="2026-11-22", at=NOON, body="x" * 4000, prompt="")
                door.insert("tags", entry=entry, name=str(number))
                door.insert("steps", day="2026-11-22", cue="", text="x" * 400, source="", state="open", at=NOON)
        tracemalloc.start()
        export(workspace.store, Content(), form, str(tmp_path / f"{count}"))
        if form != "ics":
            _, parts = formats.read(Source.open(str(tmp_path / f"{count}")), Options())
            assert sum(1 for part in parts for _ in part.things(Batch(workspace.clock))) >= count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 500_000  # for 2.4 MB more of text, and 600 names of files


def test_a_calendar_goes_through_a_pipe_with_its_line_ends(workspace: Workspace) -> None:
    raw = onward("export", "--format", "ics").out
    assert Calendar.from_ical(raw).walk("VEVENT")


def test_an_export_of_markdown_is_taken_while_another_process_writes(workspace: Workspace, tmp_path: Path) -> None:
    with Workspace.open(workspace.store.path) as other:
        kept = markdown.Pages.rows

        def slow(self: markdown.Pages, table: str) -> None:
            other.journal.tag(other.journal.write("meanwhile"), "late")
            kept(self, table)

        markdown.Pages.rows = slow  # type: ignore[method-assign]
        try:
            before = exported(workspace)
            markdown.write(workspace.store, str(tmp_path / "out"))
        finally:
            markdown.Pages.rows = kept  # type: ignore[method-assign]
    back = Workspace.memory()
    Plan(back.store, Source.open(str(tmp_path / "out")), Options()).run()
    assert exported(back) == before
