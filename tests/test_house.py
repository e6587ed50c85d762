"""The rules of the house that no tool checks by itself."""

import re
import socket
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
FOLDERS = ("onward", "core", "sync", "tui", "screens", "cli")
BUDGET = 300
BUDGETS = {"tui/app.py": 150}


def sources(suffix: str) -> list[str]:
    """Every file of the product with this suffix, as a path from the root."""
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob(f"*{suffix}")]
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def locked() -> list[Requirement]:
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    return [Requirement(line.removesuffix("\\")) for line in lines if re.match(r"[a-z]", line)]


def test_a_file_can_be_read_in_one_sitting() -> None:
    lengths = {path: (ROOT / path).read_text(encoding="utf-8").count("\n") for path in sources(".py")}
    too_long = {path: lines for path, lines in lengths.items() if lines > BUDGETS.get(path, BUDGET)}
    assert not too_long, "give part of it a file of its own"


def test_colours_come_from_the_theme() -> None:
    for path in sources(".tcss"):
        text = re.sub(r"/\*.*?\*/", "", (ROOT / path).read_text(encoding="utf-8"), flags=re.DOTALL)
        values = re.findall(r":[^;{}]*(#[0-9a-fA-F]{3,8})\b", text)
        assert not values, f"{path} names {values}: a theme cannot change them, use its variables"


def test_the_lock_names_no_place_to_fetch_from() -> None:
    text = (ROOT / "requirements.lock").read_text()
    assert not re.findall(r"://|^\s*-[-a-z]*(?:index|find-links)|\s/\w+", text, flags=re.MULTILINE)


def test_the_lock_holds_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = project["project"]["dependencies"] + project["project"]["optional-dependencies"]["dev"]
    for line in wanted + project["build-system"]["requires"]:
        requirement = Requirement(line)
        versions = [next(iter(pin.specifier)).version for pin in locked() if pin.name == requirement.name]
        assert any(requirement.specifier.contains(version) for version in versions), f"{line}: run make lock"


def test_the_lock_offers_an_intel_mac_a_cryptography_it_can_install() -> None:
    mac = {"sys_platform": "darwin", "platform_machine": "x86_64"}
    pins = [pin for pin in locked() if pin.name == "cryptography"]
    chosen = [str(pin.specifier) for pin in pins if pin.marker is None or pin.marker.evaluate(mac)]
    assert len(chosen) == 1
    assert chosen[0].startswith("==48.")


def test_a_test_lives_in_a_home_of_its_own(home: Path) -> None:
    assert Path.home() == home
    assert not list(home.iterdir())


def test_a_test_that_reaches_for_the_network_fails() -> None:
    with pytest.raises(pytest.fail.Exception, match="stay on this machine"):
        socket.create_connection(("example.org", 443))
    with socket.socket() as outside, pytest.raises(pytest.fail.Exception, match="stay on this machine"):
        outside.connect(("192.0.2.1", 443))


def test_a_test_may_reach_a_server_on_this_machine() -> None:
    with socket.socket() as inside:
        inside.settimeout(1)
        assert inside.connect_ex(("127.0.0.1", 1)) != 0  # nobody listens, but nobody objects either


def test_animations_are_off_before_textual_is_imported() -> None:
    from textual.constants import TEXTUAL_ANIMATIONS

    assert TEXTUAL_ANIMATIONS == "none", f"textual was imported too early, by one of {sorted(sys.modules)[:3]}"
