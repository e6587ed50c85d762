"""A store in memory that does what stores do: loses, delays, tears, forges, goes back in time, fills up, lies."""

from __future__ import annotations

from collections.abc import Callable

from core.merging.carried import Bundle
from sync import bundle as bundles
from sync.sealed import file_name
from sync.stores.errors import Full, Missing, StoreError, Taken, TooLarge, Unreachable
from tests.world.seals import VAULT, opened, sealed


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

    def forge(self, pick: int, key: int = 0) -> None:
        """Somebody writes a bundle without the key, with the key of another vault, or from a time to come; with `key`
        with a right one, but of before.
        """
        name = self._name(pick)
        found = opened(self.files[name]) if name else None
        device, n, prev, first = "a" * 16, 1, "", 1
        if found:
            device, n, prev, first = found[1].device, found[1].n + 1, found[0], found[1].last + 1
        patch = '{"_new":1,"body":"forged","day":"2026-11-22","at":"","id":"forged","prompt":""}'
        change = (first, 1 << 60, "entries", "forged", patch)
        bundle = Bundle(device=device, n=n, prev=prev, first=first, last=first, app="0", changes=(change,), marks=())
        if key:
            body = sealed(bundles.write(bundle, VAULT), key)
        else:
            plaintext = bundles.write(bundle, VAULT if pick % 3 else "f" * 32)
            if pick % 3 == 2:
                plaintext = plaintext.replace(b'"v":1', b'"v":2')
            body = sealed(plaintext, secret=b"a key of somebody else" if pick % 3 == 1 else b"")
        self.files[file_name(device, n, body)] = body


FAULTS = ("truncate", "flip", "delete", "wipe", "roll_back", "rename", "copy", "swap", "junk", "forge")


class Visit:
    """The store as one machine meets it in one round.

    `hide`: some files are not listed yet. `lose`: some files that it takes are not kept. `away`: some files cannot be
    read, or only half. `stop`: the machine stops, or nobody answers any more, at this call. `full`: nothing can be
    written.
    """

    def __init__(
        self, post: Post, hide: int = 0, lose: int = 0, away: int = 0, stop: int = 0, full: bool = False
    ) -> None:
        self._post = post
        self._hide = hide
        self._lose = lose
        self._away = away
        self._stop = stop
        self._full = full
        self._calls = self._puts = 0
        self._own: set[str] = set()
        self.may_send: Callable[[], bool] = lambda: True
        self.is_honest = not (hide or lose or away or stop or full)
        self.takes_everything = not (lose or stop or full)

    @property
    def put_there(self) -> dict[str, bytes]:
        """What the machine has put there and is there, but for keyrings."""
        return {
            name: self._post.files[name]
            for name in self._own
            if name in self._post.files and not name.startswith("keyring/")
        }

    def _call(self) -> None:
        self._calls += 1
        if self._calls == self._stop:
            raise Unreachable if self._stop % 2 else Crash

    def list(self, folder: str, after: str = "") -> tuple[str, ...]:
        self._call()
        found = set()
        for index, name in enumerate(sorted(self._post.files)):
            if name.startswith(folder) and (not self._hide or index % 3 != self._hide % 3):
                first, slash, _ = name[len(folder) :].partition("/")
                found.add(folder + first + slash)
        return tuple(sorted(name for name in found if name > after))

    def get(self, name: str, limit: int) -> bytes:
        self._call()
        if name not in self._post.files:
            raise Missing
        body = self._post.files[name]
        if len(body) > limit:
            raise TooLarge
        if self._away and name not in self._own and sum(name.encode()) % 3 == self._away % 3:
            if self._away % 2:
                raise StoreError
            return body[: len(body) // 2]
        return body

    def put(self, name: str, body: bytes) -> None:
        self._call()
        assert name.startswith("keyring/") or self.may_send(), "who has heard of newer keys goes on sending"
        if self._full:
            raise Full
        if self._post.files.get(name, body) != body:
            raise Taken
        self._puts += 1
        self._own.add(name)
        if not self._lose or self._puts % 3 != self._lose % 3:
            self._post.put(name, body)

    def delete(self, name: str) -> None:
        self._call()
        self._post.files.pop(name, None)

    def close(self) -> None:
        pass


class Crash(BaseException):
    """The program stopped between two of its steps."""
