"""The header of an age v1 file (C2SP age, "Header"): text that wraps the file key once for each recipient.

The reader accepts exactly one spelling of every header: encoding a parsed header gives back the bytes that were read.
"""

import base64
import binascii
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sync.errors import HeaderError, HeaderMacError

_FAMILY = b"age-encryption.org/"
_VERSION = _FAMILY + b"v1\n"
_COLUMNS = 64
MOST_BYTES = 64 * 1024
MOST_STANZAS = 20
LONGEST_LINE = 4 * 1024


@dataclass(frozen=True, slots=True)
class Stanza:
    """One wrapping of the file key, or anything else a program put there: a kind, its arguments and a body."""

    kind: str
    arguments: tuple[str, ...]
    body: bytes

    def encode(self) -> bytes:
        text = encode64(self.body)
        # A full line is always followed by another one, if only an empty one: a short line is what ends a body.
        lines = [text[i : i + _COLUMNS] for i in range(0, len(text) + 1, _COLUMNS)]
        return "\n".join([" ".join(("->", self.kind, *self.arguments)), *lines, ""]).encode()


@dataclass(frozen=True, slots=True)
class Header:
    """The stanzas and the HMAC-SHA-256 over them."""

    stanzas: tuple[Stanza, ...]
    mac: bytes

    @classmethod
    def made(cls, stanzas: tuple[Stanza, ...], file_key: bytes) -> "Header":
        return cls(stanzas, _mac(stanzas, file_key))

    def encode(self) -> bytes:
        return _unsigned(self.stanzas) + b" " + encode64(self.mac).encode() + b"\n"

    def verify(self, file_key: bytes) -> None:
        """Raises HeaderMacError when the header is not the one written together with this file key."""
        if not hmac.compare_digest(self.mac, _mac(self.stanzas, file_key)):
            raise HeaderMacError


def derived(secret: bytes, salt: bytes, info: bytes) -> bytes:
    """HKDF-SHA-256, 32 bytes, as everywhere in the format."""
    return HKDF(SHA256(), 32, salt or None, info).derive(secret)


def encode64(data: bytes) -> str:
    """Standard Base64 without padding."""
    return base64.b64encode(data).rstrip(b"=").decode()


def decode64(text: str) -> bytes:
    """The bytes of canonical Base64 without padding. Raises HeaderError for any other spelling."""
    try:
        data = binascii.a2b_base64(text + "=" * (-len(text) % 4), strict_mode=True)
    except ValueError:
        raise HeaderError from None
    if encode64(data) != text:
        raise HeaderError
    return data


def read(source: BinaryIO) -> Header:
    """The header at the current place of `source`, which is left at the first byte after it.

    Raises HeaderError for anything the format does not allow, and for a header beyond 64 KiB, 20 stanzas or
    4 KiB in a line, having read no further than that.
    """
    lines = _lines(source)
    stanzas: list[Stanza] = []
    for line in lines:
        if line.startswith("--- "):
            mac = decode64(line[4:])
            if len(mac) != 32 or not stanzas:
                raise HeaderError
            return Header(tuple(stanzas), mac)
        if not line.startswith("-> ") or len(stanzas) == MOST_STANZAS:
            raise HeaderError
        words = line[3:].split(" ")
        if not all(words):
            raise HeaderError
        stanzas.append(Stanza(words[0], tuple(words[1:]), _body(lines)))
    raise HeaderError


def _body(lines: Iterator[str]) -> bytes:
    parts: list[bytes] = []
    for line in lines:
        if len(line) > _COLUMNS:
            break
        parts.append(decode64(line))
        if len(line) < _COLUMNS:
            return b"".join(parts)
    raise HeaderError


def _lines(source: BinaryIO) -> Iterator[str]:
    """The lines after the version line, without their ends: printable ASCII and spaces only."""
    first = source.readline(LONGEST_LINE)
    if first != _VERSION:
        newer = first.startswith(_FAMILY) and first.endswith(b"\n") and not first.startswith(_VERSION[:-1])
        raise HeaderError("This file is in a newer version of the age format than Onward reads." if newer else None)
    size = len(first)
    while True:
        line = source.readline(LONGEST_LINE)
        size += len(line)
        if size > MOST_BYTES or not line.endswith(b"\n") or not all(32 <= byte <= 126 for byte in line[:-1]):
            raise HeaderError
        yield line[:-1].decode("ascii")


def _unsigned(stanzas: tuple[Stanza, ...]) -> bytes:
    return _VERSION + b"".join(stanza.encode() for stanza in stanzas) + b"---"


def _mac(stanzas: tuple[Stanza, ...], file_key: bytes) -> bytes:
    return hmac.digest(derived(file_key, b"", b"header"), _unsigned(stanzas), "sha256")
