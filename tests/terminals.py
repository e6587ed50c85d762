"""A real terminal for tests: a process on a pseudo-terminal, its keys typed and its screen read."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Mapping
from pathlib import Path

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
        self.pid, self._master = pty.fork()
        if self.pid == 0:
            os.execvpe(self.command[0], self.command, self._env)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if self.code is None:
            self.kill(signal.SIGKILL)
        os.close(self._master)

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

    def wait_for(self, words: str, seconds: float = 20) -> None:
        """Wait until these words have been printed."""
        until = time.monotonic() + seconds
        while words not in self.text:
            open_ = self.read(0.05)
            assert words in self.text or (open_ and time.monotonic() < until), f"no {words!r} in {self.text[-3000:]!r}"

    def end(self, seconds: float = 20) -> int:
        """Wait for the process to end; its exit code, negative for a signal."""
        until = time.monotonic() + seconds
        while self.code is None:
            assert time.monotonic() < until, f"still running: {self.text[-2000:]!r}"
            self.read(0.05)
            self._reap(os.WNOHANG)
        return self.code

    def kill(self, number: int) -> int:
        """Send a signal and wait for the end."""
        os.kill(self.pid, number)
        while self.code is None:
            self.read(0.02)
            self._reap(os.WNOHANG)
        return self.code

    def _reap(self, options: int) -> None:
        pid, status = os.waitpid(self.pid, options)
        if pid:
            self.code = os.waitstatus_to_exitcode(status)
