"""The tables of other programs: one form for each preset of `tables.toml`, the last of them for any table at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from core import text
from core.applications.applications import OUTCOMES, STAGES
from core.clock import Clock
from core.errors import Refused
from core.importing import aliases, dates, table, words
from core.importing.aliases import DAYS, FIELDS, Preset, Table, key
from core.importing.applications import application
from core.importing.cells import Cells, Rules
from core.importing.formats import Format
from core.importing.shape import (
    APPLICATION,
    ENTRY,
    LEFT_OUT,
    NOTES,
    ORDERS,
    PERSON,
    PRAISE,
    SKILL,
    Batch,
    Column,
    Facts,
    Options,
    Part,
    Refusal,
    Thing,
    Word,
)
from core.importing.source import Member, Source
from core.importing.table import Layout
from core.record import record
from core.team import contacts
from core.team.contacts import Contact

_MAKE: dict[str, Callable[[Cells], Thing]] = {
    APPLICATION: application,
    ENTRY: words.entry_of,
    SKILL: words.skill_of,
    PRAISE: words.praise_of,
}
_TABLES = ("*.csv", "*.tsv", "*.tab")
_MOST_WORDS = 100  # different words for stages that are shown; a table with more has another column in that place
_EXAMPLE = 60


@record
class Found:
    """A table as it was looked through."""

    member: Member
    layout: Layout
    facts: Facts
    rules: Rules


class TablePart:
    """One table that was found."""

    people: tuple[Contact, ...] = ()

    def __init__(self, found: Found) -> None:
        self.name = found.member.name
        self.facts: Facts | None = found.facts
        self._found = found

    def things(self, batch: Batch) -> Iterator[Thing | Refusal]:
        """Each row as a thing, or why it cannot be one."""
        found = self._found
        make = _MAKE[found.facts.kind]
        fields = [(column.field, column.name) for column in found.facts.columns]
        for number, row in table.records(found.member, found.layout):
            beyond = [(NOTES, f"column {place}") for place in range(len(fields) + 1, len(row) + 1)]
            pairs = [(field, name, value) for (field, name), value in zip([*fields, *beyond], row, strict=False)]
            try:
                yield make(Cells(pairs, found.rules, batch))
            except Refused as refused:
                yield Refusal(where=f"{found.member.shown}, line {number:,}", why=refused.sentence)


class PeoplePart:
    """A list of people, of whom only the ones who are named come along."""

    facts: Facts | None = None

    def __init__(self, member: Member, options: Options, encoding: str) -> None:
        from core.importing import decoding

        self.name = member.name
        self.people = contacts.parse(decoding.whole(member, contacts.LARGEST, encoding), member.shown)
        self._picked = {name.casefold() for name in options.people}

    def things(self, batch: Batch) -> Iterator[Thing | Refusal]:
        """The ones who were picked."""
        for contact in self.people:
            if contact.name.casefold() in self._picked:
                yield words.person(batch, contact)


def _fit(preset: Preset, member: Member, options: Options, *, alone: bool) -> tuple[Table, Layout] | None:
    """The table of a preset that a file is, with how it is written; None where it is none of them."""
    best: tuple[int, Table, Layout] | None = None
    for one in preset.tables:
        score = partial(_known_headers, one)
        try:
            layout = table.look(member, score, options.encoding, options.delimiter)
        except Refused:
            if alone:
                raise
            return None
        there = {key(name) for name in layout.names}
        fits = all(key(name) in there for name in one.headers)
        if one.named:
            fits = fits and _stem(member) == one.file
        if fits and (best is None or len(one.headers) > best[0]):
            best = len(one.headers), one, layout
    return (best[1], best[2]) if best else None


def _known_headers(one: Table, names: object) -> int:
    cells = [str(name) for name in names]  # type: ignore[attr-defined]
    wanted = {key(name) for name in one.headers}
    kinds = [one.kind] if one.kind else list(FIELDS)
    return 100 * sum(key(name) in wanted for name in cells) + max(aliases.known(kind, cells) for kind in kinds)


def _stem(member: Member) -> str:
    """How a file is called without folders, ending, and the number of its part."""
    name = member.name.rpartition("/")[2].rpartition(".")[0]
    return key(re.sub(r"[_ ]*\(?\d*\)?$", "", name).replace("_", " "))


def _candidates(source: Source) -> list[Member]:
    if source.single:
        return list(source.members)
    found = [member for member in source.members if member.is_like(*_TABLES)]
    # Notion gives each table twice, as it was filtered and as it is.
    whole = {member.name.removesuffix("_all.csv") for member in found if member.name.endswith("_all.csv")}
    return [member for member in found if member.name.removesuffix(".csv") not in whole]


def _sure(preset: Preset, source: Source) -> int:
    if preset.tables[0].any:
        candidates = _candidates(source)
        likely = bool(candidates) and (not source.single or _is_table(candidates[0]))
        notion = likely and any(re.search(r"[ -][0-9a-f]{32}(_all)?\.csv$", one.name) for one in candidates)
        return (50 if preset.id == "notion" else 10) if notion else 10 * likely * (preset.id == "csv")
    best = 0
    for member in _candidates(source):
        if source.single and not _is_table(member):
            continue
        if found := _fit(preset, member, Options(), alone=False):
            best = max(best, 60 + len(found[0].headers))
    return best


def _is_table(member: Member) -> bool:
    if member.is_like(*_TABLES):
        return True
    try:
        layout = table.look(member, lambda names: bool(aliases.kind_of([str(name) for name in names])))
    except Refused:
        return False
    return len(layout.names) > 1 and bool(aliases.kind_of(layout.names))


def _read(preset: Preset, source: Source, options: Options) -> tuple[Part, ...]:
    parts: list[tuple[int, Part]] = []
    for member in _candidates(source):
        fit = _fit(preset, member, options, alone=source.single)
        if fit is None:
            if source.single:
                raise Refused(_misses(preset, member))
            continue
        one, layout = fit
        place = preset.tables.index(one)
        if one.kind == PERSON:
            parts.append((place, PeoplePart(member, options, options.encoding)))
            continue
        kind = one.kind or aliases.kind_of(layout.names) or (APPLICATION if source.single else "")
        if kind:
            parts.append((place, TablePart(_look_through(member, kind, one, layout, options))))
    _check_names([name for name, _ in options.columns], [part for _, part in parts])
    if not parts:
        raise Refused(f"No table in {source.name} is one that {preset.name} writes. `--as csv` takes any table.")
    return tuple(part for _, part in sorted(parts, key=lambda pair: (pair[0], pair[1].name)))


def _misses(preset: Preset, member: Member) -> str:
    wanted = min((one.headers for one in preset.tables), key=len)
    return (
        f"{member.shown} has not the columns that {preset.name} writes ({', '.join(wanted)}). "
        "`--as csv` takes any table, with --map for columns of another name."
    )


def _look_through(member: Member, kind: str, one: Table, layout: Layout, options: Options) -> Found:
    """Go through a table once: the order of its dates, its words for stages, an example of each column."""
    chosen = {key(name): field for name, field in options.columns}
    _check_map(kind, layout, dict(options.columns))
    columns = aliases.columns_of(kind, layout.names, one, chosen)
    fields = list(columns.values())
    evidence = dates.Evidence(options.today or Clock().today())
    found: Counter[str] = Counter()
    shown: dict[str, str] = {}
    examples = [""] * len(fields)
    count = 0
    for _, row in table.records(member, layout):
        count += 1
        for place, (field, cell) in enumerate(zip(fields, row, strict=False)):
            if not examples[place] and cell.strip():
                examples[place] = text.first_line(cell, _EXAMPLE)
            if field in DAYS:
                evidence.add(cell)
            elif field == "status" and cell.strip() and (len(found) < _MOST_WORDS or key(cell) in found):
                found[key(cell)] += 1
                shown.setdefault(key(cell), text.first_line(cell.strip(), 40))
    table.check_end(member, layout)
    order = evidence.order(one.dates, layout.delimiter)
    if options.dates and options.dates not in ORDERS:
        raise Refused(f"The order of dates is one of these: {', '.join(ORDERS)}.")
    said = {key(word): state for word, state in options.words}
    _check_words(said)
    facts = Facts(
        kind=kind,
        encoding=layout.encoding,
        delimiter=layout.delimiter,
        dates=options.dates or order.order,
        sure=bool(options.dates) or order.sure,
        date=order.example,
        records=count,
        columns=tuple(
            Column(name=name, field=field, example=example)
            for (name, field), example in zip(columns.items(), examples, strict=True)
        ),
        words=tuple(
            Word(word=shown[folded], state=said.get(folded) or aliases.word("stages", folded), count=number)
            for folded, number in found.most_common()
        ),
    )
    rules = Rules(dates=facts.dates, words=said, stage=one.stage, html=frozenset(key(name) for name in one.html))
    return Found(member=member, layout=layout, facts=facts, rules=rules)


def _check_names(chosen: list[str], parts: list[Part]) -> None:
    names = [column.name for part in parts if part.facts for column in part.facts.columns]
    there = {key(name) for name in names}
    if missing := [name for name in chosen if key(name) not in there]:
        shown, some = text.visible(text.first_line(missing[0], 40)), ", ".join(names[:12])
        raise Refused(f"There is no column “{shown}”. The columns are: {text.visible(some)}.")


def _check_words(said: Mapping[str, str]) -> None:
    if unknown := [state for state in said.values() if state not in (*STAGES, *OUTCOMES, "")]:
        shown = text.visible(text.first_line(unknown[0], 30))
        raise Refused(f"“{shown}” is no stage here. A stage is one of these: {', '.join((*STAGES, *OUTCOMES))}.")


def _check_map(kind: str, layout: Layout, chosen: Mapping[str, str]) -> None:
    here = {key(name) for name in layout.names}
    fields = (*FIELDS[kind], NOTES, LEFT_OUT)
    unknown = [field for name, field in chosen.items() if key(name) in here and field not in fields]
    if unknown:
        shown = text.visible(text.first_line(unknown[0], 30))
        raise Refused(
            f"“{shown}” is no field a column can fill here. They are {', '.join(FIELDS[kind])}, or - for none."
        )


FORMATS = tuple(
    Format(id=one.id, name=one.name, sure=partial(_sure, one), read=partial(_read, one)) for one in aliases.presets()
)
