"""A clock that tests turn by hand, and a workspace in which a no has just arrived."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

from core.clock import Clock
from core.workspace import Workspace

MORNING = datetime(2026, 11, 17, 9, tzinfo=UTC)  # a Tuesday


class Watch:
    """A clock that stands still until it is turned."""

    def __init__(self, now: datetime = MORNING, zone: tzinfo = UTC) -> None:
        self.now = now
        self.clock = Clock(lambda: self.now, zone)

    def turn(self, **by: float) -> None:
        self.now += timedelta(**by)


def a_no(watch: Watch, company: str = "Acme") -> tuple[Workspace, str]:
    """A workspace on that clock, and the no that has arrived in it."""
    workspace = Workspace.memory(watch.clock)
    application = workspace.applications.add(company, "Analyst", day=watch.clock.today() - timedelta(days=30))
    return workspace, workspace.rejections.log(application=application)
