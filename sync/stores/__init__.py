"""Where bundles lie between machines: any place that can list, get, put and delete.

A store is dumb and is not believed: it holds encrypted objects whose names and contents are checked by whoever reads
them. A new kind of store is one file here, named like its scheme, with a function `connect`.
"""

import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Protocol

from sync.stores.errors import Missing, StoreError, Taken, TooLarge

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9]+):")  # one letter is a drive
_NO_SCHEME = {"address", "errors", "folder", "limits", "multistatus", "names"}


class Store(Protocol):
    """One place, used by one thread; every call comes back within its time limit or raises.

    `Unreachable`, `Refused` and `Untrusted` concern the store as a whole, `Full` and `ReadOnly` everything that would
    be written. `Missing`, `Taken`, `TooLarge` and a plain `StoreError` concern one object: the others may be well.
    """

    def list(self, folder: str, after: str = "") -> tuple[str, ...]:
        """The full names of what lies directly in `folder` (as `dev/`, empty for the store itself), sorted, as far as
        they are greater than `after`. Folders end in `/`. Whatever lies there is named, ours or not; no folder, none.
        """

    def get(self, name: str, limit: int) -> bytes:
        """An object of at most `limit` bytes. Raises Missing, and TooLarge before it is read."""

    def put(self, name: str, body: bytes) -> None:
        """Creates an object, visible only when it is whole, as far as the store can do that. Where it stands there
        already with this content, that is success. Raises Taken, having changed nothing, where another content stands.
        """

    def delete(self, name: str) -> None:
        """Removes an object. One that is not there is no error."""

    def close(self) -> None:
        """Ends the connection; also after an error, and more than once."""


def stands(store: Store, name: str, body: bytes) -> bool:
    """Whether `store` has an object of that name with this content. Raises Taken where another one stands there."""
    try:
        standing = store.get(name, len(body))
    except TooLarge:
        raise Taken from None
    except Missing:
        return False
    if standing != body:
        raise Taken
    return True


def put_named(store: Store, name: str, body: bytes) -> None:
    """Puts an object whose name is made of its content: what stands there otherwise is damaged, or half of it."""
    try:
        store.put(name, body)
    except Taken:
        store.delete(name)
        store.put(name, body)


def connect(place: str, home: Path) -> Store:
    """The store at a path or a URL; `home` is the folder of the workspace. It may reach out only at the first call.

    Raises StoreError for a place that cannot be one, and what the store raises.
    """
    scheme = _SCHEME.match(place)
    kind = scheme[1].lower() if scheme else "folder"
    module = kind if not scheme or kind in kinds() else kind.removesuffix("s")  # webdavs is webdav over TLS
    if scheme and module not in kinds():
        known = ", ".join(f"{each}:" for each in kinds())
        raise StoreError(f"Onward knows no store of this kind. A store is a path to a folder, or begins with {known}.")
    try:
        found = import_module(f"{__name__}.{module}")
    except ModuleNotFoundError:
        raise StoreError(
            f"This kind of store needs one more library: pip install 'onward[{module}]' adds it."
        ) from None
    store: Store = found.connect(place, home)
    return store


def kinds() -> tuple[str, ...]:
    """The schemes of the stores there are, besides a path."""
    return tuple(sorted({module.name for module in iter_modules(__path__)} - _NO_SCHEME))
