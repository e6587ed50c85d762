"""What a file from a store turns out to be, whatever it is called.

A store is believed in nothing: a file counts by its content, after it was opened and proved to come from a machine of
the vault. A name that does not fit its content means that the file is torn, late or moved.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import NamedTuple, Protocol

from core.merging.carried import Bundle
from core.merging.objects import Object, State
from sync import bundle as bundles
from sync import keyrings
from sync.about import About
from sync.errors import AgeError, NoMatch
from sync.sealed import LARGEST, NAME, Opened, digest
from sync.tag import Purpose

PAST = "past"  # what is noted of a bundle that is locked with keys of before
_DIGEST, _HASH = re.compile(r"[0-9a-f]{32}"), re.compile(r"[0-9a-f]{64}")
_SQLITE = b"SQLite format 3\0"


class Seals(Protocol):
    """What seals and opens the files of a vault: `sync.sealed.Keys`."""

    vault: str
    about: About
    known: frozenset[str]
    heads: frozenset[str]

    def seal(self, content: bytes, purpose: Purpose = "bundle") -> bytes: ...

    def open(self, sealed: bytes, limit: int = LARGEST) -> Opened: ...


class Note(NamedTuple):
    """What stands beside a snapshot: the digest of its file, and the hashes of the last bundles in it.

    `without` are those that its machine had given up, so that they are not in it although others follow them. `past`
    says that it is locked with keys that do not hold. `machines` are those that wrote what is in it, and were not shut
    out: each one's device, the clock's reading when it wrote last, and its name.
    """

    file: str
    heads: tuple[str, ...]
    without: tuple[str, ...] = ()
    past: bool = False
    machines: tuple[tuple[str, int, str], ...] = ()

    @property
    def text(self) -> str:
        """As it lies in the store."""
        said = {"v": 1, "file": self.file, "heads": self.heads, "without": self.without, "machines": self.machines}
        return json.dumps(said, separators=(",", ":"))

    @classmethod
    def read(cls, text: str) -> Note:
        """The note in a text. Raises UnreadableBundle where it is none, NewerBundle for a later form."""
        try:
            found = json.loads(text)
            if found["v"] != 1:
                raise bundles.NewerBundle
            machines = tuple((str(device), at, str(name)) for device, at, name in found.get("machines", ()))
            note = cls(found["file"], tuple(found["heads"]), tuple(found["without"]), machines=machines)
            hashes = (*note.heads, *note.without)
            whole = _DIGEST.fullmatch(note.file) and all(_HASH.fullmatch(each) for each in hashes)
            whole = whole and all(type(at) is int and 0 <= at < bundles.LATEST for _, at, _ in machines)
        except (ValueError, KeyError, TypeError, RecursionError):
            raise bundles.UnreadableBundle from None
        if not whole:
            raise bundles.UnreadableBundle
        return note


class Looked(NamedTuple):
    """A file, and the bundle in it if it is one."""

    object: Object
    bundle: Bundle | None = None


def looked_at(name: str, body: bytes, keys: Seals, *, behind: bool, limit: int = LARGEST) -> Looked:
    """What a file is; `behind` says that the vault has keys that this machine does not, `limit` is in bytes."""
    if keyrings.has_passphrase(body):
        return Looked(Object(name=name, state="keys"))
    try:
        opened = keys.open(body, limit)
    except AgeError as error:
        named = NAME.fullmatch(name)
        whole = named is not None and named[3] == digest(body)
        state: State = "torn" if not whole else "sealed" if behind and isinstance(error, NoMatch) else "foreign"
        return Looked(Object(name=name, state=state))
    try:
        looked = _opened(name, opened, keys.vault)
    except bundles.NewerBundle:
        return Looked(Object(name=name, state="newer"))
    except bundles.UnreadableBundle:
        return Looked(Object(name=name, state="foreign"))
    if looked.object.state == "image":
        return Looked(replace(looked.object, about=digest(body)))
    return looked


def _opened(name: str, opened: Opened, vault: str) -> Looked:
    content = opened.content
    if opened.purpose == "bundle":
        bundle = bundles.read(content, vault)
        state: State = "bundle" if opened.current or opened.beside else "old"
        hash, device, n, prev = bundles.name_of(content), bundle.device, bundle.n, bundle.prev
        about = "" if opened.current else PAST
        return Looked(Object(name=name, state=state, hash=hash, device=device, n=n, prev=prev, about=about), bundle)
    said = keyrings.said(content) if opened.purpose == "keyring" else None
    if not (opened.current or (opened.beside and opened.purpose == "snapshot")):  # whoever was shut out could make it
        return Looked(Object(name=name, state="past", about=said.text if said else ""))
    if opened.purpose == "snapshot" and content.startswith(_SQLITE):
        return Looked(Object(name=name, state="image"))
    if opened.purpose == "snapshot":
        note = Note.read(content.decode("utf-8", "replace"))
        return Looked(Object(name=name, state="note", prev=PAST if opened.beside else "", about=note.text))
    if said:
        return Looked(Object(name=name, state="keys", about=said.text))
    raise bundles.UnreadableBundle
