"""Several machines over a careless store: whatever happens, they end up with the same, and nothing is lost."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.world.post import FAULTS
from tests.world.world import WORDS, World

SOAK = int(os.environ.get("ONWARD_SOAK_STEPS", "0"))

machines = st.integers(0, 5)
picks = st.integers(0, 11)


class Machines(RuleBasedStateMachine):
    """Any of it, in any order; then the store is mended and everything has to come out as it should."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World().__enter__()

    @initialize(begun=st.booleans())
    def begin(self, begun: bool) -> None:
        if begun:
            self.world.begin()

    @rule(which=machines, verb=st.integers(0, len(WORDS) - 1), pick=picks)
    def do(self, which: int, verb: int, pick: int) -> None:
        self.world.do(which, verb, pick)

    @rule(which=machines, verbs=st.lists(st.integers(0, len(WORDS) - 1), min_size=1, max_size=6), pick=picks)
    def do_more(self, which: int, verbs: list[int], pick: int) -> None:
        for verb in verbs:
            self.world.do(which, verb, pick)

    @rule(which=machines)
    def sync(self, which: int) -> None:
        self.world.sync(which)

    @rule(first=machines, second=machines)
    def exchange(self, first: int, second: int) -> None:
        self.world.sync(first)
        self.world.sync(second)

    @rule(which=machines, hide=st.integers(0, 3), crash=st.integers(0, 60), lose=st.integers(0, 3))
    def sync_badly(self, which: int, hide: int, crash: int, lose: int) -> None:
        self.world.sync(which, hide, crash, lose)

    @rule(which=machines, back=st.booleans())
    def turn(self, which: int, back: bool) -> None:
        self.world.turn(which, back)

    @rule(which=machines, pick=picks)
    def settle(self, which: int, pick: int) -> None:
        self.world.settle(which, pick)

    @rule(newer=st.booleans())
    def join(self, newer: bool) -> None:
        self.world.join(newer)

    @rule(which=machines)
    def clone(self, which: int) -> None:
        self.world.clone(which)

    @rule(which=machines)
    def keep_image(self, which: int) -> None:
        self.world.keep_image(which)

    @rule(which=machines, pick=picks)
    def restore(self, which: int, pick: int) -> None:
        self.world.restore(which, pick)

    @rule(which=machines, hours=st.sampled_from((-90_000, -30, -1, 0, 1, 30, 90_000)), stuck=st.booleans())
    def clock(self, which: int, hours: int, stuck: bool) -> None:
        self.world.clock(which, hours, stuck)

    @rule(which=machines)
    def upgrade(self, which: int) -> None:
        self.world.upgrade(which)

    @rule(name=st.sampled_from(FAULTS), pick=picks)
    def fault(self, name: str, pick: int) -> None:
        self.world.fault(name, pick)

    @rule(which=machines)
    def check(self, which: int) -> None:
        self.world.check(which)

    def teardown(self) -> None:
        try:
            self.world.heal()
        finally:
            self.world.__exit__()


TestMachines = Machines.TestCase
TestMachines.settings = settings(
    max_examples=SOAK // 60 or 120, stateful_step_count=60, deadline=None, suppress_health_check=list(HealthCheck)
)
