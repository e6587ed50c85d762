"""The wording of the product and the lists it offers: TOML files, one folder per language.

A file holds `[[rows]]` (things to choose from, each with an id that never changes) and tables of plain sentences.
A file of the same name in the person's own folder adds rows and rewords built-in ones; the built-in wording is never
lost, and comes back when the person's row is removed. A broken file of theirs is named in `problems`, and everything
that can be read still works.
"""

from __future__ import annotations

import os
import re

from core.content.files import FILES, ContentFile, extended, load, named, shipped
from core.content.rows import BUILT_IN, CHANGED, OWN, Choice, Contact, Evidence, Practice, Step, Template

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from core.content.rows import R

__all__ = [
    "BUILT_IN",
    "CHANGED",
    "FILES",
    "OWN",
    "Choice",
    "Contact",
    "Content",
    "Evidence",
    "Practice",
    "Step",
    "Template",
    "fill",
]

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class Content:
    """All wording, read file by file when first asked for, then kept.

    `own` is the person's content folder, which need not exist. Asking for a file or a sentence that does not exist
    is a mistake in the program and raises `KeyError`.
    """

    def __init__(self, own: str | os.PathLike[str] | None = None, language: str = "en") -> None:
        self._own = own
        self._language = language
        self._files: dict[str, ContentFile] = {}

    def practices(self) -> tuple[Practice, ...]:
        return self._rows("practices", Practice)

    def choices(self, file: str) -> tuple[Choice, ...]:
        """The rows of one list of choices, such as `choices("feelings")`."""
        return self._rows(file, Choice)

    def steps(self) -> tuple[Step, ...]:
        """The steps of the ritual, in order."""
        return self._rows("rituals", Step)

    def templates(self, group: str) -> tuple[Template, ...]:
        """The messages for one occasion: "feedback", "doors" or "people", and a person's own groups."""
        return tuple(row for row in self._rows("templates", Template) if row.group == group)

    def contacts(self) -> tuple[Contact, ...]:
        return self._rows("safety", Contact)

    def evidence(self, basis: str) -> Evidence | None:
        """What a `basis` names, or None for an empty or unknown one."""
        return next((row for row in self._rows("evidence", Evidence) if row.id == basis), None)

    def groups(self, file: str) -> tuple[tuple[str, str], ...]:
        """The groups of a list as (id, label), in order; those a person's row brought along come last."""
        labels = {key[7:]: lines[0] for key, lines in self._file(file).words.items() if key.startswith("groups.")}
        for row in self._file(file).rows:
            if group := getattr(row, "group", ""):
                labels.setdefault(group, group)
        return tuple(labels.items())

    def say(self, key: str, /, turn: int = 0, **values: object) -> str:
        """A sentence by "file.table.name" with its placeholders filled; `turn`, any number, picks among variants."""
        lines = self.lines(key)
        return fill(lines[turn % len(lines)], **values)

    def lines(self, key: str, /) -> tuple[str, ...]:
        """All lines, or all variants, of a sentence by "file.table.name", placeholders as they stand."""
        file, _, name = key.partition(".")
        return self._file(file).words[name]

    def problems(self) -> tuple[str, ...]:
        """A sentence for everything in the person's own files that could not be used."""
        if self._own is None:
            return ()
        known, strangers = named(self._own)
        return (*(problem for name in known for problem in self._file(name).problems), *strangers)

    def demo(self) -> dict[str, Any]:
        """Ten weeks of one invented person's search, as plain tables; see the head of demo.toml."""
        return load("demo", self._language)

    def _rows(self, name: str, shape: type[R]) -> tuple[R, ...]:
        return tuple(row for row in self._file(name).rows if isinstance(row, shape))

    def _file(self, name: str) -> ContentFile:
        if name not in self._files:
            file = shipped(name, self._language)
            self._files[name] = file if self._own is None else extended(file, name, self._own)
        return self._files[name]


def gaps(text: str, /) -> tuple[str, ...]:
    """The placeholders that are still open in a text, braces and all, each once."""
    return tuple(dict.fromkeys(found[0] for found in _PLACEHOLDER.finditer(text)))


def fill(text: str, /, **values: object) -> str:
    """The text with its `{placeholders}` replaced; unknown ones stay, so that a person's own braces are kept.

    Not `str.format`: a person's template is text and may not reach into objects.
    """
    return _PLACEHOLDER.sub(lambda found: str(values.get(found[1], found[0])), text)
