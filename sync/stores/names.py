"""Names of objects in a store: relative, parts joined by `/`, folders ending in it.

A store is not believed about names either: one that could lead out of it is never used, whoever says it.
"""

import re

from sync.stores.errors import Missing, StoreError

_OURS = re.compile(r"(?:[a-z0-9][a-z0-9_-]*/)*[a-z0-9][a-z0-9_.-]*")
_LONGEST = 200  # characters; ours have 70
_TEMPORARY = re.compile(r"\.onward-[0-9a-f]{24}\.tmp")


def for_writing(name: str) -> str:
    """The name, if it is one Onward gives. Raises StoreError."""
    if len(name) > _LONGEST or not _OURS.fullmatch(name):
        raise StoreError("This is not a name Onward gives to anything in a store. Nothing was written.")
    return name


def for_reading(name: str) -> str:
    """The name, if it may belong to an object in the store, whoever named it. Raises Missing."""
    if not all(map(one_part, name.split("/"))):
        raise Missing
    return name


def for_listing(folder: str) -> str:
    """The folder, if it may be one in the store; empty for the store itself. Raises Missing."""
    if folder and (not folder.endswith("/") or not all(map(one_part, folder[:-1].split("/")))):
        raise Missing
    return folder


def one_part(part: str) -> bool:
    """Whether it names something directly in a folder, and is text that can be kept."""
    if part in ("", ".", "..") or any(sign in part for sign in "/\\\0"):
        return False
    return not any("\ud800" <= sign <= "\udfff" for sign in part)  # bytes that are no UTF-8


def temporary(random: bytes) -> str:
    """Under what name an object is written until it is whole; 12 random bytes."""
    return f".onward-{random.hex()}.tmp"  # Nextcloud forbids .part


def is_temporary(name: str) -> bool:
    """Whether something is on its way into the store, or was when its machine stopped."""
    return bool(_TEMPORARY.fullmatch(name.rpartition("/")[2]))
