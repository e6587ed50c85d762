"""Everything a person can do to a workspace, for tests of any sequence of it.

A new part of the domain adds its verbs here: each draws what it needs, does one thing, and leaves
at most one step of undo. It may refuse.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from core.applications.applications import OUTCOMES, STAGES
from core.applications.board import Filters
from core.today.efforts import KINDS
from core.today.routine import FAMILIES
from core.workspace import Workspace
from tests import verbs_after_a_no, verbs_skills, verbs_strengths
from tests.hostile import KEPT, REFUSED

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)

texts = st.one_of(st.sampled_from(("walk", "talk", "", " x ")), st.sampled_from(KEPT + REFUSED), st.text(max_size=20))
words = st.sampled_from(("walk", "Hope", "c++", "[/foo]", "", "日本"))
days = st.integers(-40, 40).map(lambda n: TODAY + timedelta(days=n))
times = st.integers(-80, 80).map(lambda n: NOON + timedelta(hours=n))
stages = st.sampled_from((*STAGES, "nowhere"))

Draw = Callable[[st.SearchStrategy[Any]], Any]
Verb = Callable[[Workspace, Draw], object]


def some(workspace: Workspace, draw: Draw, table: str) -> str:
    """The id of some row of a table; one that does not exist where there are none."""
    ids = [row["id"] for row in workspace.store.rows(f"SELECT id FROM {table} ORDER BY pk")]
    return str(draw(st.sampled_from(ids))) if ids else "no-such"


def keep_draft(workspace: Workspace, draw: Draw) -> None:
    key = f"entry:{draw(st.sampled_from(('new', some(workspace, draw, 'entries'))))}"
    workspace.drafts.keep(key, draw(texts))


def commit_draft(workspace: Workspace, draw: Draw) -> None:
    for draft in workspace.drafts.all("entry:")[:1]:
        workspace.journal.commit(draft.key, draft.body)


def tick(workspace: Workspace, draw: Draw) -> None:
    amounts = draw(st.sampled_from(({}, {}, {"count": 2}, {"minutes": 10}, {"count": -1})))
    day = draw(st.none() | st.just(TODAY) | days)
    workspace.routine.tick(some(workspace, draw, "practices"), day=day, note=draw(words), **amounts)


def change_practice(workspace: Workspace, draw: Draw) -> None:
    workspace.routine.change(
        some(workspace, draw, "practices"),
        name=draw(texts),
        family=draw(st.sampled_from(FAMILIES)),
        kind=draw(st.sampled_from(("tick", "count", "minutes"))),
        per=draw(st.sampled_from(("day", "week"))),
        target=draw(st.sampled_from((None, 3, -1))),
        light=draw(st.booleans()),
        why=draw(words),
    )


JOURNAL: dict[str, Verb] = {
    "write": lambda w, draw: w.journal.write(draw(texts), prompt=draw(words), day=draw(st.none() | days)),
    "edit": lambda w, draw: w.journal.edit(some(w, draw, "entries"), draw(texts)),
    "move entry": lambda w, draw: w.journal.move(some(w, draw, "entries"), draw(days)),
    "remove entry": lambda w, draw: w.journal.remove(some(w, draw, "entries")),
    "tag": lambda w, draw: w.journal.tag(some(w, draw, "entries"), draw(words), draw(words)),
    "untag": lambda w, draw: w.journal.untag(some(w, draw, "entries"), draw(words)),
    "retag": lambda w, draw: w.journal.retag(some(w, draw, "entries"), draw(st.lists(words, max_size=3))),
    "feel": lambda w, draw: w.journal.feel(
        some(w, draw, "entries"), draw(words), intensity=draw(st.none() | st.integers(-1, 11))
    ),
    "unfeel": lambda w, draw: w.journal.unfeel(some(w, draw, "entries"), draw(words)),
    "keep draft": keep_draft,
    "commit draft": commit_draft,
}
TODAYS: dict[str, Verb] = {
    "name": lambda w, draw: w.settings.set("name", draw(texts)),
    "take up": lambda w, draw: w.routine.add(draw(texts), origin=draw(st.sampled_from((None, "walk")))),
    "change practice": change_practice,
    "move practice": lambda w, draw: w.routine.move(some(w, draw, "practices"), draw(st.integers(-2, 2))),
    "pause": lambda w, draw: w.routine.pause(some(w, draw, "practices")),
    "resume": lambda w, draw: w.routine.resume(some(w, draw, "practices")),
    "retire": lambda w, draw: w.routine.retire(some(w, draw, "practices")),
    "tick": tick,
    "clear": lambda w, draw: w.routine.clear(some(w, draw, "practices"), draw(days)),
    "skip": lambda w, draw: w.routine.skip(some(w, draw, "practices"), day=draw(st.none() | days), word=draw(texts)),
    "lighten": lambda w, draw: w.rests.lighten(draw(days)),
    "fill": lambda w, draw: w.rests.fill(draw(days)),
    "rest": lambda w, draw: w.rests.rest_until(draw(days)),
    "open window": lambda w, draw: w.rests.open_window(draw(st.none() | times), draw(words)),
    "move window": lambda w, draw: w.rests.move_window(some(w, draw, "windows"), draw(times)),
    "end window": lambda w, draw: w.rests.end_window(some(w, draw, "windows")),
    "snooze": lambda w, draw: w.rests.snooze(draw(words), draw(times)),
    "plan": lambda w, draw: w.steps.plan(draw(texts), draw(days), cue=draw(words), source=draw(words)),
    "finish step": lambda w, draw: w.steps.finish(some(w, draw, "steps")),
    "let step go": lambda w, draw: w.steps.let_go(some(w, draw, "steps")),
    "change step": lambda w, draw: w.steps.change(some(w, draw, "steps"), draw(texts), draw(days)),
    "count effort": lambda w, draw: w.efforts.add(
        draw(st.sampled_from(KINDS)), draw(st.integers(-1, 3)), note=draw(texts)
    ),
    "close day": lambda w, draw: w.evenings.close(
        draw(days), gratitudes=draw(st.lists(texts, max_size=3)), mood=draw(words), tomorrow=draw(words)
    ),
}
APPLICATIONS: dict[str, Verb] = {
    "apply": lambda w, draw: w.applications.add(draw(texts), draw(words), draw(stages), draw(st.none() | days)),
    "change application": lambda w, draw: w.applications.change(some(w, draw, "applications"), notes=draw(texts)),
    "advance": lambda w, draw: w.applications.advance(some(w, draw, "applications"), draw(stages)),
    "close application": lambda w, draw: w.applications.close(
        some(w, draw, "applications"), draw(st.sampled_from((*OUTCOMES, "?")))
    ),
    "reopen": lambda w, draw: w.applications.reopen(some(w, draw, "applications")),
    "touch": lambda w, draw: w.applications.touch(some(w, draw, "applications"), draw(days)),
    "keep view": lambda w, draw: w.board.keep(draw(words), Filters()),
    "drop view": lambda w, draw: w.board.drop(some(w, draw, "saved_views")),
}
VERBS: dict[str, Verb] = (
    JOURNAL | TODAYS | APPLICATIONS | verbs_after_a_no.VERBS | verbs_strengths.VERBS | verbs_skills.VERBS
)


def begin(workspace: Workspace) -> None:
    """One of each thing that most verbs are about, so that few of them find nothing."""
    workspace.journal.write("the first entry")
    workspace.routine.add("Walk", family="body")
    workspace.steps.plan("read one posting", TODAY)
    workspace.applications.add("Harbour Books", "Editor")
    verbs_skills.begin(workspace)
