"""The path from a no: its eight steps, what is written in them, and the step to go on with."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from core.record import record
from core.ritual.rejections import Rejection
from core.today.rest import Window

NAMING, WRITING, REFRAMING, LEARNING = "naming", "writing", "reframing", "learning"
ASKING, CLOSING, NEXT = "asking", "closing", "next"
STEPS = ("window", NAMING, WRITING, REFRAMING, LEARNING, ASKING, CLOSING, NEXT)
UNTOUCHED, OPEN, DONE, SKIPPED = "", "open", "done", "skipped"
CALM = (LEARNING, ASKING)  # not offered while the window is open; there when asked for
FIRST_THOUGHT = "first-thought"
STRONGEST, HEAVY = 10, 8


@record
class Felt:
    """A feeling by its word, the family of words it belongs to, and how strong it is (0 to 10, None: not said)."""

    word: str
    family: str = ""
    intensity: int | None = None


@record
class Step:
    """One turn of a step; `state` is one of the four above, `day` the last day it was touched.

    `pieces` are its answers by name. A state or a step that a newer version wrote is kept as it is.
    """

    step: str
    turn: int = 1
    state: str = UNTOUCHED
    day: date | None = None
    pieces: tuple[tuple[str, str], ...] = ()
    felt: tuple[Felt, ...] = ()

    def piece(self, item: str) -> str:
        """One answer; empty where there is none."""
        return dict(self.pieces).get(item, "")

    @property
    def settled(self) -> bool:
        """Whether nothing more is offered here."""
        return self.state not in (UNTOUCHED, OPEN)


@record
class Path:
    """A rejection and everything that was written on the way from it.

    `steps` are the eight in order, each in its latest turn, then any that a newer version knows; `earlier` the turns
    before. `here` is the step to go on
    with, empty where nothing is offered just now. `first_thought` is the first one ever written down here.
    """

    rejection: Rejection
    steps: tuple[Step, ...]
    earlier: tuple[Step, ...]
    first_thought: str
    window: Window | None
    window_open: bool
    here: str

    def step(self, name: str) -> Step:
        """The latest turn of a step."""
        return next((step for step in self.steps if step.step == name), Step(step=name))


def onward(path: Path, step: str) -> str:
    """Where a path goes on from a step: the next one that is offered after it, else the first that is."""
    later = path.steps[STEPS.index(step) + 1 :] if step in STEPS else ()
    return here(later, path.window_open) or path.here


def here(steps: tuple[Step, ...], window_open: bool) -> str:
    """The first step that is not settled, leaving out the ones that wait for calm."""
    for step in steps:
        waits = window_open and step.step in (*CALM, CLOSING, NEXT) and step.state == UNTOUCHED
        if not step.settled and not waits:
            return step.step
    return ""


def is_heavy(feelings: Iterable[Felt], words: Collection[str]) -> bool:
    """Whether one of the words of despair stands at 8 or more, so that the safety line is worth offering."""
    return any(felt.word in words and (felt.intensity or 0) >= HEAVY for felt in feelings)
