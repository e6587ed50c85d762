"""`onward locate`."""

from __future__ import annotations

import click

from cli import output
from cli.words import as_json
from core import places

PLACES = {
    "workspace": places.workspace_file,
    "config": places.config_file,
    "content": places.content,
}


@click.command()
@click.argument("what", type=click.Choice(list(PLACES)), required=False)
@as_json
@click.pass_obj
def locate(home: str | None, what: str | None, as_json: bool) -> None:
    """Say where your files are: the workspace, the configuration, and your own wording and practices.

    With a name, that path alone. They need not be there yet.

    The JSON document: workspace, config and content, each a path.
    """
    if as_json:
        output.document({name: place(home) for name, place in PLACES.items() if what in (None, name)})
        return
    for name, place in PLACES.items():
        if name == what:
            output.line(place(home))
        elif what is None:
            output.line(f"{name:10} {place(home)}")
