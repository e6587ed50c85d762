"""Bringing in what another program has kept, by keyboard."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from core.importing import plan
from core.workspace import Workspace
from tests.hostile import KEPT
from tests.replay import exported
from tests.shell import SIZES, Hands, appears, opened, press, seen, settled, type_text
from tui.app import OnwardApp

HERE = Path(__file__).parent / "imports"
ODD = "Firm,Post,Applied,Status\nAcme,Writer,3/4/2026,On the moon\nBeta,Editor,5/6/2026,Applied\n"


@pytest.fixture
def hands() -> Hands:
    return Hands()


async def bring(pilot: Pilot[None], path: Path) -> None:
    """Open the flow on a path."""
    await press(pilot, "B")
    pilot.app.screen.query_one(Input).value = str(path)
    await settled(pilot)
    await press(pilot, "enter")


async def asked(pilot: Pilot[None]) -> str:
    """The workspace as it stands, exported."""
    app = pilot.app
    assert isinstance(app, OnwardApp)
    return await app.data.ask(exported)


async def to(pilot: Pilot[None], words: str) -> None:
    """Go to the line with these words and choose it."""
    await press(pilot, *["pageup"] * 4)
    for _ in range(40):
        if any(words in line and "›" in line for line in seen(pilot).splitlines()):
            break
        await press(pilot, "down")
    else:
        raise AssertionError(f"no {words!r} in\n{seen(pilot)}")
    await press(pilot, "enter")


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_what_was_found_at_every_size(
    tmp_path: Path, hands: Hands, size: tuple[int, int], snapshot: Callable[[str, str], None]
) -> None:
    async with opened(tmp_path / "a", hands, size) as pilot:
        await press(pilot, "5")
        await bring(pilot, HERE / "german.csv")
        snapshot(seen(pilot), f"importing_found_{size[0]}x{size[1]}")
        await to(pilot, "See what would be stored")
        snapshot(seen(pilot), f"importing_preview_{size[0]}x{size[1]}")


async def test_from_a_file_to_the_board_and_back(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        before = await asked(pilot)
        await press(pilot, "5")
        await bring(pilot, HERE / "german.csv")
        await to(pilot, "See what would be stored")
        assert "[+] Müller & Söhne GmbH, Redakteurin" in seen(pilot)
        await press(pilot, "enter")
        assert "outcome: not_selected" in seen(pilot) and "Quelle: StepStone" in seen(pilot)
        await press(pilot, "escape", "escape")
        await to(pilot, "Store these 2")
        assert "Grünland eG" in seen(pilot) and "Stored. applications: 2." in seen(pilot)
        await press(pilot, "u")
        assert "Grünland eG" not in seen(pilot)
        assert await asked(pilot) == before


async def test_columns_words_and_dates_can_be_said_otherwise(tmp_path: Path, hands: Hands) -> None:
    table = tmp_path / "odd.csv"
    table.write_text(ODD)
    async with opened(tmp_path / "a", hands) as pilot:
        await press(pilot, "5")
        await bring(pilot, table)
        assert "cannot be taken in" in seen(pilot) and "Store" not in seen(pilot)
        await to(pilot, "Firm")
        assert "What does “Firm” hold? as in “Acme”" in seen(pilot)
        await type_text(pilot, "company")
        await press(pilot, "enter")
        assert "“3/4/2026” can be read in two ways" in seen(pilot)
        await to(pilot, "can be read in two ways")
        assert "3 April 2026" in seen(pilot) and "4 March 2026" in seen(pilot)
        await to(pilot, "day before month")
        await to(pilot, "“On the moon”")
        await type_text(pilot, "conversation")
        await press(pilot, "enter")
        await to(pilot, "Store these 2")
        app = pilot.app
        assert isinstance(app, OnwardApp)
        lines = await app.data.ask(lambda w: w.board.page())
        assert {(line.company, line.stage) for line in lines} == {("Acme", "interview"), ("Beta", "applied")}
        kept = await app.data.ask(lambda w: [w.applications.get(line.id).applied for line in lines])
        assert {str(day) for day in kept} == {"2026-04-03", "2026-06-05"}


async def test_people_come_along_only_when_picked(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        await press(pilot, "6", "B")
        pilot.app.screen.query_one(Input).value = f"{HERE / 'linkedin'}/"
        await settled(pilot)
        await press(pilot, "up", "enter")  # all of the folder stands above its files
        await to(pilot, "People")
        await press(pilot, "enter", "ctrl+s")
        assert "1 of 2" in seen(pilot)
        await to(pilot, "Store these 8")
        app = pilot.app
        assert isinstance(app, OnwardApp)
        assert [one.name for one in await app.data.ask(lambda w: w.team.people.everyone())] == ["Ada Lovelace"]


async def test_another_encoding_and_another_form(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        await press(pilot, "5")
        await bring(pilot, HERE / "german.csv")
        await to(pilot, "Encoding")
        assert "cp1252" in seen(pilot) and "Müller" in seen(pilot)
        await type_text(pilot, "utf-8")
        await press(pilot, "enter")
        assert "german.csv is not written in utf-8" in seen(pilot) and "cp1252" in seen(pilot)
        await to(pilot, "Encoding")
        await type_text(pilot, "cp1250")
        await press(pilot, "enter")
        assert "cp1250" in seen(pilot)
        await to(pilot, "Form")
        await type_text(pilot, "jrnl")
        await press(pilot, "enter")
        assert "such as [2026-11-22 18:30]" in seen(pilot) and "Bring in german.csv" in seen(pilot)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"PK\x03\x04cut off", "is not a whole zip"),
        (bytes(range(256)) * 40, "is not text"),
        (b"just a few words\n", "has no form that is known here"),
    ],
)
async def test_what_cannot_be_read_is_said_beneath_the_path(
    tmp_path: Path, hands: Hands, content: bytes, said: str
) -> None:
    path = tmp_path / "x.dat"
    path.write_bytes(content)
    async with opened(tmp_path / "a", hands) as pilot:
        before = await asked(pilot)
        await bring(pilot, path)
        assert said in " ".join(seen(pilot).split()) and "x.dat" in seen(pilot)
        await press(pilot, "escape")
        assert await asked(pilot) == before


async def test_a_path_is_completed_and_a_folder_gone_into(tmp_path: Path, hands: Hands) -> None:
    (tmp_path / "deep [b]down[b]").mkdir()
    (tmp_path / "deep [b]down[b]" / "jobs.csv").write_text("Company,Role\nAcme,Writer\n")
    async with opened(tmp_path / "a", hands) as pilot:
        await press(pilot, "B")
        field = pilot.app.screen.query_one(Input)
        field.value = f"{tmp_path}/dee"
        await settled(pilot)
        assert "deep [b]down[b]/" in seen(pilot)
        await press(pilot, "tab")
        assert field.value.endswith("down[b]/") and "All of this folder" in seen(pilot)
        await press(pilot, "enter")
        assert "Bring in jobs.csv" in seen(pilot) and "Store these 1" in seen(pilot)


async def test_leaving_at_any_point_stores_nothing(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        before = await asked(pilot)
        await bring(pilot, HERE / "german.csv")
        await to(pilot, "Form")
        await press(pilot, "escape", "escape")
        assert "Which file" in seen(pilot) and "german.csv" in seen(pilot)
        await press(pilot, "escape")
        assert await asked(pilot) == before


async def test_a_long_import_can_be_stopped_and_then_nothing_is_stored(
    tmp_path: Path, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "many.csv"
    table.write_text("Company,Role\n" + "".join(f"Company {n},Writer\n" for n in range(40)))
    async with opened(tmp_path / "a", hands) as pilot:
        before = await asked(pilot)
        await bring(pilot, table)
        monkeypatch.setattr(plan, "STRIDE", 1)
        put = plan.Plan._put

        def slowly(self: plan.Plan, door: object, row: object) -> None:
            time.sleep(0.05)
            put(self, door, row)  # type: ignore[arg-type]

        monkeypatch.setattr(plan.Plan, "_put", slowly)
        await pilot.press("enter")
        assert await appears(pilot, "so far. Esc stops")
        await pilot.press("escape")
        assert await appears(pilot, "It was stopped"), seen(pilot)
        await press(pilot, "escape", "escape")
        assert await asked(pilot) == before


def prepared(workspace: Workspace) -> None:
    workspace.applications.add("Grünland", "Lektorin", day=workspace.today())


async def test_what_is_here_already_is_passed_over_unless_told(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=prepared) as pilot:
        await press(pilot, "5")
        await bring(pilot, HERE / "german.csv")
        assert "Store these 1" in seen(pilot) and "1 new, 1 here already" in seen(pilot)
        await to(pilot, "What is here already")
        assert "taken in once more" in seen(pilot)
        await to(pilot, "Store these 2")
        assert seen(pilot).count("Grünland") == 2


async def test_hostile_names_and_cells_are_words_in_every_dialog(tmp_path: Path, hands: Hands) -> None:
    table = tmp_path / "odd [b].csv"
    with table.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Company", "[/foo]", "\x1b[31mred", "Status", "日本語 \u202e"])
        writer.writerows([word, word, word, word, word] for word in (*KEPT, "=1+1"))
    async with opened(tmp_path / "a", hands) as pilot:
        await press(pilot, "5")
        await bring(pilot, table)
        assert "Bring in odd [b].csv" in seen(pilot) and "[/foo]" in seen(pilot)
        await to(pilot, "› Company")
        assert "What does “Company” hold? as in “[/foo]”" in seen(pilot)
        await press(pilot, "escape")
        await to(pilot, "See what would be stored")
        for _ in KEPT:
            await press(pilot, "enter")
            assert not {"\x1b", "\x9b", "\u202e"} & set(seen(pilot))
            await press(pilot, "escape", "down")
