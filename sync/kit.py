"""The recovery kit: one page on paper that opens the vault when every machine and every passphrase is gone."""

import os
from pathlib import Path
from unicodedata import east_asian_width

import segno

from core.content import Content
from core.text import visible
from sync import private
from sync.errors import IdentityError
from sync.recipients import X25519Identity

_PREFIX = "AGE-SECRET-KEY-1"
_GROUP, _IN_LINE = 4, 5
_SIDE = 37  # columns beside the code: 80 - 41 - 2


def page(words: Content, name: str, day: str, identity: X25519Identity, *, paper: bool = False) -> str:
    """The kit as text of at most 80 columns and 24 lines: the code to scan, and to read.

    `paper` draws the code dark on light; without it, for a light text on a dark screen.
    It is for the alternate screen or a private file, and for nothing that keeps what it shows.
    """
    code = _drawn(identity.text, paper)
    letters = identity.text.removeprefix(_PREFIX)
    groups = [letters[i : i + _GROUP] for i in range(0, len(letters), _GROUP)]
    side = [
        "",
        words.say("vault.kit.title"),
        f"{words.say('vault.kit.vault'):<6} {_fitted(name)}",
        f"{words.say('vault.kit.made'):<6} {day}",
        "",
        _PREFIX,
        *(" ".join(groups[i : i + _IN_LINE]) for i in range(0, len(groups), _IN_LINE)),
        "",
        words.say("vault.kit.holder"),
        "",
        *words.lines("vault.kit.how"),
    ]
    lines = [*code, *[" " * len(code[0])] * (len(side) - len(code))]
    return "\n".join(
        f"{left}  {right}".rstrip() for left, right in zip(lines, [*side, *[""] * len(lines)], strict=False)
    )


def write(path: Path, text: str) -> None:
    """Writes a page to a new file only its owner may read, and touches none beside it. Raises FileExistsError."""
    new, file = private.begin(path)
    try:
        with file:
            file.write((text + "\n").encode())
            file.flush()
            os.fsync(file.fileno())
        private.place(new, path)
    finally:
        new.unlink(missing_ok=True)


def typed_back(text: str) -> X25519Identity:
    """The identity behind a code as a person types it: any case, any spaces, with or without its first word.

    Raises IdentityError.
    """
    letters = "".join(text.split()).upper()
    if "1" not in letters:
        letters = _PREFIX + letters
    if not letters.startswith(_PREFIX):
        raise IdentityError
    return X25519Identity.parse(letters)


def _fitted(name: str) -> str:
    """As much of a name as fits, on one line; a wide character takes two columns."""
    text = " ".join(visible(name).split())
    while sum(2 if east_asian_width(c) in "WF" else 1 for c in text) > _SIDE - len("Vault  "):
        text = text[:-1]
    return text


def _drawn(text: str, paper: bool) -> list[str]:
    """The QR code, two rows to a line, with the quiet zone scanners need."""
    matrix = [[bool(dark) for dark in row] for row in segno.make_qr(text, error="m").matrix_iter(border=4)]
    matrix += [[False] * len(matrix[0])] * (len(matrix) % 2)
    # A printed character is ink on paper, and light on a dark screen.
    marks = {(a, b): " ▄▀█"[2 * (a == paper) + (b == paper)] for a in (False, True) for b in (False, True)}
    return ["".join(marks[pair] for pair in zip(*rows, strict=True)) for rows in zip(*[iter(matrix)] * 2, strict=True)]
