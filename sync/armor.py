"""The text form of an age file: strict PEM (RFC 7468, figure 3), in both directions, one line at a time.

A lax reader would let one file exist in many spellings, so everything but white space around the block is refused.
"""

import base64
import binascii
import io
from typing import BinaryIO, Protocol

from sync.errors import ArmorError

_BEGIN = b"-----BEGIN AGE ENCRYPTED FILE-----"
_END = b"-----END AGE ENCRYPTED FILE-----"
_COLUMNS = 64
_LINE = 48  # bytes in a full line
_SPACE = 1024  # most white space accepted on either side, so that a file of blanks ends early


class Sink(Protocol):
    """Anything bytes can be written to."""

    def write(self, data: bytes, /) -> object: ...


def unarmored(source: BinaryIO) -> io.BufferedReader:
    """The binary file inside an armored one. Reading from it raises ArmorError where the armor is not exact."""
    return io.BufferedReader(_Lines(source), _LINE * 256)


class _Lines(io.RawIOBase):
    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._waiting = b""
        self._begun = self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # narrower than every writable buffer
        if not self._waiting and not self._ended:
            self._waiting = self._next()
        count = min(len(buffer), len(self._waiting))
        buffer[:count] = self._waiting[:count]
        self._waiting = self._waiting[count:]
        return count

    def _next(self) -> bytes:
        if not self._begun:
            self._begin()
        line = self._line()
        if line == _END:
            self._finish()
            return b""
        data = _decoded(line)
        if len(data) < _LINE:
            if self._line() != _END:
                raise ArmorError
            self._finish()
        return data

    def _begin(self) -> None:
        skipped, line = 0, b""
        while not line.strip():
            line = self._source.readline(_SPACE)
            skipped += len(line)
            if not line or skipped > _SPACE:
                raise ArmorError
        if _without_end(line.lstrip()) != _BEGIN:
            raise ArmorError
        self._begun = True

    def _line(self) -> bytes:
        line = self._source.readline(_COLUMNS + 3)
        if not line.endswith(b"\n") and line != _END:
            raise ArmorError
        return _without_end(line)

    def _finish(self) -> None:
        after = self._source.read(_SPACE + 1)
        if len(after) > _SPACE or after.strip():
            raise ArmorError
        self._ended = True


def _without_end(line: bytes) -> bytes:
    return line.removesuffix(b"\n").removesuffix(b"\r")


def _decoded(line: bytes) -> bytes:
    try:
        data = binascii.a2b_base64(line, strict_mode=True)
    except binascii.Error:
        raise ArmorError from None
    # Encoding again and comparing refuses left-over bits, which strict mode lets through.
    if not data or len(line) > _COLUMNS or base64.b64encode(data) != line:
        raise ArmorError
    return data


class ArmorWriter:
    """Writes what it is given to `target` in text form; `close` writes the end and leaves `target` open."""

    def __init__(self, target: Sink) -> None:
        self._target = target
        self._rest = b""
        target.write(_BEGIN + b"\n")

    def write(self, data: bytes, /) -> None:
        data = self._rest + data
        whole = len(data) - len(data) % _LINE
        self._rest = data[whole:]
        self._put(data[:whole])

    def close(self) -> None:
        self._put(self._rest)
        self._target.write(_END + b"\n")

    def _put(self, data: bytes) -> None:
        lines = [base64.b64encode(data[i : i + _LINE]) + b"\n" for i in range(0, len(data), _LINE)]
        self._target.write(b"".join(lines))
