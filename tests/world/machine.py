"""One machine of the world: its file, its clock, and whatever a person does on it."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache

from core.clock import Clock
from core.merging.conflicts import Conflicts
from core.merging.fold import Fold
from core.merging.objects import Objects
from core.merging.streams import Streams
from core.storage import schema, snapshot
from core.storage.changes import Value
from core.storage.export import export_json
from core.storage.ids import same_id
from core.storage.shape import Shape
from core.storage.store import Door, Store
from core.storage.undo import Undo
from core.storage.whole import remove
from sync.keys import Keyring
from tests.world.post import Crash
from tests.world.truth import Event, Truth

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
VERSION = schema.VERSION
NEWER = (
    "ALTER TABLE entries ADD COLUMN colour TEXT NOT NULL DEFAULT ''",
    "CREATE TABLE stars (pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, entry TEXT NOT NULL "
    "REFERENCES entries (id) DEFERRABLE INITIALLY DEFERRED, note TEXT NOT NULL)",
)


# The tables that something is written to here. The others would only be read, copied and counted, all the time.
USED = {
    *("applications", "entries", "evenings", "feelings", "given_up", "machines", "marks", "parked", "pieces"),
    *("practices", "rejections", "ritual_steps", "settings", "tags"),
}


@cache
def _template(newer: bool) -> bytes:
    conn = sqlite3.connect(":memory:", isolation_level=None)
    schema.migrate(conn)
    for table in Shape(conn)._columns.keys() - USED:
        conn.execute(f"DROP TABLE {table}")
    conn.execute("VACUUM")
    for statement in NEWER if newer else ():
        conn.execute(statement)
    conn.execute(f"PRAGMA user_version = {VERSION + newer}")
    return conn.serialize()


@cache
def carried_shape(version: int) -> snapshot.Shape:
    """What a snapshot by a machine of this version has."""
    conn = sqlite3.connect(":memory:")
    conn.deserialize(_template(version > VERSION))
    return snapshot.shape_of(conn, "main")


@cache
def _shape(newer: bool) -> Shape:
    conn = sqlite3.connect(":memory:")
    conn.deserialize(_template(newer))
    return Shape(conn)


Image = tuple[bool, bytes, int, int, Keyring]
"""A machine's home at one moment: its version, its file, what it knows, up to where that is known, its keys."""


class Machine:
    """`knows` is the set of changes this machine has, kept apart from what the product keeps (see `Truth`)."""

    def __init__(self, truth: Truth, image: Image) -> None:
        self.truth = truth
        self.newer, content, self.knows, self.seq, self.keyring = image
        self.now = NOON
        self.stuck = False
        self.is_dropped = False
        self._open(content or _template(self.newer))

    def _open(self, content: bytes) -> None:
        # Twice the steps a second: as many statements are kept as a world has.
        conn = sqlite3.connect(":memory:", isolation_level=None, cached_statements=2000)
        conn.deserialize(content)
        conn.row_factory = sqlite3.Row
        conn.execute("PRAGMA foreign_keys = ON")
        self.store = Store(conn, Clock(self._tick, UTC), ":memory:")
        self._shaped()
        self.streams = Streams(self.store)
        self.objects = Objects(self.store)

    def _shaped(self) -> None:
        """What every machine of this version would read from its schema."""
        self.store._shape = shape = _shape(self.newer)
        self.store.tables = lambda: sorted(shape._columns)  # type: ignore[method-assign]

    def _tick(self) -> datetime:
        if not self.stuck:
            self.now += timedelta(milliseconds=700)
        return self.now

    def image(self) -> Image:
        return self.newer, self.store.conn.serialize(), self.knows, self.seq, self.keyring

    def tire(self, budget: int) -> None:
        """Stop soon: within a statement, or before one that writes."""
        left = [budget]

        def tired() -> bool:
            left[0] -= 1
            return left[0] < 0

        def note(sql: str, *values: Value) -> None:
            if tired():
                raise Crash
            Store.note(self.store, sql, *values)

        if budget % 3:
            self.store.note = note  # type: ignore[method-assign]
        else:
            self.store.conn.set_progress_handler(tired, 200)

    def wake(self) -> None:
        """Begin anew, after a stop or without one."""
        self.store.__dict__.pop("note", None)
        self.store.conn.set_progress_handler(None, 0)
        if self.store.conn.in_transaction:  # a program that has stopped leaves none open
            self.store.conn.execute("ROLLBACK")

    def upgrade(self) -> None:
        """The program on this machine learns what the newer ones write."""
        if not self.newer:
            self.newer = True
            with self.store.exclusive():
                for statement in (*NEWER, f"PRAGMA user_version = {VERSION + 1}"):
                    self.store.note(statement)
                Fold(self.store.conn, _shape(newer=True)).unknown()
            self._shaped()

    def missing(self) -> set[str]:
        """The bundles that others wait for here, and that are in no file."""
        waiting = self.objects.waiting()
        return {each.prev for each in waiting} - {each.hash for each in waiting}

    def exported(self) -> str:
        out = io.StringIO()
        export_json(self.store, out)
        return out.getvalue()

    def events(self) -> set[Event]:
        return {tuple(row) for row in self.store.rows("SELECT hlc, tbl, row, patch FROM changes")}  # type: ignore[misc]

    def learn(self) -> None:
        """Take note of what came into the log: own writes knew all that was there before them."""
        new = "SELECT seq, dev, hlc, tbl, row, patch FROM changes WHERE seq > ? ORDER BY seq"
        for seq, dev, *event in self.store.rows(new, self.seq):
            if dev == 0:
                self.knows = self.truth.wrote(tuple(event), self.knows)
            else:
                self.knows |= self.truth.bit(tuple(event))
            self.seq = seq

    # What a person does

    def some(self, table: str, pick: int) -> str:
        if table not in self.store.shape:
            return ""
        rows = self.store.rows(f"SELECT id FROM {table} ORDER BY id")
        return str(rows[pick % len(rows)]["id"]) if rows else ""

    def remove(self, door: Door, table: str, row: str) -> None:
        """Delete a row as the domain does."""
        remove(self.store, door, table, row)

    def do(self, verb: str, pick: int, word: str) -> None:
        with self.store.write(verb) as door:
            VERBS[verb](self, door, pick, word)
        self.learn()

    def turn(self, back: bool) -> None:
        undo = Undo(self.store)
        _ = undo.undo() if back else undo.redo()
        self.learn()

    def settle(self, pick: int, word: str) -> None:
        conflicts = Conflicts(self.store)
        if found := conflicts.all():
            conflict = found[pick % len(found)]
            if pick % 4 == 0:
                conflicts.join(conflict.key, word)
            elif pick % 4 == 1:
                conflicts.keep_both(conflict.key)
            else:
                conflicts.choose(conflict.key, conflict.versions[pick % len(conflict.versions)].text)
            assert conflict.key not in {each.key for each in conflicts.all()}, "what was settled is still open"
        self.learn()


Verb = Callable[[Machine, Door, int, str], object]


def _edit(table: str, column: str) -> Verb:
    def edit(machine: Machine, door: Door, pick: int, word: str) -> None:
        if row := machine.some(table, pick):
            door.update(table, row, **{column: word})

    return edit


def _remove(table: str) -> Verb:
    def remove(machine: Machine, door: Door, pick: int, word: str) -> None:
        if row := machine.some(table, pick):
            machine.remove(door, table, row)

    return remove


def _child(table: str, owner: str, column: str, **values: str | int) -> Verb:
    """One of two children that an owner may have; the same ones wherever they are made."""

    def child(machine: Machine, door: Door, pick: int, word: str) -> None:
        if (row := machine.some(owner, pick)) and table in machine.store.shape:
            texts = {name: word if value == "?" else value for name, value in values.items()}
            door.put(table, same_id(table, row, str(pick % 2)), **{column: row, **texts})

    return child


def _feel(machine: Machine, door: Door, pick: int, word: str) -> None:
    if entry := machine.some("entries", pick):
        values = {"word": word, "family": "", "intensity": pick if pick % 3 else None}
        door.put("feelings", same_id("feeling", entry), entry=entry, **values)


def _park(machine: Machine, door: Door, pick: int, word: str) -> None:
    rejection = machine.some("rejections", pick) or None
    door.insert("parked", rejection=rejection, text=word, decided="", state="open", at="")


def _apply(machine: Machine, door: Door, pick: int, word: str) -> None:
    columns = [name for name in machine.store.shape.columns("applications") if name != "id"]
    door.insert("applications", **dict.fromkeys(columns, word))


def _colour(machine: Machine, door: Door, pick: int, word: str) -> None:
    if (row := machine.some("entries", pick)) and machine.newer:
        door.update("entries", row, colour=word)


def _walk(machine: Machine, door: Door, pick: int, word: str) -> None:
    values = {"name": word, "family": "", "kind": "", "per": "", "light": 0, "why": "", "state": "", "since": ""}
    door.insert("practices", **values, place=0.1 + pick / 3)


VERBS: dict[str, Verb] = {
    "write": lambda m, door, pick, word: door.insert("entries", day="", at="", body=word, prompt=""),
    "edit": _edit("entries", "body"),
    "date": _edit("entries", "day"),
    "colour": _colour,
    "star": _child("stars", "entries", "entry", note="?"),
    "remove star": _remove("stars"),
    "remove entry": _remove("entries"),
    "tag": _child("tags", "entries", "entry", name="?"),
    "untag": _remove("tags"),
    "feel": _feel,
    "unfeel": _remove("feelings"),
    "set": lambda m, door, pick, word: door.put("settings", f"key{pick % 2}", value=word),
    "unset": _remove("settings"),
    "evening": lambda m, door, pick, word: door.put(
        "evenings", same_id("evening", str(pick % 2)), day="", gratitudes=word, win="", mood="", at=""
    ),
    "take up": _walk,
    "place": lambda m, door, pick, word: [
        door.update("practices", row, place=pick * 0.1, why=f"{word}\0nul") for row in [m.some("practices", pick)]
    ],
    "tick": _child("marks", "practices", "practice", day="", kind="", amount=1, note="?", at=""),
    "retire": _remove("practices"),
    "apply": _apply,
    "withdraw": _remove("applications"),
    "no": _child("rejections", "applications", "application", day="", stage="", kind="", message="?", closed="", at=""),
    "forget no": _remove("rejections"),
    "step": _child("ritual_steps", "rejections", "rejection", step="", turn=1, state="?", day="", at=""),
    "piece": _child("pieces", "ritual_steps", "step", item="", body="?", at=""),
    "remove piece": _remove("pieces"),
    "park": _park,
    "decide": _edit("parked", "decided"),
}
