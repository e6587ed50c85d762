"""What each face of Onward loads before it answers: a start is mostly imports, and they come back unnoticed.

A budget is what was needed when it was set, and a tenth. Over it: import where it is used, not at the top.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.agenda import PARTS
from core.workspace import Workspace
from tests.lines import ROOT

OURS = {"onward", "core", "sync", "tui", "screens", "cli"}
COMMAND = "from onward.__main__ import run; run()"
APP = """
import asyncio
from core import places
from core.content import Content
from core.workspace import Workspace
from tui.app import OnwardApp
from tui.config import Config
from tui.data import Data
from tui.widgets.rows import Rows

async def first_frame():
    data = Data(lambda: Workspace.open(places.workspace_file(None))).start()
    app = OnwardApp(data, Content(), Config(), [])
    async with app.run_test() as pilot:
        while not app.screen.query_one(Rows).count:
            await pilot.pause()
        print("LOADED", *sys.modules, file=sys.stderr)
    data.close()

asyncio.run(first_frame())
"""
SLOW = {"cryptography", "click", "pydantic", "sqlite_utils", "zxcvbn", "segno", "email", "difflib", "statistics", "csv"}
LINES = SLOW | {"asyncio", "textual", "rich", "inspect", "dataclasses", "hashlib", "subprocess", "tempfile"}


def loaded(script: str, *arguments: str) -> set[str]:
    """The modules there are when the script has ended, or when it says so."""
    report = "import atexit, sys; atexit.register(lambda: print('LOADED', *sys.modules, file=sys.stderr))\n"
    # -S keeps out of the count what a site's own hooks import.
    packages = os.pathsep.join(path for path in sys.path if path.endswith("site-packages"))
    done = subprocess.run(
        [sys.executable, "-S", "-c", report + script, *arguments],
        capture_output=True,
        check=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{packages}"},
    )
    return set(done.stderr.split("LOADED ")[1].split())


@pytest.fixture
def lived_in(home: Path) -> None:
    """A workspace with a practice and an entry."""
    with Workspace.open(str(home / "onward" / "onward.sqlite")) as workspace:
        workspace.settings.set("welcomed", "yes")
        workspace.routine.add("Walk")
        workspace.journal.write("A heron.")


@pytest.mark.usefixtures("lived_in")
@pytest.mark.parametrize(
    ("script", "arguments", "most", "without"),
    [
        (COMMAND, ["--version"], 5, LINES | {"sqlite3", "re", "json", "datetime"}),
        (COMMAND, ["--help"], 12, LINES | {"sqlite3", "re", "json"}),
        (COMMAND, ["write", "A walk."], 25, LINES | {"typing", "contextlib", "tomllib", "uuid", "pathlib"}),
        (COMMAND, ["search", "heron"], 28, LINES | {"typing", "contextlib", "tomllib", "pathlib"}),
        (COMMAND, ["today"], 55, LINES | {"pathlib", "tomllib", "typing"}),
        (APP, [], 95, SLOW - {"difflib"} | {"importlib.metadata", "zipfile"}),
    ],
    ids=["version", "help", "write", "search", "today", "the first frame"],
)
def test_a_face_loads_what_it_needs(script: str, arguments: list[str], most: int, without: set[str]) -> None:
    modules = loaded(script, *arguments)
    ours = {name for name in modules if name.partition(".")[0] in OURS}
    assert len(ours) <= most, f"{len(ours)} modules of ours: {', '.join(sorted(ours))}"
    assert not {name for name in modules if name in without or name.partition(".")[0] in without}


def test_a_day_loads_no_part_of_the_domain_that_has_nothing_for_it() -> None:
    with Workspace.memory() as workspace:
        workspace.routine.add("Walk")
        asked = workspace.agenda.parts(workspace.today())
    assert set(asked) == {"evenings", "routine", "fatigue", "reviews"} < set(PARTS)
