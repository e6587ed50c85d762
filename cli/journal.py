"""`onward journal`: the entries; `onward write` begins one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import click

from cli import output
from cli.ending import Usage
from cli.noun import asks, begins, noun
from cli.shape import listed, picked, shown
from cli.which import sign, which
from cli.words import as_json, past, text_of
from core.dates import read_past
from core.errors import NotFound, Refused
from core.journal.journal import Line
from core.ritual.path import Felt, is_heavy
from core.workspace import Workspace

LISTING = "onward journal"
SHOWN, AT_ONCE = 20, 500


def lines(workspace: Workspace, tag: str = "", limit: int | None = None) -> list[Line]:
    """The entries as a list has them, the newest first."""
    count = workspace.journal.count(tag) if limit is None else min(limit, workspace.journal.count(tag))
    starts = range(0, count, AT_ONCE)
    return [line for start in starts for line in workspace.journal.window(start, min(start + AT_ONCE, count), tag)]


def find(workspace: Workspace, typed: str | tuple[str, ...]) -> str:
    """The entry that is meant: `last`, a day, a sign, or words of its first line."""
    words = typed if isinstance(typed, str) else " ".join(typed)
    known = lines(workspace, limit=1) if words == "last" else lines(workspace)
    try:
        day: date | None = read_past(words, workspace.today())
    except Refused:
        day = None
    on_day = [line for line in known if line.day == day]
    if len(on_day) > 1:
        signs = ", ".join(f"{sign(line.id)} ({line.title[:30]})" for line in on_day[:5])
        raise NotFound(f"There are several entries of that day: {signs}. Its sign says which.")
    return on_day[0].id if on_day else which([(line.id, line.title) for line in known], words, LISTING, latest=True)


@noun("journal")
def journal() -> None:
    """Your journal. ENTRY is `last`, a day, the sign that the list shows, or words of the first line."""


@journal.command("list")
@click.option("--tag", metavar="TAG", default="", help="Those with this tag.")
@click.option("--from", "first", metavar="D", help="From this day on.")
@click.option("--to", "last", metavar="D", help="Up to this day.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help=f"So many; {SHOWN} unless given.")
@as_json
@asks
def show_all(
    workspace: Workspace, tag: str, first: str | None, last: str | None, limit: int | None, as_json: bool
) -> None:
    """List the entries, the newest first.

    \b
    The JSON document is a list; each entry has id, day, at (UTC), title
    (its first line), tags, and feelings: word, family, intensity (or null).

    \b
    Examples:
      onward journal --tag interview
      onward journal --from 2026-11-01 --to 2026-11-15 --json
    """
    since, until = past(workspace, first) or date.min, past(workspace, last) or date.max
    bounded = None if first or last else limit or SHOWN
    tag = tag.lstrip("#").lower()
    found = [line for line in lines(workspace, tag, bounded) if since <= line.day <= until][:limit]
    told = [picked(line, "id", "day", "at", "title", "tags", "feelings") for line in found]
    listed(told, as_json, _line, "No entry. `onward write` begins one.")


def _line(one: dict[str, Any]) -> str:
    tags = "".join(f"  #{tag}" for tag in one["tags"])
    felt = "".join(f"  ({' '.join(str(part) for part in _felt(feeling))})" for feeling in one["feelings"])
    return f"{sign(one['id'])}  {one['day']}  {one['title']}{tags}{felt}"


def _felt(feeling: dict[str, Any]) -> list[Any]:
    return [part for part in (feeling["word"], feeling["intensity"]) if part not in ("", None)]


@journal.command()
@click.argument("entry", nargs=-1, required=True)
@as_json
@asks
def show(workspace: Workspace, entry: tuple[str, ...], as_json: bool) -> None:
    """Print one ENTRY as it was written; with --json its tags and feelings, too.

    \b
    The JSON document: id, day, at, body, prompt, tags, feelings (word,
    family, intensity).
    """
    kept = workspace.journal.entry(find(workspace, entry))
    if as_json:
        shown(picked(kept, "id", "day", "at", "body", "prompt", "tags", "feelings"), True)
    else:
        output.line(kept.body)


@journal.command()
@click.argument("entry")
@click.argument("text", nargs=-1)
@click.pass_obj
def edit(home: str | None, entry: str, text: tuple[str, ...]) -> None:
    """Change an ENTRY: in your editor, or to TEXT, or with - to what standard input holds.

    \b
    Examples:
      onward journal edit last
      onward journal edit last - < letter.md
    """
    from cli.workspaces import known

    before: str | None = None
    with known(home) as workspace:
        id = find(workspace, entry)
        if not text:
            before = workspace.journal.entry(id).body
    if before is None:
        body = text_of(text)
    elif output.is_terminal("stdin", "stdout"):
        from cli.editor import compose

        body = compose(home, before)
    else:
        raise Usage("The editor needs a terminal. `onward journal edit ENTRY -` reads from standard input instead.")
    with known(home) as workspace:
        mine = body.strip("\n")
        beside = before is not None and mine != before and workspace.journal.differs(id, before, mine)
        output.say("Changed." if workspace.journal.edit(id, body, before=before) else "Nothing was changed.")
        if beside:
            output.say("It was changed elsewhere meanwhile, too. That text is kept as an entry of its own.")


@journal.command()
@click.argument("entry")
@click.argument("tags", nargs=-1, required=True)
@click.option("--off", is_flag=True, help="Take them off.")
@asks
def tag(workspace: Workspace, entry: str, tags: tuple[str, ...], off: bool) -> None:
    """Put TAGS on an ENTRY.

    \b
    Example:
      onward journal tag last interview family
    """
    change = workspace.journal.untag if off else workspace.journal.tag
    change(find(workspace, entry), *tags)
    output.say("Taken off." if off else "Tagged.")


@journal.command()
@click.argument("entry")
@click.argument("feeling")
@click.option("--strength", type=click.IntRange(0, 10), metavar="N", help="How strong, from 0 to 10.")
@click.option("--off", is_flag=True, help="Take it off.")
@asks
def feel(workspace: Workspace, entry: str, feeling: str, strength: int | None, off: bool) -> None:
    """Name a FEELING in an ENTRY.

    \b
    Example:
      onward journal feel last hopeful --strength 4
    """
    id = find(workspace, entry)
    if off:
        workspace.journal.unfeel(id, feeling)
    else:
        known = {row.text.casefold(): row for row in workspace.content.choices("feelings")}
        row = known.get(feeling.casefold())
        word, family = (row.text, row.group) if row else (feeling, "")
        workspace.journal.feel(id, word, family=family, intensity=strength)
        if row and row.heavy and is_heavy([Felt(word=word, intensity=strength)], (word,)):
            from cli.safety import offer

            offer(workspace)
    output.say("Taken off." if off else "Named.")


@journal.command()
@click.argument("entry")
@click.argument("day")
@asks
def move(workspace: Workspace, entry: str, day: str) -> None:
    """Say that an ENTRY belongs to another DAY: yesterday, monday, 2026-11-20."""
    when = read_past(day, workspace.today())
    workspace.journal.move(find(workspace, entry), when)
    output.say(f"It belongs to {when.isoformat()} now.")


@journal.command()
@click.argument("entry", nargs=-1, required=True)
@asks
def remove(workspace: Workspace, entry: tuple[str, ...]) -> None:
    """Delete an ENTRY with its tags and feelings."""
    workspace.journal.remove(find(workspace, entry))
    output.say("Deleted. `onward undo` brings it back.")


@journal.command()
@as_json
@asks
def tags(workspace: Workspace, as_json: bool) -> None:
    """List the tags in use. The JSON document is a list; each has name and count."""
    found = [picked(tag, "name", "count") for tag in workspace.journal.tags()]
    listed(found, as_json, lambda one: f"{one['count']:5}  {one['name']}", "No tag is in use.")


@journal.command()
@click.option("--year", type=click.IntRange(1900, 9000), metavar="Y", help="A year; the last twelve months otherwise.")
@as_json
@asks
def days(workspace: Workspace, year: int | None, as_json: bool) -> None:
    """List the days of a year that have entries. The JSON document is a list; each has day and count."""
    today = workspace.today()
    first, last = (date(year, 1, 1), date(year, 12, 31)) if year else (today - timedelta(days=365), today)
    found = [picked(one, "day", "count") for one in workspace.journal.days(first, last)]
    listed(found, as_json, lambda one: f"{one['day']}  {one['count']}", "No day has an entry.")


@journal.command()
@as_json
@begins
def prompts(workspace: Workspace, as_json: bool) -> None:
    """List questions to begin from. The JSON document is a list; each has id, group and text."""
    found = [picked(row, "id", "group", "text") for row in workspace.content.choices("prompts")]
    listed(found, as_json, lambda one: f"{one['group']:12}  {one['text']}", "There is none.")


@journal.command()
@click.argument("prompt")
@click.argument("text", nargs=-1, required=True)
@begins
def answer(workspace: Workspace, prompt: str, text: tuple[str, ...]) -> None:
    """Write an entry that answers a PROMPT: one of the list, by its id or a part of it, or a question of your own."""
    rows = workspace.content.choices("prompts")
    found = [row.text for row in rows if prompt == row.id] or [r.text for r in rows if prompt and prompt in r.text]
    workspace.journal.write(text_of(text), prompt=found[0] if len(found) == 1 else prompt)
    output.say("Written.")


@journal.command()
@click.option("--drop", metavar="KEY", help="Let the draft with this key go.")
@as_json
@asks
def drafts(workspace: Workspace, drop: str | None, as_json: bool) -> None:
    """List what was begun and not finished. The JSON document is a list; each has key, at and body."""
    if drop is not None:
        if workspace.drafts.get(drop) is None:
            raise NotFound("No draft has that key. `onward journal drafts` lists what there is.")
        workspace.drafts.drop(drop)
        output.say("Let go.")
        return
    found = [picked(draft, "key", "at", "body") for draft in workspace.drafts.all()]
    listed(found, as_json, lambda one: f"{one['key']}  {one['body'].partition(chr(10))[0]}", "Nothing is unfinished.")
