"""Choices between texts that were made on this machine, so that undoing one leads back to the choice.

Undo is a write like any other, and for every machine it settles a text by what stood before. Here it is
known that it was none of a person's: as long as nobody wrote to that text since, the versions from
before the choice are there to choose from again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from core.storage.store import Store

_PREFIX = "settled:"


class Settled:
    """Per text the last choice made here: since which own change it is one, which change it was, and which act."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def note(self, key: tuple[str, str, str], since: int, n: int) -> None:
        """The own change `n`, which is about to be written, is a choice; own changes from `since` on were choices."""
        act = self._store.count("SELECT max(id) FROM acts") + 1
        self._store.note(
            "INSERT OR REPLACE INTO local (key, value) VALUES (?, ?)", _name(key), json.dumps([since, n, act])
        )

    def since(self, key: tuple[str, str, str], heads: Iterable[Iterable[tuple[int, int]]]) -> int:
        """The own change from which on nothing counts, because the choice was undone; 0 where none was.

        `heads` are the places of the writes to this text that no other had seen.
        """
        row = self._store.row(
            "SELECT value, first, last FROM local JOIN acts ON id = json_extract(value, '$[2]') "
            "WHERE key = ? AND state IN ('undone', 'dropped')",
            _name(key),
        )
        if row is None:
            return 0
        since, n, _ = json.loads(row["value"])
        newest = max((at for places in heads for dev, at in places if dev == 0), default=0)
        return int(since) if newest == n or row["first"] <= newest <= row["last"] else 0

    def undone(self) -> list[tuple[str, str, str]]:
        """The texts whose choice was undone; some may have been written to since."""
        rows = self._store.rows(
            "SELECT key FROM local JOIN acts ON id = json_extract(value, '$[2]') "
            "WHERE key >= 'settled:' AND key < 'settled;' AND state IN ('undone', 'dropped') ORDER BY id DESC"
        )
        found = [row["key"].removeprefix(_PREFIX).split(":", 2) for row in rows]
        return [(table, row, column) for table, column, row in found]


def _name(key: tuple[str, str, str]) -> str:
    table, row, column = key
    return f"{_PREFIX}{table}:{column}:{row}"
