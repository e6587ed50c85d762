"""Wins, looking back, insights and the report in lines."""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from core import places
from core.workspace import Workspace
from tests.lines import Ended, Lines
from tests.test_insights import a_history


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Lines:
    return Lines(capsys, monkeypatch)


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    with Workspace.open(places.workspace_file()) as opened:
        a_history(opened)
        yield opened


def test_a_win_in_a_line(lines: Lines) -> None:
    assert lines("win", "They", "laughed.") == Ended(0, "", "Kept. It will be here on a grey day.\n")
    assert lines("win", "--kind", "nonsense", "x").code == 3
    with Workspace.open(places.workspace_file()) as workspace:
        assert [win.text for win in workspace.strengths.wins.page()] == ["They laughed."]


def test_a_look_back_is_printed_and_kept_from_a_pipe(lines: Lines, workspace: Workspace) -> None:
    printed = lines("review")
    assert printed.code == 0 and "## Aims and plan" in printed.out and "- New connections:" in printed.out
    assert lines("review", "-", stdin=printed.out + "\nIt was long.\n") == Ended(0, "", "Kept in your journal.\n")
    assert "It was long." in lines("review").out
    assert lines("review", "-", stdin=lines("review").out).err == "Nothing was written.\n"
    assert workspace.journal.count() == 1
    assert lines("review", "--month").out.startswith("# ")


def test_insights_are_printed_without_colours_and_as_json(lines: Lines, workspace: Workspace) -> None:
    printed = lines("insights")
    assert printed.code == 0
    assert "In your own hands" in printed.out and "├" in printed.out and "\x1b" not in printed.out
    found = json.loads(lines("insights", "--json").out)
    assert [section["id"] for section in found] == ["effort", "feelings", "stages", "replies", "themes"]
    (screen,) = [one for one in found[2]["findings"] if one["id"] == "reach-screen"]
    assert len(screen["rows"]) == screen["n"] and len(screen["rows"]) + len(screen["rest"]) == screen["of"]
    assert lines("insights", "--since", "nonsense").code == 3


class Seen(HTMLParser):
    """Every tag and attribute of a page; raises for a tag that is not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in ("meta",):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_report_is_one_page_that_asks_for_nothing(lines: Lines, workspace: Workspace, tmp_path: Path) -> None:
    workspace.strengths.wins.note("<script>alert(1)</script> & \u202e \x1b[31m")
    file = tmp_path / "report.html"
    assert lines("report", "--html", str(file), "--with", "wins", "--with", "feelings", "--with", "themes").code == 0
    text = file.read_text(encoding="utf-8")
    seen = Seen()
    seen.feed(text)
    assert seen.open == []
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    asking = {
        "script",
        "link",
        "img",
        "iframe",
        "object",
        "embed",
        "audio",
        "video",
        "source",
        "form",
        "a",
        "base",
        "use",
    }
    assert not asking & set(seen.tags)
    assert not {name for name, _ in seen.attributes} & {"src", "href", "srcset", "action", "style", "xlink:href"}
    assert not [name for name, _ in seen.attributes if name.startswith("on")]
    assert not re.search(r"https?:|url\(|@import|//", text)
    assert "default-src 'none'" in text
    assert "\x1b" not in text and "\u202e" not in text and "&lt;script&gt;" in text
    assert "@media print" in text and text.count("<svg") > 10


def test_what_goes_into_the_report_is_chosen(lines: Lines, workspace: Workspace, tmp_path: Path) -> None:
    workspace.strengths.wins.note("They laughed")
    file = tmp_path / "report.html"
    assert lines("report", "--html", str(file), "--without", "replies").code == 0
    text = file.read_text(encoding="utf-8")
    assert "How far they go" in text
    assert not any(title in text for title in ("Who answers", "How you have been", "They laughed", "What comes back"))
    assert lines("report", "--html", str(file)).code == 3
    assert lines("report", "--html", str(file), "--force").code == 0
    assert lines("report", "--html", str(tmp_path / "b"), "--with", "nonsense").code == 3
