"""`onward export`."""

from __future__ import annotations

import sys

import click

from cli import output
from cli.ending import Usage
from cli.verbs import existing, opened
from core import places
from core.content import Content
from core.exporting.out import FORMS, stream
from core.exporting.out import export as export_to
from core.exporting.whole import Occupied


@click.command()
@click.argument("path", default="-")
@click.option("--format", "kind", type=click.Choice(list(FORMS)), required=True, help="The form it takes.")
@click.option("--force", is_flag=True, help="Replace what an earlier export wrote there.")
@click.pass_obj
def export(home: str | None, path: str, kind: str, force: bool) -> None:
    """Put everything you have written into PATH: a file, a folder, or standard output (-) for a file.

    It is for your eyes only (0600) and is not encrypted. It appears when it is whole, and replaces nothing unless you
    say --force. The same content gives the same bytes. `onward import` takes json, markdown and csv back without loss.

    \b
    json      one document
    markdown  a folder, a page for each entry, application, story ..., whose
              names stay when titles change
    csv       a folder, a sheet for each kind of thing; no cell is a formula
    ics       a calendar of everything with a date, without your notes

    \b
    The JSON document:
      format   "onward-export"
      version  1
      tables   a list of rows for each kind of thing, by name; every row has
               an id, days are dates, "at" is an instant in UTC

    \b
    Examples:
      onward export --format markdown ~/search
      onward export --format ics search.ics
    """
    if path == "-" and FORMS[kind].folder:
        raise Usage(f"{kind} is a folder, so it needs a name: `onward export --format {kind} FOLDER`.")
    store = opened(existing(home))
    try:
        content = Content(places.content(home))
        if path == "-":
            stream(store, content, kind, Printed())
        else:
            try:
                export_to(store, content, kind, path, force=force)
            except Occupied as there:
                raise Occupied(f"{there.sentence} --force writes it anew.") from None
            output.say(f"Everything is in {path}.")
    finally:
        store.close()


class Printed:
    """Standard output, for a document too long to be held at once."""

    def __init__(self) -> None:
        self._shown = output.is_terminal("stdout")
        if not self._shown:
            sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]

    def write(self, text: str, /) -> None:
        """Print a piece of it: as it is into a file, and harmless on a terminal."""
        output.put(output.harmless(text) if self._shown else text)
