"""User text: what is taken in, and how it is shown.

Kept text is exactly what the person wrote, in Unicode's composed form (NFC) and with plain line
feeds. Shown text never carries a character that could move the cursor, change colours or
reorder what stands beside it.
"""

from __future__ import annotations

from core.errors import Refused

LONGEST_LINE = 500  # characters of a name, a label, a one-line answer
LONGEST_TEXT = 2_000_000  # characters of prose; a long novel has a million

# Explicit embeddings, overrides and isolates (Unicode Bidirectional Algorithm, UAX #9), and the
# invisible marks; the zero-width joiner stays, because emoji and several scripts need it.
_BIDI = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C, 0x2028, 0x2029)

_VISIBLE = (
    {code: 0x2400 + code for code in range(0x20) if code != 0x0A}
    | {0x7F: 0x2421}
    | dict.fromkeys(range(0x80, 0xA0), 0xFFFD)
    | dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)
    | dict.fromkeys(_BIDI, 0x25CC)
)


def clean(text: str, *, what: str = "This text", limit: int = LONGEST_TEXT) -> str:
    """The text as it is kept; `limit` in characters.

    Raises `Refused` for a NUL, for half of a surrogate pair (neither can be stored faithfully),
    and for text over the limit. The caller still holds the text: nothing is lost.
    """
    if len(text) > limit:
        raise Refused(f"{what} has {len(text):,} characters; {limit:,} fit here. Nothing was changed.")
    if "\0" in text:
        raise Refused(f"{what} contains a NUL character, as pieces of binary files do. Nothing was changed.")
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise Refused(f"{what} contains half a character that cannot be kept. Nothing was changed.") from None
        from unicodedata import normalize

        text = normalize("NFC", text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def line(text: str, *, what: str = "This line", limit: int = LONGEST_LINE) -> str:
    """One line of text without surrounding white space; inner line breaks become spaces."""
    return " ".join(clean(text, what=what, limit=limit).split())


def visible(text: str) -> str:
    """The text as it is shown: control and direction characters as symbols, line feeds kept."""
    return text.translate(_VISIBLE)


def first_line(text: str, limit: int = 80) -> str:
    """The first line with words in it, cut to `limit` characters, for lists."""
    found = next((stripped for part in text.split("\n", 50) if (stripped := part.strip(" \t#>*-"))), "")
    return found if len(found) <= limit else found[: limit - 1].rstrip() + "…"
