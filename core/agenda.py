"""What is due today and what is next: read-only, derived from every part."""

from __future__ import annotations

from datetime import date

from core.due import LATER, Due
from core.record import record
from core.today.rest import Light

TYPE_CHECKING = False
if TYPE_CHECKING:
    from core.workspace import Workspace

# The parts that know of dated things, by their name on the workspace.
PARTS = (
    "steps",
    "drafts",
    "evenings",
    "routine",
    "rounds",
    "slots",
    "ritual",
    "waiting",
    "feedback",
    "doors",
    "fatigue",
    "team",
    "strengths",
    "skills",
    "reviews",
    "conflicts",
)


@record
class Day:
    """A day as it stands: everything due in order, and the one thing that is *next*.

    `next` is None when nothing is left that asks for today, when the person rests, and never more than one thing.
    """

    day: date
    light: Light | None
    items: tuple[Due, ...]
    next: Due | None


class Agenda:
    """Reads every part; writes nothing."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def day(self, day: date | None = None) -> Day:
        """What a day (default: today) holds."""
        workspace = self._workspace
        when = day or workspace.today()
        quiet = workspace.rests.snoozed()
        light = workspace.rests.light(when)
        found = [due for part in PARTS for due in getattr(workspace, part).due(when) if due.key not in quiet]
        items = tuple(sorted(found, key=lambda due: due.rank))
        resting = light is not None and light.mode == "rest"
        following = None if resting else next((due for due in items if not due.done and due.rank < LATER), None)
        return Day(day=when, light=light, items=items, next=following)
