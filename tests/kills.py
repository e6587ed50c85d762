"""Processes that are really killed, at a moment of their own work."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

from core.workspace import Workspace


def killed(work: Callable[[], object], at: int) -> int:
    """Run the work in a process that kills itself at the `at`-th moment; how many there were if it came to its end."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        moments = [0]

        def moment(*_: object) -> None:
            moments[0] += 1
            if moments[0] == at:
                os.kill(os.getpid(), signal.SIGKILL)

        def wrapped(real: Callable[..., object]) -> Callable[..., object]:
            def call(*arguments: object, **options: object) -> object:
                moment()
                result = real(*arguments, **options)
                moment()
                return result

            return call

        for name in ("open", "write", "fsync", "close", "link", "replace", "rename", "unlink"):
            setattr(os, name, wrapped(getattr(os, name)))
        Workspace.moment = staticmethod(moment)  # type: ignore[attr-defined]
        try:
            work()
            os.write(write, str(moments[0]).encode())
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or told, "the work ended with an error"
    return int(told or 0)
