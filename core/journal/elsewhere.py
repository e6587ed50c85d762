"""Where words go that the workspace cannot take just now: a private file in another place."""

from __future__ import annotations

import os
from contextlib import suppress
from time import strftime


class Elsewhere:
    """One file, made 0600 in the first of `folders` that has room, then among the temporary files."""

    def __init__(self, *folders: str) -> None:
        self.path = ""
        self._folders = folders

    def keep(self, body: str) -> str:
        """Make the file hold `body` and return its path; a later call puts a new one in its place.

        Half a surrogate pair goes through as the byte it stands for. Raises `OSError` where there
        is no room anywhere; what was kept before stays.
        """
        raw = body.encode("utf-8", "surrogateescape")
        if self.path:
            os.replace(_made(f"{self.path}.part", raw), self.path)
            return self.path
        name = f"onward-{strftime('%Y%m%d-%H%M%S')}-{os.urandom(3).hex()}.md"
        *firsts, last = (*self._folders, _temporary())
        for folder in firsts:
            try:
                self.path = _made(os.path.join(folder, name), raw)
            except OSError:
                continue
            return self.path
        self.path = _made(os.path.join(last, name), raw)
        return self.path

    def drop(self) -> None:
        """Remove the file: the words are where they belong."""
        if self.path:
            with suppress(OSError):
                os.unlink(self.path)
            self.path = ""


def _temporary() -> str:
    from tempfile import gettempdir

    try:
        return gettempdir()
    except FileNotFoundError:
        return os.curdir


def _made(path: str, raw: bytes) -> str:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        os.unlink(path)
        raise
    return path
