"""Compressing before encryption, and hiding how long the content is.

zstd (RFC 8878), then a skippable frame up to the next Padmé size (Nikitin et al. 2019, "Reducing metadata
leakage from encrypted files"): lengths say little, at most 12 % are added, and the stock `zstd -d` gives the content.
"""

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from sync.errors import PayloadError

if TYPE_CHECKING or sys.version_info < (3, 14):
    from backports import zstd
else:
    from compression import zstd

LEVEL, FAR_LEVEL = 3, 2  # what is found far back makes up for the difference, and it takes a quarter less time
PIECE = 1 << 20  # bytes handled at a time
_NEAREST, _FARTHEST = 20, 27  # powers of two; beyond the second, stock programs ask for permission to use the memory
_SKIPPABLE = (0x184D2A50).to_bytes(4, "little")
_FRAME = 8  # bytes of a skippable frame before its content: the magic number and the length


def padded(size: int) -> int:
    """The Padmé size for a content of `size` bytes."""
    if size < 2:
        return size
    exponent = size.bit_length() - 1
    step = 1 << (exponent - exponent.bit_length())
    return -(-size // step) * step


def packed(pieces: Iterable[bytes], far: int = 0) -> Iterator[bytes]:
    """The content compressed, and padded by a frame that says nothing.

    What was said before is looked for up to `far` bytes back, where that is given: in a snapshot every text stands
    twice, in its row and in the change log.
    """
    options: dict[int, int] = {zstd.CompressionParameter.compression_level: FAR_LEVEL if far else LEVEL}
    if far:
        options[zstd.CompressionParameter.enable_long_distance_matching] = 1
        options[zstd.CompressionParameter.window_log] = min(max(far.bit_length(), _NEAREST), _FARTHEST)
    compressor, size = zstd.ZstdCompressor(options=options), 0
    for piece in pieces:
        data = compressor.compress(piece)
        size += len(data)
        yield data
    data = compressor.flush()
    size += len(data)
    left = padded(size + _FRAME) - size - _FRAME
    yield data + _SKIPPABLE + left.to_bytes(4, "little")
    while left:
        piece = bytes(min(left, PIECE))
        left -= len(piece)
        yield piece


def unpacked(pieces: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """The content again, in pieces of at most 1 MiB.

    Raises PayloadError for more than `limit` bytes, having made no more than a piece beyond them, for what is not
    zstd, for a content that is cut off, and for anything behind it but the padding.
    """
    decompressor, size, frame, behind = zstd.ZstdDecompressor(), 0, b"", 0
    try:
        for piece in pieces:
            if not decompressor.eof:
                data = decompressor.decompress(piece, PIECE)
                while True:
                    size += len(data)
                    if size > limit:
                        raise PayloadError("This file is larger than it can rightly be, so none of it was used.")
                    yield data
                    if decompressor.eof or decompressor.needs_input:
                        break
                    data = decompressor.decompress(b"", PIECE)
                piece = decompressor.unused_data if decompressor.eof else b""
            frame += piece[: _FRAME - len(frame)]
            behind += len(piece)
    except zstd.ZstdError:
        raise PayloadError from None
    if not decompressor.eof or frame != _SKIPPABLE + (behind - _FRAME).to_bytes(8, "little", signed=True)[:4]:
        raise PayloadError
