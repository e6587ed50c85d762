"""The law that every write has to keep: the rows follow from the change log alone."""

from __future__ import annotations

import io
from itertools import groupby

from core import changes
from core.store import Store
from core.workspace import Workspace


def exported(workspace: Workspace) -> str:
    """The workspace as one JSON document."""
    out = io.StringIO()
    workspace.export(out)
    return out.getvalue()


def replayed(log: Store) -> Workspace:
    """An empty workspace, filled from a change log and nothing else."""
    workspace = Workspace.memory()
    conn = workspace.store.conn
    conn.execute("BEGIN")
    rows = log.rows("SELECT tbl, row, patch FROM changes ORDER BY tbl, row, hlc, dev")
    for (table, _), entries in groupby(rows, key=lambda entry: (entry["tbl"], entry["row"])):
        if row := changes.fold(entry["patch"] for entry in entries):
            marks = ", ".join("?" * len(row))
            conn.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))
    conn.execute("COMMIT")
    return workspace
