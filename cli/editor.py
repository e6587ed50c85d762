"""Writing an entry in the person's own editor."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys

from core import places
from core.errors import Refused
from core.handoff import lent, taken_back


def compose(home: str | None) -> str:
    """What the person writes and saves; "" where that is nothing. Raises `Refused` where no editor starts."""
    command = editor()
    with lent(places.home(home)) as path:
        try:
            code = _run([*command, path])
        except OSError as error:
            raise Refused(
                f"The editor “{command[0]}” could not be started ({error.strerror}). EDITOR names another one; "
                "`onward write -` needs none."
            ) from None
        body = taken_back(path)
    if code:
        from cli.keeping import keep

        keep(body, places.home(home))
        raise Refused(f"The editor ended with {code}, so nothing was written to the journal.")
    return body


def editor() -> list[str]:
    """The person's editor as a command. Raises `Refused` where none is named and none of the usual ones is there."""
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if chosen and (words := shlex.split(chosen, posix=sys.platform != "win32")):
        return words
    usual = ("notepad",) if sys.platform == "win32" else ("sensible-editor", "nano", "vi")
    found = next((path for name in usual if (path := shutil.which(name))), None)
    if found is None:
        raise Refused("No editor is named. EDITOR=nano onward write names one; `onward write -` needs none.")
    return [found]


def _run(command: list[str]) -> int:
    """Run it; an interrupt from the keyboard is the editor's business while it runs."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        return subprocess.call(command)
    finally:
        signal.signal(signal.SIGINT, before)
