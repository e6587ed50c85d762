"""What refers to what, read from the schema itself: who owns whom, and which columns a row cannot do without."""

from __future__ import annotations

import sqlite3
from functools import cached_property

from core.record import record
from core.storage.changes import Row


@record
class Reference:
    """A column that holds the id of a row in `target`; `owned` says that the row belongs to that one."""

    table: str
    column: str
    target: str
    owned: bool


class Shape:
    """The domain's tables as the open file has them."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._columns: dict[str, tuple[str, ...]] = {}
        self._required: dict[str, frozenset[str]] = {}
        self._defaults: dict[str, Row] = {}
        self._kinds: dict[str, dict[str, str]] = {}
        self._optional: dict[str, frozenset[str]] = {}
        self._references: dict[str, tuple[Reference, ...]] = {}
        self._owners: dict[str, tuple[Reference, ...]] = {}
        columns: dict[str, dict[str, tuple[int, str | None]]] = {}
        for table, name, kind, needed, default in conn.execute(
            'SELECT t.name, c.name, c.type, c."notnull", c.dflt_value FROM sqlite_master AS t '
            "JOIN pragma_table_info(t.name) AS c WHERE t.type = 'table' ORDER BY t.name, c.cid"
        ):
            columns.setdefault(table, {})[name] = needed, default
            self._kinds.setdefault(table, {})[name] = kind
        for table, found in columns.items():
            if found.pop("pk", None) is None:
                continue
            self._columns[table] = tuple(found)
            self._required[table] = frozenset(
                name for name, (needed, default) in found.items() if needed and default is None
            )
            self._optional[table] = frozenset(name for name, (needed, _) in found.items() if not needed)
            self._defaults[table] = {
                name: conn.execute(f"SELECT {default}").fetchone()[0]
                for name, (_, default) in found.items()
                if default is not None
            }
            self._references[table] = tuple(
                Reference(table=table, column=row[3], target=row[2], owned=bool(found[row[3]][0]))
                for row in conn.execute(f"PRAGMA foreign_key_list({table})")
            )
            self._owners[table] = tuple(each for each in self._references[table] if each.owned)

    def __contains__(self, table: str) -> bool:
        return table in self._columns

    def columns(self, table: str) -> tuple[str, ...]:
        """A table's columns without `pk`."""
        return self._columns[table]

    def required(self, table: str) -> frozenset[str]:
        """The columns that a row cannot be made without: not null, and without a default."""
        return self._required[table]

    def optional(self, table: str) -> frozenset[str]:
        """The columns that may hold no value at all."""
        return self._optional[table]

    def kind(self, table: str, column: str) -> str:
        """What a column holds as a rule: TEXT, INTEGER or REAL."""
        return self._kinds[table][column]

    def defaults(self, table: str) -> Row:
        """What columns hold in rows that are older than they are."""
        return self._defaults[table]

    def references(self, table: str) -> tuple[Reference, ...]:
        """The columns of a table that name another row."""
        return self._references[table]

    def owners(self, table: str) -> tuple[Reference, ...]:
        """The columns of a table that name the row each row belongs to."""
        return self._owners[table]

    def referrers(self, table: str) -> tuple[Reference, ...]:
        """The columns anywhere that name a row of this table."""
        return self._referrers.get(table, ())

    @cached_property
    def _referrers(self) -> dict[str, tuple[Reference, ...]]:
        found: dict[str, tuple[Reference, ...]] = {}
        for references in self._references.values():
            for each in references:
                found[each.target] = (*found.get(each.target, ()), each)
        return found

    def rank(self, table: str) -> int:
        """How deep a table hangs: what a row refers to has a lower rank than the row. Unknown tables: 0."""
        return self._ranks.get(table, 0)

    @cached_property
    def _ranks(self) -> dict[str, int]:
        ranks: dict[str, int] = {}

        def rank(table: str) -> int:
            if table not in ranks:
                ranks[table] = 1 + max((rank(each.target) for each in self._references[table]), default=0)
            return ranks[table]

        for table in self._references:
            rank(table)
        return ranks
