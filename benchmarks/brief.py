"""The table in the README, from the figures that `python -m benchmarks` kept.

python -m benchmarks.brief [FILE]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.measure import ROOT

# The lines that are told, and how they are told to somebody who has not read the code.
TOLD = {
    "Today ready for keys": "from the call to the first key, ten years of notes",
    "leaving, on the clock": "leaving, on the clock",
    "memory of the app": "memory",
    "an arrow key in a list": "an arrow key among 100 000 rows",
    "a key in a text of 200,000 characters": "a key in a text of 200 000 characters",
    "onward write": "`onward write`, 50 000 entries there",
    "onward search": "`onward search`",
    "onward today": "`onward today`",
    "onward --version": "`onward --version`",
    "onward --help": "`onward --help`",
    "completing a practice": "completing a name in the shell",
    "a backup of some 50 MB, read back": "a backup of some 50 MB, read back, on the clock",
    "the size of a first backup": "its size",
    "taking in 100,000 changes": "taking in 100 000 changes of another machine",
    "a round that sends an entry": "a round with the store that sends an entry",
}


def line(row: dict[str, Any]) -> str:
    """A line of the table."""
    others = ", ".join(f"{name.replace(',', ' ')} {taken / row['floor']:.2g}" for name, taken in row["peers"].items())
    grown = f"n^{row['exponent']:.2f}".replace("-0.00", "0.00") if row["exponent"] is not None else ""
    ours = row["ours"]
    figure = f"{f'{ours:,.0f}'.replace(',', ' ') if ours >= 100 else f'{ours:.3g}'} {row['unit']}"
    return f"| {TOLD[row['what']]} | {figure} | {row['ratio']:.2f} x {row['beside']} | {others} | {grown} |"


def main() -> None:
    """Print it."""
    path = Path(sys.argv[1]) if sys.argv[1:] else ROOT / "build" / "benchmarks.json"
    kept = json.loads(path.read_text(encoding="utf-8"))
    print(f"{kept['date']}, {kept['machine']}:\n")
    print("| | Onward | beside | others, times the same | growth, 100 to 100 000 |\n|---|---|---|---|---|")
    rows = {row["what"]: row for row in kept["rows"]}
    for what in TOLD:
        if what in rows:
            print(line(rows[what]))


if __name__ == "__main__":
    main()
