"""Lending the page to the person's own editor."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable

from textual.app import App, SuspendNotSupported

from core.content import Content as Words
from core.errors import Refused
from core.journal.handoff import editor, lent, taken_back


def edited(
    app: App[None], words: Words, folder: str, key: str, body: str, keep: Callable[[str], object]
) -> tuple[str, str]:
    """The text as it comes back, and what to say about it ("" for nothing).

    The editor has the terminal until it ends. What it saved is taken even when it did not end well,
    because one that lost its terminal ends like one that was told to fail; `keep` gets it before the
    screen comes back, which it may not. Raises `OnwardError` where no editor can run.
    """
    command = editor()
    with lent(folder, f"{body}\n" if body else "", key=key) as path:
        try:
            with app.suspend():
                code = subprocess.call([*command, path])
                text = taken_back(path).rstrip("\n")
                keep(text)
        except SuspendNotSupported:
            raise Refused(words.say("journal.editor.not_here")) from None
        except OSError as error:
            raise Refused(
                f"The editor “{os.path.basename(command[0])}” could not be used ({error.strerror}). "
                "EDITOR names another one."
            ) from None
    if not code:
        return text, ""
    return text, words.say("journal.editor.failed" if text == body.rstrip("\n") else "journal.editor.ended")
