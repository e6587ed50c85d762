"""Bech32 (BIP 173), the text form of age keys, without its length limit."""

_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM = 6


def encode(prefix: str, data: bytes) -> str:
    """The lowercase text of `data` under a lowercase `prefix`."""
    values = _regroup(data, 8, 5, pad=True)
    check = _polymod([*_expanded(prefix), *values, *[0] * _CHECKSUM]) ^ 1
    values += [check >> 5 * (_CHECKSUM - 1 - i) & 31 for i in range(_CHECKSUM)]
    return prefix + "1" + "".join(_LETTERS[value] for value in values)


def decode(text: str) -> tuple[str, bytes]:
    """The prefix, in the case it was written in, and the bytes.

    Raises ValueError for mixed case, a wrong checksum, or padding that is not zero, without repeating the text.
    """
    if text not in (text.lower(), text.upper()):
        raise ValueError("mixed case")
    prefix, mark, body = text.rpartition("1")
    if not mark or not prefix or not all(33 <= ord(c) <= 126 for c in prefix) or len(body) < _CHECKSUM:
        raise ValueError("not bech32")
    values = [_LETTERS.find(c) for c in body.lower()]
    if -1 in values or _polymod([*_expanded(prefix.lower()), *values]) != 1:
        raise ValueError("wrong checksum")
    return prefix, bytes(_regroup(values[:-_CHECKSUM], 5, 8, pad=False))


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for i, constant in enumerate(_GENERATOR):
            check ^= constant if top >> i & 1 else 0
    return check


def _expanded(prefix: str) -> list[int]:
    return [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]


def _regroup(values: bytes | list[int], width: int, into: int, *, pad: bool) -> list[int]:
    gathered = bits = 0
    out: list[int] = []
    for value in values:
        gathered = gathered << width | value
        bits += width
        while bits >= into:
            bits -= into
            out.append(gathered >> bits & (1 << into) - 1)
        gathered &= (1 << bits) - 1
    if pad and bits:
        out.append(gathered << into - bits & (1 << into) - 1)
    elif not pad and (bits >= width or gathered):
        raise ValueError("padding is not zero")
    return out
