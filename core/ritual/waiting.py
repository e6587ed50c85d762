"""What can wait: big decisions that are parked, messages that are held, both until no feelings window is open.

Nothing is ever sent from here. A held message is a draft, and the person decides about it with a cooler head.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from core import text
from core.clock import stamp
from core.content import Content
from core.due import HELD, Due
from core.errors import NotFound, Refused
from core.record import from_row, record
from core.storage.store import Store
from core.today.rest import Rests

WAITING, SETTLED = "waiting", "settled"
BURST = 5  # applications added on one day while a window is open, from which one quiet line is said


@record
class Parked:
    """A decision that waits; `decided` is what became of it, in the person's words."""

    id: str
    rejection: str | None
    text: str
    decided: str
    state: str


@record
class Held:
    """A message to an employer, as a draft; `settled` once the person sent it themselves or let it go."""

    id: str
    rejection: str | None
    recipient: str
    body: str
    state: str


class Waiting:
    """The park list and the held messages."""

    def __init__(self, store: Store, rests: Rests, content: Content) -> None:
        self._store = store
        self._rests = rests
        self._content = content

    @property
    def over(self) -> bool:
        """Whether what waits may come back: no feelings window is open."""
        return self._rests.window() is None

    def park(self, decision: str, rejection: str = "") -> str:
        """Park a decision; its id. Raises `Refused` where there are no words, and `NotFound` for the rejection."""
        self._about(rejection)
        kept = text.line(decision, what="This decision", limit=2000)
        if not kept:
            raise Refused("A few words are needed: what is there to decide?")
        with self._store.write("Park a decision") as door:
            at = stamp(door.now)
            return door.insert("parked", rejection=rejection or None, text=kept, decided="", state=WAITING, at=at)

    def decide(self, id: str, decided: str = "") -> None:
        """A parked decision is settled, with a word on how or without. Raises `NotFound`."""
        self._exists("parked", id)
        kept = text.clean(decided, what="What you decided", limit=text.LONGEST_LINE * 20).strip()
        with self._store.write("Settle a parked decision") as door:
            door.update("parked", id, decided=kept, state=SETTLED)

    def hold(self, body: str, recipient: str = "", rejection: str = "") -> str:
        """Hold a message as a draft; its id. Raises as `park` does."""
        self._about(rejection)
        values = _message(body, recipient)
        with self._store.write("Hold a message") as door:
            return door.insert("held", at=stamp(door.now), rejection=rejection or None, state=WAITING, **values)

    def rewrite(self, id: str, body: str, recipient: str) -> None:
        """Change a held message. Raises `NotFound`, and `Refused` where no words are left."""
        self._exists("held", id)
        values = _message(body, recipient)
        with self._store.write("Change a held message") as door:
            door.update("held", id, **values)

    def settle(self, id: str) -> None:
        """The person has sent a held message or let it go; the words stay. Raises `NotFound`."""
        self._exists("held", id)
        with self._store.write("Settle a held message") as door:
            door.update("held", id, state=SETTLED)

    def hold_again(self, id: str) -> None:
        """A settled message or decision waits again. Raises `NotFound`."""
        table = "held" if self._store.row("SELECT 1 FROM held WHERE id = ?", id) else "parked"
        self._exists(table, id)
        with self._store.write("Let it wait again") as door:
            door.update(table, id, state=WAITING)

    def parked(self, state: str = WAITING) -> tuple[Parked, ...]:
        """The decisions in a state, the oldest first."""
        rows = self._store.rows("SELECT * FROM parked WHERE state = ? ORDER BY at, id", state)
        return tuple(from_row(Parked, row) for row in rows)

    def held(self, state: str = WAITING) -> tuple[Held, ...]:
        """The messages in a state, the oldest first."""
        rows = self._store.rows("SELECT * FROM held WHERE state = ? ORDER BY at, id", state)
        return tuple(from_row(Held, row) for row in rows)

    def burst(self) -> int:
        """How many applications were added today, where that is a burst while a window is open; 0 otherwise."""
        if self.over:
            return 0
        today = self._store.clock.today().isoformat()
        added = self._store.count("SELECT count(*) FROM applications WHERE added = ?", today)
        return added if added >= BURST else 0

    def due(self, day: date) -> Iterable[Due]:
        """What comes back once no window is open."""
        light = self._rests.light(day)
        if not self.over or (light and light.mode == "rest"):
            return
        for row in self._store.rows(
            "SELECT h.id, h.recipient, h.body, coalesce(nullif(a.company, ''), a.role, h.recipient) AS company "
            "FROM held h LEFT JOIN rejections r ON r.id = h.rejection LEFT JOIN applications a ON a.id = r.application "
            "WHERE h.state = ? ORDER BY h.at, h.id",
            WAITING,
        ):
            said = self._content.say("rituals.due.held", company=row["company"])
            detail = text.first_line(row["body"])
            yield Due(key=f"held:{row['id']}", text=said, detail=detail, rank=HELD, group="ritual")
        for parked in self.parked():
            said = self._content.say("rituals.due.parked", text=parked.text)
            yield Due(key=f"parked:{parked.id}", text=said, rank=HELD, group="ritual")

    def _about(self, rejection: str) -> None:
        if rejection:
            self._exists("rejections", rejection)

    def _exists(self, table: str, id: str) -> None:
        if self._store.row(f"SELECT 1 FROM {table} WHERE id = ?", id) is None:
            raise NotFound("This is no longer here. It may have been undone.")


def _message(body: str, recipient: str) -> dict[str, str]:
    kept = text.clean(body, what="This message").strip("\n")
    if not kept.strip():
        raise Refused("There are no words in this message yet, so there is nothing to hold.")
    return {"body": kept, "recipient": text.line(recipient, what="The name", limit=200)}
