"""Taking other machines' changes in: into the log first, then every row they touch is folded anew."""

from __future__ import annotations

from core.clock import stamp
from core.merging.carried import Alarm, Bundle, Held
from core.merging.causality import Seen
from core.merging.fold import Fold, Key
from core.storage.ids import new_device
from core.storage.store import Store

HELD = "hash, dev AS stream, device, n, last"


class Intake:
    """One taking in, inside one transaction; see `core.merging.streams.Streams.intake`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._touched: set[Key] = set()
        self._placed: list[tuple[int, str]] = []
        self._told: set[str] = set()  # bundles of which it came out now what was known before them
        self._hlc = 0

    def find(self, hash: str) -> Held | None:
        """A bundle that is held here."""
        row = self._store.row(f"SELECT {HELD} FROM bundles WHERE hash = ?", hash)
        return Held(**dict(row)) if row else None

    def splits(self, bundle: Bundle) -> bool:
        """Whether another bundle of that device follows the same one, and none of them came from here."""
        same = "SELECT count(*) FROM bundles WHERE device = ? AND"
        if self._store.count(f"{same} dev = 0", bundle.device):
            return False
        return self._store.count(f"{same} n = ? AND prev = ?", bundle.device, bundle.n, bundle.prev) > 0

    def place(self, bundle: Bundle, hash: str) -> None:
        """Append a bundle to the stream it continues.

        Where that stream already goes on otherwise, a new one branches off: no change is ever
        lost to another with the same number.
        """
        stream = self._stream(bundle)
        self._store.note(
            "INSERT INTO bundles (hash, dev, device, n, prev, first, last, app) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            *(hash, stream, bundle.device, bundle.n, bundle.prev, bundle.first, bundle.last, bundle.app),
        )
        self._store.conn.executemany(
            "INSERT INTO changes (dev, n, hlc, tbl, row, patch) VALUES (?, ?, ?, ?, ?, ?)",
            ((stream, *change) for change in bundle.changes),
        )
        self._store.conn.executemany(
            "INSERT INTO seen (dev, at, hash, upto) VALUES (?, ?, ?, ?)", ((stream, *mark) for mark in bundle.marks)
        )
        self._touched.update((table, row) for _, _, table, row, _ in bundle.changes)
        self._placed.append((stream, hash))
        self._adopt(bundle, hash, stream)
        self._hlc = max(self._hlc, *(change[1] for change in bundle.changes))

    def _stream(self, bundle: Bundle) -> int:
        prev = self.find(bundle.prev)
        if prev and prev.stream:
            end = self._store.count("SELECT max(last) FROM bundles WHERE dev = ?", prev.stream)
            if end == prev.last:
                return prev.stream
        self._store.note(
            "INSERT INTO streams (dev, device, of, upto) SELECT ifnull(max(dev), 0) + 1, ?, ?, ? FROM streams",
            *(bundle.device, prev.stream if prev else None, prev.last if prev else None),
        )
        return self._store.count("SELECT max(dev) FROM streams")

    def _adopt(self, bundle: Bundle, hash: str, stream: int) -> None:
        """What was taken without this bundle, because nobody seemed to have it any more, follows it after all."""
        orphans = "SELECT dev FROM streams JOIN bundles USING (dev) WHERE prev = ? AND of IS NULL"
        for (orphan,) in self._store.rows(orphans, hash):
            self._store.note("UPDATE streams SET of = ?, upto = ? WHERE dev = ?", stream, bundle.last, orphan)
            for heir in Seen(self._store.conn).heirs(orphan):
                rows = self._store.rows("SELECT tbl, row FROM changes WHERE dev = ?", heir)
                self._touched.update((row["tbl"], row["row"]) for row in rows)
                self._told.update(
                    row["hash"] for row in self._store.rows("SELECT hash FROM bundles WHERE dev = ?", heir)
                )

    def step_aside(self) -> None:
        """Leave this machine's name in file names to its twin, and write what was not sent under a new one.

        The chain goes on under the new name: for everybody, what this machine wrote and had seen
        under the old one comes before.
        """
        store = self._store
        last = store.count("SELECT max(last) FROM bundles WHERE dev = 0 AND hash NOT IN (SELECT hash FROM outbox)")
        # What was sent needs what it follows: that goes out under the old name still.
        store.note("DELETE FROM bundles WHERE dev = 0 AND last > ?", last)
        store.note("DELETE FROM outbox WHERE hash NOT IN (SELECT hash FROM bundles)")
        store.note("UPDATE local SET value = ? WHERE key = 'device'", new_device())

    def raise_alarm(self, alarm: Alarm) -> None:
        """Keep an alarm until it is told; the same one is raised once."""
        raise_alarm(self._store, alarm)

    def finish(self) -> None:
        """Fold what was touched and note what has been seen."""
        store = self._store
        if not self._placed:
            return
        self._reread()
        # The next write here has seen these bundles; until there is one, nobody needs to know.
        next_n = store.count("SELECT max(n) FROM changes WHERE dev = 0") + 1
        for stream, hash in dict(self._placed).items():
            store.note(
                "DELETE FROM seen WHERE dev = 0 AND at = ? AND hash IN (SELECT hash FROM bundles WHERE dev = ?)",
                *(next_n, stream),
            )
            store.note(
                "INSERT INTO seen (dev, at, hash, upto) SELECT 0, ?, hash, last FROM bundles WHERE hash = ?",
                *(next_n, hash),
            )
        store.note(
            "INSERT INTO local (key, value) VALUES ('hlc', ?) "
            "ON CONFLICT (key) DO UPDATE SET value = max(CAST(value AS INTEGER), CAST(excluded.value AS INTEGER))",
            str(self._hlc),
        )
        Fold(store.conn, store.shape).rows(self._touched)

    def _reread(self) -> None:
        """Marks that named one of these bundles, or one that follows it, say only now what had been seen."""
        seen = Seen(self._store.conn)
        for hash in self._told.union(hash for _, hash in self._placed):
            for dev, at in self._store.rows("SELECT dev, min(at) FROM seen WHERE hash = ? GROUP BY dev", hash):
                for stream in seen.heirs(dev):
                    self._touched.update(
                        (row["tbl"], row["row"])
                        for row in self._store.rows(
                            "SELECT tbl, row FROM changes WHERE dev = ? AND n >= ?", stream, at if stream == dev else 0
                        )
                    )


def raise_alarm(store: Store, alarm: Alarm) -> None:
    """Keep an alarm until it is told; the same one is raised once."""
    store.note(
        "INSERT OR IGNORE INTO alarms (kind, device, n, at) VALUES (?, ?, ?, ?)",
        *(alarm.kind, alarm.device, alarm.n, stamp(store.clock.now())),
    )
