"""A posting in passages: what is asked for, what would be nice, and what is about the employer and not the person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.record import record

WISH, PLAIN, ESSENTIAL = "", "1", "2"  # how firmly something is asked for; they compare in this order

_ASIDE = re.compile(
    r"^\W*(what (we|you can) (offer|expect from us)|we offer|our offer|benefits?|perks?|about (us|the company)|"
    r"who we are|why (us|join us)|equal opportunit(y|ies)|how to apply|your benefits|compensation|salary)\b",
    re.IGNORECASE,
)
_TURN = re.compile(
    r"^\W*(requirements?|qualifications?|responsibilit\w+|duties|tasks|"
    r"your (profile|tasks|role|mission|skills)|the role|what you('ll| will)? ?(do|bring|need|have)|"
    r"you (bring|have|are|will)|who you are|skills|experience|must.haves?|must have|required|essential|"
    r"nice.to.haves?|desirable|preferred|bonus|a plus|pluses|what we are looking for|we are looking for|"
    r"key \w+|education|profile|about (you|the (role|job|position)))\b",
    re.IGNORECASE,
)
_WISHED = re.compile(
    r"\b(nice.to.have|(is|are|be|as) an? (plus|bonus|advantage|asset)|a plus\b|an advantage|desirable|"
    r"desired|preferred|preferably|ideally|welcome|not (required|needed|necessary|essential)|optional|"
    r"beneficial|helps|would be (great|good|nice)|bonus)\b",
    re.IGNORECASE,
)
_FIRM = re.compile(
    r"\b(required|requirement|must|essential|mandatory|indispensable|necessary|needed|a prerequisite|at least)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:no|not|without)\b[^.;\n]{0,60}?\b(?:needed|required|necessary|expected)\b|"
    r"\bdo(?:es)? not need\b[^.;\n]{0,60}|\bneed not\b[^.;\n]{0,60}",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?;\n]*(?:[.!?;\n](?!\s)[^.!?;\n]*)*")
_SHORT = 60  # characters of a line that can be a heading


@record
class Passage:
    """Lines that belong together. `start` is where they stand in the posting; `aside` is not about the person."""

    text: str
    start: int
    need: str
    aside: bool

    def need_at(self, place: int) -> str:
        """How firmly the sentence at a place asks, which counts for more than the heading."""
        sentence = self._sentence(place)
        if _WISHED.search(sentence):
            return WISH
        return ESSENTIAL if _FIRM.search(sentence) else self.need

    def denies(self, place: int) -> bool:
        """Whether the text says here that something is *not* needed."""
        return any(found.start() <= place < found.end() for found in _DENIED.finditer(self.text))

    def _sentence(self, place: int) -> str:
        start = max(self.text.rfind(sign, 0, place) for sign in (". ", ".\n", "! ", "? ", "; ", "\n")) + 1
        ends = [stop for sign in (". ", ".\n", "! ", "? ", "; ", "\n") if (stop := self.text.find(sign, place)) >= 0]
        return self.text[start : min(ends, default=len(self.text))]


def passages(text: str) -> Iterator[Passage]:
    """The passages of a posting, one for each heading and what stands under it."""
    start, need, aside = 0, PLAIN, False
    place = 0
    for line in text.split("\n"):
        turn = _heading(line)
        if turn is not None:
            if place > start:
                yield Passage(text=text[start:place], start=start, need=need, aside=aside)
            start, (need, aside) = place, turn
        place += len(line) + 1
        if turn is not None and ":" in line.strip()[:-1] and aside:
            # "Benefits: a gym, free fruit" is a passage of one line.
            yield Passage(text=text[start : place - 1], start=start, need=need, aside=True)
            start, need, aside = place, PLAIN, False
    yield Passage(text=text[start:], start=start, need=need, aside=aside)


def _heading(line: str) -> tuple[str, bool] | None:
    """What a heading says about the lines under it; None for a line that is none."""
    stripped = line.strip()
    opening = stripped.partition(":")[0]
    if _ASIDE.match(opening) and len(opening) <= _SHORT and (len(stripped) <= _SHORT or ":" in stripped):
        return PLAIN, True
    if not stripped or not _TURN.match(opening) or len(opening) > _SHORT:
        return None
    if len(stripped) > _SHORT and ":" not in stripped:
        return None
    if stripped.endswith("."):
        return None
    if _WISHED.search(opening) or re.search(r"nice|bonus|plus|desir|prefer", opening, re.IGNORECASE):
        return WISH, False
    if re.search(r"must|essential|required", opening, re.IGNORECASE):
        return ESSENTIAL, False
    return PLAIN, False
