"""`onward win`."""

from __future__ import annotations

import click

from cli import output


@click.command()
@click.argument("text", nargs=-1, required=True)
@click.option("--kind", default="", metavar="KIND", help="Its kind, such as callback, next-round or new-skill.")
@click.pass_obj
def win(home: str | None, text: tuple[str, ...], kind: str) -> None:
    """Note something that went well, of any size.

    \b
    Examples:
      onward win "They laughed at my example."
      onward win --kind callback "Harbour Books rang"
    """
    from core import places
    from core.workspace import Workspace

    with Workspace.open(places.workspace_file(home), own_content=places.content(home)) as workspace:
        workspace.strengths.wins.note(" ".join(text), kind)
    output.say("Kept. It will be here on a grey day.")
