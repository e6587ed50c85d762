"""After a passphrase was used and wiped, this process holds no copy of it."""

import subprocess
import sys

import pytest

CHILD = """
from sync import keys, passphrase

MASK = bytes(byte ^ 0x55 for byte in range(256))
LOOK = bytearray(1 << 20)

def copies(masked):
    # Memory is masked as the passphrase was, so that looking for it does not make what is looked for: it is read into
    # one place, which is emptied before the next look, for what is merely freed stays in memory.
    count = 0
    for line in open("/proc/self/maps").read().splitlines():
        span, rights = line.split()[:2]
        if "rw" not in rights:
            continue
        start, end = (int(part, 16) for part in span.split("-"))
        with open("/proc/self/mem", "rb", 0) as memory:
            for at in range(start, end, len(LOOK) - len(masked) + 1):
                memory.seek(at)
                try:
                    got = memory.readinto(memoryview(LOOK)[: min(len(LOOK), end - at)])
                except OSError:
                    break
                held = LOOK.translate(MASK)
                LOOK[:] = bytes(len(LOOK))
                count += held.count(masked, 0, got)
    return count

words = passphrase.generated()
masked = bytes(byte ^ 0x55 for byte in words)
used = {work}
before = copies(masked)
with passphrase.wiped(words):
    keyring = keys.Keyring.fresh("2026-11-22T08:00:00Z")
    if used:
        assert keys.unlock(keys.lock(keyring, words, cost=4), words).vault == keyring.vault
    if {text}:
        kept = words.decode()
print(before, copies(masked))
"""


def scanned(work: bool, text: bool) -> list[int]:
    code = CHILD.replace("{work}", str(work)).replace("{text}", str(text))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return [int(part) for part in done.stdout.split()]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a process read its own memory as a file")
def test_a_used_and_wiped_passphrase_leaves_no_copy() -> None:
    before, after = scanned(work=True, text=False)
    assert (before >= 1, after) == (True, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a process read its own memory as a file")
def test_the_search_finds_a_copy_where_there_is_one() -> None:
    assert scanned(work=False, text=True)[1] >= 1
