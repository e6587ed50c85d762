"""The writing session of a ritual: what is written there is a journal entry like any other."""

from __future__ import annotations

from core.errors import NotFound
from core.journal.journal import Entry, Journal
from core.ritual.path import WRITING
from core.ritual.ritual import Ritual
from core.storage.store import Store

ENTRY = "entry"  # the answer of the writing step that holds the id of its journal entry


class Writing:
    """Writing about a rejection, for nobody else."""

    def __init__(self, store: Store, ritual: Ritual, journal: Journal) -> None:
        self._store = store
        self._ritual = ritual
        self._journal = journal

    def entry(self, rejection: str) -> Entry | None:
        """The entry of the latest session; None where nothing was written yet, or it was removed. Raises `NotFound`."""
        kept = self._ritual.path(rejection).step(WRITING).piece(ENTRY)
        try:
            return self._journal.entry(kept) if kept else None
        except NotFound:
            return None

    def keep(self, rejection: str, body: str, prompt: str = "") -> str:
        """Keep what is written so far; the id of the entry. Raises `NotFound`, and `Refused` as the journal does."""
        kept = self.entry(rejection)
        with self._store.write("Write about it"):
            if kept is not None:
                self._journal.edit(kept.id, body)
                return kept.id
            id = self._journal.write(body, prompt=prompt)
            self._ritual.keep(rejection, WRITING, ENTRY, id)
            return id
