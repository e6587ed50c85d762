"""A store in a bucket, of any service that speaks S3: `s3://bucket/folder?endpoint=https://host&region=name`.

Without `endpoint` it is Amazon's. The access key comes from the address (`s3://KEY@bucket/...`, its secret then as a
password), else from the environment, else from `~/.aws/credentials`; nobody else on the network is asked for one. Puts
are conditional where the service honours that, and what stands is compared first for where it does not. Needs the
extra `s3`.
"""

import os
import re
from collections.abc import Iterator
from configparser import ConfigParser
from configparser import Error as BadConfig
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import obstore
from obstore import exceptions
from obstore.store import S3Store

from sync.stores import limits, names, stands
from sync.stores.address import COMMAND, Address, is_here, login, parse
from sync.stores.errors import Full, Missing, ReadOnly, Refused, StoreError, Taken, TooLarge, Unreachable, Untrusted

_SMALL = 256 << 10  # bytes that any link sends in time
_SLOWEST = 5_000  # bytes a second, below which sending a larger object is given up
_LONGEST = 3600.0  # seconds for reading an object, as long as something comes every now and then
_STATUS = re.compile(r"status code: (\d{3})")
_FULL = ("QuotaExceeded", "StorageFull", "InsufficientStorage", "EntityTooLarge")
_UNTRUSTED = ("certificate", "handshake", "corrupt message")

_QUERY = {"endpoint", "region"}
_NOT_COMPLETE = "An address of a bucket is written like s3://bucket/folder?endpoint=https://host&region=name."
_NO_TLS = "Without TLS the store could be read along, so nothing was sent: its endpoint begins with https://."
_NO_KEY = (
    f"No access key for the store was found: Onward takes it from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, from "
    f"~/.aws/credentials, or for s3://KEY@bucket its secret from {COMMAND}."
)
_NO_BUCKET = "The bucket is not there. Look at the address of the store, or make the bucket, then try again."
_IMPOSSIBLE = (
    "Something in the bucket has a name that nothing can have here (with // or .. or a control character in it), and "
    "the rest cannot be listed because of it. Remove it, then try again."
)
_CLOCK = "The store refuses, because this computer's clock is off. Set the clock, then try again."


def connect(place: str, home: Path) -> "S3":
    """The store at an `s3:` address; the first call reaches out."""
    address = parse(place)
    query = parse_qsl(address.query, keep_blank_values=True)
    options = dict(query)
    if len(options) != len(query) or not options.keys() <= _QUERY or address.port:
        raise StoreError(_NOT_COMPLETE)
    endpoint = urlsplit(options.get("endpoint", "https://amazon"))
    if not endpoint.hostname or endpoint.username or endpoint.scheme not in ("https", "http"):
        raise StoreError(_NOT_COMPLETE)
    if endpoint.scheme == "http" and not is_here(endpoint.hostname):
        raise StoreError(_NO_TLS)
    return S3(address, options)


class S3:
    """A folder of a bucket."""

    def __init__(self, address: Address, options: dict[str, str]) -> None:
        self._address, self._options = address, options
        self._opened: S3Store | None = None
        self._key: dict[str, str] | None = None

    def list(self, folder: str, after: str = "") -> tuple[str, ...]:
        inside = names.for_listing(folder).rstrip("/") or None
        found: set[str] = set()
        with self._said():
            if after and folder.count("/") > 1:  # the lowest level, where a service can begin in the middle
                for chunk in obstore.list(self._store(), inside, offset=after, chunk_size=1000):
                    found.update(_first(folder, meta["path"]) for meta in chunk)
            else:
                listed = obstore.list_with_delimiter(self._store(), inside)
                found.update(_first(folder, meta["path"]) for meta in listed["objects"])
                found.update(_first(folder, prefix + "/") for prefix in listed["common_prefixes"])
        return tuple(sorted(name for name in found if name > after and names.one_part(name[len(folder) :].rstrip("/"))))

    def get(self, name: str, limit: int) -> bytes:
        names.for_reading(name)
        with self._said():
            try:
                answer = obstore.get(self._store(), name)
                if answer.meta["size"] > limit:
                    raise TooLarge
                body = bytes(answer.bytes())
            except (exceptions.NotFoundError, FileNotFoundError, exceptions.InvalidPathError):
                raise Missing from None
        if len(body) > limit:
            raise TooLarge
        return body

    def put(self, name: str, body: bytes) -> None:
        if stands(self, names.for_writing(name), body):
            return
        with self._said(ReadOnly):
            try:
                obstore.put(self._store(len(body)), name, body, mode="create", use_multipart=False)
            except (exceptions.AlreadyExistsError, FileExistsError):
                if not stands(self, name, body):
                    raise Taken from None
            except (exceptions.NotSupportedError, NotImplementedError):
                obstore.put(self._store(len(body)), name, body, use_multipart=False)

    def delete(self, name: str) -> None:
        with self._said(ReadOnly):
            try:
                obstore.delete(self._store(), names.for_reading(name))
            except (exceptions.NotFoundError, FileNotFoundError, exceptions.InvalidPathError):
                return

    def close(self) -> None:
        self._opened = self._key = None

    def _store(self, size: int = 0) -> S3Store:
        """The client; one of its own, with more time, for sending something large."""
        if size > _SMALL:
            return self._made(limits.ANSWER + size / _SLOWEST)
        if self._opened is None:
            self._opened = self._made(limits.ANSWER)
        return self._opened

    def _made(self, seconds: float) -> S3Store:
        if self._key is None:
            self._key = _key(self._address)
        config: dict[str, Any] = {"region": "us-east-1", **self._options, **self._key}
        return S3Store(
            self._address.host,
            prefix=self._address.path.strip("/") or None,
            config=config,  # type: ignore[arg-type]
            client_options={
                "allow_http": True,  # `connect` allows it to this machine alone
                "connect_timeout": timedelta(seconds=limits.CONNECT),
                "read_timeout": timedelta(seconds=seconds),  # of silence, which sending is too
                "timeout": timedelta(seconds=_LONGEST),
            },
            retry_config={"max_retries": 1, "retry_timeout": timedelta(seconds=limits.ANSWER)},
        )

    @contextmanager
    def _said(self, forbidden: type[StoreError] = Refused) -> Iterator[None]:
        """Turns the library's errors into sentences; their own hold addresses and keys."""
        try:
            yield
        except (exceptions.BaseError, FileNotFoundError, PermissionError) as error:
            told = str(error)
            found = _STATUS.search(told)
            status = int(found[1]) if found else 0
            if "TooSkewed" in told:
                raise Refused(_CLOCK) from None
            if status in (401, 403):
                if forbidden is ReadOnly:
                    self.list("")  # raises Refused where reading is not allowed either
                raise forbidden from None
            if status == 404:
                raise Unreachable(_NO_BUCKET) from None
            if status == 507 or any(word in told for word in _FULL):
                raise Full from None
            if "invalid path" in told:
                raise StoreError(_IMPOSSIBLE) from None
            if 300 <= status < 500 and status not in (408, 429):
                raise StoreError from None
            if not status and any(word in told.lower() for word in _UNTRUSTED):
                raise Untrusted from None
            raise Unreachable from None


def _first(folder: str, path: str) -> str:
    """What a path is, or lies in, directly in the folder."""
    name, slash, _ = path[len(folder) :].partition("/")
    return folder + name + slash


def _key(address: Address) -> dict[str, str]:
    """The access key. Raises Refused where there is none."""
    if address.user:
        user, secret = login(address)
        found = {"access_key_id": user, "secret_access_key": secret or ""}
    else:
        found = {name: os.environ.get(f"AWS_{name.upper()}", "") for name in _KEY}
        if not found["access_key_id"]:
            found = _from_file()
    if not found.get("access_key_id") or not found.get("secret_access_key"):
        raise Refused(_NO_KEY)
    return {name: value for name, value in found.items() if value}


_KEY = ("access_key_id", "secret_access_key", "session_token")


def _from_file() -> dict[str, str]:
    file = Path(os.environ.get("AWS_SHARED_CREDENTIALS_FILE") or "~/.aws/credentials").expanduser()
    config = ConfigParser(interpolation=None)
    try:
        config.read(file, encoding="utf-8")
        profile = os.environ.get("AWS_PROFILE") or "default"
        return {name: config.get(profile, f"aws_{name}", fallback="") for name in _KEY}
    except (OSError, UnicodeDecodeError, BadConfig):
        return {}
