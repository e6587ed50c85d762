"""What a person writes is where they put it, and in no message, log, crash report, temporary file or backup."""

from __future__ import annotations

import io
import json
import logging
import os
import random
import re
import resource
import stat
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from core import crash
from core.content import Content
from core.errors import OnwardError
from core.settings import read_time
from core.storage import changes, snapshot
from core.text import clean, visible
from core.workspace import Workspace
from sync import age, backup, box, bundle, dumps, keys, kit, packing, passphrase, restore
from sync.armor import unarmored
from sync.keys import Keyring, KeyringFile
from sync.vault import Vault
from tests.age_files import made
from tests.lines import ROOT
from tests.vaults import MARKER, WORDS, backed_up, lived_in

FLOWS: dict[str, Callable[[Path], object]] = {}
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="asks the Linux kernel")


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KeyringFile, "_cost", 1)


def flow(work: Callable[[Path], object]) -> Callable[[Path], object]:
    FLOWS[work.__name__.strip("_").replace("_", " ")] = work
    return work


def _zip(folder: Path, content: bytes) -> Path:
    with (folder / "x.zip").open("w+b") as file, box.Packer(file) as packer:
        packer.put(box.CONTENT, content)
    return folder / "x.zip"


KEYRING = Keyring.fresh("2026-11-22T08:00:00Z")
SECRET = MARKER.encode()
LOCKED = keys.lock(KEYRING, bytearray(WORDS), cost=1)

for name, work in {
    "a passphrase too weak": lambda _: passphrase.require(bytearray(SECRET[:13])),
    "a passphrase that is no text": lambda _: passphrase.require(bytearray(SECRET + b"\xff")),
    "a passphrase that is wrong": lambda _: keys.unlock(
        keys.lock(KEYRING, bytearray(WORDS), cost=1), bytearray(SECRET)
    ),
    "a recovery code with a slip": lambda _: kit.typed_back(f"AGE-SECRET-KEY-1{MARKER}"),
    "a keyring of another shape": lambda _: Keyring.parse(SECRET),
    "a keyring with a strange line": lambda _: Keyring.parse(f"# onward keyring 1\n# {MARKER}\n".encode()),
    "armor with strange text": lambda _: unarmored(io.BytesIO(SECRET * 99)).read(),
    "a header with strange text": lambda _: age.header.read(io.BytesIO(SECRET * 99)),
    "a payload cut off": lambda _: age.decrypt(io.BytesIO(made(SECRET)[:-3]), io.BytesIO(), [KEYRING.identity]),
    "what is not zstd": lambda _: list(packing.unpacked([SECRET], 99)),
    "a snapshot that is none": lambda _: snapshot.opened(SECRET * 99).__enter__(),
    "a snapshot in pieces": lambda _: snapshot.opened(b"SQLite format 3\0" + SECRET * 999).__enter__(),
    "a bundle that is not JSON": lambda _: bundle.read(b"{" + SECRET, "v"),
    "a bundle of another shape": lambda _: bundle.read(json.dumps({"v": 1, "x": MARKER}).encode() + b"\n", "v"),
    "a bundle with half a character": lambda _: bundle.read(b'{"v":1}\n' + SECRET + b"\xff", "v"),
    "a backup of something else": lambda folder: restore.opened(_zip(folder, SECRET), KEYRING),
    "a backup with a wrong passphrase": lambda folder: restore.keyring_for(_zip(folder, SECRET), bytearray(SECRET)),
    "a time that is none": lambda _: read_time("quietly\0 humming"),
    "text with a NUL": lambda _: clean(MARKER + "\0"),
    "text with half a pair": lambda _: clean(MARKER + "\ud800"),
    "text that is too long": lambda _: clean(MARKER * 9, limit=20),
    "a patch that is not JSON": lambda _: changes.read("{" + MARKER),
}.items():
    FLOWS[name] = work


@flow
def _a_plan_in_no_folder(folder: Path) -> None:
    from core.storage.backups import Plan

    with lived_in(folder / "home", [MARKER]) as workspace:
        workspace.backups.choose(Plan(folder=MARKER, when="quit"))


@flow
def _a_full_disk_while_writing(folder: Path) -> None:
    with lived_in(folder / "home", [MARKER]) as workspace:
        workspace.store.conn.execute(f"PRAGMA max_page_count = {workspace.store.count('PRAGMA page_count')}")
        workspace.journal.write(MARKER * 9999)


@flow
def _a_workspace_that_is_damaged(folder: Path) -> None:
    lived_in(folder / "home", [MARKER] * 99).close()
    path = folder / "home" / "onward.sqlite"
    path.write_bytes(path.read_bytes()[:5000])
    with Workspace.open(str(path)) as workspace:
        workspace.journal.write(MARKER)
        list(workspace.store.each("entries"))


@flow
def _a_constraint_that_breaks(folder: Path) -> None:
    with lived_in(folder / "home") as workspace, workspace.store.write(MARKER) as door:
        door.insert("tags", entry=MARKER, name=MARKER)


@flow
def _a_statement_that_is_wrong(folder: Path) -> None:
    with lived_in(folder / "home", [MARKER]) as workspace:
        workspace.store.rows("SELECT nothing FROM entries WHERE body = ?", MARKER)


@flow
def _a_backup_that_does_not_fit(folder: Path) -> None:
    with lived_in(folder / "home", [MARKER]) as workspace:
        backed_up(workspace, folder / "nowhere" / "x.zip")


@flow
def _a_backup_and_back(folder: Path) -> None:
    with lived_in(folder / "home", [MARKER]) as workspace:
        made = backed_up(workspace, folder)
        restore.bring(workspace, restore.opened(made.path, Vault(str(folder / "home")).keyring()))


@flow
def _a_word_the_content_does_not_know(folder: Path) -> None:
    own = folder / "content"
    own.mkdir()
    (own / "vault.toml").write_text("[glance]\nnone = 'x'\nsomething = '" + MARKER + "\n")
    problems = Content(str(own)).problems()
    assert problems
    raise OnwardError("\n".join(problems))


def test_there_are_thirty_flows() -> None:
    assert len(FLOWS) >= 30


@pytest.mark.parametrize("name", FLOWS)
def test_no_message_crash_report_log_or_temporary_file_tells(
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    told = ""
    with caplog.at_level(logging.DEBUG):
        try:
            FLOWS[name](tmp_path)
        except OnwardError as error:
            # What the person is told, and what a traceback of it would print.
            told = error.sentence + "".join(traceback.format_exception(error))
        except Exception as error:
            told = crash.crash_report(error)  # a mistake in the program: the terminal shows this and nothing else
    captured = capfd.readouterr()
    for text in (told, captured.out, captured.err, caplog.text):
        lines = [line for line in text.splitlines() if "tests/test_leaks.py" not in line and MARKER in line]
        assert not [line for line in lines if not line.lstrip().startswith(("FLOWS", "lambda", '"'))], name
    for path in (*temporary.rglob("*"), *tmp_path.glob("*.zip"), *tmp_path.glob("*.part")):
        if path.name != "x.zip":
            assert MARKER.encode() not in path.read_bytes()


def test_no_traceback_ever_shows_values() -> None:
    sources = [
        path.read_text()
        for folder in ("core", "sync", "tui", "cli", "onward")
        for path in (ROOT / folder).rglob("*.py")
    ]
    for forbidden in ("show_locals=True", "set_trace_callback", "logging.basicConfig", "pdb.set_trace", "print_exc("):
        assert not any(forbidden in source for source in sources), forbidden


@LINUX
def test_no_core_dump_and_nobody_attaches() -> None:
    code = (
        "import ctypes, resource\nfrom sync import dumps\n"
        "resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY,) * 2) if False else None\n"
        "dumps.forbid()\nprint(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "(0, 0) 0"


@LINUX
def test_whoever_touches_the_keys_forbids_dumps_first(tmp_path: Path) -> None:
    code = f"import resource\nfrom sync.vault import Vault\nVault({str(tmp_path)!r})\nprint(resource.getrlimit(4))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "(0, 0)"
    assert resource.RLIMIT_CORE == 4 and callable(dumps.forbid)


CONTROL = [
    chr(code) for code in (*range(0x20), 0x7F, *range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
]


def test_three_hundred_control_sequences_act_on_no_terminal() -> None:
    chosen = random.Random(26)
    shapes = ("{}[31m", "{}]8;;http://x{}", "{}P+q{}\\", "a{}b{}c", "{0}{0}{0}", "{}[2J{}[H", "{}]52;c;eA=={}", "x{}")
    sequences = [shapes[n % len(shapes)].format(*chosen.choices(CONTROL, k=4)) for n in range(300 - len(CONTROL))]
    for sequence in (*CONTROL, *sequences):
        shown = visible(sequence)
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown), repr(sequence)
    assert len(CONTROL) + len(sequences) == 300


def test_nothing_reaches_the_clipboard_by_itself() -> None:
    """Only where a person asks for it by key: in no watcher, timer or load."""
    for path in (*(ROOT / "screens" / "vault").rglob("*.py"), *(ROOT / "sync").rglob("*.py")):
        assert "clipboard" not in path.read_text(), path


KINDS = ("the folder", "the workspace", "its log", "its index", "a backup", "the keyring", "the open keys", "the kit")


@LINUX
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077], ids=oct)
@pytest.mark.parametrize(
    "kind",
    ["the folder", "the workspace", "its log", "its index", "a backup", "the keyring", "the open keys", "the kit"],
)
def test_every_kind_of_file_is_for_its_owner_only(kind: str, umask: int, tmp_path: Path) -> None:
    before = os.umask(umask)
    try:
        home = tmp_path / "home"
        with lived_in(home) as workspace:
            made = backed_up(workspace, tmp_path / "x.zip").path
            kit.write(tmp_path / "kit.txt", "page")
            path = {
                "the folder": home,
                "the workspace": home / "onward.sqlite",
                "its log": home / "onward.sqlite-wal",
                "its index": home / "onward.sqlite-shm",
                "a backup": made,
                "the keyring": home / "vault" / "keyring.age",
                "the open keys": home / "vault" / "open",
                "the kit": tmp_path / "kit.txt",
            }[kind]
            assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
    finally:
        os.umask(before)


def test_a_store_of_backups_never_holds_a_marker_and_its_names_say_nothing(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    with lived_in(tmp_path / "home", [MARKER * 50]) as workspace:
        workspace.settings.set("name", MARKER)
        for _ in range(3):
            workspace.journal.write(MARKER)
            backed_up(workspace, tmp_path / "store")
    for path in (tmp_path / "store").iterdir():
        assert re.fullmatch(r"onward-\d{4}-\d\d-\d\d-\d{6}(-\d+)?\.zip", path.name)
        assert MARKER.encode() not in path.read_bytes()


def test_the_file_key_and_the_nonce_are_made_in_one_place_only() -> None:
    source = (ROOT / "sync" / "age.py").read_text()
    assert source.count("os.urandom(FILE_KEY), os.urandom(_NONCE)") == 1
    for path in (ROOT / "sync").glob("*.py"):
        assert not re.search(
            r"import random\b|from random import|random\.(?!choice)", path.read_text().replace("secrets.", "")
        ), path
    assert backup.make.__annotations__.keys().isdisjoint({"file_key", "nonce"})
