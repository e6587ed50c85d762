"""The shape of everything that crosses from the domain to a screen or a command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from sqlite3 import Row
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")

_frozen: Callable[[type], type] = dataclass(frozen=True, slots=True, kw_only=True)


@dataclass_transform(frozen_default=True, kw_only_default=True)
def record(cls: type[T]) -> type[T]:
    """Make `cls` an immutable value with keyword-only fields.

    A standard-library dataclass and not a pydantic model: rows from our own file were checked
    when they were written, and importing pydantic costs as much as a fifth of the app's start.
    """
    return _frozen(cls)


def from_row(cls: type[T], row: Row, **values: Any) -> T:
    """A record from a row's columns of the same names; `values` replace or complete them."""
    names = cls.__dataclass_fields__  # type: ignore[attr-defined]
    found = {column: value for column, value in dict(row).items() if column in names}
    return cls(**(found | values))
