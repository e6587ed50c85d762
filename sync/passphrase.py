"""Passphrases: six generated words by default, and an honest look at the ones people choose themselves.

They travel as bytearrays, which can be wiped; a `str` leaves copies behind. Rating one is the exception: the estimator
reads text.
"""

import contextlib
import math
import secrets
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from core.errors import Refused

WORDS = 6  # of 7,776: 77.5 bits
SHORTEST = 12  # characters
LOCAL = 1e12  # guesses for a keyring that stays on this computer
TRAVELS = 1e14  # guesses for one that may lie in a store or a backup, where anyone may try for years
_LONGEST_RATED = 72  # characters; the estimator's time grows with the square


class WeakPassphrase(Refused):
    """A passphrase that would be guessed too soon; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Rating:
    """How many guesses a passphrase withstands, by an estimate, and what that is enough for."""

    guesses: float
    local: bool
    travels: bool
    sentence: str


def generated() -> bytearray:
    """Six different words of the EFF long list, with spaces between them."""
    words: list[bytes] = []
    while len(words) < WORDS:
        if (word := secrets.choice(word_list())) not in words:
            words.append(word)
    return bytearray(b" ").join(words)


@cache
def word_list() -> tuple[bytes, ...]:
    """The 7,776 words."""
    return tuple((files("sync") / "words" / "eff_long.txt").read_bytes().split())


@contextlib.contextmanager
def wiped(passphrase: bytearray) -> Iterator[bytearray]:
    """The passphrase for as long as the block lasts, then zeros."""
    try:
        yield passphrase
    finally:
        passphrase[:] = bytes(len(passphrase))


@contextlib.contextmanager
def normal(passphrase: bytearray) -> Iterator[bytearray]:
    """The passphrase in the one form (NFC) all keyboards agree on; a copy made for that is wiped after the block."""
    if passphrase.isascii():
        yield passphrase
        return
    try:
        copy = bytearray(unicodedata.normalize("NFC", passphrase.decode()).encode())
    except UnicodeDecodeError:
        copy = bytearray(passphrase)  # not text: taken as typed
    with wiped(copy):
        yield copy


def require(passphrase: bytearray) -> None:
    """Raises WeakPassphrase unless the passphrase is good enough to lock a vault on this computer."""
    rating = rate(passphrase)
    if not rating.local:
        raise WeakPassphrase(rating.sentence)


def rate(passphrase: bytearray) -> Rating:
    """What a passphrase is good for: by number of guesses, not by a library's idea of strong."""
    try:
        text = unicodedata.normalize("NFC", passphrase.decode())
    except UnicodeDecodeError:
        return Rating(0, False, False, "That passphrase holds something that is not text. Other characters will do.")
    if len(text) < SHORTEST:
        sentence = f"A passphrase takes at least {SHORTEST} characters. Six words from Onward are one easy way."
        return Rating(0, False, False, sentence)
    guesses = _estimated(text)
    if guesses >= TRAVELS:
        return Rating(guesses, True, True, "This passphrase holds, here and wherever copies are kept.")
    if guesses >= LOCAL:
        sentence = "This passphrase holds on this computer. Copies elsewhere leave the key out, or take a longer one."
        return Rating(guesses, True, False, sentence)
    return Rating(
        guesses, False, False, "This passphrase could be guessed too soon. More words, less usual, help most."
    )


def _estimated(text: str) -> float:
    try:
        from zxcvbn import zxcvbn  # type: ignore[import-untyped]  # 60 ms, for the one moment of choosing
    except ImportError:
        return by_words(text)
    # Also without spaces: the estimator takes each of them for a guess, and a known sentence for unrelated words.
    forms = {text[:_LONGEST_RATED], "".join(text.split())[:_LONGEST_RATED]} - {""}
    return min(float(zxcvbn(form)["guesses"]) for form in forms)


def by_words(text: str) -> float:
    """Without the estimator: stricter than it, because it cannot tell a name or a date from noise.

    Only different words of four letters or more, or of the list above, count, a little over 200 guesses each: six of
    them reach the upper limit, and five reach none.
    """
    words = {word for word in text.casefold().split() if word.replace("-", "").isalpha() and len(set(word)) > 1}
    known = word_list()
    counted = sum(len(word) > 3 or word.encode() in known for word in words)
    return math.pow(10, 14 * counted / WORDS)
