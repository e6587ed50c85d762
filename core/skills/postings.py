"""Postings and the skills they ask for. Each recognised skill says where it stands; the person has the last word.

Rejecting a phrase and naming one are remembered: the next posting is read with them.
"""

from __future__ import annotations

from datetime import date
from sqlite3 import Row

from core import days, text
from core.clock import stamp
from core.errors import NotFound, Refused
from core.record import from_row, record
from core.skills.gazetteer import fold
from core.skills.passages import PLAIN
from core.skills.skills import ensure, id_of
from core.skills.terms import Terms
from core.storage.changes import Value
from core.storage.ids import same_id
from core.storage.store import Door, Store

ASKED, REJECTED = "asked", "rejected"
LONGEST = 200_000  # characters of a posting: some sixty pages
AROUND = 60  # characters shown on each side of what was recognised


@record
class Posting:
    """A posting. `target` says that it counts; `application` the id of the one it was taken from, or None."""

    id: str
    title: str
    body: str
    application: str | None
    target: bool
    day: date


@record
class Line:
    """A posting as a list shows it, with how many skills it asks for."""

    id: str
    title: str
    target: bool
    day: date
    skills: int


@record
class Asked:
    """A skill in a posting: `phrase` stands at `start`; `around` is the line it stands in; `need` as in `passages`."""

    id: str
    skill: str
    name: str
    phrase: str
    start: int
    need: str
    state: str
    around: str


class Postings:
    """Reading postings, and settling what they ask for."""

    def __init__(self, store: Store, terms: Terms) -> None:
        self._store = store
        self._terms = terms

    def add(self, body: str, title: str = "", application: str | None = None) -> str:
        """Keep a posting and recognise its skills; its id. The one of an application is read anew, not doubled.

        Raises `Refused` for an empty posting and for one that is too long.
        """
        kept = checked(body)
        named = text.line(title, what="The title", limit=300) or text.first_line(kept)
        found = self._terms.recogniser().find(kept)
        refused = self._terms.refused()
        with self._store.write(f"Read {text.first_line(named, 40)}") as door:
            today = self._store.clock.today().isoformat()
            values = {"title": named, "body": kept, "application": application, "target": 1, "day": today}
            id = same_id("posting", application) if application else ""
            before = {}
            if id and door.current("postings", id):
                before = {one.skill: one.state for one in self.asked(id)}
                for one in self.asked(id):
                    door.delete("asked", one.id)
                door.update("postings", id, **values)
            else:
                id = door.insert("postings", id=id, at=stamp(door.now), **values)
            for match in found:
                state = REJECTED if folded(match.phrase) in refused else ASKED
                skill = ensure(door, match.name)
                self._ask(door, id, skill, match.phrase, match.start, match.need, before.get(skill, state))
        return id

    def from_application(self, application: str) -> str:
        """The posting that was pasted into an application. Raises `NotFound`, and `Refused` where there is none."""
        row = self._store.row("SELECT company, role, posting FROM applications WHERE id = ?", application)
        if row is None:
            raise NotFound("This application is no longer here. It may have been undone.")
        if not row["posting"].strip():
            raise Refused("No posting was pasted into this application yet.")
        return self.add(row["posting"], ", ".join(filter(None, (row["role"], row["company"]))), application)

    def in_applications(self) -> tuple[tuple[str, str], ...]:
        """The applications with a posting in them that was not taken yet: (id, name), the latest first."""
        rows = self._store.rows(
            "SELECT a.id, a.role, a.company FROM applications a WHERE trim(a.posting) <> '' AND NOT EXISTS "
            "(SELECT 1 FROM postings p WHERE p.application = a.id) ORDER BY a.added DESC, a.id LIMIT 500"
        )
        return tuple((row["id"], ", ".join(filter(None, (row["role"], row["company"])))) for row in rows)

    def get(self, id: str) -> Posting:
        """One posting. Raises `NotFound`."""
        row = self._store.row("SELECT * FROM postings WHERE id = ?", id)
        if row is None:
            raise NotFound("This posting is no longer here. It may have been undone.")
        return from_row(Posting, row, target=bool(row["target"]), day=days.stored(row["day"]) or date.min)

    def list(self, limit: int = 100, offset: int = 0) -> tuple[Line, ...]:
        """The postings, the latest first."""
        rows = self._store.rows(
            "SELECT id, title, target, day, "
            "(SELECT count(*) FROM asked a WHERE a.posting = p.id AND a.state = ?) AS skills "
            "FROM postings p ORDER BY day DESC, at DESC, id LIMIT ? OFFSET ?",
            ASKED,
            limit,
            offset,
        )
        return tuple(
            from_row(Line, row, target=bool(row["target"]), day=days.stored(row["day"]) or date.min) for row in rows
        )

    def count(self) -> int:
        """How many postings there are."""
        return self._store.count("SELECT count(*) FROM postings")

    def asked(self, id: str) -> tuple[Asked, ...]:
        """What a posting asks for, in the order of its text, rejected ones included."""
        body = self.get(id).body
        rows = self._store.rows(
            "SELECT a.*, s.name FROM asked a JOIN skills s ON s.id = a.skill WHERE a.posting = ? "
            "ORDER BY a.start, a.id",
            id,
        )
        return tuple(_asked(row, body) for row in rows)

    def asking(self, skill: str, limit: int = 20) -> tuple[tuple[Posting, Asked], ...]:
        """The target postings that ask for a skill, the latest first, each with where."""
        rows = self._store.rows(
            "SELECT a.*, s.name FROM asked a JOIN skills s ON s.id = a.skill JOIN postings p ON p.id = a.posting "
            "WHERE a.skill = ? AND a.state = ? AND p.target ORDER BY p.day DESC, p.at DESC LIMIT ?",
            skill,
            ASKED,
            limit,
        )
        return tuple((posting, _asked(row, posting.body)) for row in rows if (posting := self.get(row["posting"])))

    def reject(self, id: str, remember: bool = True) -> None:
        """What was recognised is not meant; with `remember`, the same words will not count again by themselves."""
        row = self._row(id)
        with self._store.write("Leave a skill out") as door:
            door.update("asked", id, state=REJECTED)
            if remember:
                self._decide(door, row["phrase"], None)

    def accept(self, id: str) -> None:
        """It is meant after all. Raises `NotFound`."""
        row = self._row(id)
        with self._store.write("Take a skill in") as door:
            door.update("asked", id, state=ASKED)
            phrase = same_id("phrase", folded(row["phrase"]))
            kept = door.current("phrases", phrase)
            if kept and kept["skill"] is None:
                door.delete("phrases", phrase)

    def name(self, posting: str, phrase: str, skill: str = "") -> str:
        """Words of a posting name a skill (default: one called like them); the id of the skill.

        Remembered as another name of that skill. Raises `NotFound`, and `Refused` without words.
        """
        kept = self.get(posting)
        words = text.line(phrase, what="These words", limit=120)
        if not words:
            raise Refused("Select some words first: which of them name a skill?")
        start = max(0, kept.body.casefold().find(words.casefold()))
        with self._store.write(f"Name the skill {text.first_line(skill or words, 40)}") as door:
            id = ensure(door, skill or words)
            self._ask(door, posting, id, words, start, PLAIN, ASKED)
            self._decide(door, words, id)
        return id

    def aim(self, id: str, target: bool) -> None:
        """The posting counts for the gap, or is only kept. Raises `NotFound`."""
        self.get(id)
        with self._store.write("Count a posting" if target else "Keep a posting out") as door:
            door.update("postings", id, target=int(target))

    def remove(self, id: str) -> None:
        """Remove a posting; what was learnt from it about words stays. Raises `NotFound`."""
        title = self.get(id).title
        with self._store.write(f"Remove {text.first_line(title, 40)}") as door:
            for row in self._store.rows("SELECT id FROM asked WHERE posting = ?", id):
                door.delete("asked", row["id"])
            door.delete("postings", id)

    def _row(self, id: str) -> Row:
        row = self._store.row("SELECT * FROM asked WHERE id = ?", id)
        if row is None:
            raise NotFound("This is no longer here. It may have been undone.")
        return row

    def _ask(
        self, door: Door, posting: str, skill: str, phrase: str, start: int, need: str, state: str
    ) -> None:  # fmt: skip
        id = same_id("asked", posting, skill)
        values: dict[str, Value] = {"phrase": phrase, "start": start, "need": need, "state": state}
        if door.current("asked", id):
            door.update("asked", id, **values)
        else:
            door.insert("asked", id=id, posting=posting, skill=skill, at=stamp(door.now), **values)

    def _decide(self, door: Door, phrase: str, skill: str | None) -> None:
        key = folded(phrase)
        id = same_id("phrase", key)
        if skill is not None and id == same_id("phrase", folded(phrase)) and id_of(phrase) == skill:
            return  # a skill is found by its own name anyway
        if door.current("phrases", id):
            door.update("phrases", id, skill=skill)
        else:
            door.insert("phrases", id=id, phrase=key, skill=skill, at=stamp(door.now))


def checked(body: str) -> str:
    """A posting as it is kept. Raises `Refused` where it is empty or too long."""
    kept = text.clean(body, what="This posting", limit=LONGEST).strip("\n")
    if not kept.strip():
        raise Refused("There are no words in this posting yet, so there is nothing to read.")
    return kept


def folded(phrase: str) -> str:
    """A phrase to compare by, as recognition does."""
    return " ".join(fold(word) for word in phrase.split())


def _asked(row: Row, body: str) -> Asked:
    start, stop = row["start"], row["start"] + len(row["phrase"])
    last = body.find("\n", stop)
    head, tail = body[body.rfind("\n", 0, start) + 1 : start], body[stop : len(body) if last < 0 else last]
    if len(head) > AROUND:
        head = "…" + head[-AROUND:].partition(" ")[2]
    if len(tail) > AROUND:
        tail = tail[:AROUND].rpartition(" ")[0] + "…"
    return from_row(Asked, row, around=(head + body[start:stop] + tail).strip(" \t-*•"))
