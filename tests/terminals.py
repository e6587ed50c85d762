"""A real terminal for tests: a process on a pseudo-terminal, its keys typed and its screen read."""

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar, NoReturn

ROOT = Path(__file__).parent.parent
_ESCAPES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[PX^_\]].*?(?:\x1b\\|\x07)|[ -/]*[0-~])", re.DOTALL)


class Terminal:
    """A command on a pseudo-terminal of 100 x 30, ended with the block.

    `text` is everything it has printed, without escape sequences: not what the screen shows now,
    but enough to see that something has been shown.
    """

    def __init__(self, *command: str, env: Mapping[str, str] | None = None) -> None:
        self.command = command
        self.raw = b""
        self.code: int | None = None
        self._env = {**os.environ, "TERM": "xterm-256color", "PYTHONPATH": str(ROOT), **(env or {})}

    @classmethod
    def onward(cls, *arguments: str, env: Mapping[str, str] | None = None) -> "Terminal":
        """Onward, run by this interpreter."""
        return cls(sys.executable, "-m", "onward", *arguments, env=env)

    def __enter__(self) -> "Terminal":
        self._start()
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if self.code is None:
            self.kill(signal.SIGKILL)
        os.close(self._master)

    def _start(self) -> None:
        self.pid, self._master = pty.fork()
        if self.pid == 0:
            os.execvpe(self.command[0], self.command, self._env)
        _resize(self._master)

    @property
    def text(self) -> str:
        """Everything printed so far."""
        return _ESCAPES.sub(b"", self.raw).decode(errors="replace")

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._master, keys.encode())

    def read(self, seconds: float = 0.05) -> bool:
        """Take in what is printed within the time; False once the process has closed the terminal."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if not select.select([self._master], [], [], left)[0]:
                break
            try:
                got = os.read(self._master, 65536)
            except OSError:  # Linux says so when the last process on the terminal has ended
                return False
            if not got:
                return False
            self.raw += got
        return True

    def wait_for(self, words: str, seconds: float = 60, after: int = 0) -> None:
        """Wait until these words have been printed, `after` what `text` was so long."""
        until = time.monotonic() + seconds
        while words not in self.text[after:]:
            open_ = self.read(0.05)
            there = words in self.text[after:]
            assert there or (open_ and time.monotonic() < until), f"no {words!r} in {self.text[-3000:]!r}"

    def end(self, seconds: float = 60) -> int:
        """Wait for the process to end; its exit code, negative for a signal."""
        until = time.monotonic() + seconds
        while self.code is None:
            assert time.monotonic() < until, f"still running: {self.text[-2000:]!r}"
            self.read(0.02)
            self._reap()
        return self.code

    def kill(self, number: int) -> int:
        """Send a signal and wait for the end."""
        os.kill(self.pid, number)
        return self.end()

    def close(self) -> int:
        """Close the window, as a person does, and wait for the end."""
        os.close(self._master)
        self._master = os.open(os.devnull, os.O_RDONLY)
        return self.end()

    def _reap(self) -> None:
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if pid:
            self.code = os.waitstatus_to_exitcode(status)


def _resize(master: int) -> None:
    fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))


class Forked(Terminal):
    """Onward in a copy of a process that has imported everything already: a start takes half the time.

    The process that is copied is one of its own, kept for as long as the tests run: this one may have threads, which
    a copy of it would not survive.
    """

    _originals: ClassVar[list[subprocess.Popen[str]]] = []

    def __init__(self, *arguments: str, env: Mapping[str, str] | None = None) -> None:
        super().__init__("onward", *arguments, env=env)
        if not self._originals:
            self._originals.append(
                subprocess.Popen(
                    [sys.executable, "-c", "from tests.terminals import be_copied; be_copied()"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                    cwd=ROOT,
                )
            )

    def _start(self) -> None:
        # Nothing can be read from a terminal that nobody has opened yet, so this end stays open as well.
        self._master, self._slave = os.openpty()
        _resize(self._master)
        self.pid = self._ask("start", os.ttyname(self._slave), self.command, self._env)

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        super().__exit__(kind, error, trace)
        os.close(self._slave)

    def _reap(self) -> None:
        self.code = self._ask("end", self.pid)

    def _ask(self, *question: object) -> Any:
        (original,) = self._originals
        assert original.stdin and original.stdout
        print(json.dumps(question), file=original.stdin, flush=True)
        return json.loads(original.stdout.readline())


def be_copied() -> None:
    """What the original does: a line of JSON asks for a copy, or whether one has ended; a line answers."""
    import cli.main
    import tui.app  # noqa: F401

    for line in sys.stdin:
        match json.loads(line):
            case ["start", terminal, command, env]:
                answer: int | None = os.fork()
                if answer == 0:
                    _be_onward(cli.main.run, terminal, command, env)
            case ["end", pid]:
                ended, status = os.waitpid(pid, os.WNOHANG)
                answer = os.waitstatus_to_exitcode(status) if ended else None
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _be_onward(run: Callable[[], None], terminal: str, command: list[str], env: dict[str, str]) -> NoReturn:
    """Become a session of its own on a terminal, run, and end without the original's own end."""
    code = 1
    try:
        os.setsid()
        opened = os.open(terminal, os.O_RDWR)  # the first terminal a session opens is the one it belongs to
        for number, name in enumerate(("stdin", "stdout", "stderr")):
            os.dup2(opened, number)
            stream = os.fdopen(number, "w" if number else "r", closefd=False)
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)
        os.closerange(3, 64)
        os.environ.update(env)
        sys.argv = list(command)
        run()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        os._exit(code)
