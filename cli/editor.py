"""Writing an entry in the person's own editor."""

from __future__ import annotations

import signal
import subprocess

from core import places
from core.errors import Refused
from core.journal.handoff import editor, lent, taken_back


def compose(home: str | None, start: str = "") -> str:
    """What the person writes and saves, beginning from `start`; "" where that is nothing.

    Raises `Refused` where no editor starts.
    """
    command = editor()
    with lent(places.home(home), start) as path:
        try:
            code = run([*command, path])
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


def run(command: list[str]) -> int:
    """Run it; an interrupt from the keyboard is the editor's business while it runs."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        return subprocess.call(command)
    finally:
        signal.signal(signal.SIGINT, before)
