"""How long the gap takes at 500 postings and 3 000 skills: reading it, and reading it again after a change.

    python -m benchmarks.gap

Each posting asks for twenty skills; some rejections left lessons. Printed are medians in milliseconds of processor
time: the gap from SQL alone, as the screen asks for it, after a level was set, and made into rows of a list.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from statistics import median
from time import process_time

from core.content import Content
from core.storage.ids import same_id
from core.workspace import Workspace
from screens.skills.view import gap_rows, look

POSTINGS, SKILLS, EACH, LESSONS = 500, 3000, 20, 40
ROUNDS = 15


def fill(workspace: Workspace) -> list[str]:
    """The postings, the skills and the lessons; the ids of the skills."""
    lot = Random(1)
    ids = [same_id("skill", f"skill {n}") for n in range(SKILLS)]
    store = workspace.store
    with store.write("Fill") as door:
        for n, id in enumerate(ids):
            level = lot.choice((None, None, 0, 1, 2, 3, 4, 5))
            door.insert(
                "skills",
                id=id,
                name=f"Skill {n}",
                name_key=f"skill {n}",
                level=level,
                chosen=0,
                state="",
                note="",
                at="",
            )
        for n in range(POSTINGS):
            day = f"2026-{lot.randrange(1, 13):02}-{lot.randrange(1, 29):02}"
            values = {"title": f"Posting {n}", "body": "text " * 400, "application": None, "target": 1, "day": day}
            posting = door.insert("postings", id=f"posting {n}", at=str(n), **values)
            for skill in lot.sample(ids, EACH):
                asked = {"phrase": "skill", "start": 0, "need": lot.choice(("", "1", "2")), "state": "asked"}
                door.insert("asked", posting=posting, skill=skill, at="", **asked)
    for n in range(LESSONS):
        no = workspace.rejections.log(f"Company {n}")
        workspace.ritual.keep(no, "learning", "challenged", f"They asked about Skill {lot.randrange(SKILLS)} and SQL.")
    return ids


def timed(work: Callable[[], object]) -> float:
    """The median processor time of some rounds, in milliseconds."""
    took = []
    for _ in range(ROUNDS):
        began = process_time()
        work()
        took.append(process_time() - began)
    return median(took) * 1000


def main() -> None:
    """Print the figures."""
    content = Content()
    with Workspace.memory() as workspace:
        ids = fill(workspace)
        began = process_time()
        view = look(workspace)
        first = (process_time() - began) * 1000
        lot = Random(2)

        def changed() -> None:
            workspace.skills.rate(lot.choice(ids), lot.randrange(6))
            look(workspace)

        print(f"{POSTINGS} postings, {SKILLS} skills, {len(view.needs)} of them in the gap, {LESSONS} lessons")
        print(f"the first time, with reading every lesson   {first:6.1f} ms")
        print(f"the gap again                               {timed(lambda: look(workspace)):6.1f} ms")
        print(f"a level set, and the gap again              {timed(changed):6.1f} ms")
        print(f"made into rows                              {timed(lambda: gap_rows(view, content)):6.1f} ms")


if __name__ == "__main__":
    main()
