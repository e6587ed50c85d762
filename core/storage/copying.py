"""Taking a snapshot of a workspace: copied in steps, while others read and write.

The copy is made in memory, so that nothing of it stands on a disk in clear. See `core.storage.snapshot` for its form.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Generator, Mapping
from contextlib import closing
from urllib.parse import quote

from core.record import record
from core.storage import digest
from core.storage.file import worded
from core.storage.snapshot import APPLICATION_ID, FORMAT, META, Shape, created, shape_of

CHUNK = 4000  # rows copied in one step, some ten milliseconds
PAGE = 1 << 14  # bytes; the digests of a hundred and sixty tables are in one piece


@record
class Copied:
    """How far the copying is: rows of all rows."""

    done: int
    of: int


class Taking:
    """A snapshot that is whole but for the digests of its rows, which take longer than copying them.

    They stand at its very end, and others of the same length until then. So the first `sure` bytes of `image` can be
    used at once, while another thread makes the `end`.
    """

    def __init__(
        self, conn: sqlite3.Connection, shape: Shape, about: Mapping[str, str], counts: Mapping[str, int]
    ) -> None:
        self._conn, self._shape = conn, shape
        blank = json.dumps({table: (count, hashlib.sha256().hexdigest()) for table, count in counts.items()})
        conn.execute(created("meta", META))
        conn.executemany("INSERT INTO meta VALUES (?, ?)", sorted({**about, "tables": blank}.items()))
        self.image = conn.serialize()
        self.sure = self.image.rindex(blank.encode())

    def end(self) -> bytes:
        """The whole snapshot, which `image` is from then on."""
        tables = {table: digest.of(self._conn, table, columns) for table, columns in self._shape.items()}
        self.close()
        image, said = memoryview(self.image), json.dumps(tables).encode()
        self.image = b"".join((image[: self.sure], said, image[self.sure + len(said) :]))
        return self.image

    def close(self) -> None:
        """Let go of the memory it takes."""
        self._conn.close()


def take(path: str, about: Mapping[str, str]) -> Generator[Copied, None, bytes]:
    """The snapshot of the workspace file at `path`; see `begin`."""
    with closing((yield from begin(path, about))) as taking:
        return taking.end()


def begin(path: str, about: Mapping[str, str]) -> Generator[Copied, None, Taking]:
    """The snapshot of the workspace file at `path`, copied step by step in one read transaction.

    Others may write meanwhile: what they write is in the next one. `about` becomes part of `meta`. Raises
    `StorageError` where the workspace cannot be read.
    """
    # Whoever lets go of the steps half-way may do so from another thread, and another may make the end.
    conn = sqlite3.connect(":memory:", isolation_level=None, uri=True, check_same_thread=False)
    try:
        conn.execute("ATTACH ? AS live", (f"file:{quote(path)}?mode=ro",))
        conn.execute(f"PRAGMA main.page_size = {PAGE}")
        conn.execute(f"PRAGMA main.application_id = {APPLICATION_ID}")
        conn.execute("BEGIN")
        version = conn.execute("PRAGMA live.user_version").fetchone()[0]
        shape = shape_of(conn, "live")
        counts = yield from _copied(conn, shape)
        conn.execute("COMMIT")
        conn.execute("DETACH live")
        return Taking(conn, shape, {**about, "format": FORMAT, "schema": str(version)}, counts)
    except BaseException as error:
        conn.close()
        if isinstance(error, sqlite3.Error):
            raise worded(error, path) from None
        raise


def _copied(conn: sqlite3.Connection, shape: Shape) -> Generator[Copied, None, dict[str, int]]:
    """Copies every table; how many rows each has."""
    of = sum(conn.execute(f"SELECT count(*) FROM live.{table}").fetchone()[0] for table in shape)
    done, counts = 0, dict[str, int]()
    for table, columns in shape.items():
        before = done
        conn.execute(created(table, columns))
        names = ", ".join(columns)
        copy = f"INSERT INTO main.{table} SELECT {names} FROM live.{table}"
        key = next((name for name in ("id", "seq") if name in columns), "")
        if not key:
            done += conn.execute(f"{copy} ORDER BY {names}").rowcount
        where, values, count = "", (), CHUNK
        while key and count == CHUNK:
            count = conn.execute(f"{copy} {where} ORDER BY {key} LIMIT {CHUNK}", values).rowcount
            done += count
            yield Copied(done=done, of=of)
            newest = f"SELECT {key} FROM main.{table} WHERE rowid = (SELECT max(rowid) FROM main.{table})"
            where, values = f"WHERE {key} > ?", conn.execute(newest).fetchone() or ()
        counts[table] = done - before
    return counts
