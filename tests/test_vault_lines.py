"""The vault in lines: no passphrase where others could see it, and no question without a terminal."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cli import secret
from core.errors import Refused, StorageError
from core.workspace import Workspace
from sync.keys import KeyringFile
from sync.vault import Vault
from tests.lines import ROOT, Lines
from tests.terminals import Terminal
from tests.vaults import MARKER, OTHERS, WORDS


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KeyringFile, "_cost", 2)


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Lines:
    return Lines(capsys, monkeypatch)


@pytest.fixture
def file(tmp_path: Path) -> str:
    return passphrase_file(tmp_path / "passphrase", WORDS)


def passphrase_file(path: Path, words: bytes) -> str:
    path.write_bytes(words + b"\n")
    path.chmod(0o600)
    return str(path)


@pytest.fixture
def vault(lines: Lines, file: str, home: Path) -> Vault:
    assert lines("write", MARKER).code == 0
    assert lines("vault", "init", "--passphrase-file", file).code == 0
    return Vault(str(home / "onward"))


def backup(lines: Lines, place: Path) -> str:
    place.mkdir(exist_ok=True)
    ended = lines("backup", str(place), "--json")
    assert ended.code == 0, ended.err
    return str(json.loads(ended.out)["file"])


def test_from_a_first_word_to_another_computer(
    lines: Lines, vault: Vault, file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = backup(lines, tmp_path / "stick")
    here = lines("export", "--format", "json").out
    there = ("--home", str(tmp_path / "there"))
    ended = lines(*there, "restore", made, "--passphrase-file", file, "--json")
    assert ended.code == 0, ended.err
    assert json.loads(ended.out)["exact"] is True
    assert lines(*there, "export", "--format", "json").out == here
    assert json.loads(lines(*there, "vault", "status", "--json").out)["travels"] is True


def test_looking_needs_no_home_and_makes_none(lines: Lines, vault: Vault, file: str, tmp_path: Path) -> None:
    made = backup(lines, tmp_path / "stick")
    there = tmp_path / "there"
    ended = lines("--home", str(there), "restore", made, "--look", "--passphrase-file", file)
    assert ended.code == 0
    assert "1 entries" in ended.out
    assert not there.exists()
    as_json = lines("restore", made, "--look", "--json")  # with the keys that are here
    assert json.loads(as_json.out)["tables"] == {"entries": 1}


def test_a_living_home_is_merged_into_only_when_told(lines: Lines, vault: Vault, tmp_path: Path) -> None:
    made = backup(lines, tmp_path / "stick")
    lines("write", "more")
    ended = lines("restore", made)
    assert (ended.code, "--merge" in ended.err) == (3, True)
    merged = lines("restore", made, "--merge", "--json")
    assert (merged.code, json.loads(merged.out)["changes"]) == (0, 0)


def test_a_wrong_passphrase_has_an_exit_code_of_its_own_and_a_damaged_file_another(
    lines: Lines, vault: Vault, file: str, tmp_path: Path
) -> None:
    made = Path(backup(lines, tmp_path / "stick"))
    wrong = passphrase_file(tmp_path / "wrong", OTHERS)
    there = ("--home", str(tmp_path / "there"))
    for _ in range(12):  # as often as one likes
        assert lines(*there, "restore", str(made), "--passphrase-file", wrong).code == 7
    data = bytearray(made.read_bytes())
    data[len(data) // 2 + 300] ^= 1
    (tmp_path / "bad.zip").write_bytes(data)
    assert lines(*there, "restore", str(tmp_path / "bad.zip"), "--passphrase-file", file).code == 6
    assert lines(*there, "restore", str(tmp_path / "gone.zip"), "--passphrase-file", file).code == 4
    assert lines("vault", "passphrase", "--passphrase-file", wrong, "--new-passphrase-file", wrong).code == 7
    assert not (tmp_path / "there").exists()
    assert lines("backup", str(made)).code == 3


def test_a_weak_passphrase_makes_no_vault(lines: Lines, tmp_path: Path, home: Path) -> None:
    weak = passphrase_file(tmp_path / "weak", b"password1234")
    ended = lines("vault", "init", "--passphrase-file", weak)
    assert ended.code == 3 and "guessed" in ended.err
    assert not Vault(str(home / "onward")).exists
    nul = passphrase_file(tmp_path / "nul", WORDS + b"\0x")
    assert "NUL" in lines("vault", "init", "--passphrase-file", nul).err


def test_a_changed_passphrase_opens_new_backups_and_the_old_one_old_ones(
    lines: Lines, vault: Vault, file: str, tmp_path: Path
) -> None:
    first = backup(lines, tmp_path / "first")
    other = passphrase_file(tmp_path / "other", OTHERS)
    ended = lines("vault", "passphrase", "--passphrase-file", file, "--new-passphrase-file", other)
    assert ended.code == 0 and "still open with the old one" in ended.err
    second = backup(lines, tmp_path / "second")
    for made, opens, stays in ((first, file, other), (second, other, file)):
        there = ("--home", str(tmp_path / Path(made).parent.name / "home"))
        assert lines(*there, "restore", made, "--look", "--passphrase-file", opens).code == 0
        assert lines(*there, "restore", made, "--look", "--passphrase-file", stays).code == 7


def test_the_written_kit_brings_everything_back_without_the_passphrase(
    lines: Lines, vault: Vault, file: str, tmp_path: Path
) -> None:
    made = backup(lines, tmp_path / "stick")
    assert lines("vault", "kit", str(tmp_path / "kit.txt"), "--passphrase-file", file).code == 0
    side = [line[43:] for line in (tmp_path / "kit.txt").read_text().splitlines()]
    start = side.index("AGE-SECRET-KEY-1")
    code = passphrase_file(tmp_path / "code", "".join(side[start : start + 4]).encode())
    there = ("--home", str(tmp_path / "there"))
    ended = lines(*there, "restore", made, "--passphrase-file", code)
    assert ended.code == 0 and "no passphrase here yet" in ended.err
    assert lines(*there, "export", "--format", "json").out == lines("export", "--format", "json").out
    proven = lines("vault", "verify", "--passphrase-file", code)
    assert proven.code == 0 and "recovery code" in proven.out
    assert json.loads(lines("vault", "status", "--json").out)["kit"]
    assert lines(*there, "vault", "passphrase", "--new-passphrase-file", file).code == 0
    assert "strong enough" in lines(*there, "vault", "status").out


def test_verify_reads_the_newest_backup_from_end_to_end(lines: Lines, vault: Vault, file: str, tmp_path: Path) -> None:
    assert lines("vault", "verify").code == 4
    made = Path(backup(lines, tmp_path / "stick"))
    ended = lines("vault", "verify", "--passphrase-file", file)
    assert ended.code == 0 and ended.out.count("ok ") == 2
    data = bytearray(made.read_bytes())
    data[-300] ^= 1
    made.write_bytes(data)
    assert lines("vault", "verify").code == 6


def test_backups_by_themselves_are_chosen_in_lines(lines: Lines, vault: Vault, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    assert lines("backup").code == 2
    assert lines("backup", str(tmp_path / "stick"), "--when", "quit", "--keep", "1,0,0").code == 0
    plan = json.loads(lines("vault", "status", "--json").out)["plan"]
    assert (plan["when"], plan["daily"], plan["folder"]) == ("quit", 1, str(tmp_path / "stick"))
    assert lines("backup").code == 0
    assert len(list((tmp_path / "stick").iterdir())) == 1
    for odd in ("7", "a,b,c", "1,2,-3"):
        assert lines("backup", "--keep", odd).code == 2
    assert lines("backup", "--when", "never").code == 0
    assert json.loads(lines("vault", "status", "--json").out)["plan"]["when"] == "never"


@pytest.mark.parametrize(
    "arguments",
    [
        ("vault", "init"),
        ("vault", "status"),
        ("vault", "passphrase"),
        ("vault", "kit"),
        ("vault", "verify"),
        ("backup",),
        ("restore", "x.zip"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("made", [False, True])
def test_without_a_terminal_nothing_is_asked(
    arguments: tuple[str, ...], made: bool, lines: Lines, request: pytest.FixtureRequest
) -> None:
    if made:
        request.getfixturevalue("vault")
    ended = lines(*arguments)
    assert "?" not in ended.err and "Traceback" not in ended.err
    assert ended.code in ((0, 2, 3, 4) if made else (2, 4))


def test_json_is_the_only_thing_on_standard_output(lines: Lines, vault: Vault, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    ended = lines("backup", str(tmp_path / "stick"), "--json")
    json.loads(ended.out)
    assert "Encrypting" in ended.err and "Encrypting" not in ended.out


# Where passphrases come from


def test_every_way_gives_the_same_words(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert secret.from_file(file) == WORDS
    read, write = os.pipe()
    os.write(write, WORDS + b"\r\nmore")
    os.close(write)
    assert secret.source(None, read)("") == WORDS
    os.close(read)
    monkeypatch.setenv(secret.COMMAND, f"{sys.executable} -c 'print(\"{WORDS.decode()}\")'")
    assert secret.source(None, None)("") == WORDS
    monkeypatch.setenv(secret.COMMAND, "false")
    with pytest.raises(StorageError, match="ended with an error"):
        secret.source(None, None)("")


def test_a_passphrase_may_hold_anything_but_a_nul_and_has_an_end(tmp_path: Path) -> None:
    assert secret.from_file(passphrase_file(tmp_path / "a", "  Müße ﬁ ".encode())) == "  Müße ﬁ ".encode()
    assert secret.from_file(passphrase_file(tmp_path / "a", b"x" * 4096)) == b"x" * 4096
    for bad in (b"x" * 4097, b"a\0b"):
        with pytest.raises(Refused):
            secret.from_file(passphrase_file(tmp_path / "a", bad))


def test_on_a_terminal_a_passphrase_is_typed_unseen_and_the_drawn_words_vanish(home: Path, tmp_path: Path) -> None:
    with Terminal.onward("vault", "init") as terminal:
        terminal.wait_for("A passphrase, or nothing")
        terminal.type("\n")
        terminal.wait_for("Write it down")
        words = re.search(r"((?:[a-z-]+ ){5}[a-z-]+)\r?\n", terminal.text)
        assert words
        terminal.type("\n")
        terminal.wait_for("once more")
        terminal.type(words[1] + "\n")
        assert terminal.end() == 0
        assert terminal.text.count(words[1]) == 1
        shown = terminal.raw.index(words[1].encode())
        assert terminal.raw.rindex(b"\x1b[?1049h", 0, shown) < shown < terminal.raw.index(b"\x1b[?1049l", shown)
    assert Vault(str(home / "onward")).exists


def test_no_option_takes_a_passphrase_and_no_process_list_shows_one(vault: Vault, file: str) -> None:
    helps = [
        subprocess.run(
            [sys.executable, "-m", "onward", *words, "--help"], cwd=ROOT, capture_output=True, check=True, text=True
        ).stdout
        for words in (["vault", "init"], ["vault", "passphrase"], ["vault", "kit"], ["restore"])
    ]
    assert not any(re.search(r"--passphrase[ =]", text) for text in helps)
    read, write = os.pipe()
    child = subprocess.Popen(
        [sys.executable, "-m", "onward", "vault", "verify", "--passphrase-fd", str(read)],
        cwd=ROOT,
        pass_fds=[read],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    os.write(write, WORDS + b"\n")
    seen = b""
    while child.poll() is None:
        for name in ("cmdline", "environ"):
            try:
                seen += Path(f"/proc/{child.pid}/{name}").read_bytes()
            except OSError:
                continue
        time.sleep(0.01)
    child.communicate()
    os.close(write)
    os.close(read)
    assert child.returncode in (0, 4)
    assert b"verify" in seen and WORDS not in seen and b"nectar" not in seen


@pytest.mark.parametrize("arguments", [["write", "hello"], ["today"], ["search", "x"], ["tick", "x"], ["--help"]])
def test_plain_commands_load_no_cryptography(arguments: list[str], vault: Vault) -> None:
    code = (
        "import sys, runpy\n"
        f"sys.argv = ['onward', *{arguments!r}]\n"
        "try: runpy.run_module('onward', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "sys.stderr.write('LOADED ' + ' '.join(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stderr.decode().partition("LOADED ")[2].split()}
    assert "core" in loaded or arguments == ["--help"]
    assert not loaded & {"cryptography", "sync", "backports", "zipfile", "segno", "keyring"}


def test_a_home_with_a_plan_is_backed_up_on_leaving(vault: Vault, tmp_path: Path, home: Path) -> None:
    from cli.main import backup_if_due
    from core.storage.backups import Plan

    (tmp_path / "stick").mkdir()
    path = str(home / "onward" / "onward.sqlite")
    backup_if_due(path)
    assert not list((tmp_path / "stick").iterdir())
    with Workspace.open(path) as workspace:
        workspace.backups.choose(Plan(folder=str(tmp_path / "stick"), when="quit"))
    backup_if_due(path)
    backup_if_due(path)
    assert len(list((tmp_path / "stick").iterdir())) == 1
    with Workspace.open(path) as workspace:
        workspace.backups.choose(Plan(folder=str(tmp_path / "gone"), when="quit"))
    backup_if_due(path)  # a stick that is not in is no trouble
