"""Search over everything in the workspace: by kind, newest first, with the place where it was found.

However much there is, a search reads a bounded number of rows: of each kind, the `NEAR` matches
written last are put in the order of their days, and the first of those are shown.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping
from datetime import date

from core import text
from core.journal import query
from core.record import record
from core.storage import schema
from core.storage.file import worded
from core.storage.store import Store

NEAR = 2000
DEEP = 10 * NEAR  # of each kind, where signs count and most of what the index finds may not be it
SHOWN = 20  # of each kind, unless more are asked for
BEFORE, LONG = 30, 140  # characters of a snippet before the first match, and in all

_DATED = ("day", "at", "added", "opened", "since")  # the columns that may say which day a row belongs to


@record
class Lead:
    """What a hit opens: SQL for the id and for the name of its owner, which `owner` joins as `o` (and `p`)."""

    kind: str
    ref: str = "t.id"
    about: str = "''"
    owner: str = ""


def _owned(kind: str, owners: str, name: str, column: str = "") -> Lead:
    column = column or kind
    return Lead(
        kind=kind,
        ref=f"t.{column}",
        about=f"substr(o.{name}, 1, 400)",
        owner=f"JOIN {owners} AS o ON o.id = t.{column}",
    )


# Where the found row is not itself what can be opened. A table that is not named opens by its singular.
LEADS: Mapping[str, Lead] = {
    "entries": Lead(kind="entry"),
    "tags": _owned("entry", "entries", "body"),
    "feelings": _owned("entry", "entries", "body"),
    "marks": _owned("practice", "practices", "name"),
    "evenings": Lead(kind="evening", ref="t.day"),
    "rounds": _owned("application", "applications", "company"),
    "materials": _owned("application", "applications", "company"),
    "pieces": Lead(kind="rejection", ref="o.rejection", owner="JOIN ritual_steps AS o ON o.id = t.step"),
    "felt": Lead(kind="rejection", ref="o.rejection", owner="JOIN ritual_steps AS o ON o.id = t.step"),
    "decoded": Lead(kind="feedback", ref="t.feedback"),
    "proofs": _owned("skill", "skills", "name"),
    "sittings": _owned("plan", "plans", "title"),
    "people": Lead(kind="person"),
    "talks": _owned("person", "people", "name"),
    "promises": _owned("person", "people", "name"),
    "sentences": _owned("person", "people", "name"),
    "stories": Lead(kind="story"),
    "story_tags": _owned("story", "stories", "title"),
    "tellings": _owned("story", "stories", "title"),
    "follow_ups": _owned("story", "stories", "title"),
    "tries": Lead(kind="try"),
    "warm_ups": Lead(kind="warm-up", ref="t.round"),
    "checks": Lead(kind="check", ref="t.item"),
}


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
        tables = {table: code for table, code, _ in schema.SEARCHED if not kinds or table in kinds}
        near = self._near(asked.match, tables.values(), DEEP if asked.literal else NEAR) if asked.match else {}
        groups = (
            self._group(table, asked, limit, near.get(code, ()))
            for table, code in tables.items()
            if code in near or not asked.match
        )
        return tuple(group for group in groups if group.hits)

    def _group(self, table: str, asked: query.Query, limit: int, near: Collection[int]) -> Group:
        sql, values = self._sql(table, asked, near)
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

    def _near(self, match: str, codes: Collection[int], most: int) -> dict[int, list[int]]:
        """The row numbers that the index finds, by code, at most `most` of each, newest first.

        Asked once for all kinds, because what a beginning such as `th` costs is putting together the matches of all
        its words. It gives one number after the other, and is left as soon as every kind has enough.
        """
        found: dict[int, list[int]] = {code: [] for code in codes}
        wanting = len(found)
        sql = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC"
        cursor = self._store.conn.cursor()
        cursor.row_factory = None
        try:
            for (number,) in cursor.execute(sql, (match,)):
                numbers = found.get(number & 63)
                if numbers is not None and len(numbers) < most:
                    numbers.append(number >> 6)
                    wanting -= len(numbers) == most
                    if not wanting:
                        break
        except sqlite3.Error as error:
            raise worded(error, self._store.path) from None
        return {code: numbers for code, numbers in found.items() if numbers}

    def _sql(self, table: str, asked: query.Query, near: Collection[int]) -> tuple[str, list[str]]:
        """The query for one kind: its newest matches by row number, put in the order of their days.

        What the index has found is `near`; where signs count, and where it knows nothing, the text
        itself is asked.
        """
        columns = next(columns for name, _, columns in schema.SEARCHED if name == table)
        content = " || char(10) || ".join(f"t.{column}" for column in columns)
        source, values = f"{table} AS t", list[str]()
        if asked.match:
            source, values = f"json_each(?) AS n CROSS JOIN {table} AS t ON t.pk = n.value", [json.dumps(near)]
        conditions = [f"instr({content}, ?) > 0" for _ in asked.literal]
        if asked.strict:
            patterns = asked.strict
            self._store.conn.create_function("holds", 1, lambda body: query.holds(patterns, body), deterministic=True)
            conditions.append(f"holds({content})")
        where = f"WHERE {' AND '.join(conditions)} " if conditions else ""
        newest = f"SELECT t.pk FROM {source} {where}ORDER BY t.pk DESC LIMIT {NEAR}"
        lead = LEADS.get(table) or Lead(kind=table.removesuffix("s"))
        dated = f"SELECT t.pk, {self._day(table)} AS day FROM ({newest}) JOIN {table} AS t USING (pk) {lead.owner}"
        return (
            f"SELECT f.day, '{lead.kind}' AS kind, {lead.ref} AS ref, {content} AS text, {lead.about} AS about "
            f"FROM ({dated} ORDER BY 2 DESC, 1 DESC LIMIT ?) AS f JOIN {table} AS t USING (pk) {lead.owner} "
            "ORDER BY f.day DESC, f.pk DESC",
            [*values, *asked.literal],
        )

    def _day(self, table: str) -> str:
        """SQL for the day a row belongs to: its own, or its owner's."""
        columns = {row["name"] for row in self._store.rows(f"PRAGMA table_info({table})")}
        return next((f"t.{column}" for column in _DATED if column in columns), "o.day" if table in LEADS else "''")


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
