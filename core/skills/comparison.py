"""A resume beside a posting: what is covered, what is not there, what no sentence shows. A help, not a mark.

A line "could be measured" where it has no number, and "could say what you did" where no word of doing begins it or
stands in it. Which words those are stands in the content file `verbs.txt`.
"""

from __future__ import annotations

import os
import re
from functools import cache

from core import content
from core.record import record
from core.skills.gazetteer import fold
from core.skills.postings import ASKED, Asked
from core.skills.recognition import Recogniser

SHOWN, LISTED, MISSING = "shown", "listed", "missing"
_SHORT = 25  # characters: a name, a date, a heading
_NUMBER = re.compile(
    r"\d|\b(two|three|four|five|six|seven|eight|nine|ten|dozen|hundreds?|thousands?|half|halved|doubled|tripled)\b",
    re.I,
)
_DATES = re.compile(r"\b(19|20)\d\d\b|\b\d{1,2}[./]\d{2,4}\b|\+?\d[\d ()/-]{7,}\d")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_HEADING = re.compile(
    r"^\W*(skills?|languages?|education|interests|hobbies|contact|references|tools|technologies|certificat\w+|"
    r"summary|profile|experience|employment)\b.{0,30}$",
    re.IGNORECASE,
)


@record
class Match:
    """A skill that a posting asks for and how the resume holds it; `line` is the best line for it, if any."""

    skill: str
    name: str
    how: str
    line: str


@record
class Hint:
    """A line of the resume that could gain: by a number, by a word of doing, or both."""

    line: str
    number: bool
    verb: bool


@record
class Comparison:
    """The matches in the order of the posting, and the hints in the order of the resume."""

    matches: tuple[Match, ...]
    hints: tuple[Hint, ...]

    def with_how(self, how: str) -> tuple[Match, ...]:
        """The skills that are `SHOWN`, only `LISTED`, or `MISSING`."""
        return tuple(match for match in self.matches if match.how == how)


def compare(resume: str, asked: tuple[Asked, ...], recogniser: Recogniser) -> Comparison:
    """Lay a resume beside what a posting asks for."""
    lines = _lines(resume)
    held: dict[str, list[str]] = {}
    for line in lines:
        for found in recogniser.find(line):
            held.setdefault(found.name, []).append(line)
    matches = []
    for one in (one for one in asked if one.state == ASKED):
        where = held.get(one.name, [])
        # A sentence with a word of doing shows a skill; a bare list of words names it.
        shows = next((line for line in where if _does(line)), "")
        how = SHOWN if shows else LISTED if where else MISSING
        matches.append(Match(skill=one.skill, name=one.name, how=how, line=shows or next(iter(where), "")))
    told = ((line, _counts(line), _does(line)) for line in lines if _is_sentence(line))
    hints = tuple(Hint(line=line, number=not n, verb=not v) for line, n, v in told if not (n and v))
    return Comparison(matches=tuple(matches), hints=hints)


@cache
def verbs(language: str = "en") -> frozenset[str]:
    """The folded words of doing."""
    path = os.path.join(os.path.dirname(content.__file__), language, "verbs.txt")
    with open(path, encoding="utf-8") as file:
        return frozenset(fold(word) for line in file if not line.startswith("#") for word in line.split())


def _lines(resume: str) -> list[str]:
    """The lines of a resume, those that were broken in the middle of a sentence put together."""
    found: list[str] = []
    for raw in resume.split("\n"):
        line = raw.strip()
        goes_on = line[:1].islower() and bool(found) and found[-1] != "" and found[-1][-1] not in ".:;"
        if goes_on:
            found[-1] += f" {line}"
        else:
            found.append(line.strip(" \t-–•*·▪◦"))
    return [line for line in found if line]


def _is_sentence(line: str) -> bool:
    words = _WORD.findall(line)
    return len(line) > _SHORT and len(words) >= 5 and not _HEADING.match(line) and line.count(",") * 2 < len(words)


def _counts(line: str) -> bool:
    return bool(_NUMBER.search(_DATES.sub(" ", line)))


def _does(line: str) -> bool:
    words = _WORD.findall(line)
    return len(words) >= 4 and any(fold(word) in verbs() for word in words[:8])
