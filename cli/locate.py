"""`onward locate`."""

from __future__ import annotations

import click

from cli import output
from core import places

PLACES = {
    "workspace": places.workspace_file,
    "config": places.config_file,
    "content": places.content,
}


@click.command()
@click.argument("what", type=click.Choice(list(PLACES)), required=False)
@click.pass_obj
def locate(home: str | None, what: str | None) -> None:
    """Say where your files are: the workspace, the configuration, and your own wording and practices.

    With a name, that path alone. They need not be there yet.
    """
    for name, place in PLACES.items():
        if name == what:
            output.line(place(home))
        elif what is None:
            output.line(f"{name:10} {place(home)}")
