"""What the recogniser looks for: the list that ships, the person's own skills and words, and lists they brought along.

A list that was brought along (an O*NET or ESCO file the person downloaded) stays on this machine: it can be read again
anywhere, and what it helped to find is kept with the posting.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator
from functools import cache

from core import text
from core.errors import Refused, StorageError
from core.record import record
from core.skills import gazetteer
from core.skills.gazetteer import OWN, Form, Term
from core.skills.recognition import Recogniser
from core.storage.store import Store

LARGEST = 40_000_000  # characters of a list; ESCO's skills in one language are about ten million
MOST = 40_000  # skills of a list
CREDITS = {
    "O*NET": "O*NET data by the U.S. Department of Labor, Employment and Training Administration, under CC BY 4.0.",
    "ESCO": "ESCO classification of the European Commission, reused with its source named.",
    "list": "",
}


@record
class Brought:
    """A list that was brought along: where it is from, how many skills it has, and whom to credit."""

    source: str
    count: int
    credit: str


@cache
def _shipped(language: str) -> tuple[Term, ...]:
    return gazetteer.shipped(language)


def read_file(path: str) -> str:
    """The text of a list. Raises `StorageError`."""
    try:
        with open(os.path.expanduser(path.strip()), encoding="utf-8-sig", errors="replace") as file:
            return file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        name = text.visible(os.path.basename(path)) or "This"
        raise StorageError(f"{name} cannot be read: {getattr(error, 'strerror', None) or 'no such file'}.") from None


class Terms:
    """The words of recognition."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._built: tuple[tuple[object, ...], Recogniser] | None = None

    def recogniser(self) -> Recogniser:
        """A recogniser that knows every word there is now; built anew only when words have changed."""
        own = [(row["name"], row["phrase"]) for row in self._own()]
        brought = self._store.row("SELECT count(*), max(name), min(name) FROM terms")
        state: tuple[object, ...] = (*own, *(brought or ()))
        if self._built is None or self._built[0] != state:
            self._built = (state, Recogniser([*_shipped("en"), *_terms(own), *self._brought()]))
        return self._built[1]

    def refused(self) -> frozenset[str]:
        """The folded phrases that the person said name no skill."""
        rows = self._store.rows("SELECT phrase FROM phrases WHERE skill IS NULL")
        return frozenset(row["phrase"] for row in rows)

    def take(self, body: str) -> Brought:
        """Take in a list of skills that the person downloaded, in place of the one before.

        Understood are O*NET's technology skills and tools (columns `Example` and `Title`), ESCO's skills
        (`preferredLabel`, `altLabels`), and a plain list with one skill a line. Raises `Refused`.
        """
        if len(body) > LARGEST:
            raise Refused(f"This list has {len(body):,} characters; {LARGEST:,} fit here. Nothing was taken in.")
        found: dict[str, str] = {}
        source, rows = _read(text.clean(body, what="This list", limit=LARGEST))
        for name, aliases in rows:
            kept = " ".join(name.split())
            if 2 <= len(kept) <= 80 and len(found) < MOST:
                found.setdefault(kept, aliases)
        if not found:
            raise Refused("No skills were found in this file. Nothing was taken in.")
        conn = self._store.conn
        with self._store.write("Take in a list"):
            conn.execute("DELETE FROM terms")
            conn.executemany(
                "INSERT INTO terms (name, aliases, source) VALUES (?, ?, ?)",
                ((name, aliases, source) for name, aliases in found.items()),
            )
        return Brought(source=source, count=len(found), credit=CREDITS[source])

    def brought(self) -> Brought | None:
        """The list that was brought along."""
        row = self._store.row("SELECT source, count(*) AS n FROM terms GROUP BY source ORDER BY n DESC LIMIT 1")
        if row is None:
            return None
        return Brought(source=row["source"], count=row["n"], credit=CREDITS.get(row["source"], ""))

    def let_go(self) -> None:
        """Forget the list that was brought along."""
        self._store.note("DELETE FROM terms")

    def _own(self) -> list[dict[str, str]]:
        rows = self._store.rows(
            "SELECT s.name, '' AS phrase FROM skills s UNION ALL "
            "SELECT s.name, p.phrase FROM phrases p JOIN skills s ON s.id = p.skill ORDER BY 1, 2"
        )
        return [dict(row) for row in rows]

    def _brought(self) -> Iterator[Term]:
        for row in self._store.rows("SELECT name, aliases FROM terms"):
            names = [row["name"], *filter(None, row["aliases"].split("\n"))]
            # One short word is too often an ordinary one: it counts with its own capitals or not at all.
            forms = (Form(text=name, kind="?" if len(name) < 4 else "^" if " " not in name else "") for name in names)
            yield Term(name=row["name"], field=OWN, forms=tuple(forms))


def _terms(own: Iterable[tuple[str, str]]) -> Iterator[Term]:
    known = {form.text.casefold() for term in _shipped("en") for form in term.forms}
    loose = {term.name.casefold() for term in _shipped("en")}
    for name, phrase in own:
        written = phrase or name
        # A shipped name stays as careful as it ships: the person's own skills are the same words.
        if phrase or (written.casefold() not in known and written.casefold() not in loose):
            yield Term(name=name, field=OWN, forms=(Form(text=written),))


def _read(body: str) -> tuple[str, Iterator[tuple[str, str]]]:
    head = body.partition("\n")[0]
    mark = "\t" if "\t" in head else ";" if head.count(";") > head.count(",") else ","
    names = [name.strip().strip('"').lstrip("\ufeff").casefold() for name in head.split(mark)]
    if "preferredlabel" in names:
        rows = csv.DictReader(io.StringIO(body.lstrip("\ufeff")), delimiter=mark)
        found = ((row.get("preferredLabel") or "", row.get("altLabels") or "") for row in _careful(rows))
        return "ESCO", found
    if "example" in names and any("o*net" in name or "commodity" in name for name in names):
        rows = csv.DictReader(io.StringIO(body.lstrip("\ufeff")), delimiter=mark)
        return "O*NET", ((row.get("Example") or "", "") for row in _careful(rows))
    if len(names) > 1:
        raise Refused("This file has columns that are not known here: neither O*NET's, nor ESCO's, nor a plain list.")
    return "list", ((line, "") for line in body.splitlines())


def _careful(rows: csv.DictReader[str]) -> Iterator[dict[str, str]]:
    try:
        yield from rows
    except csv.Error:
        raise Refused("This file is not a table that can be read. Nothing was taken in.") from None
