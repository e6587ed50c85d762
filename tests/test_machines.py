"""Two machines and what they make of each other: one promise at a time. Everything at once is in `test_merge.py`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from core.errors import NotFound
from core.merging.carried import Bundle, told_apart
from core.merging.conflicts import Conflicts
from core.merging.prose import PROSE
from core.storage.health import search_is_true
from core.storage.undo import Undo
from core.workspace import Workspace
from sync import bundle as bundles
from sync import merge
from tests.defects import DEFECTS, ROOT
from tests.world.machine import NOON, Image, Machine
from tests.world.seals import FIRST, VAULT
from tests.world.truth import Truth
from tests.world.world import World

NEW: Image = (False, b"", 0, 0, FIRST)


@pytest.fixture
def world() -> Iterator[World]:
    with World() as world:
        world.join(newer=False)
        yield world


def sealed(bundle: Bundle) -> tuple[str, bytes]:
    plaintext = bundles.write(bundle, VAULT)
    return bundles.name_of(plaintext), plaintext


def meet(world: World) -> None:
    """Both machines send and take until they have the same."""
    for which in (0, 1, 0):
        world.sync(which)


def write(machine: Machine, body: str) -> str:
    with machine.store.write("Write an entry") as door:
        return door.insert("entries", day="2026-11-22", at="", body=body, prompt="")


def edit(machine: Machine, row: str, **columns: str) -> None:
    with machine.store.write("Edit an entry") as door:
        door.update("entries", row, **columns)


def remove(machine: Machine, row: str) -> None:
    with machine.store.write("Delete an entry") as door:
        machine.remove(door, "entries", row)


def bodies(machine: Machine) -> list[str]:
    return [row["body"] for row in machine.store.rows("SELECT body FROM entries ORDER BY body")]


def test_what_is_written_on_one_machine_is_read_on_the_other(world: World) -> None:
    one, two = world.machines
    write(one, "here")
    write(two, "there")
    meet(world)
    assert bodies(one) == bodies(two) == ["here", "there"]
    assert one.exported() == two.exported()


def test_two_columns_of_a_row_changed_apart_are_both_kept(world: World) -> None:
    one, two = world.machines
    row = write(one, "x")
    meet(world)
    edit(one, row, prompt="why")
    edit(two, row, day="2026-11-23")
    meet(world)
    found = one.store.row("SELECT prompt, day FROM entries")
    assert found is not None and tuple(found) == ("why", "2026-11-23")
    assert one.exported() == two.exported()


@pytest.fixture
def disputed(world: World) -> World:
    one, two = world.machines
    row = write(one, "first")
    meet(world)
    edit(one, row, body="here")
    two.now += timedelta(hours=1)
    edit(two, row, body="there")
    one.streams.name("desk")
    two.streams.name("laptop")
    meet(world)
    return world


def test_two_texts_written_apart_are_both_offered_and_the_newer_stands(disputed: World) -> None:
    for machine in disputed.machines:
        (conflict,) = Conflicts(machine.store).all()
        assert [(version.text, version.machine) for version in conflict.versions] == [
            ("there", "laptop"),
            ("here", "desk"),
        ]
        assert conflict.joined == "here\n\nthere"
        assert bodies(machine) == ["there"]


def test_two_machines_of_one_name_can_be_told_apart(disputed: World) -> None:
    one, two = disputed.machines
    two.streams.name("desk")
    meet(disputed)
    (conflict,) = Conflicts(one.store).all()
    devices = (two.streams.device, one.streams.device)
    assert [version.machine for version in conflict.versions] == [f"desk ({device[:4]})" for device in devices]
    assert told_apart(one.streams.machines()) == {device: f"desk ({device[:4]})" for device in devices}


@pytest.mark.parametrize("chosen", ["here", "there"])
def test_choosing_a_version_settles_it_everywhere(disputed: World, chosen: str) -> None:
    one = Conflicts(disputed.machines[0].store)
    one.choose(one.all()[0].key, chosen)
    meet(disputed)
    for machine in disputed.machines:
        assert Conflicts(machine.store).all() == ()
        assert bodies(machine) == [chosen]


def test_a_text_joined_by_hand_settles_it(disputed: World) -> None:
    one = Conflicts(disputed.machines[0].store)
    one.join(one.all()[0].key, "here and there")
    meet(disputed)
    assert [bodies(machine) for machine in disputed.machines] == [["here and there"]] * 2
    assert Conflicts(disputed.machines[1].store).all() == ()


def test_keeping_both_on_two_machines_keeps_them_once(disputed: World) -> None:
    for machine in disputed.machines:
        inbox = Conflicts(machine.store)
        inbox.keep_both(inbox.all()[0].key)
    meet(disputed)
    assert [bodies(machine) for machine in disputed.machines] == [["here", "there"]] * 2


def test_a_simple_edit_of_the_text_settles_it_too(disputed: World) -> None:
    one = disputed.machines[0]
    key = Conflicts(one.store).all()[0].key
    edit(one, key[1], body="both")
    assert Conflicts(one.store).all() == ()
    with pytest.raises(NotFound, match="settled"):
        Conflicts(one.store).keep_both(key)


def test_an_edit_that_the_deleter_had_not_seen_keeps_the_entry(world: World) -> None:
    one, two = world.machines
    row = write(one, "x")
    meet(world)
    edit(one, row, body="still wanted")
    two.now += timedelta(days=1)
    remove(two, row)
    meet(world)
    assert bodies(one) == bodies(two) == ["still wanted"]
    remove(one, row)
    meet(world)
    assert bodies(one) == bodies(two) == []


def test_a_tag_that_the_deleter_had_not_seen_keeps_the_entry(world: World) -> None:
    one, two = world.machines
    row = write(one, "x")
    meet(world)
    with one.store.write("Tag") as door:
        door.insert("tags", entry=row, name="later")
    remove(two, row)
    meet(world)
    assert bodies(one) == bodies(two) == ["x"]
    assert two.store.count("SELECT count(*) FROM tags") == 1


def test_undo_takes_back_what_this_machine_did_and_leaves_the_others_alone(world: World) -> None:
    one, two = world.machines
    row = write(one, "first")
    meet(world)
    edit(one, row, body="second", prompt="mine")
    meet(world)
    edit(two, row, body="theirs")
    meet(world)
    Undo(one.store).undo()
    found = one.store.row("SELECT body, prompt FROM entries")
    assert found is not None and tuple(found) == ("theirs", "")


def test_undo_leaves_an_entry_that_somebody_else_has_tagged(world: World) -> None:
    one, two = world.machines
    row = write(one, "x")
    meet(world)
    with two.store.write("Tag") as door:
        door.insert("tags", entry=row, name="kept")
    meet(world)
    Undo(one.store).undo()
    meet(world)
    assert bodies(one) == bodies(two) == ["x"]


def test_a_copied_home_takes_a_name_of_its_own_and_says_so_once(world: World) -> None:
    one = world.machines[0]
    write(one, "before")
    meet(world)
    name = one.streams.device
    world.clone(0)
    twin = world.machines[2]
    write(one, "here")
    world.sync(0)
    write(twin, "on the copy")
    world.sync(2)
    assert twin.streams.device != name == one.streams.device
    (alarm,) = twin.streams.alarms()
    assert alarm.kind == "twin" and alarm.device == name
    twin.streams.told(alarm)
    for which in (2, 0, 1, 2):
        world.sync(which)
    assert twin.streams.alarms() == ()
    assert one.exported() == twin.exported() == world.machines[1].exported()


def test_the_machine_whose_clock_runs_ahead_is_named(world: World) -> None:
    one, two = world.machines
    one.now = NOON + timedelta(days=400)
    write(one, "from the future")
    meet(world)
    write(two, "carries the reading on")
    meet(world)
    alarms = [alarm for alarm in two.streams.alarms() if alarm.kind == "clock"]
    assert [alarm.device for alarm in alarms] == [one.streams.device]
    assert not any(alarm.kind == "clock" and alarm.device == two.streams.device for alarm in one.streams.alarms())


def test_a_chain_that_does_not_fit_is_refused_and_told(world: World) -> None:
    one, two = world.machines
    write(one, "x")
    meet(world)
    write(one, "y")
    one.streams.seal(sealed, "1.0")
    bundle = one.streams.bundle(one.streams.held()[-1].hash)
    assert bundle is not None
    broken = replace(bundle, n=bundle.n + 5)
    assert merge.take(two.streams, two.store.clock, [("0" * 64, broken)]).refused == ("0" * 64,)
    assert [alarm.fact for alarm in two.streams.alarms()] == [("broken", one.streams.device, broken.n)]


def test_an_emptiness_that_only_a_newer_version_knows_waits_and_stops_nothing(world: World) -> None:
    one, two = world.machines
    row = write(one, "here")
    meet(world)
    edit(one, row, prompt="why", day="2026-11-23")
    with one.store.conn:
        one.store.conn.execute(
            "UPDATE changes SET patch = json_set(patch, '$.prompt', NULL) WHERE seq = (SELECT max(seq) FROM changes)"
        )
    meet(world)
    write(two, "there")
    meet(world)
    found = two.store.row("SELECT prompt, day FROM entries WHERE id = ?", row)
    assert found is not None and tuple(found) == ("", "2026-11-23")
    assert two.store.count("SELECT count(*) FROM apart WHERE of = '' AND row = ?", row) == 1
    assert bodies(one) == bodies(two) == ["here", "there"]


def test_machines_are_listed_with_their_names_and_this_one_first(disputed: World) -> None:
    one, two = disputed.machines
    assert [(each.name, each.here) for each in one.streams.machines()] == [("desk", True), ("laptop", False)]
    assert [(each.name, each.here) for each in two.streams.machines()] == [("laptop", True), ("desk", False)]


def test_a_copy_of_a_workspace_holds_what_was_in_no_bundle_yet_and_counts_once() -> None:
    truth = Truth()
    one, two = Machine(truth, NEW), Machine(truth, NEW)
    row = write(one, "sent")
    one.streams.seal(sealed, "1.0")
    remove(one, row)
    write(one, "not sent")
    rest = one.streams.rest("abcdefgh234567ab", "1.0")
    assert rest is not None and one.streams.rest("abcdefgh234567ab", "1.0") == rest
    first = one.streams.bundle(one.streams.held()[0].hash)
    assert first is not None
    one.streams.seal(sealed, "1.0")
    second = one.streams.bundle(one.streams.held()[1].hash)
    assert second is not None
    for given in ([first, rest], [second]):
        found = [(bundles.name_of(bundles.write(each, VAULT)), each) for each in given]
        assert len(merge.take(two.streams, two.store.clock, found).taken) == len(given)
        assert two.exported() == one.exported()


def test_what_is_called_prose_is_there() -> None:
    with Workspace.memory() as workspace:
        shape = workspace.store.shape
        assert all(set(columns) <= set(shape.columns(table)) for table, columns in PROSE.items())


def test_every_deliberate_defect_is_where_it_is_said_to_be() -> None:
    for name, file, old, new in DEFECTS:
        source = (ROOT / file).read_text(encoding="utf-8")
        assert source.count(old) == 1 and old != new, name
        compile(source.replace(old, new), name, "exec")


def test_many_rows_come_in_with_few_statements() -> None:
    """The search index puts what it has gathered in order after each statement, which is most of what it costs."""
    one, two = Workspace.memory(), Workspace.memory()
    with one.store.write("Write entries") as door:
        for n in range(1021):
            door.insert("entries", day="2026-11-22", at="", body=f"entry {n}", prompt="")
    hash = one.streams.seal(sealed, "1.0")
    bundle = one.streams.bundle(hash)
    assert bundle is not None
    asked: list[str] = []
    two.store.conn.set_trace_callback(asked.append)
    merge.take(two.streams, two.clock, [(hash, bundle)])
    two.store.conn.set_trace_callback(None)
    assert len({sql for sql in asked if sql.startswith("INSERT INTO entries")}) == 4  # each is said again by triggers
    read = [{row["body"] for row in each.store.rows("SELECT body FROM entries")} for each in (one, two)]
    assert read[0] == read[1] and len(read[0]) == 1021
    assert search_is_true(two.store)
