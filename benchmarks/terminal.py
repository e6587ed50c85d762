"""A program on a terminal of its own, watched from outside: what it paints, what it takes, how it ends.

Processor time is the kernel's account of every thread, to the nanosecond where Linux gives it (`schedstat`); a figure
that would be wall time on a busy machine is then none of the other programs'.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter

from benchmarks.measure import ROOT, Taken

COLUMNS, LINES = 100, 30
PATIENCE = 30.0  # seconds
QUIET = 0.25  # seconds without a byte after which a screen is finished


class Sitting:
    """A program that runs on a pseudo terminal until `ended`."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str], folder: Path | None = None) -> None:
        self._begin = perf_counter()
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
            os.chdir(folder or ROOT)
            os.execvpe(command[0], list(command), {**env, "TERM": "xterm-256color", "COLORTERM": "truecolor"})
        self._seen = b""

    def taken(self) -> Taken:
        """What it took up to now."""
        return Taken(perf_counter() - self._begin, _cpu(self._pid))

    def until(self, text: str) -> Taken:
        """Wait until the text has been painted."""
        while text.encode() not in self._seen:
            if not self._read(PATIENCE):
                os.kill(self._pid, signal.SIGKILL)
                os.waitpid(self._pid, 0)
                os.close(self._terminal)
                seen = self._seen[-2000:].decode(errors="replace")
                raise RuntimeError(f"{text!r} never came onto the screen:\n{seen}")
        return self.taken()

    def quiet(self) -> None:
        """Read until nothing more is painted for a while."""
        while self._read(QUIET):
            pass

    def ended(self, key: bytes) -> Taken:
        """Press the key that ends it, or kill it where there is none: what that took, and the most memory it had."""
        before, memory = self.taken(), _memory(self._pid)
        if key:
            os.write(self._terminal, key)
            while self._read(PATIENCE):
                pass
        else:
            os.kill(self._pid, signal.SIGKILL)
        _, _, usage = os.wait4(self._pid, 0)
        os.close(self._terminal)
        wall, cpu = perf_counter() - self._begin, usage.ru_utime + usage.ru_stime
        return Taken(wall - before.wall, cpu - before.cpu, memory)

    def _read(self, patience: float) -> bytes:
        if not select.select([self._terminal], [], [], patience)[0]:
            return b""
        try:
            piece = os.read(self._terminal, 65536)
        except OSError:  # the other end is closed
            return b""
        self._seen += piece
        return piece


def _cpu(pid: int) -> float:
    """The processor seconds of the threads of a process that are alive."""
    total = 0
    for thread in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{thread}/schedstat") as file:
            total += int(file.read().split()[0])
    return total / 1e9


def _memory(pid: int) -> int:
    """The most memory that a process has had, in bytes; what `getrusage` says counts the process it was forked from."""
    with open(f"/proc/{pid}/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmHWM")) * 1024
