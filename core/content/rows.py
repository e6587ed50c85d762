"""What a content file can hold: the shapes of its rows, and how one table of TOML becomes a row."""

from __future__ import annotations

from core.errors import Refused
from core.record import needed, record
from core.text import clean, first_line, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    R = TypeVar("R", bound="Row")

BUILT_IN, CHANGED, OWN = "built-in", "changed", "own"


@record
class Practice:
    """A ready-made practice. `text` says why or how; `light` ones stay on light days; `covers` holds practice ids."""

    id: str
    name: str
    group: str
    kind: str
    per: str
    text: str
    target: int | None = None
    light: bool = False
    starter: bool = False
    covers: tuple[str, ...] = ()
    basis: str = ""
    origin: str = BUILT_IN


@record
class Choice:
    """One thing that is offered: a feeling, a prompt, a reason, a question, a first step.

    `hint` is one quiet line beneath `text`; `more` further lines; `group` where it stands; `basis` the id of the
    evidence it rests on; `days` after how many days it is offered; `heavy` marks the words of despair.
    """

    id: str
    text: str
    hint: str = ""
    group: str = ""
    more: tuple[str, ...] = ()
    days: int | None = None
    heavy: bool = False
    covers: tuple[str, ...] = ()
    basis: str = ""
    origin: str = BUILT_IN


@record
class Step:
    """One step of the ritual: its name, one sentence to open with, and the words for leaving it out and for its end."""

    id: str
    name: str
    intro: str
    skip: str
    done: str
    covers: tuple[str, ...] = ()
    basis: str = ""
    origin: str = BUILT_IN


@record
class Template:
    """A message to start from, with `{placeholders}`; `group` says on which occasion."""

    id: str
    name: str
    group: str
    text: str
    subject: str = ""
    covers: tuple[str, ...] = ()
    origin: str = BUILT_IN


@record
class Contact:
    """A line to call; `country` is empty for one that serves any, `checked` the month it was last known right."""

    id: str
    country: str
    name: str
    reach: str
    checked: str
    hours: str = ""
    origin: str = BUILT_IN


@record
class Evidence:
    """What an exercise rests on, with its limits, and where that was found."""

    id: str
    text: str
    source: str
    origin: str = BUILT_IN


Row = Practice | Choice | Step | Template | Contact | Evidence

# The values some fields are limited to; anything else would have no place on the screen.
_ALLOWED = {
    ("Practice", "group"): ("search", "people", "learning", "body", "mind"),
    ("Practice", "kind"): ("tick", "count", "minutes"),
    ("Practice", "per"): ("day", "week"),
}

# What the app itself relies on: a person's row may reword a built-in one, but these stay as they were.
_FIXED = frozenset({"group", "kind", "per", "light", "starter", "heavy", "covers", "basis"})
_NEVER_EMPTY = frozenset({"id", "text", "name", "reach"})
_EXPECTED = {
    "str": "text in quotes",
    "bool": "true or false",
    "int | None": "a whole number",
    "tuple[str, ...]": "a list of texts",
}


def build(shape: type[R], table: dict[str, Any]) -> R:
    """A row from a table of TOML. Raises `Refused`; its sentence names the field, and follows a file and a line."""
    values = _values(shape, table)
    for name in needed(shape):
        if name not in values:
            raise Refused(f'"{name}" is missing')
    return shape(**values)


def own_row(shape: type[R], table: dict[str, Any], built_in: dict[str, R]) -> R:
    """A person's row: one of their own, or a built-in one reworded. Raises `Refused` as `build` does."""
    id = table.get("id")
    base = built_in.get(id) if isinstance(id, str) else None
    if base is None:
        return _reworded(build(shape, table), origin=OWN)
    if fixed := sorted(_FIXED & table.keys()):
        raise Refused(f'"{fixed[0]}" of a built-in row stays as it is; its wording can change')
    return _reworded(base, **_values(shape, table), origin=CHANGED)


def _reworded(row: R, **values: Any) -> R:
    from dataclasses import replace
    from typing import cast

    changed: R = replace(cast("Any", row), **values)
    return changed


def _values(shape: Any, table: dict[str, Any]) -> dict[str, Any]:
    kinds = {name: kind for name, kind in shape.__annotations__.items() if name != "origin"}
    for name in table:
        if name not in kinds:
            raise Refused(f'a row has no "{first_line(visible(name), 40)}"')
    return {name: _value(shape, name, kinds[name], value) for name, value in table.items()}


def _value(shape: Any, name: str, kind: str, value: Any) -> Any:
    if kind == "tuple[str, ...]" and isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(clean(item) for item in value)
    fits = (
        (kind == "str" and isinstance(value, str))
        or (kind == "bool" and isinstance(value, bool))
        or (kind == "int | None" and isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 10_000)
    )
    if not fits:
        raise Refused(f'"{name}" is {_EXPECTED[kind]}')
    allowed = _ALLOWED.get((shape.__name__, name))
    if allowed and value not in allowed:
        raise Refused(f'"{name}" is one of {", ".join(allowed)}')
    if not isinstance(value, str):
        return value
    if name in _NEVER_EMPTY and not value.strip():
        raise Refused(f'"{name}" is empty')
    return clean(value)
