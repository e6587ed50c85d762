"""The plan: a few things to learn, each for one gap, with days that can be kept and moved.

Moving a day is neutral and nothing is ever late. Time put in is a row for each sitting, and counts as effort.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from sqlite3 import Row

from core import days, text
from core.clock import stamp
from core.content import Content
from core.due import HELD, LATER, Due
from core.errors import NotFound, Refused
from core.picking import the_one
from core.record import from_row, record
from core.skills.skills import STORY, WIN, ensure
from core.storage.ids import same_id
from core.storage.store import Store
from core.today.rest import Rests
from core.today.ticks import MOST_MINUTES, checked_day

TYPE_CHECKING = False
if TYPE_CHECKING:
    from core.strengths.strengths import Strengths

OPEN, DONE, LET_GO = "open", "done", "let go"
NEAR = timedelta(days=3)  # how long before its last day an item is named with that day
LONGEST = timedelta(days=3 * 366)
MOST_HOURS = 2000
PROSE = ("why", "notes")


@record
class Item:
    """Something to learn, from `first` to `last`.

    `minutes` is what it is thought to take in all and `weekly` what fits into a week, 0 where that was left open;
    `spent` the minutes put in so far; `means` an id of the content file `means`.
    """

    id: str
    skill: str
    skill_name: str
    title: str
    means: str
    why: str
    first: date
    last: date
    minutes: int
    weekly: int
    notes: str
    result: str
    state: str
    ended: date | None
    spent: int


@record
class Sitting:
    """Time put into an item on a day."""

    id: str
    day: date
    minutes: int
    note: str


_SELECT = (
    "SELECT p.*, s.name AS skill_name, (SELECT coalesce(sum(minutes), 0) FROM sittings t WHERE t.plan = p.id) AS spent "
    "FROM plans p JOIN skills s ON s.id = p.skill"
)
_ORDER = "ORDER BY p.state <> 'open', p.last, p.first, p.id"


def ends_on(first: date, minutes: int, weekly: int) -> date | None:
    """The day on which `minutes` are done at `weekly` minutes a week, begun on `first`; None where either is open."""
    if minutes <= 0 or weekly <= 0:
        return None
    return first + timedelta(days=7 * -(-minutes // weekly) - 1)


def weekly_for(first: date, last: date, minutes: int) -> int:
    """The minutes a week that `minutes` take from `first` to `last`."""
    weeks = max(1, -(-((last - first).days + 1) // 7))
    return -(-minutes // weeks)


class Plan:
    """The items of the plan."""

    def __init__(self, store: Store, rests: Rests, strengths: Strengths, content: Content) -> None:
        self._store = store
        self._strengths = strengths
        self._rests = rests
        self._content = content

    def add(
        self,
        skill: str,
        title: str,
        first: date,
        last: date,
        *,
        means: str = "",
        minutes: int = 0,
        weekly: int = 0,
        **prose: str,
    ) -> str:
        """Plan something for a skill (by name, made where it is new); its id. `prose` is `why` and `notes`.

        Raises `Refused` without a title, for days that do not fit each other and for times that are none.
        """
        values = _checked(title=title, means=means, minutes=minutes, weekly=weekly, **prose)
        values = {"why": "", "notes": "", **values, **_between(first, last)}
        with self._store.write(f"Plan {text.first_line(str(values['title']), 40)}") as door:
            values["skill"] = ensure(door, skill)
            return door.insert("plans", id="", **values, result="", state=OPEN, ended="", at=stamp(door.now))

    def change(self, id: str, *, first: date | None = None, last: date | None = None, **fields: str | int) -> None:
        """Change an item; what is not named stays. Raises `NotFound` and `Refused` as `add` does."""
        item = self.get(id)
        values = _checked(**fields) | _between(first or item.first, last or item.last)
        with self._store.write(f"Change {text.first_line(item.title, 40)}") as door:
            door.update("plans", id, **values)

    def move(self, id: str, last: date) -> None:
        """The item has until another day; where it had not begun by then, it begins on that day."""
        item = self.get(id)
        with self._store.write(f"Move {text.first_line(item.title, 40)}") as door:
            door.update("plans", id, **_between(min(item.first, last), last))

    def log(self, id: str, minutes: int, day: date | None = None, note: str = "") -> str:
        """Time was put in; the sitting's id. It counts as learning among the effort, too.

        Raises `NotFound`, and `Refused` for a day ahead and for more than a day's minutes.
        """
        item = self.get(id)
        if not 1 <= minutes <= MOST_MINUTES:
            raise Refused(f"A number from 1 to {MOST_MINUTES} minutes fits here.")
        when, kept = checked_day(self._store, day), text.line(note, what="This note")
        with self._store.write(f"Put time into {text.first_line(item.title, 40)}") as door:
            at = stamp(door.now)
            sitting = door.insert("sittings", plan=id, day=when, minutes=minutes, note=kept, at=at)
            effort = same_id("effort", sitting)
            door.insert("efforts", id=effort, kind="learning", day=when, amount=minutes, note=item.title[:500], at=at)
        return sitting

    def unlog(self, sitting: str) -> None:
        """Take back time that was put in. Raises `NotFound`."""
        if self._store.row("SELECT 1 FROM sittings WHERE id = ?", sitting) is None:
            raise NotFound("This is no longer here. It may have been undone.")
        with self._store.write("Take time back") as door:
            door.delete("efforts", same_id("effort", sitting))
            door.delete("sittings", sitting)

    def finish(self, id: str, result: str = "", *, win: str = "", story: str = "") -> None:
        """The item is done, with what came of it.

        A win and a line for a story, where given, are kept with its skill, among the wins and in the story bank.
        """
        item, today = self.get(id), self._store.clock.today().isoformat()
        kept = text.clean(result, what="The result", limit=20_000).strip()
        with self._store.write(f"Finish {text.first_line(item.title, 40)}") as door:
            door.update("plans", id, state=DONE, ended=today, result=kept or item.result)
            for kind, words in ((WIN, win), (STORY, story)):
                if shown := text.clean(words, what="These words", limit=20_000).strip():
                    values = {"skill": item.skill, "kind": kind, "text": shown, "day": today}
                    door.insert("proofs", at=stamp(door.now), **values)
            if win.strip():
                self._strengths.wins.note(win, "new-skill")
            if story.strip():
                self._strengths.stories.add(item.title, skills=(item.skill_name,), action=story, result=kept)

    def let_go(self, id: str) -> None:
        """The item is let go, which is as good an end as any. Raises `NotFound`."""
        self._set(id, "Let go of", state=LET_GO, ended=self._store.clock.today().isoformat())

    def reopen(self, id: str) -> None:
        """The item goes on. Raises `NotFound`."""
        self._set(id, "Go on with", state=OPEN, ended="")

    def get(self, id: str) -> Item:
        """One item. Raises `NotFound`."""
        row = self._store.row(f"{_SELECT} WHERE p.id = ?", id)
        if row is None:
            raise NotFound("This is no longer in the plan. It may have been undone.")
        return _item(row)

    def items(self, limit: int = 100, offset: int = 0) -> tuple[Item, ...]:
        """The items: the open ones by their last day, then the others."""
        return tuple(_item(row) for row in self._store.rows(f"{_SELECT} {_ORDER} LIMIT ? OFFSET ?", limit, offset))

    def count(self) -> int:
        """How many items there are."""
        return self._store.count("SELECT count(*) FROM plans")

    def of(self, skill: str) -> tuple[Item, ...]:
        """The items for a skill."""
        return tuple(_item(row) for row in self._store.rows(f"{_SELECT} WHERE p.skill = ? {_ORDER} LIMIT 50", skill))

    def named(self, typed: str) -> Item:
        """The one open item that `typed` names, by title or by skill. Raises `NotFound` for none or several."""
        rows = self._store.rows(f"{_SELECT} WHERE p.state = 'open' {_ORDER}")
        nobody = "Nothing open in the plan has that name. `onward skills` lists what there is."
        titles = [(row["id"], row["title"]) for row in rows]
        try:
            return self.get(the_one(titles, typed, nobody=nobody, several="Several items have that name"))
        except NotFound as missing:
            if missing.sentence != nobody:
                raise
            skills = [(row["id"], row["skill_name"]) for row in rows]
            return self.get(the_one(skills, typed, nobody=nobody, several="Several items have that name"))

    def sittings(self, id: str, limit: int = 50) -> tuple[Sitting, ...]:
        """The time put into an item, the latest first."""
        rows = self._store.rows("SELECT * FROM sittings WHERE plan = ? ORDER BY day DESC, at DESC LIMIT ?", id, limit)
        return tuple(from_row(Sitting, row, day=days.stored(row["day"]) or date.min) for row in rows)

    def due(self, day: date) -> Iterable[Due]:
        """What is being learnt, quietly; with its last day where that is near. Nothing on light days and in rest."""
        if self._rests.light(day):
            return
        rows = self._store.rows(f"{_SELECT} WHERE p.state = 'open' AND p.first <= ? {_ORDER} LIMIT 10", day.isoformat())
        today = {
            row["plan"] for row in self._store.rows("SELECT DISTINCT plan FROM sittings WHERE day = ?", day.isoformat())
        }
        for item in map(_item, rows):
            near = item.last - day <= NEAR
            yield Due(
                key=f"learn:{item.id}",
                text=self._content.say("skills.due.item", title=item.title),
                detail=self._content.say("skills.due.until", day=f"{item.last:%a} {item.last.day} {item.last:%b}")
                if near
                else self._content.say("skills.due.spent", spent=hours(item.spent)),
                rank=HELD if near else LATER,
                group="plan",
                done=item.id in today,
            )

    def _set(self, id: str, label: str, **values: str) -> None:
        title = self.get(id).title
        with self._store.write(f"{label} {text.first_line(title, 40)}") as door:
            door.update("plans", id, **values)


def hours(minutes: int) -> str:
    """Minutes as people say them: 45 min, 2 h, 2 h 30."""
    whole, rest = divmod(minutes, 60)
    return f"{rest} min" if not whole else f"{whole} h {rest:02}" if rest else f"{whole} h"


def _item(row: Row) -> Item:
    first = days.stored(row["first"]) or date.min
    return from_row(
        Item, row, first=first, last=days.stored(row["last"]) or first, ended=days.stored(row["ended"])
    )  # fmt: skip


def _between(first: date, last: date) -> dict[str, str | int]:
    if last < first:
        raise Refused(f"{days.told(last)} is before {days.told(first)}, the first day. Nothing was changed.")
    if last - first > LONGEST:
        raise Refused("An item of the plan lasts three years at most. Nothing was changed.")
    return {"first": first.isoformat(), "last": last.isoformat()}


def _checked(**fields: str | int) -> dict[str, str | int]:
    values: dict[str, str | int] = {}
    for name, value in fields.items():
        if name in ("minutes", "weekly"):
            if not 0 <= int(value) <= MOST_HOURS * 60:
                raise Refused(f"Hours from 0 to {MOST_HOURS:,} fit here. Nothing was changed.")
            values[name] = value
        elif name in PROSE:
            values[name] = text.clean(str(value), what="This note", limit=20_000).strip()
        elif name in ("title", "means"):
            values[name] = text.line(str(value), what="This line", limit=200)
        else:
            raise Refused(f"An item of the plan has no “{text.visible(name)}”.")
    if not values.get("title", "?"):
        raise Refused("A few words are needed: what will you do?")
    return values
