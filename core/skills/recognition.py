"""Finding skills in a text: by a list of words, without a network and without a guess that cannot be shown.

A name that is also an ordinary word (Go, R, Excel, React) counts only where its capitals or its neighbours say that
the skill is meant. What stands under "Benefits" or "About us" is not a requirement and is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from core.applications.companies import fold as key_of
from core.record import record
from core.skills.gazetteer import ANY, LANGUAGES, PEOPLE, WORD, Form, Term, fold
from core.skills.passages import Passage, passages

_PIECE = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[^\w\s]|_")
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+|\S+@\S+\.\w+")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_JOINS = _words(", / and or & ( ) | · • ; : + plus with * both a an the similar other")
_ENDS = _words(", / and or & ) . ; : | ·")
_IN = _words("in with using via und")
_NEAR = 80  # characters within which another skill speaks for an ambiguous word
_CUES = frozenset(
    map(
        fold,
        _words(
            "programming language languages developer developers development code coding script scripts scripting "
            "skills skill knowledge experience proficiency proficient certified certification expertise advanced "
            "framework library libraries application applications services backend engineer engineers "
            "stack spreadsheet compiled fluent fluency native speaker spoken level is are"
        ),
    )
)


@record
class Found:
    """A skill in a text: `phrase` as it stands there, from `start` to `stop`; `need` as in `core.skills.passages`."""

    key: str
    name: str
    phrase: str
    start: int
    stop: int
    need: str


@record
class _Token:
    folded: str
    raw: str
    start: int
    stop: int
    glued: str  # the character that stands directly before, "" after white space
    first: bool  # whether a sentence or a line begins here


@record
class _Match:
    term: Term
    form: Form
    first: int
    last: int  # index after the last token


class Recogniser:
    """Terms, ready to be found. Building it takes some milliseconds, so one is kept and used again."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._forms: dict[str, list[tuple[tuple[str, ...], Form, Term]]] = {}
        known: set[tuple[tuple[str, ...], str]] = set()
        for term in terms:
            for form in term.forms:
                words = _form(form.text)
                if words and (words, form.kind) not in known:
                    known.add((words, form.kind))
                    self._forms.setdefault(words[0], []).append((words, form, term))
        for listed in self._forms.values():
            listed.sort(key=lambda entry: (-len(entry[0]), entry[1].kind != ANY))

    def find(self, text: str) -> tuple[Found, ...]:
        """Every skill in a text once, where it stands first, in the order of the text."""
        found: dict[str, Found] = {}
        for passage in passages(text):
            if passage.aside:
                continue
            for one in self._in(passage):
                before = found.get(one.key)
                if before is None:
                    found[one.key] = one
                elif one.need > before.need:
                    found[one.key] = Found(
                        key=one.key, name=one.name, phrase=before.phrase, start=before.start, stop=before.stop,
                        need=one.need,
                    )  # fmt: skip
        return tuple(sorted(found.values(), key=lambda one: one.start))

    def _in(self, passage: Passage) -> Iterable[Found]:
        tokens = _tokens(passage.text)
        matches = self._matches(tokens)
        for match in _sure(matches, tokens):
            start, stop = tokens[match.first].start, tokens[match.last - 1].stop
            if passage.denies(start):
                continue
            yield Found(
                key=key_of(match.term.name) or match.term.name,
                name=match.term.name,
                phrase=passage.text[start:stop],
                start=passage.start + start,
                stop=passage.start + stop,
                need=passage.need_at(start),
            )

    def _matches(self, tokens: list[_Token]) -> list[_Match]:
        """The longest form at each place, ambiguous ones included."""
        found: list[_Match] = []
        index = 0
        while index < len(tokens):
            match = next(
                (
                    _Match(term=term, form=form, first=index, last=index + len(words))
                    for words, form, term in self._forms.get(tokens[index].folded, ())
                    if _fits(words, form, tokens, index)
                ),
                None,
            )
            if match:
                found.append(match)
            index = match.last if match else index + 1
        return found


@cache
def _form(text: str) -> tuple[str, ...]:
    """The words of a form, taken apart once: every new skill builds a recogniser, mostly from the same forms."""
    return tuple(token.folded for token in _tokens(text))


def _tokens(text: str) -> list[_Token]:
    """Words and signs; hyphens between words are spaces that leave a trace in `glued`."""
    text = _ADDRESS.sub(lambda found: " " * len(found[0]), text)
    tokens: list[_Token] = []
    first, before = True, ""
    stop = 0
    for piece in _PIECE.finditer(text):
        raw = piece[0]
        gap = text[stop : piece.start()]
        first = first or "\n" in gap
        if gap:
            before = ""
        stop = piece.end()
        if raw in "-–—‐‑":
            before = raw if before or not gap else ""
            first = first or bool(gap)
            continue
        if raw in "•*·▪◦" and first:
            continue
        tokens.append(_Token(folded=fold(raw), raw=raw, start=piece.start(), stop=stop, glued=before, first=first))
        first = raw in ".!?:" and text[stop : stop + 1].isspace()
        before = raw[-1]
    return tokens


def _fits(words: tuple[str, ...], form: Form, tokens: list[_Token], index: int) -> bool:
    last = index + len(words)
    if last > len(tokens) or any(tokens[index + n].folded != word for n, word in enumerate(words)):
        return False
    following = tokens[last] if last < len(tokens) else None
    if following and following.glued and following.raw in "+#" and words[-1] not in "+#":
        return False
    if words[0] == "." and tokens[index].glued.isalnum():  # the end of a name such as example.net
        return False
    if sum(map(len, words)) <= 2:
        hyphen = tokens[index].glued in {"-", "–", "‐", "&", ".", "+"}
        if hyphen or (following and following.glued and following.glued in "-–‐"):
            return False
        if following and following.glued and following.raw in {"&", "."} and _letter_after(tokens, last):
            return False
    if following and (following.folded in form.after or following.raw in form.after):
        return False
    return not (index and tokens[index - 1].folded in form.before)


def _letter_after(tokens: list[_Token], index: int) -> bool:
    return index + 1 < len(tokens) and bool(tokens[index + 1].glued) and tokens[index + 1].raw[0].isalnum()


def _sure(matches: list[_Match], tokens: list[_Token]) -> list[_Match]:
    """The matches that hold: plain ones, and ambiguous ones that something near them speaks for."""
    held = {match.first: match for match in matches if match.form.kind == ANY}
    waiting = [match for match in matches if match.form.kind != ANY]
    changed = True
    while changed and waiting:
        changed = False
        for match in list(waiting):
            if _speaks_for(match, held.values(), tokens):
                held[match.first] = match
                waiting.remove(match)
                changed = True
    return sorted(held.values(), key=lambda match: match.first)


def _speaks_for(match: _Match, held: Iterable[_Match], tokens: list[_Token]) -> bool:
    raw = " ".join(token.raw for token in tokens[match.first : match.last])
    written = " ".join(token.raw for token in _tokens(match.form.text))
    hard = [one for one in held if one.term.field not in (PEOPLE, LANGUAGES) or one.term.field == match.term.field]
    listed = any(_listed(match, one, tokens) for one in hard)
    if raw != written:
        following = tokens[match.last] if match.last < len(tokens) else None
        return listed and (following is None or following.first or following.raw in _ENDS or following.folded in _CUES)
    if listed:
        return True
    if match.form.kind != WORD and not tokens[match.first].first:
        return True
    if _cued(match, tokens):
        return True
    start, stop = tokens[match.first].start, tokens[match.last - 1].stop
    near = any(
        tokens[one.first].start - stop < _NEAR and start - tokens[one.last - 1].stop < _NEAR
        and not _parted(match, one, tokens)
        for one in hard
    )  # fmt: skip
    alone = tokens[match.first].first and (match.last == len(tokens) or tokens[match.last].first)
    return near or (alone and match.form.kind != WORD)


def _listed(one: _Match, other: _Match, tokens: list[_Token]) -> bool:
    """Whether two matches stand beside each other in a list."""
    early, late = (one, other) if one.first < other.first else (other, one)
    between = tokens[early.last : late.first]
    return len(between) <= 3 and bool(between) and all(token.raw.casefold() in _JOINS for token in between)


def _parted(one: _Match, other: _Match, tokens: list[_Token]) -> bool:
    """Whether a sentence ends between two matches."""
    early, late = (one, other) if one.first < other.first else (other, one)
    return any(token.raw in ".!?" for token in tokens[early.last : late.first])


def _cued(match: _Match, tokens: list[_Token]) -> bool:
    before, after = tokens[max(0, match.first - 3) : match.first], tokens[match.last : match.last + 4]
    if any(token.folded in _CUES for token in (*before, *after)):
        return True
    return bool(before) and before[-1].raw in _IN
