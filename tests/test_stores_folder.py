"""A folder as a store: sticks that are pulled out, disks that fill up, programs that carry it about, planted links."""

import errno
import os
import stat
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from sync import stores
from sync.stores import Store, names
from sync.stores.errors import Full, Missing, ReadOnly, Refused, StoreError, Taken, Unreachable

DEVICE = "dev/abcdefgh234567ab/"
ONE, TWO = (f"{DEVICE}{n:08}-{'0123456789abcdef' * 2}.age" for n in (1, 2))
ENOUGH = 1 << 20


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "stick"
    root.mkdir()
    return root


@pytest.fixture
def store(root: Path, home: Path) -> Iterator[Store]:
    opened = stores.connect(str(root), home / "onward")
    yield opened
    opened.close()


def files(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if not path.is_dir()}


def failing(number: int, *, after: int = 0) -> Callable[..., Any]:
    """A system call that works `after` times, and then fails with this error."""
    calls = [0]

    def call(real: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        calls[0] += 1
        if calls[0] > after:
            raise OSError(number, os.strerror(number))
        return real(*arguments, **options)

    return call


def break_call(patch: pytest.MonkeyPatch, name: str, number: int, *, after: int = 0) -> None:
    real, fail = getattr(os, name), failing(number, after=after)

    def call(*arguments: Any, **options: Any) -> Any:
        reads = name == "open" and not arguments[1] & os.O_CREAT
        return (real if reads else partial(fail, real))(*arguments, **options)

    patch.setattr(os, name, call)


def test_files_and_folders_are_for_their_owner_alone(store: Store, root: Path) -> None:
    old = os.umask(0)
    try:
        store.put(ONE, b"one")
    finally:
        os.umask(old)
    assert stat.S_IMODE((root / ONE).stat().st_mode) == 0o600
    for folder in (root / "dev", root / DEVICE):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_an_object_has_its_name_only_when_it_is_whole(
    store: Store, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[set[str]] = []
    real = os.fsync

    def look(handle: int) -> None:
        seen.append(files(root))
        real(handle)

    monkeypatch.setattr(os, "fsync", look)
    store.put(ONE, b"one")
    with_file = [names for names in seen if names]
    assert [all(map(names.is_temporary, each)) for each in with_file] == [True, False]
    assert files(root) == {ONE}


def test_a_write_that_stops_half_way_leaves_nothing_under_the_name(
    store: Store, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        real = os.write
        written = [0]

        def some(handle: int, data: Any) -> int:
            written[0] += 1
            if written[0] > 2:
                raise OSError(errno.ENOSPC, "full")
            return real(handle, bytes(data[:10]))

        patch.setattr(os, "write", some)
        with pytest.raises(Full, match="make room in the store"):
            store.put(ONE, b"x" * 1000)
    assert files(root) == set()
    store.put(ONE, b"x" * 1000)
    assert store.get(ONE, ENOUGH) == b"x" * 1000


@pytest.mark.parametrize("call", ["open", "mkdir", "write", "fsync", "link"])
@pytest.mark.parametrize(
    ("number", "error", "words"),
    [
        (errno.ENOSPC, Full, "The store is full. Everything is kept here"),
        (errno.EDQUOT, Full, "make room in the store, then try again"),
        (errno.EROFS, ReadOnly, "can be read but not written"),
        (errno.EIO, Unreachable, "cannot be reached just now"),
    ],
)
def test_whatever_step_the_disk_refuses_it_is_said_and_the_next_try_works(
    store: Store,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    number: int,
    error: type[StoreError],
    words: str,
) -> None:
    with monkeypatch.context() as patch:
        break_call(patch, call, number)
        with pytest.raises(error, match=words):
            store.put(ONE, b"one")
    assert files(root) == set()
    store.put(ONE, b"one")
    assert store.get(ONE, ENOUGH) == b"one"


def test_what_stands_already_is_success_in_a_full_folder_too(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.put(ONE, b"one")
    break_call(monkeypatch, "write", errno.ENOSPC)
    store.put(ONE, b"one")
    with pytest.raises(Full):
        store.put(TWO, b"two")


def test_a_folder_that_may_not_be_written_is_read_all_the_same(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.put(ONE, b"one")
    break_call(monkeypatch, "mkdir", errno.EACCES)
    break_call(monkeypatch, "unlink", errno.EPERM)
    with pytest.raises(ReadOnly, match="allow Onward to write there"):
        store.put(f"snap/{'a' * 16}/1.age", b"snapshot")
    with pytest.raises(ReadOnly):
        store.delete(ONE)
    assert store.get(ONE, ENOUGH) == b"one"


def test_a_folder_that_may_not_be_read_is_said(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        break_call(patch, "scandir", errno.EACCES)
        with pytest.raises(Refused, match="did not let Onward in"):
            store.list("")
    assert store.list("") == ()


@pytest.mark.parametrize("number", [errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK])
def test_a_stick_without_hard_links_keeps_the_same_promises(
    store: Store, root: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    break_call(monkeypatch, "link", number)
    store.put(ONE, b"one")
    store.put(ONE, b"one")
    with pytest.raises(Taken):
        store.put(ONE, b"two")
    assert store.get(ONE, ENOUGH) == b"one"
    assert files(root) == {ONE}


def test_a_share_that_cannot_sync_folders_is_taken_as_it_is(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync

    def files_only(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "no such call")
        real(handle)

    monkeypatch.setattr(os, "fsync", files_only)
    store.put(ONE, b"one")
    assert store.get(ONE, ENOUGH) == b"one"


def test_a_folder_that_is_not_there_is_never_made(root: Path, home: Path) -> None:
    root.rmdir()
    with pytest.raises(Unreachable, match="Plug in or mount what it is on, or make the folder"):
        stores.connect(str(root), home)
    assert not root.exists()


def test_the_very_place_where_a_stick_is_mounted_is_no_store(root: Path, home: Path) -> None:
    mounted = next(each for each in (root, *root.parents) if each.is_mount())
    with pytest.raises(StoreError, match=r"mounted at this very place\. Name a folder on it instead"):
        stores.connect(str(mounted), home)


def test_a_stick_pulled_out_is_said_and_goes_on_when_it_is_back(store: Store, root: Path) -> None:
    store.put(ONE, b"one")
    away = root.with_name("away")
    root.rename(away)
    for use in (
        lambda: store.list(""),
        lambda: store.get(ONE, 9),
        lambda: store.put(TWO, b""),
        lambda: store.delete(ONE),
    ):
        with pytest.raises(Unreachable, match="is not there"):
            use()
    assert not root.exists()
    away.rename(root)
    assert store.get(ONE, ENOUGH) == b"one"


def test_what_is_left_where_a_stick_was_mounted_is_not_taken_for_it(store: Store, root: Path) -> None:
    root.rename(root.with_name("away"))
    root.mkdir()
    with pytest.raises(Unreachable):
        store.put(ONE, b"one")
    with pytest.raises(Unreachable):
        store.list("")
    assert not list(root.iterdir())


def test_a_closed_store_does_nothing_more(store: Store) -> None:
    store.close()
    with pytest.raises(Unreachable):
        store.list("")


def test_one_file_that_cannot_be_read_stops_no_other(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.put(ONE, b"one")
    store.put(TWO, b"two")
    real = os.open

    def online_only(path: Any, *arguments: Any, **options: Any) -> int:
        if str(path).startswith("00000001"):
            raise OSError(errno.EIO, "the cloud is far")
        return real(path, *arguments, **options)

    monkeypatch.setattr(os, "open", online_only)
    with pytest.raises(StoreError, match="A file in the store cannot be read just now; the others can") as caught:
        store.get(ONE, ENOUGH)
    assert type(caught.value) is StoreError
    assert store.get(TWO, ENOUGH) == b"two"


def test_a_placeholder_and_a_half_arrived_file_are_told_as_they_are(store: Store, root: Path) -> None:
    (root / DEVICE).mkdir(parents=True)
    (root / ONE).write_bytes(b"")
    (root / TWO).write_bytes(b"hal")
    assert store.get(ONE, ENOUGH) == b""
    assert store.get(TWO, ENOUGH) == b"hal"
    with pytest.raises(Taken):
        store.put(ONE, b"whole")


def test_a_file_that_grows_while_it_is_read_stays_within_the_limit(
    store: Store, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put(ONE, b"x" * 100)
    real = os.fstat

    def then_grown(handle: int) -> os.stat_result:
        state = real(handle)
        if stat.S_ISREG(state.st_mode):
            (root / ONE).write_bytes(b"x" * 5000)
        return state

    monkeypatch.setattr(os, "fstat", then_grown)
    with pytest.raises(stores.errors.TooLarge):
        store.get(ONE, 1000)


@pytest.mark.parametrize("kind", ["link", "dangling", "folder", "pipe"])
def test_what_is_no_file_is_listed_and_never_opened(store: Store, root: Path, tmp_path: Path, kind: str) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"private")
    (root / DEVICE).mkdir(parents=True)
    make = {
        "link": lambda: (root / ONE).symlink_to(victim),
        "dangling": lambda: (root / ONE).symlink_to(tmp_path / "new"),
        "folder": lambda: (root / ONE).mkdir(),
        "pipe": lambda: os.mkfifo(root / ONE),
    }
    make[kind]()
    assert store.list(DEVICE) == ((ONE + "/",) if kind == "folder" else (ONE,))
    with pytest.raises(Missing):
        store.get(ONE, ENOUGH)
    with pytest.raises(Taken):
        store.put(ONE, b"ours")
    assert victim.read_bytes() == b"private"
    assert not (tmp_path / "new").exists()
    store.delete(ONE)
    assert victim.read_bytes() == b"private"


@pytest.mark.parametrize("linked", ["dev", DEVICE.rstrip("/")])
def test_a_folder_that_is_a_link_leads_nowhere(store: Store, root: Path, tmp_path: Path, linked: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / DEVICE).mkdir(parents=True)
    (elsewhere / ONE).write_bytes(b"private")
    (root / linked).parent.mkdir(exist_ok=True)
    (root / linked).symlink_to(elsewhere / linked)
    before = files(elsewhere)
    assert store.list(DEVICE) == ()
    with pytest.raises(Missing):
        store.get(ONE, ENOUGH)
    with pytest.raises(StoreError, match=r"there is a link or a file\. It was left as it is"):
        store.put(TWO, b"ours")
    store.delete(ONE)
    assert files(elsewhere) == before


def test_a_link_planted_under_the_name_of_the_temporary_file_is_not_followed(
    store: Store, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"private")
    (root / DEVICE).mkdir(parents=True)
    monkeypatch.setattr(os, "urandom", lambda size: b"\7" * size)
    (root / DEVICE / names.temporary(b"\7" * 12)).symlink_to(victim)
    with pytest.raises(StoreError):
        store.put(ONE, b"ours")
    assert victim.read_bytes() == b"private"


def test_names_that_are_no_text_are_passed_over(store: Store, root: Path) -> None:
    store.put(ONE, b"one")
    (Path(os.fsdecode(os.fsencode(root) + b"/" + DEVICE.encode() + b"\xff.age"))).write_bytes(b"x")
    assert store.list(DEVICE) == (ONE,)


def test_a_store_is_named_by_a_path_that_means_the_same_everywhere(root: Path, home: Path) -> None:
    with pytest.raises(StoreError, match="begins at the root or with ~"):
        stores.connect("stick", home)
    (home / "Sync").mkdir()
    there = stores.connect("~/Sync", home / "onward")
    there.put(ONE, b"one")
    there.close()
    assert (home / "Sync" / ONE).read_bytes() == b"one"


@pytest.mark.parametrize("inside", [".", "store"])
def test_a_store_does_not_lie_within_what_it_is_to_save(home: Path, inside: str) -> None:
    (home / inside).mkdir(exist_ok=True)
    with pytest.raises(StoreError, match="both would be lost together"):
        stores.connect(str(home / inside), home)


@pytest.mark.parametrize("place", ["gopher://host/", "errors://x", "folder:/tmp", "http://localhost/", "names:x"])
def test_a_kind_of_store_nobody_knows_is_said(home: Path, place: str) -> None:
    with pytest.raises(
        StoreError, match=r"knows no store of this kind\. A store is a path to a folder, or begins with"
    ):
        stores.connect(place, home)
