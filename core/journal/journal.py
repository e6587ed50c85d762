"""The journal: entries in Markdown, with tags, feelings in words; what is being typed is in `core.journal.drafts`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cached_property

from core import text
from core.clock import instant
from core.errors import NotFound, Refused
from core.journal import capture
from core.journal.drafts import Drafts
from core.journal.order import Order
from core.record import record
from core.storage.ids import same_id
from core.storage.store import Door, Store

LONGEST_TAG = 60
HIGHEST = 10  # intensity goes from 0 to this
NEW = "entry:new"  # the draft of an entry that has not been written yet
_TITLE = 400  # characters of the body that a list row is made from


@record
class Feeling:
    """A feeling by its word, the family of words it belongs to, and how strong it is (0-10, None: not said)."""

    word: str
    family: str = ""
    intensity: int | None = None


@record
class Entry:
    """One journal entry as it is written; `prompt` is the question it answers, if any."""

    id: str
    day: date
    at: datetime
    body: str
    prompt: str = ""
    tags: tuple[str, ...] = ()
    feelings: tuple[Feeling, ...] = ()


@record
class Line:
    """An entry as a row of a list: its first line instead of all of it."""

    id: str
    day: date
    at: datetime
    title: str
    tags: tuple[str, ...] = ()
    feelings: tuple[Feeling, ...] = ()


@record
class DayCount:
    """How many entries a day has."""

    day: date
    count: int


@record
class Tag:
    """A tag and how many entries have it."""

    name: str
    count: int


def tag_name(typed: str) -> str:
    """A tag as it is kept: one line, small letters, no leading `#`. Raises `Refused` where nothing is left."""
    name = text.line(typed, what="This tag", limit=LONGEST_TAG).lstrip("#").strip().lower()
    if not name:
        raise Refused("A tag is a word or two; this one has none.")
    return name


def draft_key(entry: str = "") -> str:
    """The key of the draft of an entry, or of the one not yet written."""
    return f"entry:{entry}" if entry else NEW


class Journal:
    """Writing, and finding one's way in what is written."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @cached_property
    def _order(self) -> Order:
        return Order(self._store)

    # Writing

    def write(self, body: str, *, prompt: str = "", day: date | None = None) -> str:
        """A new entry; its id. Raises `Refused` where there are no words."""
        return capture.write_entry(self._store, body, prompt=prompt, day=day)

    def differs(self, entry: str, *texts: str) -> bool:
        """Whether an entry reads like none of these texts; False where it is gone."""
        row = self._store.row("SELECT body FROM entries WHERE id = ?", entry)
        return row is not None and row["body"] not in texts

    def edit(self, entry: str, body: str, *, before: str | None = None) -> bool:
        """The entry reads like this from now on; False (and no step of undo) where it already did.

        `before` is the text that was under the pen. What another machine or window made of it since is kept as an entry
        of its own, and stays where nothing was written here. Raises `NotFound`, and `Refused` where no words are left:
        removing is a verb of its own.
        """
        kept = text.clean(body, what="This entry").strip("\n")
        if not kept.strip():
            raise Refused("There are no words left in this entry, so it stays as it was. It can be deleted instead.")
        with self._store.write("Edit an entry") as door:
            self._exists(door, entry)
            if before is not None and self.differs(entry, before, kept):
                if kept == before:
                    return False
                self._keep_beside(door, entry)
            return door.update("entries", entry, body=kept)

    def move(self, entry: str, day: date) -> bool:
        """The entry belongs to another day. Raises `NotFound`."""
        with self._store.write("Move an entry to another day") as door:
            self._exists(door, entry)
            return door.update("entries", entry, day=day.isoformat())

    def remove(self, entry: str) -> None:
        """Delete an entry with its tags and feelings; undo brings all of it back. Raises `NotFound`."""
        with self._store.write("Delete an entry") as door:
            self._exists(door, entry)
            for table in ("tags", "feelings"):
                for row in self._store.rows(f"SELECT id FROM {table} WHERE entry = ? ORDER BY id", entry):
                    door.delete(table, row["id"])
            door.delete("entries", entry)
            Drafts(self._store).drop(draft_key(entry))

    def tag(self, entry: str, *names: str) -> None:
        """Put tags on an entry. Raises `NotFound`, and `Refused` for what cannot be a tag."""
        kept = [tag_name(name) for name in names]
        with self._store.write("Tag an entry") as door:
            self._exists(door, entry)
            for name in kept:
                door.put("tags", same_id("tag", entry, name), entry=entry, name=name)

    def untag(self, entry: str, *names: str) -> None:
        """Take tags off an entry."""
        with self._store.write("Take off a tag") as door:
            for name in names:
                door.delete("tags", same_id("tag", entry, tag_name(name)))

    def retag(self, entry: str, names: Iterable[str]) -> None:
        """The entry has exactly these tags, in one step of undo."""
        wanted = {tag_name(name) for name in names}
        with self._store.write("Tag an entry"):
            had = set(self.entry(entry).tags)
            self.untag(entry, *sorted(had - wanted))
            self.tag(entry, *sorted(wanted - had))

    def feel(self, entry: str, word: str, *, family: str = "", intensity: int | None = None) -> None:
        """Name a feeling on an entry, or say anew how strong it is (0-10).

        Raises `NotFound`, and `Refused` for a word or a number that does not fit.
        """
        word = text.line(word, what="This word", limit=LONGEST_TAG)
        if not word:
            raise Refused("A feeling here is a word; there is none yet.")
        if intensity is not None and not 0 <= intensity <= HIGHEST:
            raise Refused(f"How strong a feeling is goes from 0 to {HIGHEST} here.")
        family = text.line(family, what="This word", limit=LONGEST_TAG)
        with self._store.write("Name a feeling") as door:
            self._exists(door, entry)
            row = same_id("feeling", entry, word)
            door.put("feelings", row, entry=entry, word=word, family=family, intensity=intensity)

    def unfeel(self, entry: str, word: str) -> None:
        """Take a feeling off an entry."""
        with self._store.write("Take off a feeling") as door:
            door.delete("feelings", same_id("feeling", entry, word))

    # Finding one's way; places count from the newest entry, 0

    def count(self, tag: str = "") -> int:
        """How many entries there are, or have a tag."""
        return self._order.count(tag)

    def window(self, start: int, stop: int, tag: str = "") -> tuple[Line, ...]:
        """The rows of the list from place `start` up to `stop`, newest first."""
        places = self._order.slice(start, stop, tag)
        if not places:
            return ()
        rows = self._store.rows(
            f"SELECT pk, id, day, at, substr(body, 1, {_TITLE}) AS start FROM entries "
            f"WHERE pk IN ({', '.join('?' * len(places))})",
            *places,
        )
        by_place = {row["pk"]: row for row in rows}
        tags, feelings = self._belongings([row["id"] for row in rows])
        return tuple(
            Line(
                id=row["id"],
                day=date.fromisoformat(row["day"]),
                at=instant(row["at"]),
                title=text.first_line(row["start"]),
                tags=tags.get(row["id"], ()),
                feelings=feelings.get(row["id"], ()),
            )
            for row in (by_place[pk] for pk in places if pk in by_place)
        )

    def place(self, entry: str) -> int | None:
        """Where an entry stands in the list of all."""
        return self._order.place(entry)

    def on_or_before(self, day: date, tag: str = "") -> int | None:
        """The place of the newest entry on or before a day; None where all are later."""
        return self._order.on_or_before(day, tag)

    def entry(self, entry: str) -> Entry:
        """One entry, all of it. Raises `NotFound`."""
        row = self._store.row("SELECT * FROM entries WHERE id = ?", entry)
        if row is None:
            raise _missing()
        tags, feelings = self._belongings([entry])
        return Entry(
            id=entry,
            day=date.fromisoformat(row["day"]),
            at=instant(row["at"]),
            body=row["body"],
            prompt=row["prompt"],
            tags=tags.get(entry, ()),
            feelings=feelings.get(entry, ()),
        )

    def days(self, first: date, last: date) -> tuple[DayCount, ...]:
        """The days with entries from `first` to `last`, oldest first."""
        rows = self._store.rows(
            "SELECT day, count(*) AS n FROM entries WHERE day BETWEEN ? AND ? GROUP BY day ORDER BY day",
            first.isoformat(),
            last.isoformat(),
        )
        return tuple(DayCount(day=date.fromisoformat(row["day"]), count=row["n"]) for row in rows)

    def tags(self) -> tuple[Tag, ...]:
        """Every tag in use, by name."""
        rows = self._store.rows("SELECT name, count(*) AS n FROM tags GROUP BY name ORDER BY name")
        return tuple(Tag(name=row["name"], count=row["n"]) for row in rows)

    def commit(
        self, key: str, body: str, *, prompt: str = "", day: date | None = None, before: str | None = None
    ) -> str:
        """Make a draft the entry it was meant for, and drop it, in one transaction; the entry's id.

        An entry that was deleted meanwhile is written anew: what was typed outlives it. `before` as in `edit`. Raises
        `Refused`.
        """
        entry = "" if key == NEW else key.removeprefix("entry:")
        with self._store.write("Edit an entry" if entry else "Write an entry") as door:
            if entry and door.current("entries", entry):
                self.edit(entry, body, before=before)
            else:
                entry = self.write(body, prompt=prompt, day=day)
            Drafts(self._store).drop(key)
        return entry

    def _belongings(self, entries: Sequence[str]) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[Feeling, ...]]]:
        marks = ", ".join("?" * len(entries))
        tags: dict[str, tuple[str, ...]] = {}
        for row in self._store.rows(f"SELECT entry, name FROM tags WHERE entry IN ({marks}) ORDER BY name", *entries):
            tags[row["entry"]] = (*tags.get(row["entry"], ()), row["name"])
        feelings: dict[str, tuple[Feeling, ...]] = {}
        for row in self._store.rows(
            f"SELECT * FROM feelings WHERE entry IN ({marks}) ORDER BY intensity DESC, word", *entries
        ):
            feeling = Feeling(word=row["word"], family=row["family"], intensity=row["intensity"])
            feelings[row["entry"]] = (*feelings.get(row["entry"], ()), feeling)
        return tags, feelings

    def _keep_beside(self, door: Door, entry: str) -> None:
        columns = door.current("entries", entry) or {}
        del columns["id"]
        # The same id wherever this is done, so that two machines that both keep it keep it once.
        door.put("entries", same_id("kept", entry, "body", str(columns["body"])), **columns)

    def _exists(self, door: Door, entry: str) -> None:
        if door.current("entries", entry) is None:
            raise _missing()


def _missing() -> NotFound:
    return NotFound("This entry is not there any more; undo may bring it back.")
