"""What is pasted arrives in the order it has, with escapes and all, and nothing of it is a key."""

import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from core.workspace import Workspace
from tests.terminals import Forked
from tui.pasting import PastingParser

PASTE = "alpha beta\ngamma \x1b[31mred [/foo] delta\nepsilon"
SENT = f"a\x1b[A\x1b[200~{PASTE}\x1b[201~z"


def read(*pieces: str) -> list[str]:
    """What the app is told: keys by their names, and what is pasted."""
    parser = PastingParser()
    told = [event for piece in pieces for event in parser.feed(piece)]
    return [event.text if isinstance(event, events.Paste) else getattr(event, "key", "") for event in told]


@given(st.sets(st.integers(1, len(SENT) - 1), max_size=6))
def test_in_however_many_pieces_it_comes_a_paste_is_whole(cuts: set[int]) -> None:
    ends = [0, *sorted(cuts), len(SENT)]
    pieces = [SENT[start:stop] for start, stop in pairwise(ends)]
    assert read(*pieces) == ["a", "up", PASTE.replace("\x1b", "␛"), "z"]


@pytest.mark.parametrize("inside", ["", "\x1b", "\x1b[20", "\x1b\x1b[A", "\x1b[200~again", "\x1b[31m" * 20])
def test_nothing_of_a_paste_is_a_key(inside: str) -> None:
    assert read(f"\x1b[200~({inside})\x1b[201~", "z") == [f"({inside.replace(chr(27), '␛')})", "z"]


@pytest.mark.skipif(sys.platform == "win32", reason="terminals here are those of Unix")
def test_a_paste_with_colours_in_it_is_kept_in_its_order(tmp_path: Path) -> None:
    with Workspace.open(str(tmp_path / "onward.sqlite")) as workspace:
        workspace.settings.set("welcomed", "yes")
    with Forked(env={"ONWARD_HOME": str(tmp_path)}) as terminal:
        for key, words in (("", "Nothing is waiting"), ("6", "The journal is empty"), ("n", "Write here")):
            terminal.type(key)
            terminal.wait_for(words)
        terminal.type(f"\x1b[200~{PASTE}\x1b[201~")
        terminal.wait_for("epsilon")
        terminal.type("\x11")
        assert terminal.end() == 0
    with Workspace.open(str(tmp_path / "onward.sqlite")) as workspace:
        lines = workspace.journal.window(0, workspace.journal.count())
        kept = [draft.body for draft in workspace.drafts.all()]
        kept += [workspace.journal.entry(line.id).body for line in lines]
    assert kept == [PASTE.replace("\x1b", "␛")]


@pytest.mark.parametrize(
    "letter", ["\u200c", "\u200d", "\u3000", "\u00a0", "\u00ad", "\U0001fae9", "\U000e0067", "é", "日"]
)
def test_every_letter_of_any_script_is_text(letter: str) -> None:
    (event,) = PastingParser().feed(letter)
    assert isinstance(event, events.Key) and event.is_printable and event.character == letter


@pytest.mark.parametrize("keys", ["\x01", "\x7f", "\r", "\t", "\x1b[A", "\x1b[3~", "\x85"])
def test_what_controls_something_is_no_text(keys: str) -> None:
    assert not any(event.is_printable for event in PastingParser().feed(keys) if isinstance(event, events.Key))
