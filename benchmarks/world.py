"""The workspaces that are measured: ten years of somebody's notes, as many of them as asked for.

A workspace of 50 000 entries has 5 000 applications with what followed them, 20 000 ticks, and tags and feelings in
the journal; one of 100 entries has a five-hundredth of that. Each is made once a run, through the product's own verbs
with a clock that is moved, and kept in a temporary folder; what writes to it gets a copy.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random

from core.applications.applications import OUTCOMES, STAGES
from core.clock import Clock
from core.ritual.path import CLOSING
from core.workspace import Workspace

YEARS = 10
TEN_YEARS = 50_000
SIZES = (100, 1_000, 10_000, 100_000)
WORDS_AN_ENTRY = 70
FILE = "onward.sqlite"


class Worlds:
    """Workspaces by their number of entries, below one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._copies = 0

    @contextmanager
    def making(self, sizes: Iterable[int]) -> Iterator[None]:
        """Make those with so many entries beside what is done within, on both processors."""
        paths = {str(self._folder / f"{entries}" / FILE): entries for entries in sorted(sizes, reverse=True)}
        with ProcessPoolExecutor(2) as pool:
            made = pool.map(make, paths.keys(), paths.values())
            yield
            list(made)

    def home(self, entries: int) -> Path:
        """The home with that many entries; made when it is first asked for, and to be read only."""
        home = self._folder / f"{entries}"
        if not home.exists():
            make(str(home / FILE), entries)
        return home

    def copy(self, entries: int) -> Path:
        """A home of its own with that many entries."""
        self._copies += 1
        home = self._folder / f"copy{self._copies}"
        shutil.copytree(self.home(entries), home)
        return home


class Writer:
    """Zipf's words: the first is in nearly every entry, the last in one of thousands."""

    def __init__(self, lot: Random) -> None:
        self._lot = lot
        self.words = ["".join(lot.choices("etaoinshrdlucmfwyp", k=lot.randint(2, 10))) for _ in range(20_000)]
        self._weights = list(accumulate(1 / rank for rank in range(1, len(self.words) + 1)))

    def text(self, words: int) -> str:
        """So many words."""
        return " ".join(self._lot.choices(self.words, cum_weights=self._weights, k=words))


def make(path: str, entries: int) -> None:
    """Make the workspace at `path`, its last day today."""
    moment = end = datetime.now(UTC)
    days = YEARS * 365
    lot = Random(entries)
    writer = Writer(lot)
    with Workspace.open(path, Clock(lambda: moment)) as workspace:
        workspace.store.conn.execute("PRAGMA synchronous = OFF")
        moment = end - timedelta(days=days)
        workspace.settings.set("welcomed", "yes")
        practices = [workspace.routine.add(f"Practice {number}") for number in range(6)]
        people = [workspace.team.people.add(f"Person {number}", cadence=14) for number in range(4)]
        written = applied = ticked = 0
        for number in range(1, days + 1):
            moment = end - timedelta(days=days - number)
            day, share = workspace.today(), number / days
            with workspace.store.write("A day"):
                if entries and number % max(1, days * 14 // entries) == 0:
                    workspace.evenings.close(day, gratitudes=[writer.text(6)], win=writer.text(8), mood="calm")
                    workspace.efforts.add(lot.choice(("connection", "insider", "improvement")), day=day)
                    workspace.team.check_in(lot.choice(people), writer.text(12), day)
                while ticked < share * entries * 2 // 5:
                    workspace.routine.tick(practices[ticked % len(practices)], day=day)
                    ticked += 1
                while applied < share * entries // 10:
                    apply(workspace, lot, writer, day)
                    applied += 1
                while written < share * entries:
                    note(workspace, lot, writer)
                    written += 1
        if entries:
            today(workspace, writer)
        workspace.store.conn.execute("PRAGMA wal_checkpoint (TRUNCATE)")


def today(workspace: Workspace, writer: Writer) -> None:
    """What is under way: a step for today, an open path, a conversation tomorrow, something that is being learnt."""
    day = workspace.today()
    workspace.steps.plan(writer.text(5), day)
    workspace.rejections.log(company="The last one", message=writer.text(30))
    application = workspace.applications.add("The next one", "Editor", posting=writer.text(200))
    workspace.rounds.add(application, "interview", day + timedelta(days=1))
    workspace.strengths.anchors.add(writer.text(8))
    workspace.strengths.stories.add(writer.text(4), skills=("SQL",))
    workspace.skills.postings.add("We look for SQL, Python and planning. " + writer.text(200), application=application)
    workspace.skills.plan.add("SQL", "A course", day - timedelta(days=7), day + timedelta(days=60))


def note(workspace: Workspace, lot: Random, writer: Writer) -> None:
    """An entry, sometimes with a tag or a feeling."""
    entry = workspace.journal.write(writer.text(WORDS_AN_ENTRY))
    if lot.random() < 0.2:
        workspace.journal.tag(entry, lot.choice(("search", "family", "learning", "sleep")))
    if lot.random() < 0.2:
        workspace.journal.feel(entry, lot.choice(("calm", "tired", "hopeful")), intensity=lot.randint(0, 10))


def apply(workspace: Workspace, lot: Random, writer: Writer, day: date) -> None:
    """An application with what followed on the same day; one in thirty is still under way."""
    id = workspace.applications.add(
        f"Company {lot.randrange(900)}",
        lot.choice(("Editor", "Writer")),
        day=day,
        channel=lot.choice(("board", "referral", "own")),
        industry=lot.choice(("maps", "books", "water")),
        notes=writer.text(20),
    )
    for stage in STAGES[2 : 2 + lot.randrange(4)]:
        workspace.applications.advance(id, stage, day)
        workspace.rounds.add(id, "interview", day, doubt=writer.text(8))
    chance = lot.random()
    if chance < 0.6:
        rejection = workspace.rejections.log(application=id, day=day, message=writer.text(30))
        workspace.ritual.settle(rejection, CLOSING)
    elif chance < 0.97:
        workspace.applications.close(id, lot.choice(OUTCOMES), day)


def size(home: Path) -> int:
    """The bytes of the workspace's file."""
    return os.path.getsize(home / FILE)
