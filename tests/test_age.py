"""The age format reads what the standard says, and writes what it reads."""

import hashlib
import io
import itertools
import tracemalloc
from contextlib import nullcontext
from inspect import signature

import pytest

from sync import age, armor, header, recipients, stream
from sync.errors import (
    AgeError,
    ArmorError,
    HeaderError,
    HeaderMacError,
    IdentityError,
    NoMatch,
    PayloadError,
)
from sync.recipients import HybridIdentity, Recipient, ScryptIdentity, ScryptRecipient, X25519Identity, X25519Recipient
from tests.age_files import FOLDER, NAMES, OWN, Vector, made, noise, opened

OUTCOMES: dict[str, type[AgeError] | None] = {
    "success": None,
    "no match": NoMatch,
    "HMAC failure": HeaderMacError,
    "header failure": HeaderError,
    "payload failure": PayloadError,
    "armor failure": ArmorError,
}
VECTORS = {name: Vector.read(name) for name in NAMES}


def post_quantum() -> bool:
    try:
        HybridIdentity(bytes(32))
    except IdentityError:
        return False
    return True


READABLE = [name for name, vector in VECTORS.items() if post_quantum() or not vector.hybrid]


class Hash:
    """Keeps nothing of what is written to it but its digest and size."""

    def __init__(self) -> None:
        self.sha256, self.size = hashlib.sha256(), 0

    def write(self, data: bytes, /) -> None:
        self.sha256.update(data)
        self.size += len(data)


def test_the_official_vectors_are_all_here_and_unchanged() -> None:
    digest = hashlib.sha256()
    for name in sorted(NAMES, key=str.encode):
        digest.update(name.encode() + b"\0" + hashlib.sha256((FOLDER / name).read_bytes()).digest())
    assert len(NAMES) == 143
    assert digest.hexdigest() == "ff73915290119a5b3dec94f1b5fa8606cd95ea94f2fbf1fcd25e23a888336314"


def test_only_a_missing_post_quantum_library_leaves_vectors_out() -> None:
    assert len(NAMES) - len(READABLE) in (0, 19)


@pytest.mark.parametrize("name", READABLE)
def test_an_official_vector_ends_as_the_standard_says(name: str) -> None:
    vector, sink = VECTORS[name], Hash()
    outcome = OUTCOMES[vector.expect]
    with pytest.raises(outcome) if outcome else nullcontext() as caught:
        age.decrypt(io.BytesIO(vector.body), sink, vector.identities, armored=vector.armored)
    assert caught is None or (caught.type is outcome and caught.value.sentence.endswith("."))
    if vector.payload:
        assert sink.sha256.hexdigest() == vector.payload
    else:
        assert sink.size == 0


def test_a_long_file_is_read_a_chunk_at_a_time() -> None:
    vector = max(VECTORS.values(), key=lambda vector: len(vector.body) if vector.expect == "success" else 0)
    assert len(vector.body) > 16_000_000
    source, identities = io.BytesIO(vector.body), vector.identities
    tracemalloc.start()
    age.decrypt(source, Hash(), identities)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000


HEADERS = [name for name, vector in VECTORS.items() if vector.expect not in ("header failure", "armor failure")]
PAYLOADS = [name for name, vector in VECTORS.items() if vector.expect == "success"]
ARMORED = [name for name in PAYLOADS if VECTORS[name].armored]


def binary(vector: Vector) -> bytes:
    return armor.unarmored(io.BytesIO(vector.body)).read() if vector.armored else vector.body


def test_the_round_trips_cover_every_vector_they_can() -> None:
    assert (len(HEADERS), len(PAYLOADS), len(ARMORED)) == (59, 26, 7)


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_read_and_written_again_is_the_same(name: str) -> None:
    whole = binary(VECTORS[name])
    assert whole.startswith(header.read(io.BytesIO(whole)).encode())


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_payload_read_and_written_again_is_the_same(name: str) -> None:
    source = io.BytesIO(binary(VECTORS[name]))
    header.read(source)
    nonce, sealed = source.read(16), source.read()
    key = header.derived(VECTORS[name].file_key, nonce, b"payload")
    again = io.BytesIO()
    sealer = stream.Sealer(key, again)
    for chunk in stream.opened(key, io.BytesIO(sealed)):
        sealer.write(chunk)
    sealer.close()
    assert again.getvalue() == sealed


@pytest.mark.parametrize("name", ARMORED)
def test_armor_read_and_written_again_is_the_same(name: str) -> None:
    again = io.BytesIO()
    writer = armor.ArmorWriter(again)
    for byte in binary(VECTORS[name]):
        writer.write(bytes([byte]))
    writer.close()
    assert again.getvalue().strip() == VECTORS[name].body.replace(b"\r\n", b"\n").strip()


SIZES = (0, 1, 47, 48, 49, 65535, 65536, 65537, 131071, 131072, 131073)


@pytest.mark.parametrize("armored", [False, True])
@pytest.mark.parametrize("size", SIZES)
def test_what_was_written_comes_back(size: int, armored: bool) -> None:
    plain = noise(size, size)
    sealed = made(plain, armored=armored)
    assert opened(sealed, armored=armored) == plain
    assert plain not in sealed or size < 2


class Dripping(io.BytesIO):
    """Gives and takes data in uneven pieces, as a pipe does."""

    steps = itertools.cycle((1, 70_000, 13, 4096))

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size if size and size > 0 else 1, next(self.steps)))


def test_pieces_of_any_size_make_the_same_file() -> None:
    plain = noise(1, 200_000)
    out = io.BytesIO()
    with age.Writer(out, [OWN.recipient]) as writer:
        source = Dripping(plain)
        while piece := source.read(1 << 20):
            writer.write(piece)
    assert len(out.getvalue()) == len(made(plain))
    back = b"".join(age.plaintext(Dripping(out.getvalue()), [OWN]))
    assert back == plain


def test_every_recipient_can_read_the_file_and_nobody_else() -> None:
    people = [X25519Identity.generate() for _ in range(5)]
    out = io.BytesIO()
    age.encrypt(io.BytesIO(b"hello"), out, [person.recipient for person in people])
    assert [opened(out.getvalue(), person) for person in people] == [b"hello"] * 5
    with pytest.raises(NoMatch, match="None of your keys"):
        opened(out.getvalue(), X25519Identity.generate())


def test_a_passphrase_opens_what_it_locked_and_stays_the_callers_to_wipe() -> None:
    passphrase = bytearray("Größe und Güte".encode())
    out = io.BytesIO()
    age.encrypt(io.BytesIO(b"hello"), out, [ScryptRecipient(passphrase, cost=4)], armored=True)
    assert opened(out.getvalue(), ScryptIdentity(passphrase), armored=True) == b"hello"
    with pytest.raises(NoMatch, match="passphrase"):
        opened(out.getvalue(), ScryptIdentity(b"Grosse und Gute"), armored=True)
    passphrase[:] = bytes(len(passphrase))


def test_a_passphrase_stands_alone_and_a_file_is_for_somebody() -> None:
    alone = ScryptRecipient(b"a", 1)
    wrongs: list[list[Recipient]] = [[], [alone, OWN.recipient], [alone, alone]]
    for wrong in wrongs:
        with pytest.raises(ValueError, match="one passphrase"):
            age.Writer(io.BytesIO(), wrong)


def test_a_file_cut_off_by_an_error_stays_visibly_incomplete() -> None:
    out = io.BytesIO()
    with pytest.raises(RuntimeError), age.Writer(out, [OWN.recipient]) as writer:
        writer.write(noise(2, 70_000))
        raise RuntimeError
    with pytest.raises(PayloadError):
        opened(out.getvalue())


def test_a_file_longer_than_the_caller_allows_is_refused() -> None:
    sealed = io.BytesIO(made(noise(3, 200_000)))
    sink = Hash()
    with pytest.raises(PayloadError, match="larger"):
        age.decrypt(sealed, sink, [OWN], limit=131_072)
    assert sink.size <= 131_072


def test_keys_have_the_text_form_of_the_standard() -> None:
    # From the age specification: the identity of 32 times 0x42 and its recipient.
    identity = X25519Identity.parse("AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX")
    assert identity.secret == bytes([0x42]) * 32
    assert identity.text == "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
    public = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
    assert str(identity.recipient) == str(X25519Recipient.parse(public)) == public


@pytest.mark.parametrize(
    "text",
    [
        "",
        "AGE-PLUGIN-YUBIKEY-1Q2LV8XQYZ3Q0CPWQH8J3N",
        "AGE-PLUGIN-EVIL-1" + "Q" * 58,
        "age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHsKLqeplhpW+uObz5dvMgjz1OxfM/XXUB+VHtZ6isGN",
        "-----BEGIN OPENSSH PRIVATE KEY-----",
        "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj",
        OWN.text.lower(),
        OWN.text[:-1] + ("Q" if OWN.text[-1] != "Q" else "P"),
        OWN.text.replace("AGE-SECRET-KEY-1", "AGE-SECRET-KEY-PQ-1"),
        OWN.text[:20] + OWN.text[20:].lower(),
    ],
)
def test_keys_of_other_kinds_and_typing_slips_are_refused(text: str) -> None:
    with pytest.raises(IdentityError) as caught:
        recipients.parse_identity(text)
    assert text[-12:] not in caught.value.sentence or not text


def test_no_key_shows_in_how_objects_print() -> None:
    for thing in (OWN, ScryptIdentity(b"open sesame"), ScryptRecipient(b"open sesame")):
        assert OWN.text not in repr(thing) + str(thing)
        assert "sesame" not in repr(thing) + str(thing)


def test_no_two_files_share_anything() -> None:
    headers = [header.read(io.BytesIO(made(b""))) for _ in range(2000)]
    assert len({head.mac for head in headers}) == len({head.stanzas[0].body for head in headers}) == 2000


def test_nobody_can_hand_in_a_file_key_or_a_nonce() -> None:
    """Both are made in one place, so none is ever used twice."""
    assert set(signature(age.Writer).parameters) == {"target", "recipients", "armored", "extra"}
    assert set(signature(age.encrypt).parameters) == {"source", "target", "recipients", "armored", "extra"}
