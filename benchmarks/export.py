"""Each form of export among 50 000 entries, out and back: processor time and memory. `python -m benchmarks.export`"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable

from core.content import Content
from core.exporting.out import FORMS, export
from core.importing.plan import Plan
from core.importing.shape import Options
from core.importing.source import Source
from core.workspace import Workspace

ENTRIES = 50_000


def grown(path: str) -> None:
    """A workspace of this many entries, each of some 600 characters with two tags, and as many steps."""
    with Workspace.open(path) as workspace, workspace.store.write("Grow") as door:
        for number in range(ENTRIES):
            day = f"20{10 + number % 17}-{number % 12 + 1:02}-{number % 28 + 1:02}"
            at = f"{day}T12:00:00.000Z"
            entry = door.insert("entries", day=day, at=at, body=f"Entry {number}. " + "walk talk " * 60, prompt="")
            door.insert("tags", entry=entry, name="one")
            door.insert("tags", entry=entry, name="two")
            door.insert("steps", day=day, cue="", text=f"Step {number}", source="", state="open", at=at)


def apart(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of processor time and the most memory (MiB) of a process of its own."""
    child = os.fork()
    if not child:
        work()
        os._exit(0)
    _, status, used = os.wait4(child, 0)
    assert status == 0
    return used.ru_utime + used.ru_stime, used.ru_maxrss / (1024 if sys.platform == "linux" else 1 << 20)


def main() -> None:
    """Measure, and print one line for each form."""
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "home", "onward.sqlite")
        apart(lambda: grown(source))
        print(f"a process that only opens it: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
        for form in FORMS:
            path = os.path.join(folder, form)

            def out(form: str = form, path: str = path) -> None:
                with Workspace.open(source) as workspace:
                    export(workspace.store, Content(), form, path)

            seconds, most = apart(out)
            line = f"{form:9} out {seconds:5.1f} s {most:4.0f} MiB"
            if form != "ics":

                def back(form: str = form, path: str = path) -> None:
                    with Workspace.open(os.path.join(folder, f"{form}-back", "onward.sqlite")) as workspace:
                        Plan(workspace.store, Source.open(path), Options()).run()

                started = time.monotonic()
                seconds, most = apart(back)
                line += f"   back {seconds:5.1f} s {most:4.0f} MiB ({time.monotonic() - started:.0f} s on the clock)"
            print(line, flush=True)


if __name__ == "__main__":
    main()
