"""Where words go that could not be saved: a private file in another place, and a sentence that names it."""

from __future__ import annotations

import os
from time import strftime

from cli import output


def keep(body: str, home: str) -> None:
    """Keep `body` in a file (0600) beside the workspace, or where that cannot be, among the temporary files.

    Where no file can be made at all, the words go to standard output: shown is better than gone.
    """
    if not body.strip():
        return
    name = f"onward-{strftime('%Y%m%d-%H%M%S')}-{os.urandom(3).hex()}.md"
    raw = body.encode("utf-8", "surrogateescape")
    for folder in (home, _temporary()):
        path = os.path.join(folder, name)
        try:
            _save(path, raw)
        except OSError:
            continue
        output.say(f"What you wrote is kept in {path}. Later, `onward write - < {path}` takes it in.")
        return
    output.say("What you wrote could be saved nowhere. Here it is, so that you can copy it:")
    output.line(body.encode("utf-8", "replace").decode())


def _temporary() -> str:
    from tempfile import gettempdir

    try:
        return gettempdir()
    except FileNotFoundError:
        return os.curdir


def _save(path: str, raw: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        os.unlink(path)
        raise
