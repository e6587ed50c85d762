"""Everything as one JSON document, the same bytes for the same content.

    {
      "format": "onward-export",
      "version": 1,
      "tables": {
        "entries": [
          {"at": "2026-11-22T12:00:00.000Z", "body": "…", "day": "2026-11-22", "id": "…", "prompt": ""}
        ],
        …
      }
    }

Tables by name, rows by id and one to a line, columns by name; a BLOB is `{"blob": "<hex>"}`.
What belongs to one machine alone (row numbers, the change log, drafts) is not in it, so two
workspaces with the same content can be compared byte by byte.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from core.storage.store import Store

FORMAT = "onward-export"
VERSION = 1


class Sink(Protocol):
    """Where text can be written: an open file, `sys.stdout`, `io.StringIO`."""

    def write(self, text: str, /) -> object:
        """Take a piece of text."""


def export_json(store: Store, out: Sink) -> None:
    """Write the whole workspace to `out`, row by row, as it stands at one moment.

    The file to export into is UTF-8; text is written as it is, not escaped.
    """
    with moment(store):
        out.write(f'{{\n"format": "{FORMAT}",\n"version": {VERSION},\n"tables": {{')
        for number, table in enumerate(store.tables()):
            out.write(f'{"," if number else ""}\n"{table}": [')
            for index, row in enumerate(store.each(table)):
                out.write(",\n" if index else "\n")
                out.write(json.dumps(row, sort_keys=True, ensure_ascii=False, default=_blob))
            out.write("]")
        out.write("\n}\n}\n")


@contextmanager
def moment(store: Store) -> Iterator[None]:
    """Everything read inside stands as it did at one moment, whatever other processes write meanwhile."""
    alone = not store.conn.in_transaction
    if alone:
        store.conn.execute("BEGIN")
    try:
        yield
    finally:
        if alone:
            store.conn.execute("ROLLBACK")


def _blob(value: object) -> object:
    assert isinstance(value, bytes)
    return {"blob": value.hex()}
