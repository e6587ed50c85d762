"""What the documents say about files and keys is so: their commands run, their numbers are the program's."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from core.content import Content
from core.demo import demo
from core.storage.export import export_json
from core.workspace import Workspace
from sync import header, passphrase, recipients
from sync.vault import Vault
from tests.lines import ROOT
from tests.vaults import backed_up, lived_in

PROGRAMS = ("unzip", "age", "zstd", "sqlite3", "jq")
DOCS = ROOT / "docs"


def steps(page: str) -> list[str]:
    return re.findall(r"^```sh\n(.*?)^```$", (DOCS / page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.skipif(any(shutil.which(name) is None for name in PROGRAMS), reason=f"{', '.join(PROGRAMS)} are needed")
def test_every_command_of_the_page_of_formats_recovers_what_it_says(tmp_path: Path) -> None:
    with lived_in(tmp_path / "here") as here:
        made = backed_up(here, tmp_path)
        identity = Vault(str(tmp_path / "here")).keyring().identity.text
    place = tmp_path / "place"
    place.mkdir()
    demo.build(str(place / "onward.sqlite"))
    with Workspace.open(str(place / "onward.sqlite")) as workspace:
        entries = workspace.journal.count()
        newest = workspace.journal.window(0, 1)[0].title
        with open(place / "everything.json", "w", encoding="utf-8") as out:
            export_json(workspace.store, out)
    shutil.copy(made.path, place / "backup.zip")
    (place / "code.txt").write_text(identity + "\n")
    for script in steps("formats.md"):
        done = subprocess.run(["sh", "-ec", script], cwd=place, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{script}\n{done.stderr}"
    journal = json.loads((place / "journal.json").read_text())
    assert len(journal) == entries and journal[-1]["body"].strip("# ").startswith(newest[:40])
    assert "Saltmarsh" in (place / "applications.csv").read_text()
    assert "CREATE TABLE entries" in (place / "everything.sql").read_text()
    assert "INSERT INTO entries" in (place / "all.sql").read_text()
    assert f"entries {entries}" in (place / "counts.txt").read_text().splitlines()
    assert (place / "versions.txt").stat().st_size > 1000


def test_every_table_that_is_no_ones_own_is_named_as_machinery() -> None:
    text = (DOCS / "formats.md").read_text(encoding="utf-8")
    with Workspace.memory() as workspace:
        known = {row["name"] for row in workspace.store.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
        ours = set(workspace.store.tables())
    machinery = {name for name in known - ours if not name.startswith(("search", "_", "sqlite"))}
    assert {name for name in machinery if f"`{name}`" not in text} <= {"terms", "said"}


def test_the_page_of_the_vault_gives_the_numbers_of_the_program() -> None:
    text = (DOCS / "vault.md").read_text(encoding="utf-8")
    assert f"log2 N = {recipients.SCRYPT_COST}" in text
    assert f"at least {passphrase.SHORTEST} characters" in text
    assert (passphrase.LOCAL, passphrase.TRAVELS, passphrase.WORDS) == (1e12, 1e14, 6)
    assert "10^12 estimated" in text and "from 10^14" in text
    limits = (header.MOST_BYTES >> 10, header.MOST_STANZAS, header.LONGEST_LINE >> 10)
    assert "header at most {} KiB, {} stanzas, {} KiB a line".format(*limits) in text


def test_the_page_of_evidence_says_what_the_app_says() -> None:
    text = (DOCS / "evidence.md").read_text(encoding="utf-8")
    content = Content()
    basis = {row.basis for row in content.steps()} | {row.basis for row in content.practices()}
    ids = {name for name in basis if name} | {"values", "rehearsal", "gratitude", "weekly-review"}
    for id in ids:
        row = content.evidence(id)
        assert row is not None and row.text in text and row.source in text, id
    assert not re.search(r"\d ?%", text)
