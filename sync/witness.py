"""A witness of the sealing: a thread that opens what is sealed while the rest is still being sealed.

Opening, unpacking and comparing a backup take as long as making it, and a computer has more than one processor. What is
sealed goes to the disk and, by a pipe that holds little, to the witness, who says in the end whether it gives the
snapshot. Of the disk it is then enough to ask whether it gives the same bytes.
"""

import hashlib
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import BinaryIO

from core.storage import snapshot
from core.storage.copying import Taking
from core.storage.snapshot import Facts
from sync import packing
from sync.armor import Sink
from sync.errors import AgeError

Opener = Callable[[BinaryIO], Iterator[bytes]]
"""Gives the content of what was sealed; raises the age errors for what is not whole."""


class Witness:
    """Sees a snapshot being sealed, and makes its end meanwhile. Leaving the `with` block waits for both."""

    def __init__(self, taking: Taking, opener: Opener) -> None:
        self._taking, self._opener = taking, opener
        self._digest = hashlib.sha256()
        read, write = os.pipe()
        if sys.platform == "linux":  # else it holds less than one chunk, and whoever seals waits for the witness
            import fcntl

            with suppress(OSError):
                fcntl.fcntl(write, fcntl.F_SETPIPE_SZ, packing.PIECE)
        self._read, self._write = os.fdopen(read, "rb"), os.fdopen(write, "wb")

    def __enter__(self) -> "Witness":
        self._threads = ThreadPoolExecutor(2, "witness")
        self._whole = self._threads.submit(self._taking.end)
        self._same = self._threads.submit(self._is_the_snapshot)
        self._facts = self._threads.submit(self._looked_at)
        return self

    def __exit__(self, *_: object) -> None:
        self._write.close()
        self._threads.shutdown()

    def pieces(self) -> Iterator[bytes]:
        """The snapshot, to be sealed; its last pages are waited for."""
        sure, step = self._taking.sure, packing.PIECE
        for start in range(0, sure, step):
            yield self._taking.image[start : min(start + step, sure)]
        yield self._whole.result()[sure:]

    @contextmanager
    def watching(self, target: Sink) -> Iterator[Sink]:
        """Where to write what is sealed, so that the witness sees what the target gets."""
        yield _Both(target, self)
        self._write.close()

    def write(self, data: bytes, /) -> None:
        self._digest.update(data)
        self._write.write(data)

    def saw(self, digest: bytes) -> bool:
        """Whether the bytes with this SHA-256 are what was sealed, and give the snapshot."""
        return digest == self._digest.digest() and self._same.result()

    def facts(self) -> Facts:
        """What the snapshot says of itself; it was looked at as before a restore, but for the rows just copied."""
        return self._facts.result()

    def _is_the_snapshot(self) -> bool:
        taking, at = self._taking, 0
        with self._read as sealed:
            try:
                for piece in self._opener(sealed):
                    image = taking.image if at + len(piece) <= taking.sure else self._whole.result()
                    if image[at : at + len(piece)] != piece:
                        return False
                    at += len(piece)
            except AgeError:
                return False
            finally:
                while sealed.read(packing.PIECE):  # whoever writes does not wait for a witness who knows enough
                    pass
        return at == len(self._taking.image)

    def _looked_at(self) -> Facts:
        with snapshot.opened(self._whole.result(), rows=False) as copy:
            return copy.facts


class _Both:
    """Writes to both."""

    def __init__(self, *targets: Sink) -> None:
        self._targets = targets

    def write(self, data: bytes, /) -> None:
        for target in self._targets:
            target.write(data)
