"""What makes tests quick and takes nothing from what they promise."""

import sqlite3
from functools import cache
from threading import Lock

from core.clock import Clock
from core.storage import schema
from core.workspace import Workspace

step_by_step = schema.migrate
_one_at_a_time = Lock()


@cache
def _new_file() -> sqlite3.Connection:
    conn = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    step_by_step(conn)
    return conn


def migrate(conn: sqlite3.Connection) -> None:
    """As `schema.migrate`, but an empty file becomes a copy of one that has been through all of it: 2 ms, not 70."""
    if not conn.execute("SELECT EXISTS (SELECT 1 FROM sqlite_master)").fetchone()[0]:
        with _one_at_a_time:
            _new_file().backup(conn)
    step_by_step(conn)


def copied(workspace: Workspace, clock: Clock) -> Workspace:
    """A workspace in memory with all that another one holds."""
    copy = Workspace.memory(clock)
    workspace.store.conn.backup(copy.store.conn)
    return copy
