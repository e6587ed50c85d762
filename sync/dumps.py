"""Keeping what is in memory out of files: no core dump, and no other program of the person reads along."""

import contextlib
import sys

_PR_SET_DUMPABLE = 4  # prctl(2)


def forbid() -> None:
    """Forbids core dumps of this process and, on Linux, attaching to it. Where a system cannot, nothing happens.

    It is no wall: swap, hibernation and the administrator reach memory anyway.
    """
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
