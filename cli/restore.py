"""`onward restore`."""

from __future__ import annotations

from pathlib import Path

import click

from cli import output, secret
from core import places
from core.clock import instant
from core.errors import Refused
from core.workspace import Workspace
from sync import passphrase
from sync import restore as restoring
from sync.errors import NoMatch
from sync.vault import Vault


@click.command()
@click.argument("file", type=click.Path())
@click.option("--merge", is_flag=True, help="Take what is in it into the workspace that is here.")
@click.option("--look", is_flag=True, help="Only say what is in it, when it was made, and on which machine.")
@secret.options
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@click.pass_obj
def restore(
    home: str | None,
    file: str,
    merge: bool,
    look: bool,
    passphrase_file: str | None,
    passphrase_fd: int | None,
    as_json: bool,
) -> None:
    """Bring a backup back: into a home where nothing is yet, or with --merge into a living one.

    A backup opens with its passphrase or with the recovery code, asked for in one place. Everything is checked before
    anything is written. Merging loses nothing on either side; what is here already is passed over.
    """
    source = secret.source(passphrase_file, passphrase_fd)
    vault = Vault(places.home(home))
    path = places.workspace_file(home)
    if not look and not merge and Path(path).exists():
        with Workspace.open(path) as workspace:
            if not workspace.backups.is_untouched():
                raise Refused(
                    "There is a workspace here already. --merge takes the backup into it, and --look only looks."
                )
    backup = _opened(vault, Path(file), source)
    facts = backup.facts
    about = {"at": facts.at, "machine": facts.machine, "app": facts.app, "rows": facts.rows}
    about |= {"file": file, "size": backup.size, "tables": facts.counts}
    if look:
        if as_json:
            output.document(about)
        else:
            output.line(f"made     {facts.at} on {facts.machine}, by Onward {facts.app}")
            output.line(f"holds    {facts.rows:,} rows, {backup.size:,} bytes encrypted")
            for name, count in facts.counts.items():
                output.line(f"         {count:,} {name}")
        return
    if vault.exists and vault.keyring().vault != facts.vault:
        raise restoring.AnotherVault
    with Workspace.open(path) as workspace:
        came = restoring.bring(workspace, backup)
        if not vault.exists:
            vault.adopt(backup.keyring, backup.sealed)
            workspace.backups.set_travels(backup.sealed is not None)
        made = f"{workspace.clock.local(instant(facts.at)):%Y-%m-%d %H:%M}"
    output.say(f"Changes that came in: {came.changes:,}, from {facts.machine}, {made}.")
    if not vault.has_passphrase:
        output.say("The vault has no passphrase here yet. `onward vault passphrase` sets one.")
    if as_json:
        output.document({**about, "changes": came.changes, "exact": came.exact})


def _opened(vault: Vault, path: Path, source: secret.Source) -> restoring.Opened:
    """The backup, with the keys that are here if they open it, else with what the person gives."""
    if vault.exists:
        try:
            return restoring.opened(path, vault.keyring())
        except NoMatch:  # of another vault, or of one whose keys are newer
            output.say("The keys here do not open it.")
    words = secret.needed(source, "The backup's passphrase or recovery code: ")
    with passphrase.wiped(words):
        keyring, sealed = restoring.keyring_for(path, words)
    return restoring.opened(path, keyring, sealed)
