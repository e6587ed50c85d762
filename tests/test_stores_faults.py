"""Servers that are killed, full or read-only, wires that break or are slow: a sentence, and the next call goes on."""

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from sync import stores
from sync.stores import Store, limits, names
from sync.stores.errors import Full, Missing, ReadOnly, Refused, StoreError, Taken, Unreachable
from tests.relay import Relay
from tests.servers import LARGEST_FILE, PASSWORD, PERSON, REMOTE, Place, Server, fresh

DEVICE = "dev/abcdefgh234567ab/"
ONE, TWO = (f"{DEVICE}{n:08}-{'0123456789abcdef' * 2}.age" for n in (1, 2))
ENOUGH = 1 << 20
LARGE = bytes(range(256)) * 400  # 100 kB


@dataclass
class There:
    """A server with a wire to it, and a store at its other end."""

    server: Server
    relay: Relay
    place: Place
    home: Path
    store: Store


@pytest.fixture(params=REMOTE)
def there(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, home: Path) -> Iterator[There]:
    server = fresh(request.param, tmp_path_factory)
    relay = Relay(server.port)
    server.settle_in(home, relay.port)
    place = server.place(relay.port)
    store = stores.connect(place.address, home)
    yield There(server, relay, place, home, store)
    store.close()
    relay.close()
    server.stop()


@contextmanager
def said(error: type[StoreError], words: str) -> Iterator[None]:
    """The sentence holds these words, and neither it nor what a traceback would show holds anything private."""
    with pytest.raises(error, match=words) as caught:
        yield
    shown = "".join(traceback.format_exception_only(caught.value))
    told = caught.value
    assert told.__cause__ is None
    assert told.__suppress_context__ or not told.__context__
    for private in (PASSWORD, PERSON, "127.0.0.1", "AKIA", "abcdefgh234567ab", "store-"):
        assert private not in shown


def uses(store: Store) -> list[Callable[[], object]]:
    """Every thing a store can be asked for."""
    return [
        lambda: store.list(DEVICE),
        lambda: store.get(ONE, ENOUGH),
        lambda: store.put(TWO, b"two"),
        lambda: store.delete(ONE),
    ]


def test_a_server_that_was_killed_is_said_and_the_next_call_goes_on(there: There) -> None:
    there.store.put(ONE, b"one")
    there.server.stop()
    there.relay.heal()
    for use in uses(there.store):
        with said(Unreachable, "cannot be reached just now. Everything is kept here"):
            use()
    there.server.start()
    assert there.store.get(ONE, ENOUGH) == b"one"
    try:
        there.store.put(TWO, b"two")
    except Unreachable:  # a server that has only just begun may be slow once
        there.store.put(TWO, b"two")
    assert there.store.list(DEVICE) == (ONE, TWO)


@pytest.mark.parametrize("then", ["cut", "hang"])
def test_a_wire_that_breaks_anywhere_leaves_a_whole_object_or_none(
    there: There, monkeypatch: pytest.MonkeyPatch, then: str
) -> None:
    there.store.put(ONE, b"one")
    with monkeypatch.context() as patch:
        patch.setattr(limits, "ANSWER", 0.4)
        patch.setattr(limits, "CONNECT", 0.4)
        store = stores.connect(there.place.address, there.home)
        for after in (0, 3000, 60_000):
            for use in (lambda: store.put(TWO, LARGE), lambda: store.list(DEVICE)):
                there.relay.spoil(after, then)
                try:
                    use()
                except StoreError as error:
                    assert isinstance(error, Unreachable)
                there.relay.heal()
        store.close()
    assert there.store.get(ONE, ENOUGH) == b"one"
    there.store.put(TWO, LARGE)
    assert there.store.get(TWO, ENOUGH) == LARGE
    listed = there.store.list(DEVICE)
    assert [name for name in listed if not names.is_temporary(name)] == [ONE, TWO]
    for name in listed:
        there.store.delete(name)
    assert there.store.list(DEVICE) == ()


def test_a_slow_wire_takes_its_time(there: There) -> None:
    there.relay.pause = 0.005
    there.store.put(ONE, LARGE)
    assert there.store.get(ONE, ENOUGH) == LARGE
    assert there.store.list(DEVICE) == (ONE,)


def test_wrong_credentials_are_said_and_right_ones_let_in_again(there: There, monkeypatch: pytest.MonkeyPatch) -> None:
    there.store.put(ONE, b"one")
    there.store.close()
    with monkeypatch.context() as patch:
        there.server.forget(there.home, patch)
        stranger = stores.connect(there.place.address, there.home)
        for use in uses(stranger):
            with said(Refused, "did not let Onward in. Look at the user name and the password or key"):
                use()
        stranger.close()
    there.server.settle_in(there.home, there.relay.port)
    again = stores.connect(there.place.address, there.home)
    assert again.get(ONE, ENOUGH) == b"one"
    again.close()


@pytest.mark.parametrize("there", [kind for kind in REMOTE if kind != "s3"], indirect=True)
def test_a_full_disk_is_said_and_keeps_nothing_half(there: There) -> None:
    there.store.put(ONE, b"one")
    with said(Full, "[Ee]verything is kept here; make room in the store"):
        there.store.put(TWO, b"x" * (LARGEST_FILE + 50_000))
    assert there.store.list(DEVICE) == (ONE,)
    with pytest.raises(Missing):
        there.store.get(TWO, ENOUGH)
    there.store.put(ONE, b"one")
    there.store.put(TWO, b"two")
    assert there.store.list(DEVICE) == (ONE, TWO)


@pytest.mark.parametrize("there", [kind for kind in REMOTE if kind != "s3"], indirect=True)
def test_a_store_that_takes_nothing_is_read_all_the_same(there: There) -> None:
    there.store.put(ONE, b"one")
    there.server.stop()
    there.relay.heal()
    there.server.read_only = True
    there.server.start()
    with said(ReadOnly, "can be read but not written. Everything is kept here; allow Onward to write"):
        there.store.put(TWO, b"two")
    with said(ReadOnly, "can be read but not written"):
        there.store.put(f"snap/{'a' * 16}/00000001-0123.age", b"image")
    with said(ReadOnly, "can be read but not written"):
        there.store.delete(ONE)
    with pytest.raises(Taken):
        there.store.put(ONE, b"two")
    assert there.store.get(ONE, ENOUGH) == b"one"
    assert there.store.list("") == ("dev/",)
