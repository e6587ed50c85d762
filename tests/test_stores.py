"""What every store does, whatever it is made of: the same promises against real servers on this machine."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync import stores
from sync.stores import Store
from sync.stores.errors import Missing, StoreError, Taken, TooLarge
from tests.servers import KINDS, Place, served

DEVICE = "dev/abcdefgh234567ab/"
ONE, TWO, THREE = (f"{DEVICE}{n:08}-{'0123456789abcdef' * 2}.age" for n in (1, 2, 3))
ENOUGH = 1 << 20

# What a confused or hostile program could name; none of it may lead anywhere.
WAYS_OUT = (
    "../x",
    "dev/../../x",
    "/etc/hostname",
    "dev//x",
    "./x",
    "dev/./x",
    "",
    "dev/",
    "a\0b",
    "dev/..",
    "\\x",
    "a\\..\\b",
)


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, home: Path) -> Place:
    """An empty place in a store of each kind; its server runs as long as the tests do."""
    server = served(request.param, tmp_path_factory)
    server.settle_in(home)
    return server.place()


@pytest.fixture
def store(place: Place, home: Path) -> Iterator[Store]:
    opened = stores.connect(place.address, home)
    yield opened
    opened.close()


def test_an_empty_place_lists_nothing(store: Store) -> None:
    assert store.list("") == ()
    assert store.list("dev/") == ()
    assert store.list(DEVICE) == ()


def test_what_was_put_is_listed_and_comes_back(store: Store) -> None:
    store.put(ONE, b"one")
    store.put("keyring/00000001-0123456789abcdef.age", b"k" * 70_000)
    assert store.get(ONE, ENOUGH) == b"one"
    assert store.get("keyring/00000001-0123456789abcdef.age", ENOUGH) == b"k" * 70_000
    assert store.list("") == ("dev/", "keyring/")
    assert store.list("dev/") == (DEVICE,)
    assert store.list(DEVICE) == (ONE,)


def test_an_empty_object_is_an_object(store: Store) -> None:
    store.put(ONE, b"")
    assert store.get(ONE, ENOUGH) == b""
    assert store.list(DEVICE) == (ONE,)


def test_a_listing_can_begin_after_a_name(store: Store) -> None:
    for name in (THREE, ONE, TWO):
        store.put(name, b"x")
    assert store.list(DEVICE, after=ONE) == (TWO, THREE)
    assert store.list(DEVICE, after=f"{DEVICE}00000001-") == (ONE, TWO, THREE)
    assert store.list(DEVICE, after=THREE) == ()
    assert store.list("dev/", after="dev/abc") == (DEVICE,)
    assert store.list("dev/", after=DEVICE) == ()


def test_an_object_longer_than_asked_for_is_not_read(store: Store) -> None:
    store.put(ONE, b"x" * 1000)
    assert len(store.get(ONE, 1000)) == 1000
    with pytest.raises(TooLarge):
        store.get(ONE, 999)
    assert len(store.get(ONE, 1000)) == 1000


def test_putting_the_same_again_is_no_error(store: Store) -> None:
    store.put(ONE, b"one")
    store.put(ONE, b"one")
    assert store.get(ONE, ENOUGH) == b"one"
    assert store.list(DEVICE) == (ONE,)


def test_what_stands_is_never_written_over(store: Store) -> None:
    store.put(ONE, b"one")
    for other in (b"two", b"", b"one and more"):
        with pytest.raises(Taken):
            store.put(ONE, other)
    assert store.get(ONE, ENOUGH) == b"one"
    assert store.list(DEVICE) == (ONE,)


@pytest.mark.parametrize("place", [kind for kind in KINDS if kind != "rclone"], indirect=True)
def test_what_appears_while_it_is_written_is_never_written_over(
    store: Store, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = hasattr(store, "_stands")
    where, called = (type(store), "_stands") if own else (sys.modules[type(store).__module__], "stands")
    real, asked = getattr(where, called), list[str]()

    def not_yet(self: Store, name: str, body: bytes) -> object:
        if not asked:  # the other machine is quicker by a moment
            place.plant({name: b"theirs"})
        asked.append(name)
        return real(self, name if len(asked) > 1 else f"{DEVICE}nothing.age", body)

    monkeypatch.setattr(where, called, not_yet)
    with pytest.raises(Taken):
        store.put(ONE, b"ours")
    assert store.get(ONE, ENOUGH) == b"theirs"
    assert store.list(DEVICE) == (ONE,)


def test_what_was_deleted_is_gone_and_may_be_deleted_again(store: Store) -> None:
    store.put(ONE, b"one")
    store.put(TWO, b"two")
    store.delete(ONE)
    store.delete(ONE)
    store.delete(f"snap/{'a' * 16}/never.age")
    assert store.list(DEVICE) == (TWO,)
    with pytest.raises(Missing):
        store.get(ONE, ENOUGH)
    store.put(ONE, b"again")
    assert store.get(ONE, ENOUGH) == b"again"


def test_what_is_not_there_is_said_to_be_missing(store: Store) -> None:
    for name in (ONE, "nothing.age"):
        with pytest.raises(Missing):
            store.get(name, ENOUGH)
    store.put(ONE, b"one")
    for name in ("dev", DEVICE.rstrip("/"), f"{ONE}/below"):
        with pytest.raises(Missing):
            store.get(name, ENOUGH)


def test_a_folder_is_never_deleted_with_what_is_in_it(store: Store) -> None:
    store.put(ONE, b"one")
    for folder in ("dev", DEVICE.rstrip("/")):
        store.delete(folder)
    assert store.get(ONE, ENOUGH) == b"one"


def test_no_name_leads_out_of_the_store(store: Store, place: Place) -> None:
    place.plant({ONE: b"one"})
    for name in WAYS_OUT:
        with pytest.raises(Missing):
            store.get(name, ENOUGH)
        with pytest.raises(Missing):
            store.delete(name)
        with pytest.raises(StoreError, match="not a name Onward gives"):
            store.put(name, b"x")
    for folder in ("..", "../", "dev", "/", "dev//", "dev/../", "a\0/"):
        with pytest.raises(Missing):
            store.list(folder)
    assert store.list(DEVICE) == (ONE,)
    assert store.list("") == ("dev/",)


def test_what_others_left_is_listed_read_and_removed_under_its_own_name(store: Store, place: Place) -> None:
    left = {
        f"{DEVICE}00000001-0123 (conflicted copy 2026-11-22).age": b"copy",
        f"{DEVICE}00000002-0123.sync-conflict-20261122-070000-ABCDEFG.age": b"conflict",
        f"{DEVICE}~syncthing~00000003.age.tmp": b"half",
        f"{DEVICE}100% sure? a+b & c#d;e=f.age": b"signs",
        f"{DEVICE}é – 日本語.age": b"words",
        "notes.txt": b"notes",
    }
    place.plant(left)
    assert store.list("") == ("dev/", "notes.txt")
    assert store.list(DEVICE) == tuple(sorted(left))[:-1]
    for name, body in left.items():
        assert store.get(name, ENOUGH) == body
        store.delete(name)
    assert store.list(DEVICE) == ()
    assert "notes.txt" not in store.list("")


def test_ten_thousand_objects_are_listed_and_found_from_where_one_was(store: Store, place: Place) -> None:
    names = [f"{DEVICE}{n:08}-0123456789abcdef.age" for n in range(10_000 // place.slowness)]
    place.plant(dict.fromkeys(names, b"x"))
    assert store.list(DEVICE) == tuple(names)
    assert store.list(DEVICE, after=names[-3]) == tuple(names[-2:])


def test_a_closed_store_can_be_closed_again_and_opened_anew(place: Place, home: Path) -> None:
    first = stores.connect(place.address, home)
    first.put(ONE, b"one")
    first.close()
    first.close()
    second = stores.connect(place.address, home)
    assert second.get(ONE, ENOUGH) == b"one"
    second.close()
