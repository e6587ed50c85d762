"""`onward config`: a file that explains itself, opened in the person's editor, its mistakes named by line."""

from __future__ import annotations

import dataclasses
import stat
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from core import places
from tests.lines import Lines
from tui.config import OPTIONS, Config, read, template

ROOT = Path(__file__).parent.parent


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Lines:
    return Lines(capsys, monkeypatch)


@pytest.fixture
def file(home: Path) -> Path:
    return Path(places.config_file())


def edits(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str, code: int = 0) -> None:
    """Let the editor be one that writes `text`."""
    script = tmp_path / "editor"
    script.write_text(f"#!/bin/sh\ncat > \"$1\" <<'END'\n{text}\nEND\nexit {code}\n")
    script.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(script))


def test_every_setting_is_explained_once() -> None:
    assert list(OPTIONS) == [field.name for field in dataclasses.fields(Config)]
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    indented = "".join(f"    {line}".rstrip() + "\n" for line in template().rstrip().split("\n"))
    assert page.count(indented) == 1
    for about, _ in OPTIONS.values():
        assert page.count(about) == 1


def test_what_the_file_begins_with_changes_nothing_and_every_line_of_it_can_be_used(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(template())
    assert read(str(tmp_path)) == (Config(), [])
    opened = "\n".join(line.removeprefix("# ") for line in template().split("\n")[1:] if not line.startswith("##"))
    (tmp_path / "config.toml").write_text(opened)
    found, problems = read(str(tmp_path))
    assert problems == [] and tomllib.loads(opened).keys() == OPTIONS.keys()
    assert dataclasses.replace(found, keys={}) == Config()


def test_the_first_time_a_file_is_made_for_the_persons_eyes(
    lines: Lines, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "true")
    ended = lines("config")
    assert (ended.code, ended.out) == (0, "") and "can be used" in ended.err
    assert file.read_text() == template()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_file_that_is_there_is_opened_as_it_is(
    lines: Lines, file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file.parent.mkdir()
    file.write_text("# mine\n")
    monkeypatch.setenv("EDITOR", "true")
    assert lines("config").code == 0 and file.read_text() == "# mine\n"
    real = tmp_path / "dotfiles.toml"
    file.rename(real)
    file.symlink_to(real)
    edits(monkeypatch, tmp_path, 'theme = "light"')
    assert lines("config").code == 0 and file.is_symlink() and "light" in real.read_text()


def test_every_mistake_is_named_with_its_line_and_the_file_stays(
    lines: Lines, file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = 'theme = "blue"\ncolour = 3\n[keys]\n"today.skp" = "x"\n"today.skip" = "f1"\n'
    edits(monkeypatch, tmp_path, text)
    ended = lines("config")
    assert ended.code == 3 and file.read_text().startswith(text)
    for line, words in ((1, "theme"), (2, "is not a setting"), (4, "no action is called"), (5, "would be both")):
        assert any(f"line {line}" in said and words in said for said in ended.err.splitlines())
    again = lines("config", "--check")
    assert (again.code, again.err) == (ended.code, ended.err)


@pytest.mark.parametrize(("text", "line"), [("theme = ", 1), ("mouse = true\n[keys", 2), ("a = 1\na = 2", 2)])
def test_what_is_no_toml_is_named_with_its_line(lines: Lines, file: Path, text: str, line: int) -> None:
    file.parent.mkdir()
    file.write_text(text)
    ended = lines("config", "--check")
    assert ended.code == 3 and f"line {line}" in ended.err


def test_it_can_be_found_and_checked_without_an_editor(lines: Lines, file: Path) -> None:
    assert lines("config", "--path").out == f"{file}\n"
    missing = lines("config", "--check")
    assert missing.code == 4 and "usual settings" in missing.err and not file.exists()


def test_an_editor_that_does_not_start_or_ends_badly_is_said(
    lines: Lines, file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("EDITOR", "/no/such/editor")
    ended = lines("config")
    assert ended.code == 3 and "could not be started" in ended.err and str(file) in ended.err
    edits(monkeypatch, tmp_path, "mouse = false", code=7)
    ended = lines("config")
    assert ended.code == 0 and "ended with 7" in ended.err and "mouse = false" in file.read_text()


def test_what_is_in_the_way_is_left_as_it_is(lines: Lines, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "true")
    file.mkdir(parents=True)
    assert lines("config").code == 5 and file.is_dir()
    file.rmdir()
    file.parent.rmdir()
    file.parent.write_text("a file")
    assert lines("config").code == 5


def test_it_does_not_load_the_screens_until_there_are_keys_to_check(file: Path) -> None:
    file.parent.mkdir()
    file.write_text('theme = "light"\n')
    script = (
        "import atexit, sys; sys.argv = ['onward', 'config', '--check']; "
        "atexit.register(lambda: print('textual' in sys.modules)); from onward.__main__ import run; run()"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "False\n"), done.stderr
