"""Nothing damaged, cut, stretched, invented or hostile is ever taken for a good file, and it is refused cheaply."""

import io
import tracemalloc
from collections.abc import Iterable, Iterator

import pytest

from sync import age, armor, recipients
from sync.errors import AgeError, HeaderError, NoMatch, PayloadError
from sync.header import LONGEST_LINE, MOST_BYTES, MOST_STANZAS, Stanza, encode64
from sync.recipients import ScryptIdentity, ScryptRecipient
from tests.age_files import OWN, forged, made, noise, opened

HEADER = 168  # bytes of the header of a file for one key
START = HEADER + 16  # and its nonce
SMALL = made(noise(10, 300))
LARGE = made(noise(11, 65536 + 1000))


def test_the_files_below_have_the_sizes_the_counts_rest_on() -> None:
    assert SMALL[:HEADER].endswith(b"\n")
    assert (len(SMALL), len(LARGE)) == (500, START + 65536 + 16 + 1000 + 16)


def refused(files: Iterable[bytes], plain: bytes, armored: bool = False) -> int:
    """How many files were refused with one of our own errors, with nothing but authentic content given out before."""
    count = 0
    for count, sealed in enumerate(files, 1):
        out = io.BytesIO()
        with pytest.raises(AgeError):
            age.decrypt(io.BytesIO(sealed), out, [OWN], armored=armored)
        assert plain.startswith(out.getvalue()), count
        assert len(out.getvalue()) in (0, 65536, len(plain)), count
    return count


def flipped(sealed: bytes, places: Iterable[int]) -> Iterator[bytes]:
    for place in places:
        for bit in range(8):
            changed = bytearray(sealed)
            changed[place] ^= 1 << bit
            yield bytes(changed)


def test_every_flipped_bit_is_noticed() -> None:
    spots = sorted(START + int.from_bytes(noise(place, 4)) % (len(LARGE) - START) for place in range(300))
    small = refused(flipped(SMALL, range(len(SMALL))), noise(10, 300))
    large = refused(flipped(LARGE, [*range(START), *spots]), noise(11, 66536))
    assert small + large == 7872


def test_every_truncation_is_noticed() -> None:
    assert refused((SMALL[:size] for size in range(500)), noise(10, 300)) == 500
    edges = [START + 65536 + 16 + step for step in range(-200, 203)]
    sizes = [*range(START), *edges, *range(len(LARGE) - 500, len(LARGE))]
    assert refused((LARGE[:size] for size in sizes), noise(11, 66536)) == 1087


def test_every_insertion_and_deletion_in_a_header_is_noticed() -> None:
    def changed() -> Iterator[bytes]:
        for place in range(HEADER):
            yield SMALL[:place] + SMALL[place + 1 :]
            for byte in b"\n\r\0\t ->=+Aa0\xff":
                yield SMALL[:place] + bytes([byte]) + SMALL[place:]

    assert refused(changed(), noise(10, 300)) == 2352


def test_nothing_random_is_a_file() -> None:
    def invented() -> Iterator[bytes]:
        for seed in range(5000):
            data = noise(seed, 16 + seed % 900)
            yield data
            yield SMALL[: seed % 22 + 1] + data
            yield SMALL[:HEADER] + data
            place = seed % 480
            yield SMALL[:place] + data[:16] + SMALL[place + 16 :]

    assert refused(invented(), noise(10, 300)) == 20_000


def test_armor_has_only_one_spelling() -> None:
    sealed = made(noise(10, 300), armored=True)
    assert opened(sealed, armored=True) == noise(10, 300)
    inside = range(1, len(sealed) - 1)
    assert refused(flipped(sealed, inside), noise(10, 300), armored=True) == 8 * len(inside)
    assert refused((sealed[:size] for size in range(len(sealed) - 1)), noise(10, 300), armored=True) == len(sealed) - 1


def test_content_after_the_end_is_noticed() -> None:
    for sealed, plain in (
        (SMALL, noise(10, 300)),
        (LARGE, noise(11, 66536)),
        (made(noise(12, 65536)), noise(12, 65536)),
    ):
        assert refused((sealed + more for more in (b"\0", b"\n", sealed, noise(1, 65552))), plain) == 4


def test_chunks_cannot_be_swapped_dropped_or_repeated() -> None:
    sealed = made(noise(13, 3 * 65536))
    head, chunks = sealed[:START], [sealed[START + i * 65552 :][:65552] for i in range(3)]
    orders: tuple[list[int], ...] = (
        [1, 0, 2],
        [0, 2, 1],
        [2, 1, 0],
        [0, 0, 1, 2],
        [0, 2],
        [1, 2],
        [0, 1],
        [0, 1, 2, 2],
        [0],
        [],
    )
    for order in orders:
        out = io.BytesIO()
        with pytest.raises(PayloadError):
            age.decrypt(io.BytesIO(head + b"".join(chunks[i] for i in order)), out, [OWN])
        assert noise(13, 3 * 65536).startswith(out.getvalue())


# What a file asks of this machine


def passphrase_file(cost: str, salt: str = encode64(bytes(16)), *more: str) -> bytes:
    return forged(b"", lambda key: [Stanza("scrypt", (salt, cost, *more), bytes(32))])


def test_a_hostile_scrypt_cost_is_refused_before_any_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recipients, "Scrypt", None)  # any attempt to work would be a TypeError
    for cost in range(21, 100):
        with pytest.raises(HeaderError, match="memory"):
            opened(passphrase_file(str(cost)), ScryptIdentity(b"any"))


@pytest.mark.parametrize("cost", ["", "0", "018", "-1", "+18", "100", "1e1", "١٨", "18.0", "9" * 40])
def test_a_scrypt_cost_has_one_spelling(cost: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recipients, "Scrypt", None)
    stanza = Stanza("scrypt", (encode64(bytes(16)), cost), bytes(32))
    with pytest.raises(HeaderError):
        ScryptIdentity(b"any").unwrap([stanza])


def test_the_highest_scrypt_cost_still_read_is_twenty(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    class Counting:
        def __init__(self, salt: bytes, length: int, n: int, r: int, p: int) -> None:
            asked.append(n)

        def derive(self, passphrase: bytes) -> bytes:
            return bytes(32)

    monkeypatch.setattr(recipients, "Scrypt", Counting)
    with pytest.raises(NoMatch):
        opened(passphrase_file("20"), ScryptIdentity(b"any"))
    assert asked == [1 << 20]


class Endless(io.BytesIO):
    """A source that never ends, and counts what was taken from it."""

    def __init__(self, start: bytes, repeated: bytes) -> None:
        super().__init__()
        self._left, self._repeated = start, repeated
        self.taken = 0

    def _filled(self, size: int) -> bytes:
        while len(self._left) < size:
            self._left += self._repeated * (size // len(self._repeated) + 1)
        return self._left

    def read(self, size: int | None = -1, /) -> bytes:
        assert size is not None and size > 0, "an endless source is not to be read to its end"
        return self._take(self._filled(size)[:size])

    def readline(self, size: int | None = -1, /) -> bytes:
        assert size is not None and size > 0, "an endless source is not to be read to its end"
        line, mark, _ = self._filled(size)[:size].partition(b"\n")
        return self._take(line + mark)

    def _take(self, data: bytes) -> bytes:
        self._left = self._left[len(data) :]
        self.taken += len(data)
        assert self.taken < 1 << 20, "given up far too late"
        return data


VERSION = b"age-encryption.org/v1\n"
LIMITS = {
    "no line feed": (Endless(b"", b"A" * 4096), LONGEST_LINE, False),
    "no line feed after the version": (Endless(VERSION, b"A" * 4096), 2 * LONGEST_LINE, False),
    "an endless stanza line": (Endless(VERSION + b"-> ", b"a " * 2048), 2 * LONGEST_LINE, False),
    "an endless body": (Endless(VERSION + b"-> a\n", b"A" * 64 + b"\n"), MOST_BYTES + LONGEST_LINE, False),
    "endless empty stanzas": (Endless(VERSION, b"-> a\n\n"), 400, False),
    "endless keys for others": (Endless(VERSION, SMALL[22:120]), MOST_BYTES, False),
    "endless blanks before armor": (Endless(b"", b" \n"), 2048, True),
    "one endless blank line before armor": (Endless(b"", b" " * 4096), 4096, True),
    "an endless armored line": (Endless(b"-----BEGIN AGE ENCRYPTED FILE-----\n", b"A" * 4096), 4096, True),
    "endless armor of no header": (
        Endless(b"-----BEGIN AGE ENCRYPTED FILE-----\n", b"A" * 64 + b"\n"),
        2 * 65 * 256,
        True,
    ),
}


@pytest.mark.parametrize("kind", LIMITS)
def test_a_hostile_header_is_given_up_early(kind: str) -> None:
    assert len(LIMITS) == 10
    source, most, armored = LIMITS[kind]
    tracemalloc.start()
    with pytest.raises(AgeError):
        age.decrypt(source, io.BytesIO(), [OWN], armored=armored)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert source.taken <= most
    assert peak < 1_000_000


def test_twenty_stanzas_are_read_and_one_more_is_not() -> None:
    def stanzas(count: int) -> bytes:
        others = [Stanza("someone.example/else", ("a",), b"")] * (count - 1)
        return forged(b"hello", lambda key: [*others, OWN.recipient.wrap(key)])

    assert opened(stanzas(MOST_STANZAS)) == b"hello"
    with pytest.raises(HeaderError):
        opened(stanzas(MOST_STANZAS + 1))


def test_a_passphrase_beside_anything_else_is_refused_even_where_a_key_would_fit() -> None:
    alone = forged(b"hello", lambda key: [ScryptRecipient(b"pass", 2).wrap(key)])
    assert opened(alone, OWN, ScryptIdentity(b"pass")) == b"hello"
    for extra in (OWN.recipient, ScryptRecipient(b"pass", 2)):
        both = forged(b"hello", lambda key, extra=extra: [ScryptRecipient(b"pass", 2).wrap(key), extra.wrap(key)])  # type: ignore[misc]
        with pytest.raises(HeaderError):
            opened(both, OWN, ScryptIdentity(b"pass"))


def test_only_whole_lines_count_as_armor() -> None:
    sealed = made(b"hello", armored=True).splitlines()
    for at in range(1, len(sealed)):
        with pytest.raises(AgeError):
            opened(b"\n".join([*sealed[:at], b"", *sealed[at:]]), armored=True)
    assert armor.unarmored(io.BytesIO(b"\n\n  " + b"\r\n".join(sealed) + b"\n \n")).read()
