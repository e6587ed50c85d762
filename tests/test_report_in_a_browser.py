"""The report as a browser shows it, opened from a file: its pictures are drawn, and it asks the network for nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from core.insights.report import PARTS, page
from core.workspace import Workspace
from tests.after_a_no import Watch
from tests.test_insights import a_history

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(not BROWSER, reason="needs Chromium")

# What the browser itself would like to know from its makers ends at its own machine, and so would what a page asks for.
QUIET = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--host-resolver-rules=MAP * ~NOTFOUND"),
)
PICTURE = '<img src="http://asked.invalid/picture.png">'
REQUEST = "URL_REQUEST_START_JOB"


def opened(file: Path, folder: Path) -> tuple[str, set[str]]:
    """The page as the browser built it, and the addresses it asked for on its behalf."""
    log = folder / "net.json"
    command = [*QUIET, f"--user-data-dir={folder / 'profile'}", f"--log-net-log={log}", "--dump-dom", file.as_uri()]
    ran = subprocess.run([str(BROWSER), *command], capture_output=True, text=True, timeout=120, check=True)
    told = json.loads(log.read_text(encoding="utf-8"))
    request = told["constants"]["logEventTypes"][REQUEST]
    asked = [event.get("params", {}) for event in told["events"] if event["type"] == request]
    page_s_own = {one["url"] for one in asked if one.get("initiator", "not an origin") != "not an origin"}
    return ran.stdout, {url for url in page_s_own if not url.startswith("file:")}


def report() -> str:
    """A report on some of everything."""
    workspace = Workspace.memory(Watch().clock)
    a_history(workspace)
    return page(workspace.insights, workspace.strengths.wins, workspace.content, workspace.today(), PARTS)


def test_a_browser_draws_the_report_and_asks_for_nothing(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(report(), encoding="utf-8")
    shown, asked = opened(file, tmp_path)
    assert asked == set()
    assert "</svg>" in shown and "How far they go" in shown and shown.count("<rect") > 300


def test_the_policy_in_the_page_is_what_holds_it_back(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(asking := report().replace("<h1>", f"{PICTURE}<h1>"), encoding="utf-8")
    assert opened(file, tmp_path)[1] == set()
    file.write_text(asking.replace("default-src 'none'", "default-src *"), encoding="utf-8")
    assert opened(file, tmp_path)[1] == {"http://asked.invalid/picture.png"}
