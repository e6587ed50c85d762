"""The story bank: situation, task, action, result, with where each was told and which question keeps following it.

A follow-up question that came at least twice is worth answering before it is asked: what is said first then is the
story's `opening`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from core import days, text
from core.applications.companies import fold
from core.clock import stamp
from core.errors import Refused
from core.record import record
from core.storage.ids import same_id
from core.storage.store import Door, Store
from core.strengths.kept import Kept

PARTS = ("situation", "task", "action", "result", "opening")
SKILL, QUESTION = "skill", "question"  # what a tag names: a skill it shows, a type of question it answers
KEEPS_COMING = 2


@record
class Telling:
    """A conversation a story was told in: where, how it landed, when."""

    id: str
    place: str
    note: str
    day: date


@record
class FollowUp:
    """A question that came after a story, and how often."""

    question: str
    times: int


@record
class Story:
    """A story in four parts, and its `opening`: what it now says first, before the question that kept coming."""

    id: str
    title: str
    situation: str
    task: str
    action: str
    result: str
    opening: str
    skills: tuple[str, ...]
    questions: tuple[str, ...]
    tellings: tuple[Telling, ...]
    follow_ups: tuple[FollowUp, ...]

    @property
    def keeps_coming(self) -> FollowUp | None:
        """The follow-up question to answer early; None where none came often, or the story has an opening."""
        often = [asked for asked in self.follow_ups if asked.times >= KEEPS_COMING]
        return often[0] if often and not self.opening else None

    def words(self) -> frozenset[str]:
        """The words by which it can be found for a role."""
        parts = (self.title, *self.skills, *self.questions)
        return frozenset(word for part in parts for word in fold(part).split() if len(word) > 2)


class Stories:
    """The bank."""

    def __init__(self, store: Store) -> None:
        self._store = store
        owned = (("story_tags", "story"), ("tellings", "story"), ("follow_ups", "story"))
        self._kept = Kept(store, "stories", "This story is no longer here. It may have been undone.", owned)

    def add(self, title: str, *, skills: Sequence[str] = (), questions: Sequence[str] = (), **parts: str) -> str:
        """A new story; its id. `parts` are `PARTS`. Raises `Refused` without a title and for an unknown part."""
        values = {**dict.fromkeys(PARTS, ""), **_checked(parts), "title": _title(title)}
        with self._store.write("Write down a story") as door:
            id = door.insert("stories", **values, at=stamp(door.now))
            self._tag(door, id, SKILL, skills)
            self._tag(door, id, QUESTION, questions)
        return id

    def change(
        self,
        id: str,
        *,
        title: str | None = None,
        skills: Sequence[str] | None = None,
        questions: Sequence[str] | None = None,
        **parts: str,
    ) -> None:
        """Change what is written; what is None or not named stays. Raises `NotFound` and `Refused`."""
        self._kept.row(id)
        values = _checked(parts) | ({"title": _title(title)} if title is not None else {})
        with self._store.write("Change a story") as door:
            door.update("stories", id, **values)
            for kind, names in ((SKILL, skills), (QUESTION, questions)):
                if names is not None:
                    self._tag(door, id, kind, names)

    def remove(self, id: str) -> None:
        """Remove a story with everything noted about it. Raises `NotFound`."""
        self._kept.remove(id, "Remove a story")

    def tell(self, id: str, place: str, note: str = "", day: date | None = None) -> str:
        """It was told in a conversation; the id of that note. Raises `NotFound`, and `Refused` for a day ahead."""
        self._kept.row(id)
        today = self._store.clock.today()
        values = {
            "place": text.line(place, what="The conversation"),
            "note": text.clean(note, what="This note").strip(),
            "day": days.not_after(day or today, today).isoformat(),
        }
        with self._store.write("Note that a story was told") as door:
            return door.insert("tellings", story=id, **values, at=stamp(door.now))

    def followed_by(self, id: str, question: str, day: date | None = None) -> str:
        """This question came after it; the id of that note. Raises `NotFound` and `Refused`."""
        self._kept.row(id)
        kept = text.line(question, what="This question", limit=2000)
        if not kept:
            raise Refused("The question is needed, as close to their words as you remember.")
        today = self._store.clock.today()
        when = days.not_after(day or today, today).isoformat()
        with self._store.write("Note a follow-up question") as door:
            return door.insert("follow_ups", story=id, question=kept, day=when, at=stamp(door.now))

    def get(self, id: str) -> Story:
        """One story. Raises `NotFound`."""
        self._kept.row(id)
        return self._read("WHERE id = ?", id)[0]

    def all(self) -> tuple[Story, ...]:
        """Every story, by title."""
        return self._read("ORDER BY title COLLATE NOCASE, id LIMIT 1000")

    def fitting(self, words: Iterable[str], count: int = 2) -> tuple[Story, ...]:
        """The stories that share the most words with these, told ones first among equals; then any others."""
        wanted = {part for word in words for part in fold(word).split()}
        stories = self.all()
        ranked = sorted(stories, key=lambda story: (-len(story.words() & wanted), -len(story.tellings), story.title))
        return tuple(ranked[:count])

    def _tag(self, door: Door, story: str, kind: str, names: Sequence[str]) -> None:
        wanted = {kept: None for name in names if (kept := text.line(name, what="This tag", limit=120))}
        for row in self._store.rows("SELECT id, name FROM story_tags WHERE story = ? AND kind = ?", story, kind):
            if row["name"] not in wanted:
                door.delete("story_tags", row["id"])
        for name in wanted:
            id = same_id("story tag", story, kind, name)
            if door.current("story_tags", id) is None:
                door.insert("story_tags", id=id, story=story, kind=kind, name=name, at=stamp(door.now))

    def _read(self, where: str, *values: str) -> tuple[Story, ...]:
        rows = self._store.rows(f"SELECT * FROM stories {where}", *values)
        tags: dict[tuple[str, str], list[str]] = {}
        tellings: dict[str, list[Telling]] = {}
        asked: dict[str, dict[str, list[str]]] = {}
        one = "WHERE story = ?" if values else ""
        for tag in self._store.rows(f"SELECT story, kind, name FROM story_tags {one} ORDER BY name", *values):
            tags.setdefault((tag["story"], tag["kind"]), []).append(tag["name"])
        for row in self._store.rows(f"SELECT * FROM tellings {one} ORDER BY day DESC, at DESC, id", *values):
            told = Telling(id=row["id"], place=row["place"], note=row["note"], day=days.stored(row["day"]) or date.min)
            tellings.setdefault(row["story"], []).append(told)
        for row in self._store.rows(f"SELECT story, question FROM follow_ups {one} ORDER BY day, at, id", *values):
            asked.setdefault(row["story"], {}).setdefault(fold(row["question"]), []).append(row["question"])
        return tuple(
            Story(
                **{name: row[name] for name in ("id", "title", *PARTS)},
                skills=tuple(tags.get((row["id"], SKILL), ())),
                questions=tuple(tags.get((row["id"], QUESTION), ())),
                tellings=tuple(tellings.get(row["id"], ())),
                follow_ups=_often(asked.get(row["id"], {})),
            )
            for row in rows
        )


def _often(asked: dict[str, list[str]]) -> tuple[FollowUp, ...]:
    counted = sorted(asked.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(FollowUp(question=said[-1], times=len(said)) for _, said in counted)


def _title(title: str) -> str:
    kept = text.line(title, what="This title", limit=200)
    if not kept:
        raise Refused("A story needs a name to be found by; a few words are enough.")
    return kept


def _checked(parts: dict[str, str]) -> dict[str, str]:
    if unknown := set(parts) - set(PARTS):
        raise Refused(f"A story has no part called {', '.join(sorted(unknown))}.")
    return {name: text.clean(value, what=f"The {name}").strip("\n") for name, value in parts.items()}
