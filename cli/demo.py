"""`onward demo`."""

from __future__ import annotations

import os
from tempfile import TemporaryDirectory

import click

from cli import output
from cli.main import open_app, terminal


@click.command()
@click.pass_obj
def demo(home: str | None) -> None:
    """Look around in ten made-up weeks of someone's search, ending today.

    Try everything: it is a workspace to throw away, apart from yours, and it is gone when you leave.
    """
    terminal()
    from core import places
    from core.demo import demo

    with TemporaryDirectory(prefix="onward-demo-", ignore_cleanup_errors=True) as folder:
        output.say("Ten made-up weeks are being lived through. Nothing here is yours, and nothing is kept.")
        theirs = os.path.join(folder, "demo")
        demo.build(places.workspace_file(theirs))
        code = open_app(theirs, places.config(home))
    output.say("The made-up weeks are gone again. `onward` opens your own.")
    click.get_current_context().exit(code)
