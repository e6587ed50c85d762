"""What has to hold when things go wrong: killed while typing, two at once, a full disk, a file that is no workspace."""

import hashlib
import json
import os
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random
from time import monotonic, sleep

import pytest

from core import places
from core.storage import health
from core.storage.schema import APPLICATION_ID, VERSION
from core.workspace import Workspace
from tests.lines import ROOT, Ended, Lines
from tests.terminals import Forked, Terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="terminals here are those of Unix")

# What the screens say; waited for, so that no key is typed before it can be taken.
TODAY, JOURNAL, EDITOR, LIST = "Nothing is waiting", "The journal is empty", "Write here", "n New"


def welcomed(home: Path) -> Path:
    """A home whose welcome has been answered."""
    with Workspace.open(str(home / "onward.sqlite")) as workspace:
        workspace.settings.set("welcomed", "yes")
    return home


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Lines:
    return Lines(capsys, monkeypatch)


def test_what_is_typed_while_the_app_starts_is_done_when_it_has_started(home: Path) -> None:
    folder = welcomed(home / "onward")
    with Workspace.open(str(folder / "onward.sqlite")) as workspace:
        workspace.routine.add("Walk")
    with Terminal.onward() as terminal:
        terminal.type(" ")
        terminal.wait_for("[x] Walk", 60)
        terminal.type("\x11")
        assert terminal.end() == 0
    with Workspace.open(str(folder / "onward.sqlite")) as workspace:
        assert workspace.store.count("SELECT count(*) FROM marks") == 1


# Killed while typing

KILLED, HUNG_UP, CLOSED = "killed", "hung up", "window closed"
SECOND = 1.0
SITTINGS = int(os.environ.get("ONWARD_SITTINGS", "50"))


def shown(terminal: Terminal, words: str) -> Iterator[None]:
    """Until these words are on the screen."""
    until = monotonic() + 60
    while words not in terminal.text:
        assert terminal.read(0.01) and monotonic() < until, terminal.text[-2000:]
        yield


def sitting(home: Path, how: str, after: float) -> Iterator[None]:
    """Someone opens the journal and types, and after so many seconds it ends like that."""
    with Forked(env={"ONWARD_HOME": str(home)}) as terminal:
        for key, words in (("", TODAY), ("6", JOURNAL), ("n", EDITOR)):
            terminal.type(key)
            yield from shown(terminal, words)
        typed, seen = "", {}
        begun = monotonic()
        while monotonic() - begun < after:
            terminal.type(word := f"w{typed.count(' '):03} ")
            typed += word
            terminal.read(0.07)
            seen |= {word: monotonic() for word in re.findall(r"w\d{3} ", terminal.text) if word not in seen}
            yield
        ends = monotonic()
        if how == KILLED:
            assert terminal.kill(signal.SIGKILL) == -signal.SIGKILL
        elif how == HUNG_UP:
            assert terminal.kill(signal.SIGHUP) == 0
        else:
            terminal.close()
    with Workspace.open(str(home / "onward.sqlite")) as workspace:
        assert health.damage(workspace.store) == 0
        draft = workspace.drafts.get("entry:new")
        body = draft.body if draft else ""
    assert typed.startswith(body)
    grace = SECOND if how == KILLED else 0.0
    lost = [word for word, at in seen.items() if at < ends - grace and word not in body]
    assert not lost, f"{how} after {after:.2f} s of typing lost {lost} of {typed!r}"


def at_once(number: int, sittings: Iterator[Iterator[None]]) -> None:
    """Let so many of them go on side by side."""
    going = list(islice(sittings, number))
    while going:
        for one in list(going):
            try:
                next(one)
            except StopIteration:
                going.remove(one)
                going += islice(sittings, 1)


def test_whatever_ends_it_at_most_a_second_of_typing_is_lost(tmp_path: Path) -> None:
    lot = Random(50)
    template = welcomed(tmp_path / "template")
    homes = [Path(shutil.copytree(template, tmp_path / str(number))) for number in range(SITTINGS)]
    ways = [(KILLED, HUNG_UP, KILLED, CLOSED)[number % 4] for number in range(SITTINGS)]
    at_once(2, (sitting(home, how, lot.uniform(0.1, 2.0)) for home, how in zip(homes, ways, strict=True)))


def test_what_was_being_typed_is_offered_at_the_next_start(tmp_path: Path) -> None:
    home = welcomed(tmp_path / "home")
    at_once(1, iter([sitting(home, KILLED, 2.0)]))
    with Forked(env={"ONWARD_HOME": str(home)}) as terminal:
        terminal.wait_for("w000")
        terminal.type("6")
        terminal.wait_for("A draft from")
        terminal.type("n")
        terminal.wait_for("Done")
        terminal.type("and on")
        terminal.wait_for("and on")


def test_a_terminal_that_stopped_reading_keeps_nothing_from_being_kept(tmp_path: Path) -> None:
    home = welcomed(tmp_path / "home")
    with Forked(env={"ONWARD_HOME": str(home)}) as terminal:
        for key, words in (("", TODAY), ("6", JOURNAL), ("n", EDITOR)):
            terminal.type(key)
            terminal.wait_for(words)
        typed = "".join(f"word {number} " for number in range(200))
        for start in range(0, len(typed), 10):
            terminal.type(typed[start : start + 10])
            sleep(0.02)  # and nobody reads what it paints
        with Workspace.open(str(home / "onward.sqlite")) as workspace:
            until = monotonic() + 60
            while not (draft := workspace.drafts.get("entry:new")) or draft.body != typed:
                assert monotonic() < until, draft
                sleep(0.05)
        terminal.close()


# Two at once


def in_a_process(commands: Sequence[Sequence[str]], said: Path) -> subprocess.Popen[bytes]:
    """Run commands one after the other in one process; it ends with 0 if all of them do."""
    script = (
        "import json, sys; from cli.ending import ended; from cli.main import answer; "
        "sys.exit(max(ended(lambda: answer(command)) for command in json.loads(sys.argv[1])))"
    )
    with open(said, "wb") as file:
        return subprocess.Popen(
            [sys.executable, "-c", script, json.dumps(commands)], cwd=ROOT, stdout=file, stderr=file
        )


def test_two_processes_and_the_app_lose_nothing_and_wait_for_each_other(home: Path, tmp_path: Path) -> None:
    with Workspace.open(places.workspace_file()) as workspace:
        workspace.settings.set("welcomed", "yes")
        workspace.routine.add("Count sheep", kind="count")
    with Forked() as terminal:
        terminal.wait_for("Count sheep")
        terminal.type("6")
        terminal.wait_for(JOURNAL)
        written = [["write", f"entry number {number}"] for number in range(500)]
        ticked = [["tick", "sheep", "--count", "2"] for _ in range(500)]
        terminal.type("n")
        terminal.wait_for(EDITOR)
        running = [in_a_process(written, tmp_path / "a"), in_a_process(ticked, tmp_path / "b")]
        number = 0
        while number == 0 or None in [process.poll() for process in running]:
            terminal.type(f"typed{number:03} ")
            number += 1
            terminal.read(0.05)
        assert [process.returncode for process in running] == [0, 0]
        terminal.wait_for("entry number 499")  # nobody asked it to look
        writing = len(terminal.text)
        terminal.type("\x1b")
        terminal.wait_for(LIST, after=writing)  # a key at once after it would make of both one key with Alt
        terminal.type("\x11")
        assert terminal.end() == 0
        assert "locked" not in terminal.text and "Another program" not in terminal.text
    said = (tmp_path / "a").read_text() + (tmp_path / "b").read_text()
    assert set(said.splitlines()) == {"Written.", "Done: Count sheep, 2 more."}
    with Workspace.open(places.workspace_file()) as workspace:
        store = workspace.store
        bodies = {row["body"] for row in store.rows("SELECT body FROM entries")}
        assert {f"entry number {number}" for number in range(500)} < bodies
        assert {body.count("typed") for body in bodies if "typed" in body} == {number}
        assert store.count("SELECT sum(amount) FROM marks") == 1000
        assert health.damage(store) == health.unlike_their_log(store) == 0
        assert health.search_is_true(store)


# A file that cannot be used


def garbage(path: Path) -> None:
    path.write_bytes(Random(1).randbytes(10_000))


def nothing_but_a_header(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + b"\0" * 84)


def torn_in_the_middle(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[4096:] = Random(2).randbytes(len(raw) - 4096)
    path.write_bytes(raw)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20_000])


def another_program_s(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as conn:
        conn.execute("CREATE TABLE bookmarks (url TEXT)")
    conn.close()


def newer(path: Path) -> None:
    with sqlite3.connect(path) as conn:
        conn.execute(f"PRAGMA user_version = {VERSION + 1}")
        assert conn.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    conn.close()


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def home_is_a_file(path: Path) -> None:
    shutil.rmtree(path.parent)
    path.parent.write_text("not a folder")


def below_a_file(path: Path) -> None:
    shutil.rmtree(path.parent)
    shutil.rmtree(path.parent.parent)
    path.parent.parent.write_text("not a folder")


TROUBLES: Sequence[tuple[Callable[[Path], None], str]] = (
    (garbage, "is damaged or is not an Onward workspace"),
    (nothing_but_a_header, "is damaged or is not an Onward workspace"),
    (torn_in_the_middle, "is damaged or is not an Onward workspace"),
    (cut_short, "is damaged or is not an Onward workspace"),
    (another_program_s, "a database of another program"),
    (newer, "written by a newer Onward"),
    (a_folder, "is a folder"),
    (home_is_a_file, "is a file"),
    (below_a_file, "is a file"),
)


def prints(folder: Path) -> dict[str, str]:
    """Every file below a folder and what is in it."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
        for path in sorted([folder, *folder.rglob("*")])
    }


@pytest.mark.parametrize(("trouble", "sentence"), TROUBLES, ids=lambda value: getattr(value, "__name__", ""))
def test_a_file_that_is_no_workspace_is_named_and_not_touched(
    lines: Lines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: Callable[[Path], None], sentence: str
) -> None:
    top, aside = tmp_path / "top", tmp_path / "aside"
    aside.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(aside))
    monkeypatch.setenv("ONWARD_HOME", str(top / "above" / "home"))
    path = Path(places.workspace_file())
    lines("write", "kept before")
    trouble(path)
    before = prints(top)
    for command in (["today"], ["tick", "x"], ["search", "x"], ["undo"], ["export", "--format", "json"], ["doctor"]):
        result = lines(*command)
        found = command == ["doctor"] and "cannot be opened, or is none of Onward's" in result.out
        assert result.code == 5 and (found or sentence in result.err), (command, result)
        assert "Traceback" not in result.err and len(result.err.splitlines()) == 1
    with Forked() as terminal:
        terminal.wait_for(sentence.split()[-1])
        assert terminal.end() == 5
    result = lines("write", "not lost")
    assert result.code == 5 and sentence in result.err
    after = prints(top)
    kept = [*aside.iterdir(), *(top / name for name in after.keys() - before.keys())]
    assert [file.read_text() for file in kept] == ["not lost"]
    assert {name: what for name, what in after.items() if name in before} == before


# A disk that cannot be written to


def in_a_namespace(mount: str, script: str, home: Path) -> Ended:
    """Run a script of the shell where `mount` has been done, without anyone else seeing it."""
    done = subprocess.run(
        ["unshare", "--map-root-user", "--mount", "sh", "-c", f"{mount}; {script}"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "ONWARD_HOME": str(home), "ONWARD": f"{sys.executable} -m onward"},
    )
    return Ended(done.returncode, done.stdout, done.stderr)


can_mount = (
    shutil.which("unshare") is not None
    and not subprocess.run(
        ["unshare", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"],
        capture_output=True,
        check=False,
    ).returncode
)
mounts = pytest.mark.skipif(not can_mount, reason="this system lets nobody mount anything here")


FULL = "mount -t tmpfs -o size=4m none {home}"
FILL = "dd if=/dev/zero of={home}/filler bs=1k 2> /dev/null"
READ_ONLY = "mount --bind {home} {home} && mount -o remount,bind,ro {home}"


@pytest.fixture
def aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go, on a disk of its own as far as the tests know."""
    folder = tmp_path / "aside"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def kept(aside: Path) -> list[str]:
    return [file.read_text() for file in aside.glob("onward-*.md")]


@mounts
def test_on_a_full_disk_nothing_is_lost_and_it_goes_on_when_there_is_room(tmp_path: Path, aside: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    script = (
        f"$ONWARD write before; sha256sum {home}/onward.sqlite; {FILL}; "
        f"$ONWARD write 'not lost'; echo code $?; sha256sum {home}/onward.sqlite; rm {home}/filler; "
        f"cat {aside}/onward-*.md | $ONWARD write -; $ONWARD doctor > /dev/null && $ONWARD export --format json"
    ).format(home=home)
    result = in_a_namespace(FULL.format(home=home), script, home)
    first, code, second, exported = result.out.split("\n", 3)
    assert first == second and code == "code 5"
    assert "The disk is full" in result.err and "What you wrote is kept in" in result.err
    assert kept(aside) == ["not lost"]
    assert '"body": "before"' in exported and '"body": "not lost"' in exported


@mounts
def test_a_folder_that_can_only_be_read_is_named_and_not_touched(tmp_path: Path, aside: Path) -> None:
    home = welcomed(tmp_path / "home")
    before = prints(home)
    for command in ("write 'not lost'", "today", "tick x", "undo", "doctor"):
        result = in_a_namespace(READ_ONLY.format(home=home), f"$ONWARD {command}", home)
        assert result.code == 5, (command, result)
        assert "may not write" in result.err or "cannot be opened" in result.err or "only be read" in result.err
    assert kept(aside) == ["not lost"]
    assert prints(home) == before


def test_a_file_that_may_not_grow_is_left_as_it_was(home: Path, aside: Path) -> None:
    path = Path(places.workspace_file())
    welcomed(path.parent)
    before = prints(path.parent)
    done = subprocess.run(
        [sys.executable, "-m", "onward", "write", "-"],
        input=b"not lost " * 2000,
        capture_output=True,
        check=False,
        cwd=ROOT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )
    assert done.returncode == 5 and b"Traceback" not in done.stderr
    (text,) = [file.read_text() for folder in (aside, path.parent) for file in folder.glob("onward-*.md")]
    assert text == "not lost " * 2000
    after = prints(path.parent)
    assert {name: after[name] for name in before} == before


@mounts
def test_the_app_keeps_what_is_typed_elsewhere_while_the_disk_is_full(tmp_path: Path, aside: Path) -> None:
    home, go, gone = tmp_path / "home", tmp_path / "go", tmp_path / "gone"
    home.mkdir()
    template = welcomed(tmp_path / "template")
    filler = f"(until [ -e {go} ]; do sleep 0.02; done; {FILL}; touch {gone})".format(home=home)
    script = f"cp -p {template}/* {home}; {filler} & exec {sys.executable} -m onward"
    mount = FULL.format(home=home)
    with Terminal(
        "unshare", "--map-root-user", "--mount", "sh", "-c", f"{mount}; {script}", env={"ONWARD_HOME": str(home)}
    ) as terminal:
        for key, words in (("", TODAY), ("6", JOURNAL), ("n", EDITOR)):
            terminal.type(key)
            terminal.wait_for(words)
        go.touch()
        while not gone.exists():
            terminal.read(0.02)
        for number in range(400):
            terminal.type(f"word {number} ")
            terminal.read(0.01)
        terminal.wait_for("The disk is full")
        terminal.type("the end.")
        while not any(text.endswith("the end.") for text in kept(aside)):
            assert terminal.read(0.05)
        assert kept(aside)[0].startswith("word 0 word 1 ")
        terminal.type("\x11")
        assert terminal.end() == 0
