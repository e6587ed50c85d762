"""What is due today and what is next: read-only, derived from every part."""

from __future__ import annotations

from datetime import date

from core.due import LATER, Due
from core.record import record
from core.today.rest import Light

TYPE_CHECKING = False
if TYPE_CHECKING:
    from core.workspace import Workspace

# The parts that know of dated things, by their name on the workspace, and what has to be there before one of them has
# any (? is the day): most are not even imported on most days.
PARTS = {
    "steps": "EXISTS (SELECT 1 FROM steps)",
    "drafts": "EXISTS (SELECT 1 FROM drafts)",
    "evenings": "1",
    "routine": "1",
    "rounds": "EXISTS (SELECT 1 FROM rounds WHERE day = ?)",
    "slots": "EXISTS (SELECT 1 FROM slots)",
    "ritual": "EXISTS (SELECT 1 FROM rejections WHERE closed = '')",
    "waiting": "EXISTS (SELECT 1 FROM held WHERE state = 'waiting') OR "
    "EXISTS (SELECT 1 FROM parked WHERE state = 'waiting')",
    "feedback": "EXISTS (SELECT 1 FROM feedback WHERE state = 'draft' AND day <= ?)",
    "doors": "EXISTS (SELECT 1 FROM doors WHERE state = 'waiting' AND day <= ?)",
    "fatigue": "1",
    "team": "EXISTS (SELECT 1 FROM people)",
    "strengths": "EXISTS (SELECT 1 FROM rounds WHERE day BETWEEN ? AND date(?, '+1 day'))",
    "skills": "EXISTS (SELECT 1 FROM plans WHERE state = 'open')",
    "reviews": "1",
    "conflicts": "EXISTS (SELECT 1 FROM conflicts) OR "
    "EXISTS (SELECT 1 FROM local WHERE key > 'settled:' AND key < 'settled;')",
}
_ASK = f"SELECT {', '.join(f'{asked} AS {part}' for part, asked in PARTS.items())}"


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
        parts = self.parts(when)
        found = [due for part in parts for due in getattr(workspace, part).due(when) if due.key not in quiet]
        items = tuple(sorted(found, key=lambda due: due.rank))
        resting = light is not None and light.mode == "rest"
        following = None if resting else next((due for due in items if not due.done and due.rank < LATER), None)
        return Day(day=when, light=light, items=items, next=following)

    def parts(self, day: date) -> list[str]:
        """The parts that may hold something on a day; the others hold nothing."""
        row = self._workspace.store.row(_ASK, *[day.isoformat()] * _ASK.count("?"))
        return [part for part in PARTS if row and row[part]]
