"""How things are printed: as JSON with the names the domain gives them, or in lines with the names of the options."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from cli import output
from core.clock import stamp


def plain(value: Any) -> Any:
    """A value as JSON has it: records by their fields, days as 2026-11-20, instants in UTC."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in (sorted(value) if isinstance(value, set | frozenset) else value)]
    return value


def picked(value: Any, *names: str, **more: Any) -> dict[str, Any]:
    """Some fields of a record, and more beside them, as JSON has them."""
    return {name: plain(getattr(value, name)) for name in names} | {name: plain(item) for name, item in more.items()}


def listed(things: Iterable[Any], as_json: bool, line: Any, empty: str) -> None:
    """A list: a JSON document of plain things, or a line for each; `empty` is said where there are none."""
    found = list(things)
    if as_json:
        output.document(plain(found))
        return
    for thing in found:
        output.line(line(thing).rstrip())
    if not found:
        output.say(empty)


def shown(parts: Mapping[str, Any], as_json: bool) -> None:
    """One thing: a JSON document, or a line for each part; longer text begins on a line of its own."""
    document = plain(parts)
    if as_json:
        output.document(document)
        return
    for name, value in document.items():
        label = name.replace("_", " ")
        if isinstance(value, list):
            for item in value:
                output.line(f"{label:12}  {_flat(item)}")
        elif value not in (None, ""):
            text = _flat(value)
            output.line(f"{label}:\n{text}" if "\n" in text else f"{label:12}  {text}")


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return "  ".join(_flat(item) for item in value.values() if item not in (None, "", []))
    if isinstance(value, list):
        return ", ".join(map(_flat, value))
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
