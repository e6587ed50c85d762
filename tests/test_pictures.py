"""The pictures of the documents are drawn by the app, the same each time."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.lines import ROOT


def drawn(*names: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own: it sets the time zone, and Textual's own waiting is not the tests'."""
    script = (
        "import sys, tempfile, pathlib, docs.pictures as p\n"
        "p.FOLDER = pathlib.Path(tempfile.mkdtemp())\n"
        "p.main(sys.argv[1:])\n"
        "sys.stdout.write('\\0'.join(one.read_text() for one in sorted(p.FOLDER.iterdir())))"
    )
    return subprocess.run(
        [sys.executable, "-c", script, *names], capture_output=True, text=True, check=False, cwd=ROOT, timeout=300
    )


def test_a_picture_is_the_same_twice_and_loads_nothing_from_elsewhere() -> None:
    first, again = drawn("today"), drawn("today")
    assert first.returncode == 0, first.stderr
    assert first.stdout == again.stdout
    dark, light = first.stdout.split("\0")
    assert dark != light and "Good&#160;morning" in dark
    assert set(re.findall(r"https?://[^\"')]+", first.stdout)) == {"http://www.w3.org/2000/svg"}


def test_a_picture_that_there_is_not_is_named() -> None:
    ended = drawn("tomorrow")
    assert ended.returncode == 1 and "tomorrow" in ended.stderr and "today" in ended.stderr


def test_every_picture_that_a_document_shows_is_there_and_is_one_that_is_drawn() -> None:
    from docs.pictures import PICTURES, THEMES

    drawn = {f"{name}-{theme}.svg" for name in PICTURES for theme in THEMES}
    assert {one.name for one in (ROOT / "docs" / "pictures").iterdir()} == drawn
    for page in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")):
        shown = re.findall(r"pictures/([\w-]+\.svg)", page.read_text(encoding="utf-8"))
        assert set(shown) <= drawn, page
