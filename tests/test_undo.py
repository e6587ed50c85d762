"""Undo, redo and the change log, for any sequence of anything a person can do (`tests.verbs`)."""

from __future__ import annotations

from datetime import UTC, timedelta
from itertools import count

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from core.agenda import PARTS
from core.clock import Clock
from core.errors import OnwardError
from core.workspace import Workspace
from tests.replay import exported, replayed
from tests.verbs import NOON, TODAY, VERBS, begin


class Anything(RuleBasedStateMachine):
    """Verbs, undo and redo in any order; `history` is what the export looked like after each step."""

    @initialize()
    def begin(self) -> None:
        seconds = count()
        self.workspace = Workspace.memory(Clock(lambda: NOON + timedelta(seconds=next(seconds)), UTC))
        self.history = [exported(self.workspace)]
        self.at = 0
        with self.workspace.store.write("Begin"):
            begin(self.workspace)
        self._stepped()

    def steps(self) -> int:
        return self.workspace.store.count("SELECT count(*) FROM acts WHERE state = 'done'")

    @rule(verb=st.sampled_from(sorted(VERBS)), data=st.data())
    def do(self, verb: str, data: st.DataObject) -> None:
        before = self.steps()
        try:
            VERBS[verb](self.workspace, data.draw)
        except OnwardError:
            assert self.steps() == before
        if self.steps() == before:
            assert exported(self.workspace) == self.history[self.at], "a change without a step of undo"
        else:
            assert self.steps() == before + 1, "more than one step of undo"
            self._stepped()

    def _stepped(self) -> None:
        self.history[self.at + 1 :] = [exported(self.workspace)]
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

    @invariant()
    def a_part_that_is_not_asked_has_nothing_due(self) -> None:
        if hasattr(self, "workspace"):
            for day in (TODAY, TODAY + timedelta(days=1)):
                silent = set(PARTS) - set(self.workspace.agenda.parts(day))
                assert not [due for part in silent for due in getattr(self.workspace, part).due(day)]

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
