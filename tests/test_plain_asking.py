"""With `ACCESSIBLE=1` every command that asks does so in plain lines: nothing moves the cursor or draws anew."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core import places
from core.clock import Clock
from core.workspace import Workspace
from tests.terminals import Forked
from tests.vaults import WORDS

PHRASE = WORDS.decode()
# What is typed into each command, after the words that ask for it.
ASKING = {
    "reject": [("From whom?", "Acme")],
    "ritual Harbour": [("An empty line goes on", "q")],
    "undo": [("Undo it?", "n")],
    "import {table}": [("03/04", "q"), ("Store", "n")],
    "vault init": [("six drawn words", PHRASE), ("once more", PHRASE)],
    "vault kit": [("The passphrase", PHRASE), ("Enter goes on", ""), ("or nothing for later", "")],
    "vault verify": [("The passphrase or the recovery code", PHRASE)],
    "vault passphrase": [
        ("The passphrase of now", PHRASE),
        ("six drawn words", ""),
        ("press Enter", ""),
        ("words once", "x"),
    ],
}


@pytest.fixture
def lived_in(home: Path, tmp_path: Path) -> Path:
    long_ago = datetime.now(UTC) - timedelta(hours=5)
    with Workspace.open(places.workspace_file(), Clock(lambda: long_ago)) as workspace:
        workspace.rejections.log("Harbour")
    table = tmp_path / "jobs.csv"
    table.write_text("Firm,Date,Role\nHarbour Books,03/04/2026,Editor\n")
    return table


@pytest.mark.parametrize("line", ASKING)
def test_a_command_asks_in_plain_lines(line: str, lived_in: Path, home: Path) -> None:
    if line.startswith("vault ") and line != "vault init":
        from sync.vault import Vault

        Vault(str(home / "onward")).create(bytearray(WORDS))
    env = {"ACCESSIBLE": "1", "NO_COLOR": "", "ONWARD_HOME": str(home / "onward"), "HOME": str(home)}
    with Forked(*line.format(table=lived_in).split(), env=env) as terminal:
        for question, answer in ASKING[line]:
            terminal.wait_for(question, 60)
            terminal.type(f"{answer}\n")
        terminal.end(60)
        said = terminal.raw.replace(b"\r\n", b"\n")
    assert not {0x1B, 0x0D, 0x08} & set(said), said
    assert b"Traceback" not in said and b"mistake in the program" not in said
