"""A folder of Markdown, a page for each thing, which loses nothing.

    ---
    onward: entries
    id: "01a20217-4adf-71ea-ad2a-49130c7e58d3"
    day: "2026-11-22"
    tags:
      - {"id": "…", "entry": "…", "name": "hope"}
    ---

    It went better than I feared.

    ## Heading of a section <!-- onward: rounds/01a2…/notes -->

    Its words.

Values in the front matter are JSON, which YAML takes as well. What belongs to a thing is listed on its page; longer
words are sections below, whose headings say in a comment what they are. Such a comment in the person's own words has
one more colon. `rows/` holds the kinds that are lists rather than pages. Pages without `onward:` are not ours.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO

from core.exporting.folder import Folder
from core.exporting.kinds import KINDS, PROSE, Kind, file_name, titled
from core.storage.changes import Row, Value
from core.storage.export import moment
from core.storage.shape import Shape
from core.storage.store import Store

FORMAT = "onward-markdown"
INDEX = "index.md"
SIGN = "<!-- onward:"
# Line ends that YAML or an editor might see, and controls that could act on a terminal: as escapes within JSON.
_ESCAPED = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), 0x2028, 0x2029, 0xFEFF)}
_PLAIN_ID = frozenset("0123456789abcdefghijklmnopqrstuvwxyz-_")


def write(store: Store, path: str, *, force: bool = False) -> int:
    """Write the folder; how many pages there are. Raises as `Folder` does."""
    with Folder(path, FORMAT, force=force) as folder, moment(store):
        pages = Pages(store, folder)
        listed = set()
        for table in KINDS:
            if table in store.shape:
                listed |= {table, *pages.belongings(table)}
                pages.write(table)
        for table in store.tables():
            if table not in listed:
                pages.rows(table)
    return pages.count


class Pages:
    """Writing the pages of one kind after the other."""

    def __init__(self, store: Store, folder: Folder) -> None:
        self._store, self._folder = store, folder
        self.count = 0
        self._home = {table: found for table in store.tables() if (found := home(store.shape, table))}
        self._children: dict[str, list[str]] = {}
        for table, (_, owner) in self._home.items():
            self._children.setdefault(owner, []).append(table)

    def belongings(self, table: str) -> list[str]:
        """The tables whose rows are on the pages of this one, owners first."""
        return [each for other in self._children.get(table, ()) for each in (other, *self.belongings(other))]

    def write(self, table: str) -> None:
        """The pages of a kind, and the list of them by day."""
        kind = KINDS[table]
        whole: set[str] = set()
        for row in self._store.each(table):
            id = str(row["id"])
            try:
                self._page(f"{kind.folder}/{file_name(row[kind.day], id)}.md", table, kind, row)
            except FileExistsError:
                whole.add(id)
                self._page(f"{kind.folder}/{file_name(row[kind.day], id, whole=True)}.md", table, kind, row)
        if not self._store.count(f"SELECT EXISTS (SELECT 1 FROM {table})"):
            return
        with self._folder.file(f"{kind.folder}/{INDEX}") as out:
            out.write(f"# {kind.folder.capitalize()}\n\n")
            wanted = ", ".join(dict.fromkeys(("id", kind.day, *kind.title)))
            for found in self._store.stream(f"SELECT {wanted} FROM {table} ORDER BY {kind.day}, id"):
                row = dict(found)
                name = file_name(row[kind.day], str(row["id"]), whole=row["id"] in whole)
                out.write(f"- {str(row[kind.day])[:10]} [{_inline(titled(kind, row)) or '…'}]({name}.md)\n")

    def rows(self, table: str) -> None:
        """A kind that is a list: all of it in one page."""
        rows = self._store.each(table)
        first = next(rows, None)
        if first is None:
            return
        with self._folder.file(f"rows/{table}.md") as out:
            out.write(f"---\nonward: {table}\nrows:\n")
            while first is not None:
                out.write(f"  - {dumped(first)}\n")
                first = next(rows, None)
            out.write(f"---\n\n# {_heading(table)}\n")

    def _page(self, name: str, table: str, kind: Kind, row: Row) -> None:
        with self._folder.file(name) as out:
            sections: list[tuple[str, str, str]] = []
            main = _taken(row, kind.main) if kind.main else None
            for column in PROSE.get(table, ()):
                if (words := _taken(row, column)) is not None:
                    sections.append((_heading(column), column, words))
            out.write(f"---\nonward: {table}\n")
            for column, value in row.items():
                out.write(f"{column}: {dumped(value)}\n")
            self._listed(out, table, str(row["id"]), sections)
            out.write("---\n")
            if main is not None:
                out.write(f"\n{escaped(main)}\n")
            elif not kind.main:
                out.write(f"\n# {_inline(titled(kind, {**row, **_known(sections)})) or _heading(table)}\n")
            for heading, where, words in sections:
                out.write(f"\n## {heading} {SIGN} {where} -->\n\n{escaped(words)}\n")
        self.count += 1

    def _listed(self, out: IO[str], table: str, id: str, sections: list[tuple[str, str, str]]) -> None:
        """What belongs to a thing, table by table; their prose goes to the sections."""
        owners = {table: [id]}
        for other in self.belongings(table):
            column, owner = self._home[other]
            rows = [row for of in owners[owner] for row in self._of(other, column, of)]
            rows.sort(key=lambda row: str(row["id"]))
            owners[other] = [str(row["id"]) for row in rows]
            if not rows:
                continue
            out.write(f"{other}:\n")
            for row in rows:
                about = " ".join(filter(None, (_heading(other), str(row.get("day", ""))[:10])))
                if _PLAIN_ID.issuperset(row_id := str(row["id"])):
                    for column in PROSE.get(other, ()):
                        if (words := _taken(row, column)) is not None:
                            sections.append((f"{about}: {column}", f"{other}/{row_id}/{column}", words))
                out.write(f"  - {dumped(row)}\n")

    def _of(self, table: str, column: str, id: str) -> Iterator[Row]:
        for found in self._store.stream(f"SELECT * FROM {table} WHERE {column} = ?", id):
            row = dict(found)
            del row["pk"]
            yield row


def home(shape: Shape, table: str) -> tuple[str, str] | None:
    """The column and the table of the owner on whose page a row is listed: the first that its columns name."""
    owners = {each.column: each.target for each in shape.owners(table)}
    return next(((name, owners[name]) for name in shape.columns(table) if name in owners), None)


def dumped(value: object) -> str:
    """A value, or a row, in one line of JSON."""
    return json.dumps(value, ensure_ascii=False, default=_blob).translate(_ESCAPED)


def escaped(words: str) -> str:
    """Words that cannot be taken for one of our own headings."""
    return words.replace(SIGN, f"{SIGN}:")


def _taken(row: Row, column: str) -> str | None:
    """Take prose out of a row, where it can stand in a text file as it is; else it stays among the values."""
    value: Value = row.get(column)
    if isinstance(value, str) and value and "\0" not in value and "\r" not in value:
        del row[column]
        return value
    return None


def _known(sections: list[tuple[str, str, str]]) -> Row:
    return {where: words for _, where, words in sections}


def _heading(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _inline(title: str) -> str:
    """A title that Markdown shows as it is."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]<>()#+-.!|~&:" else letter for letter in title)


def _blob(value: object) -> object:
    assert isinstance(value, bytes)
    return {"blob": value.hex()}
