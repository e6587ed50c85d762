"""Texts changed on two machines apart from each other: what is offered, what a choice does, and undoing it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.content import Content
from core.merging.conflicts import Conflicts
from core.merging.inbox import Inbox
from core.merging.prose import PROSE
from core.storage.undo import Undo
from tests.test_machines import bodies, edit, meet, write
from tests.world.machine import Machine
from tests.world.world import World


@pytest.fixture
def world() -> World:
    world = World()
    world.join(newer=False)
    one, two = world.machines
    row = write(one, "first")
    meet(world)
    edit(one, row, body="here")
    two.now += timedelta(hours=1)
    edit(two, row, body="there")
    meet(world)
    return world


def texts(machine: Machine) -> list[list[str]]:
    return [[version.text for version in each.versions] for each in Conflicts(machine.store).all()]


@pytest.mark.parametrize("chosen", ["here", "there"])
def test_undoing_a_choice_leads_back_to_the_choice(world: World, chosen: str) -> None:
    one = world.machines[0]
    inbox, undo = Conflicts(one.store), Undo(one.store)
    for _ in range(3):
        inbox.choose(inbox.keys()[0], chosen)
        assert inbox.count() == 0 and inbox.keys() == () and bodies(one) == [chosen]
        undo.undo()
        assert inbox.count() == 1 and texts(one) == [["there", "here"]] and bodies(one) == ["there"]
        undo.redo()
        assert inbox.count() == 0 and bodies(one) == [chosen]
        undo.undo()


def test_undoing_a_join_or_keeping_both_leads_back_too(world: World) -> None:
    one = world.machines[0]
    inbox, undo = Conflicts(one.store), Undo(one.store)
    inbox.join(inbox.keys()[0], "here and there")
    undo.undo()
    inbox.keep_both(inbox.keys()[0])
    assert bodies(one) == ["here", "there"]
    undo.undo()
    assert bodies(one) == ["there"] and texts(one) == [["there", "here"]]


def test_what_is_written_after_an_undone_choice_settles_it(world: World) -> None:
    one = world.machines[0]
    inbox = Conflicts(one.store)
    key = inbox.keys()[0]
    inbox.choose(key, "here")
    Undo(one.store).undo()
    edit(one, key[1], body="something else")
    assert inbox.count() == 0 and inbox.keys() == ()


def test_another_machine_that_saw_the_undone_choice_settles_it_by_writing(world: World) -> None:
    one, two = world.machines
    inbox = Conflicts(one.store)
    key = inbox.keys()[0]
    inbox.choose(key, "here")
    Undo(one.store).undo()
    meet(world)
    assert Conflicts(two.store).count() == 0 and inbox.count() == 1
    edit(two, key[1], body="written with both in mind")
    meet(world)
    assert inbox.count() == 0 and bodies(one) == ["written with both in mind"]


def test_a_new_conflict_over_an_undone_choice_is_between_what_stands_and_the_new_text(world: World) -> None:
    one, two = world.machines
    inbox = Conflicts(one.store)
    key = inbox.keys()[0]
    two.now += timedelta(hours=2)
    inbox.choose(key, "here")
    Undo(one.store).undo()
    edit(two, key[1], body="a third")
    meet(world)
    assert inbox.count() == len(inbox.keys()) == 1
    assert texts(one) == [["a third", "there"]]


def test_a_plain_edit_or_a_removal_leaves_nothing_to_count(world: World) -> None:
    one, two = world.machines
    assert Conflicts(one.store).count() == Conflicts(two.store).count() == 1
    (key,) = Conflicts(one.store).keys()
    edit(one, key[1], day="2026-11-20")
    assert Conflicts(one.store).count() == 1  # another column
    edit(one, key[1], body="both")
    assert Conflicts(one.store).count() == 0
    with two.store.write("Remove") as door:
        door.delete("entries", key[1])
    assert Conflicts(two.store).count() == 0


def test_a_line_says_what_the_text_is_and_how_it_begins(world: World) -> None:
    one = world.machines[0]
    inbox = Inbox(one.store, Content())
    (line,) = inbox.lines([*inbox.keys(), ("entries", "gone", "body"), ("nowhere", "x", "y")])
    assert (line.kind, line.about, line.begins) == ("Journal", "2026-11-22", "there")


def test_every_text_that_can_have_two_versions_has_a_name() -> None:
    words = Content()
    for table, columns in PROSE.items():
        for column in columns:
            assert words.say(f"machines.texts.{table}_{column}")


def test_a_day_has_one_quiet_line_however_many_there_are(world: World) -> None:
    one, two = world.machines
    inbox = Inbox(one.store, Content())
    today = one.store.clock.today()
    assert [due.key for due in inbox.due(today)] == ["conflict:all"]
    for number in range(20):
        row = write(one, f"{number}")
        meet(world)
        edit(one, row, body="a")
        edit(two, row, body="b")
    meet(world)
    assert inbox.count() == 21
    assert [due.text for due in inbox.due(today)] == [Content().say("machines.inbox.due_some")]
    assert not list(inbox.due(today - timedelta(days=1)))
