"""What the tests of the age format share: the official vectors, and files made or broken on purpose."""

import io
import os
import random
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sync import age, header, stream
from sync.header import Header, Stanza
from sync.recipients import Identity, ScryptIdentity, X25519Identity, parse_identity

FOLDER = Path(__file__).parent / "vectors" / "age"
NAMES = sorted(path.name for path in FOLDER.iterdir() if path.name != "SOURCE")
OWN = X25519Identity(bytes(range(32)))


@dataclass(frozen=True)
class Vector:
    expect: str
    payload: str | None
    file_key: bytes
    keys: tuple[str, ...]
    passphrases: tuple[str, ...]
    armored: bool
    body: bytes

    @classmethod
    def read(cls, name: str) -> "Vector":
        head, body = (FOLDER / name).read_bytes().split(b"\n\n", 1)
        lines = [(key, value) for key, _, value in (line.partition(": ") for line in head.decode().splitlines())]
        values = dict(lines)
        known = {"expect", "payload", "file key", "identity", "passphrase", "armored", "compressed", "comment"}
        assert set(values) <= known, f"{name} has a line this test does not know"
        return cls(
            expect=values["expect"],
            payload=values.get("payload"),
            file_key=bytes.fromhex(values["file key"]),
            keys=tuple(value for key, value in lines if key == "identity"),
            passphrases=tuple(value for key, value in lines if key == "passphrase"),
            armored=values.get("armored") == "yes",
            body=zlib.decompress(body) if "compressed" in values else body,
        )

    @property
    def identities(self) -> list[Identity]:
        return [parse_identity(key) for key in self.keys] + [ScryptIdentity(p.encode()) for p in self.passphrases]

    @property
    def hybrid(self) -> bool:
        return any(key.startswith("AGE-SECRET-KEY-PQ-") for key in self.keys)


def made(
    plain: bytes, *, identity: X25519Identity = OWN, armored: bool = False, extra: age.Extra | None = None
) -> bytes:
    out = io.BytesIO()
    age.encrypt(io.BytesIO(plain), out, [identity.recipient], armored=armored, extra=extra)
    return out.getvalue()


def opened(sealed: bytes, *identities: Identity, armored: bool = False, check: age.Check | None = None) -> bytes:
    out = io.BytesIO()
    age.decrypt(io.BytesIO(sealed), out, identities or [OWN], armored=armored, check=check)
    return out.getvalue()


def forged(plain: bytes, stanzas: Callable[[bytes], Sequence[Stanza]]) -> bytes:
    """A file with any stanzas at all and a right header MAC: what an attacker who knows the recipient can make."""
    file_key, nonce = os.urandom(16), os.urandom(16)
    out = io.BytesIO()
    out.write(Header.made(tuple(stanzas(file_key)), file_key).encode() + nonce)
    sealer = stream.Sealer(header.derived(file_key, nonce, b"payload"), out)
    sealer.write(plain)
    sealer.close()
    return out.getvalue()


def noise(seed: int, size: int) -> bytes:
    """The same bytes on every run."""
    return random.Random(seed).randbytes(size)
