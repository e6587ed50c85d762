"""What can go wrong, worded for the person.

Every error of the domain carries one `sentence` that can be shown as it is: it says what
happened, that nothing was lost where that is true, and what helps next. User text never
becomes part of a sentence beyond a short, cleaned name, so sentences may be logged.
"""

from __future__ import annotations


class OnwardError(Exception):
    """The base of everything the product refuses or cannot do; `sentence` is for the person.

    `exit_code` is the process's exit code when a command ends with this error.
    """

    exit_code = 1

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Refused(OnwardError):
    """The input cannot be taken as it is; nothing was changed."""

    exit_code = 3


class NotFound(OnwardError):
    """What was named does not exist, or more than one thing has that name."""

    exit_code = 4


class StorageError(OnwardError):
    """The file or its folder cannot be read or written just now (full, read-only, in use)."""

    exit_code = 5


class NewerFile(StorageError):
    """The file was written by a newer version of the program; it was not touched."""


class NotOurs(StorageError):
    """The file is damaged or is not a workspace; it was not touched."""
