"""A store behind SSH: `sftp://user@host:port/folder`, with `/~/` in front of a folder in the account's home.

Keys come from the agent, `~/.ssh` and `~/.ssh/config`. The host proves itself against `known_hosts`, always: nothing
here adds to that file or can be told to do without it. Needs the extra `sftp`.
"""

import asyncio
import contextlib
import os
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

import asyncssh

from sync.stores import limits, names
from sync.stores.address import Address, login, parse
from sync.stores.errors import (
    IN_THE_WAY,
    PERHAPS_FULL,
    Full,
    Missing,
    ReadOnly,
    Refused,
    StoreError,
    Taken,
    TooLarge,
    Unreachable,
    Untrusted,
)

T = TypeVar("T")

_PIECE = 128 << 10  # bytes on their way at once: over a link that is slower than 4 kB/s a piece takes too long
_ONLY_READ = 1  # SSH_FXE_STATVFS_ST_RDONLY
_NOTHING = (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath, asyncssh.SFTPNotADirectory)
_FOLDER = asyncssh.FILEXFER_TYPE_DIRECTORY
_NEW = asyncssh.FXF_WRITE | asyncssh.FXF_CREAT | asyncssh.FXF_EXCL
_ROOM = 1 << 20  # bytes: so much is left and it was refused, then it was not for want of room
_GONE = "The folder of the store is not on its server. Make it there, or mount what it is on, then try again."
_UNKNOWN = (
    "This computer does not know the host key of the store's server yet, so nothing was sent. Connect once by hand "
    "with ssh, compare the fingerprint it shows with what the server's owner tells you, then try again."
)
_CHANGED = (
    "The store's server shows another host key than the one this computer remembers, so nothing was sent. Ask whoever "
    "runs it whether the key was changed; only then remove the old one with ssh-keygen -R, and connect once by hand."
)
_SSH_FILES = (
    "A file in ~/.ssh (config, known_hosts or a key) cannot be understood, so nothing was sent. `ssh` to the same host "
    "by hand says which line it is."
)


def connect(place: str, home: Path) -> "Sftp":
    """The store at an `sftp:` address; the connection is made with the first call."""
    asyncssh.set_log_level("CRITICAL")  # its log names hosts and accounts
    return Sftp(parse(place))


class Sftp:
    """A folder on a server, through one connection that is made anew when it broke."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._root = (address.path.removeprefix("/~/") if address.path != "/~" else ".") or "/"
        self._loop = asyncio.new_event_loop()
        self._connection: asyncssh.SSHClientConnection | None = None
        self._client: asyncssh.SFTPClient | None = None
        self._made: set[str] = set()  # folders that were seen to be folders on this connection

    def list(self, folder: str, after: str = "") -> tuple[str, ...]:
        return self._said(partial(self._list, names.for_listing(folder), after), Refused)

    def get(self, name: str, limit: int) -> bytes:
        return self._said(partial(self._get, names.for_reading(name), limit), Refused)

    def put(self, name: str, body: bytes) -> None:
        self._said(partial(self._put, names.for_writing(name), body), ReadOnly)

    def delete(self, name: str) -> None:
        self._said(partial(self._delete, names.for_reading(name)), ReadOnly)

    def close(self) -> None:
        if not self._loop.is_closed():
            self._drop()
            self._loop.close()

    async def _list(self, folder: str, after: str) -> tuple[str, ...]:
        path, found = os.fsencode(self._path(folder)), list[str]()
        client = await self._open()
        try:
            async with asyncio.timeout(limits.ANSWER) as limit:
                async for entry in client.scandir(path):
                    name = os.fsdecode(entry.filename)
                    full = f"{folder}{name}/" if entry.attrs.type == _FOLDER else folder + name
                    if full > after and names.one_part(name):
                        found.append(full)
                    limit.reschedule(self._loop.time() + limits.ANSWER)
        except _NOTHING:
            if not folder:
                raise Unreachable(_GONE) from None
            await self._require_root()
        return tuple(sorted(found))

    async def _get(self, name: str, limit: int) -> bytes:
        client, path = await self._open(), self._path(name)
        try:
            state = await _soon(client.lstat(path))
            if state.type != asyncssh.FILEXFER_TYPE_REGULAR:
                raise Missing
            if (state.size or 0) > limit:
                raise TooLarge
            file = await _soon(client.open(path, asyncssh.FXF_READ, encoding=None))
        except _NOTHING:
            raise Missing from None
        body = bytearray()
        async with file:
            while piece := await _soon(file.read(min(_PIECE, limit + 1 - len(body)), len(body))):
                body += cast(bytes, piece)  # opened without an encoding
                if len(body) > limit:
                    raise TooLarge
        return bytes(body)

    async def _put(self, name: str, body: bytes) -> None:
        if await self._stands(name, body):
            return
        client, folder = await self._open(), name[: name.rfind("/") + 1]
        await self._make(folder)
        temporary = self._path(folder + names.temporary(os.urandom(12)))
        begun = False
        try:
            file = await _soon(client.open(temporary, _NEW, asyncssh.SFTPAttrs(permissions=0o600), encoding=None))
            begun = True
            async with file:
                for start in range(0, len(body), _PIECE):
                    await _soon(file.write(body[start : start + _PIECE], start))
                with contextlib.suppress(asyncssh.SFTPOpUnsupported):
                    await _soon(file.fsync())
            await self._place(temporary, self._path(name))
        except asyncssh.SFTPError as error:
            with contextlib.suppress(asyncssh.Error, OSError):
                await _soon(client.remove(temporary), limits.CONNECT)
            if not isinstance(error, asyncssh.SFTPFailure):
                raise
            if not await self._stands(name, body):
                raise await self._why(len(body), begun=begun) from None

    async def _place(self, temporary: str, path: str) -> None:
        """Gives a whole file its name. By the protocol that fails where there is one, and some servers need asking; a
        hard link would be surer, but there are servers that say yes to one and make none.
        """
        client = await self._open()
        if await _soon(client.lexists(path)):
            raise asyncssh.SFTPFailure("there already")
        await _soon(client.rename(temporary, path))

    async def _delete(self, name: str) -> None:
        client = await self._open()
        try:
            state = await _soon(client.lstat(self._path(name)))
            if state.type != _FOLDER:
                await _soon(client.remove(self._path(name)))
        except _NOTHING:
            await self._require_root()
        except asyncssh.SFTPFailure:
            raise ReadOnly from None

    async def _stands(self, name: str, body: bytes) -> bool:
        """Whether an object stands there with this content. Raises Taken where another one does."""
        try:
            standing = await self._get(name, len(body))
        except TooLarge:
            raise Taken from None
        except Missing:
            if await _soon((await self._open()).lexists(self._path(name))):
                raise Taken from None
            return False
        if standing != body:
            raise Taken
        return True

    async def _make(self, folder: str) -> None:
        """Sees to it that a folder is there, and is one and no link."""
        client, parts = await self._open(), folder.split("/")[:-1]
        if not self._made:
            await self._require_root()
        for path in (self._path("/".join(parts[: n + 1])) for n in range(len(parts))):
            if path in self._made:
                continue
            try:
                state = await _soon(client.lstat(path))
            except _NOTHING:
                await self._make_one(path)
            else:
                if state.type != _FOLDER:
                    raise StoreError(IN_THE_WAY)
            self._made.add(path)

    async def _make_one(self, path: str) -> None:
        client = await self._open()
        try:
            await _soon(client.mkdir(path, asyncssh.SFTPAttrs(permissions=0o700)))
        except asyncssh.SFTPFailure:
            if not await _soon(client.isdir(path)):  # else another machine was quicker
                raise await self._why(0, begun=False) from None

    async def _why(self, size: int, *, begun: bool) -> StoreError:
        """What a write of `size` bytes failed of; servers have one word for all. A full disk shows once it is begun."""
        unknown = Full(PERHAPS_FULL) if begun else ReadOnly()
        try:
            disk = await _soon((await self._open()).statvfs(self._root))
        except asyncssh.SFTPError:
            return unknown
        if disk.flags & _ONLY_READ:
            return ReadOnly()
        return unknown if not disk.blocks or disk.bavail * disk.frsize > size + _ROOM else Full()

    async def _require_root(self) -> None:
        if not await _soon((await self._open()).isdir(self._root)):
            raise Unreachable(_GONE)

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}".rstrip("/") or "/"

    async def _open(self) -> asyncssh.SFTPClient:
        if self._client is None:
            self._connection = await self._connected()
            self._client = await _soon(self._connection.start_sftp_client(), limits.CONNECT)
        return self._client

    async def _connected(self) -> asyncssh.SSHClientConnection:
        user, password = login(self._address)
        files = [Path("~/.ssh/known_hosts").expanduser(), Path("/etc/ssh/ssh_known_hosts")]
        host, port = self._address.host, self._address.port
        options = {key: value for key, value in (("port", port), ("username", user), ("password", password)) if value}
        try:
            known = asyncssh.read_known_hosts([str(file) for file in files if file.is_file()])
            return await _soon(
                asyncssh.connect(
                    host,
                    known_hosts=known,
                    login_timeout=limits.CONNECT,
                    keepalive_interval=limits.ANSWER / 2,
                    **options,
                ),
                limits.CONNECT,
            )
        except (asyncssh.HostKeyNotVerifiable, asyncssh.KeyExchangeFailed):
            trusted = asyncssh.match_known_hosts(known, host, "", port if port != 22 else None)
            raise Untrusted(_CHANGED if any(trusted[:2]) else _UNKNOWN) from None
        except asyncssh.PermissionDenied:
            raise Refused from None
        except ValueError:  # a line of such a file, and what stands in it
            raise Refused(_SSH_FILES) from None

    def _said(self, work: Callable[[], Coroutine[Any, Any, T]], forbidden: type[StoreError]) -> T:
        """The answer; what goes wrong becomes a sentence. Asked once more where an idle connection was found closed."""
        if self._loop.is_closed():
            raise Unreachable
        idle = self._client is not None
        try:
            return self._loop.run_until_complete(work())
        except asyncssh.SFTPPermissionDenied:
            raise forbidden from None
        except (asyncssh.SFTPNoSpaceOnFilesystem, asyncssh.SFTPQuotaExceeded):
            raise Full from None
        except asyncssh.SFTPWriteProtect:
            raise ReadOnly from None
        except (asyncssh.SFTPNoConnection, asyncssh.SFTPConnectionLost, asyncssh.ConnectionLost):
            self._drop()
            if not idle:
                raise Unreachable from None
        except asyncssh.SFTPError:
            raise StoreError from None
        except (asyncssh.Error, OSError, TimeoutError):
            self._drop()
            raise Unreachable from None
        return self._said(work, forbidden)

    def _drop(self) -> None:
        """Ends the connection without waiting for the other side."""
        if self._connection:
            self._connection.abort()
            with contextlib.suppress(Exception):
                self._loop.run_until_complete(asyncio.wait_for(self._connection.wait_closed(), 0.1))
        self._connection = self._client = None
        self._made.clear()


async def _soon(answer: Awaitable[T], seconds: float | None = None) -> T:
    """The answer, or TimeoutError."""
    return await asyncio.wait_for(answer, seconds or limits.ANSWER)
