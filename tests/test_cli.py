"""The product in lines: what each command does, says and ends with."""

import json
import os
import re
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.shell_completion import get_completion_class

from cli import group, output, quick
from cli.ending import __doc__ as endings
from cli.manual import COMMANDS, manual
from core import places
from core.clock import Clock
from core.storage.backups import Backup
from core.storage.export import export_json
from core.workspace import Workspace
from tests.lines import ROOT, Ended, Lines, onward
from tests.terminals import Terminal

HOSTILE = "red \x1b[31mb\x07 \u202egnp.exe \x9b2J [bold]x[/bold] 日本 👩‍💻"


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Lines:
    return Lines(capsys, monkeypatch)


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    """The person's own, open beside the commands."""
    with Workspace.open(places.workspace_file()) as opened:
        yield opened


def entries() -> list[str]:
    with Workspace.open(places.workspace_file()) as opened:
        return [row["body"] for row in opened.store.rows("SELECT body FROM entries ORDER BY at, id")]


def kept_file(said: str) -> Path:
    found = re.search(r"kept in (\S+\.md)\.", said)
    assert found, said
    return Path(found[1])


@pytest.fixture
def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "is_terminal", lambda *names: True)


# Writing


def test_words_on_the_command_line_become_an_entry(lines: Lines) -> None:
    assert lines("write", "It went", "well.") == Ended(0, "", "Written.\n")
    assert entries() == ["It went well."]


@pytest.mark.parametrize("arguments", [["write", "-"], ["write"]])
def test_what_is_piped_in_becomes_an_entry(lines: Lines, arguments: list[str]) -> None:
    assert lines(*arguments, stdin="Dear Ada,\n\nno.\n").code == 0
    assert entries() == ["Dear Ada,\n\nno."]


def test_nothing_is_written_where_there_are_no_words(lines: Lines) -> None:
    assert lines("write", "  ").code == lines("write", "-", stdin="\n\n").code == 3
    assert entries() == []


def editor(folder: Path, script: str) -> str:
    path = folder / "an editor"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o700)
    return f"'{path}' --wait"


def test_without_words_the_editor_opens_on_a_private_file_that_is_removed(
    lines: Lines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, on_a_terminal: None
) -> None:
    noted = tmp_path / "noted"
    script = f'stat -c %a "$2" "$(dirname "$2")" > {noted}; echo "$2" >> {noted}; echo "From the editor" > "$2"'
    monkeypatch.setenv("EDITOR", editor(tmp_path, script))
    assert lines("write") == Ended(0, "", "Written.\n")
    assert entries() == ["From the editor"]
    file_mode, folder_mode, path = noted.read_text().split()
    assert (file_mode, folder_mode) == ("600", "700")
    assert not Path(path).parent.exists()


def test_an_editor_left_without_saving_writes_nothing(
    lines: Lines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, on_a_terminal: None
) -> None:
    monkeypatch.setenv("VISUAL", editor(tmp_path, "true"))
    assert lines("write") == Ended(0, "", "Nothing was written.\n")


def test_an_editor_that_fails_loses_no_words(
    lines: Lines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, on_a_terminal: None
) -> None:
    monkeypatch.setenv("EDITOR", editor(tmp_path, 'echo "half a thought" > "$2"; exit 7'))
    ended = lines("write")
    assert ended.code == 3 and "The editor ended with 7" in ended.err
    assert kept_file(ended.err).read_text() == "half a thought\n"


def test_an_editor_that_is_not_there_is_named(
    lines: Lines, monkeypatch: pytest.MonkeyPatch, on_a_terminal: None
) -> None:
    monkeypatch.setenv("EDITOR", "no-such-editor")
    ended = lines("write")
    assert ended.code == 3 and "no-such-editor" in ended.err


@pytest.mark.parametrize("words", [b"caf\xe9 au lait", b"a\0b", b"\xed\xa0\x80 half"])
def test_text_that_cannot_be_kept_is_refused_and_set_aside_as_it_came(lines: Lines, words: bytes) -> None:
    ended = lines("write", "-", stdin=words)
    assert ended.code == 3
    assert kept_file(ended.err).read_bytes() == words
    assert entries() == []


def test_words_that_can_be_saved_nowhere_are_shown(lines: Lines, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "onward").write_text("a file")
    monkeypatch.setattr("tempfile.gettempdir", lambda: "/nowhere/at/all")
    ended = lines("write", "do not lose me")
    assert ended.code == 5
    assert ended.out == "do not lose me\n"


# Ticking


@pytest.fixture
def routine(workspace: Workspace) -> Workspace:
    workspace.routine.add("Take a walk")
    workspace.routine.add("Talk to one person")
    workspace.routine.add("Careful application", kind="count", per="week")
    workspace.routine.add("Learn", kind="minutes", target=20)
    return workspace


def marks(workspace: Workspace) -> list[tuple[str, int]]:
    rows = workspace.store.rows("SELECT day, amount FROM marks ORDER BY at, id")
    return [(row["day"], row["amount"]) for row in rows]


def test_a_practice_is_ticked_by_part_of_its_name_and_only_once(lines: Lines, routine: Workspace) -> None:
    assert lines("tick", "walk") == Ended(0, "", "Done: Take a walk.\n")
    assert lines("tick", "take", "a", "WALK").code == 0
    assert marks(routine) == [(routine.today().isoformat(), 1)]


def test_counts_and_minutes_add_up(lines: Lines, routine: Workspace) -> None:
    assert lines("tick", "careful", "--count", "2").err == "Done: Careful application, 2 more.\n"
    assert lines("tick", "learn", "--minutes=25").err == "Done: Learn, 25 minutes.\n"
    assert lines("tick", "learn").err == "Done: Learn, 20 minutes.\n"
    assert [amount for _, amount in marks(routine)] == [2, 25, 20]


def test_a_weekday_is_one_that_has_been(lines: Lines, routine: Workspace) -> None:
    today = routine.today()
    assert lines("tick", "walk", "--date", f"{today:%A}").code == 0
    assert lines("tick", "walk", "--date", f"{today - timedelta(days=6):%A}").code == 0
    assert lines("tick", "walk", "--date", "yesterday").code == 0
    days = [today, today - timedelta(days=6), today - timedelta(days=1)]
    assert [day for day, _ in marks(routine)] == [day.isoformat() for day in days]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["t"], 4, "several"),
        (["swim"], 4, "No practice is called “swim”"),
        (["walk", "--minutes", "5"], 3, "ticked as a whole"),
        (["walk", "--date", "tomorrow"], 3, "still to come"),
        (["walk", "--date", "someday"], 3, "not a date known here"),
        (["walk", "--count", "0"], 2, "--count"),
        ([], 2, "PRACTICE"),
    ],
)
def test_a_tick_that_does_not_fit_says_why(
    lines: Lines, routine: Workspace, arguments: list[str], code: int, said: str
) -> None:
    ended = lines("tick", *arguments)
    assert ended.code == code and said in ended.err and ended.out == ""
    assert marks(routine) == []


# Reading


def test_the_day_in_lines(lines: Lines, routine: Workspace) -> None:
    routine.steps.plan("write to Kim", routine.today())
    routine.routine.tick(routine.routine.practices()[0].id)
    said = lines("today").out.splitlines()
    today = routine.today()
    assert said[:2] == [f"{today:%A} {today.day} {today:%B}", "Next: write to Kim"]
    assert "[ ] write to Kim" in said
    assert "[x] Take a walk" in said
    assert "[ ] Learn  (0 of 20 minutes today)" in said


def test_the_day_as_json(lines: Lines, routine: Workspace) -> None:
    routine.rests.lighten(routine.today())
    told = json.loads(lines("today", "--json").out)
    assert told["day"] == routine.today().isoformat()
    assert told["light"] == {"mode": "light", "until": None, "window_ends": None}
    assert {line["name"] for line in told["routine"]} == {
        "Take a walk",
        "Talk to one person",
        "Careful application",
        "Learn",
    }


def test_rest_is_said_and_nothing_is_next(lines: Lines, routine: Workspace) -> None:
    routine.rests.rest_until(routine.today() + timedelta(days=3))
    out = lines("today").out
    assert "Resting until" in out and "Next" not in out


def test_a_search_finds_by_beginning_and_without_accents(lines: Lines, workspace: Workspace) -> None:
    workspace.journal.write("The café was closed.")
    ended = lines("search", "cafe", "clo")
    assert ended == Ended(0, f"{workspace.today().isoformat()}  entry        The café was closed.\n", "")


def test_a_search_as_json_is_exact(lines: Lines, workspace: Workspace) -> None:
    entry = workspace.journal.write("C++ at last")
    (found,) = json.loads(lines("search", "c++", "--json").out)["groups"]
    assert found["kind"] == "entries" and not found["more"]
    assert found["hits"] == [
        {
            "key": f"entry:{entry}",
            "day": workspace.today().isoformat(),
            "snippet": "C++ at last",
            "marks": [[0, 3]],
            "about": "",
        }
    ]


def test_a_search_that_finds_nothing_ends_with_4(lines: Lines, workspace: Workspace) -> None:
    workspace.journal.write("something else")
    assert lines("search", "zebra").code == 4
    ended = lines("search", "zebra", "--json")
    assert (ended.code, json.loads(ended.out)["groups"]) == (4, [])


def test_a_search_says_when_there_is_more(lines: Lines, workspace: Workspace) -> None:
    for number in range(4):
        workspace.journal.write(f"again {number}")
    ended = lines("search", "again", "--limit", "3")
    assert ended.out.count("\n") == 3 and "--limit" in ended.err
    assert lines("search", "again", "--limit", "4").err == ""


def test_reading_begins_no_workspace(lines: Lines, home: Path) -> None:
    for command in (["today"], ["search", "x"], ["tick", "x"], ["undo"], ["redo"], ["export", "--format", "json"]):
        ended = lines(*command)
        assert ended.code == 4 and "There is no workspace" in ended.err
    assert lines("doctor").code == lines("locate").code == 0
    assert not list(home.iterdir())


# Hostile text


def test_hostile_text_acts_on_nobody_who_reads_lines(lines: Lines, workspace: Workspace) -> None:
    workspace.journal.write(HOSTILE)
    workspace.routine.add(HOSTILE)
    for command in (["today"], ["search", "red"], ["tick", "red"], ["undo"]):
        ended = lines(*command)
        assert ended.code == 0
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", ended.out + ended.err), command


def test_json_carries_hostile_text_exactly_and_unharmed(
    lines: Lines, workspace: Workspace, on_a_terminal: None
) -> None:
    workspace.routine.add(HOSTILE)
    entry = workspace.journal.write(HOSTILE)
    for out in (lines("today", "--json").out, lines("export", "--format", "json").out):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", out)
    tables = json.loads(out)["tables"]
    assert [row["body"] for row in tables["entries"] if row["id"] == entry] == [HOSTILE]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_no_encoding_of_the_terminal_stops_a_line(workspace: Workspace, encoding: str) -> None:
    workspace.journal.write("日本語 “quoted”")
    env = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    assert onward("search", "quoted", env=env).code == 0
    (found,) = json.loads(onward("search", "quoted", "--json", env=env).out)["groups"]
    assert found["hits"][0]["snippet"] == "日本語 “quoted”"


# Undo


def test_undo_takes_back_the_last_step_and_redo_brings_it_back(lines: Lines) -> None:
    lines("write", "first")
    assert lines("undo") == Ended(0, "", "Undone: Write an entry.\n")
    assert entries() == []
    assert lines("redo") == Ended(0, "", "Done again: Write an entry.\n")
    assert entries() == ["first"]


def test_nothing_to_undo_ends_with_4(lines: Lines, workspace: Workspace) -> None:
    assert lines("undo").code == lines("redo").code == 4


@pytest.fixture
def old_entry() -> None:
    clock = Clock(lambda: datetime.now(UTC) - timedelta(hours=2))
    with Workspace.open(places.workspace_file(), clock) as opened:
        opened.journal.write("two hours ago")


def test_an_old_step_is_not_undone_unasked(lines: Lines, old_entry: None) -> None:
    ended = lines("undo")
    assert ended.code == 3 and "--yes" in ended.err
    assert entries() == ["two hours ago"]
    assert lines("undo", "--yes").code == 0
    assert entries() == []


@pytest.mark.parametrize(("said", "code", "left"), [("n\n", 3, 1), ("y\n", 0, 0), ("", 130, 1)])
def test_on_a_terminal_an_old_step_asks_first(
    lines: Lines, old_entry: None, on_a_terminal: None, said: str, code: int, left: int
) -> None:
    ended = lines("undo", stdin=said)
    assert ended.code == code and "Write an entry. Undo it?" in ended.err
    assert len(entries()) == left


# Export


def test_an_export_is_private_whole_and_the_same_on_standard_output(
    lines: Lines, routine: Workspace, tmp_path: Path
) -> None:
    routine.journal.write(HOSTILE)
    file = tmp_path / "all.json"
    assert lines("export", "--format", "json", str(file)).out == ""
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]
    assert onward("export", "--format", "json").out.encode() == file.read_bytes()


def test_an_export_replaces_nothing_unless_told(lines: Lines, workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "all.json"
    file.write_text("precious")
    ended = lines("export", "--format", "json", str(file))
    assert ended.code == 3 and "--force" in ended.err
    assert file.read_text() == "precious"
    assert lines("export", "--format", "json", "--force", str(file)).code == 0
    assert json.loads(file.read_text())["format"] == "onward-export"
    assert list(tmp_path.iterdir()) == [file]


def test_an_export_never_replaces_the_workspace(lines: Lines, workspace: Workspace) -> None:
    for path in (workspace.store.path, workspace.store.path + "-wal"):
        assert lines("export", "--format", "json", "--force", path).code == 3
    assert workspace.store.count("SELECT count(*) FROM settings") == 0


def test_an_export_that_does_not_fit_leaves_nothing(lines: Lines, workspace: Workspace, tmp_path: Path) -> None:
    ended = lines("export", "--format", "json", str(tmp_path / "no" / "all.json"))
    assert ended.code == 5 and "cannot be written" in ended.err


# Places and health


def test_places_are_told_one_by_one_and_all_together(lines: Lines, home: Path) -> None:
    assert lines("locate", "workspace").out == f"{home}/onward/onward.sqlite\n"
    assert lines("--home", str(home / "else"), "locate", "config").out == f"{home}/else/config.toml\n"
    assert lines("locate").out.count("\n") == 3


def test_the_doctor_finds_a_whole_workspace_whole_and_tells_no_word_of_it(lines: Lines, routine: Workspace) -> None:
    routine.journal.write("secretword")
    ended = lines("doctor")
    assert ended.code == 0 and "look" not in ended.out
    assert "secretword" not in ended.out and "walk" not in ended.out


def test_the_doctor_mends_permissions_and_the_index_when_told(lines: Lines, workspace: Workspace) -> None:
    workspace.journal.write("findme")
    folder = Path(workspace.store.path).parent
    folder.chmod(0o755)
    Path(workspace.store.path).chmod(0o644)
    workspace.store.note("INSERT INTO search (search) VALUES ('delete-all')")
    first = lines("doctor")
    assert first.code == 5 and "can be read by others" in first.out and "index is not true" in first.out
    assert lines("search", "findme").code == 4
    assert lines("doctor", "--repair").code == 0
    assert lines("search", "findme").code == 0
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(Path(workspace.store.path).stat().st_mode) == 0o600


def test_the_doctor_sees_rows_that_the_log_does_not_know(lines: Lines, workspace: Workspace) -> None:
    workspace.journal.write("one")
    workspace.journal.write("two")
    workspace.store.note("UPDATE entries SET body = 'forged' WHERE body = 'one'")
    assert "1 rows are not what the change log says" in lines("doctor").out
    workspace.store.note("DELETE FROM entries WHERE body = 'two'")
    ended = lines("doctor")
    assert ended.code == 5 and "2 rows are not what the change log says" in ended.out


def test_what_a_damaged_file_still_tells_is_told(lines: Lines, workspace: Workspace, tmp_path: Path) -> None:
    workspace.journal.write("one")
    backup = tmp_path / "mine.zip"
    backup.write_bytes(b"kept")
    workspace.backups.note(Backup(path=str(backup), at=workspace.clock.now(), size=4), 1)
    page = workspace.store.count("SELECT rootpage FROM sqlite_master WHERE name = 'entries'")
    size = workspace.store.count("PRAGMA page_size")
    workspace.store.note("PRAGMA wal_checkpoint (TRUNCATE)")
    workspace.close()
    with open(workspace.store.path, "r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * 64)
    ended = lines("doctor")
    assert ended.code == 5 and "the file is damaged" in ended.out and str(backup) in ended.out
    assert lines("export", "--format", "json").code == 5
    with open(workspace.store.path, "r+b") as file:
        file.write(b"no database at all")
    ended = lines("doctor")
    assert ended.code == 5 and "cannot be opened" in ended.out and "onward restore" in ended.err


# Both ways

PLAIN = [
    ["write", "hello"],
    ["write", "hello", "there"],
    ["write", "-"],
    ["write", " "],
    ["write", "\udcff"],
    ["tick", "walk"],
    ["tick", "t"],
    ["tick", "careful", "--count", "3"],
    ["tick", "learn", "--minutes", "0012", "--date", "yesterday"],
    ["tick", "learn", "--count", "3"],
    ["tick", "walk", "--date", "tomorrow"],
    ["tick", "walk", "--date", ""],
    ["tick", "walk", "--count", "3", "--count", "4"],
    ["search", "hello"],
    ["search", "wal", "--json"],
    ["search", "", "--json"],
    ["search", "--limit", "2", "a"],
    ["today"],
    ["today", "--json"],
    ["--home", "HOME", "today"],
    ["--home=HOME", "write", "elsewhere"],
    ["--help"],
]
ODD = [
    ["write", "--", "-x"],
    ["write", "-x"],
    ["write", "--help"],
    ["tick", "walk", "--count", "many"],
    ["tick", "walk", "--count"],
    ["tick", "walk", "--minutes", "-5"],
    ["tick"],
    ["today", "tomorrow"],
    ["today", "--jsn"],
    ["search"],
    ["search", "x", "--limit", "123456789"],
    ["nothing-of-the-kind"],
    ["--colour"],
    ["--home"],
]


@pytest.mark.parametrize("arguments", PLAIN + ODD, ids=" ".join)
def test_the_quick_way_and_the_whole_way_are_one(
    lines: Lines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    def outcome(folder: Path, answer: Any) -> tuple[object, ...]:
        monkeypatch.setenv("ONWARD_HOME", str(folder))
        with Workspace.open(places.workspace_file()) as opened:
            for practice in (("Take a walk", "tick"), ("Careful", "count"), ("Learn", "minutes")):
                opened.routine.add(practice[0], kind=practice[1], origin=practice[0])
            opened.journal.write("hello world")
        given = [word.replace("HOME", str(folder)) for word in arguments]
        ended = lines(*given, stdin="piped in", answer=answer)
        exported = lines("export", "--format", "json", str(folder / "export.json"))
        assert exported.code == 0
        return tuple(_masked(text, folder) for text in (*map(str, ended), (folder / "export.json").read_text()))

    from cli.main import answer as whole

    assert outcome(tmp_path / "a", whole) == outcome(tmp_path / "b", group.answer)


def _masked(text: str, folder: Path) -> str:
    text = text.replace(str(folder), "HOME")
    text = re.sub(r"onward-\d{8}-\d{6}-\w{6}\.md", "KEPT", text)
    return re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}|\d{4}-\d\d-\d\dT[\d:.]+Z", "*", text)


@pytest.mark.parametrize("arguments", PLAIN, ids=" ".join)
def test_plain_forms_need_no_argument_parser(
    lines: Lines, routine: Workspace, arguments: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def never(arguments: Sequence[str]) -> int:
        pytest.fail("click was asked")

    monkeypatch.setattr(group, "answer", never)
    lines(*[word.replace("HOME", str(tmp_path / "h")) for word in arguments], stdin="piped in")


HEAVY = {"click", "cryptography", "pydantic", "rich", "sqlite_utils", "textual", "asyncio"}


@pytest.mark.parametrize(
    ("arguments", "without"),
    [
        (["write", "hello"], HEAVY | {"dataclasses", "pathlib", "typing", "uuid"}),
        (["write", "-"], HEAVY | {"dataclasses", "pathlib", "typing", "uuid"}),
        (["tick", "walk"], HEAVY | {"dataclasses", "pathlib", "typing", "uuid"}),
        (["today"], HEAVY),
        (["search", "walk"], HEAVY | {"tomllib"}),
        (["--help"], HEAVY | {"sqlite3", "dataclasses", "typing", "re"}),
        (["undo", "--yes"], HEAVY - {"click"}),
        (["export", "--format", "json"], HEAVY - {"click"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_command_pays_for_nothing_else(routine: Workspace, arguments: list[str], without: set[str]) -> None:
    script = (
        "import atexit, sys; atexit.register(lambda: print('LOADED', *sys.modules, file=sys.stderr)); "
        "from onward.__main__ import run; run()"
    )
    # -I would hide the checkout; -S only keeps what a site's own hooks import out of the count.
    packages = os.pathsep.join(path for path in sys.path if path.endswith("site-packages"))
    done = subprocess.run(
        [sys.executable, "-S", "-c", script, *arguments],
        input=b"piped in",
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{packages}"},
    )
    loaded = {name.partition(".")[0] for name in done.stderr.decode().partition("LOADED ")[2].split()}
    assert loaded & without == set()


# The frame


def test_every_command_is_on_the_first_page_and_explains_itself(lines: Lines) -> None:
    assert lines("--help").out == manual() + "\n"
    for name in COMMANDS:
        ended = lines(name, "--help")
        assert ended.code == 0 and ended.out.startswith(f"Usage: onward {name}")


def test_the_first_page_names_every_exit_code() -> None:
    codes = re.findall(r"^    (\d+) ", endings or "", re.MULTILINE)
    assert codes == ["0", "1", "2", "3", "4", "5", "6", "7", "8", "130"]
    assert [code for code in codes if not re.search(rf"\b{code}\b", manual())] == []


def test_a_mistake_in_the_command_line_is_answered_in_two_lines(lines: Lines) -> None:
    for arguments in (["--colour"], ["rwite"], ["today", "--jsno"], ["write", "--foo"]):
        ended = lines(*arguments)
        assert ended.code == 2 and ended.out == "" and len(ended.err.splitlines()) == 2
    assert "--json" in lines("today", "--jsno").err


def test_a_crash_ends_with_1_and_tells_no_word_of_the_person(lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(home: object, body: str) -> None:
        raise ValueError(body)

    monkeypatch.setattr("cli.verbs.write", crash)
    ended = lines("write", "secretword")
    assert ended.code == 1
    assert "ValueError" in ended.err and "test_cli.py" in ended.err and "secretword" not in ended.err


@pytest.mark.parametrize("arguments", [[], ["demo"], ["--home", "somewhere"]], ids=" ".join)
def test_without_a_terminal_it_says_how_to_start_and_ends(arguments: list[str], home: Path) -> None:
    ended = onward(*arguments)
    assert ended.code == 2 and ended.out == ""
    assert "need a terminal" in ended.err
    assert not list(home.iterdir())


@pytest.mark.parametrize("away", ["<", ">", "2>"])
def test_one_stream_that_is_no_terminal_is_enough(away: str, home: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.touch()
    script = f"{sys.executable} -m onward {away} {elsewhere}"
    with Terminal("sh", "-c", script) as terminal:
        assert terminal.end() == 2
        assert "need a terminal" in terminal.text + elsewhere.read_text()


def test_a_reader_that_goes_away_is_no_error(workspace: Workspace) -> None:
    for _ in range(30):
        workspace.journal.write("again " + "and again " * 200)
    for arguments in (["search", "again", "--limit", "30"], ["export", "--format", "json"]):
        process = subprocess.Popen(
            [sys.executable, "-m", "onward", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
        )
        assert process.stdout and process.stderr
        process.stdout.close()
        assert (process.stderr.read(), process.wait()) == (b"", 0)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")
def test_output_that_does_not_fit_is_an_error(workspace: Workspace) -> None:
    workspace.journal.write("hello")
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "onward", "search", "hello"],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            check=False,
        )
    assert done.returncode == 5 and b"could not be written" in done.stderr


def test_an_interrupt_ends_with_130_and_without_a_word() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", "print(flush=True); from onward.__main__ import run; run()", "write", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        # A test run in the background ignores interrupts, and so would its children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdout.readline()
        # It reads all of its input before anything else happens; wait until it sleeps there.
        while (
            Path(f"/proc/{process.pid}/wchan").exists() and "pipe" not in Path(f"/proc/{process.pid}/wchan").read_text()
        ):
            pass
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
        assert process.stderr.read() == b""


def test_no_line_on_a_terminal_carries_an_escape_code(workspace: Workspace) -> None:
    workspace.journal.write(HOSTILE)
    for arguments in (["search", "red"], ["today"], ["doctor"], ["nonsense"], ["tick", "--help"], ["today", "--json"]):
        with Terminal.onward(*arguments) as terminal:
            terminal.end()
            assert terminal.raw and b"\x1b" not in terminal.raw, arguments


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_there_is_a_completion_script_for_every_shell(lines: Lines, shell: str) -> None:
    ended = lines("completions", shell)
    assert ended.code == 0 and "_ONWARD_COMPLETE" in ended.out


def test_completion_knows_commands_options_and_practices(routine: Workspace) -> None:
    def complete(*words: str) -> str:
        env = {"_ONWARD_COMPLETE": "bash_complete", "COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}
        return onward(env=env).out

    assert "plain,search" in complete("onward", "se")
    assert "plain,--minutes" in complete("onward", "tick", "--m")
    assert "plain,Take a walk" in complete("onward", "tick", "ta")


@pytest.mark.parametrize("shell", ["bash", "zsh"])
@pytest.mark.parametrize("begun", ["", "s", "resto", "nothing"])
def test_the_name_of_a_command_is_completed_as_click_would(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, shell: str, begun: str
) -> None:
    words = {"_ONWARD_COMPLETE": f"{shell}_complete", "COMP_WORDS": f"onward {begun}", "COMP_CWORD": "1"}
    for name, value in words.items():
        monkeypatch.setenv(name, value)
    assert quick.answer([]) == 0
    ours = capsys.readouterr().out
    found = get_completion_class(shell)
    assert found is not None
    assert ours.rstrip("\n") == found(group.onward, {}, "onward", "_ONWARD_COMPLETE").complete().rstrip("\n")


@pytest.mark.parametrize("words", ["onward --h", "onward team t", "onward 'se"])
def test_what_is_no_name_of_a_command_is_left_to_click(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    number = str(len(words.split()) - 1)
    for name, value in {"_ONWARD_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": number}.items():
        monkeypatch.setenv(name, value)
    assert quick.answer([]) is None


def test_a_workspace_can_be_chosen_in_both_ways(lines: Lines, home: Path) -> None:
    lines("--home", str(home / "a b"), "write", "here")
    ended = onward("search", "here", env={"ONWARD_HOME": str(home / "a b")})
    assert ended.code == 0


def test_exports_are_comparable_byte_by_byte(lines: Lines, workspace: Workspace) -> None:
    import io

    workspace.journal.write("one")
    sink = io.StringIO()
    export_json(workspace.store, sink)
    assert lines("export", "--format", "json").out == sink.getvalue()


def test_quick_leaves_what_it_does_not_know() -> None:
    assert quick.answer(["undo"]) is None
