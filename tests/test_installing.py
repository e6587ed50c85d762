"""Installing as a stranger would: from the sources alone, in a fresh place, with a home that cannot be written to."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

import onward
from tests.terminals import Terminal
from tests.test_packaging import ROOT, VERSION, call


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sdist")
    call(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder, cwd=ROOT)
    (built,) = folder.iterdir()
    with tarfile.open(built) as archive:
        archive.extractall(folder, filter="data")
    return folder / f"onward-{onward.__version__}"


@pytest.fixture(scope="module")
def wheel(sdist: Path) -> Path:
    """The wheel that is built from the unpacked sources, as `pip install onward.tar.gz` does."""
    call(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", sdist / "dist", cwd=sdist)
    (built,) = (sdist / "dist").iterdir()
    return built


def test_the_sources_hold_what_a_packager_needs(sdist: Path) -> None:
    for name in (
        "LICENSE",
        "README.md",
        "CHANGELOG.md",
        "pyproject.toml",
        "requirements.lock",
        "docs/onward.1",
        "tests",
    ):
        assert (sdist / name).exists(), name
    strangers = [path for path in sdist.rglob("*") if path.name in (".git", "__pycache__", ".venv", ".hypothesis")]
    assert not strangers


def test_the_sources_make_the_same_wheel_as_the_checkout(wheel: Path, tmp_path: Path) -> None:
    call(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path, cwd=ROOT)
    (other,) = tmp_path.iterdir()
    one, two = (zipfile.ZipFile(path) for path in (wheel, other))
    assert {each.filename: each.CRC for each in one.infolist()} == {each.filename: each.CRC for each in two.infolist()}


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of Unix")
def test_in_a_bare_place_it_installs_runs_and_goes_without_a_trace(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "clean")
    python = tmp_path / "clean" / "bin" / "python"
    (site,) = (tmp_path / "clean" / "lib").glob("python*/site-packages")
    # The dependencies come from here, because tests use no network.
    (site / "dependencies.pth").write_text(f"{sysconfig.get_path('purelib')}\n{sysconfig.get_path('platlib')}\n")
    home, own = tmp_path / "home", tmp_path / "own"
    home.mkdir(0o500)
    before = sorted((tmp_path / "clean").rglob("*"))
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python)
    call(*pip, "install", "--quiet", "--no-deps", "--no-index", "--no-compile", wheel, cwd=tmp_path)
    installed = sorted((tmp_path / "clean").rglob("*"))

    bare = {  # no compiler, no editor, no other program
        "PATH": str(python.parent),
        "HOME": str(home),
        "ONWARD_HOME": str(own),
        "PYTHONDONTWRITEBYTECODE": "1",
        "TERM": "xterm-256color",
        "LC_ALL": "C",
        "TMPDIR": str(tmp_path),
    }
    program = python.with_name("onward")
    for words, said in (
        (["--version"], VERSION),
        (["write", "It went well."], ""),
        (["search", "well"], "It went well"),
    ):
        done = subprocess.run([program, *words], env=bare, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0 and said in done.stdout, done.stderr
    with Terminal("env", "-i", *(f"{name}={value}" for name, value in bare.items()), str(program), "demo") as terminal:
        terminal.wait_for("Ines", 60)
        terminal.type("\x11")
        assert terminal.end(60) == 0
        assert "The made-up weeks are gone again" in terminal.text

    assert not list(home.iterdir()) and sorted((tmp_path / "clean").rglob("*")) == installed
    assert [path.name for path in own.iterdir() if not path.name.startswith("onward.sqlite")] == []
    call(*pip, "uninstall", "--quiet", "--yes", "onward", cwd=tmp_path)
    left = set((tmp_path / "clean").rglob("*")) - set(before)
    assert all(path.is_dir() and "share" in path.parts for path in left), left


def test_a_tag_and_the_version_that_is_built_are_one() -> None:
    if not (ROOT / ".git").exists():
        return
    told = subprocess.run(["git", "tag", "--points-at", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    tags = [tag for tag in told.stdout.split() if tag.startswith("v")]
    assert tags in ([], [f"v{onward.__version__}"]), "the version stands in onward/__init__.py, and the tag follows it"
