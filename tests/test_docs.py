"""The documents say what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli.manual import COMMANDS
from screens import ACTIVITIES
from tui.app import OnwardApp
from tui.palette import bindings_of

ROOT = Path(__file__).parent.parent
KEYS = ROOT / "docs" / "keys.md"


def keys_page() -> str:
    """Every action with its key and the name by which `config.toml` knows it."""
    parts = [
        "# Keys\n",
        "Every action there is, place by place. The last column is the name that `[keys]` in `config.toml` gives it:\n",
        '    [keys]\n    "today.skip" = "x"\n',
        "The same list stands behind `?` wherever you are, ready to be run, and in the palette (`ctrl+p`).\n",
    ]
    places = [("Everywhere", OnwardApp, ("app.", "go."))]
    places += [(activity.slug.capitalize(), activity.screen(), (f"{activity.slug}.",)) for activity in ACTIVITIES]
    for name, cls, prefixes in places:
        keys: dict[str, list[str]] = {}
        about: dict[str, str] = {}
        for one in bindings_of(cls):
            if one.id and one.id.startswith(prefixes):
                keys.setdefault(one.id, []).append(one.key)
                about[one.id] = one.tooltip or one.description
        rows = [f"| {keys_as_read(found)} | {about[id]} | `{id}` |" for id, found in keys.items()]
        parts.append(f"## {name}\n\n| key | what it does | name |\n|---|---|---|\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def keys_as_read(keys: list[str]) -> str:
    named = {"question_mark": "?", "slash": "/", "at": "@"}
    return ", ".join(f"`{named.get(key, key)}`" for key in keys)


def test_every_action_is_on_the_page_of_keys(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--snapshot-update"):
        KEYS.write_text(keys_page(), encoding="utf-8")
    assert KEYS.read_text(encoding="utf-8") == keys_page()


def test_the_readme_names_every_command_and_no_other() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`onward ([a-z]+)", readme))
    assert named == set(COMMANDS)


def test_every_link_in_a_document_leads_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"
