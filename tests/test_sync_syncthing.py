"""A folder that Syncthing carries between two machines: two real instances, each with a folder of its own."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from core.storage.store import FILE
from core.workspace import Workspace
from sync import machines
from sync.keys import KeyringFile
from tests.homes import Homes
from tests.servers import free_port
from tests.vaults import exported, lived_in, words

PROGRAM = "syncthing"
KEY = "a-key-for-this-test"
SETTINGS = {
    "globalAnnounceEnabled": "false",
    "localAnnounceEnabled": "false",
    "relaysEnabled": "false",
    "natEnabled": "false",
    "startBrowser": "false",
    "urAccepted": "-1",
    "crashReportingEnabled": "false",
    "autoUpgradeIntervalH": "0",
    "reconnectionIntervalS": "1",
}


@dataclass
class Instance:
    """One Syncthing, with the folder it carries."""

    base: Path
    port: int = field(default_factory=free_port)
    web: int = field(default_factory=free_port)
    running: subprocess.Popen[bytes] | None = None

    @property
    def folder(self) -> Path:
        return self.base / "folder"

    @property
    def home(self) -> Path:
        return self.base / "home"

    def prepare(self) -> str:
        """What it is called among others."""
        self.folder.mkdir(parents=True)
        self._call("generate", "--home", str(self.home), "--no-default-folder", "--skip-port-probing")
        return self._call("--home", str(self.home), "--device-id").split()[-1]

    def configure(self, own: str, other: str, port: int) -> None:
        file = self.home / "config.xml"
        tree = ElementTree.parse(file)
        root = tree.getroot()
        options, gui = root.find("options"), root.find("gui")
        assert options is not None
        assert gui is not None
        for name in [*SETTINGS, "listenAddress"]:
            for old in options.findall(name):
                options.remove(old)
        for name, value in {**SETTINGS, "listenAddress": f"tcp://127.0.0.1:{self.port}"}.items():
            ElementTree.SubElement(options, name).text = value
        for name, value in {"address": f"127.0.0.1:{self.web}", "apikey": KEY}.items():
            found = gui.find(name)
            (found if found is not None else ElementTree.SubElement(gui, name)).text = value
        device = ElementTree.SubElement(root, "device", id=other, name="other")
        ElementTree.SubElement(device, "address").text = f"tcp://127.0.0.1:{port}"
        shared = ElementTree.SubElement(
            root, "folder", id="onward", path=str(self.folder), fsWatcherEnabled="true", fsWatcherDelayS="1"
        )
        for each in (own, other):
            ElementTree.SubElement(shared, "device", id=each)
        tree.write(file)

    def start(self) -> None:
        with (self.base / "log").open("ab") as log:
            self.running = subprocess.Popen(
                [PROGRAM, "serve", "--home", str(self.home), "--no-browser", "--no-restart", "--no-upgrade"],
                stdout=log,
                stderr=log,
                env=os.environ | {"STMONITORED": "yes"},  # one process, not a second one that watches it
            )

    def stop(self) -> None:
        if self.running:
            self.running.kill()
            self.running.wait()
        self.running = None

    def ask(self, path: str, method: str = "GET") -> Any:
        request = urllib.request.Request(f"http://127.0.0.1:{self.web}/rest/{path}", method=method)
        request.add_header("X-API-Key", KEY)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read() or b"null")

    def files(self) -> dict[str, bytes]:
        found = {path.relative_to(self.folder).as_posix(): path for path in self.folder.rglob("*") if path.is_file()}
        return {name: path.read_bytes() for name, path in found.items() if not name.startswith(".st")}

    def _call(self, *arguments: str) -> str:
        return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=True).stdout


def carried(one: Instance, other: Instance) -> None:
    """Waits until both folders hold the same, and none of it is on its way."""
    for _ in range(600):
        with contextlib.suppress(OSError):
            for each in (one, other):
                each.ask("db/scan?folder=onward", "POST")
            if one.files() and one.files() == other.files() and not any("tmp" in name for name in one.files()):
                return
        time.sleep(0.1)
    raise AssertionError((one.base / "log").read_text()[-3000:])


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Instance, Instance]]:
    if not shutil.which(PROGRAM):
        pytest.skip(f"{PROGRAM} is not installed")
    monkeypatch.setattr(KeyringFile, "_cost", 1)
    one, other = Instance(tmp_path / "one"), Instance(tmp_path / "other")
    ids = one.prepare(), other.prepare()
    one.configure(ids[0], ids[1], other.port)
    other.configure(ids[1], ids[0], one.port)
    one.start()
    other.start()
    yield one, other
    one.stop()
    other.stop()


def test_two_homes_converge_over_folders_that_syncthing_carries(
    pair: tuple[Instance, Instance], tmp_path: Path
) -> None:
    near, far = pair
    homes = Homes(tmp_path / "homes")
    desk = homes.open["desk"] = lived_in(homes.folder / "desk", clock=homes.clock())
    machines.connect(desk, str(near.folder), "desk")
    homes.sync(desk)
    carried(near, far)
    laptop = homes.open["laptop"] = Workspace.open(str(homes.folder / "laptop" / FILE), homes.clock())
    machines.join(laptop, machines.look(laptop, str(far.folder), words()), "laptop")

    def meet(*turns: Workspace) -> None:
        for each in turns:
            homes.sync(each)
            carried(near, far)

    laptop.journal.write("written on the laptop")
    meet(laptop, desk, laptop)
    assert exported(desk) == exported(laptop)

    far.stop()
    desk.journal.write("written while the other was away")
    laptop.journal.write("written there meanwhile")
    homes.sync(desk, laptop)
    far.start()
    carried(near, far)
    meet(desk, laptop, desk)
    assert exported(desk) == exported(laptop)
    homes.close()
