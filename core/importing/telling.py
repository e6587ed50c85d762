"""What was found in a source, in words, for the screen and for the lines."""

from __future__ import annotations

from collections.abc import Mapping

from core.content import Content
from core.importing.aliases import FIELDS
from core.importing.plan import NEW, STATES, Line
from core.importing.shape import APPLICATION, KINDS, LEFT_OUT, NOTES, Facts, Row
from core.importing.table import NAMES


def kind(words: Content, name: str) -> str:
    """What things of a kind are called; a kind of a form's own has its own name."""
    return words.say(f"importing.kinds.{name}") if name in KINDS else name.replace("_", " ")


def counted(words: Content, new: Mapping[str, int]) -> str:
    """How many things there are of each kind."""
    return ", ".join(f"{kind(words, name)}: {number:,}" for name, number in new.items())


def states(words: Content, found: Mapping[str, int]) -> str:
    """How many things are new, are here already, and so on."""
    said = (
        f"{found.get(state, 0):,} {words.say(f'importing.flow.{state}')}"
        for state in STATES
        if found.get(state) or state == NEW
    )
    return ", ".join(said)


def facts(words: Content, found: Facts) -> str:
    """What was found out about a table, in one line."""
    say = words.say
    parts = [say("importing.facts.records", kind=kind(words, found.kind), n=f"{found.records:,}"), found.encoding]
    parts += [delimiter(words, found.delimiter)] if found.delimiter else []
    parts += [say(f"importing.facts.{found.dates}")] if found.date else []
    return ", ".join(parts)


def delimiter(words: Content, sign: str) -> str:
    """What a delimiter is called."""
    name = next((name for name, known in NAMES.items() if known == sign), "")
    return words.say(f"importing.facts.{name}") if name else sign


def field(words: Content, name: str) -> str:
    """What a field of ours is called."""
    if name in (NOTES, LEFT_OUT):
        return words.say(f"importing.facts.{'left_out' if name else 'notes'}")
    known = any(name in fields for fields in FIELDS.values())
    return words.say(f"importing.fields.{name}") if known else name


def state(words: Content, name: str) -> str:
    """What a stage or an outcome of ours is called; empty: their word goes to the notes."""
    from core.applications.applications import STAGES

    if not name:
        return words.say("importing.facts.notes")
    return words.say(f"applications.{'stages' if name in STAGES else 'outcomes'}.{name}")


def detail(words: Content, line: Line) -> str:
    """What stands beside a line of the preview: of an application its day, and how far it has come."""
    day, _, name = line.detail.partition("  ")
    return f"{day}  {state(words, name.replace(' ', '_'))}" if line.kind == APPLICATION and name else line.detail


def row(found: Row) -> list[str]:
    """A row as it will be stored, a line for each column that holds something."""
    lines = []
    for name, value in found.columns.items():
        # What a row is sorted and compared by is made from the rest, and what it belongs to stands above it.
        if value in ("", None) or name.endswith("_key") or name in ("application", "entry", "at"):
            continue
        lines.append(f"{name.replace('_', ' ')}: {value!s}")
    return lines
