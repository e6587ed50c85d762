"""A message to finish and take along: copied (OSC 52, which works over SSH, too) or saved. Nothing is sent."""

from __future__ import annotations

import os

from core.errors import Refused, StorageError
from core.text import line
from tui.dialogs.choose import Choose
from tui.dialogs.line import Line
from tui.dialogs.prose import Prose
from tui.screen import ActivityScreen
from tui.widgets.rows import Row


async def hand_over(screen: ActivityScreen, title: str, text: str) -> bool:
    """Show a draft to change, then copy it or save it; False where the person left it."""
    say, ask = screen.say, screen.app.push_screen_wait
    body = await ask(Prose(title, text, hint=say("team.message.hint")))
    if not (body and body.strip()):
        return False
    how = await ask(
        Choose(title, [Row("copy", say("team.message.copy")), Row("file", say("team.message.file"))])
    )  # fmt: skip
    if how == "copy":
        screen.app.copy_to_clipboard(body)
        screen.tell(say("team.message.copied"))
    elif how == "file":
        path = await ask(Line(say("team.message.where"), value="~/message.txt", check=lambda typed: save(typed, body)))
        if path is None:
            return False
        screen.tell(say("team.message.saved", path=path))
    return how is not None


def save(typed: str, body: str) -> str:
    """Write a new private file (0600) and return its path. Raises `Refused` and `StorageError`."""
    path = os.path.expanduser(line(typed, what="The path"))
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "w", encoding="utf-8") as file:
            file.write(f"{body.rstrip()}\n")
    except FileExistsError:
        raise Refused("There is a file of that name, and it was left as it is. Another name will do.") from None
    except (OSError, ValueError) as error:
        raise StorageError(
            f"It cannot be saved there: {getattr(error, 'strerror', None) or 'no such place'}."
        ) from None
    return path
