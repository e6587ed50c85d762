"""Every form that can be taken in. To add one: a file with a `FORMATS` tuple, and one line in `_WHERE`.

A `Format` has an `id` (what `--as` takes), a `name`, and two functions:

    sure(source) -> int                     how sure it is that this is its form, 0 (it is not) to 100, from the names
                                            and the beginnings of `source.members` alone
    read(source, options) -> tuple[Part]    look it through; a `Part` has `name`, `facts` (or None), `people` (or ())
                                            and `things(batch)`, which gives `Thing`s and `Refusal`s

A `Thing` carries its rows exactly as they will be written: `Row(table=, id=, columns=)` with all columns but `pk` and
`id`. New things take their ids from `batch.id()`; what comes home with ids of its own keeps them, and a row whose id is
here already is passed over, so a form of our own needs no `marks`. `things` is gone through twice (to show, to store)
and has to give the same both times; nothing is held in memory for it. Members are read through `Member.open` or
`Member.read`, which are bounded, or as text through `core.importing.decoding`. Whatever cannot be used raises `Refused`
with a sentence: everything is one transaction, so nothing is ever stored by half. Unknown tables and columns, and rows
whose owner is missing, are refused by the plan.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module

from core import text
from core.errors import Refused
from core.importing import decoding
from core.importing.shape import Options, Part
from core.importing.source import Source
from core.record import record

_WHERE = (
    "core.importing.presets",
    "core.importing.jrnl",
    "core.importing.dayone",
    "core.importing.own",
)


@record
class Format:
    """One form; see the head of this file."""

    id: str
    name: str
    sure: Callable[[Source], int]
    read: Callable[[Source, Options], tuple[Part, ...]]


@cache
def formats() -> tuple[Format, ...]:
    """All of them."""
    return tuple(one for where in _WHERE for one in import_module(where).FORMATS)


def named(id: str) -> Format:
    """The form with this id. Raises `Refused` with the ids there are."""
    found = next((one for one in formats() if one.id == id.casefold().strip()), None)
    if found is None:
        known = ", ".join(one.id for one in formats())
        raise Refused(f"“{text.visible(text.first_line(id, 30))}” is none of the forms known here: {known}.")
    return found


def detect(source: Source) -> Format:
    """The form that a source most likely has. Raises `Refused` where it has none."""
    found = max(formats(), key=lambda one: one.sure(source))
    if not found.sure(source):
        if source.single:
            decoding.refuse_binary(source.members[0])
        raise Refused(
            f"{source.name} has no form that is known here. A table saved as CSV can always be taken in; "
            "`onward import --help` lists the forms."
        )
    return found


def read(source: Source, options: Options) -> tuple[Format, tuple[Part, ...]]:
    """Look a source through in the form it has, or is said to have. Raises `Refused`."""
    form = named(options.format) if options.format else detect(source)
    return form, form.read(source, options)
