"""What a person types into search, made into what the index and the text itself can answer.

The index knows words: letters and digits, accents and case folded (SQLite FTS5, `unicode61`). What
it drops is looked for in the text itself: the signs that make `c++` differ from `c`, and writing
without spaces between words, such as `日本` inside `日本語の面接`.
"""

from __future__ import annotations

import re
from functools import cache

from core import text
from core.record import record

LONGEST = 500  # characters of a search

# Scripts that put no spaces between words (Thai, Lao, Tibetan, Myanmar, Khmer, Kana, Bopomofo,
# Han, Yi, and the Hangul that particles are glued to): the index sees whole clauses as one word.
_UNSPACED = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\ua000-\ua4cf\uac00-\ud7ff\uf900-\ufaff\U0001b000-\U0001b16f"
    "\U00020000-\U0003ffff]"
)
# Signs that only lead into a word or out of it: nobody means them by typing them.
_INTO, _OUT_OF = "\"'“‘„«(#", "\"'”’“»).,;:!?"
_PIECE = re.compile(r'"([^"]+)"|(\S+)')


@record
class Part:
    """One word or quoted phrase of a search.

    `indexed` is what the index is asked ("" where it cannot help), `literal` the pieces that stand
    in the text exactly so, `pattern` what a true match looks like in folded text, and `strict`
    says that the index alone would find too much.
    """

    indexed: str
    literal: tuple[str, ...]
    pattern: str
    strict: bool


@record
class Query:
    """A search, understood."""

    parts: tuple[Part, ...]

    @property
    def match(self) -> str:
        """The expression for FTS5; "" where the index cannot help."""
        return " AND ".join(part.indexed for part in self.parts if part.indexed)

    @property
    def literal(self) -> tuple[str, ...]:
        """What has to stand in the text as it is."""
        return tuple(piece for part in self.parts for piece in part.literal)

    @property
    def strict(self) -> tuple[str, ...]:
        """The patterns that a text has to be checked against."""
        return tuple(part.pattern for part in self.parts if part.strict)

    @property
    def patterns(self) -> re.Pattern[str]:
        """Any of the words, in folded text, for marking them."""
        return re.compile("|".join(part.pattern for part in self.parts))


def understand(typed: str) -> Query:
    """Words, all of which have to be there; `"words in quotes"` stand beside each other; the last may be a beginning.

    Raises `Refused` for what no kept text can contain.
    """
    line = text.line(typed, what="This search", limit=LONGEST)
    pieces = [(phrase or word, bool(phrase)) for phrase, word in _PIECE.findall(line)]
    return Query(
        parts=tuple(
            _part(piece.strip(), last=index == len(pieces) and not quoted)
            for index, (piece, quoted) in enumerate(pieces, 1)
            if piece.strip()
        )
    )


def holds(patterns: tuple[str, ...], body: str) -> bool:
    """Whether every pattern is in a text."""
    folded = fold(body)
    return all(re.search(pattern, folded) for pattern in patterns)


def fold(body: str) -> str:
    """Case and accents folded, one character for one, so that places stay what they were."""
    return body.lower() if body.isascii() else body.translate(_FOLDED)


class _Folded(dict[int, str]):
    """What each character folds to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        from unicodedata import combining, normalize

        char = chr(code)
        base = "".join(part for part in normalize("NFD", char.casefold()) if not combining(part))
        self[code] = found = base if len(base) == 1 else char
        return found


_FOLDED = _Folded()


@cache
def _is_word(char: str) -> bool:
    """Whether the index surely takes this character as part of a word.

    Surely: a letter or digit already in Unicode 3.2. Newer ones may be unknown to the SQLite at
    hand and are looked for in the text itself.
    """
    if char.isascii():
        return char.isalnum()
    from unicodedata import category, ucd_3_2_0

    return category(char)[0] in "LN" and ucd_3_2_0.category(char)[0] in "LN"


@cache
def _is_sign(char: str) -> bool:
    """Whether the index surely drops this character."""
    if char.isascii():
        return not char.isalnum()
    from unicodedata import category, ucd_3_2_0

    return {category(char)[0], ucd_3_2_0.category(char)[0]} <= set("PSZ") or category(char) in ("Cc", "Cf")


def _part(word: str, *, last: bool) -> Part:
    if _UNSPACED.search(word) or not any(map(_is_word, word)) or not all(_is_word(c) or _is_sign(c) for c in word):
        return Part(indexed="", literal=_caseless(word), pattern=re.escape(fold(word)), strict=True)
    word = word.lstrip(_INTO).rstrip(_OUT_OF)
    first = next(index for index, char in enumerate(word) if _is_word(char))
    end = next(index for index in range(len(word), 0, -1) if _is_word(word[index - 1]))
    before, core, after = word[:first], word[first:end], word[end:]
    open_end = last and not after
    # Inner signs are only a border between words: don't finds don’t.
    inner = r"[\W_]+".join(re.escape(run) for run in "".join(c if _is_word(c) else " " for c in fold(core)).split())
    pattern = ("" if before else r"(?<![^\W_])") + re.escape(before) + inner + re.escape(after)
    return Part(
        indexed='"{}"{}'.format(core.replace('"', '""'), "*" if open_end else ""),
        literal=tuple(sign for sign in (before, after) if sign),
        pattern=pattern if after or open_end else pattern + r"(?![^\W_])",
        strict=bool(before or after),
    )


def _caseless(word: str) -> tuple[str, ...]:
    """The runs of a word that have no upper and lower case, or the word as it is where all have one."""
    runs = re.split(r"\s+", "".join(char if char.lower() == char.upper() else " " for char in word))
    return tuple(run for run in runs if run) or (word,)
