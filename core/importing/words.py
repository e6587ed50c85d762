"""Journal entries, skills, kind words and people, from the cells of a row or from what a diary holds."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime, time
from hashlib import sha256

from core import text
from core.applications.companies import fold
from core.clock import Clock, stamp
from core.errors import Refused
from core.importing import aliases
from core.importing.cells import Cells
from core.importing.shape import ENTRY, PERSON, PRAISE, SKILL, Batch, Row, Thing
from core.journal.journal import LONGEST_TAG, tag_name
from core.skills.skills import KEPT, id_of
from core.storage.ids import same_id
from core.team.contacts import Contact
from core.team.people import WITH_YOU

NOON = time(12)
STARRED = "starred"
_LONGEST_WORDS = 20_000  # characters of kind words, as the folder for them has it


def entry(
    batch: Batch,
    body: str,
    day: date,
    moment: time | datetime | None = None,
    *,
    tags: Iterable[str] = (),
    feelings: Iterable[str] = (),
    remarks: Iterable[str] = (),
) -> Thing:
    """A journal entry of a day; `moment` is a time on it, or the very instant. Raises `Refused` without words."""
    kept = text.clean(body, what="This entry").strip("\n")
    names = list(dict.fromkeys(_tags(tags)))
    felt = list(dict.fromkeys(filter(None, (text.line(word)[:LONGEST_TAG].strip() for word in feelings))))
    if not kept.strip():
        kept = ", ".join((*felt, *names))
    if not kept:
        raise Refused("there are no words in it.")
    id = batch.id()
    at = moment if isinstance(moment, datetime) else local(batch.clock, day, moment or NOON)
    rows = [Row(table="entries", id=id, columns={"day": day.isoformat(), "at": stamp(at), "body": kept, "prompt": ""})]
    rows += [Row(table="tags", id=same_id("tag", id, name), columns={"entry": id, "name": name}) for name in names]
    rows += [
        Row(
            table="feelings",
            id=same_id("feeling", id, word),
            columns={"entry": id, "word": word, "family": "", "intensity": None},
        )
        for word in felt
    ]
    mark = frozenset({entry_mark(day.isoformat(), kept)})
    return Thing(
        kind=ENTRY,
        title=text.first_line(kept),
        detail="  ".join((day.isoformat(), *felt, *(f"#{name}" for name in names))),
        rows=tuple(rows),
        seeks=mark,
        marks=mark,
        remarks=tuple(remarks),
    )


def entry_of(cells: Cells) -> Thing:
    """The entry in a row of a table. Raises `Refused` without a day or without words."""
    found = cells.moment("day", ahead=True)
    if found is None:
        raise Refused("it has no day that is understood.")
    day, moment = found
    if cells.has("time"):
        from core.importing import dates

        moment = dates.time_in(cells.first("time")[1]) or moment
    tags = [part for part in cells.line("tags", 2000).replace(";", "|").replace(",", "|").split("|") if part.strip()]
    if aliases.word("yes", cells.first("starred")[1]) == "yes":
        tags.append(STARRED)
    feelings = cells.line("feelings", 2000).split("|")
    body = "\n\n".join(filter(None, (cells.line("title"), cells.prose("body"))))
    if cells.extra:
        body = "\n\n".join(filter(None, (body, cells.notes())))
    return entry(cells.batch, body, day, moment, tags=tags, feelings=feelings, remarks=cells.remarks)


def entry_mark(day: str, body: str) -> str:
    """What an entry is known by: its day and its text."""
    return f"entry:{day}:{sha256(body.encode()).hexdigest()[:32]}"


def local(clock: Clock, day: date, moment: time) -> datetime:
    """The instant at which the wall clock here shows a calendar day and a time."""
    naive = datetime.combine(day, moment)
    return naive.replace(tzinfo=clock.zone) if clock.zone else naive.astimezone()


def skill_of(cells: Cells) -> Thing:
    """The skill in a row, as one the person has. Raises `Refused` without a name."""
    name = cells.line("name", 120)
    if not name:
        raise Refused("no skill is named.")
    columns = {"name": name, "name_key": fold(name), "level": None, "chosen": 0, "state": KEPT}
    columns |= {"note": cells.notes(cells.prose("note"))[:_LONGEST_WORDS], "at": cells.batch.at}
    # One that was only met in a posting becomes the person's own, and keeps all else that is known of it.
    row = Row(table="skills", id=id_of(name), columns=columns, over=("state",))
    mark = frozenset({f"skill:{row.id}"})
    return Thing(kind=SKILL, title=name, detail="", rows=(row,), seeks=mark, marks=mark, remarks=tuple(cells.remarks))


def praise_of(cells: Cells) -> Thing:
    """The kind words in a row. Raises `Refused` without words."""
    words = cells.prose("words").strip()
    if not words:
        raise Refused("there are no words in it.")
    if len(words) > _LONGEST_WORDS:
        raise Refused(f"it has {len(words):,} characters; {_LONGEST_WORDS:,} fit here.")
    name = " ".join(filter(None, (cells.line("first", 90), cells.line("last", 90)))) or cells.line("giver", 200)
    giver = ", ".join(filter(None, (name, cells.line("position", 200), cells.line("company", 200))))[:200]
    day = (cells.day("day") or cells.batch.today).isoformat()
    row = Row(
        table="praise",
        id=cells.batch.id(),
        columns={"words": words, "giver": giver, "day": day, "at": cells.batch.at},
    )
    mark = frozenset({praise_mark(words)})
    return Thing(
        kind=PRAISE,
        title=text.first_line(words),
        detail=name,
        rows=(row,),
        seeks=mark,
        marks=mark,
        remarks=tuple(cells.remarks),
    )


def praise_mark(words: str) -> str:
    """What kind words are known by."""
    return f"praise:{sha256(words.encode()).hexdigest()[:32]}"


def person(batch: Batch, contact: Contact) -> Thing:
    """Someone who was picked from a list."""
    columns = {"name": contact.name, "kind": "person", "reach": contact.reach, "good_for": contact.about, "notes": ""}
    row = Row(
        table="people",
        id=batch.id(),
        columns=columns | {"cadence": None, "next": "", "state": WITH_YOU, "at": batch.at},
    )
    mark = frozenset({f"person:{contact.name.casefold()}"})
    return Thing(kind=PERSON, title=contact.name, detail=contact.about, rows=(row,), seeks=mark, marks=mark)


def _tags(names: Iterable[str]) -> Iterable[str]:
    for name in names:
        with suppress(Refused):
            yield tag_name(name.strip().lstrip("@")[:LONGEST_TAG])
