"""Undo, redo and the change log, for any sequence of anything a person can do.

A new part of the domain adds its verbs to `VERBS`: a function that draws what it needs and does
one thing. It has to leave at most one step of undo; refusing is allowed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from core.clock import Clock
from core.errors import NotFound, Refused
from core.workspace import Workspace
from tests.hostile import KEPT, REFUSED
from tests.replay import exported, replayed

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)

texts = st.one_of(st.sampled_from(("walk", "talk", "", " x ")), st.sampled_from(KEPT + REFUSED), st.text(max_size=20))
words = st.sampled_from(("walk", "Hope", "c++", "[/foo]", "", "日本"))
days = st.integers(-40, 40).map(lambda n: TODAY + timedelta(days=n))

Draw = Callable[[st.SearchStrategy[Any]], Any]
Verb = Callable[[Workspace, Draw], object]


def one(workspace: Workspace, draw: Draw, table: str) -> str:
    """The id of some row of a table, or of none."""
    ids = [row["id"] for row in workspace.store.rows(f"SELECT id FROM {table} ORDER BY pk")]
    return str(draw(st.sampled_from(ids))) if ids else "no-such"


def entry(workspace: Workspace, draw: Draw) -> str:
    return one(workspace, draw, "entries")


def keep_draft(workspace: Workspace, draw: Draw) -> None:
    workspace.drafts.keep(draw(st.sampled_from(("entry:new", f"entry:{entry(workspace, draw)}"))), draw(texts))


def commit_draft(workspace: Workspace, draw: Draw) -> None:
    for draft in workspace.drafts.all("entry:")[:1]:
        workspace.journal.commit(draft.key, draft.body)


VERBS: dict[str, Verb] = {
    "write": lambda w, draw: w.journal.write(draw(texts), prompt=draw(words), day=draw(st.none() | days)),
    "edit": lambda w, draw: w.journal.edit(entry(w, draw), draw(texts)),
    "move entry": lambda w, draw: w.journal.move(entry(w, draw), draw(days)),
    "remove entry": lambda w, draw: w.journal.remove(entry(w, draw)),
    "tag": lambda w, draw: w.journal.tag(entry(w, draw), draw(words), draw(words)),
    "untag": lambda w, draw: w.journal.untag(entry(w, draw), draw(words)),
    "retag": lambda w, draw: w.journal.retag(entry(w, draw), draw(st.lists(words, max_size=3))),
    "feel": lambda w, draw: w.journal.feel(
        entry(w, draw), draw(words), intensity=draw(st.none() | st.integers(-1, 11))
    ),
    "unfeel": lambda w, draw: w.journal.unfeel(entry(w, draw), draw(words)),
    "keep draft": keep_draft,
    "commit draft": commit_draft,
    "name": lambda w, draw: w.settings.set("name", draw(texts)),
}


class Anything(RuleBasedStateMachine):
    """Verbs, undo and redo in any order; `history` is what the export looked like after each step."""

    @initialize()
    def begin(self) -> None:
        seconds = count()
        self.workspace = Workspace.memory(Clock(lambda: NOON + timedelta(seconds=next(seconds)), UTC))
        self.history = [exported(self.workspace)]
        self.at = 0

    def steps(self) -> int:
        return self.workspace.store.count("SELECT count(*) FROM acts WHERE state = 'done'")

    @rule(verb=st.sampled_from(sorted(VERBS)), data=st.data())
    def do(self, verb: str, data: st.DataObject) -> None:
        before = self.steps()
        try:
            VERBS[verb](self.workspace, data.draw)
        except (Refused, NotFound):
            assert self.steps() == before
        after = exported(self.workspace)
        if self.steps() == before:
            assert after == self.history[self.at], "a change without a step of undo"
        else:
            assert self.steps() == before + 1, "more than one step of undo"
            self.history[self.at + 1 :] = [after]
            self.at += 1

    @precondition(lambda self: self.at > 0)
    @rule()
    def undo(self) -> None:
        assert self.workspace.undo.undo() is not None
        self.at -= 1
        assert exported(self.workspace) == self.history[self.at]

    @precondition(lambda self: self.at < len(self.history) - 1)
    @rule()
    def redo(self) -> None:
        assert self.workspace.undo.redo() is not None
        self.at += 1
        assert exported(self.workspace) == self.history[self.at]

    @invariant()
    def the_index_agrees_with_the_rows(self) -> None:
        if hasattr(self, "workspace"):
            self.workspace.store.conn.execute("INSERT INTO search (search) VALUES ('integrity-check')")

    def teardown(self) -> None:
        if not hasattr(self, "workspace"):
            return
        assert exported(replayed(self.workspace.store)) == exported(self.workspace)
        while self.at > 0:
            self.undo()
        assert self.workspace.undo.undo() is None
        while self.at < len(self.history) - 1:
            self.redo()
        assert exported(replayed(self.workspace.store)) == self.history[-1]


TestAnything = Anything.TestCase
TestAnything.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
