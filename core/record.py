"""The shape of everything that crosses from the domain to a screen or a command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

T = TypeVar("T")

_frozen: Callable[[type], type] = dataclass(frozen=True, slots=True, kw_only=True)


@dataclass_transform(frozen_default=True, kw_only_default=True)
def record(cls: type[T]) -> type[T]:
    """Make `cls` an immutable value with keyword-only fields.

    A standard-library dataclass and not a pydantic model: rows from our own file were checked
    when they were written, and importing pydantic costs as much as a fifth of the app's start.
    """
    return _frozen(cls)
