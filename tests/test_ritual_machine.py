"""Whatever is done in whatever order: no word is lost, nothing opens twice, nothing closes that is open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from core.applications.board import ARCHIVE, BOARD, Filters
from core.errors import NotFound, Refused
from core.ritual.path import STEPS
from core.workspace import Workspace
from tests.after_a_no import Watch
from tests.replay import exported, replayed
from tests.verbs_after_a_no import AFTER_A_NO, APPLICATIONS, items, names, no, steps, texts

ZONES = ("UTC", "Europe/Berlin", "Pacific/Auckland", "America/St_Johns")
# The evenings before the clocks change in Berlin, a leap day, and an ordinary one.
STARTS = (
    datetime(2026, 3, 28, 18, tzinfo=UTC),
    datetime(2026, 10, 24, 18, tzinfo=UTC),
    datetime(2028, 2, 28, 18, tzinfo=UTC),
    datetime(2026, 11, 17, 9, tzinfo=UTC),
)

Place = tuple[str, str, int, str]


class AnythingAfterANo(RuleBasedStateMachine):
    """`words` is every answer as it was last typed, by rejection, step, turn and name."""

    @initialize(start=st.sampled_from(STARTS), zone=st.sampled_from(ZONES))
    def begin(self, start: datetime, zone: str) -> None:
        self.watch = Watch(start, ZoneInfo(zone))
        self.workspace = Workspace.memory(self.watch.clock)
        self.words: dict[Place, str] = {}
        for company in ("First", "Second"):
            self.workspace.rejections.log(company)

    @rule(verb=st.sampled_from(sorted(AFTER_A_NO)), data=st.data())
    def after_a_no(self, verb: str, data: st.DataObject) -> None:
        try:
            AFTER_A_NO[verb](self.workspace, data.draw)
        except (Refused, NotFound):
            return

    @rule(verb=st.sampled_from(sorted(APPLICATIONS)), data=st.data())
    def applying(self, verb: str, data: st.DataObject) -> None:
        try:
            APPLICATIONS[verb](self.workspace, data.draw)
        except (Refused, NotFound):
            return

    @rule(step=steps, item=items, body=texts, data=st.data())
    def keep(self, step: str, item: str, body: str, data: st.DataObject) -> None:
        rejection = no(self.workspace, data.draw)
        try:
            self.workspace.ritual.keep(rejection, step, item, body)
        except (Refused, NotFound):
            return
        turn = self.workspace.ritual.path(rejection).step(step)
        self.words[(rejection, step, turn.turn, item)] = turn.piece(item)

    @rule(hours=st.integers(1, 50), data=st.data())
    def feelings_window(self, hours: int, data: st.DataObject) -> None:
        try:
            self.workspace.ritual.open_window(no(self.workspace, data.draw), self.watch.now + timedelta(hours=hours))
        except (Refused, NotFound):
            return

    @rule(company=names)
    def another_no(self, company: str) -> None:
        if company:
            self.workspace.rejections.log(company)

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours: int) -> None:
        self.watch.turn(hours=hours)

    @rule(zone=st.sampled_from(ZONES))
    def travel(self, zone: str) -> None:
        self.workspace.clock.zone = ZoneInfo(zone)

    @rule()
    def back_and_forth(self) -> None:
        before = exported(self.workspace)
        if self.workspace.undo.undo():
            self.workspace.undo.redo()
        assert exported(self.workspace) == before

    def turns(self, rejection: str) -> dict[tuple[str, int], dict[str, str]]:
        path = self.workspace.ritual.path(rejection)
        return {(turn.step, turn.turn): dict(turn.pieces) for turn in (*path.earlier, *path.steps)}

    @invariant()
    def no_word_is_lost(self) -> None:
        for (rejection, step, turn, item), body in self.words.items():
            assert self.turns(rejection)[step, turn][item] == body

    @invariant()
    def one_window_for_one_rejection(self) -> None:
        doubled = "SELECT count(*) FROM (SELECT subject FROM windows GROUP BY subject HAVING count(*) > 1)"
        assert self.workspace.store.count(doubled) == 0
        assert self.workspace.store.count("SELECT count(*) FROM windows WHERE ends < opened") == 0

    @invariant()
    def an_application_whose_ritual_is_open_is_on_the_board(self) -> None:
        board = {line.id for line in self.workspace.board.page(Filters(shelf=BOARD), limit=1000)}
        archive = {line.id for line in self.workspace.board.page(Filters(shelf=ARCHIVE), limit=1000)}
        assert {rejection.application for rejection in self.workspace.rejections.open()} <= board
        assert not board & archive
        assert len(board | archive) == self.workspace.store.count("SELECT count(*) FROM applications")

    @invariant()
    def no_application_has_two_open_rituals(self) -> None:
        open_ = [rejection.application for rejection in self.workspace.rejections.open()]
        assert len(open_) == len(set(open_))

    @invariant()
    def there_is_at_most_one_next_and_it_is_listed(self) -> None:
        day = self.workspace.agenda.day()
        keys = [due.key for due in day.items]
        assert len(keys) == len(set(keys))
        assert day.next is None or (day.next in day.items and not day.next.done)

    @invariant()
    def the_first_thought_is_the_first_one_written(self) -> None:
        for rejection in {place[0] for place in self.words}:
            turns = self.turns(rejection)
            thoughts = [
                pieces.get("first-thought", "") for (step, _), pieces in sorted(turns.items()) if step == "naming"
            ]
            assert self.workspace.ritual.path(rejection).first_thought == next(filter(None, thoughts), "")

    @invariant()
    def the_way_on_is_a_step_that_is_not_settled(self) -> None:
        for rejection in self.workspace.rejections.open():
            path = self.workspace.ritual.path(rejection.id)
            assert path.here in ("", *STEPS) and not (path.here and path.step(path.here).settled)

    def teardown(self) -> None:
        if hasattr(self, "workspace"):
            assert exported(replayed(self.workspace.store)) == exported(self.workspace)


TestAnythingAfterANo = AnythingAfterANo.TestCase
TestAnythingAfterANo.settings = settings(max_examples=40, stateful_step_count=40)
