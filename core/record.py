"""The shape of everything that crosses from the domain to a screen or a command."""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` and `dataclasses` take longer to import than anything that uses records in a start
if TYPE_CHECKING:
    from sqlite3 import Row
    from typing import Any, NoReturn, TypeVar, dataclass_transform

    T = TypeVar("T")
else:

    def dataclass_transform(**_):
        """What only type checkers read."""
        return lambda decorator: decorator


_NEEDED = object()  # in place of a default: there is none
_put = object.__setattr__


@dataclass_transform(frozen_default=True, kw_only_default=True)
def record(cls: type[T]) -> type[T]:
    """Make `cls` an immutable value with keyword-only fields; a dataclass to all that works with dataclasses.

    Not a pydantic model: rows from our own file were checked when they were written, and importing pydantic costs as
    much as a fifth of the app's start. Not made by `dataclasses` either, whose import is a tenth of `onward today`.
    """
    names = tuple(cls.__annotations__)
    body = {name: value for name, value in vars(cls).items() if name not in ("__dict__", "__weakref__")}
    defaults = {name: body.pop(name, _NEEDED) for name in names}
    own = {"__slots__": names, "_fields": defaults, "__dataclass_fields__": _AsDataclass()}
    made: type[T] = type(cls.__name__, cls.__bases__, body | _METHODS | own)
    made.__qualname__ = cls.__qualname__
    return made


def from_row(cls: type[T], row: Row, **values: Any) -> T:
    """A record from a row's columns of the same names; `values` replace or complete them."""
    names = cls._fields  # type: ignore[attr-defined]
    found = {column: value for column, value in dict(row).items() if column in names}
    return cls(**(found | values))


def needed(cls: type) -> tuple[str, ...]:
    """The fields of a record that have no default."""
    return tuple(name for name, default in cls._fields.items() if default is _NEEDED)  # type: ignore[attr-defined]


class _AsDataclass:
    """The fields of a record as `dataclasses` wants them, made when it asks."""

    def __get__(self, instance: object, cls: Any) -> dict[str, Any]:
        from dataclasses import field, make_dataclass

        types = cls.__annotations__
        fields = [
            (name, types[name], field() if default is _NEEDED else field(default=default))
            for name, default in cls._fields.items()
        ]
        found: dict[str, Any] = vars(make_dataclass(cls.__name__, fields, kw_only=True))["__dataclass_fields__"]
        cls.__dataclass_fields__ = found
        return found


class _Methods:
    """The methods of every record. `dataclasses` would compile a set of its own for each class, in 0.6 ms apiece:
    for the forty records of a start, more than opening the workspace takes.
    """

    _fields: dict[str, Any]

    def __init__(self, **values: Any) -> None:
        for name, default in self._fields.items():
            value = values.pop(name, default)
            if value is _NEEDED:
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
        _refuse(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> NoReturn:
        _refuse(f"cannot delete field {name!r}")


def _refuse(words: str) -> NoReturn:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(words)


_METHODS = {name: method for name, method in vars(_Methods).items() if callable(method)}
