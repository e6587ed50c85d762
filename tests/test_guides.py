"""The guide says what the screens do: every key, every noun, and no key that is none."""

from __future__ import annotations

import re

import pytest

from cli.manual import COMMANDS, NOUNS
from screens import ACTIVITIES, Activity
from tests.lines import ROOT
from tests.test_docs import keys_as_read
from tests.test_every_action import every_binding
from tui.app import OnwardApp
from tui.palette import bindings_of
from tui.rounds import SIGNS

GUIDE = ROOT / "docs" / "guide"
KEYS = {key for one in every_binding() for key in (*one.key.split(","), keys_as_read([one.key]).strip("`"))}
MOVING = {"j", "k", "g", "G", "enter"}
# Nouns that stand outside the places in the manual, with the place whose guide tells of them.
ELSEWHERE = {
    "Today": ("today", "tick"),
    "Ritual": ("ritual", "reject"),
    "Skills": ("learn",),
    "Team": ("checkin", "ask"),
    "Applications": ("apply",),
    "Journal": ("write", "search"),
    "Strengths": ("win",),
    "Insights": ("insights", "review", "report"),
    "Vault": ("vault", "backup", "restore"),
}


def page(activity: Activity) -> str:
    return (GUIDE / f"{activity.slug}.md").read_text(encoding="utf-8")


def keyed(text: str) -> set[str]:
    """What stands in backticks and looks like a key."""
    short = re.findall(r"`([^`\s]{1,9})`", re.sub(r"^    .*$", "", text, flags=re.MULTILINE))
    return {one for one in short if len(one) == 1 or re.fullmatch(r"f\d|ctrl\+.|escape|space|delete|right|left", one)}


@pytest.mark.parametrize("activity", ACTIVITIES, ids=lambda activity: activity.slug)
def test_the_guide_of_a_place_names_every_key_of_it(activity: Activity) -> None:
    own: dict[str, set[str]] = {}
    for one in bindings_of(activity.screen()):
        if one.id and one.id.startswith(f"{activity.slug}."):
            own.setdefault(one.id, set()).add(one.key)
    named = keyed(page(activity))
    assert [id for id, keys in own.items() if not keys & named] == []
    assert named <= KEYS | MOVING | set(SIGNS.values())


def test_the_guide_names_every_key_that_works_everywhere() -> None:
    named = keyed((GUIDE / "README.md").read_text(encoding="utf-8"))
    ids: dict[str, set[str]] = {}
    for one in bindings_of(OnwardApp):
        if one.id and one.id.startswith("app."):
            ids.setdefault(one.id, set()).add(keys_as_read([one.key]).strip("`"))
    assert [id for id, keys in ids.items() if not keys & named] == []


@pytest.mark.parametrize("activity", ACTIVITIES, ids=lambda activity: activity.slug)
def test_the_guide_of_a_place_names_every_noun_of_it(activity: Activity) -> None:
    place = activity.slug.capitalize()
    nouns = (*NOUNS.get(place, ()), *ELSEWHERE[place])
    text = page(activity)
    assert [noun for noun in nouns if not re.search(rf"^    onward {noun}\b", text, re.MULTILINE)] == []
    assert f"{activity.slug}-light.svg" in text


def test_every_noun_belongs_to_a_place() -> None:
    assert set(NOUNS) <= set(ELSEWHERE)
    assert {noun for nouns in NOUNS.values() for noun in nouns} <= set(COMMANDS)
    assert (GUIDE / "README.md").read_text(encoding="utf-8").count(".md)") >= len(ACTIVITIES)
