"""Everything out, in the form and to the place that the person names."""

from __future__ import annotations

import os

from core.content import Content
from core.errors import Refused
from core.exporting.whole import whole
from core.record import record
from core.storage.export import Sink, export_json
from core.storage.store import Store


@record
class Form:
    """A form of export: whether it is a folder, and what its name usually ends in."""

    folder: bool
    ending: str


FORMS = {
    "json": Form(folder=False, ending=".json"),
    "markdown": Form(folder=True, ending="-markdown"),
    "csv": Form(folder=True, ending="-csv"),
    "ics": Form(folder=False, ending=".ics"),
}


def export(store: Store, content: Content, form: str, path: str, *, force: bool = False) -> str:
    """Write everything to `path`, which is whole when it appears; where it now is.

    Raises `Occupied` where `force` would replace something, `Refused` where something else is in the way, and
    `StorageError` where it cannot be written.
    """
    path = os.path.abspath(os.path.expanduser(path))
    if _is_the_workspace(path, store.path):
        raise Refused("That is the workspace itself. Another name keeps it safe.")
    if form == "markdown":
        from core.exporting import markdown

        markdown.write(store, path, force=force)
    elif form == "csv":
        from core.exporting import sheets

        sheets.write(store, path, force=force)
    else:
        with whole(path, force=force) as out:
            stream(store, content, form, out)
    return path


def stream(store: Store, content: Content, form: str, out: Sink) -> None:
    """Write a form that is one file to an open one."""
    if form == "json":
        export_json(store, out)
    else:
        from core.exporting import calendar

        calendar.write(store, content, out)


def _is_the_workspace(path: str, workspace: str) -> bool:
    """Whether `path` is the workspace's file or one that SQLite keeps beside it."""
    folder, name = os.path.split(path)
    home, file = os.path.split(os.path.abspath(workspace))
    return name.startswith(file) and os.path.isdir(folder) and os.path.isdir(home) and os.path.samefile(folder, home)
