"""Search over everything in the workspace: by kind, newest first, with the place where it was found.

However much there is, a search reads a bounded number of rows: of each kind, the `NEAR` matches
written last are put in the order of their days, and the first of those are shown.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from core import query, schema, text
from core.record import record
from core.store import Store

NEAR = 2000
SHOWN = 20  # of each kind, unless more are asked for
BEFORE, LONG = 30, 140  # characters of a snippet before the first match, and in all

# What a hit leads to, where that is not the found row itself by the singular of its table's name:
# table -> (kind, column with the id, owner's table, owner's name).
_LEADS = {
    "entries": ("entry", "id", "", ""),
    "tags": ("entry", "entry", "entries", "body"),
    "feelings": ("entry", "entry", "entries", "body"),
    "marks": ("practice", "practice", "practices", "name"),
    "evenings": ("evening", "day", "", ""),
}
_DATED = ("day", "at", "opened", "since")  # the columns that may say which day a row belongs to


@record
class Hit:
    """One thing found.

    `key` is what to open (`entry:<id>`, `practice:<id>`, ...), as in `core.due.Due`. `snippet` is
    part of the text on one line, `marks` the places in it (start, stop) of the words searched for,
    `about` the name of what a tag, a feeling or a note belongs to.
    """

    key: str
    day: date | None
    snippet: str
    marks: tuple[tuple[int, int], ...]
    about: str = ""


@record
class Group:
    """The hits of one kind, newest first; `kind` is the table's name, `more` says that there are others."""

    kind: str
    hits: tuple[Hit, ...]
    more: bool


class Search:
    """Full-text search."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, typed: str, *, limit: int = SHOWN, kinds: Collection[str] = ()) -> tuple[Group, ...]:
        """What was found, by kind; all kinds unless some are named. Nothing typed finds nothing.

        Raises `Refused` for what no kept text can contain.
        """
        asked = query.understand(typed)
        if not asked.parts:
            return ()
        groups = (
            self._group(asked, table, code, columns, limit)
            for table, code, columns in schema.SEARCHED
            if not kinds or table in kinds
        )
        return tuple(group for group in groups if group.hits)

    def _group(self, asked: query.Query, table: str, code: int, columns: tuple[str, ...], limit: int) -> Group:
        sql, values = self._sql(asked, table, code, columns)
        rows = self._store.rows(sql, *values, limit + 1)
        hits = []
        for row in rows[:limit]:
            snippet, marks = _snippet(row["text"], asked)
            hits.append(
                Hit(
                    key=f"{row['kind']}:{row['ref']}",
                    day=date.fromisoformat(row["day"][:10]) if row["day"] else None,
                    snippet=snippet,
                    marks=marks,
                    about=text.visible(text.first_line(row["about"])),
                )
            )
        return Group(kind=table, hits=tuple(hits), more=len(rows) > limit)

    def _sql(self, asked: query.Query, table: str, code: int, columns: tuple[str, ...]) -> tuple[str, list[str | int]]:
        """The query for one kind: the newest matches by row number, put in the order of their days."""
        content = " || char(10) || ".join(f"t.{column}" for column in columns)
        conditions, values = [], list[str | int]()
        source = f"{table} AS t"
        number = "t.pk"
        if asked.match:
            # The row number's bound keeps a small kind from wading through the matches of a large one.
            source, number = f"search CROSS JOIN {table} AS t ON t.pk = search.rowid >> 6", "search.rowid"
            last = self._store.count(f"SELECT max(pk) FROM {table}")
            conditions = ["search MATCH ?", "search.rowid <= ?", f"search.rowid & 63 = {code}"]
            values = [asked.match, last * 64 + code]
        for piece in asked.literal:
            conditions.append(f"instr({content}, ?) > 0")
            values.append(piece)
        if asked.strict:
            strict = asked.strict
            self._store.conn.create_function("holds", 1, lambda body: query.holds(strict, body), deterministic=True)
            conditions.append(f"holds({content})")
        near = f"SELECT t.pk FROM {source} WHERE {' AND '.join(conditions)} ORDER BY {number} DESC LIMIT {NEAR}"
        day, kind, ref, about, owner = self._leads(table)
        newest = f"SELECT t.pk, {day} AS day FROM ({near}) AS n JOIN {table} AS t USING (pk) {owner}"
        return (
            f"SELECT f.day, '{kind}' AS kind, {ref} AS ref, {content} AS text, {about} AS about "
            f"FROM ({newest} ORDER BY 2 DESC, 1 DESC LIMIT ?) AS f JOIN {table} AS t USING (pk) {owner} "
            "ORDER BY f.day DESC, f.pk DESC",
            values,
        )

    def _leads(self, table: str) -> tuple[str, str, str, str, str]:
        """SQL for a hit's day, kind, id and name, and the join of its owner."""
        kind, column, owner, name = _LEADS.get(table, (table.removesuffix("s"), "id", "", ""))
        day = self._day(table, "t") or (self._day(owner, "o") if owner else "") or "''"
        if owner:
            return day, kind, f"t.{column}", f"substr(o.{name}, 1, 400)", f"JOIN {owner} AS o ON o.id = t.{column}"
        return day, kind, f"t.{column}", "''", ""

    def _day(self, table: str, alias: str) -> str:
        columns = {row["name"] for row in self._store.rows(f"PRAGMA table_info({table})")}
        return next((f"{alias}.{column}" for column in _DATED if column in columns), "")


def _snippet(body: str, asked: query.Query) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A line of the text around the first match, and where the words are in it."""
    found = asked.patterns.search(query.fold(body))
    start = max(0, found.start() - BEFORE) if found else 0
    if start <= BEFORE:
        start = 0
    elif (space := body.find(" ", start, start + BEFORE)) > 0:
        start = space + 1
    cut = body[start : start + LONG]
    line = text.visible(cut.replace("\n", " ").replace("\t", " "))
    marks = tuple(match.span() for match in asked.patterns.finditer(query.fold(cut)) if match.group())
    before, after = "…" if start else "", "…" if start + LONG < len(body) else ""
    return before + line + after, tuple((first + len(before), stop + len(before)) for first, stop in marks)
