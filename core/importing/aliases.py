"""What other programs call things, from `tables.toml`: columns, words for stages, and the presets."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from core.applications.companies import fold
from core.importing.shape import APPLICATION, ENTRY, LEFT_OUT, NOTES, PRAISE, SKILL
from core.record import record

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")

# The fields of ours that a column can fill, by kind; all of one kind have an alias or are asked for by a preset.
FIELDS: dict[str, tuple[str, ...]] = {
    APPLICATION: (
        *("company", "role", "status", "applied", "saved", "moved", "ended", "link", "place", "channel", "mode"),
        *("industry", "size", "contacts", "posting", "files", "notes", "sent"),
    ),
    ENTRY: ("day", "time", "title", "body", "tags", "feelings", "starred"),
    SKILL: ("name", "note"),
    PRAISE: ("first", "last", "giver", "position", "company", "words", "day"),
}
DAYS = ("applied", "saved", "moved", "ended", "day")


@record
class Table:
    """One table of a preset; see the notes in `tables.toml`."""

    kind: str = ""
    file: str = ""
    headers: tuple[str, ...] = ()
    named: bool = False
    any: bool = False
    dates: str = ""
    stage: str = ""
    columns: tuple[tuple[str, str], ...] = ()
    html: tuple[str, ...] = ()


@record
class Preset:
    """Another program, and the tables it writes."""

    id: str
    name: str
    tables: tuple[Table, ...]


@lru_cache(4096)
def key(name: str) -> str:
    """A name of theirs to compare by."""
    return fold(_CAMEL.sub(" ", name))


@cache
def data() -> dict[str, Any]:
    """The file."""
    with open(os.path.join(os.path.dirname(__file__), "tables.toml"), "rb") as file:
        return tomllib.load(file)


@cache
def presets() -> tuple[Preset, ...]:
    """The presets, in order: the first of several that fit equally well is taken."""
    return tuple(
        Preset(id=one["id"], name=one["name"], tables=tuple(_table(each) for each in one["tables"]))
        for one in data()["presets"]
    )


def _table(found: dict[str, Any]) -> Table:
    lists = {name: tuple(found[name]) for name in ("headers", "html") if name in found}
    columns = tuple((key(name), field) for name, field in found.get("columns", {}).items())
    return Table(**(found | lists | {"columns": columns}))


@cache
def _fields(kind: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for field, names in data()["aliases"].get(kind, {}).items():
        for name in names:
            found.setdefault(name, field)
    return found


def known(kind: str, names: Sequence[str]) -> int:
    """How many of these columns have a name that is known for a kind."""
    return sum(key(name) in _fields(kind) for name in names)


def kind_of(names: Sequence[str]) -> str:
    """What a table with these columns holds; empty where that does not show."""
    best, found = 0, ""
    for kind, groups in data()["needed"].items():
        there = {_fields(kind).get(key(name)) for name in names}
        score = known(kind, names)
        sure = kind != SKILL or score == len(names)  # many tables have a column called Name
        if sure and all(there & set(group) for group in groups) and score > best:
            best, found = score, kind
    return found


def columns_of(kind: str, names: Sequence[str], table: Table, chosen: dict[str, str]) -> dict[str, str]:
    """Which field of ours each column fills: as chosen, as the preset says, else by its alias; `NOTES` for none."""
    found: dict[str, str] = {}
    preset = dict(table.columns)
    for name in names:
        folded = key(name)
        if folded in chosen:
            found[name] = chosen[folded]
        elif folded in preset:
            found[name] = preset[folded]
        else:
            field = _fields(kind).get(folded, NOTES)
            # What the person or the preset has given to another column is not taken by an alias as well.
            taken = field in (*chosen.values(), *preset.values()) and field not in ("notes", "contacts")
            found[name] = LEFT_OUT if kind == PRAISE and field == NOTES else NOTES if taken else field
    if kind == APPLICATION:  # the first column of many a table is called Name, whatever it holds
        missing = next((field for field in ("role", "company") if field not in found.values()), NOTES)
        found |= {name: missing for name in names if key(name) == "name" and found[name] == NOTES}
    return found


@cache
def _words(table: str) -> dict[str, str]:
    return {word: ours for ours, words in data()[table].items() for word in (ours.replace("_", " "), *words)}


@lru_cache(4096)
def word(table: str, theirs: str) -> str:
    """Our word for theirs, from `stages`, `channels`, `modes` or `yes`; empty where it is not known."""
    known = _words(table)
    return known.get(fold(theirs)) or known.get(key(theirs), "")


def month(name: str) -> int:
    """The number of a month by its name in one of several languages; 0 for none."""
    return int(_words("months").get(fold(name), 0))
