"""Skills: what the person can do, how well by their own honest look, and what shows it.

A skill is known by its folded name, so that the same word on two machines is the same skill. Nothing here is a grade:
a level is the person's own note to themselves and may stay empty.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from sqlite3 import Row

from core import days, text
from core.applications.companies import fold as key_of
from core.clock import stamp
from core.errors import NotFound, Refused
from core.record import from_row, record
from core.storage.ids import same_id
from core.storage.store import Door, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from core.content import Content
    from core.due import Due
    from core.skills.gap import Gap
    from core.skills.lessons import Lessons
    from core.skills.plan import Plan
    from core.skills.postings import Postings
    from core.skills.terms import Terms
    from core.strengths.strengths import Strengths
    from core.today.rest import Rests

LEVELS = range(6)  # 0 "not yet" to 5 "others ask me"
AT_HOME = 4  # from this level on a skill is in hand
MET, KEPT, ASIDE = "", "kept", "aside"  # only met in a posting, written down by the person, not pursued
STORY, PROJECT, WIN, COURSE, OTHER = "story", "project", "win", "course", "other"
PROOFS = (STORY, PROJECT, WIN, COURSE, OTHER)


@record
class Skill:
    """A skill. `level` is 0 to 5 or None; `chosen` says that it matters to the person; `state` is one of three."""

    id: str
    name: str
    level: int | None
    chosen: bool
    state: str
    note: str


@record
class Proof:
    """Something that shows a skill: a story, a project, a win, a course, in the person's words."""

    id: str
    skill: str
    kind: str
    text: str
    day: date


def id_of(name: str) -> str:
    """The id of the skill with this name."""
    return same_id("skill", key_of(name) or name.strip())


def ensure(door: Door, name: str) -> str:
    """The id of a skill, made where it was not there yet; for other parts inside their own write."""
    kept = text.line(name, what="The name of a skill", limit=120)
    if not kept:
        raise Refused("A skill needs a name, even a short one.")
    id = id_of(kept)
    if door.current("skills", id) is None:
        values = {"name": kept, "name_key": key_of(kept), "level": None, "chosen": 0, "state": MET, "note": ""}
        door.insert("skills", id=id, at=stamp(door.now), **values)
    return id


class Skills:
    """The skills themselves; with `postings`, `gap`, `plan` and `lessons` as parts of it."""

    def __init__(self, store: Store, rests: Rests, strengths: Strengths, content: Content) -> None:
        self._store = store
        self._rests = rests
        self._strengths = strengths
        self._content = content

    @cached_property
    def terms(self) -> Terms:
        """The names of skills that are known, and their other spellings."""
        from core.skills.terms import Terms

        return Terms(self._store)

    @cached_property
    def postings(self) -> Postings:
        """What was advertised, and the skills it asks for."""
        from core.skills.postings import Postings

        return Postings(self._store, self.terms)

    @cached_property
    def lessons(self) -> Lessons:
        """What a no taught, by skill."""
        from core.skills.lessons import Lessons

        return Lessons(self._store, self.terms)

    @cached_property
    def gap(self) -> Gap:
        """What postings ask for beside what is there."""
        from core.skills.gap import Gap

        return Gap(self._store, self.lessons)

    @cached_property
    def plan(self) -> Plan:
        """What is being learnt."""
        from core.skills.plan import Plan

        return Plan(self._store, self._rests, self._strengths, self._content)

    def get(self, id: str) -> Skill:
        """One skill. Raises `NotFound`."""
        row = self._store.row("SELECT * FROM skills WHERE id = ?", id)
        if row is None:
            raise NotFound("This skill is no longer here. It may have been undone.")
        return _skill(row)

    def add(self, name: str) -> str:
        """Write down a skill; its id. One that is there is taken up again. Raises `Refused` without a name."""
        kept = text.line(name, what="The name of a skill", limit=120)
        with self._store.write(f"Add the skill {text.first_line(kept, 40)}") as door:
            id = ensure(door, kept)
            door.update("skills", id, state=KEPT)
        return id

    def rate(self, id: str, level: int | None) -> None:
        """How far the person feels they are, 0 to 5, or None to leave it open. Raises `NotFound` and `Refused`."""
        if level is not None and level not in LEVELS:
            raise Refused("A level goes from 0 to 5, or stays empty. Nothing was changed.")
        self._set(id, "Look at a skill", level=level)

    def choose(self, id: str, chosen: bool = True) -> None:
        """The skill matters to the person, or no more than the others. Raises `NotFound`."""
        self._set(id, "Mark a skill", chosen=int(chosen))

    def put_aside(self, id: str, aside: bool = True) -> None:
        """The skill is none the person wants to pursue, or is one again; what is noted stays. Raises `NotFound`."""
        self._set(id, "Put a skill aside" if aside else "Take a skill up again", state=ASIDE if aside else KEPT)

    def describe(self, id: str, note: str) -> None:
        """Keep a note about a skill. Raises `NotFound`."""
        self._set(id, "Note something about a skill", note=text.clean(note, what="This note", limit=20_000).strip())

    def prove(self, id: str, what: str, kind: str = STORY) -> str:
        """Note something that shows a skill; its id. Raises `NotFound`, and `Refused` without words."""
        self.get(id)
        kept = text.clean(what, what="This note", limit=20_000).strip()
        if not kept:
            raise Refused("A few words are needed: what shows it?")
        if kind not in PROOFS:
            raise Refused(f"What shows a skill is one of these: {', '.join(PROOFS)}. Nothing was changed.")
        with self._store.write("Note what shows a skill") as door:
            today = self._store.clock.today().isoformat()
            return door.insert("proofs", skill=id, kind=kind, text=kept, day=today, at=stamp(door.now))

    def unprove(self, id: str) -> None:
        """Remove such a note. Raises `NotFound`."""
        if self._store.row("SELECT 1 FROM proofs WHERE id = ?", id) is None:
            raise NotFound("This note is no longer here. It may have been undone.")
        with self._store.write("Remove what shows a skill") as door:
            door.delete("proofs", id)

    def proofs(self, id: str) -> tuple[Proof, ...]:
        """What shows a skill, the latest first."""
        rows = self._store.rows("SELECT * FROM proofs WHERE skill = ? ORDER BY day DESC, at DESC LIMIT 200", id)
        return tuple(from_row(Proof, row, day=days.stored(row["day"]) or date.min) for row in rows)

    def due(self, day: date) -> Iterable[Due]:
        """What the plan holds for a day."""
        return self.plan.due(day)

    def _set(self, id: str, label: str, **values: str | int | None) -> None:
        self.get(id)
        with self._store.write(label) as door:
            door.update("skills", id, **values)


def _skill(row: Row) -> Skill:
    return from_row(Skill, row, chosen=bool(row["chosen"]))
