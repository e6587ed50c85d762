"""What a file from a store turns out to be, whatever it is called.

A store is believed in nothing: a file counts by its content, after it was opened and proved to come from a machine of
the vault. A name that does not fit its content means that the file is torn, late or moved.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import NamedTuple, Protocol

from core.merging.carried import Bundle
from core.merging.objects import Object, State
from sync import bundle as bundles
from sync import keyrings
from sync.errors import AgeError, NoMatch
from sync.sealed import Opened, digest
from sync.tag import Purpose

NAME = re.compile(r"(?:(?:dev|snap)/([a-z2-7]{16})|keyring)/(\d{8})-([0-9a-f]{32})\.age")
_SQLITE = b"SQLite format 3\0"


class Seals(Protocol):
    """What seals and opens the files of a vault: `sync.sealed.Keys`."""

    vault: str
    epoch: int
    generation: int
    heads: frozenset[str]

    def seal(self, content: bytes, purpose: Purpose = "bundle") -> bytes: ...

    def open(self, sealed: bytes) -> Opened: ...


class Looked(NamedTuple):
    """A file, and the bundle in it if it is one."""

    object: Object
    bundle: Bundle | None = None


def number(name: str) -> int:
    """The number in a file's name, or one above all where it has none of ours."""
    found = NAME.fullmatch(name)
    return int(found[2]) if found else 10**8


def looked_at(name: str, body: bytes, keys: Seals, *, behind: bool) -> Looked:
    """What a file is; `behind` says that the vault has newer keys than this machine."""
    if keyrings.has_passphrase(body):
        return Looked(Object(name=name, state="keys"))
    named = NAME.fullmatch(name)
    try:
        opened = keys.open(body)
    except AgeError as error:
        whole = named is not None and named[3] == digest(body)
        state: State = "torn" if not whole else "sealed" if behind and isinstance(error, NoMatch) else "foreign"
        return Looked(Object(name=name, state=state))
    if opened.purpose == "bundle":
        return _bundle(name, opened, keys.vault)
    if opened.purpose == "snapshot":
        if opened.content.startswith(_SQLITE):
            return Looked(Object(name=name, state="image"))
        return Looked(Object(name=name, state="note", about=opened.content.decode("utf-8", "replace")))
    if opened.purpose == "keyring" and (about := keyrings.said(opened.content)):
        return Looked(Object(name=name, state="keys", about=f"{about.epoch} {about.generation}"))
    return Looked(Object(name=name, state="foreign"))


def _bundle(name: str, opened: Opened, vault: str) -> Looked:
    try:
        bundle = bundles.read(opened.content, vault)
    except bundles.NewerBundle:
        return Looked(Object(name=name, state="newer"))
    except bundles.UnreadableBundle:
        return Looked(Object(name=name, state="foreign"))
    object = Object(
        name=name,
        state="bundle" if opened.current else "old",
        hash=sha256(opened.content).hexdigest(),
        device=bundle.device,
        n=bundle.n,
        prev=bundle.prev,
    )
    return Looked(object, bundle)
