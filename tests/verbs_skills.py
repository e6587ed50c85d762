"""Everything a person can do with skills, postings, the plan and the team; see `tests.verbs`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from core.workspace import Workspace
from tests.hostile import KEPT, REFUSED

Draw = Callable[[st.SearchStrategy[Any]], Any]
Verb = Callable[[Workspace, Draw], object]

texts = st.one_of(st.sampled_from(("walk", "talk", "")), st.sampled_from(KEPT + REFUSED), st.text(max_size=20))
words = st.sampled_from(("walk", "c++", "[/foo]", "", "日本"))
days = st.integers(-40, 40).map(lambda n: date(2026, 11, 22) + timedelta(days=n))

NAMES = st.sampled_from(("SQL", "sql", "C++", "beekeeping", "", "日本", "[/foo]"))
BODIES = texts | st.sampled_from(("SQL and Excel skills", "Must have: C++\nNice to have: SQL", "We keep bees. SQL."))
SEATS = st.lists(st.sampled_from(("mentor", "believer", "a seat of my own", "")), max_size=3)


def some(workspace: Workspace, draw: Draw, table: str) -> str:
    """The id of some row of a table, or of none."""
    ids = [row["id"] for row in workspace.store.rows(f"SELECT id FROM {table} ORDER BY pk")]
    return str(draw(st.sampled_from(ids))) if ids else "no-such"


def finish(workspace: Workspace, draw: Draw) -> None:
    workspace.skills.plan.finish(some(workspace, draw, "plans"), draw(texts), win=draw(words), story=draw(words))


SKILLS: dict[str, Verb] = {
    "add skill": lambda w, draw: w.skills.add(draw(NAMES)),
    "rate": lambda w, draw: w.skills.rate(some(w, draw, "skills"), draw(st.none() | st.integers(-1, 6))),
    "choose skill": lambda w, draw: w.skills.choose(some(w, draw, "skills"), draw(st.booleans())),
    "put skill aside": lambda w, draw: w.skills.put_aside(some(w, draw, "skills"), draw(st.booleans())),
    "describe skill": lambda w, draw: w.skills.describe(some(w, draw, "skills"), draw(texts)),
    "prove": lambda w, draw: w.skills.prove(
        some(w, draw, "skills"), draw(texts), draw(st.sampled_from(("story", "?")))
    ),
    "unprove": lambda w, draw: w.skills.unprove(some(w, draw, "proofs")),
    "read posting": lambda w, draw: w.skills.postings.add(draw(BODIES), draw(words)),
    "posting of application": lambda w, draw: w.skills.postings.from_application(some(w, draw, "applications")),
    "reject": lambda w, draw: w.skills.postings.reject(some(w, draw, "asked"), draw(st.booleans())),
    "accept": lambda w, draw: w.skills.postings.accept(some(w, draw, "asked")),
    "name words": lambda w, draw: w.skills.postings.name(some(w, draw, "postings"), draw(words), draw(NAMES)),
    "aim": lambda w, draw: w.skills.postings.aim(some(w, draw, "postings"), draw(st.booleans())),
    "remove posting": lambda w, draw: w.skills.postings.remove(some(w, draw, "postings")),
    "plan item": lambda w, draw: w.skills.plan.add(draw(NAMES), draw(texts), draw(days), draw(days), why=draw(words)),
    "change item": lambda w, draw: w.skills.plan.change(some(w, draw, "plans"), last=draw(days), notes=draw(texts)),
    "move item": lambda w, draw: w.skills.plan.move(some(w, draw, "plans"), draw(days)),
    "log time": lambda w, draw: w.skills.plan.log(
        some(w, draw, "plans"), draw(st.integers(-1, 90)), draw(st.none() | days)
    ),
    "unlog time": lambda w, draw: w.skills.plan.unlog(some(w, draw, "sittings")),
    "finish item": finish,
    "let item go": lambda w, draw: w.skills.plan.let_go(some(w, draw, "plans")),
    "reopen item": lambda w, draw: w.skills.plan.reopen(some(w, draw, "plans")),
}
TEAM: dict[str, Verb] = {
    "add person": lambda w, draw: w.team.people.add(
        draw(texts), cadence=draw(st.none() | st.integers(0, 9)), seats=draw(SEATS)
    ),
    "change person": lambda w, draw: w.team.people.change(
        some(w, draw, "people"), notes=draw(texts), cadence=draw(st.none() | st.integers(1, 9)), seats=draw(SEATS)
    ),
    "sit": lambda w, draw: w.team.people.sit(some(w, draw, "people"), draw(words)),
    "let person go": lambda w, draw: w.team.people.let_go(some(w, draw, "people")),
    "take person back": lambda w, draw: w.team.people.take_back(some(w, draw, "people")),
    "check in": lambda w, draw: w.team.check_in(some(w, draw, "people"), draw(texts), draw(st.none() | days)),
    "next talk": lambda w, draw: w.team.next_on(some(w, draw, "people"), draw(st.none() | days)),
    "promise": lambda w, draw: w.team.promises.make(
        some(w, draw, "people"), draw(texts), draw(st.sampled_from(("mine", "theirs", "?")))
    ),
    "settle promise": lambda w, draw: w.team.promises.settle(
        some(w, draw, "promises"), draw(st.sampled_from(("kept", "let go", "open")))
    ),
    "keep sentence": lambda w, draw: w.team.sentences.keep(some(w, draw, "people"), draw(texts)),
    "drop sentence": lambda w, draw: w.team.sentences.drop(some(w, draw, "sentences")),
}
VERBS: dict[str, Verb] = SKILLS | TEAM


def begin(workspace: Workspace) -> None:
    """One of each thing that most of these verbs are about."""
    today = workspace.today()
    workspace.skills.postings.add("SQL and Excel skills")
    workspace.skills.plan.add("SQL", "a course", today, today)
    workspace.team.people.add("Dele", cadence=7)
