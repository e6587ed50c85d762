"""What a command says of words that could not be saved: where they are kept instead."""

from __future__ import annotations

from cli import output
from core.journal.elsewhere import Elsewhere


def keep(body: str, home: str, *, again: bool = True) -> None:
    """Keep `body` beside the workspace, or where that cannot be, among the temporary files.

    `again` says that the same text can be taken in later.
    Where no file can be made at all, the words go to standard output: shown is better than gone.
    """
    if not body.strip():
        return
    try:
        path = Elsewhere(home).keep(body)
    except OSError:
        output.say("What you wrote could be saved nowhere. Here it is, so that you can copy it:")
        output.line(body.encode("utf-8", "replace").decode())
    else:
        later = f" Later, `onward write - < {path}` takes it in." if again else ""
        output.say(f"What you wrote is kept in {path}.{later}")
