"""Shutting a lost machine out: new keys and a new passphrase, and whatever the old keys lock leaves the store.

What lay in the store before, the lost machine may have copied; that stays readable for whoever holds it. What is
written from now on does not.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime

from core.clock import stamp
from core.errors import NotFound, Refused
from core.merging.carried import Machine
from core.merging.objects import Objects
from core.merging.streams import Streams
from core.storage.store import Store
from core.workspace import Workspace
from sync import exchange
from sync.exchange import Round
from sync.keys import Cut
from sync.vault import Vault
from sync.way import Step


def find(workspace: Workspace, name: str) -> tuple[Machine, ...]:
    """The machines that are called so, or whose device begins so; several where a copied home took a name along.

    Raises NotFound where there is none, or where different machines are meant.
    """
    machines = Streams(workspace.store).machines()
    wanted = name.strip().casefold()
    found = [each for each in machines if wanted and each.name.casefold() == wanted]
    found = found or [each for each in machines if wanted and each.device.startswith(wanted)]
    if not found:
        raise NotFound("None of your machines is called that. `onward vault machines` lists them.")
    if len({each.here for each in found}) > 1 or len({each.name for each in found}) > 1:
        raise NotFound("More than one machine is meant by that. The letters before its name say which.")
    return tuple(found)


def drop(workspace: Workspace, machines: tuple[Machine, ...], words: bytearray) -> Iterator[Step | Round]:
    """Shut machines out: `words` is the new passphrase, which every other machine then asks for.

    First everything there is comes in, so that it counts; then the keys change, here first. Whatever stops this later,
    the next round goes on with it. Raises Refused, WeakPassphrase, NoVault and what `exchange.run` raises.
    """
    if any(each.here for each in machines):
        raise Refused("This is the machine you are sitting at. Another one of yours can drop it.")
    for step in exchange.run(workspace, search=True):
        if not isinstance(step, Round):
            yield step
        elif step.behind:
            raise Refused("Another machine has made new keys. `onward vault join` with the new passphrase comes first.")
    vault = Vault(os.path.dirname(workspace.store.path))
    streams = Streams(workspace.store)
    keyring = vault.keyring().next_epoch(stamp(datetime.now(UTC)), cuts(workspace.store))
    workspace.backups.set_travels(vault.renew(keyring, words).travels)
    workspace.backups.kit_is_past()
    streams.drop(each.device for each in machines)
    yield from exchange.run(workspace, search=True)


def cuts(store: Store) -> tuple[Cut, ...]:
    """The last bundles that count when the keys change, those that wait for earlier ones too."""
    held = [(each.device, each.n, each.hash) for each in Streams(store).heads()]
    waiting = Objects(store).waiting()
    followed = {each.prev for each in waiting}
    held += [(each.device, each.n, each.hash) for each in waiting if each.hash not in followed]
    return tuple(Cut(*each) for each in sorted(set(held)))
