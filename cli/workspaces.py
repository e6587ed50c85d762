"""Opening the whole workspace for a command."""

from __future__ import annotations

from cli.verbs import existing
from core import places
from core.workspace import Workspace


def begun(home: str | None) -> Workspace:
    """The workspace, begun where there is none, with the person's own wording."""
    return Workspace.open(places.workspace_file(home), own_content=places.content(home))


def known(home: str | None) -> Workspace:
    """The workspace that is there. Raises `NotFound` where nothing has been begun yet."""
    existing(home)
    return begun(home)
