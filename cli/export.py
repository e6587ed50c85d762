"""`onward export`."""

from __future__ import annotations

import os
import sys

import click

from cli import output
from cli.verbs import existing, opened
from core.errors import Refused, StorageError
from core.storage.export import export_json
from core.storage.store import Store


@click.command()
@click.argument("file", default="-")
@click.option("--format", "kind", type=click.Choice(["json"]), required=True, help="The form of the file.")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@click.pass_obj
def export(home: str | None, file: str, kind: str, force: bool) -> None:
    """Put everything you have written into FILE, or on standard output.

    The file is for your eyes only (0600) and is not encrypted. It appears when it is whole, and replaces nothing
    unless you say --force. The same content gives the same bytes, so that two workspaces can be compared.

    \b
    The JSON document:
      format   "onward-export"
      version  1
      tables   a list of rows for each kind of thing, by name; every row has
               an id, days are dates, "at" is an instant in UTC
    """
    store = opened(existing(home))
    try:
        if file == "-":
            export_json(store, Printed())
        else:
            _save(store, os.path.abspath(file), force)
            output.say(f"Everything is in {file}.")
    finally:
        store.close()


class Printed:
    """Standard output, for a document too long to be held at once."""

    def __init__(self) -> None:
        self._shown = output.is_terminal("stdout")
        if not self._shown:
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]

    def write(self, text: str, /) -> None:
        """Print a piece of it: as it is into a file, and harmless on a terminal."""
        output.put(output.harmless(text) if self._shown else text)


def _save(store: Store, path: str, force: bool) -> None:
    if os.path.basename(path).startswith(os.path.basename(store.path)) and os.path.samefile(
        os.path.dirname(path), os.path.dirname(store.path)
    ):
        raise Refused("That is the workspace itself. Another name keeps it safe.")
    draft = f"{path}.{os.urandom(4).hex()}.part"
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with open(handle, "w", encoding="utf-8", newline="\n") as out:
                export_json(store, out)
                out.flush()
                os.fsync(out.fileno())
            if force:
                os.replace(draft, path)
            else:
                os.link(draft, path)  # unlike a look beforehand, this cannot replace a file that appears meanwhile
        finally:
            if os.path.lexists(draft):
                os.unlink(draft)
    except FileExistsError:
        raise Refused(f"{path} is there already. --force replaces it.") from None
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror}.") from None
