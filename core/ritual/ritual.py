"""The ritual: what can follow a no, in eight steps, each one skippable, resumable, editable and repeatable.

A step is a row with its own state, and every answer in it is a row of its own, written as soon as it is typed. A
repeated step is a new turn: what was written before stays where it is. The path is closed by its closing step and by
nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from sqlite3 import Row

from core import days, text
from core.clock import stamp
from core.content import Content
from core.due import LATER, WINDOW, Due
from core.errors import Refused
from core.ritual.path import (
    CLOSING,
    DONE,
    FIRST_THOUGHT,
    NAMING,
    NEXT,
    OPEN,
    SKIPPED,
    STEPS,
    STRONGEST,
    Felt,
    Path,
    Step,
    here,
    is_heavy,
)
from core.ritual.rejections import Rejections
from core.storage.ids import same_id
from core.storage.store import Door, Store
from core.today.rest import Rests, Window
from core.today.said import Said

TOLD_FOR = timedelta(days=2)  # after that, nobody needs to hear that a window has ended


class Ritual:
    """The steps of every rejection."""

    def __init__(self, store: Store, rejections: Rejections, rests: Rests, said: Said, content: Content) -> None:
        self._store = store
        self._rejections = rejections
        self._rests = rests
        self._said = said
        self._content = content

    def path(self, rejection: str) -> Path:
        """Where a ritual stands. Raises `NotFound`."""
        kept = self._rejections.get(rejection)
        turns = self._turns(rejection)
        latest = {turn.step: turn for turn in turns}
        steps = tuple(latest.pop(name, Step(step=name)) for name in STEPS)
        window = self._rests.window_about(rejection)
        window_open = window is not None and window.ends > self._store.clock.now()
        thoughts = (turn.piece(FIRST_THOUGHT) for turn in turns if turn.step == NAMING)
        return Path(
            rejection=kept,
            steps=(*steps, *latest.values()),
            earlier=tuple(turn for turn in turns if turn not in steps and turn.step not in latest),
            first_thought=next(filter(None, thoughts), ""),
            window=window,
            window_open=window_open,
            here=here(steps, window_open),
        )

    def current(self) -> str:
        """The rejection to show when none is named: the latest open one, else one closed this week without its next
        thing; empty where there is none."""
        for rejection in self._rejections.open():
            return rejection.id
        since = self._store.clock.today() - timedelta(days=7)
        for rejection in self._rejections.closed(limit=10):
            if rejection.closed and rejection.closed > since and not self.path(rejection.id).step(NEXT).settled:
                return rejection.id
        return ""

    def keep(self, rejection: str, step: str, item: str, body: str) -> None:
        """Keep one answer as it is typed; the step is begun by it. Raises `NotFound` and `Refused`."""
        kept = text.clean(body, what="What you wrote").strip("\n")
        _known(step)
        self._rejections.get(rejection)
        with self._store.write("Keep what you wrote") as door:
            id = same_id("piece", self._begun(door, rejection, step), item)
            if door.current("pieces", id):
                door.update("pieces", id, body=kept)
            else:
                owner = self._begun(door, rejection, step)
                door.insert("pieces", id=id, step=owner, item=item, body=kept, at=stamp(door.now))

    def feel(self, rejection: str, step: str, feelings: Sequence[Felt]) -> bool:
        """These are the feelings at a step (before at `NAMING`, after at `REFRAMING`), in place of those noted there.

        True where the safety line is worth offering: despair at 8 or more, for the first time on this path. Raises
        `NotFound`, and `Refused` for an intensity outside 0 to 10.
        """
        if any(not 0 <= felt.intensity <= STRONGEST for felt in feelings if felt.intensity is not None):
            raise Refused("How strong a feeling is goes from 0 to 10. Nothing was changed.")
        _known(step)
        self._rejections.get(rejection)
        named = {text.line(felt.word, what="This word", limit=60): felt for felt in feelings}
        heavy = {word for row in self._content.choices("feelings") if row.heavy for word in (row.id, row.text)}
        before = [felt for turn in self._turns(rejection) for felt in turn.felt]
        with self._store.write("Name what you feel") as door:
            owner = self._begun(door, rejection, step)
            for row in self._store.rows("SELECT id, word FROM felt WHERE step = ?", owner):
                if row["word"] not in named:
                    door.delete("felt", row["id"])
            for word, felt in named.items():
                id = same_id("felt", owner, word)
                if word and door.current("felt", id):
                    door.update("felt", id, family=felt.family, intensity=felt.intensity)
                elif word:
                    strength, family, at = felt.intensity, felt.family, stamp(door.now)
                    door.insert("felt", id=id, step=owner, word=word, family=family, intensity=strength, at=at)
        return is_heavy(feelings, heavy) and not is_heavy(before, heavy)

    def settle(self, rejection: str, step: str, state: str = DONE) -> None:
        """The step is done (or `SKIPPED`, which is as good). Settling the closing step closes the path."""
        _known(step)
        self._rejections.get(rejection)
        with self._store.write("Leave a step out" if state == SKIPPED else "Finish a step") as door:
            today = self._store.clock.today().isoformat()
            door.update("ritual_steps", self._begun(door, rejection, step), state=state, day=today)
            if step == CLOSING:
                door.update("rejections", rejection, closed=today)

    def take_up(self, rejection: str, step: str) -> None:
        """The step is open again, with everything in it. Taking up the closing step opens the path again."""
        _known(step)
        self._rejections.get(rejection)
        with self._store.write("Take up a step again") as door:
            door.update("ritual_steps", self._begun(door, rejection, step), state=OPEN)
            if step == CLOSING:
                door.update("rejections", rejection, closed="")

    def repeat(self, rejection: str, step: str) -> None:
        """Do a step once more, on an empty page; what was written before stays. One never begun is simply begun."""
        _known(step)
        self._rejections.get(rejection)
        with self._store.write("Do a step once more") as door:
            turn = self._turn(rejection, step)
            self._begin(door, rejection, step, turn + 1 if self._holds(rejection, step, turn) else max(turn, 1))
            if step == CLOSING:
                door.update("rejections", rejection, closed="")

    def open_window(self, rejection: str, ends: datetime | None = None) -> None:
        """Set the time to feel it, or set it anew: one window for one rejection. `ends` as in `Rests.open_window`."""
        self._rejections.get(rejection)
        with self._store.write("Open a feelings window"):
            self._rests.open_window(ends, rejection)
            self.settle(rejection, "window")

    def end_window(self, rejection: str) -> None:
        """The time is over, because the person says so; nothing announces it then."""
        window = self._rests.window_about(rejection)
        if window is None or window.ends <= self._store.clock.now():
            return
        with self._store.write("End the window"):
            self._rests.end_window(window.id)
            self.heard(rejection)

    def heard(self, rejection: str) -> None:
        """The end of the window was said; it is not said again."""
        window = self._rests.window_about(rejection)
        if window and not self._said.once(_over(window)):
            self._said.note(_over(window))

    def due(self, day: date) -> Iterable[Due]:
        """What the end of a window opens, said once; and each open path, quietly."""
        light = self._rests.light(day)
        if day != self._store.clock.today() or (light and light.mode == "rest"):
            return
        for rejection in self._rejections.open():
            path = self.path(rejection.id)
            if not path.here:
                continue
            company = rejection.company or rejection.role
            names = {row.id: row.name for row in self._content.steps()}
            said = self._content.say("rituals.due.step", step=names.get(path.here, path.here), company=company)
            window = path.window
            recent = window and not path.window_open and self._store.clock.now() - window.ends < TOLD_FOR
            if window and recent and not self._said.once(_over(window)):
                ended = self._content.say("rituals.due.window")
                yield Due(key=f"ritual:{rejection.id}", text=ended, detail=said, rank=WINDOW, group="ritual")
            else:
                yield Due(key=f"ritual:{rejection.id}", text=said, rank=LATER, group="ritual")

    def _turns(self, rejection: str) -> list[Step]:
        """Every turn of every step, older turns first."""
        pieces: dict[str, list[tuple[str, str]]] = {}
        for row in self._store.rows(
            "SELECT p.step, p.item, p.body FROM ritual_steps s JOIN pieces p ON p.step = s.id "
            "WHERE s.rejection = ? ORDER BY p.at, p.item",
            rejection,
        ):
            pieces.setdefault(row["step"], []).append((row["item"], row["body"]))
        felt: dict[str, list[Felt]] = {}
        for row in self._store.rows(
            "SELECT f.* FROM ritual_steps s JOIN felt f ON f.step = s.id WHERE s.rejection = ? ORDER BY f.at, f.word",
            rejection,
        ):
            found = Felt(word=row["word"], family=row["family"], intensity=row["intensity"])
            felt.setdefault(row["step"], []).append(found)
        rows = self._store.rows("SELECT * FROM ritual_steps WHERE rejection = ? ORDER BY turn, at", rejection)
        return [_step(row, tuple(pieces.get(row["id"], ())), tuple(felt.get(row["id"], ()))) for row in rows]

    def _turn(self, rejection: str, step: str) -> int:
        """The latest turn of a step, 0 where it was never begun."""
        sql = "SELECT max(turn) FROM ritual_steps WHERE rejection = ? AND step = ?"
        return self._store.count(sql, rejection, step)

    def _holds(self, rejection: str, step: str, turn: int) -> bool:
        """Whether there is anything in a turn: an answer, a feeling, or that it was settled."""
        id = same_id("ritual_step", rejection, step, str(turn))
        sql = (
            "SELECT EXISTS (SELECT 1 FROM ritual_steps WHERE id = ? AND state <> 'open') "
            "OR EXISTS (SELECT 1 FROM pieces WHERE step = ?) OR EXISTS (SELECT 1 FROM felt WHERE step = ?)"
        )
        return bool(self._store.count(sql, id, id, id))

    def _begun(self, door: Door, rejection: str, step: str) -> str:
        """The id of the latest turn of a step, begun if it was not."""
        return self._begin(door, rejection, step, max(self._turn(rejection, step), 1))

    def _begin(self, door: Door, rejection: str, step: str, turn: int) -> str:
        id = same_id("ritual_step", rejection, step, str(turn))
        if door.current("ritual_steps", id) is None:
            day, at = self._store.clock.today().isoformat(), stamp(door.now)
            door.insert("ritual_steps", id=id, rejection=rejection, step=step, turn=turn, state=OPEN, day=day, at=at)
        return id


def _step(row: Row, pieces: tuple[tuple[str, str], ...], felt: tuple[Felt, ...]) -> Step:
    return Step(
        step=row["step"], turn=row["turn"], state=row["state"], day=days.stored(row["day"]), pieces=pieces, felt=felt
    )


def _over(window: Window) -> str:
    return f"window:{window.id}:{stamp(window.ends)}"


def _known(step: str) -> None:
    if step not in STEPS:
        raise Refused(f"A step is one of these: {', '.join(STEPS)}. Nothing was changed.")
