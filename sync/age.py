"""The age v1 file format (https://age-encryption.org/v1), streaming, in both directions.

Own code because it is what the product exists for; what it writes opens with the stock `age` program, and the
official test vectors decide what it reads.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import BinaryIO

from sync import header, stream
from sync.armor import ArmorWriter, Sink, unarmored
from sync.errors import HeaderError, NoMatch, PayloadError
from sync.header import Header, Stanza
from sync.recipients import FILE_KEY, Identity, Recipient, ScryptRecipient

_NONCE = 16

Extra = Callable[[bytes], Stanza]
"""Makes, from the file key, one more stanza for the header; other programs ignore kinds they do not know."""

Check = Callable[[Header, bytes, Identity], None]
"""Looks at an authentic header, its file key and the identity that opened it; raises to refuse the file."""


class Writer:
    """Encrypts what is written to it. Leaving the `with` block without an error completes the file.

    Writes to `target` as it goes and leaves it open; memory stays at one chunk of 64 KiB. The file key and the nonce
    are made here, fresh for each file, and can be given from nowhere.
    Raises ValueError for no recipient, or a passphrase beside another recipient, which the format forbids.
    """

    def __init__(
        self, target: Sink, recipients: Sequence[Recipient], *, armored: bool = False, extra: Extra | None = None
    ) -> None:
        file_key, nonce = os.urandom(FILE_KEY), os.urandom(_NONCE)
        stanzas = [recipient.wrap(file_key) for recipient in recipients]
        if extra:
            stanzas.append(extra(file_key))
        if not recipients or (len(stanzas) > 1 and _has_passphrase(stanzas)):
            raise ValueError("a file is for one passphrase, or for one or more keys")
        self._armor = ArmorWriter(target) if armored else None
        sink = self._armor or target
        sink.write(Header.made(tuple(stanzas), file_key).encode() + nonce)
        self._payload = stream.Sealer(header.derived(file_key, nonce, b"payload"), sink)

    def write(self, data: bytes, /) -> None:
        self._payload.write(data)

    def close(self) -> None:
        self._payload.close()
        if self._armor:
            self._armor.close()

    def __enter__(self) -> "Writer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:  # a file cut off by an error stays visibly incomplete
            self.close()


def encrypt(
    source: BinaryIO,
    target: Sink,
    recipients: Sequence[Recipient],
    *,
    armored: bool = False,
    extra: Extra | None = None,
) -> None:
    """Encrypts all of `source` into `target`; see Writer."""
    with Writer(target, recipients, armored=armored, extra=extra) as writer:
        while data := source.read(stream.CHUNK):
            writer.write(data)


def plaintext(
    source: BinaryIO, identities: Sequence[Identity], *, armored: bool = False, check: Check | None = None
) -> Iterator[bytes]:
    """The content in chunks of at most 64 KiB, after the header was read, opened and checked.

    The chunks are to be kept apart, and used only when the iterator has ended without an error: a changed or cut-off
    file may give good chunks first. Identities are tried in the order given.
    Raises NoMatch, HeaderError, HeaderMacError, ArmorError, what `check` raises, and, while iterating, PayloadError
    and ArmorError.
    """
    source = unarmored(source) if armored else source
    head = header.read(source)
    if len(head.stanzas) > 1 and _has_passphrase(head.stanzas):
        raise HeaderError
    file_key, identity = _unwrapped(head, identities)
    head.verify(file_key)
    if check:
        check(head, file_key, identity)
    nonce = stream.full(source, _NONCE)
    if len(nonce) < _NONCE:
        raise HeaderError
    return stream.opened(header.derived(file_key, nonce, b"payload"), source)


def decrypt(
    source: BinaryIO,
    target: Sink,
    identities: Sequence[Identity],
    *,
    armored: bool = False,
    check: Check | None = None,
    limit: int | None = None,
) -> None:
    """Decrypts all of `source` into `target`, which is to be a temporary place until this returns; see plaintext.

    Raises PayloadError also when the content is longer than `limit` bytes.
    """
    size = 0
    for chunk in plaintext(source, identities, armored=armored, check=check):
        size += len(chunk)
        if limit is not None and size > limit:
            raise PayloadError("This file is larger than it can rightly be, so none of it was used.")
        target.write(chunk)


def _unwrapped(head: Header, identities: Sequence[Identity]) -> tuple[bytes, Identity]:
    for identity in identities:
        if file_key := identity.unwrap(head.stanzas):
            return file_key, identity
    raise NoMatch("That passphrase does not open this file." if _has_passphrase(head.stanzas) else None)


def _has_passphrase(stanzas: Sequence[Stanza]) -> bool:
    return any(stanza.kind == ScryptRecipient.kind for stanza in stanzas)
