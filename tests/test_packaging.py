"""What someone gets who installs Onward: one name, everything it needs, and nothing left behind afterwards."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

import onward

ROOT = Path(__file__).parent.parent
VERSION = f"onward {onward.__version__}\n"

# The small ones count too: each alone takes 5 to 37 ms, and the whole answer takes 5 ms beyond the bare interpreter.
HEAVY = {"asyncio", "click", "cryptography", "pydantic", "sqlite3", "textual"}
HEAVY |= {"dataclasses", "importlib.metadata", "pathlib", "re", "typing"}


def call(*command: str | Path, cwd: Path) -> str:
    """Run it away from the checkout, so that only what is installed can be found."""
    done = subprocess.run([*map(str, command)], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    call(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    (built,) = folder.iterdir()
    return built


def package_files() -> set[str]:
    folders = ("core", "sync", "tui", "screens", "cli")
    found = (path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file())
    return {path.relative_to(ROOT).as_posix() for path in found if path.suffix != ".pyc"}


def test_the_wheel_owns_one_name(wheel: Path) -> None:
    names = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert names == {"onward", *(f"onward-{onward.__version__}.{kind}" for kind in ("dist-info", "data"))}
    beside = [name.partition("/")[2] for name in zipfile.ZipFile(wheel).namelist() if ".data/" in name]
    assert beside == ["data/share/man/man1/onward.1"]


def test_the_wheel_holds_every_file_of_the_packages(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"onward/_app/{path}" for path in package_files()} <= names


def test_installed_it_starts_both_ways_and_removed_it_leaves_nothing(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "clean")
    python = tmp_path / "clean" / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python)
    (site,) = (tmp_path / "clean" / "lib").glob("python*/site-packages")
    neighbour = site / "core" / "__init__.py"
    neighbour.parent.mkdir()
    neighbour.write_text("whose = 'somebody else'\n")
    before = sorted((tmp_path / "clean").rglob("*"))

    call(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=tmp_path)
    assert call(python, "-m", "onward", "--version", cwd=tmp_path) == VERSION
    assert call(python.with_name("onward"), "--version", cwd=tmp_path) == VERSION
    assert call(python, "-c", "import core; print(core.whose)", cwd=tmp_path) == "somebody else\n"

    call(*pip, "uninstall", "--quiet", "--yes", "onward", cwd=tmp_path)
    neighbour_cache = neighbour.parent / "__pycache__"
    left = [path for path in (tmp_path / "clean").rglob("*") if neighbour_cache not in (path, *path.parents)]
    # pip takes every file away again, and leaves the folders of the man page where there were none before.
    assert all(path.is_dir() and "share" in path.parts for path in set(left) - set(before))
    assert set(before) <= set(left)


def test_a_checkout_starts_with_the_same_launcher() -> None:
    assert call(sys.executable, "-m", "onward", "--version", cwd=ROOT) == VERSION


def test_the_version_is_told_before_anything_heavy_is_loaded() -> None:
    script = "import atexit, sys; atexit.register(lambda: print(*sys.modules)); from onward.__main__ import run; run()"
    loaded = call(sys.executable, "-S", "-c", script, "--version", cwd=ROOT).removeprefix(VERSION).split()
    assert "cli.main" in loaded
    assert not HEAVY & set(loaded)


def test_a_crash_ends_with_a_code_that_says_so() -> None:
    script = "import sys; sys.argv = None; from onward.__main__ import run; run()"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=False, env=dict(os.environ)
    )
    assert done.returncode == 1
