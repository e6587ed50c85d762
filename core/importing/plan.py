"""One import, from looking to keeping: what is new, what is here already, and storing it as one step of undo.

Both ways through the source make the very same rows, so the preview is what will be stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from sqlite3 import IntegrityError

from core import text
from core.errors import Refused
from core.importing import formats
from core.importing.applications import twins
from core.importing.formats import Format
from core.importing.shape import Batch, Options, Part, Refusal, Row, Thing
from core.importing.source import Source
from core.importing.words import entry_mark, praise_mark
from core.record import record
from core.storage.store import Door, Store

NEW, HERE, TWICE, REFUSED = "new", "here", "twice", "refused"
STATES = (NEW, HERE, TWICE, REFUSED)
STRIDE = 500  # things between two reports of how far it has come
MOST = 500_000  # things of one import

Report = Callable[[int], object]


@record
class Line:
    """One thing of the preview in short; `number` (from 0) asks for all of it. `why` says what is special about it."""

    number: int
    state: str
    kind: str
    title: str
    detail: str
    why: str = ""


@record
class Preview:
    """What would be stored: every thing as a line, in the order of the source, and how many there are of what."""

    lines: tuple[Line, ...]
    new: Mapping[str, int]
    states: Mapping[str, int]

    @property
    def count(self) -> int:
        """How many things would be stored."""
        return self.states.get(NEW, 0)


@record
class Done:
    """What was stored: things by kind, and how many were passed over."""

    new: Mapping[str, int]
    passed: int

    @property
    def count(self) -> int:
        """How many things were stored."""
        return sum(self.new.values())


class Stopped(Refused):
    """The person has stopped it; nothing was stored."""


class Plan:
    """An import that is about to be made. Close it when done."""

    def __init__(self, store: Store, source: Source, options: Options) -> None:
        """Look `source` through. Raises `Refused` where it cannot be taken in."""
        self._store = store
        self.source = source
        self.options = options
        self.format: Format
        self.parts: tuple[Part, ...]
        self.format, self.parts = formats.read(source, options)
        self._batch = Batch(store.clock)

    def close(self) -> None:
        """Let go of the source."""
        self.source.close()

    def preview(self, report: Report = lambda _: None) -> Preview:
        """Everything as it would be stored, without storing anything. `report` is told how far it has come."""
        lines = []
        new: Counter[str] = Counter()
        states: Counter[str] = Counter()
        for number, (state, thing) in enumerate(self._judged()):
            if number % STRIDE == 0 and report(number) is False:
                raise Stopped("It was stopped, and nothing was stored.")
            states[state] += 1
            if isinstance(thing, Refusal):
                lines.append(Line(number=number, state=state, kind="", title=thing.where, detail="", why=thing.why))
                continue
            new[thing.kind] += state == NEW
            why = " ".join(thing.remarks)
            line = Line(number=number, state=state, kind=thing.kind, title=thing.title, detail=thing.detail, why=why)
            lines.append(line)
        return Preview(lines=tuple(lines), new={kind: n for kind, n in new.items() if n}, states=dict(states))

    def things(self) -> Iterator[Thing]:
        """What would be stored, thing by thing, with all its rows."""
        return (thing for state, thing in self._judged() if state == NEW and isinstance(thing, Thing))

    def thing(self, number: int) -> Thing | Refusal | None:
        """All of one line of the preview."""
        return next((thing for _, thing in islice(self._judged(), number, None)), None)

    def run(self, report: Report = lambda _: None) -> Done:
        """Store everything in one step of undo, or nothing at all.

        Raises `Refused` where the source has changed or a row does not fit, and `Stopped` where `report` says False.
        """
        self.source.check()
        new: Counter[str] = Counter()
        passed = 0
        try:
            with self._store.write(f"Import {self.source.name}") as door:
                for number, (state, thing) in enumerate(self._judged()):
                    if number % STRIDE == 0 and report(number) is False:
                        raise Stopped("It was stopped, and nothing was stored.")
                    if state != NEW or not isinstance(thing, Thing):
                        passed += 1
                        continue
                    for row in thing.rows:
                        self._put(door, row)
                    new[thing.kind] += 1
        except IntegrityError:
            raise Refused(
                f"{self.source.name} holds rows that are incomplete, or belong to others which are not in it. Nothing "
                "was stored."
            ) from None
        return Done(new=dict(new), passed=passed)

    def _judged(self) -> Iterator[tuple[str, Thing | Refusal]]:
        """Each thing of the source, with whether it is new."""
        known = set() if self.options.again else set(self._known())
        within: set[str] = set()
        self._batch.begin()
        count = 0
        for part in self.parts:
            for thing in part.things(self._batch):
                count += 1
                if count > MOST:
                    raise Refused(f"{self.source.name} holds more than {MOST:,} things, so it was not taken in.")
                if isinstance(thing, Refusal):
                    yield REFUSED, thing
                elif known & thing.seeks or not (thing.marks or self._adds(thing.rows)):
                    yield HERE, thing
                elif within & thing.seeks and not self.options.again:
                    yield TWICE, thing
                else:
                    within |= thing.marks
                    yield NEW, thing

    def _adds(self, rows: Sequence[Row]) -> bool:
        """Whether any of these rows is not here yet. Raises `Refused` for one that no workspace has."""
        return any(self._is_new(row) for row in rows)

    def _is_new(self, row: Row) -> bool:
        shape = self._store.shape
        if row.table not in shape or set(row.columns) - set(shape.columns(row.table)) or not row.id:
            shown = text.visible(text.first_line(row.table, 30))
            raise Refused(f"{self.source.name} holds rows of “{shown}” in a form that this version does not know.")
        return self._store.row(f"SELECT 1 FROM {row.table} WHERE id = ?", row.id) is None

    def _put(self, door: Door, row: Row) -> None:
        if self._is_new(row):
            lacking = self._store.shape.required(row.table) - {*row.columns, "id"}
            if lacking:
                raise Refused(f"{self.source.name} holds rows of “{row.table}” without {', '.join(sorted(lacking))}.")
            door.insert(row.table, id=row.id, **row.columns)
        elif row.over:
            door.update(row.table, row.id, **{name: row.columns[name] for name in row.over})

    def _known(self) -> Iterable[str]:
        """What is here already, by its marks."""
        rows = self._store.stream
        for row in rows("SELECT link, company_key, role_key, applied, added FROM applications"):
            yield from twins(row["link"], row["company_key"], row["role_key"], row["applied"] or row["added"])[1]
        for row in rows("SELECT day, body FROM entries"):
            yield entry_mark(row["day"], row["body"])
        for row in rows("SELECT words FROM praise"):
            yield praise_mark(row["words"])
        for row in rows("SELECT id FROM skills WHERE state <> ''"):
            yield f"skill:{row['id']}"
        for row in rows("SELECT name FROM people"):
            yield f"person:{row['name'].casefold()}"
