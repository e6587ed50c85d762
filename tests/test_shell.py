"""What holds for every place in the app, and for the thread behind it."""

from __future__ import annotations

import asyncio
import gc
import re
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from time import sleep
from typing import NoReturn

import pytest

from core.content import Content
from core.errors import Refused, StorageError
from core.journal.search import LEADS
from core.storage.schema import SEARCHED
from core.storage.store import Store
from core.workspace import Workspace
from screens import ACTIVITIES, Activity
from sync.exchange import Round
from sync.way import Step
from tests.hostile import KEPT, REFUSED
from tests.shell import SIZES, Hands, opened, press, seen, settled, type_text
from tui.config import check_keys
from tui.data import Data
from tui.palette import bindings_of
from tui.rounds import Rounds
from tui.start import theme_for

EVERY = pytest.mark.parametrize("activity", ACTIVITIES, ids=lambda activity: activity.slug)
ROOT = Path(__file__).parent.parent


@pytest.fixture
def hands() -> Hands:
    return Hands()


@EVERY
async def test_its_number_reaches_it_and_it_explains_itself(tmp_path: Path, hands: Hands, activity: Activity) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        await press(pilot, activity.key)
        assert isinstance(pilot.app.screen, activity.screen())
        assert f"{activity.key} {activity.slug.capitalize()}" in seen(pilot).split("\n")[0]
        await press(pilot, "f1")
        about = activity.screen().HELP
        assert about.split(".")[0][:40] in seen(pilot)


@EVERY
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_it_opens_empty_at_every_size(
    tmp_path: Path, hands: Hands, activity: Activity, size: tuple[int, int]
) -> None:
    async with opened(tmp_path / "a", hands, size=size) as pilot:
        await press(pilot, activity.key)
        lines = seen(pilot).rstrip("\n").split("\n")
        assert len(lines) == size[1]
        assert max(map(len, lines)) <= size[0]


@EVERY
def test_every_action_has_a_name_an_id_and_a_sentence(activity: Activity) -> None:
    cls = activity.screen()
    assert cls.HELP
    for binding in bindings_of(cls):
        if binding.id and binding.id.startswith(f"{activity.slug}."):
            assert binding.tooltip, binding.id
            assert binding.description, binding.id


@EVERY
def test_at_most_five_hints_stand_in_the_footer(activity: Activity) -> None:
    shown = [one for one in bindings_of(activity.screen()) if one.show and (one.id or "").startswith(activity.slug)]
    assert len(shown) <= 4  # and help


@EVERY
def test_its_style_stays_at_home(activity: Activity) -> None:
    cls = activity.screen()
    folder = ROOT / "screens" / activity.slug
    for sheet in folder.glob("*.tcss") if folder.is_dir() else [folder.with_suffix(".tcss")]:
        outside = re.sub(r"\{(?:[^{}]|\{[^{}]*\})*\}", "", sheet.read_text(encoding="utf-8"))
        assert outside.split() == [cls.__name__], sheet


def test_no_two_actions_share_a_key() -> None:
    from tui.app import OnwardApp

    bound = [("", one.id or "", one.key) for one in bindings_of(OnwardApp)]
    for activity in ACTIVITIES:
        bound += [(activity.slug, one.id or "", one.key) for one in bindings_of(activity.screen())]
    everything = {id: keys for _, id, keys in bound if id and not id.startswith("go.")}
    assert check_keys(everything, bound) == []


async def test_the_palette_finds_what_can_be_done_and_does_it(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        await press(pilot, "ctrl+p")
        await type_text(pilot, "talk to")
        await pilot.pause(0.3)
        await press(pilot, "enter")
        assert "Someone to talk to" in seen(pilot)


async def test_a_click_on_a_place_goes_there(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        last = ACTIVITIES[-1]
        column = seen(pilot).split("\n")[0].index(last.key)
        await pilot.click(offset=(column, 0))
        await settled(pilot)
        assert isinstance(pilot.app.screen, last.screen())


HOSTILE = (*KEPT, *REFUSED)


@pytest.mark.parametrize("texts", [HOSTILE[n::4] for n in range(4)], ids=range(4))
async def test_hostile_text_is_shown_or_refused_and_never_breaks_today(
    tmp_path: Path, hands: Hands, texts: tuple[str, ...]
) -> None:
    def plant(workspace: Workspace) -> None:
        verbs: tuple[Callable[[str], object], ...] = (
            lambda text: workspace.settings.set("name", text),
            lambda text: workspace.routine.add(text, why=text),
            lambda text: workspace.steps.plan(text, workspace.today(), cue=text),
            lambda text: workspace.evenings.close(workspace.today(), gratitudes=[text], win=text, mood=text),
            lambda text: workspace.routine.skip(workspace.routine.add("x", family="body"), word=text),
            lambda text: workspace.journal.write(text),
        )
        for verb, text in product(verbs, texts):
            try:
                verb(text)
            except Refused as refused:
                assert refused.sentence

    async with opened(tmp_path / "a", hands, before=plant) as pilot:
        for activity in ACTIVITIES:
            await press(pilot, activity.key, "j")
        await press(pilot, "1", "c", "escape", "slash")
        for letter in "".join(text[:6] for text in texts):
            if letter.isprintable() and letter.isascii():
                await pilot.press("space" if letter == " " else letter)
        await settled(pilot)
        await press(pilot, "escape", "u", "ctrl+y")


async def test_a_refusal_is_a_sentence_on_the_screen_and_the_app_goes_on(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, ACTIVITIES[0].screen())

        def full(_: Workspace) -> None:
            raise StorageError("The disk is [/full].")

        assert not await screen.do(full)
        await settled(pilot)
        assert "The disk is [/full]." in seen(pilot)


async def test_a_disk_that_is_away_ends_neither_a_place_nor_the_app(
    tmp_path: Path, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked by an answer to a message, by a dialog that comes up, and by a worker."""

    def away(store: Store, *_: object) -> NoReturn:
        raise StorageError("The disk is away.")

    async with opened(tmp_path / "a", hands, before=lambda w: w.rejections.log("Acme")) as pilot:
        await press(pilot, "2")
        with monkeypatch.context() as disk:
            for name in ("row", "rows", "note", "write"):
                disk.setattr(Store, name, away)
            for key in ("enter", "f4", "u"):
                pilot.app.clear_notifications()
                await press(pilot, key, "escape")
                assert "The disk is away." in seen(pilot), key
        await press(pilot, "enter")
        assert "Acme" in seen(pilot)


def test_what_was_asked_is_done_before_the_workspace_closes(tmp_path: Path) -> None:
    data = Data(lambda: Workspace.open(str(tmp_path / "a"))).start()

    async def leave_at_once() -> None:
        waiting = asyncio.create_task(data.ask(lambda workspace: workspace.settings.set("name", "Ada")))
        await asyncio.sleep(0)
        waiting.cancel()

    asyncio.run(leave_at_once())
    data.tell(lambda workspace: workspace.settings.set("evening", "21:00"))
    data.close()
    with Workspace.open(str(tmp_path / "a")) as workspace:
        assert (workspace.settings.name, workspace.settings.get("evening")) == ("Ada", "21:00")


def test_a_file_that_cannot_be_read_for_a_while_ends_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(store: Store) -> int:
        raise StorageError("The disk reported an error.")

    with monkeypatch.context() as disk:
        disk.setattr(Store, "version", away)
        disk.setattr("tui.data.WATCH_SECONDS", 0.0)
        data = Data(lambda: Workspace.open(str(tmp_path / "a"))).start()
        asyncio.run(asyncio.wait_for(data.ask(lambda _: None), 10))
        asyncio.run(asyncio.wait_for(data.ask(lambda w: w.settings.set("name", "Ada")), 10))
    data.close()
    with Workspace.open(str(tmp_path / "a")) as workspace:
        assert workspace.settings.name == "Ada"


def test_an_error_of_opening_reaches_whoever_waits(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"not a database, by any means" * 9)
    data = Data(lambda: Workspace.open(str(tmp_path / "a"))).start()
    with pytest.raises(StorageError):
        data.ready()
    data.close()


def test_other_questions_fit_between_the_steps_of_long_work(tmp_path: Path) -> None:
    data = Data(lambda: Workspace.open(str(tmp_path / "a"))).start()
    order: list[str] = []

    def work(_: Workspace) -> Iterator[int]:
        for number in range(3):
            order.append(f"step {number}")
            yield number + 1

    async def both() -> None:
        async for step in data.steps(work):
            await data.ask(lambda _, step=step: order.append(f"question {step}"))  # type: ignore[misc]

    asyncio.run(both())
    data.close()
    assert order == ["step 0", "question 1", "step 1", "question 2", "step 2", "question 3"]


def test_a_round_lets_what_was_asked_go_first_after_each_of_its_steps(tmp_path: Path) -> None:
    data = Data(lambda: Workspace.open(str(tmp_path / "a"))).start()
    order: list[str] = []

    def asked(number: int) -> None:
        sleep(0.01)
        order.append(f"asked {number}")

    def work(_: Workspace) -> Iterator[Step | Round]:
        for number in range(3):
            order.append(f"step {number}")
            data.tell(lambda _, number=number: asked(number))  # type: ignore[misc]
            assert gc.get_threshold()[2] > before[2]
            yield Step(stage="fetch", done=number, of=3)
        yield Round(bundles=0, changes=0, sent=0, mended=0, unsent=0, behind=False)

    gc.set_threshold(700, 10, 10)  # a round that another test left behind has its own
    before = gc.get_threshold()
    Rounds(data).begin(work).result()
    data.close()
    assert order == ["step 0", "asked 0", "step 1", "asked 1", "step 2", "asked 2"]
    assert gc.get_threshold() == before


@pytest.mark.parametrize(
    ("choice", "environment", "theme"),
    [
        ("auto", {}, "onward-dark"),
        ("auto", {"COLORFGBG": "0;15"}, "onward-light"),
        ("auto", {"COLORFGBG": "15;0"}, "onward-dark"),
        ("auto", {"NO_COLOR": "1"}, "onward-terminal"),
        ("terminal", {"COLORFGBG": "0;15"}, "onward-terminal-light"),
        ("light", {}, "onward-light"),
        ("light", {"NO_COLOR": "1"}, "onward-terminal"),
        ("dark", {"COLORFGBG": "0;15"}, "onward-dark"),
    ],
)
def test_the_theme_follows_the_choice_then_the_terminal(choice: str, environment: dict[str, str], theme: str) -> None:
    assert theme_for(choice, environment) == theme


async def test_the_cover_lets_no_key_past_it(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        for key in ("ctrl+p", "f4", "slash", "ctrl+z"):
            before = seen(pilot)
            await press(pilot, "f3")
            assert "Today" not in seen(pilot)
            await press(pilot, key)
            assert seen(pilot) == before


@pytest.mark.parametrize("table", [table for table, _, _ in SEARCHED])
def test_whatever_a_search_finds_has_a_name_and_a_place_that_opens_it(table: str) -> None:
    assert Content().say(f"shell.kinds.{table}")
    kind = LEADS[table].kind if table in LEADS else table.removesuffix("s")
    assert [activity.slug for activity in ACTIVITIES if kind in activity.screen().OPENS], kind
