"""What a person can do with what they lean on, for the tests that do anything in any order; see `tests.verbs`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from core.workspace import Workspace
from tests.hostile import KEPT, REFUSED

Draw = Callable[[st.SearchStrategy[Any]], Any]
Verb = Callable[[Workspace, Draw], object]

texts = st.one_of(st.sampled_from(("walk", "talk", "")), st.sampled_from(KEPT + REFUSED), st.text(max_size=20))
kinds = st.sampled_from(("", "callback", "no such kind"))
items = st.sampled_from(("headline", "own-template", "no such item"))
lists = st.lists(texts, max_size=2)
sides = st.none() | st.integers(0, 4)


def some(w: Workspace, draw: Draw, table: str) -> str:
    """The id of some row of a table, or of none."""
    ids = [row["id"] for row in w.store.rows(f"SELECT id FROM {table} ORDER BY pk")]
    return str(draw(st.sampled_from(ids))) if ids else "no-such"


def question(w: Workspace, draw: Draw) -> str:
    return str(draw(st.sampled_from([question.id for question in w.strengths.questions.all()[:3]])))


VERBS: dict[str, Verb] = {
    "win": lambda w, draw: w.strengths.wins.note(draw(texts), draw(kinds), reward=draw(texts)),
    "change win": lambda w, draw: w.strengths.wins.change(some(w, draw, "wins"), words=draw(texts)),
    "tell of win": lambda w, draw: w.strengths.wins.told(some(w, draw, "wins"), draw(texts)),
    "remove win": lambda w, draw: w.strengths.wins.remove(some(w, draw, "wins")),
    "praise": lambda w, draw: w.strengths.praise.keep(draw(texts), draw(texts)),
    "change praise": lambda w, draw: w.strengths.praise.change(some(w, draw, "praise"), draw(texts), draw(texts)),
    "remove praise": lambda w, draw: w.strengths.praise.remove(some(w, draw, "praise")),
    "anchor": lambda w, draw: w.strengths.anchors.add(draw(texts), draw(texts), draw(texts)),
    "change anchor": lambda w, draw: w.strengths.anchors.change(some(w, draw, "anchors"), draw(texts), draw(texts), ""),
    "remove anchor": lambda w, draw: w.strengths.anchors.remove(some(w, draw, "anchors")),
    "why": lambda w, draw: w.strengths.whys.write(draw(texts)),
    "story": lambda w, draw: w.strengths.stories.add(draw(texts), skills=draw(lists), situation=draw(texts)),
    "change story": lambda w, draw: w.strengths.stories.change(
        some(w, draw, "stories"), questions=draw(st.none() | lists), opening=draw(texts)
    ),
    "tell story": lambda w, draw: w.strengths.stories.tell(some(w, draw, "stories"), draw(texts), draw(texts)),
    "follow up": lambda w, draw: w.strengths.stories.followed_by(some(w, draw, "stories"), draw(texts)),
    "remove story": lambda w, draw: w.strengths.stories.remove(some(w, draw, "stories")),
    "question": lambda w, draw: w.strengths.questions.add(draw(texts)),
    "answer": lambda w, draw: w.strengths.questions.answer(question(w, draw), draw(texts)),
    "remove question": lambda w, draw: w.strengths.questions.remove(some(w, draw, "questions")),
    "practise": lambda w, draw: w.strengths.tries.log(draw(texts), seconds=draw(st.integers(-1, 90)), calm=draw(sides)),
    "remove practice": lambda w, draw: w.strengths.tries.remove(some(w, draw, "tries")),
    "improve": lambda w, draw: w.strengths.checklists.improve(draw(items), draw(texts)),
    "take back": lambda w, draw: w.strengths.checklists.take_back(
        draw(items), w.today() - timedelta(days=draw(st.integers(0, 1)))
    ),
    "warm up": lambda w, draw: w.strengths.warm_ups.keep(some(w, draw, "rounds"), draw(texts), draw(texts)),
    "warmed up": lambda w, draw: w.strengths.warm_ups.finish(some(w, draw, "rounds")),
}
