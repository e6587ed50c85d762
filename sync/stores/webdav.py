"""A store on a WebDAV server, as Nextcloud's: `webdavs://user@host/path/of/a/folder`, always over TLS.

Without TLS (`webdav:`) only this very machine is spoken to. The path is the one the server documents for WebDAV; for
Nextcloud `/remote.php/dav/files/USER/FOLDER`. No server is relied on to honour a conditional PUT: a file is written
under a temporary name and moved without overwriting.
"""

import base64
import http.client
import os
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from sync.stores import limits, names, stands
from sync.stores.address import COMMAND, Address, is_here, login, parse
from sync.stores.errors import (
    PERHAPS_FULL,
    Full,
    Missing,
    ReadOnly,
    Refused,
    StoreError,
    TooLarge,
    Unreachable,
    Untrusted,
)
from sync.stores.multistatus import Multistatus

_SLOWEST = 1000  # bytes a second, below which an answer is given up
_PIECE = 64 << 10  # bytes
_LONGEST_LISTING = 1 << 28  # bytes; a name takes some hundred
_KINDS = b'<?xml version="1.0"?><propfind xmlns="DAV:"><prop><resourcetype/></prop></propfind>'

_NO_TLS = (
    "Without TLS the password could be read on the way, so nothing was sent: write webdavs:// instead of webdav://."
)
_CERTIFICATE = (
    "The store's server could not prove that it is the one in the address: its certificate is out of date, for another "
    "name, or signed by nobody this computer knows. Nothing was sent. For one of your own, name its file in "
    "SSL_CERT_FILE."
)
_NO_PASSWORD = (
    f"The store asks for a password, and none was found: Onward takes it from {COMMAND}, the keychain or ~/.netrc."
)
_GONE = "The folder of the store is not on its server. Look at the address, or make the folder there, then try again."
_MOVED = "The store's server says that it is to be found at another address. Look it up, and connect to that one."
_TOO_LARGE_TO_PUT = (
    "The store does not take files of this size. Everything is kept here; its settings can allow larger ones."
)
_BUSY = {408, 423, 425, 429, 502, 503, 504}


def connect(place: str, home: Path) -> "Webdav":
    """The store at a `webdavs:` address; the connection is made with the first call."""
    address = parse(place)
    secure = place.lower().startswith("webdavs:")
    if not secure and not is_here(address.host):
        raise StoreError(_NO_TLS)
    return Webdav(address, secure=secure)


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    body: bytes
    whole: bool  # False: longer than what was asked for


class Webdav:
    """A folder on a server, through one connection that is made anew when it was closed."""

    def __init__(self, address: Address, *, secure: bool) -> None:
        self._address, self._secure = address, secure
        self._connection: http.client.HTTPConnection | None = None
        self._permission: dict[str, str] | None = None

    def list(self, folder: str, after: str = "") -> tuple[str, ...]:
        own = f"{self._address.path}/{names.for_listing(folder)}".rstrip("/")
        found: list[str] = []
        for path, is_folder in self._entries(folder, depth=1):
            above, _, name = path.rpartition("/")
            full = f"{folder}{name}/" if is_folder else folder + name
            if above == own and full > after and names.one_part(name):
                found.append(full)
        return tuple(sorted(found))

    def get(self, name: str, limit: int) -> bytes:
        answer = self._ask("GET", names.for_reading(name), limit=limit)
        if answer.status in (404, 409, 410) or (answer.status != 200 and self._is_folder(name)):
            raise Missing
        self._require(answer, Refused, 200)
        if not answer.whole:
            raise TooLarge
        return answer.body

    def put(self, name: str, body: bytes) -> None:
        if stands(self, names.for_writing(name), body):
            return
        temporary = name[: name.rfind("/") + 1] + names.temporary(os.urandom(12))
        answer = self._ask("PUT", temporary, body)
        if answer.status in (404, 409):
            self._make(name)
            answer = self._ask("PUT", temporary, body)
            if answer.status == 404:  # there is the folder, but nothing comes into it
                raise ReadOnly
        try:
            self._require_written(answer)
            moved = self._place(temporary, name, body)
        except StoreError as error:
            if not isinstance(error, Unreachable):
                self._give_up(temporary)
            raise
        if not moved:
            self._give_up(temporary)

    def delete(self, name: str) -> None:
        if self._is_folder(names.for_reading(name)):
            return  # it would go with everything in it
        answer = self._ask("DELETE", name)
        if answer.status not in (404, 410):
            self._require(answer, ReadOnly, 200, 204)

    def close(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None

    def _is_folder(self, name: str) -> bool:
        return any(is_folder for _, is_folder in self._entries(name + "/", depth=0))

    def _entries(self, folder: str, *, depth: int) -> Sequence[tuple[str, bool]]:
        reader = Multistatus()
        headers = {"Depth": str(depth), "Content-Type": "application/xml"}
        answer = self._ask("PROPFIND", folder, _KINDS, headers, limit=_LONGEST_LISTING, into=reader.feed)
        if answer.status in (404, 409, 410):
            if not folder:
                raise Unreachable(_GONE)
            return []
        if depth == 0 and 300 <= answer.status < 500 and answer.status != 401:  # a file, which has no slash at its end
            return []
        self._require(answer, Refused, 207)
        reader.feed(b"", last=True)
        return reader.found

    def _place(self, temporary: str, name: str, body: bytes) -> bool:
        """Gives a whole object its name; False where the temporary one is still there."""
        answer = self._ask("MOVE", temporary, headers={"Destination": self._url(name), "Overwrite": "F"})
        if answer.status == 412 and stands(self, name, body):  # another try was quicker
            return False
        if answer.status in (403, 405, 501, 502):  # a server, or something before it, that cannot move
            self._require_written(self._ask("PUT", name, body, {"If-None-Match": "*"}))
            return False
        self._require_written(answer)
        return True

    def _give_up(self, temporary: str) -> None:
        try:
            self._ask("DELETE", temporary)
        except StoreError:
            return

    def _make(self, name: str) -> None:
        parts = name.split("/")[:-1]
        for n in range(len(parts)):
            answer = self._ask("MKCOL", "/".join(parts[: n + 1]) + "/")
            if answer.status in (404, 409):
                self.list("")  # raises Unreachable where the store itself is not there
                raise ReadOnly
            if answer.status != 405:  # there already
                self._require(answer, ReadOnly, 201)

    def _require_written(self, answer: _Answer) -> None:
        if answer.status == 413:
            raise StoreError(_TOO_LARGE_TO_PUT)
        if answer.status in (405, 500):  # what some answer when their disk is full
            raise Full(PERHAPS_FULL)
        self._require(answer, ReadOnly, 200, 201, 204)

    def _require(self, answer: _Answer, forbidden: type[StoreError], *expected: int) -> None:
        status = answer.status
        if status in expected:
            return
        self.close()
        if status == 401:
            raise Refused(None if self._permission else _NO_PASSWORD)
        if status in (403, 405):
            raise forbidden
        if status == 507:
            raise Full
        if status in _BUSY:
            raise Unreachable
        raise StoreError(_MOVED if 300 <= status < 400 else None)

    def _ask(
        self,
        method: str,
        name: str,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
        *,
        limit: int = _PIECE,
        into: Callable[[bytes], None] | None = None,
    ) -> _Answer:
        """The server's answer, of which `limit` bytes are read, and where it is one of success given to `into`."""
        try:
            answer = self._asked(method, name, body, headers or {})
            return self._read(answer, limit, into)
        except ssl.SSLError as error:
            self.close()
            raise Untrusted(_CERTIFICATE if isinstance(error, ssl.SSLCertVerificationError) else None) from None
        except (OSError, http.client.HTTPException):
            self.close()
            raise Unreachable from None

    def _asked(self, method: str, name: str, body: bytes, headers: dict[str, str]) -> http.client.HTTPResponse:
        """The beginning of the answer, asked for once more where an idle connection turns out to have been closed."""
        idle = self._connection is not None
        try:
            connection = self._connected()
            connection.request(method, self._path(name), body, headers | (self._permission or {}))
            return connection.getresponse()
        except (ConnectionError, http.client.CannotSendRequest):
            self.close()
            if not idle:
                raise
        return self._asked(method, name, body, headers)

    def _read(self, answer: http.client.HTTPResponse, limit: int, into: Callable[[bytes], None] | None) -> _Answer:
        length = answer.length or 0
        begun, size, pieces = time.monotonic(), 0, list[bytes]()
        while max(length, size) <= limit and (piece := answer.read1(min(_PIECE, limit + 1 - size))):
            size += len(piece)
            if time.monotonic() - begun > limits.ANSWER + size / _SLOWEST:
                raise TimeoutError
            if into and answer.status < 300:
                into(piece)
            else:
                pieces.append(piece)
        if size < length <= limit:
            raise http.client.IncompleteRead(b"")
        rest = not (answer.isclosed() or answer.length == 0)
        answer.close()
        if rest or answer.will_close:
            self.close()
        return _Answer(answer.status, b"".join(pieces), max(size, length) <= limit)

    def _connected(self) -> http.client.HTTPConnection:
        if self._connection is None:
            address = self._address
            if self._permission is None:
                user, password = login(address)
                known = base64.b64encode(f"{user}:{password}".encode()).decode()
                self._permission = {"Authorization": f"Basic {known}"} if password is not None else {}
            if self._secure:
                context = ssl.create_default_context()
                made: http.client.HTTPConnection = http.client.HTTPSConnection(
                    address.host, address.port, timeout=limits.CONNECT, context=context
                )
            else:
                made = http.client.HTTPConnection(address.host, address.port, timeout=limits.CONNECT)
            made.connect()
            made.sock.settimeout(limits.ANSWER)
            made.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._connection = made
        return self._connection

    def _path(self, name: str) -> str:
        return quote(f"{self._address.path}/{name}")

    def _url(self, name: str) -> str:
        host = f"[{self._address.host}]" if ":" in self._address.host else self._address.host
        port = f":{self._address.port}" if self._address.port else ""
        return f"http{'s' if self._secure else ''}://{host}{port}{self._path(name)}"
