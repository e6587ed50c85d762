"""Addresses of stores that are reached over a network, and where the password for one comes from.

An address is kept and shown in plain, so it holds no password. Passwords stay where the person keeps them: behind a
command, in the keychain, in `~/.netrc`; they are asked for when a connection is made and kept nowhere.
"""

import ipaddress
import os
import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from sync.stores import limits, names
from sync.stores.errors import Refused, StoreError

COMMAND = "ONWARD_STORE_PASSWORD_COMMAND"
_HOST = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.:-]*")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a store is: `path` without a slash at its end and unquoted, empty for the root."""

    host: str
    port: int | None
    user: str
    path: str
    query: str


def parse(place: str) -> Address:
    """The parts of a URL. Raises StoreError where it is none, or holds a password."""
    try:
        url = urlsplit(place)
        port, password = url.port, url.password
    except ValueError:
        raise StoreError(
            "This address of a store is not complete: it is written like scheme://user@host/path."
        ) from None
    if password is not None:
        raise StoreError(
            "An address is kept and shown in plain, so it cannot hold a password. Leave it out; "
            f"Onward takes it from {COMMAND}, the keychain or ~/.netrc."
        )
    path = unquote(url.path)
    parts = [part for part in path.split("/") if part]
    if not url.hostname or not _HOST.fullmatch(url.hostname) or url.fragment or not all(map(names.one_part, parts)):
        raise StoreError("This address of a store is not complete: it is written like scheme://user@host/path.")
    return Address(url.hostname, port, unquote(url.username or ""), "".join(f"/{part}" for part in parts), url.query)


def is_here(host: str) -> bool:
    """Whether it is this machine: nothing leaves it on the way there."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def login(address: Address) -> tuple[str, str | None]:
    """The user name, and the password or None where none is at hand. Raises Refused where one cannot be read."""
    command = os.environ.get(COMMAND, "").strip()
    if command:
        return address.user, _from_command(command)
    from sync import keychain

    kept = keychain.password(f"{address.user}@{address.host}") if address.user else None
    return (address.user, kept) if kept else _from_netrc(address)


def _from_command(command: str) -> str:
    import shlex
    import subprocess

    try:
        done = subprocess.run(
            shlex.split(command), stdin=subprocess.DEVNULL, capture_output=True, timeout=limits.ANSWER, check=True
        )
        password = done.stdout.decode().split("\n")[0].removesuffix("\r")
    except (OSError, ValueError, subprocess.SubprocessError):
        password = ""
    if not password:
        raise Refused(
            f"The command in {COMMAND} gave no password. Run it by hand to see why, then try again."
        ) from None
    return password


def _from_netrc(address: Address) -> tuple[str, str | None]:
    import netrc

    try:
        found = netrc.netrc().authenticators(address.host)
    except FileNotFoundError:
        found = None
    except (OSError, ValueError, netrc.NetrcParseError):
        raise Refused(
            "~/.netrc cannot be used: it has a mistake in it, or others may read it too (chmod 600)."
        ) from None
    user, _, password = found or ("", None, None)
    if address.user and user and user != address.user:
        return address.user, None
    return address.user or user, password or None
