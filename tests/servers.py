"""Real servers on this machine for the tests of the stores, each started once and stopped with the run."""

import getpass
import json
import logging
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from hashlib import sha1
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import pytest

_numbers = count(1)
_running: dict[str, "Server"] = {}
_at_the_end = ExitStack()
LARGEST_FILE = 150_000  # bytes, on a server whose disk is to fill up


class Place(Protocol):
    """A store with nothing in it. `slowness` is by how much less is to be asked of a slow server."""

    address: str
    slowness: int

    def plant(self, objects: Mapping[str, bytes]) -> None:
        """Puts objects there by other means than the store's own."""


class Server(Protocol):
    """Something that serves stores. `start` and `stop` may be called in turns, and change no address.

    With a `port`, it is reached through that one instead of its own. `read_only` and `roomy` (a disk that does not fill
    up) count from the next start on.
    """

    port: int
    read_only: bool
    roomy: bool

    def place(self, port: int = 0) -> Place:
        """An empty one."""

    def settle_in(self, home: Path, port: int = 0) -> None:
        """Gives a person what is needed to be let in: keys, passwords, certificates."""

    def forget(self, home: Path, patch: pytest.MonkeyPatch) -> None:
        """Gives a person something that does not let them in."""

    def start(self) -> None: ...

    def stop(self) -> None: ...


@dataclass
class Disk:
    """A place whose objects are files on this machine."""

    address: str
    root: Path
    slowness: int = 1

    def plant(self, objects: Mapping[str, bytes]) -> None:
        for folder in {(self.root / name).parent for name in objects}:
            folder.mkdir(parents=True, exist_ok=True)
        for name, body in objects.items():
            (self.root / name).write_bytes(body)


@dataclass
class Folders:
    """No server at all: folders."""

    base: Path
    port: int = 0
    read_only: bool = False
    roomy: bool = False

    def place(self, port: int = 0) -> Disk:
        root = empty(self.base)
        return Disk(str(root), root)

    def settle_in(self, home: Path, port: int = 0) -> None: ...

    def forget(self, home: Path, patch: pytest.MonkeyPatch) -> None: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...


@dataclass
class Process:
    """A server of its own process, which answers on a port of this machine."""

    base: Path
    port: int = field(default_factory=lambda: free_port())
    read_only: bool = False
    roomy: bool = False
    running: subprocess.Popen[bytes] | None = None

    @property
    def files(self) -> Path:
        """Where what it serves lies."""
        return self.base / "files"

    def command(self) -> list[str]:
        """What starts it, in the foreground."""
        raise NotImplementedError

    def start(self) -> None:
        self.files.mkdir(parents=True, exist_ok=True)
        with (self.base / "log").open("ab") as log:
            self.running = subprocess.Popen(
                self.command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=None if self.roomy else _with_a_small_disk,
                start_new_session=True,
            )
        _at_the_end.callback(self.stop)
        self.wait()

    def wait(self) -> None:
        for _ in range(1000):
            assert self.running
            assert self.running.poll() is None, (self.base / "log").read_text()
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        raise AssertionError("the server does not answer")

    def stop(self) -> None:
        """At once and without a word, as a power cut does."""
        if self.running:
            with suppress(ProcessLookupError):
                os.killpg(self.running.pid, signal.SIGKILL)
            self.running.wait()
        self.running = None


class OpenSsh(Process):
    """Debian's sshd, for one account and one key."""

    program = "/usr/sbin/sshd"

    def keys(self) -> tuple[Path, Path]:
        """The account's and the host's."""
        key, host = self.base / "key", self.base / "host"
        for new in (key, host):
            if not new.exists():
                subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(new)], check=True)
        return key, host

    def command(self) -> list[str]:
        key, host = self.keys()
        if os.getuid() == 0:
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        lines = {
            "ListenAddress": f"127.0.0.1:{self.port}",
            "HostKey": host,
            "AuthorizedKeysFile": f"{key}.pub",
            "StrictModes": "no",
            "UsePAM": "no",
            "PasswordAuthentication": "no",
            "PidFile": "none",
            "Subsystem": "sftp internal-sftp" + " -R" * self.read_only,
        }
        config = self.base / "sshd_config"
        config.write_text("".join(f"{name} {value}\n" for name, value in lines.items()))
        return [self.program, "-D", "-e", "-f", str(config)]

    def settle_in(self, home: Path, port: int = 0) -> None:
        ssh = home / ".ssh"
        ssh.mkdir(mode=0o700, exist_ok=True)
        shutil.copy(self.base / "key", ssh / "id_ed25519")
        public = (self.base / "host.pub").read_text()
        (ssh / "known_hosts").write_text(f"[127.0.0.1]:{port or self.port} {public}")

    def forget(self, home: Path, patch: pytest.MonkeyPatch) -> None:
        shutil.copy(self.base / "host", home / ".ssh" / "id_ed25519")  # a key, but not the account's

    def place(self, port: int = 0) -> Disk:
        root = empty(self.files)
        return Disk(f"sftp://{getpass.getuser()}@127.0.0.1:{port or self.port}{root}", root, slowness=5)


class RcloneSftp(OpenSsh):
    """`rclone serve sftp`, which knows no hard links and renames over what stands there."""

    program = "rclone"

    def command(self) -> list[str]:
        key, host = self.keys()
        where = ["--addr", f"127.0.0.1:{self.port}", "--key", str(host), "--authorized-keys", f"{key}.pub"]
        changes = ["--read-only"] * self.read_only + ["--dir-cache-time", "100ms"]
        return [self.program, "serve", "sftp", str(self.files), "--config", "/dev/null", *where, *changes]

    def place(self, port: int = 0) -> Disk:
        root = super().place().root
        time.sleep(0.15)  # until it looks anew at what is in a folder
        return Disk(f"sftp://{PERSON}@127.0.0.1:{port or self.port}/{root.name}", root, slowness=5)


PERSON, PASSWORD = "ada", "correct horse"


@dataclass
class Dav(Process):
    """A WebDAV server, which is told a password."""

    def settle_in(self, home: Path, port: int = 0, password: str = PASSWORD) -> None:
        netrc = home / ".netrc"
        netrc.write_text(f'machine 127.0.0.1 login {PERSON} password "{password}"\n')
        netrc.chmod(0o600)

    def forget(self, home: Path, patch: pytest.MonkeyPatch) -> None:
        self.settle_in(home, password="wrong")

    def place(self, port: int = 0) -> Disk:
        root = empty(self.files)
        return Disk(f"webdav://127.0.0.1:{port or self.port}/{root.name}", root, slowness=5)


class WsgiDav(Dav):
    """WsgiDAV under cheroot, in a process of its own."""

    def command(self) -> list[str]:
        config = {
            "host": "127.0.0.1",
            "port": self.port,
            "provider_mapping": {"/": {"root": str(self.files), "readonly": self.read_only}},
            "simple_dc": {"user_mapping": {"*": {PERSON: {"password": PASSWORD}}}},
            "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
            "dir_browser": {"enable": False},
            "verbose": 1,
        }
        path = self.base / "wsgidav.json"
        path.write_text(json.dumps(config))
        return [sys.executable, "-m", "wsgidav.server.server_cli", "--config", str(path)]


LIMITED = """<LimitExcept GET PROPFIND>
                Require all denied
              </LimitExcept>
              <Limit GET PROPFIND>
                Require valid-user
              </Limit>"""


class Apache(Dav):
    """Debian's apache2 with mod_dav."""

    program = "/usr/sbin/apache2"
    modules = "mpm_event authn_core authn_file authz_core authz_user auth_basic dav dav_fs dav_lock dir autoindex mime"

    def command(self) -> list[str]:
        loaded = "".join(
            f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n" for name in self.modules.split()
        )
        (self.base / "users").write_text(f"{PERSON}:{{SHA}}{b64encode(sha1(PASSWORD.encode()).digest()).decode()}\n")
        config = self.base / "apache2.conf"
        config.write_text(
            f"""{loaded}
            ServerRoot {self.base}
            ServerName localhost
            Listen 127.0.0.1:{self.port}
            PidFile {self.base}/pid
            ErrorLog {self.base}/errors
            TypesConfig /dev/null
            DavLockDB {self.base}/locks
            DocumentRoot {self.files}
            <Directory {self.files}>
              Dav On
              AuthType Basic
              AuthName store
              AuthUserFile {self.base}/users
              {LIMITED if self.read_only else "Require valid-user"}
            </Directory>
            """
        )
        return [self.program, "-D", "FOREGROUND", "-f", str(config)]


class RcloneDav(Dav):
    """`rclone serve webdav`, which ignores the conditions of a PUT."""

    program = "rclone"

    def command(self) -> list[str]:
        where = ["--addr", f"127.0.0.1:{self.port}", "--user", PERSON, "--pass", PASSWORD, "--dir-cache-time", "100ms"]
        changes = ["--read-only"] * self.read_only
        return [self.program, "serve", "webdav", str(self.files), "--config", "/dev/null", *where, *changes]

    def place(self, port: int = 0) -> Disk:
        new = super().place(port)
        time.sleep(0.15)  # until it looks anew at what is in a folder
        return new


@dataclass
class Bucket:
    """A place in moto's memory."""

    address: str
    prefix: str
    slowness: int = 1

    def plant(self, objects: Mapping[str, bytes]) -> None:
        from moto.core import DEFAULT_ACCOUNT_ID
        from moto.s3.models import s3_backends

        for name, body in objects.items():
            s3_backends[DEFAULT_ACCOUNT_ID]["aws"].put_object("onward", f"{self.prefix}/{name}", body)


@dataclass
class Moto:
    """moto's S3, in a thread of this process."""

    base: Path
    port: int = field(default_factory=lambda: free_port())
    read_only: bool = False
    roomy: bool = False
    running: Any = None

    def start(self) -> None:
        from moto.core import DEFAULT_ACCOUNT_ID
        from moto.s3.models import s3_backends
        from moto.server import ThreadedMotoServer

        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self.running = ThreadedMotoServer("127.0.0.1", self.port, verbose=False)
        self.running.start()
        _at_the_end.callback(self.stop)
        backend = s3_backends[DEFAULT_ACCOUNT_ID]["aws"]
        if "onward" not in backend.buckets:
            backend.create_bucket("onward", "us-east-1")

    def stop(self) -> None:
        if self.running:
            self.running.stop()
        self.running = None

    def settle_in(self, home: Path, port: int = 0) -> None:
        folder = home / ".aws"
        folder.mkdir(exist_ok=True)
        (folder / "credentials").write_text("[default]\naws_access_key_id = AKIA\naws_secret_access_key = hidden\n")

    def forget(self, home: Path, patch: pytest.MonkeyPatch) -> None:
        from moto import settings

        patch.setattr(settings, "INITIAL_NO_AUTH_ACTION_COUNT", 0)  # from now on it knows everybody, and not this one

    def place(self, port: int = 0) -> Bucket:
        prefix = f"store-{next(_numbers)}"
        return Bucket(f"s3://onward/{prefix}?endpoint=http://127.0.0.1:{port or self.port}", prefix)


class RcloneHere(Folders):
    """The rclone program, with a folder of this machine as its remote."""

    program = "rclone"

    def settle_in(self, home: Path, port: int = 0) -> None:
        folder = home / ".config" / "rclone"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "rclone.conf").write_text(f"[store]\ntype = alias\nremote = {self.base}\n")

    def place(self, port: int = 0) -> Disk:
        root = empty(self.base)
        return Disk(f"rclone:store:{root.name}", root, slowness=5)


class Rclone(RcloneDav):
    """The rclone program, with a WebDAV server as its remote."""

    def settle_in(self, home: Path, port: int = 0, password: str = PASSWORD) -> None:
        folder = home / ".config" / "rclone"
        folder.mkdir(parents=True, exist_ok=True)
        hidden = subprocess.run([self.program, "obscure", password], capture_output=True, check=True).stdout.decode()
        (folder / "rclone.conf").write_text(
            f"[store]\ntype = webdav\nurl = http://127.0.0.1:{port or self.port}\nuser = {PERSON}\npass = {hidden}\n"
        )

    def forget(self, home: Path, patch: pytest.MonkeyPatch) -> None:
        port = (home / ".config" / "rclone" / "rclone.conf").read_text().partition("127.0.0.1:")[2].split()[0]
        self.settle_in(home, int(port), password="wrong")

    def place(self, port: int = 0) -> Disk:
        root = super().place().root
        return Disk(f"rclone:store:{root.name}", root, slowness=5)


KINDS: dict[str, Callable[[Path], Server]] = {
    "folder": Folders,
    "sshd": OpenSsh,
    "rclone-sftp": RcloneSftp,
    "wsgidav": WsgiDav,
    "apache": Apache,
    "rclone-webdav": RcloneDav,
    "s3": Moto,
    "rclone": RcloneHere,
}

REMOTE = [*(kind for kind in KINDS if kind not in ("folder", "rclone")), "rclone-remote"]


def served(kind: str, folders: pytest.TempPathFactory) -> Server:
    """The server of this kind, started by whoever asks first and running until the end."""
    if kind not in _running:
        _running[kind] = fresh(kind, folders)
    return _running[kind]


def fresh(kind: str, folders: pytest.TempPathFactory) -> Server:
    """A server of this kind for one test alone, which may break it."""
    made = KINDS.get(kind, Rclone)
    program = getattr(made, "program", "")
    if program and not shutil.which(program):
        pytest.skip(f"{program} is not installed")
    server = made(folders.mktemp(kind))
    server.start()
    return server


def stop_all() -> None:
    """Ends what was started; for the end of a run."""
    _at_the_end.close()


def empty(folder: Path) -> Path:
    root = folder / f"store-{next(_numbers)}"
    root.mkdir(parents=True)
    return root


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _with_a_small_disk() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
