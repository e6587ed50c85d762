"""What was promised between the person and someone on the team, both ways."""

from __future__ import annotations

from core import text
from core.clock import stamp
from core.errors import NotFound, Refused
from core.record import from_row, record
from core.storage.store import Store
from core.team.people import People

MINE, THEIRS = "mine", "theirs"
SIDES = (MINE, THEIRS)
OPEN, KEPT, LET_GO = "open", "kept", "let go"


@record
class Promise:
    """Something one of the two said they would do; `side` is whose it is. Letting it go is as good an end as any."""

    id: str
    person: str
    side: str
    text: str
    state: str


class Promises:
    """Promises, open and settled."""

    def __init__(self, store: Store, people: People) -> None:
        self._store = store
        self._people = people

    def make(self, person: str, what: str, side: str = MINE) -> str:
        """Note a promise; its id. Raises `NotFound`, and `Refused` without words or for an unknown side."""
        self._people.get(person)
        kept = text.line(what, what="This promise")
        if not kept:
            raise Refused("A few words are needed: what was promised?")
        if side not in SIDES:
            raise Refused(f"A promise is one of these: {', '.join(SIDES)}. Nothing was changed.")
        with self._store.write("Note a promise") as door:
            return door.insert("promises", person=person, side=side, text=kept, state=OPEN, at=stamp(door.now))

    def settle(self, id: str, state: str = KEPT) -> None:
        """The promise is kept, or let go, or open again. Raises `NotFound`."""
        if self._store.row("SELECT 1 FROM promises WHERE id = ?", id) is None:
            raise NotFound("This promise is no longer here. It may have been undone.")
        if state not in (OPEN, KEPT, LET_GO):
            raise Refused(f"A promise is one of these: {OPEN}, {KEPT}, {LET_GO}. Nothing was changed.")
        with self._store.write("Settle a promise") as door:
            door.update("promises", id, state=state)

    def of(self, person: str) -> tuple[Promise, ...]:
        """The promises with someone, the open ones first, then the latest."""
        rows = self._store.rows(
            "SELECT * FROM promises WHERE person = ? ORDER BY state <> ?, at DESC, pk DESC LIMIT 200", person, OPEN
        )
        return tuple(from_row(Promise, row) for row in rows)
