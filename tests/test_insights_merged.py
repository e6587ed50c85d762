"""Figures are the same on every machine, whichever way and in whichever order the notes came."""

from __future__ import annotations

import random

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from core.merging.carried import Bundle
from core.merging.streams import Streams
from core.workspace import Workspace
from sync import bundle as bundles
from sync import merge
from tests import quick
from tests.after_a_no import Watch
from tests.test_insights import figures, lived

VAULT = "a vault"


def sealed(workspace: Workspace) -> list[tuple[str, Bundle]]:
    """Everything that a machine noted, as the bundles that it sends."""

    def make(bundle: Bundle) -> tuple[str, bytes]:
        plaintext = bundles.write(bundle, VAULT)
        return bundles.name_of(plaintext), plaintext

    streams = Streams(workspace.store)
    while streams.seal(make, "test", lines=60):
        pass
    return [(parcel.hash, bundles.read(parcel.body, VAULT)) for parcel in streams.outbox()]


@settings(max_examples=3, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(seeds=st.lists(st.integers(0, 3), min_size=2, max_size=3, unique=True), order=st.randoms(use_true_random=False))
def test_no_figure_depends_on_the_order_in_which_machines_are_merged(seeds: list[int], order: random.Random) -> None:
    watch = Watch()
    machines = [quick.copied(lived(seed), watch.clock) for seed in seeds]
    everything = [each for machine in machines for each in sealed(machine)]
    seen = []
    for _ in range(2):
        order.shuffle(everything)
        other = Workspace.memory(watch.clock)
        waiting = everything
        while waiting:  # a few at a time; what comes too early is given again
            some, waiting = waiting[:5], waiting[5:]
            taken = merge.take(Streams(other.store), watch.clock, some)
            waiting += [each for each in some if each[0] in taken.waiting]
        seen.append(figures(other))
    before = figures(machines[0])
    for machine in machines:
        assert not merge.take(Streams(machine.store), watch.clock, everything).waiting
        seen.append(figures(machine))
    assert all(each == seen[0] for each in seen) and before != seen[0]
