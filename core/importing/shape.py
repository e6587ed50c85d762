"""What passes between a format, the plan that stores it, and whoever shows it to the person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from os import urandom
from typing import Protocol

from core.clock import Clock, milliseconds, stamp
from core.record import record
from core.storage.changes import Value
from core.storage.ids import new_id
from core.team.contacts import Contact

APPLICATION, ENTRY, SKILL, PRAISE, PERSON = "application", "entry", "skill", "praise", "person"
KINDS = (APPLICATION, ENTRY, SKILL, PRAISE, PERSON)
NOTES, LEFT_OUT = "", "-"  # where a column goes that is none of our fields
DMY, MDY, YMD = "dmy", "mdy", "ymd"
ORDERS = (DMY, MDY, YMD)


@record
class Options:
    """What the person says about a source; an empty value leaves the decision to what is found.

    `columns` are pairs of their column and our field (`NOTES` or `LEFT_OUT` for none), `words` pairs of their word
    for a stage and one of ours. `again` takes in also what seems to be here. `people` are the names to bring from a
    list. `today` helps to read dates: most of them do not lie ahead.
    """

    format: str = ""
    encoding: str = ""
    delimiter: str = ""
    dates: str = ""
    columns: tuple[tuple[str, str], ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    again: bool = False
    people: tuple[str, ...] = ()
    today: date | None = None


@record
class Column:
    """A column of theirs, the field of ours that it fills (or `NOTES`, `LEFT_OUT`), and a value from it."""

    name: str
    field: str
    example: str


@record
class Word:
    """A word of theirs for how far something has come, our stage or outcome for it (empty: unknown), how often."""

    word: str
    state: str
    count: int


@record
class Facts:
    """What was found out about one table, to be shown before anything is stored; all of it can be said otherwise.

    `sure` is False where the order of day and month does not follow from the dates themselves; `date` is one of them.
    """

    kind: str
    encoding: str
    delimiter: str = ""
    dates: str = ""
    sure: bool = True
    date: str = ""
    records: int = 0
    columns: tuple[Column, ...] = ()
    words: tuple[Word, ...] = ()


@record
class Row:
    """One row as it will be written: `columns` are all but `id` and `pk`.

    A row whose id is there already stays as it is there, except for the columns in `over`.
    """

    table: str
    id: str
    columns: Mapping[str, Value]
    over: tuple[str, ...] = ()


@record
class Thing:
    """One thing to be stored, with all its rows. The preview shows these very rows.

    It is here already where one of `seeks` is among what is known; once stored, its `marks` are known too. A thing
    without any is here where all of its rows are, by their ids. `remarks` say what could not be kept where it stood.
    """

    kind: str
    title: str
    detail: str
    rows: tuple[Row, ...]
    seeks: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    remarks: tuple[str, ...] = ()


@record
class Refusal:
    """Something in the source that cannot be stored: where it stands there, and why."""

    where: str
    why: str


class Batch:
    """One import: its day, its instant, and its ids, which are the same each time it is gone through."""

    def __init__(self, clock: Clock, seed: bytes = b"") -> None:
        self.clock = clock
        self.today = clock.today()
        now = clock.now()
        self.at = stamp(now)
        self._milliseconds = milliseconds(now)
        self._seed = seed or urandom(16)
        self._count = 0

    def begin(self) -> None:
        """Start over: the next id is the first one again."""
        self._count = 0

    def id(self) -> str:
        """The next id, a UUIDv7."""
        self._count += 1
        return new_id(self._milliseconds, sha256(self._seed + self._count.to_bytes(8, "big")).digest()[:10])


class Part(Protocol):
    """One table or document of a source."""

    @property
    def name(self) -> str:
        """What it is called in the source."""

    @property
    def facts(self) -> Facts | None:
        """What was found out about it; None where there is nothing to choose."""

    @property
    def people(self) -> tuple[Contact, ...]:
        """Who is in it, where it is a list of people: they come along one by one, by `Options.people`."""

    def things(self, batch: Batch) -> Iterator[Thing | Refusal]:
        """What is in it, one after the other; the same each time it is asked, for the same batch."""
