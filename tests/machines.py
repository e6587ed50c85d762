"""Two workspaces that take each other's changes directly, so that what is made of them can be looked at."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from core.storage.store import FILE
from core.workspace import Workspace
from sync import bundle, merge
from tests.shell import Hands

VAULT = "0" * 32


def meet(*workspaces: Workspace) -> None:
    """Every change of each is on all the others."""
    for giver in workspaces:
        giver.streams.seal(lambda found: (bundle.name_of(bundle.write(found, VAULT)), b""), "1.0")
    for taker in workspaces:
        others = [each for each in workspaces if each is not taker]
        held = {each.hash for giver in others for each in giver.streams.held()}
        found = [(hash, each) for giver in others for hash in sorted(held) if (each := giver.streams.bundle(hash))]
        merge.take(taker.streams, taker.clock, found)


def apart(home: Path, hands: Hands, pairs: list[tuple[str, str, str]], names: tuple[str, str] = ("desk", "")) -> None:
    """A home in which entries were changed here and elsewhere: (as it was, as it is here, as it is there)."""
    here = Workspace.open(str(home / FILE), hands.clock)
    there = Workspace.open(str(home.parent / f"{home.name}-there" / FILE), hands.clock)
    with here, there:
        for workspace, name in zip((here, there), names, strict=True):
            if name:
                workspace.streams.name(name)
        entries = [here.journal.write(before) for before, _, _ in pairs]
        meet(here, there)
        for entry, (_, mine, theirs) in zip(entries, pairs, strict=True):
            here.journal.edit(entry, mine)
            hands.at += timedelta(minutes=5)
            there.journal.edit(entry, theirs)
        meet(here, there)
