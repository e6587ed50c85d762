"""Undo and redo, and the question before something old is taken back."""

from __future__ import annotations

from textual.app import App

from core.content import Content
from core.storage.undo import Act
from tui.data import Data
from tui.dialogs.ask import Ask


async def undo(app: App[None], data: Data, words: Content) -> None:
    """Take back the last step and say which it was; a step over an hour old is asked about first."""
    act = await data.ask(lambda workspace: workspace.undo.last())
    if act and act.old:
        when = f"{act.at.astimezone():%A %H:%M}"
        question = words.say("shell.undo.old_ask", when=when, label=act.label)
        if not await app.push_screen_wait(Ask(question, words.say("shell.undo.yes"), words.say("shell.undo.no"))):
            return
    _told(app, words, await data.ask(lambda workspace: workspace.undo.undo()), "done", "nothing")


async def redo(app: App[None], data: Data, words: Content) -> None:
    """Do again what was undone last, and say which it was."""
    _told(app, words, await data.ask(lambda workspace: workspace.undo.redo()), "redone", "nothing_redo")


def _told(app: App[None], words: Content, act: Act | None, done: str, nothing: str) -> None:
    said = words.say(f"shell.undo.{done}", label=act.label) if act else words.say(f"shell.undo.{nothing}")
    app.notify(said, markup=False)
