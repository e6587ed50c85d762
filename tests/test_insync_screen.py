"""Two machines and the store between them, from the screens: connecting, joining, rounds by themselves and by key."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from cli import leaving
from core.content import Content
from core.merging.carried import Alarm
from core.merging.link import Links
from core.storage.store import FILE
from core.workspace import Workspace
from sync import exchange, machines
from sync.keys import KeyringFile
from sync.vault import Vault
from tests.shell import SIZES, Hands, appears, below, opened, press, seen, settled, type_text
from tests.vaults import OTHERS, WORDS, lived_in, words
from tui import instep
from tui.app import OnwardApp
from tui.config import Config
from tui.data import Data
from tui.rounds import Rounds, Work
from tui.screen import Places


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KeyringFile, "_cost", 2)


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    (tmp_path / "store").mkdir()
    return tmp_path / "store"


@pytest.fixture
def desk(tmp_path: Path, hands: Hands, store: Path) -> Path:
    """The workspace of a machine that shares through the store, and has nothing to send."""
    with lived_in(tmp_path / "desk", clock=hands.clock) as workspace:
        machines.connect(workspace, str(store), "desk")
        went(workspace)
    return tmp_path / "desk" / FILE


@pytest.fixture
def laptop(tmp_path: Path, hands: Hands, store: Path, desk: Path) -> Path:
    """A second one, which has joined."""
    path = tmp_path / "laptop" / FILE
    with Workspace.open(str(path), hands.clock) as workspace:
        machines.join(workspace, machines.look(workspace, str(store), words()), "laptop")
        went(workspace)
    with Workspace.open(str(desk), hands.clock) as workspace:
        went(workspace)
    return path


def went(workspace: Workspace) -> exchange.Round:
    *_, done = exchange.run(workspace)
    assert isinstance(done, exchange.Round)
    return done


def bodies(path: Path) -> list[str]:
    with Workspace.open(str(path)) as workspace:
        return [row["body"] for row in workspace.store.rows("SELECT body FROM entries ORDER BY body")]


def sign(pilot: Pilot[None]) -> str:
    """What stands at the end of the strip of places."""
    assert pilot.app.screen.query(Places)
    return seen(pilot).split("\n")[0][-1]


def told(pilot: Pilot[None]) -> str:
    """What the notices say, however they are wrapped."""
    return " ".join(notice.message for notice in pilot.app._notifications)


async def becomes(pilot: Pilot[None], expected: str) -> None:
    for _ in range(300):
        await settled(pilot)
        if sign(pilot) == expected:
            return
        await pilot.pause(0.05)
    raise AssertionError(f"{sign(pilot)!r} and not {expected!r}\n{seen(pilot)}")


async def goes(pilot: Pilot[None], words: str) -> bool:
    """Whether these words leave the place by themselves."""
    for _ in range(300):
        await settled(pilot)
        if words not in below(pilot):
            return True
        await pilot.pause(0.05)
    return False


# Setting up


async def test_a_first_machine_connects_and_a_second_one_joins_by_keys(
    tmp_path: Path, hands: Hands, store: Path
) -> None:
    lived_in(tmp_path / "desk", texts=["from the desk"], clock=hands.clock).close()
    async with opened(tmp_path / "desk" / FILE, hands) as pilot:
        await press(pilot, "9")
        assert "Only on this machine" in seen(pilot)
        await press(pilot, "l", "enter")
        await type_text(pilot, str(store))
        await press(pilot, "enter")
        assert await appears(pilot, "called on the others")
        await press(pilot, "ctrl+a", "ctrl+k")
        await type_text(pilot, "desk")
        await press(pilot, "enter")
        await becomes(pilot, "=")
        assert "In step, today 12:00" in below(pilot) and "desk so far" in below(pilot)
        assert "place 9 offers to join" in told(pilot)
    async with opened(tmp_path / "laptop" / FILE, hands) as pilot:
        await press(pilot, "9", "l", "down", "enter")
        await type_text(pilot, str(store / "nowhere"))
        await press(pilot, "enter")
        assert await appears(pilot, "The folder of the store is not there")
        await press(pilot, "ctrl+a", "ctrl+k")
        await type_text(pilot, str(store))
        await press(pilot, "enter")
        assert await appears(pilot, "or its recovery code")
        await type_text(pilot, OTHERS.decode())
        await press(pilot, "enter")
        assert await appears(pilot, "does not open the vault")
        await type_text(pilot, WORDS.decode())
        await press(pilot, "enter")
        assert await appears(pilot, "from desk")
        assert not Vault(str(tmp_path / "laptop")).exists
        await press(pilot, "enter", "ctrl+a", "ctrl+k")
        await type_text(pilot, "laptop")
        await press(pilot, "enter")
        await becomes(pilot, "=")
        await press(pilot, "6")
        assert "from the desk" in seen(pilot)


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("/nowhere/at/all", "folder of the store is not there"),
        ("gopher://x", "no store of this kind"),
        ("x", "root or"),
    ],
)
async def test_a_place_that_is_none_is_said_and_nothing_is_changed(
    tmp_path: Path, hands: Hands, place: str, sentence: str
) -> None:
    lived_in(tmp_path / "desk", clock=hands.clock).close()
    async with opened(tmp_path / "desk" / FILE, hands, size=(120, 40)) as pilot:
        await press(pilot, "9", "l", "enter")
        await type_text(pilot, place)
        await press(pilot, "enter")
        assert await appears(pilot, sentence)
        assert place in seen(pilot)  # to be mended where it stands
        await press(pilot, "escape")
        assert "Only on this machine" in seen(pilot)


async def test_a_store_of_another_vault_is_left_alone(tmp_path: Path, hands: Hands, store: Path, desk: Path) -> None:
    before = sorted(path.name for path in store.rglob("*"))
    lived_in(tmp_path / "other", clock=hands.clock).close()
    async with opened(tmp_path / "other" / FILE, hands, size=(120, 40)) as pilot:
        await press(pilot, "9", "l", "enter")
        await type_text(pilot, str(store))
        await press(pilot, "enter")
        assert await appears(pilot, "another vault in that place")
    assert sorted(path.name for path in store.rglob("*")) == before


async def test_a_first_machine_without_a_vault_makes_it_on_the_way_and_never_a_second_one(
    tmp_path: Path, hands: Hands, store: Path, desk: Path
) -> None:
    (store.parent / "free").mkdir()
    async with opened(tmp_path / "new" / FILE, hands) as pilot:
        await press(pilot, "9", "l", "enter")
        await type_text(pilot, str(store))
        await press(pilot, "enter")
        assert await appears(pilot, "There is a vault in that place already")
        assert not Vault(str(tmp_path / "new")).exists
        await press(pilot, "ctrl+a", "ctrl+k")
        await type_text(pilot, str(store.parent / "free"))
        await press(pilot, "enter")
        assert await appears(pilot, "How shall the vault be locked")
        await press(pilot, "down", "enter")
        for _ in range(2):
            await type_text(pilot, WORDS.decode())
            await press(pilot, "enter")
        assert await appears(pilot, "called on the others")
        await press(pilot, "enter")
        await becomes(pilot, "=")


async def test_another_place_is_taken_without_alarm_and_without_a_second_name(
    hands: Hands, store: Path, desk: Path, laptop: Path
) -> None:
    other = store.with_name("other")
    other.mkdir()
    async with opened(desk, hands) as pilot:
        await becomes(pilot, "=")
        await press(pilot, "9", "l")
        await type_text(pilot, "another place")
        await press(pilot, "enter")
        await type_text(pilot, str(other))
        await press(pilot, "enter")
        assert await appears(pilot, "This machine shares")
        assert "The others go there in the same way" in told(pilot)
        await becomes(pilot, "=")
        assert "Worth knowing" not in below(pilot)
    assert len(list(other.rglob("*.age"))) == len(list(store.rglob("*.age")))


async def test_without_a_store_nothing_is_shown_and_the_key_says_where_to_begin(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        first = seen(pilot).split("\n")[0]
        assert first.rstrip().endswith("9Vault")
        await press(pilot, "f5")
        assert "sets that up" in seen(pilot)


async def test_sharing_can_be_ended_and_everything_stays(hands: Hands, desk: Path) -> None:
    async with opened(desk, hands) as pilot:
        await becomes(pilot, "=")
        await press(pilot, "9", "l", "down", "down", "down", "enter")
        assert "with the other machines no more" in " ".join(seen(pilot).replace("│", " ").split())
        await press(pilot, "enter")
        assert await appears(pilot, "Only on this machine")
    assert bodies(desk) == ["A walk helped."]


# Rounds


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The rounds that have begun."""
    found: list[object] = []
    begin = Rounds.begin

    def noted(rounds: Rounds, work: Work | None = None) -> Future[exchange.Round]:
        found.append(work)
        return begin(rounds, work)

    monkeypatch.setattr(Rounds, "begin", noted)
    return found


async def test_what_was_written_on_one_is_on_the_other_two_keys_later(hands: Hands, desk: Path, laptop: Path) -> None:
    with Workspace.open(str(laptop), hands.clock) as workspace:
        workspace.journal.write("written on the laptop")
        went(workspace)
    async with opened(desk, hands, config=Config(sync="off")) as pilot:
        await press(pilot, "6")
        assert "written on the laptop" not in seen(pilot)
        await press(pilot, "f5")
        assert await appears(pilot, "Changes that came in")
        assert await appears(pilot, "written on the laptop")


async def test_a_start_brings_what_is_new_without_being_asked(hands: Hands, desk: Path, laptop: Path) -> None:
    with Workspace.open(str(laptop), hands.clock) as workspace:
        workspace.journal.write("written on the laptop")
        went(workspace)
    async with opened(desk, hands) as pilot:
        await press(pilot, "6")
        assert await appears(pilot, "written on the laptop")
        assert "Changes that came in" not in seen(pilot)


async def test_what_was_written_goes_out_after_a_quiet_minute_and_not_while_one_types(
    hands: Hands, desk: Path, laptop: Path, monkeypatch: pytest.MonkeyPatch, begun: list[object]
) -> None:
    now = [1000.0]
    monkeypatch.setattr(instep, "monotonic", lambda: now[0])
    async with opened(desk, hands) as pilot:
        app = pilot.app
        assert isinstance(app, OnwardApp)
        await becomes(pilot, "=")
        assert len(begun) == 1
        now[0] += 30
        await press(pilot, "6", "n")
        await type_text(pilot, "quiet")
        await press(pilot, "escape")
        for seconds in (5, 20, 34):
            now[0] += seconds
            app._look()
            await settled(pilot)
            assert sign(pilot) == "+" and len(begun) == 1
        now[0] += 2
        app._look()
        await becomes(pilot, "=")
        now[0] += 300
        app._look()
        await settled(pilot)
        assert len(begun) == 2
        await press(pilot, "p")
        now[0] += 301
        app._look()
        await settled(pilot)
        assert len(begun) == 2  # nothing changes beneath a dialog
        await press(pilot, "escape")
        now[0] += 61
        app._look()
        await settled(pilot)
        assert len(begun) == 3  # what others wrote is asked for now and then
    with Workspace.open(str(laptop), hands.clock) as workspace:
        assert went(workspace).changes > 0
    assert "quiet" in bodies(laptop)


async def test_turned_off_nothing_goes_by_itself(
    hands: Hands, desk: Path, laptop: Path, monkeypatch: pytest.MonkeyPatch, begun: list[object]
) -> None:
    now = [1000.0]
    monkeypatch.setattr(instep, "monotonic", lambda: now[0])
    async with opened(desk, hands, config=Config(sync="off")) as pilot:
        now[0] += 10_000
        pilot.app._look()  # type: ignore[attr-defined]
        await settled(pilot)
        assert sign(pilot) == "+" and not begun
        await press(pilot, "f5")
        assert len(begun) == 1


async def test_a_store_that_hangs_keeps_nobody_from_typing_or_leaving(
    hands: Hands, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from threading import Event

    hanging = Event()

    def run(workspace: Workspace) -> Iterator[exchange.Round]:
        hanging.wait(60)
        yield from ()

    monkeypatch.setattr(exchange, "run", run)
    try:
        async with opened(desk, hands) as pilot:
            await becomes(pilot, "~")
            await press(pilot, "9")
            assert "~ Getting in step" in below(pilot)
            await press(pilot, "f5")
            assert "Getting in step already" in seen(pilot)
            await press(pilot, "6", "n")
            await type_text(pilot, "while it hangs")
            await press(pilot, "escape")
            assert "while it hangs" in seen(pilot)
    finally:
        hanging.set()
    assert "while it hangs" in bodies(desk)


async def test_what_stands_in_the_way_is_said_once_and_stays_to_be_read(hands: Hands, desk: Path, store: Path) -> None:
    store.rename(store.with_name("unplugged"))
    async with opened(desk, hands, size=(120, 40)) as pilot:
        assert await appears(pilot, "Plug in or mount")
        await becomes(pilot, "!")
        await press(pilot, "9")
        assert f"! Not in step since today 12:00; {str(store)[:12]}" in below(pilot)
    async with opened(desk, hands, size=(120, 40)) as pilot:
        await becomes(pilot, "!")
        assert "Plug in or mount" not in seen(pilot)
        await press(pilot, "f5")
        assert await appears(pilot, "Plug in or mount")
        store.with_name("unplugged").rename(store)
        await press(pilot, "f5")
        await becomes(pilot, "=")


async def test_a_mistake_of_the_program_in_a_round_takes_nothing_away(
    hands: Hands, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(workspace: Workspace) -> Iterator[exchange.Round]:
        raise ZeroDivisionError("with private words")
        yield

    monkeypatch.setattr(exchange, "run", run)
    async with opened(desk, hands) as pilot:
        assert await appears(pilot, "The sync stopped at")
        await becomes(pilot, "!")
        assert "private words" not in seen(pilot)


# Leaving


def rounds_of(path: Path, hands: Hands) -> Rounds:
    rounds = Rounds(Data(lambda: Workspace.open(str(path), hands.clock)))
    rounds.now = rounds.standing().result()
    return rounds


def test_leaving_sends_what_was_written(hands: Hands, desk: Path, laptop: Path) -> None:
    with Workspace.open(str(desk), hands.clock) as workspace:
        workspace.journal.write("in the last second")
    leaving.send(rounds_of(desk, hands), Content())
    with Workspace.open(str(laptop), hands.clock) as workspace:
        went(workspace)
    assert "in the last second" in bodies(laptop)


def test_leaving_asks_nothing_of_the_store_where_nothing_is_new(hands: Hands, desk: Path, begun: list[object]) -> None:
    leaving.send(rounds_of(desk, hands), Content())
    assert not begun


@pytest.mark.parametrize("trouble", ["", "somebody pulled the stick out"])
def test_leaving_does_not_wait_for_a_store_that_hangs(
    hands: Hands, desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], trouble: str
) -> None:
    from threading import Event

    hanging = Event()
    monkeypatch.setattr(leaving, "PATIENCE_SECONDS", 0.8)
    monkeypatch.setattr(leaving, "LESS_SECONDS", 0.5)

    def run(workspace: Workspace) -> Iterator[exchange.Round]:
        hanging.wait(60)
        yield from ()

    monkeypatch.setattr(exchange, "run", run)
    with Workspace.open(str(desk), hands.clock) as workspace:
        workspace.journal.write("in the last second")
        Links(workspace.store).was_stopped(trouble)
    rounds = rounds_of(desk, hands)
    before = time.monotonic()
    try:
        leaving.send(rounds, Content())
    finally:
        hanging.set()
    assert time.monotonic() - before < 20
    told = capsys.readouterr().err
    assert "Sending what you wrote" in told and "goes next time" in told
    assert "in the last second" in bodies(desk)


def test_leaving_says_nothing_where_the_store_is_not_there(
    hands: Hands, desk: Path, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Workspace.open(str(desk), hands.clock) as workspace:
        workspace.journal.write("in the last second")
    store.rename(store.with_name("unplugged"))
    leaving.send(rounds_of(desk, hands), Content())
    assert "Error" not in capsys.readouterr().err


# Machines, and what is worth knowing


async def test_machines_are_listed_and_this_one_is_named_anew(hands: Hands, desk: Path, laptop: Path) -> None:
    async with opened(desk, hands) as pilot:
        await becomes(pilot, "=")
        await press(pilot, "9", "m")
        assert "desk" in seen(pilot) and "this one" in seen(pilot) and "last heard of" in seen(pilot)
        await press(pilot, "enter", "ctrl+a", "ctrl+k", "enter")
        assert "at least one letter" in seen(pilot)
        await type_text(pilot, "[/study]")
        await press(pilot, "enter")
        assert "[/study]" in below(pilot)


async def test_a_lost_machine_is_shut_out_after_the_words_on_what_that_does(
    tmp_path: Path, hands: Hands, store: Path, desk: Path, laptop: Path
) -> None:
    async with opened(desk, hands, size=(120, 40)) as pilot:
        await becomes(pilot, "=")
        await press(pilot, "9", "m", "down", "enter", "enter")
        for part in ("does", "does_not", "first"):
            words_ = Content().say(f"machines.drop.{part}", name="laptop").split(":")[0]
            assert words_[:20] in " ".join(seen(pilot).split())
        await press(pilot, "enter", "down", "enter")
        for _ in range(2):
            await type_text(pilot, OTHERS.decode())
            await press(pilot, "enter")
        assert await appears(pilot, "The recovery kit is a new one")
        await press(pilot, "m")
        assert "dropped" in seen(pilot)
    with Workspace.open(str(laptop), hands.clock) as workspace:
        workspace.journal.write("from the thief")
        assert went(workspace).behind
    assert Vault(str(tmp_path / "desk")).prove(bytearray(OTHERS)).epochs[0].number == 2


async def test_new_keys_are_told_once_with_the_key_that_takes_the_passphrase(
    hands: Hands, desk: Path, laptop: Path
) -> None:
    from sync import dropping

    path = laptop.parent.parent / "third" / FILE
    with Workspace.open(str(path), hands.clock) as workspace:
        place = Links(Workspace.open(str(desk)).store).now.place
        machines.join(workspace, machines.look(workspace, place, words()), "third")
        went(workspace)
    with Workspace.open(str(desk), hands.clock) as workspace:
        went(workspace)
        list(dropping.drop(workspace, dropping.find(workspace, "third"), bytearray(OTHERS)))
    async with opened(laptop, hands, size=(120, 40)) as pilot:
        await becomes(pilot, "!")
        assert await appears(pilot, "something to know about your machines")
        await press(pilot, "9")
        assert "Worth knowing" in below(pilot)
        await press(pilot, "enter")
        assert "With key l you give the new passphrase" in " ".join(seen(pilot).replace("│", " ").split())
        await press(pilot, "enter")
        assert "Worth knowing" not in below(pilot)
        await press(pilot, "f5")
        assert await appears(pilot, "The vault has a new passphrase.")
        assert "In step" not in told(pilot) and "Waiting for the vault's new passphrase" in below(pilot)
        await press(pilot, "l", "enter")
        await type_text(pilot, OTHERS.decode())
        await press(pilot, "enter")
        await becomes(pilot, "=")


async def test_what_is_missing_for_good_can_be_gone_on_without(
    hands: Hands, store: Path, desk: Path, laptop: Path
) -> None:
    with Workspace.open(str(laptop), hands.clock) as workspace:
        before = set(store.rglob("*.age"))
        workspace.journal.write("lost for good")
        went(workspace)
        (lost,) = set(store.rglob("*.age")) - before
        workspace.journal.write("came after it")
        went(workspace)
    lost.unlink()
    async with opened(desk, hands, size=(120, 40)) as pilot:
        await becomes(pilot, "!")
        await press(pilot, "9", "w")
        told = " ".join(seen(pilot).replace("│", " ").split())
        assert "key m lists it" in told
        await press(pilot, "enter", "m", "down", "enter")
        assert "Go on without what is missing" in seen(pilot)
        await press(pilot, "enter")
        await becomes(pilot, "=")
    assert "came after it" in bodies(desk)


@pytest.mark.parametrize(("down", "kept"), [((), True), (("down",), False)])
async def test_what_a_dropped_machine_wrote_later_waits_for_a_word(
    hands: Hands, store: Path, desk: Path, laptop: Path, down: tuple[str, ...], kept: bool
) -> None:
    from sync import dropping

    with Workspace.open(str(laptop), hands.clock) as workspace:
        workspace.journal.write("written on the train")
        late = went_offline(workspace, store)
    with Workspace.open(str(desk), hands.clock) as workspace:
        list(dropping.drop(workspace, dropping.find(workspace, "laptop"), bytearray(OTHERS)))
    for name, body in late.items():
        (store / name).write_bytes(body)
    async with opened(desk, hands, size=(120, 40)) as pilot:
        await press(pilot, "f5")
        await becomes(pilot, "!")
        await press(pilot, "9", "m", "down", "enter")
        assert "Take in what it wrote later" in seen(pilot)
        await press(pilot, *down, "enter")
        await pilot.pause(0.3)
        await settled(pilot)
        await press(pilot, "f5")
        assert await appears(pilot, "In step.")
    assert ("written on the train" in bodies(desk)) is kept


def went_offline(workspace: Workspace, store: Path) -> dict[str, bytes]:
    """What a round would have put into the store, taken out again: a machine that was away when it was dropped."""
    before = {path.relative_to(store): path for path in store.rglob("*.age")}
    went(workspace)
    late = {}
    for path in list(store.rglob("*.age")):
        if (name := path.relative_to(store)) not in before:
            late[str(name)] = path.read_bytes()
            path.unlink()
    return late


async def test_a_conflict_made_on_two_machines_is_resolved_by_keys_and_settled_on_both(
    hands: Hands, desk: Path, laptop: Path
) -> None:
    for path, words_ in ((desk, " And here."), (laptop, " And there.")):
        hands.at += timedelta(minutes=1)
        async with opened(path, hands, config=Config(sync="off")) as pilot:
            await press(pilot, "6", "enter")
            await type_text(pilot, words_)
            await press(pilot, "escape", "f5")
            assert await appears(pilot, "In step.")
    async with opened(desk, hands, config=Config(sync="off")) as pilot:
        await press(pilot, "f5")
        assert await appears(pilot, "A text has two versions")
        assert "Both versions are kept; key 9 shows them" in told(pilot)
        await press(pilot, "9", "t", "right", "enter", "f5")
        await becomes(pilot, "=")
    async with opened(laptop, hands, config=Config(sync="off")) as pilot:
        await press(pilot, "f5")
        assert await appears(pilot, "In step")
        assert await goes(pilot, "two versions")
    assert bodies(desk) == bodies(laptop) == ["A walk helped. And here."]


async def test_two_machines_of_one_name_are_told_apart(hands: Hands, desk: Path, laptop: Path) -> None:
    with Workspace.open(str(laptop), hands.clock) as workspace:
        workspace.streams.name("desk")
        went(workspace)
        here = workspace.streams.device
    async with opened(laptop, hands, config=Config(sync="off")) as pilot:
        await press(pilot, "9")
        assert f"desk ({here[:4]}), desk (" in below(pilot)


async def test_much_to_know_leaves_room_for_the_answer_in_a_small_terminal(
    hands: Hands, desk: Path, laptop: Path
) -> None:
    with Workspace.open(str(desk), hands.clock) as workspace:
        device = next(each.device for each in workspace.streams.machines() if not each.here)
        workspace.streams.name("a name [/of] its own, quite a long one, for a machine")
        for kind in ("gap", "cut", "twin", "epoch", "clock", "fork"):
            workspace.streams.alarm(Alarm(kind=kind, device=device, n=1))  # type: ignore[arg-type]
    async with opened(desk, hands, size=(60, 20), config=Config(sync="off")) as pilot:
        await press(pilot, "9", "w")
        assert "I know" in seen(pilot) and "And 2 more" not in seen(pilot)
        await press(pilot, *["pagedown"] * 4)
        assert "And 2 more" in seen(pilot)
        await press(pilot, "enter", "w")
        await press(pilot, "enter", "w")
        assert "nothing to know" in " ".join(seen(pilot).replace("▌", " ").split())


# How it looks


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_its_picture(
    hands: Hands, desk: Path, laptop: Path, size: tuple[int, int], snapshot: Callable[[str, str], None]
) -> None:
    with Workspace.open(str(desk), hands.clock) as workspace:
        Links(workspace.store).connect("/media/stick/onward")
        Links(workspace.store).went_well(searched=True)
    async with opened(desk, hands, size=size, config=Config(sync="off")) as pilot:
        await press(pilot, "9")
        await becomes(pilot, "+")
        snapshot(seen(pilot), f"in-step-{size[0]}x{size[1]}")


async def test_an_answer_that_comes_after_the_app_was_left_breaks_nothing(hands: Hands, desk: Path) -> None:
    async with opened(desk, hands, config=Config(sync="off")) as pilot:
        app = pilot.app
        assert isinstance(app, OnwardApp)
    app.show_sign()
