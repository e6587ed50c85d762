"""Homes with something in them, vaults that open quickly, and backups of both."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

from core.clock import Clock
from core.storage.store import FILE
from core.workspace import Workspace
from sync import backup
from sync.backup import Made
from sync.vault import Vault

WORDS = b"panoramic nectar precut smith banana handclap"
OTHERS = b"elective stoplight scarf condense obliged landmark"
MARKER = "quietly-humming-walrus"


def words() -> bytearray:
    return bytearray(WORDS)


def lived_in(home: Path, texts: Iterable[str] = ("A walk helped.",), clock: Clock | None = None) -> Workspace:
    """An open workspace in a home with a vault and a few entries."""
    workspace = Workspace.open(str(home / FILE), clock)
    for text in texts:
        workspace.journal.write(text)
    vault = Vault(str(home))
    if not vault.exists:
        workspace.backups.set_travels(vault.create(words()).travels)
    return workspace


def backed_up(workspace: Workspace, place: Path) -> Made:
    *_, made = backup.run(workspace, place)
    assert isinstance(made, Made)
    return made


def exported(workspace: Workspace) -> str:
    out = io.StringIO()
    workspace.export(out)
    return out.getvalue()
