"""What every test stands on: a home of its own, no network, no animations, and the same answers on every machine."""

import ipaddress
import os
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from hypothesis import settings

from core.storage import schema
from tests import quick

NO_SKIPS = os.environ.get("ONWARD_NO_SKIPS") == "1"

# The person's own settings of terminal, editor and folders would change what a test sees.
STRANGERS = ("ACCESSIBLE", "COLORTERM", "COLUMNS", "EDITOR", "FORCE_COLOR", "LINES", "NO_COLOR", "PAGER", "VISUAL")
for name in os.environ.keys() & set(STRANGERS) | {name for name in os.environ if name.startswith(("TEXTUAL_", "XDG_"))}:
    del os.environ[name]
os.environ["TEXTUAL_ANIMATIONS"] = "none"  # read once, when Textual is imported
os.environ["TZ"] = "UTC"
time.tzset()
ROOM = 2_000_000_000  # bytes that a run needs for its files, several times over

# A busy machine is no reason for a property to fail; where nothing may be skipped, nothing may depend on luck either.
settings.register_profile("onward", deadline=None, derandomize=NO_SKIPS)
settings.load_profile("onward")


def _in_memory() -> str:
    """A folder whose files wait for no disk, where there is room: what is killed here is a process, never the power."""
    folder = "/dev/shm"
    if not os.access(folder, os.W_OK | os.X_OK):
        return ""
    place = os.statvfs(folder)
    roomy = place.f_bavail * place.f_frsize > ROOM and not place.f_flag & os.ST_NOEXEC
    return folder if roomy else ""


def pytest_configure() -> None:
    """Leave the real home before a single test module is imported."""
    if "TMPDIR" not in os.environ and (folder := _in_memory()):
        os.environ["TMPDIR"] = tempfile.tempdir = folder
    nowhere = os.path.join(tempfile.gettempdir(), "onward-tests-have-no-home")
    os.environ |= {"HOME": nowhere, "ONWARD_HOME": nowhere}
    sys.addaudithook(_stay_on_this_machine)


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch) -> Generator[Path]:
    """An empty home for each test, apart from its `tmp_path`; `ONWARD_HOME` is `home / "onward"` and not yet there."""
    with tempfile.TemporaryDirectory(prefix="onward-home-", ignore_cleanup_errors=True) as folder:
        monkeypatch.setenv("HOME", folder)
        monkeypatch.setenv("ONWARD_HOME", os.path.join(folder, "onward"))
        yield Path(folder)


@pytest.fixture(autouse=True, scope="session")
def copied_files() -> Generator[None]:
    """A new workspace is a copy of one that has been migrated, except where a program of its own is started."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "migrate", quick.migrate)
        yield


def _is_here(host: object) -> bool:
    if host in (None, "", b"", "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(host.decode() if isinstance(host, bytes) else str(host)).is_loopback
    except ValueError:
        return False


def _stay_on_this_machine(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse every connection and every name look-up that would leave this machine."""
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto") and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    if not _is_here(host):
        pytest.fail(f"A test reached for the network ({host!r}); tests stay on this machine.")


def pytest_sessionfinish() -> None:
    """No server outlives the tests, also not those of a process that works for others and is ended without a word."""
    if servers := sys.modules.get("tests.servers"):
        servers.stop_all()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where everything is installed (`ONWARD_NO_SKIPS=1`), a skipped test is a test that did not run."""
    report = yield
    if NO_SKIPS and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Skipped, although nothing may be skipped here: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a whole module that skips itself."""
    report = yield
    if NO_SKIPS and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"Skipped, although nothing may be skipped here: {report.longrepr}"
    return report


@pytest.fixture
def snapshot(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a screen's text with the one kept under this name; `--snapshot-update` keeps it anew."""

    def compare(text: str, name: str) -> None:
        path = Path(__file__).parent / "snapshots" / f"{name}.txt"
        if request.config.getoption("--snapshot-update"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"No snapshot is called {name}: look at the screen, then keep it with --snapshot-update."
        assert text == path.read_text(encoding="utf-8")

    return compare


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--snapshot-update` keeps every screen as it is now; look at the difference before committing it."""
    parser.addoption("--snapshot-update", action="store_true", help="keep the screens as they are now")
