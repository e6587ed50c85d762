"""A store behind the rclone program, and so in any of the places it knows: `rclone:remote:folder`.

The remote is one of the person's own configuration of rclone, where its password is too. Every call is one to four
runs of the program. Its own words are not passed on: they name accounts and addresses.
"""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from sync.stores import limits, names
from sync.stores.errors import (
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

_LONGEST = 600.0  # seconds for one run: rclone itself gives up a connection on which nothing comes
_FLAGS = (
    "--retries=1",
    "--low-level-retries=2",
    "--ask-password=false",
    "--log-level=ERROR",
    "--stats=0",
)
_BRIEF = ("--no-modtime", "--no-mimetype")
_NOTHING = (3, 4)  # how rclone ends where there is no such folder or file

_NO_PROGRAM = "This kind of store needs the rclone program, and it is not installed: https://rclone.org says how."
_NO_REMOTE = (
    "rclone knows no remote of that name. `rclone listremotes` shows those it knows, `rclone config` makes one."
)
_NOT_COMPLETE = "A store behind rclone is written like rclone:remote:folder, with a remote from `rclone listremotes`."
_GONE = "The folder of the store is not at its remote. Make it there with `rclone mkdir`, then try again."

# Words in rclone's messages, in lower case, and what they mean; the first that fits is taken. Names of files stand in
# them too, so no number is looked for by itself.
_FORBIDDEN = ("403 forbidden", "accessdenied", "permission denied", "operation not permitted")
_NO_WAY_IN = ("404 not found", "409 conflict")  # the folder of the store was there a moment before
_UNTAKEN = ("405 method not allowed", "500 internal server error")
_MEANING: tuple[tuple[tuple[str, ...], type[StoreError]], ...] = (
    (("no space left", "remaining disk space", "quota", "insufficient storage", "storagefull", "file too large"), Full),
    (("certificate", "x509", "knownhosts", "key mismatch"), Untrusted),
    (("401 unauthorized", "unable to authenticate", "invalid_grant", "oauth2:", "invalidaccesskey"), Refused),
    (("read-only file system", "read only"), ReadOnly),
)


def connect(place: str, home: Path) -> "Rclone":
    """The store at a remote; nothing is run before the first call. Raises StoreError where that is no remote."""
    remote = place.partition(":")[2]
    name, colon, _ = remote.partition(":")
    if not colon or not name or name.startswith("-") or any(sign in remote for sign in "\0\n") or "," in name:
        raise StoreError(_NOT_COMPLETE)
    return Rclone(remote)


class Rclone:
    """A folder at a remote."""

    def __init__(self, remote: str) -> None:
        self._remote = remote.rstrip("/") if not remote.endswith(":/") else remote
        self._is_there = False  # whether the folder itself has been seen: rclone would make one without a word

    def list(self, folder: str, after: str = "") -> tuple[str, ...]:
        names.for_listing(folder)
        done = self._run("lsjson", *_BRIEF, self._at(folder))
        if done.returncode in _NOTHING:
            if folder:
                self.list("")
                return ()
            raise Unreachable(_GONE)
        entries = self._read(done, Refused)
        self._is_there = True
        found = (folder + entry["Name"] + ("/" if entry["IsDir"] else "") for entry in entries)
        return tuple(sorted(name for name in found if name > after and names.one_part(name[len(folder) :].rstrip("/"))))

    def get(self, name: str, limit: int) -> bytes:
        folder, _, last = names.for_reading(name).rpartition("/")
        if "\n" in name:
            raise Missing
        # Asked for by list, a folder of that name gives nothing, where by itself it would give all that is in it.
        done = self._run("cat", f"--count={limit + 1}", "--files-from-raw=-", self._at(folder), body=last.encode())
        if not done.stdout and self._size(name) > limit:  # raises Missing where nothing came because nothing is there
            raise TooLarge
        self._require(done, Refused)
        if len(done.stdout) > limit:
            raise TooLarge
        return done.stdout

    def put(self, name: str, body: bytes) -> None:
        if self._stands(names.for_writing(name), body):
            return
        temporary = name[: name.rfind("/") + 1] + names.temporary(os.urandom(12))
        try:
            self._require(self._run("rcat", self._at(temporary), body=body), ReadOnly)
            self._require(self._run("moveto", self._at(temporary), self._at(name)), ReadOnly)
        except StoreError:
            self._run("deletefile", self._at(temporary))
            raise

    def delete(self, name: str) -> None:
        names.for_reading(name)
        try:
            self._size(name)
        except Missing:
            return
        self._require(self._run("deletefile", self._at(name)), ReadOnly)

    def close(self) -> None:
        """There is nothing to end between two runs."""

    def _size(self, name: str) -> int:
        """How many bytes an object has, -1 where the remote does not say. Raises Missing."""
        done = self._run("lsjson", "--stat", *_BRIEF, self._at(name))
        if done.returncode in _NOTHING:
            self._require_root()
            raise Missing
        entry = self._read(done, Refused)
        if not entry or entry["IsDir"]:
            raise Missing
        return int(entry["Size"])

    def _require_root(self) -> None:
        if self._is_there:
            return
        done = self._run("lsjson", "--stat", *_BRIEF, self._at(""))
        if done.returncode in _NOTHING:
            raise Unreachable(_GONE)
        self._require(done, Refused)
        self._is_there = True

    def _stands(self, name: str, body: bytes) -> bool:
        """Whether an object stands there with this content. Raises Taken where another one does."""
        try:
            size = self._size(name)
        except Missing:
            return False
        if size not in (-1, len(body)) or self.get(name, len(body)) != body:
            raise Taken
        return True

    def _at(self, name: str) -> str:
        return self._remote + ("" if self._remote.endswith((":", "/")) or not name else "/") + name

    def _read(self, done: subprocess.CompletedProcess[bytes], forbidden: type[StoreError]) -> Any:
        self._require(done, forbidden)
        try:
            return json.loads(done.stdout)
        except ValueError:
            raise StoreError from None

    def _run(self, command: str, *arguments: str, body: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        limited = (f"--contimeout={limits.CONNECT}s", f"--timeout={limits.ANSWER}s")
        try:
            return subprocess.run(
                ["rclone", command, *_FLAGS, *limited, *arguments],
                input=body,
                capture_output=True,
                timeout=_LONGEST,
                check=False,
            )
        except FileNotFoundError:
            raise StoreError(_NO_PROGRAM) from None
        except (OSError, subprocess.SubprocessError):
            raise Unreachable from None

    def _require(self, done: subprocess.CompletedProcess[bytes], forbidden: type[StoreError]) -> None:
        """Raises what its words mean where it did not succeed; `forbidden` is what a missing permission means here."""
        if done.returncode == 0:
            return
        told = done.stderr.decode(errors="replace").lower()
        if "didn't find section in config file" in told:
            raise StoreError(_NO_REMOTE)
        for words, error in ((_FORBIDDEN, forbidden), *_MEANING):
            if any(word in told for word in words):
                raise error
        if forbidden is ReadOnly and any(word in told for word in _UNTAKEN):
            raise ReadOnly if "deletefile" in done.args else Full(PERHAPS_FULL)
        raise ReadOnly if forbidden is ReadOnly and any(word in told for word in _NO_WAY_IN) else Unreachable
