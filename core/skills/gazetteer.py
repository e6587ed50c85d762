"""The list of skills that can be recognised, and how a word is folded so that spellings meet.

The file that ships is `content/<language>/gazetteer.txt`; its head says how a line is read. The person's own words
and lists come on top of it (`core.skills.postings`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from functools import cache
from unicodedata import combining, normalize

from core import content
from core.record import record

ANY, NAME, WORD = "", "^", "?"  # in any capitals; in just these; in just these and with a skill beside it
PEOPLE, LANGUAGES, OWN = "people", "languages", "own"  # fields that the recogniser treats apart

_HERE = os.path.join(os.path.dirname(content.__file__))
_LISTED = re.compile(r"\s*(?P<forms>[^!~]*?)\s*(?:!\s*(?P<after>[^~]*?))?\s*(?:~\s*(?P<before>[^!]*?))?\s*")


@record
class Form:
    """One way a skill is written; `after` and `before` are folded words that rule it out when they stand beside it."""

    text: str
    kind: str = ANY
    after: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()


@record
class Term:
    """A skill, the field it belongs to, and every way it is written."""

    name: str
    field: str
    forms: tuple[Form, ...]


def shipped(language: str = "en") -> tuple[Term, ...]:
    """The terms that ship; English where the language has no list of its own."""
    path = os.path.join(_HERE, language, "gazetteer.txt")
    with open(path if os.path.exists(path) else os.path.join(_HERE, "en", "gazetteer.txt"), encoding="utf-8") as file:
        return tuple(read(file))


def read(lines: Iterable[str]) -> Iterator[Term]:
    """The terms of a list, line by line. Raises `ValueError` for a line that is none."""
    field = ""
    for line in map(str.strip, lines):
        if line.startswith("["):
            field = line.strip("[]")
        elif line and not line.startswith("#"):
            yield _term(line, field)


def _term(line: str, field: str) -> Term:
    left, _, right = line.partition(" = ")
    heads = [found for part in (left, right) if (found := _LISTED.fullmatch(part))]
    if not heads or not heads[0]["forms"].strip("=^? "):
        raise ValueError(f"This line names no skill: {line}")
    after, before = (
        frozenset(fold(word) for found in heads for word in re.split(r"\s*,\s*", found[side] or "") if word)
        for side in ("after", "before")
    )
    name = heads[0]["forms"]
    others = [form for found in heads[1:] for form in re.split(r"\s*;\s*", found["forms"]) if form]
    # A name that is also listed as an ordinary word is looked for in that way only.
    loose = f"?{name}" in others or f"^{name}" in others or name.startswith(("^", "?"))
    written = [*([] if loose and not name.startswith(("^", "?")) else [name]), *others]
    return Term(
        name=name.lstrip("^?"),
        field=field,
        forms=tuple(
            Form(
                text=form.lstrip("^?"),
                kind=form[0] if form[0] in "^?" else ANY,
                after=after if form[0] in "^?" or form == name else frozenset(),
                before=before if form[0] in "^?" or form == name else frozenset(),
            )
            for form in written
        ),
    )


# British spelling to American, so that both meet. Both sides of every comparison go through it: where it makes a word
# that does not exist, it makes the same one twice.
_SPELLINGS = tuple(
    (re.compile(pattern), into)
    for pattern, into in (
        (r"is(?=ations?$|e$|ed$|es$|er$|ers$|ing$|ational)", "iz"),
        (r"ys(?=e$|ed$|es$|er$|ers$|ing$)", "yz"),
        (r"(?<=[a-z]{3})our", "or"),
        (r"ae", "e"),
        (r"(?<=[nt])tre(?=s?$)|(?<=ea)tre(?=s?$)", "ter"),
        (r"licenc", "licens"),
        (r"practis", "practic"),
        (r"programme(?=s?$)", "program"),
        (r"(?<=[aeiou])ll(?=(ing|ed|er|ers|or|ors)$)", "l"),
        (r"ogu(?=es?$|ing$)", "og"),
        (r"judgement", "judgment"),
    )
)
_AS_THEY_ARE = frozenset({"sales", "ios", "aws", "sas", "gas", "dns", "css", "is", "as", "us", "this", "kpis"})


@cache
def fold(word: str) -> str:
    """One word to compare by: lower case, no accents or apostrophes, American spelling, singular."""
    found = word.casefold()
    if not found.isascii():
        found = "".join(letter for letter in normalize("NFKD", found) if not combining(letter))
    found = found.replace("'", "").replace("’", "")
    for pattern, into in _SPELLINGS if len(found) > 4 else ():
        found = pattern.sub(into, found)
    if found in _AS_THEY_ARE:
        return found
    if len(found) > 4 and found.endswith("ies"):
        return found[:-3] + "y"
    if len(found) > 3 and found.endswith("s") and not found.endswith(("ss", "us", "is")):
        return found[:-1]
    return found
