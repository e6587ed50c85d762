"""Files travel both ways between Onward and two other age programs: `age` itself, and pyrage (Rust)."""

import io
import os
import pty
import shutil
import subprocess
from pathlib import Path

import pytest

from sync import age
from sync.keys import Keyring, lock
from sync.recipients import ScryptIdentity, ScryptRecipient, X25519Identity
from sync.tag import marked
from tests.age_files import noise, opened

VAULT = "0123456789abcdef" * 2
AGE = shutil.which("age")
SIZES = (0, 1, 15, 16, 17, 47, 48, 49, 300, 4096, 65519, 65520, 65535, 65536, 65537, 131071, 131072, 131073, 200_000)
PEOPLE = [X25519Identity(noise(seed, 32)) for seed in range(4)]


def sealed(size: int, people: int, armored: bool, mark: bool) -> bytes:
    out = io.BytesIO()
    extra = marked(PEOPLE[0], VAULT, "backup") if mark else None
    recipients = [person.recipient for person in PEOPLE[:people]]
    age.encrypt(io.BytesIO(noise(size, size)), out, recipients, armored=armored, extra=extra)
    return out.getvalue()


@pytest.mark.parametrize("armored", [False, True])
@pytest.mark.parametrize("people", [1, 2, 4])
def test_pyrage_reads_what_we_write_and_we_read_what_it_writes(people: int, armored: bool) -> None:
    pyrage = pytest.importorskip("pyrage", reason="pyrage is not installed")
    theirs = [pyrage.x25519.Identity.from_str(person.text) for person in PEOPLE]
    assert [str(person.to_public()) for person in theirs] == [str(person.recipient) for person in PEOPLE]
    cases = 0
    for size in SIZES:
        for mark in (False, True):
            ours = sealed(size, people, armored, mark)
            for person in theirs[:people]:
                assert pyrage.decrypt(ours, [person]) == noise(size, size)
                cases += 1
            with pytest.raises(pyrage.DecryptError):
                pyrage.decrypt(ours, [pyrage.x25519.Identity.generate()])
        other = pyrage.encrypt(noise(size, size), [person.to_public() for person in theirs[:people]], armored=armored)
        for person in PEOPLE[:people]:
            assert opened(other, person, armored=armored) == noise(size, size)
            cases += 1
    assert cases == 57 * people  # 798 over all of them


@pytest.mark.parametrize("armored", [False, True])
def test_pyrage_opens_a_passphrase_file_of_ours(armored: bool) -> None:
    pyrage = pytest.importorskip("pyrage", reason="pyrage is not installed")
    for size in SIZES:
        out = io.BytesIO()
        passphrase = f"über {size}"
        recipient = ScryptRecipient(passphrase.encode(), cost=4)
        age.encrypt(io.BytesIO(noise(size, size)), out, [recipient], armored=armored)
        assert pyrage.passphrase.decrypt(out.getvalue(), passphrase) == noise(size, size)


def run(*arguments: str | Path, data: bytes = b"") -> bytes:
    return subprocess.run([str(AGE), *map(str, arguments)], input=data, capture_output=True, check=True).stdout


needs_age = pytest.mark.skipif(AGE is None, reason="the age program is not installed")


@pytest.fixture
def keys(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"{number}.txt" for number in range(len(PEOPLE))]
    for path, person in zip(paths, PEOPLE, strict=True):
        path.write_text(f"# a comment\n{person.text}\n")
    return paths


@needs_age
@pytest.mark.parametrize("armored", [False, True])
def test_age_reads_what_we_write(armored: bool, keys: list[Path]) -> None:
    for size in SIZES:
        for mark in (False, True):
            assert run("-d", "-i", keys[1], data=sealed(size, 2, armored, mark)) == noise(size, size)


@needs_age
@pytest.mark.parametrize("armored", [False, True])
def test_we_read_what_age_writes(armored: bool) -> None:
    for size in SIZES:
        for people in (1, 3):
            to = [part for person in PEOPLE[:people] for part in ("-r", str(person.recipient))]
            theirs = run(*to, *(["-a"] if armored else []), data=noise(size, size))
            assert opened(theirs, PEOPLE[people - 1], armored=armored) == noise(size, size)


@needs_age
def test_age_refuses_what_we_refuse(keys: list[Path]) -> None:
    good = sealed(300, 1, False, True)
    for place in (0, 30, 70, 130, 180, 230, 280, 300, len(good) - 1):
        broken = bytearray(good)
        broken[place] ^= 1
        with pytest.raises(subprocess.CalledProcessError):
            run("-d", "-i", keys[0], data=bytes(broken))


def typed(passphrase: str, *arguments: str | Path) -> None:
    """Runs age on a terminal of its own, the only place where it takes a passphrase."""
    pid, terminal = pty.fork()
    if not pid:
        os.execv(str(AGE), ["age", *map(str, arguments)])
    said = b""
    try:
        while chunk := os.read(terminal, 1024):
            said += chunk
            if said.rstrip().endswith(b":"):
                os.write(terminal, passphrase.encode() + b"\n")
                said = b""
    except OSError:  # Linux reports the end of a terminal as an error
        pass
    finally:
        os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0, said.decode(errors="replace")


@needs_age
def test_a_passphrase_typed_to_age_opens_our_file_and_ours_opens_its(tmp_path: Path) -> None:
    passphrase = "six words are more than enough"
    with (
        (tmp_path / "ours.age").open("wb") as file,
        age.Writer(file, [ScryptRecipient(passphrase.encode(), cost=8)], armored=True) as writer,
    ):
        writer.write(b"hello")
    typed(passphrase, "-d", "-o", tmp_path / "out", tmp_path / "ours.age")
    assert (tmp_path / "out").read_bytes() == b"hello"
    typed(passphrase, "-p", "-o", tmp_path / "theirs.age", tmp_path / "out")
    assert opened((tmp_path / "theirs.age").read_bytes(), ScryptIdentity(passphrase.encode())) == b"hello"


@needs_age
def test_age_takes_the_locked_keyring_as_its_identity_file(tmp_path: Path) -> None:
    keyring = Keyring.fresh("2026-11-22T08:00:00Z").next_epoch("2026-12-01T08:00:00Z", ())
    passphrase = "panoramic nectar precut smith banana handclap"
    (tmp_path / "keyring.age").write_bytes(lock(keyring, bytearray(passphrase.encode()), cost=8))
    for number, identity in enumerate(keyring.identities):
        out = io.BytesIO()
        extra = marked(identity, keyring.vault, "backup")
        age.encrypt(io.BytesIO(b"hello"), out, [identity.recipient], extra=extra)
        (tmp_path / "sealed").write_bytes(out.getvalue())
        typed(passphrase, "-d", "-i", tmp_path / "keyring.age", "-o", tmp_path / str(number), tmp_path / "sealed")
        assert (tmp_path / str(number)).read_bytes() == b"hello"
