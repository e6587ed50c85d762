"""What a WebDAV server answers to PROPFIND (RFC 4918, 14.16), read as it comes, whoever sent it.

No document type is read, so no entity is ever expanded; a name longer than any real one ends the reading.
"""

from urllib.parse import unquote, urlsplit
from xml.parsers import expat

from sync.stores.errors import StoreError

_LONGEST = 8192  # characters of an address
_DAV = "DAV: "  # the name space, and the separator this reader uses


class Multistatus:
    """Feed it bytes, then look at `found`: the unquoted paths without a slash at their end, and which are folders."""

    def __init__(self) -> None:
        self.found: list[tuple[str, bool]] = []
        self._path: str | None = None
        self._text: list[str] | None = None
        self._folder = False
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._begins
        self._parser.EndElementHandler = self._ends
        self._parser.CharacterDataHandler = self._reads
        self._parser.StartDoctypeDeclHandler = _refuses

    def feed(self, data: bytes, *, last: bool = False) -> None:
        """Raises StoreError where this is no such answer."""
        try:
            self._parser.Parse(data, last)
        except (expat.ExpatError, ValueError, LookupError):
            raise StoreError from None

    def _begins(self, name: str, _: object) -> None:
        if name == _DAV + "response":
            self._path, self._folder = None, False
        elif name == _DAV + "href" and self._path is None:
            self._text = []
        elif name == _DAV + "collection":
            self._folder = True

    def _reads(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)
            if sum(map(len, self._text)) > _LONGEST:
                raise StoreError

    def _ends(self, name: str) -> None:
        if name == _DAV + "href" and self._text is not None:
            self._path, self._text = unquote(urlsplit("".join(self._text).strip()).path), None
        elif name == _DAV + "response" and self._path is not None:
            self.found.append((self._path.rstrip("/"), self._folder))


def _refuses(*_: object) -> None:
    raise StoreError
