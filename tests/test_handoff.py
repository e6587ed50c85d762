"""Lending text to an editor: private while it lasts, gone afterwards, and kept when something breaks."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import Refused, StorageError
from core.journal import handoff
from core.journal.elsewhere import Elsewhere
from core.journal.handoff import editor, lent, sweep, taken_back
from core.workspace import Workspace
from tests.terminals import Terminal


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place in memory of this person alone."""
    place = tmp_path / "memory"
    place.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(place))
    return place


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(str(tmp_path / "home" / "onward.sqlite")) as opened:
        yield opened


def left_behind(memory: Path, workspace: Workspace, key: str = "", **files: str) -> Path:
    """What a crash leaves: the folder of a process that is gone, with these files in it."""
    home = os.path.dirname(workspace.store.path)
    code = f"import os; from core.journal.handoff import lent\nwith lent({home!r}, 'begun', key={key!r}): os._exit(9)"
    subprocess.run([sys.executable, "-c", code], check=False)
    (own,) = memory.iterdir()
    for name, text in files.items():
        path = own / name.replace("_", ".")
        path.write_text(text)
        later = time.time() + 10
        os.utime(path, (later, later))
    return own


def test_the_file_is_private_in_memory_and_gone_afterwards(memory: Path, tmp_path: Path) -> None:
    mask = os.umask(0)
    try:
        with lent(str(tmp_path / "home"), "été", key="entry:new") as path:
            assert Path(path).is_relative_to(memory)
            assert Path(path).read_text() == "été"
            assert {file.stat().st_mode & 0o777 for file in Path(path).parent.iterdir()} == {0o600}
            assert Path(path).parent.stat().st_mode & 0o777 == 0o700
            Path(path).write_text("and more")
            assert taken_back(path) == "and more"
    finally:
        os.umask(mask)
    assert list(memory.iterdir()) == []


def test_where_there_is_no_such_memory_it_lies_beside_the_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handoff, "_places", lambda folder: ["/no/such/place", folder])
    with lent(str(tmp_path / "home"), "x") as path:
        assert Path(path).is_relative_to(tmp_path / "home")
    assert list((tmp_path / "home").iterdir()) == []


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(StorageError, match="cannot be made"), lent(str(tmp_path / "home")):
        pass


@pytest.mark.parametrize(
    ("saved", "read"),
    [
        ("café".encode("latin-1"), "café"),
        ("\ufeffcafé".encode("utf-16-le"), "café"),
        (b"one \x00 two", "one ␀ two"),
        (b"\xff\xfe\x00", "ÿþ␀"),
    ],
)
def test_however_an_editor_saves_the_words_come_back(memory: Path, tmp_path: Path, saved: bytes, read: str) -> None:
    """The file is gone afterwards, so to refuse it would be to lose it."""
    with lent(str(tmp_path)) as path:
        Path(path).write_bytes(saved)
        assert taken_back(path) == read


def test_what_a_crash_leaves_becomes_the_draft_it_was(memory: Path, workspace: Workspace) -> None:
    workspace.drafts.keep("entry:new", "begun")
    left_behind(memory, workspace, "entry:new", entry_md="begun, and went on\twith a tab")
    assert sweep(workspace.store) == 1
    assert [(draft.key, draft.body) for draft in workspace.drafts.all()] == [
        ("entry:new", "begun, and went on\twith a tab")
    ]
    assert list(memory.iterdir()) == []
    assert sweep(workspace.store) == 0


def test_what_an_editor_saved_when_it_was_cut_off_is_found(memory: Path, workspace: Workspace) -> None:
    left_behind(memory, workspace, entry_md_save="what nano had")
    sweep(workspace.store)
    (draft,) = workspace.drafts.all("entry:")
    assert draft.body == "what nano had"
    entry = workspace.journal.commit(draft.key, draft.body)
    assert workspace.journal.entry(entry).body == "what nano had"


def test_a_newer_draft_is_not_written_over(memory: Path, workspace: Workspace) -> None:
    own = left_behind(memory, workspace, "entry:new")
    os.utime(own / "entry.md", (1, 1))
    workspace.drafts.keep("entry:new", "typed later")
    assert sweep(workspace.store) == 1
    assert sorted(draft.body for draft in workspace.drafts.all("entry:")) == ["begun", "typed later"]


def test_text_that_is_lent_right_now_is_left_alone(memory: Path, workspace: Workspace) -> None:
    with lent(os.path.dirname(workspace.store.path), "in use") as path:
        assert sweep(workspace.store) == 0
        assert os.path.exists(path)


def test_another_workspaces_text_is_not_taken(memory: Path, workspace: Workspace, tmp_path: Path) -> None:
    left_behind(memory, workspace, "entry:new")
    with Workspace.open(str(tmp_path / "other" / "onward.sqlite")) as other:
        assert sweep(other.store) == 0
    assert sweep(workspace.store) == 1


@pytest.mark.skipif(not shutil.which("vim"), reason="no vim here")
def test_vim_is_told_to_leave_nothing_and_the_persons_flags_come_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", 'vim -c "set undofile"')
    command = editor()
    assert command[1:4] == ["-n", "-i", "NONE"]
    assert command[-2:] == ["-c", "set undofile"]


def test_another_editor_is_called_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "'/opt/my editor' --wait")
    assert editor() == ["/opt/my editor", "--wait"]


def test_no_editor_at_all_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Refused, match="No editor is named"):
        editor()


@pytest.mark.skipif(not shutil.which("vim"), reason="no vim here")
@pytest.mark.parametrize(("keys", "kept"), [("", "begun and more\n"), (":q!\r", "begun\n")], ids=["closed", "given up"])
def test_what_stands_in_vim_when_its_window_is_closed_is_kept(
    memory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: str, kept: str
) -> None:
    monkeypatch.setenv("EDITOR", "vim")
    with lent(str(tmp_path / "home"), "begun\n") as path, Terminal(*editor(), path) as terminal:
        terminal.wait_for("begun")
        terminal.type("A and more\x1b")
        terminal.wait_for("and more")
        terminal.type(keys)
        if keys:
            terminal.end()
        else:
            terminal.close()
        assert taken_back(path) == kept


@pytest.mark.parametrize("name", ["entry.md.save", "#entry.md#"])
def test_what_another_editor_put_beside_the_file_when_it_was_cut_off_is_kept(
    memory: Path, tmp_path: Path, name: str
) -> None:
    with lent(str(tmp_path), "begun") as path:
        os.utime(path, (1, 1))
        Path(path).with_name(name).write_text("begun, and more")
        assert taken_back(path) == "begun, and more"
        later = time.time() + 10
        os.utime(path, (later, later))
        assert taken_back(path) == "begun"


@pytest.mark.skipif(not shutil.which("vim"), reason="no vim here")
def test_vim_leaves_no_second_file_with_the_text(memory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the person's settings are: a marker is searched in everything under the home and beside the file."""
    home = Path(os.environ["HOME"])
    (home / ".vimrc").write_text(
        "set backup writebackup undofile undodir=~ backupdir=~ directory=~ viminfo='100,\"50\n"
    )
    monkeypatch.setenv("EDITOR", "vim")
    with lent(str(tmp_path / "home"), "") as path, Terminal(*editor(), path) as terminal:
        terminal.wait_for("entry.md")
        terminal.type("iMARKER of my own\x1b:w\r")
        terminal.wait_for("written")
        terminal.type("yyoMARKER again\x1b")
        terminal.read(0.5)
        found = [
            file.name
            for file in (*home.rglob("*"), *memory.rglob("*"))
            if file.is_file() and b"MARKER" in file.read_bytes()
        ]
        assert sorted(found) == [".entry.md.swp", "entry.md"] and not any(
            file.is_file() for file in home.rglob("*.sw?")
        )
        terminal.type(":wq\r")
        while terminal.read(0.2):
            pass
        assert taken_back(path) == "MARKER of my own\nMARKER again\n"
    assert [file for file in home.rglob("*") if file.is_file() and b"MARKER" in file.read_bytes()] == []


def test_what_was_kept_elsewhere_stays_where_there_is_room_for_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = Elsewhere(str(tmp_path))
    path = elsewhere.keep("the first words")

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            elsewhere.keep("the first words, and more")
    assert [file.read_text() for file in tmp_path.iterdir()] == ["the first words"]
    assert elsewhere.keep("the first words, and more") == path
    assert [file.read_text() for file in tmp_path.iterdir()] == ["the first words, and more"]
