"""What Onward has exported, coming home: the JSON document, the folder of Markdown, the folder of CSV, also zipped.

Ids come with it, so an export that is taken in twice is there once, and into an empty workspace it is the identity.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from core.clock import Clock
from core.errors import Refused
from core.exporting import document, fitting, markdown, markdown_back, sheets
from core.exporting.folder import MANIFEST, Manifest, understood
from core.exporting.kinds import KINDS, titled
from core.importing.formats import Format
from core.importing.shape import Batch, Facts, Options, Part, Refusal, Row, Thing
from core.importing.source import Member, Source
from core.storage.changes import Row as Values
from core.storage.shape import Shape
from core.storage.store import Store
from core.team.contacts import Contact
from core.text import first_line, visible

LARGEST = 4_000_000_000  # bytes of a document or a sheet, which are read piece by piece


class _Whole:
    """A part that shows nothing to choose: everything in an export is known."""

    people: tuple[Contact, ...] = ()
    facts: Facts | None = None

    def __init__(self, member: Member) -> None:
        self.name = member.shown
        self._member = member

    def things(self, batch: Batch) -> Iterator[Thing | Refusal]:
        """Each row by itself."""
        for table, row in fitting.checked(_shape(), self.rows()):
            yield _thing(table, [(table, row)])

    def rows(self) -> fitting.Rows:
        """The rows as they are found."""
        return document.read(self._member.open(LARGEST), self.name)


class _Sheet(_Whole):
    """One sheet of CSV."""

    def rows(self) -> fitting.Rows:
        return sheets.read(_shape(), self._member.open(LARGEST), self._member.name.rpartition("/")[2])


class _Page(_Whole):
    """One page of Markdown: a thing with all that belongs to it, or a list."""

    def things(self, batch: Batch) -> Iterator[Thing | Refusal]:
        """The page; or each row of a list by itself."""
        rows = fitting.checked(_shape(), markdown_back.read(self._member.open(LARGEST), self._member.name))
        first = next(rows, None)
        if first is None:
            return
        if first[0] in KINDS:
            yield _thing(first[0], [first, *rows])
        else:
            yield _thing(first[0], [first])
            yield from (_thing(table, [(table, row)]) for table, row in rows)


def _thing(table: str, rows: Iterable[tuple[str, Values]]) -> Thing:
    made = [Row(table=name, id=str(row.pop("id")), columns=row) for name, row in rows]
    about = made[0].columns
    if kind := KINDS.get(table):
        title = titled(kind, dict(about))
    else:
        quiet = fitting.MOMENTS | {each.column for each in _shape().references(table)}
        words = [value for name, value in about.items() if isinstance(value, str) and value and name not in quiet]
        title = visible(first_line(", ".join(words))) or made[0].id
    day = next((str(about[name])[:10] for name in ("day", "added", "since", "at") if about.get(name)), "")
    return Thing(kind=table, title=title, detail=day, rows=tuple(made))


def _is_document(source: Source) -> int:
    return 100 * (len(source.members) == 1 and document.is_one(source.members[0].start))


def _about(source: Source) -> tuple[str, Manifest] | None:
    """The folder within a source that holds `onward.json`, and what that says."""
    for member in source.members:
        folder, _, name = member.name.rpartition("/")
        if name == MANIFEST and (about := understood(member.read())):
            return (f"{folder}/" if folder else ""), about
    return None


def _members(source: Source, form: str) -> Iterator[Member]:
    """The files of a folder of this form. Raises `Refused` where one is missing."""
    folder, about = _about(source) or ("", None)
    if about is None or about.format != form:
        raise Refused(f"{source.name} is no such export of Onward.")
    found = {member.name: member for member in source.members if member.name.startswith(folder)}
    for name in about.files:
        if folder + name not in found and name.rpartition("/")[2] != markdown.INDEX:
            raise Refused(f"{visible(name)[:80]} is missing from {source.name}, so the export is not whole.")
    if form == sheets.FORMAT:
        return (found[folder + name] for name in about.files)
    return (member for name, member in found.items() if name.endswith(".md"))


def _is_folder(form: str, source: Source) -> int:
    about = _about(source)
    return 100 * (about is not None and about[1].format == form)


def _of_document(source: Source, _: Options) -> tuple[Part, ...]:
    if not _is_document(source):
        raise Refused(f"{source.name} is no such export of Onward.")
    return (_Whole(source.members[0]),)


@cache
def _shape() -> Shape:
    """What the tables of a workspace look like."""
    store = Store.open(":memory:", Clock())
    try:
        return store.shape
    finally:
        store.close()


FORMATS = (
    Format(id="onward", name="Onward (JSON)", sure=_is_document, read=_of_document),
    Format(
        id="onward-markdown",
        name="Onward (Markdown)",
        sure=lambda source: _is_folder(markdown.FORMAT, source),
        read=lambda source, _: tuple(_Page(member) for member in _members(source, markdown.FORMAT)),
    ),
    Format(
        id="onward-csv",
        name="Onward (CSV)",
        sure=lambda source: _is_folder(sheets.FORMAT, source),
        read=lambda source, _: tuple(_Sheet(member) for member in _members(source, sheets.FORMAT)),
    ),
)
