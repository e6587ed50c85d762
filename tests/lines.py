"""The command line for tests: run in this process, or in one of its own."""

import io
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from cli.ending import ended
from cli.main import answer

ROOT = Path(__file__).parent.parent


class Ended(NamedTuple):
    """How a command ended: exit code, standard output, standard error."""

    code: int
    out: str
    err: str


class Lines:
    """`lines("write", "hello")` runs a command here; `stdin` is what is piped in."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def __call__(
        self, *arguments: str, stdin: str | bytes = "", answer: Callable[[Sequence[str]], int] = answer
    ) -> Ended:
        raw = stdin if isinstance(stdin, bytes) else stdin.encode()
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))
        self._capsys.readouterr()
        code = ended(lambda: answer(arguments))
        return Ended(code, *self._capsys.readouterr())


def onward(*arguments: str, stdin: str = "", env: Mapping[str, str] | None = None, python: Sequence[str] = ()) -> Ended:
    """Run a command in a process of its own; it has 60 seconds."""
    done = subprocess.run(
        [sys.executable, *python, "-m", "onward", *arguments],
        input=stdin.encode(),
        capture_output=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        timeout=60,
    )
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())
