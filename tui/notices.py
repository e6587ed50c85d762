"""The notices in the corner: one of what is merely told at a time, so that they never pile up over the work."""

from __future__ import annotations

from textual.app import App
from textual.notifications import Notify


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
