"""The change log as it travels: this machine's stream and everybody else's, cut into bundles.

A stream is one device's run of changes; a bundle is a piece of it that is carried once and never
changes, named by the SHA-256 of its plaintext and naming the one before it. What a bundle looks
like in bytes, and whether a bundle that came in may be taken, is decided elsewhere (`sync`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager

from core.clock import instant, stamp, told
from core.merging.carried import Alarm, Bundle, Held, Kind, Machine, Parcel
from core.merging.causality import Seen
from core.merging.intake import HELD, Intake, raise_alarm
from core.storage.ids import new_device
from core.storage.store import Store

LINES = 2_000  # changes in one bundle at most: taking one in is a twentieth of a second, in which nobody else can write
CHARACTERS = 4 << 20  # of changes in one bundle, unless a single one has more


class Streams:
    """This machine's part in a workspace on several machines."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def device(self) -> str:
        """This machine's own name in file names, made when it is first asked for."""
        sql = "SELECT value FROM local WHERE key = 'device'"
        row = self._store.row(sql)
        if row is None:
            self._store.note("INSERT OR IGNORE INTO local (key, value) VALUES ('device', ?)", new_device())
            row = self._store.row(sql)
        assert row is not None
        return str(row["value"])

    def name(self, name: str) -> None:
        """Call this machine so, on every machine."""
        with self._store.write("Name this machine") as door:
            door.recorded = False
            door.put("machines", self.device, name=name, at=stamp(door.now), dropped="")

    def drop(self, devices: Iterable[str]) -> None:
        """These machines are shut out, for every machine to see."""
        with self._store.write("Drop a machine") as door:
            door.recorded = False
            for device in devices:
                if door.current("machines", device) is None:
                    door.insert("machines", id=device, name="", at=stamp(door.now), dropped=stamp(door.now))
                else:
                    door.update("machines", device, dropped=stamp(door.now))

    def keep_name(self) -> None:
        """A home that was copied goes on under a new name in file names, and keeps the one that people call it by."""
        named = "SELECT 1 FROM machines WHERE id = ?"
        before = "SELECT name FROM bundles JOIN machines ON id = device WHERE dev = 0 AND name <> '' ORDER BY last DESC"
        if not self._store.row(named, self.device) and (row := self._store.row(f"{before} LIMIT 1")):
            self.name(row["name"])

    def is_let_in(self) -> None:
        """This machine has the newest keys: where it was shut out once, that is over."""
        if self._store.row("SELECT 1 FROM machines WHERE id = ? AND dropped <> ''", self.device):
            with self._store.write("Let a machine in") as door:
                door.recorded = False
                door.update("machines", self.device, dropped="")

    # Giving

    def seal(self, make: Callable[[Bundle], tuple[str, bytes]], app: str, lines: int = LINES) -> str:
        """Make the next bundle of what has been written here, at most `lines` changes; "" where there is nothing.

        `make` gives its hash and the bytes to send. Reading the rows and keeping the bytes is one
        transaction; the bytes stay in the outbox until `sent`.
        """
        with self._store.exclusive():
            bundle = self._next(app, lines)
            if bundle is None:
                return ""
            found, body = make(bundle)
            self._store.note(
                "INSERT INTO bundles (hash, dev, device, n, prev, first, last, app) VALUES (?, 0, ?, ?, ?, ?, ?, ?)",
                *(found, bundle.device, bundle.n, bundle.prev, bundle.first, bundle.last, bundle.app),
            )
            self._store.note(
                "INSERT INTO outbox (hash, device, n, body) VALUES (?, ?, ?, ?)", found, bundle.device, bundle.n, body
            )
            return found

    def _next(self, app: str, lines: int) -> Bundle | None:
        device = self.device
        head = self._store.row("SELECT * FROM bundles WHERE dev = 0 ORDER BY last DESC LIMIT 1")
        after = head["last"] if head else 0
        last = self._store.count(
            "SELECT max(n) FROM (SELECT n, sum(length(patch)) OVER (ORDER BY n) AS size FROM changes "
            "WHERE dev = 0 AND n > ? ORDER BY n LIMIT ?) WHERE size <= ? OR n = ? + 1",
            *(after, lines, CHARACTERS, after),
        )
        if not last:
            return None
        if head is None:
            return self._cut(0, device, 1, "", after + 1, last, app)
        # Under a new name the numbers begin again, and the chain goes on.
        n = head["n"] + 1 if head["device"] == device else 1
        return self._cut(0, device, n, head["hash"], after + 1, last, app)

    def _cut(self, dev: int, device: str, n: int, prev: str, first: int, last: int, app: str) -> Bundle:
        span = (dev, first, last)
        changes = self._store.rows(
            "SELECT n, hlc, tbl, row, patch FROM changes WHERE dev = ? AND n BETWEEN ? AND ? ORDER BY n", *span
        )
        marks = self._store.rows(
            "SELECT at, hash, upto FROM seen WHERE dev = ? AND at BETWEEN ? AND ? ORDER BY at, hash", *span
        )
        return Bundle(
            device=device,
            n=n,
            prev=prev,
            first=first,
            last=last,
            app=app,
            changes=tuple((row[0], row[1], row[2], row[3], row[4]) for row in changes),
            marks=tuple((row[0], row[1], row[2]) for row in marks),
        )

    def outbox(self) -> tuple[Parcel, ...]:
        """What has been sealed and has not been read back from where it was sent, in order."""
        rows = self._store.rows("SELECT o.* FROM outbox AS o JOIN bundles AS b USING (hash) ORDER BY b.last")
        return tuple(Parcel(hash=row["hash"], device=row["device"], n=row["n"], body=row["body"]) for row in rows)

    def sent(self, hash: str) -> None:
        """This bundle was read back from where it was sent, byte for byte."""
        self._store.note("DELETE FROM outbox WHERE hash = ?", hash)

    def sealed_anew(self, make: Callable[[Bundle], tuple[str, bytes]]) -> None:
        """Make the bytes of everything in the outbox once more, because the keys have changed."""
        with self._store.exclusive():
            for parcel in self.outbox():
                bundle = self.bundle(parcel.hash)
                assert bundle is not None
                self._store.note("UPDATE outbox SET body = ? WHERE hash = ?", make(bundle)[1], parcel.hash)

    def bundle(self, hash: str) -> Bundle | None:
        """A bundle held here, own or another's, made anew from the log; None where it is not held."""
        row = self._store.row("SELECT * FROM bundles WHERE hash = ?", hash)
        if row is None:
            return None
        return self._cut(row["dev"], row["device"], row["n"], row["prev"], row["first"], row["last"], row["app"])

    def held(self) -> tuple[Held, ...]:
        """All bundles held here, each after the ones it follows."""
        return tuple(Held(**dict(row)) for row in self._store.rows(f"SELECT {HELD} FROM bundles ORDER BY seq"))

    def holds(self, hashes: Iterable[str]) -> frozenset[str]:
        """Those of these bundles that are held here."""
        sql = "SELECT hash FROM json_each(?) AS j CROSS JOIN bundles ON bundles.hash = j.value"
        return frozenset(row["hash"] for row in self._store.rows(sql, json.dumps(sorted(hashes))))

    def heads(self) -> tuple[Held, ...]:
        """The bundles held here that no other one follows."""
        rows = self._store.rows(
            f"SELECT {HELD} FROM bundles AS b WHERE NOT EXISTS (SELECT 1 FROM bundles WHERE prev = b.hash) ORDER BY seq"
        )
        return tuple(Held(**dict(row)) for row in rows)

    def covered(self, heads: Iterable[str], without: Iterable[str] = ()) -> frozenset[str]:
        """The bundles held here that these ones follow, and those of these that are held.

        `without` are bundles that somebody went on without: what leads to a head through them alone is not meant.
        """
        rows = self._store.rows(
            "WITH RECURSIVE back (hash) AS (SELECT value FROM json_each(?) UNION SELECT prev FROM bundles JOIN back "
            "USING (hash) WHERE prev NOT IN (SELECT value FROM json_each(?))) SELECT hash FROM back JOIN bundles "
            "USING (hash)",
            *(json.dumps(sorted(heads)), json.dumps(sorted(without))),
        )
        return frozenset(row["hash"] for row in rows)

    def gone_without(self) -> tuple[tuple[str, str], ...]:
        """The bundles that were given up, each with one held here that follows it."""
        sql = "SELECT prev, hash FROM bundles WHERE prev <> '' AND prev NOT IN (SELECT hash FROM bundles)"
        return tuple((row["prev"], row["hash"]) for row in self._store.rows(sql))

    def have_seen(self, heads: Iterable[str]) -> frozenset[str]:
        """The devices whose newest change was written in knowledge of all these bundles."""
        seen = Seen(self._store.conn)
        rows = [self._store.row("SELECT dev, last FROM bundles WHERE hash = ?", head) for head in heads]
        wanted = [(row["dev"], row["last"]) for row in rows if row]
        found = set()
        for row in self._store.rows("SELECT device, dev, max(last) AS last FROM bundles GROUP BY device"):
            vector = seen.vector(row["dev"], row["last"])
            if len(wanted) == len(rows) and all(vector.get(dev, 0) >= last for dev, last in wanted):
                found.add(str(row["device"]))
        return frozenset(found)

    def unsealed(self) -> int:
        """How many changes have been written here and are in no bundle yet."""
        return self._store.count(
            "SELECT count(*) FROM changes WHERE dev = 0 AND n > "
            "(SELECT ifnull(max(last), 0) FROM bundles WHERE dev = 0)"
        )

    def has_unsent(self) -> bool:
        """Whether something was written here that was not read back from where it is sent."""
        after = "(SELECT ifnull(max(last), 0) FROM bundles WHERE dev = 0)"
        sealed, written = "SELECT 1 FROM outbox", f"SELECT 1 FROM changes WHERE dev = 0 AND n > {after}"
        return self._store.count(f"SELECT EXISTS ({sealed}) OR EXISTS ({written})") > 0

    def rest(self, device: str, app: str) -> Bundle | None:
        """What is in no bundle yet, as the only bundle of a device made up for it: for a copy of this workspace.

        Whoever reads the copy takes it as one more stream, and counts its changes once if they
        come in by another way as well.
        """
        head = self._store.row("SELECT hash, last FROM bundles WHERE dev = 0 ORDER BY last DESC LIMIT 1")
        prev, first = (head["hash"], head["last"] + 1) if head else ("", 1)
        last = self._store.count("SELECT max(n) FROM changes WHERE dev = 0")
        return self._cut(0, device, 1, prev, first, last, app) if last >= first else None

    # Taking

    @contextmanager
    def intake(self) -> Iterator[Intake]:
        """Take bundles in: all of them, and the fold of every row they touch, in one transaction."""
        with self._store.exclusive():
            intake = Intake(self._store)
            yield intake
            intake.finish()

    # Knowing

    def machines(self) -> tuple[Machine, ...]:
        """Every device whose changes are here, this one first, then by their last change."""
        rows = self._store.rows(
            "SELECT b.device, max(b.n) AS bundles, ifnull(m.name, '') AS name, "
            "ifnull(m.dropped, '') <> '' AS dropped, "
            "(SELECT max(hlc) FROM changes AS c JOIN bundles AS d ON c.dev = d.dev AND c.n = d.last "
            "WHERE d.device = b.device) AS hlc "
            "FROM bundles AS b LEFT JOIN machines AS m ON m.id = b.device GROUP BY b.device"
        )
        here = self.device
        machines = [
            Machine(
                device=row["device"],
                name=row["name"],
                here=row["device"] == here,
                wrote=told(row["hlc"]),
                bundles=row["bundles"],
                dropped=bool(row["dropped"]),
            )
            for row in rows
        ]
        return tuple(sorted(machines, key=lambda each: (not each.here, -each.wrote.timestamp(), each.device)))

    def alarm(self, alarm: Alarm) -> None:
        """Keep an alarm until it is told; the same one is raised once."""
        raise_alarm(self._store, alarm)

    def quiet(self, device: str) -> None:
        """Forget what was said about a device's missing bundles: it is looked at anew."""
        self._store.note("DELETE FROM alarms WHERE kind IN ('lost', 'rollback') AND device = ?", device)

    def standing(self, kinds: Collection[Kind], alarms: Iterable[Alarm]) -> None:
        """Of these kinds, these are the alarms that hold now; what others said is over."""
        now = {alarm.fact: alarm for alarm in alarms}
        before = {(row["kind"], row["device"], row["n"]) for row in self._store.rows("SELECT * FROM alarms")}
        for fact in sorted(before - now.keys()):
            if fact[0] in kinds:
                self._store.note("DELETE FROM alarms WHERE kind = ? AND device = ? AND n = ?", *fact)
        for fact in sorted(now.keys() - before):
            self.alarm(now[fact])

    def alarms(self) -> tuple[Alarm, ...]:
        """What the person has not been told yet, oldest first."""
        rows = self._store.rows("SELECT kind, device, n, at FROM alarms WHERE NOT told ORDER BY at, kind, device, n")
        return tuple(Alarm(kind=row["kind"], device=row["device"], n=row["n"], at=instant(row["at"])) for row in rows)

    def is_behind(self) -> bool:
        """Whether another machine has made new keys, without which nothing is sent from here; as of the last round."""
        return self._store.row("SELECT 1 FROM alarms WHERE kind = 'epoch'") is not None

    def told(self, alarm: Alarm) -> None:
        """The person knows."""
        self._store.note("UPDATE alarms SET told = 1 WHERE kind = ? AND device = ? AND n = ?", *alarm.fact)
