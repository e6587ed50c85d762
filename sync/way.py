"""Both ends of an exchange, and the keys for what lies between them."""

from __future__ import annotations

from typing import Literal

from core.merging.link import Links
from core.merging.objects import Objects, State
from core.merging.streams import Streams
from core.record import record
from core.storage.store import Store
from onward import __version__
from sync import stores
from sync.about import About
from sync.files import Seals
from sync.sealed import LARGEST
from sync.stores.errors import Refused, StoreError, Unreachable, Untrusted

LARGEST_FILE = LARGEST + LARGEST // 8  # bytes
LARGEST_IMAGE = 1 << 30  # bytes of a snapshot, in clear as well as locked
WHOLE_STORE = (Unreachable, Refused, Untrusted)  # what makes every further question pointless

Stage = Literal["look", "fetch", "send", "mend", "snapshot", "tidy"]


@record
class Step:
    """How far a round is, in its current stage."""

    stage: Stage
    done: int
    of: int


class Way:
    """A workspace, a store, and the keys that lock what lies there; what the parts of a round share."""

    def __init__(self, store: Store, place: stores.Store, keys: Seals, app: str = __version__) -> None:
        self.store = store
        self.place = place
        self.keys = keys
        self.app = app
        self.streams = Streams(store)
        self.objects = Objects(store)
        self.links = Links(store)

    @property
    def is_behind(self) -> bool:
        """Whether another machine has made new keys that this one does not have yet."""
        return any(about.line > self.keys.about.line for about in self.keyrings())

    @property
    def is_apart(self) -> bool:
        """Whether there are keys in use that this machine does not have: newer ones, or made beside those of here."""
        return any(about.keys not in self.keys.known for about in (*self.keyrings(), *self.said()))

    def read(self, name: str) -> bytes | None:
        """A file, however large; None where this one cannot be read just now. Raises what concerns the whole store."""
        try:
            return self.place.get(name, LARGEST_IMAGE)
        except WHOLE_STORE:
            raise
        except StoreError:
            return None

    def keyrings(self) -> list[About]:
        """The keyrings in the store, as far as the keys here can tell."""
        return self._keyrings("keys")

    def said(self) -> list[About]:
        """What is said with keys of before, which a machine that was shut out has too: for words, and nothing else."""
        return self._keyrings("past")

    def _keyrings(self, state: State) -> list[About]:
        return [About.read(each.about) for each in self.objects.of(state) if each.about]
