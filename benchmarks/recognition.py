"""How well skills are recognised in postings: precision and recall on postings whose skills were marked by hand.

    python -m benchmarks.recognition [--show]

The postings in `benchmarks/postings` were written for this purpose: software, nursing, retail, finance, trades and
teaching, some in British spelling. The list of skills and the rules were worked out against the first half alone;
the second half was kept aside. As all of it is by one hand, a third set was written when the list had its first form,
and a fourth when it was complete, in sentences rather than lists: their figures are the ones to quote. `--show` prints
how the first half differs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from core.applications.companies import fold
from core.skills.gazetteer import shipped
from core.skills.recognition import Recogniser

FOLDER = Path(__file__).parent / "postings"


def keys() -> dict[str, str]:
    """The key of a skill by every way it is written, so that a mark may be in any of them."""
    return {fold(form.text): fold(term.name) for term in shipped() for form in term.forms}


def postings(half: str) -> Iterator[tuple[str, set[str], str]]:
    """The title, the marked skills and the text of every posting in a half."""
    known = keys()
    for part in (FOLDER / f"{half}.txt").read_text(encoding="utf-8").split("== ")[1:]:
        title, marked, body = part.split("\n", 2)
        yield title, {known.get(fold(name), fold(name)) for name in marked.split(";")}, body


def measure(half: str, show: bool = False) -> tuple[float, float, int, int]:
    """Precision, recall, the number of postings, and of marks."""
    recogniser = Recogniser(shipped())
    right = found = marked = count = 0
    for title, wanted, body in postings(half):
        seen = {one.key for one in recogniser.find(body)}
        if show and seen != wanted:
            print(f"{title}\n    not found: {sorted(wanted - seen)}\n    not marked: {sorted(seen - wanted)}")
        right += len(seen & wanted)
        found, marked, count = found + len(seen), marked + len(wanted), count + 1
    return right / found, right / marked, count, marked


def main() -> None:
    """Print both halves, and how long a posting takes."""
    sets = (
        ("first", "used while building"),
        ("second", "kept aside"),
        ("third", "when the list began"),
        ("fourth", "when it was complete"),
    )
    for half, said in sets:
        precision, recall, count, marked = measure(half, show="--show" in sys.argv and half == "first")
        print(f"{said:20} {count} postings, {marked} skills: precision {precision:.2f}, recall {recall:.2f}")
    recogniser = Recogniser(shipped())
    bodies = [body for half in ("first", "second") for _, _, body in postings(half)]
    began = perf_counter()
    for body in bodies:
        recogniser.find(body)
    print(f"{1000 * (perf_counter() - began) / len(bodies):.1f} ms a posting")


if __name__ == "__main__":
    main()
