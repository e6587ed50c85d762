"""A store in memory that does what stores do: loses, delays, doubles, tears, forges, goes back in time.

Sealing is a keyed hash here, so that a run of thousands of steps pays for no encryption; what a file of
the vault really looks like is tested elsewhere.
"""

from __future__ import annotations

import hmac
from functools import lru_cache
from hashlib import sha256

from core.merging.carried import Bundle
from sync import bundle as bundles
from sync.bundle import UnreadableBundle

VAULT = "0123456789abcdef0123456789abcdef"
KEY = b"the key of this vault"
_TAG = 32


def sealed(plaintext: bytes, key: bytes = KEY) -> bytes:
    return hmac.digest(key, plaintext, "sha256") + plaintext


def file_name(device: str, n: int, body: bytes) -> str:
    return f"dev/{device}/{n:08}-{sha256(body).hexdigest()[:32]}.age"


@lru_cache(maxsize=4096)
def opened(body: bytes) -> tuple[str, Bundle] | None:
    """The bundle in a file and its hash; None for whatever was not written by a machine of this vault."""
    plaintext = body[_TAG:]
    if not hmac.compare_digest(body[:_TAG], hmac.digest(KEY, plaintext, "sha256")):
        return None
    try:
        return bundles.name_of(plaintext), bundles.read(plaintext, VAULT)
    except UnreadableBundle:
        return None


class Post:
    """Files by name, and all the states the whole of them was in."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.before: list[dict[str, bytes]] = []

    def put(self, name: str, body: bytes) -> None:
        self.before.append(dict(self.files))
        del self.before[:-8]
        self.files[name] = body

    def _name(self, pick: int) -> str | None:
        names = sorted(self.files)
        return names[pick % len(names)] if names else None

    # Faults, each by a number that says where

    def truncate(self, pick: int) -> None:
        if name := self._name(pick):
            self.files[name] = self.files[name][: len(self.files[name]) * (pick % 4) // 4]

    def flip(self, pick: int) -> None:
        if (name := self._name(pick)) and (body := self.files[name]):
            where = pick * 7919 % len(body)
            self.files[name] = body[:where] + bytes([body[where] ^ 1 << pick % 8]) + body[where + 1 :]

    def delete(self, pick: int) -> None:
        if name := self._name(pick):
            del self.files[name]

    def wipe(self, pick: int) -> None:
        self.files.clear()

    def roll_back(self, pick: int) -> None:
        if self.before:
            self.files = dict(self.before[pick % len(self.before)])

    def rename(self, pick: int) -> None:
        if name := self._name(pick):
            self.files[f"dev/{pick:016}/00000001-x.age"] = self.files.pop(name)

    def copy(self, pick: int) -> None:
        if name := self._name(pick):
            self.files[f"{name} (conflicted copy {pick})"] = self.files[name]

    def swap(self, pick: int) -> None:
        names = sorted(self.files)
        if len(names) > 1:
            a, b = names[pick % len(names)], names[(pick + 1) % len(names)]
            self.files[a], self.files[b] = self.files[b], self.files[a]

    def junk(self, pick: int) -> None:
        self.files[f"dev/junk{pick}.age"] = b"" if pick % 2 else b"not a bundle at all"

    def forge(self, pick: int) -> None:
        """Somebody without the key, with the key of another vault, or from a time to come writes a bundle."""
        name = self._name(pick)
        found = opened(self.files[name]) if name else None
        device, n, prev, first = "a" * 16, 1, "", 1
        if found:
            device, n, prev, first = found[1].device, found[1].n + 1, found[0], found[1].last + 1
        patch = '{"_new":1,"body":"forged","day":"2026-11-22","at":"","id":"forged","prompt":""}'
        change = (first, 1 << 60, "entries", "forged", patch)
        bundle = Bundle(device=device, n=n, prev=prev, first=first, last=first, app="0", changes=(change,), marks=())
        plaintext = bundles.write(bundle, VAULT if pick % 3 else "f" * 32)
        if pick % 3 == 2:
            plaintext = plaintext.replace(b'"v":1', b'"v":2')
        body = sealed(plaintext, b"a key of somebody else" if pick % 3 == 1 else KEY)
        self.files[file_name(device, n, body)] = body


FAULTS = ("truncate", "flip", "delete", "wipe", "roll_back", "rename", "copy", "swap", "junk", "forge")
