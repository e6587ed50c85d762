"""How long a start takes, from the shell's call to the end of the process.

    python -m benchmarks.start

Prints the median, the fastest and the slowest of 20 calls beside a Python that does nothing, and how many modules
each loads: the time is the machine's, the ratio and the modules are ours.
"""

import subprocess
import sys
from statistics import median
from time import perf_counter

CALLS = {
    "python -c pass": ("-c", "pass"),
    "onward --version": ("-m", "onward", "--version"),
}
ROUNDS = 20


def milliseconds(arguments: tuple[str, ...]) -> float:
    """One call, as the person waits for it."""
    begin = perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    return (perf_counter() - begin) * 1000


def modules(arguments: tuple[str, ...]) -> int:
    """How many modules that call imports, counted by Python itself."""
    done = subprocess.run([sys.executable, "-X", "importtime", *arguments], check=True, capture_output=True, text=True)
    return done.stderr.count("import time:") - 1  # the first line is the heading


def main() -> None:
    """Measure every call and print one line for each."""
    for name, arguments in CALLS.items():
        times = [milliseconds(arguments) for _ in range(ROUNDS)]
        line = f"{median(times):4.0f} ms  ({min(times):.0f} to {max(times):.0f})  {modules(arguments)} modules"
        print(f"{name:20} {line}")


if __name__ == "__main__":
    main()
