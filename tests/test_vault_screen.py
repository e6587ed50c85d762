"""The Vault screen: how things stand in one glance, every action by key, and secrets that are forgotten."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual import events

from screens.vault.kit import KitPage
from screens.vault.secret import Secret, Shown, Unseen
from sync import passphrase
from sync.keys import KeyringFile
from sync.vault import Vault
from tests.shell import SIZES, Hands, opened, press, seen, settled, type_text
from tests.vaults import OTHERS, WORDS, backed_up, lived_in


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KeyringFile, "_cost", 2)


@pytest.fixture
def hands() -> Hands:
    return Hands()


FILE = "home/onward.sqlite"


async def wait_for(pilot: object, words: str) -> None:
    for _ in range(200):
        await settled(pilot)  # type: ignore[arg-type]
        if words in seen(pilot):  # type: ignore[arg-type]
            return
        await pilot.pause(0.05)  # type: ignore[attr-defined]
    raise AssertionError(f"{words!r} is not on the screen:\n{seen(pilot)}")  # type: ignore[arg-type]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_its_picture(tmp_path: Path, hands: Hands, size: tuple[int, int], snapshot: object) -> None:
    async with opened(tmp_path / "a", hands, size=size) as pilot:
        await press(pilot, "9")
        snapshot(seen(pilot).partition("\n")[2], f"vault-{size[0]}x{size[1]}")  # type: ignore[operator]


async def test_a_vault_is_made_with_a_passphrase_of_ones_own(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / FILE, hands) as pilot:
        await press(pilot, "9", "n", "down", "enter")
        await type_text(pilot, "password1234")
        await press(pilot, "enter")
        assert "guessed too soon" in seen(pilot)
        await type_text(pilot, WORDS.decode())
        assert "panoramic" not in seen(pilot) and "•" * len(WORDS) in seen(pilot)
        await press(pilot, "enter")
        await type_text(pilot, OTHERS.decode())
        await press(pilot, "enter")
        await wait_for(pilot, "not the same")
        assert not Vault(str(tmp_path / "home")).exists
        await type_text(pilot, WORDS.decode())
        await press(pilot, "enter")
        await wait_for(pilot, "strong enough")
    assert Vault(str(tmp_path / "home")).prove(bytearray(WORDS))


async def test_drawn_words_are_shown_once_and_asked_back(
    tmp_path: Path, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passphrase, "generated", lambda: bytearray(OTHERS))
    async with opened(tmp_path / FILE, hands) as pilot:
        await press(pilot, "9", "n", "enter")
        assert OTHERS.decode() in seen(pilot)
        await press(pilot, "enter")
        assert OTHERS.decode() not in seen(pilot)
        await type_text(pilot, OTHERS.decode())
        await press(pilot, "enter")
        await wait_for(pilot, "strong enough")
    assert Vault(str(tmp_path / "home")).prove(bytearray(OTHERS))


async def test_a_backup_by_one_key_and_the_glance_says_so(tmp_path: Path, hands: Hands) -> None:
    lived_in(tmp_path / "home", clock=hands.clock).close()
    (tmp_path / "b").mkdir()
    async with opened(tmp_path / FILE, hands) as pilot:
        await press(pilot, "9")
        assert "first backup" in seen(pilot)
        await press(pilot, "b")
        await type_text(pilot, "/nowhere/at/all")
        await press(pilot, "enter")
        assert "no such folder" in seen(pilot)
        await press(pilot, "escape", "b")
        await type_text(pilot, str(tmp_path / "b"))
        await press(pilot, "enter")
        await wait_for(pilot, "recovery kit, for the day")
        assert "today, " in seen(pilot)
        assert len(list((tmp_path / "b").iterdir())) == 1
        hands.set(2026, 12, 22, 12)
        await press(pilot, "1", "9")
        assert "The last backup is from 30 days ago" in seen(pilot)
        await press(pilot, "v")
        await wait_for(pilot, "Whole: ")


async def test_the_kit_fits_the_screen_and_its_code_typed_back_counts(tmp_path: Path, hands: Hands) -> None:
    workspace = lived_in(tmp_path / "home", clock=hands.clock)
    (tmp_path / "b").mkdir()
    backed_up(workspace, tmp_path / "b")
    workspace.close()
    async with opened(tmp_path / FILE, hands) as pilot:
        await press(pilot, "9", "c")
        await type_text(pilot, OTHERS.decode())
        await press(pilot, "enter")
        await wait_for(pilot, "That passphrase does")
        await type_text(pilot, WORDS.decode())
        await press(pilot, "enter")
        await wait_for(pilot, "Show it here")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, KitPage)
        side = [line[43:] for line in seen(pilot).splitlines()]
        start = side.index("AGE-SECRET-KEY-1")
        assert any("6 passphrase at hand" in line for line in side)
        await press(pilot, "enter")
        assert "AGE-SECRET" not in seen(pilot)
        code = "".join(side[start + 1 : start + 4]).replace(" ", "").lower()
        await type_text(pilot, code[:-1] + ("p" if code.endswith("q") else "q"))
        await press(pilot, "enter")
        assert re.search(r"recovery code|another code", seen(pilot))
        await press(pilot, "ctrl+u")
        await type_text(pilot, "".join(side[start : start + 4]).replace(" ", "").lower())
        await press(pilot, "enter")
        await wait_for(pilot, "All is well")


async def test_a_plan_is_chosen_and_can_be_dropped(tmp_path: Path, hands: Hands) -> None:
    lived_in(tmp_path / "home", clock=hands.clock).close()
    (tmp_path / "b").mkdir()
    async with opened(tmp_path / FILE, hands) as pilot:
        await press(pilot, "9", "s", "down", "enter")
        await type_text(pilot, str(tmp_path / "b"))
        await press(pilot, "enter", "ctrl+a", "ctrl+k")
        await type_text(pilot, "1, 2")
        await press(pilot, "enter")
        assert "Three numbers" in seen(pilot)
        await type_text(pilot, ", 3")
        await press(pilot, "enter")
        await wait_for(pilot, "once a day")
        await press(pilot, "s", "down", "down", "enter")
        await wait_for(pilot, "only when you say so")


async def test_a_backup_is_looked_into_and_taken_in(tmp_path: Path, hands: Hands) -> None:
    with lived_in(tmp_path / "other", clock=hands.clock) as other:
        other.settings.set("welcomed", "yes")
        made = backed_up(other, tmp_path / "made.zip")
    async with opened(tmp_path / FILE, hands) as pilot:
        await press(pilot, "9", "o")
        await type_text(pilot, str(made.path))
        await press(pilot, "enter")
        await type_text(pilot, WORDS.decode())
        await press(pilot, "enter")
        await wait_for(pilot, "Only look")
        await press(pilot, "enter")
        assert "Journal" in seen(pilot) and "entries" not in seen(pilot)
        assert "Smaller things" in seen(pilot)
        await press(pilot, "escape", "o")
        await type_text(pilot, str(made.path))
        await press(pilot, "enter")
        await type_text(pilot, WORDS.decode())
        await press(pilot, "enter")
        await wait_for(pilot, "Take it in")
        await press(pilot, "down", "enter")
        await wait_for(pilot, "changes came in")
    assert Vault(str(tmp_path / "home")).keyring().vault == Vault(str(tmp_path / "other")).keyring().vault


async def test_every_key_is_kind_before_there_is_a_vault(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / FILE, hands) as pilot:
        await press(pilot, "9")
        for key in "bscvpx":
            await press(pilot, key)
            assert "to make the vault" in seen(pilot)


async def test_a_daily_backup_is_made_while_the_app_is_open(tmp_path: Path, hands: Hands) -> None:
    from core.storage.backups import Plan

    (tmp_path / "b").mkdir()
    with lived_in(tmp_path / "home", clock=hands.clock) as workspace:
        workspace.backups.choose(Plan(folder=str(tmp_path / "b"), when="daily"))
    async with opened(tmp_path / FILE, hands) as pilot:
        await wait_for(pilot, "Read back and whole")
    assert len(list((tmp_path / "b").glob("*.zip"))) == 1


async def test_what_was_typed_unseen_is_forgotten(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / FILE, hands) as pilot:
        dialog, answers = Secret("?"), []
        pilot.app.push_screen(dialog, answers.append)
        await settled(pilot)
        field = dialog.query_one(Unseen)
        await type_text(pilot, "abc")
        field.post_message(events.Paste("Müße"))
        await settled(pilot)
        assert "•" * 7 in seen(pilot)
        await press(pilot, "backspace", "backspace")
        assert field.typed == "abcMü".encode()
        held = field.typed
        await press(pilot, "enter")
        assert answers == ["abcMü".encode()]
        assert held == b""
        dialog = Secret("?")
        pilot.app.push_screen(dialog, answers.append)
        await settled(pilot)
        await type_text(pilot, "abc")
        held = dialog.query_one(Unseen).typed
        await press(pilot, "escape")
        assert held == b"" and answers[-1] is None


async def test_enter_is_named_where_a_passphrase_is_asked_or_shown(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / FILE, hands) as pilot:
        pilot.app.push_screen(Secret("?"))
        await settled(pilot)
        assert "Go on" in seen(pilot).splitlines()[-1]
        await press(pilot, "escape")
        pilot.app.push_screen(Shown("?", bytearray(OTHERS), ""))
        await settled(pilot)
        assert "It is written down" in seen(pilot).splitlines()[-1]


async def test_a_computer_without_a_keychain_says_so_before_it_asks(
    tmp_path: Path, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    lived_in(tmp_path / "home", clock=hands.clock).close()
    for available, words in ((False, "offers no keychain"), (True, "Keep the open keys in")):
        monkeypatch.setattr("sync.keychain.available", lambda found=available: found)
        async with opened(tmp_path / FILE, hands) as pilot:
            await press(pilot, "9", "x")
            await wait_for(pilot, words)


async def test_memory_is_kept_out_of_dumps_only_where_there_is_a_vault(
    tmp_path: Path, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    forbidden: list[bool] = []
    monkeypatch.setattr("sync.dumps.forbid", lambda: forbidden.append(True))
    async with opened(tmp_path / FILE, hands):
        assert not forbidden
    lived_in(tmp_path / "home", clock=hands.clock).close()
    forbidden.clear()
    async with opened(tmp_path / FILE, hands):
        assert forbidden
