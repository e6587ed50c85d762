"""The configuration file: what it may say, and what a mistake in it gets."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import places
from tui.config import Config, at_line, check_keys, read


def told(tmp_path: Path, text: str | bytes) -> tuple[Config, list[str]]:
    (tmp_path / "config.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(str(tmp_path))


def test_without_a_file_everything_is_as_usual(tmp_path: Path) -> None:
    assert read(str(tmp_path)) == (Config(), [])


def test_what_can_be_set(tmp_path: Path) -> None:
    config, problems = told(
        tmp_path, 'theme = "light"\nanimations = false\nmouse = false\n[keys]\n"today.skip" = "x"\n'
    )
    assert problems == []
    assert config == Config(theme="light", animations=False, mouse=False, keys={"today.skip": "x"})


def test_every_mistake_is_named_with_its_line_and_the_rest_is_used(tmp_path: Path) -> None:
    config, problems = told(
        tmp_path, '# mine\ntheme = "blue"\nnonsense = 3\nmouse = false\n[keys]\n"today.skip" = 5\n"today.later" = "x"\n'
    )
    assert config == Config(mouse=False, keys={"today.later": "x"})
    assert [problem.partition(": ")[0][-6:] for problem in problems] == ["line 2", "line 6", "line 3"]
    assert "is not a setting" in problems[2]


@pytest.mark.parametrize("text", ["theme = ", "[keys", "a = 1\na = 2", b"\xff\xfe", b"theme = '\x00'"])
def test_a_file_that_is_not_toml_is_said_and_the_usual_settings_are_used(tmp_path: Path, text: str | bytes) -> None:
    config, problems = told(tmp_path, text)
    assert config == Config()
    assert len(problems) == 1
    assert "usual settings" in problems[0]


@given(st.text(max_size=80))
def test_no_file_stops_the_app(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("config")
    (folder / "config.toml").write_text(text, encoding="utf-8", errors="replace")
    config, problems = read(str(folder))
    assert isinstance(config, Config)
    assert all(problem.endswith(".") for problem in problems)


def test_unknown_actions_and_shared_keys_are_named() -> None:
    bound = [("", "app.help", "question_mark,f1"), ("today", "today.skip", "s"), ("journal", "journal.tags", "t")]
    assert check_keys({"today.skip": "t"}, bound) == []
    for key in ("f1", "?"):
        ((id, problem),) = check_keys({"today.skip": key}, bound)
        assert id == "today.skip"
        assert problem == f"“{key}” would be both “app.help” and “today.skip”"
    assert check_keys({"tody.skip": "x"}, bound) == [("tody.skip", "no action is called “tody.skip”")]


def test_an_action_is_found_in_the_file(tmp_path: Path) -> None:
    told(tmp_path, 'theme = "dark"\n[keys]\n"today.skip" = "x"\n')
    assert at_line(str(tmp_path), "today.skip").endswith("config.toml, line 3")


def test_the_place_is_the_systems_own_unless_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("ONWARD_HOME")
    for base in ("", str(tmp_path), "  "):
        monkeypatch.setenv("XDG_DATA_HOME", base)
        monkeypatch.setenv("XDG_CONFIG_HOME", base)
        assert places.home() == platformdirs.user_data_dir("onward", appauthor=False)
        assert places.config() == platformdirs.user_config_dir("onward", appauthor=False)
    monkeypatch.setenv("ONWARD_HOME", str(tmp_path / "mine"))
    assert places.home() == places.config() == str(tmp_path / "mine")
    assert places.workspace_file(str(tmp_path / "given")) == str(tmp_path / "given" / "onward.sqlite")
