"""How fast the age format runs beside the cipher it is made of, and how little memory it takes.

    python -m benchmarks.age [MiB] [rounds]

Raw is ChaCha20-Poly1305 over the same bytes in the same 64 KiB pieces, from a file into a file, without the format.
Every round runs all of them in turn, the order turned round each time; printed are medians, and ratios to raw.
Goal: at most 3.5 times raw, and at most 8 MiB more memory for 512 MiB than for 1.
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from sync import age
from sync.recipients import X25519Identity

PIECE = 64 * 1024
IDENTITY = X25519Identity.generate()
CIPHER = ChaCha20Poly1305(os.urandom(32))


def raw(source: Path, target: Path, *, encrypting: bool) -> None:
    """The cipher alone."""
    turn, size = (CIPHER.encrypt, PIECE) if encrypting else (CIPHER.decrypt, PIECE + 16)
    with source.open("rb") as read, target.open("wb") as write:
        count = 0
        while piece := read.read(size):
            write.write(turn(count.to_bytes(12, "big"), piece, None))
            count += 1


def ours(source: Path, target: Path, *, encrypting: bool) -> None:
    """The age format as Onward writes and reads it."""
    with source.open("rb") as read, target.open("wb") as write:
        if encrypting:
            age.encrypt(read, write, [IDENTITY.recipient])
        else:
            age.decrypt(read, write, [IDENTITY])


def program(source: Path, target: Path, *, encrypting: bool) -> None:
    """The age program, its start included: some 5 ms."""
    who = ["-r", str(IDENTITY.recipient)] if encrypting else ["-d", "-i", str(source.parent / "key")]
    subprocess.run(["age", *who, "-o", str(target), str(source)], check=True)


def rust(source: Path, target: Path, *, encrypting: bool) -> None:
    """Pyrage, the Rust implementation with a Python face."""
    import pyrage

    identity = pyrage.x25519.Identity.from_str(IDENTITY.text)
    if encrypting:
        pyrage.encrypt_file(str(source), str(target), [identity.to_public()])
    else:
        pyrage.decrypt_file(str(source), str(target), [identity])


def contestants() -> dict[str, Callable[..., None]]:
    """Everything that can run here, by name."""
    found: dict[str, Callable[..., None]] = {"raw": raw, "onward": ours}
    if shutil.which("age"):
        found["age"] = program
    if find_spec("pyrage"):
        found["pyrage"] = rust
    return found


def measure(folder: Path, size: int, rounds: int) -> None:
    """Time every contestant both ways and print a line for each."""
    plain = folder / "plain"
    plain.write_bytes(os.urandom(size << 20))
    (folder / "key").write_text(IDENTITY.text + "\n")
    runs = contestants()
    times: dict[tuple[str, bool], list[float]] = {(name, way): [] for way in (True, False) for name in runs}
    for number in range(rounds + 1):
        for name in list(runs) if number % 2 else reversed(list(runs)):
            sealed, back = folder / f"{name}.sealed", folder / f"{name}.back"
            for way, source, target in ((True, plain, sealed), (False, sealed, back)):
                target.unlink(missing_ok=True)
                start = time.perf_counter()
                runs[name](source, target, encrypting=way)
                times[name, way].append(time.perf_counter() - start)
    for way, word in ((True, "encrypt"), (False, "decrypt")):
        base = statistics.median(times["raw", way][1:])  # the first round warms the machine up
        for name in runs:
            median = statistics.median(times[name, way][1:])
            print(f"{word} {size} MiB  {name:<8}{1000 * median:8.0f} ms  {median / base:5.2f} x raw")
    for name in runs:
        assert (folder / f"{name}.back").read_bytes() == plain.read_bytes(), name


def memory(folder: Path, size: int) -> int:
    """The most memory, in KiB, a process of its own takes to encrypt and decrypt `size` MiB."""
    command = [sys.executable, "-m", "benchmarks.age", "--memory", str(folder), str(size)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def take(folder: Path, size: int) -> None:
    """Do the work whose memory is measured, and print the most it took, in KiB."""
    plain = folder / "large"
    with plain.open("wb") as file:
        for _ in range(size << 4):
            file.write(os.urandom(PIECE))
    ours(plain, folder / "large.sealed", encrypting=True)
    ours(folder / "large.sealed", folder / "large.back", encrypting=False)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def main() -> None:
    """Measure and print."""
    if sys.argv[1:2] == ["--memory"]:
        take(Path(sys.argv[2]), int(sys.argv[3]))
        return
    size, rounds = (int(given) for given in (*sys.argv[1:], *("64", "7")[len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as name:
        measure(Path(name), size, rounds)
        small, large = memory(Path(name), 1), memory(Path(name), 512)
        print(f"memory: {large - small} KiB more for 512 MiB than for 1 MiB")


if __name__ == "__main__":
    main()
