"""What the commands that look things up print: the day, and what a search finds."""

from __future__ import annotations

from cli import output
from cli.verbs import existing, opened
from core.errors import NotFound

TYPE_CHECKING = False
if TYPE_CHECKING:
    from core.today.routine import Line

SHOWN = 20  # of each kind, unless more are asked for


def search(home: str | None, words: str, *, as_json: bool = False, limit: int = SHOWN) -> None:
    """Print what is found. Raises `NotFound` where that is nothing."""
    from core.journal.search import Search

    store = opened(existing(home))
    try:
        groups = Search(store).find(words, limit=limit)
    finally:
        store.close()
    if as_json:
        output.document(
            {
                "query": words,
                "groups": [
                    {
                        "kind": group.kind,
                        "more": group.more,
                        "hits": [
                            {
                                "key": hit.key,
                                "day": hit.day.isoformat() if hit.day else None,
                                "snippet": hit.snippet,
                                "marks": hit.marks,
                                "about": hit.about,
                            }
                            for hit in group.hits
                        ],
                    }
                    for group in groups
                ],
            }
        )
    else:
        for hit in (hit for group in groups for hit in group.hits):
            about = f"  ({hit.about})" if hit.about else ""
            day = hit.day.isoformat() if hit.day else ""
            output.line(f"{day:10}  {hit.key.partition(':')[0]:11}  {hit.snippet}{about}")
    if not groups:
        raise NotFound("Nothing found for these words. Fewer of them, or the beginning of one, may find it.")
    if any(group.more for group in groups) and not as_json:
        output.say("There is more of it: --limit 100 shows more of each kind.")


def today(home: str | None, *, as_json: bool = False) -> None:
    """Print what the day holds."""
    from core.workspace import Workspace

    with Workspace.open(existing(home)) as workspace:
        day = workspace.agenda.day()
        routine = {f"practice:{line.practice.id}": line for line in workspace.routine.lines(day.day)}
    light = day.light
    if as_json:
        output.document(
            {
                "day": day.day.isoformat(),
                "light": light
                and {
                    "mode": light.mode,
                    "until": light.until and light.until.isoformat(),
                    "window_ends": light.window and light.window.ends.isoformat(),
                },
                "next": day.next and day.next.key,
                "items": [
                    {name: getattr(due, name) for name in ("key", "kind", "text", "detail", "group", "done")}
                    for due in day.items
                ],
                "routine": [
                    {
                        "id": line.practice.id,
                        "name": line.practice.name,
                        "group": line.practice.family,
                        "kind": line.practice.kind,
                        "per": line.practice.per,
                        "target": line.practice.target,
                        "amount": line.amount,
                        "done": line.done,
                        "skipped": line.skipped,
                        "word": line.word,
                        "days": line.days,
                        "of": line.of,
                    }
                    for line in routine.values()
                ],
            }
        )
        return
    output.line(f"{day.day:%A} {day.day.day} {day.day:%B}")
    if light:
        until = f" until {light.until:%A} {light.until.day} {light.until:%B}" if light.until else ""
        output.line(f"Resting{until}. Nothing is asked of you here." if light.mode == "rest" else "A light day.")
    output.line(f"Next: {day.next.text}" if day.next else "Nothing is waiting. The rest of the day is yours.")
    if day.items:
        output.line()
    for due in day.items:
        output.line(f"[{'x' if due.done else ' '}] {due.text}{_beside(due.detail, routine.get(due.key))}")


def _beside(detail: str, line: Line | None) -> str:
    """What stands behind a thing that is due: how far a practice is, where it has a number, and its past."""
    if line is None:
        return f"  ({detail})" if detail else ""
    parts = []
    if line.practice.kind != "tick":
        aim = f" of {line.practice.target}" if line.practice.target else ""
        minutes = " minutes" if line.practice.kind == "minutes" else ""
        parts.append(f"{line.amount}{aim}{minutes} {'today' if line.practice.per == 'day' else 'this week'}")
    if line.skipped:
        parts.append("left out today")
    if line.days and line.of > 1:
        parts.append(f"{line.days} of the last {line.of} days")
    return f"  ({'; '.join(parts)})" if parts else ""
