"""Several machines over a careless store: whatever happens, they end up with the same, and nothing is lost."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.world import drive
from tests.world.post import FAULTS
from tests.world.world import WORDS, World

STEPS = int(os.environ.get("ONWARD_SOAK_STEPS", "50400"))
LONG, PARTS = 60, 12  # steps of one run; parts, so that both cores have some
SHARE = STEPS // LONG // PARTS  # runs in each

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

    @rule(which=machines, careless=st.tuples(*[st.integers(0, 3)] * 3), crash=st.integers(0, 80), search=st.booleans())
    def sync_badly(self, which: int, careless: tuple[int, int, int], crash: int, search: bool) -> None:
        hide, lose, away = careless
        self.world.sync(which, hide, crash, lose, away, search)

    @rule(which=machines)
    def sync_quickly(self, which: int) -> None:
        self.world.sync(which, search=False)

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

    @rule(which=machines, other=machines, also=machines)
    def drop(self, which: int, other: int, also: int) -> None:
        self.world.drop(which, other, also)

    @rule(which=machines, pick=st.integers(0, 1))
    def let_in(self, which: int, pick: int) -> None:
        self.world.let_in(which, pick)

    @rule(which=machines)
    def give_up(self, which: int) -> None:
        self.world.give_up(which)

    @rule(which=machines)
    def burn(self, which: int) -> None:
        self.world.burn(which)

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
    max_examples=max(SHARE // 4, 20), stateful_step_count=LONG, deadline=None, suppress_health_check=list(HealthCheck)
)


def test_a_run_is_the_same_in_every_process() -> None:
    seeds, marks = range(101_340, 101_343), list[str]()
    assert not any(drive.trouble(drive.made(seed, LONG), marks) for seed in seeds)
    command = [sys.executable, "-m", "tests.world.drive", str(seeds[0]), str(len(seeds)), str(LONG)]
    environment = {**os.environ, "PYTHONHASHSEED": "1"}
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    assert drive.mark(marks) in told


@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_happens_all_machines_end_up_with_the_same_and_nothing_is_lost(part: int) -> None:
    for number in range(part * SHARE, (part + 1) * SHARE):
        told = drive.trouble(drive.made(number, LONG))
        assert not told, f"{told}; `python -m tests.world.drive {number} 1 {LONG}` finds the shortest way there"
