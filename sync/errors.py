"""What can go wrong with an encrypted file, worded for the person.

No sentence here repeats anything that stood in a file, a key or a passphrase.
"""

from core.errors import OnwardError


class AgeError(OnwardError):
    """An encrypted file or a key could not be used; `sentence` is what the person reads."""

    exit_code = 6
    usual = "This encrypted file could not be used."

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence or self.usual)


class NoMatch(AgeError):
    """The file is well formed, but none of the keys or passphrases at hand opens it."""

    exit_code = 7
    usual = "None of your keys opens this file."


class HeaderMacError(AgeError):
    """The file opens, but its header was changed after it was written."""

    usual = "This file was changed after it was written, so it was not opened."


class HeaderError(AgeError):
    """The beginning of the file breaks the age v1 format or one of the limits this reader sets."""

    usual = "This is not an encrypted file Onward can read, or its beginning is damaged."


class PayloadError(AgeError):
    """The content is cut off, longer than allowed, or was changed; what was already read of it is not to be used."""

    usual = "The content of this file is damaged or incomplete, so none of it was used."


class ArmorError(AgeError):
    """The text form around the file is not exactly as RFC 7468 (strict) wants it."""

    usual = "The text form of this encrypted file is damaged or incomplete."


class IdentityError(AgeError):
    """A key in text form that is not one of the kinds this program reads, or holds a typing slip."""

    usual = "This is not a complete recovery code. A letter may be missing or mistyped."


class ForeignFile(AgeError):
    """The file opens with the vault's key but carries no valid mark of a machine that holds the vault."""

    usual = "This file was not written by your machines, so it was not used."
