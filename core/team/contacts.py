"""People in files from elsewhere: contact cards and LinkedIn's connections. Whom to add, the person picks.

vCard 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350): names, telephone, mail, organisation and role. LinkedIn:
`Connections.csv`, which begins with a note and an empty line before its columns.
"""

from __future__ import annotations

import csv
import io
import os
import quopri
import re
from collections.abc import Iterator

from core import text
from core.errors import Refused, StorageError
from core.record import record

LARGEST = 20_000_000  # bytes; thirty thousand connections have three million
MOST = 50_000
_ESCAPED = re.compile(r"\\([nN,;\\:])")


@record
class Contact:
    """Someone in a file: how to reach them, and what they do."""

    name: str
    reach: str
    about: str


def read(path: str) -> tuple[Contact, ...]:
    """Everyone in a file, by name, each name once. Raises `StorageError` and `Refused`."""
    full = os.path.expanduser(path.strip())
    shown = text.visible(os.path.basename(full)) or "This"
    try:
        with open(full, "rb") as file:
            raw = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no such file"
        raise StorageError(f"{shown} cannot be read: {reason}.") from None
    if len(raw) > LARGEST:
        raise Refused(f"{shown} is larger than {LARGEST // 1_000_000} MB, so it was not read.")
    try:
        body = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        body = raw.decode("cp1252", "replace")
    return parse(body, shown)


def parse(body: str, shown: str = "This") -> tuple[Contact, ...]:
    """The people in the text of a file. Raises `Refused` where it is neither of the two kinds."""
    if re.search(r"^BEGIN:VCARD\s*$", body, re.IGNORECASE | re.MULTILINE):
        found = _cards(body)
    elif (start := re.search(r"^First Name,Last Name,.*$", body, re.MULTILINE)) is not None:
        found = _connections(body[start.start() :])
    else:
        raise Refused(f"{shown} is neither a contact card (.vcf) nor LinkedIn's Connections.csv.")
    people: dict[str, Contact] = {}
    for contact in found:
        if contact.name and len(people) < MOST:
            people.setdefault(contact.name.casefold(), contact)
    return tuple(sorted(people.values(), key=lambda contact: contact.name.casefold()))


def _connections(body: str) -> Iterator[Contact]:
    rows = csv.DictReader(io.StringIO(body))
    try:
        for row in rows:
            get = {key: _line(value) for key, value in row.items() if key and isinstance(value, str)}.get
            yield Contact(
                name=" ".join(filter(None, (get("First Name"), get("Last Name")))),
                reach=", ".join(filter(None, (get("Email Address"), get("URL")))),
                about=", ".join(filter(None, (get("Position"), get("Company")))),
            )
    except csv.Error:
        raise Refused("This table breaks off in the middle. Downloading it again may help.") from None


def _cards(body: str) -> Iterator[Contact]:
    card: dict[str, list[str]] = {}
    for name, value in _properties(body):
        if name == "BEGIN":
            card = {}
        elif name == "END":
            yield _contact(card)
        else:
            card.setdefault(name, []).append(value)


def _properties(body: str) -> Iterator[tuple[str, str]]:
    """The lines of a card with their names; long ones were folded, by white space or by a soft break."""
    body = body.replace("\r\n", "\n").replace("\r", "\n")
    body = re.sub(r"\n[ \t]", "", body)
    lines = iter(body.split("\n"))
    for line in lines:
        head, colon, value = line.partition(":")
        if not colon:
            continue
        name, *parameters = head.split(";")
        if any("QUOTED-PRINTABLE" in parameter.upper() for parameter in parameters):
            while value.endswith("=") and (more := next(lines, None)) is not None:
                value = value[:-1] + more
            value = quopri.decodestring(value.encode("latin-1", "replace")).decode("utf-8", "replace")
        yield name.rpartition(".")[2].strip().upper(), value


def _contact(card: dict[str, list[str]]) -> Contact:
    name = _line(next(iter(card.get("FN", ())), ""))
    if not name and (parts := next(iter(card.get("N", ())), "")):
        family, given, *_ = [*_split(parts), "", ""]
        name = _line(f"{given} {family}")
    about = [*card.get("TITLE", ())[:1], *(_split(value)[0] for value in card.get("ORG", ())[:1])]
    reach = [re.sub(r"^(tel|mailto):", "", value) for kind in ("TEL", "EMAIL") for value in card.get(kind, ())[:2]]
    return Contact(name=name, reach=_line(", ".join(filter(None, reach))), about=_line(", ".join(filter(None, about))))


def _split(value: str) -> list[str]:
    return re.split(r"(?<!\\);", value)


def _line(value: str) -> str:
    """One clean line of at most 300 characters; what cannot be kept is left out."""
    plain = _ESCAPED.sub(lambda found: " " if found[1] in "nN" else found[1], value).replace("\0", "")
    return " ".join(plain.encode("utf-8", "ignore").decode().split())[:300]
