"""A row of a table as an application, with the days of its stages."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl, urlencode, urlsplit

from core import text
from core.applications.applications import ACCEPTED, APPLIED, DECLINED, LINES, OFFER, OUTCOMES, PROSE, SAVED, STAGES
from core.applications.companies import LONGEST_NAME, fold, fold_company
from core.errors import Refused
from core.importing import aliases
from core.importing.cells import Cells
from core.importing.shape import APPLICATION, Row, Thing
from core.storage.changes import Value
from core.storage.ids import same_id

_TRACKING = ("utm_", "ref", "trk", "tracking", "src", "source", "gclid", "fbclid", "lipi", "gh_src")


def application(cells: Cells) -> Thing:
    """The application in a row. Raises `Refused` where neither company nor role is named."""
    columns: dict[str, Value] = dict.fromkeys((*LINES, *PROSE), "")
    for name in ("company", "role", "industry", "size", "place", "link"):
        columns[name] = cells.line(name, LONGEST_NAME if name in ("company", "role") else text.LONGEST_LINE * 4)
    company, role = str(columns["company"]), str(columns["role"])
    if not (company or role):
        raise Refused("neither a company nor a role is named.")
    columns["mode"] = cells.word("mode", "modes")
    channel, theirs = cells.word("channel", "channels"), cells.first("channel")
    if channel and aliases.key(theirs[1]) != channel:
        cells.note(*theirs)
    columns["channel"] = channel
    stage, outcome = _state(cells)
    dated = _days(cells, stage, outcome)
    for name in ("posting", "contacts", "files"):
        columns[name] = cells.prose(name)
    columns["notes"] = cells.notes(cells.prose("notes"))
    columns |= dated | {"stage": stage, "outcome": outcome}
    columns |= {"company_key": fold_company(company), "role_key": fold(role)}
    id = cells.batch.id()
    rows = [Row(table="applications", id=id, columns=columns), *_stages(cells, id, columns)]
    day = str(dated["applied"] or dated["added"])
    seeks, marks = twins(str(columns["link"]), str(columns["company_key"]), str(columns["role_key"]), day)
    return Thing(
        kind=APPLICATION,
        title=", ".join(filter(None, (company, role))),
        detail=f"{day}  {(outcome or stage).replace('_', ' ')}",
        rows=tuple(rows),
        seeks=seeks,
        marks=marks,
        remarks=tuple(cells.remarks),
    )


def _state(cells: Cells) -> tuple[str, str]:
    """The stage and the outcome: by the word for it, else by what is known of its days."""
    column, word = cells.first("status")
    state = cells.rules.words.get(aliases.key(word)) or aliases.word("stages", word)
    if word and not state:
        cells.note(column, word)
        cells.remarks.append(f"“{text.visible(text.first_line(word, 40))}” is no stage known here; it is in the notes.")
    if state in OUTCOMES:
        return OFFER if state in (ACCEPTED, DECLINED) else APPLIED, state
    if state in STAGES:
        return state, ""
    sent = aliases.word("yes", cells.first("sent")[1])
    if sent == "no":
        return SAVED, ""
    if cells.rules.stage and sent != "yes":
        return cells.rules.stage, ""
    # A table that says when things were sent, and says nothing here, means that this one was not.
    saved_only = cells.has("saved") and not cells.has("applied") and not word and sent != "yes"
    return SAVED if saved_only else APPLIED, ""


def _days(cells: Cells, stage: str, outcome: str) -> dict[str, Value]:
    saved, applied = cells.day("saved"), cells.day("applied")
    moved, ended = cells.day("moved"), cells.day("ended")
    if stage == SAVED:
        if applied and not saved:
            saved = applied
        applied = None
    if outcome:
        ended = ended or moved
        if ended and applied and ended < applied:
            cells.note("ended", ended.isoformat())
            cells.remarks.append("It ended before it was sent, going by its dates; that day stands in the notes.")
            ended = None
    elif ended:
        moved = max(moved, ended) if moved else ended
        ended = None
    today = cells.batch.today
    known = [day for day in (saved, applied, moved, ended) if day]
    return {
        "added": _iso(saved or applied or today),
        "applied": _iso(applied),
        "moved": _iso(max(known, default=today)),
        "ended": _iso(ended),
    }


def _stages(cells: Cells, id: str, columns: dict[str, Value]) -> list[Row]:
    """The stages that were reached, on the days that are known: saved, sent, and how far it has come."""
    stage, applied = str(columns["stage"]), str(columns["applied"])
    reached: dict[str, str] = {}
    if stage == SAVED or (cells.has("saved") and columns["added"] != applied):
        reached[SAVED] = str(columns["added"])
    if applied:
        reached[APPLIED] = applied
    if stage != SAVED:
        reached.setdefault(stage, applied if columns["outcome"] and applied else str(columns["moved"]))
    return [
        Row(
            table="stages",
            id=same_id("stage", id, name, day),
            columns={"application": id, "stage": name, "day": day, "at": cells.batch.at},
        )
        for name, day in reached.items()
    ]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def twins(link: str, company: str, role: str, day: str) -> tuple[frozenset[str], frozenset[str]]:
    """What the same application would be known by, and what this one is known by; `company` and `role` are folded.

    The address of the posting decides where both have one, else company and role; without a role, the day too.
    """
    name = f"{company}|{role}" if role and company else f"{company}|{role}|{day}"
    if address := link_key(link):
        return frozenset({f"link:{address}", f"bare:{name}"}), frozenset({f"link:{address}", f"linked:{name}"})
    return frozenset({f"bare:{name}", f"linked:{name}"}), frozenset({f"bare:{name}"})


def link_key(link: str) -> str:
    """An address to compare by: without scheme, `www.`, fragment and what only tracks; empty for none."""
    try:
        parts = urlsplit(link if "//" in link else f"//{link}")
        kept = sorted((k, v) for k, v in parse_qsl(parts.query) if not k.casefold().startswith(_TRACKING))
    except ValueError:
        return link.casefold().strip()
    host = parts.netloc.casefold().removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}?{urlencode(kept)}".rstrip("?") if host else ""
