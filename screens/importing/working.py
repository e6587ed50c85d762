"""Waiting for a long piece of work: how far it has come, and a way to stop it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from textual.app import ComposeResult
from textual.widgets import Label

from core.content import Content as Words
from core.errors import OnwardError
from core.importing.plan import Report
from core.workspace import Workspace
from tui.dialogs.base import Dialog
from tui.screen import ActivityScreen
from tui.widgets.plain import plain

T = TypeVar("T")

SOON = 0.25  # seconds within which nobody needs to be told that something is going on


class Working(Dialog[None]):
    """Shows how far it has come; escape asks it to stop, and whoever opened it closes it."""

    def __init__(self, words: Words, what: str) -> None:
        """`what` is the name of a sentence that says what is going on."""
        super().__init__()
        self.words, self._what = words, what
        self.stopped = False

    def compose_box(self) -> ComposeResult:
        yield Label(plain(self.words.say(f"importing.flow.{self._what}")), classes="question")
        yield Label(id="count", classes="hint")

    def show(self, number: int) -> None:
        """Say how far it has come."""
        for label in self.query("#count").results(Label):
            label.update(plain(self.words.say("importing.flow.counting", n=f"{number:,}")))

    def action_leave(self) -> None:
        """Ask it to stop."""
        self.stopped = True


async def work(screen: ActivityScreen, what: str, job: Callable[[Workspace, Report], T]) -> T:
    """The result of a job that reports how far it is, done by the one thread that owns the workspace.

    Raises what the job raises; it hears False from its report once the person wants it stopped.
    """
    waiting = Working(screen.words, what)

    def report(number: int) -> bool:
        # From the other thread: what is shown is none of its business, it only leaves a message.
        screen.app.call_later(waiting.show, number)
        return not waiting.stopped

    asked = asyncio.ensure_future(screen.ask(lambda workspace: _caught(job, workspace, report)))
    done, _ = await asyncio.wait({asked}, timeout=SOON)
    if not done:
        screen.app.push_screen(waiting)
        await asyncio.wait({asked})
        waiting.dismiss(None)
    result, error = asked.result()
    if error is not None:
        raise error
    assert result is not None
    return result


def _caught(
    job: Callable[[Workspace, Report], T], workspace: Workspace, report: Report
) -> tuple[T | None, OnwardError | None]:
    try:
        return job(workspace, report), None
    except OnwardError as error:
        return None, error
