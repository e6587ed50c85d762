"""`onward sync`."""

from __future__ import annotations

import time

import click

from cli import output, syncing
from cli.verbs import existing
from cli.words import as_json
from core.errors import Refused
from core.merging.link import Links
from core.workspace import Workspace
from sync import exchange
from sync.stores.errors import StoreError

EVERY = 60  # seconds between rounds, with --watch


@click.command()
@click.option("--once/--watch", "once", default=True, help="One round, or one after the other until interrupted.")
@click.option("--all", "search", is_flag=True, help="Look through the whole store; by itself once a day.")
@as_json
@click.pass_obj
def sync(home: str | None, once: bool, search: bool, as_json: bool) -> None:
    """Exchange what was written with your other machines.

    Everything is kept here until it was read back from the store: a round that was stopped goes on with the next.

    \b
    The JSON document has
      bundles, changes, sent, mended, unsent, behind,
      and alarms: a list of kind, of, n, at, sentence
    """
    while True:
        with Workspace.open(existing(home)) as workspace:
            if not Links(workspace.store).now.place:
                raise Refused(syncing.ALONE)
            try:
                done = syncing.followed(exchange.run(workspace, search=True if search else None))
            except StoreError as error:
                syncing.told(workspace)
                if once:
                    raise
                output.say(error.sentence)
            else:
                syncing.say(done)
                alarms = syncing.told(workspace)
                if as_json:
                    output.document({**syncing.facts(done), "alarms": alarms})
        if once:
            return
        output.flush()
        time.sleep(EVERY)
