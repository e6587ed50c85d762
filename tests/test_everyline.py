"""Every line there is: examples run, shapes are written down, and nothing that is typed breaks anything."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import click
import pytest

from cli import output
from cli.noun import Noun
from core import places
from core.clock import Clock
from core.workspace import Workspace
from sync.keys import KeyringFile
from tests.everyline import NOW, begin, commands, examples, parsed, write_files
from tests.lines import Ended, Lines

HOSTILE = "red \x1b[31mb\x07 \u202egnp.exe \x9b2J [bold]x[/bold] 日本"
COMMANDS = dict(commands())
MOMENTS = count()  # no two things happen at once
# What opens the screens; --watch goes on until it is interrupted.
ELSEWHERE = {("demo",)}
# What has to be so before an example does something.
BEFORE = {
    ("sync",): ["vault connect shared"],
    ("vault", "machines"): ["vault connect shared"],
    ("vault", "leave"): ["vault connect shared"],
    ("undo", "--yes"): ["write Something"],
    ("redo",): ["undo --yes"],
    ("window", "--off"): ["window"],
    ("config", "--check"): ["config"],
}


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is ten in the morning for every clock that is not told otherwise."""
    begin = Clock.__init__

    def now() -> datetime:
        return NOW + timedelta(milliseconds=next(MOMENTS))

    def set_to(self: Clock, given: Any = None, *more: Any, **others: Any) -> None:
        begin(self, given or now, *more, **others)

    monkeypatch.setattr(Clock, "__init__", set_to)


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Lines:
    return Lines(capsys, monkeypatch)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("world")


@pytest.fixture
def world(lines: Lines, kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lines:
    """Lines on a workspace with something of everything; begun once, and copied for each test."""
    file = Path(places.workspace_file())
    file.parent.mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    if not (kept / "workspace").exists():
        begin(lines, tmp_path)
        shutil.copytree(file.parent, kept / "workspace")
    else:
        shutil.copytree(kept / "workspace", file.parent, dirs_exist_ok=True)
        write_files(tmp_path)
    return lines


def run(lines: Lines, arguments: list[str], source: str = "") -> Ended:
    return lines(*arguments, stdin=Path(source).read_bytes() if source else b"")


def make_vault(world: Lines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A vault, and a folder with a backup, for the examples that are about them."""
    monkeypatch.setattr(KeyringFile, "_cost", 2)
    monkeypatch.setenv("ONWARD_PASSPHRASE_COMMAND", "echo correct horse battery staple gravel moth")
    for name in ("copies", "shared"):
        (tmp_path / name).mkdir()
    assert world("vault", "init").code == 0
    assert world("backup", "onward.age").code == 0


@pytest.mark.parametrize("example", examples())
def test_every_example_runs(world: Lines, example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments, source = parsed(example)
    if tuple(arguments[:1]) in ELSEWHERE or not arguments or "--watch" in arguments:
        return
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho "# One more line." >> "$1"\n')
    editor.chmod(0o700)
    monkeypatch.setenv("VISUAL", str(editor))
    if arguments[0] in ("write", "review") or arguments[:2] == ["journal", "edit"]:
        monkeypatch.setattr(output, "is_terminal", lambda *names: True)
    if arguments[0] in ("vault", "backup", "restore", "sync"):
        make_vault(world, tmp_path, monkeypatch)
    for first in BEFORE.get(tuple(arguments), ()):
        world(*first.split())
    ended = run(world, arguments, source or ("letter.md" if "-" in arguments else ""))
    if ended.code in (2, 3) and set(arguments) <= {word for path in COMMANDS for word in path}:
        ended = world(*arguments, "--help")  # named as a whole, without what it needs
    assert ended.code == 0, ended.err


def with_json() -> Iterator[tuple[str, ...]]:
    for path, command in COMMANDS.items():
        if any("--json" in parameter.opts for parameter in command.params):
            yield path


# What stands behind the verbs that print one thing; the others need nothing.
WHICH = {
    "routine": ["harbour"],
    "postings": ["last"],
    "skills": ["editing"],
    "plan": ["evening"],
    "team": ["Bo Lind"],
    "applications": ["saltmarsh"],
    "rounds": ["last"],
    "materials": ["saltmarsh"],
    "journal": ["last"],
    "wins": ["last"],
    "praise": ["last"],
    "anchors": ["archive"],
    "stories": ["archive"],
    "questions": ["leave"],
    "doors": ["reapply"],
    "hold": ["last"],
}
BEFORE_JSON = {
    ("skills", "beside"): ["resume.txt", "last"],
    ("skills", "scan"): ["posting.txt"],
    ("team", "pick"): ["contacts.vcf"],
    ("ask",): ["interview"],
    ("search",): ["saltmarsh"],
    ("ritual", "basis"): ["writing"],
    ("import",): ["jobs.csv", "--map", "Firm=company", "--yes"],
}
WITH_KEYS = {("vault",), ("backup",), ("restore",), ("sync",), ("conflicts",)}  # tested where there are keys


SHOWING = {"list", "show", "ready", "kinds", "tags", "days", "prompts", "views", "away", "means", "choices", "offers"}


def test_everything_that_shows_something_prints_a_document_too() -> None:
    documented = set(with_json())
    showing = {path for path in COMMANDS if path[-1] in SHOWING or path[0] in ("today", "search", "insights", "locate")}
    showing |= {("review",), ("ask",), ("safety",), ("me",), ("ritual", "basis"), ("ritual", "before"), ("sync",)}
    assert showing - documented == set()


def keys_of(document: Any) -> Iterator[str]:
    if isinstance(document, dict):
        for key, value in document.items():
            yield key
            yield from keys_of(value)
    elif isinstance(document, list):
        for value in document:
            yield from keys_of(value)


@pytest.mark.parametrize("path", [path for path in with_json() if path[:1] not in WITH_KEYS], ids=" ".join)
def test_every_document_has_the_shape_that_help_gives_it(world: Lines, path: tuple[str, ...]) -> None:
    command = COMMANDS[path]
    if path == ("journal", "drafts"):
        with Workspace.open(places.workspace_file()) as workspace:
            workspace.drafts.keep("entry:new", "Half a thought")
    more = BEFORE_JSON.get(path)
    if more is None:
        takes_one = any(isinstance(one, click.Argument) and one.required for one in command.params)
        more = WHICH[path[0]] if takes_one else []
    ended = world(*path, *more, "--json")
    assert ended.code == 0, ended.err
    document = json.loads(ended.out)
    assert document not in ([], {}, None), "The world has one of everything"
    words = set(re.findall(r"[A-Za-z_]+", command.help or ""))
    free = {"pieces"} & set(document) if isinstance(document, dict) else set()
    names = {key for key in keys_of(document) if key.isidentifier()}
    unknown = names - words - free
    if path == ("ritual", "show"):
        unknown -= {item for step in document["steps"] for item in step["pieces"]}
    assert unknown == set()


def filled(command: click.Command, word: str) -> list[str]:
    """Arguments for a command: the first of what is offered, and `word` for everything else."""
    found = []
    for parameter in command.params:
        if isinstance(parameter, click.Argument) and (parameter.required or word):
            kind = parameter.type
            if isinstance(kind, click.Choice):
                found.append(str(next(iter(kind.choices))))
            elif isinstance(kind, click.types.IntParamType):
                found.append("1")
            else:
                found.append(word)
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.required:
            found += [parameter.opts[0], "1" if isinstance(parameter.type, click.types.IntParamType) else word]
    return found


INTERACTIVE = {("demo",), ("ritual", "walk"), ("ritual",), ("write",), ("vault", "init")}


WORDS = ["no such thing at all", HOSTILE, "", "caf\udce9", "x" * 3000]


@pytest.mark.parametrize("name", {path[0]: None for path in COMMANDS if path not in INTERACTIVE})
def test_nothing_that_is_typed_ends_in_a_crash(world: Lines, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "true")  # vi without a terminal waits two seconds, to be read
    for path, command in COMMANDS.items():
        for word in WORDS if path[0] == name and path not in INTERACTIVE else ():
            ended = world(*path, *filled(command, word))
            assert ended.code in (0, 2, 3, 4, 5), (path, word, ended.err)
            assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", ended.out + ended.err), (path, word)
            if ended.code:
                assert ended.err.strip() and len(ended.err.splitlines()) <= 3, (path, word, ended.err)


NOUNS = {path[0] for path in COMMANDS if len(path) == 2}


@pytest.mark.parametrize(
    "path",
    [
        path
        for path, command in COMMANDS.items()
        if len(path) == 2 and path[0] in WHICH and path[1] in ("show", "remove")
    ],
    ids=" ".join,
)
def test_an_unknown_name_is_answered_with_the_command_that_lists(world: Lines, path: tuple[str, ...]) -> None:
    ended = world(*path, "zzzz")
    assert ended.code == 4 and ended.out == ""
    assert "zzzz" in ended.err and re.search(r"`onward [a-z -]+`", ended.err)


def test_the_nearest_name_is_offered(world: Lines) -> None:
    assert "Did you mean “Nadia Quist”?" in world("team", "show", "nadja").err
    assert "Did you mean “The lost archive”?" in world("stories", "show", "lost arhive").err
    assert "“Walk around the harbour”" in world("routine", "pause", "habour").err


def test_what_fits_several_is_answered_with_their_names(world: Lines) -> None:
    world("stories", "add", "The lost letter")
    ended = world("stories", "show", "the", "lost")
    assert ended.code == 4 and "The lost archive" in ended.err and "The lost letter" in ended.err


def test_a_noun_lists_alone_and_a_word_that_is_no_verb_is_named(world: Lines) -> None:
    assert world("stories").out == world("stories", "list").out == world("story").out
    ended = world("stories", "shwo", "x")
    assert ended.code == 2 and "show" in ended.err


def test_standard_input_is_read_once(world: Lines) -> None:
    ended = world("stories", "add", "Two", "--task", "-", "--action", "-", stdin="words")
    assert ended.code == 2 and "once" in ended.err


def test_every_noun_explains_its_verbs_in_a_line_each(world: Lines) -> None:
    for path, command in COMMANDS.items():
        assert command.help and command.help.strip(), path
        assert len(command.get_short_help_str(300)) > 8, path
        text = command.get_help(click.Context(command, info_name="x"))
        assert "\b" not in text, f"{path}: an empty line is needed before the one with \\b"
    from cli.group import onward

    for name in NOUNS:
        group = onward.get_command(click.Context(onward), name)
        assert group is not None and group.help, name
        if isinstance(group, Noun):
            assert group.first in group.commands
