"""The law that every write has to keep: the rows follow from the change log alone."""

from __future__ import annotations

import io

from core.merging.fold import Fold
from core.storage.store import Store
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
    with workspace.store.exclusive():
        for table in ("changes", "streams", "bundles", "seen"):
            rows = [tuple(row) for row in log.rows(f"SELECT * FROM {table}")]
            if rows:
                conn.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
        Fold(conn).rows(tuple(row) for row in log.rows("SELECT DISTINCT tbl, row FROM changes"))
    return workspace
