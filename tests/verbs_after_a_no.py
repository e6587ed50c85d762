"""What a person can do with applications and after a no, for the tests that do anything in any order.

As in `tests.test_undo`: a verb draws what it needs and does one thing; refusing is allowed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

from hypothesis import strategies as st

from core.applications.applications import OUTCOMES, STAGES
from core.applications.board import Filters
from core.applications.materials import KINDS
from core.ritual.closing import CANDLE, ONE_ROLE, OWN
from core.ritual.path import DONE, SKIPPED, STEPS, Felt
from core.ritual.rejections import CONTROLS, Reason
from core.workspace import Workspace
from tests.hostile import KEPT, REFUSED

Draw = Callable[[st.SearchStrategy[Any]], Any]
Verb = Callable[[Workspace, Draw], object]

texts = st.one_of(st.sampled_from(("Acme", "walk", "")), st.sampled_from(KEPT + REFUSED), st.text(max_size=20))
names = st.sampled_from(("Acme", "Acme Inc.", "Müller GmbH", "[/foo]", ""))
items = st.sampled_from(("first-thought", "excited", "own"))
steps = st.sampled_from(STEPS)
stages = st.sampled_from((*STAGES, "no such stage"))
offsets = st.integers(-20, 5)


def some(w: Workspace, draw: Draw, table: str) -> str:
    """The id of some row of a table, or of none."""
    ids = [row["id"] for row in w.store.rows(f"SELECT id FROM {table} ORDER BY pk")]
    return str(draw(st.sampled_from(ids))) if ids else "no-such"


def near(w: Workspace, draw: Draw) -> date:
    return w.today() + timedelta(days=draw(offsets))


def app(w: Workspace, draw: Draw) -> str:
    return some(w, draw, "applications")


def no(w: Workspace, draw: Draw) -> str:
    return some(w, draw, "rejections")


def log(w: Workspace, draw: Draw) -> None:
    known = draw(st.booleans())
    w.rejections.log(
        "" if known else draw(names),
        application=app(w, draw) if known else "",
        day=draw(st.none()) or near(w, draw),
        kind=draw(st.sampled_from(("", "silence", "call"))),
        message=draw(texts),
        reasons=draw(st.lists(st.sampled_from(("budget", "unknown", "")), max_size=2)),
    )


def felt(draw: Draw) -> list[Felt]:
    strengths = st.none() | st.integers(-1, 11)
    return [Felt(word=word, intensity=draw(strengths)) for word in draw(st.lists(texts, max_size=2))]


APPLICATIONS: dict[str, Verb] = {
    "add": lambda w, draw: w.applications.add(draw(names), draw(texts), draw(stages), near(w, draw), notes=draw(texts)),
    "change": lambda w, draw: w.applications.change(app(w, draw), role=draw(texts), posting=draw(texts)),
    "advance": lambda w, draw: w.applications.advance(app(w, draw), draw(stages), near(w, draw)),
    "close": lambda w, draw: w.applications.close(app(w, draw), draw(st.sampled_from(OUTCOMES)), near(w, draw)),
    "reopen": lambda w, draw: w.applications.reopen(app(w, draw)),
    "round": lambda w, draw: w.rounds.add(app(w, draw), draw(texts), near(w, draw), doubt=draw(texts)),
    "change round": lambda w, draw: w.rounds.change(some(w, draw, "rounds"), notes=draw(texts), day=near(w, draw)),
    "remove round": lambda w, draw: w.rounds.remove(some(w, draw, "rounds")),
    "material": lambda w, draw: w.materials.note(app(w, draw), draw(st.sampled_from(KINDS)), tailored=draw(texts)),
    "check": lambda w, draw: w.materials.tick(app(w, draw), "keywords", draw(st.booleans())),
    "slot": lambda w, draw: w.slots.add(draw(st.integers(0, 7)), time(9), 60),
    "free slot": lambda w, draw: w.slots.remove(some(w, draw, "slots")),
    "keep view": lambda w, draw: w.board.keep(draw(names), Filters(limbo=draw(st.booleans()))),
    "drop view": lambda w, draw: w.board.drop(some(w, draw, "saved_views")),
}

AFTER_A_NO: dict[str, Verb] = {
    "log": log,
    "note a no anew": lambda w, draw: w.rejections.change(no(w, draw), day=near(w, draw), message=draw(texts)),
    "sort reasons": lambda w, draw: w.rejections.sort(
        no(w, draw), [Reason(reason=draw(texts), control=draw(st.sampled_from(CONTROLS)))]
    ),
    "feel": lambda w, draw: w.ritual.feel(no(w, draw), draw(steps), felt(draw)),
    "settle": lambda w, draw: w.ritual.settle(no(w, draw), draw(steps), draw(st.sampled_from((DONE, SKIPPED)))),
    "take up": lambda w, draw: w.ritual.take_up(no(w, draw), draw(steps)),
    "repeat": lambda w, draw: w.ritual.repeat(no(w, draw), draw(steps)),
    "window": lambda w, draw: w.ritual.open_window(
        no(w, draw), draw(st.none()) or w.clock.now() + timedelta(hours=draw(st.integers(-1, 50)))
    ),
    "end window": lambda w, draw: w.ritual.end_window(no(w, draw)),
    "heard": lambda w, draw: w.ritual.heard(no(w, draw)),
    "write": lambda w, draw: w.writing.keep(no(w, draw), draw(texts)),
    "park": lambda w, draw: w.waiting.park(draw(texts), no(w, draw)),
    "decide": lambda w, draw: w.waiting.decide(some(w, draw, "parked"), draw(texts)),
    "hold": lambda w, draw: w.waiting.hold(draw(texts), draw(names), no(w, draw)),
    "settle held": lambda w, draw: w.waiting.settle(some(w, draw, "held")),
    "hold again": lambda w, draw: w.waiting.hold_again(some(w, draw, draw(st.sampled_from(("held", "parked"))))),
    "ask": lambda w, draw: w.feedback.draft(no(w, draw), draw(texts), day=near(w, draw)),
    "choose what to ask": lambda w, draw: w.asking.choose(
        no(w, draw), draw(st.sampled_from(("whom", "questions", "template"))), draw(texts | st.just("feedback-short"))
    ),
    "write to them": lambda w, draw: w.asking.write(no(w, draw), draw(texts)),
    "sent": lambda w, draw: w.feedback.sent(some(w, draw, "feedback"), near(w, draw)),
    "answered": lambda w, draw: w.feedback.answered(some(w, draw, "feedback"), draw(texts)),
    "decode": lambda w, draw: w.feedback.decode(some(w, draw, "feedback"), draw(texts), draw(texts)),
    "undecode": lambda w, draw: w.feedback.undecode(some(w, draw, "decoded")),
    "close path": lambda w, draw: w.closing.close(
        no(w, draw), draw(st.sampled_from((CANDLE, ONE_ROLE, OWN))), reflection=draw(texts), role=app(w, draw)
    ),
    "plan": lambda w, draw: w.closing.plan(no(w, draw), draw(texts), near(w, draw), cue=draw(texts)),
    "resolve": lambda w, draw: w.closing.resolve_to(draw(texts)),
    "door": lambda w, draw: w.doors.keep(no(w, draw), "touch", near(w, draw), body=draw(texts)),
    "move door": lambda w, draw: w.doors.move(some(w, draw, "doors"), near(w, draw)),
    "through door": lambda w, draw: w.doors.done(some(w, draw, "doors")),
    "not now": lambda w, draw: w.fatigue.not_now(),
    "never": lambda w, draw: w.fatigue.never(),
}

VERBS = APPLICATIONS | {f"{name} (after a no)": verb for name, verb in AFTER_A_NO.items()}
VERBS["keep (after a no)"] = lambda w, draw: w.ritual.keep(no(w, draw), draw(steps), draw(items), draw(texts))
