"""What can go wrong with a store, worded for the person.

No sentence here repeats a password, an address or the name of a file.
"""

from core.errors import OnwardError

IN_THE_WAY = (
    "Where the store would have a folder there is a link or a file. It was left as it is, and nothing was written."
)
PERHAPS_FULL = (
    "The store's server did not take a file and does not say why; most often the account's share of its disk is "
    "used up. Everything is kept here; make room in the store, then try again."
)


class StoreError(OnwardError):
    """Something about one object, or a store that answers what it never should; `sentence` is what the person reads."""

    exit_code = 8
    usual = "The store answered in a way Onward does not understand. Nothing was lost; try again later."

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence or self.usual)


class Unreachable(StoreError):
    """Nobody answers, or not in time. Later it may work."""

    usual = "The store cannot be reached just now. Everything is kept here; look at the network, or try again later."


class Refused(StoreError):
    """The store does not let this account in, or not to this place."""

    usual = (
        "The store did not let Onward in. Look at the user name and the password or key it is given, then try again."
    )


class Untrusted(StoreError):
    """The other side could not prove that it is the one that was named; it was told nothing."""

    usual = "The other side could not prove that it is your store, so nothing was sent to it."


class Full(StoreError):
    """There is no room, or the account's share of it is used up."""

    usual = "The store is full. Everything is kept here; make room in the store, then try again."


class ReadOnly(StoreError):
    """The store can be read, but does not take anything from this account."""

    usual = (
        "The store can be read but not written. Everything is kept here; allow Onward to write there, then try again."
    )


class Missing(StoreError):
    """There is no object of that name, or what has it is no object: a folder, a link, a device."""

    usual = "The store holds no file of that name."


class Taken(StoreError):
    """Another content stands under that name; it was left as it is."""

    usual = "The store holds another file under that name. It was left as it is."


class TooLarge(StoreError):
    """The object is larger than the caller's limit; it was not read."""

    usual = "A file in the store is larger than any Onward writes, so it was not read."
