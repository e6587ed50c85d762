"""The shape of everything that crosses from the domain to a screen or a command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, dataclass, fields
from sqlite3 import Row
from typing import Any, NoReturn, TypeVar, dataclass_transform

T = TypeVar("T")

_shape: Callable[[type], Any] = dataclass(init=False, repr=False, eq=False, slots=True, kw_only=True)
_put = object.__setattr__


@dataclass_transform(frozen_default=True, kw_only_default=True)
def record(cls: type[T]) -> type[T]:
    """Make `cls` an immutable value with keyword-only fields; a dataclass to all that works with dataclasses.

    Not a pydantic model: rows from our own file were checked when they were written, and importing pydantic costs as
    much as a fifth of the app's start.
    """
    shaped = _shape(cls)
    shaped._fields = {field.name: field for field in fields(shaped)}
    for name, method in _METHODS.items():
        setattr(shaped, name, method)
    made: type[T] = shaped
    return made


def from_row(cls: type[T], row: Row, **values: Any) -> T:
    """A record from a row's columns of the same names; `values` replace or complete them."""
    names = cls._fields  # type: ignore[attr-defined]
    found = {column: value for column, value in dict(row).items() if column in names}
    return cls(**(found | values))


class _Methods:
    """The methods of every record. `dataclass` would compile a set of its own for each class, in 0.6 ms apiece:
    for the forty records of a start, more than opening the workspace takes.
    """

    _fields: dict[str, Any]

    def __init__(self, **values: Any) -> None:
        for name, field in self._fields.items():
            if name in values:
                value = values.pop(name)
            elif field.default is not MISSING:
                value = field.default
            elif field.default_factory is not MISSING:
                value = field.default_factory()
            else:
                raise TypeError(f"{type(self).__name__} needs {name!r}")
            _put(self, name, value)
        if values:
            raise TypeError(f"{type(self).__name__} has no {', '.join(map(repr, values))}")

    def __getstate__(self) -> tuple[Any, ...]:
        return tuple([getattr(self, name) for name in self._fields])

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        for name, value in zip(self._fields, state, strict=True):
            _put(self, name, value)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self._fields)

    def __hash__(self) -> int:
        return hash(_Methods.__getstate__(self))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._fields)
        return f"{type(self).__qualname__}({shown})"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> NoReturn:
        raise FrozenInstanceError(f"cannot delete field {name!r}")


_METHODS = {name: method for name, method in vars(_Methods).items() if callable(method)}
