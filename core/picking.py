"""Finding the one thing that a few typed letters name: the whole name, else its beginning, else a part of it."""

from __future__ import annotations

from collections.abc import Iterable

from core import text
from core.errors import NotFound


def the_one(names: Iterable[tuple[str, str]], typed: str, *, nobody: str, several: str) -> str:
    """The id of the one (id, name) that `typed` names.

    Raises `NotFound` with `nobody`, or with `several` and the first names that fit.
    """
    wanted = text.line(typed, what="This name").casefold()
    known = [(id, name, name.casefold()) for id, name in names]
    for fits in (str.__eq__, str.startswith, str.__contains__):
        found = [(id, name) for id, name, folded in known if wanted and fits(folded, wanted)]
        if len(found) == 1:
            return found[0][0]
        if found:
            shown = ", ".join(text.visible(text.first_line(name, 60)) for _, name in found[:5])
            raise NotFound(f"{several}: {shown}. A few more letters tell them apart.")
    raise NotFound(nobody)
