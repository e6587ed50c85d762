"""The notices in the corner: one of what is merely told at a time, so that they never pile up over the work.

What the workspace refuses, or cannot do just now, becomes a notice too, wherever nobody looked out for it: a disk that
is away for a moment ends neither a place nor the app.
"""

from __future__ import annotations

from collections.abc import Mapping

from textual.actions import ActionParseResult
from textual.app import App
from textual.dom import DOMNode
from textual.message import Message
from textual.message_pump import MessagePump
from textual.notifications import Notify
from textual.worker import WorkerFailed

from core.errors import OnwardError


class Notices(App[None]):
    """An app in which what is told takes the place of what was told before; warnings stay until they are read."""

    def on_notify(self, event: Notify) -> None:
        """Make room before Textual puts the new one up."""
        if event.notification.severity == "information":
            self.forget_notices()

    def forget_notices(self) -> None:
        """Take away what is merely told."""
        for notice in list(self._notifications):
            if notice.severity == "information":
                self._unnotify(notice)

    def warn(self, error: OnwardError) -> None:
        """Tell what went wrong, long enough to be read twice."""
        self.notify(error.sentence, severity="warning", timeout=12, markup=False)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """As in Textual; an action that could not do what it is for says so."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except OnwardError as error:
            self.warn(error)
            return True

    def bears(self, error: Exception) -> bool:
        """Whether no more has happened than that a worker could not do what it was for; the person is told."""
        if isinstance(error, WorkerFailed) and isinstance(error.error, OnwardError):
            self.warn(error.error)
            return True
        return False


class Steady(MessagePump):
    """What goes on when it could not answer a message: Textual would never give it another one."""

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except OnwardError as error:
            app = self.app
            assert isinstance(app, Notices)
            app.warn(error)
