"""`onward import`."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence

import click

from cli import output
from cli.ending import Usage
from cli.workspaces import begun
from core import places
from core.content import Content
from core.errors import Refused
from core.importing import decoding, telling
from core.importing.plan import NEW, REFUSED, Done, Plan, Preview
from core.importing.shape import ORDERS, Column, Options, Thing
from core.importing.source import LARGEST, Source
from core.importing.table import NAMES
from core.workspace import Workspace

SHOWN = 12  # things of the preview that are printed unasked


def forms(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """The forms whose id begins like this, for the shell."""
    from core.importing.formats import formats

    return [one.id for one in formats() if one.id.startswith(incomplete)]


@click.command("import")
@click.argument("file", type=click.Path())
@click.option("--as", "form", metavar="FORMAT", default="", shell_complete=forms, help="Which form it has.")
@click.option("--map", "columns", metavar='"THEIRS=OURS"', multiple=True, help="Their column fills our field.")
@click.option("--stage", "words", metavar='"THEIRS=OURS"', multiple=True, help="Their word is our stage or ending.")
@click.option("--date-order", type=click.Choice(ORDERS), help="How to read 3/4/2026.")
@click.option("--encoding", metavar="E", default="", help=f"Such as {', '.join(decoding.OFFERED[:4])}.")
@click.option("--delimiter", metavar="D", default="", help=f"One sign, or {', '.join(NAMES)}.")
@click.option("--person", "people", metavar="NAME", multiple=True, help="Someone to bring from a list of people.")
@click.option("--again", is_flag=True, help="Take in also what seems to be here already.")
@click.option("--dry-run", is_flag=True, help="Only say what would be stored.")
@click.option("--yes", is_flag=True, help="Store without asking.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@click.pass_obj
def import_(
    home: str | None,
    file: str,
    form: str,
    columns: tuple[str, ...],
    words: tuple[str, ...],
    date_order: str | None,
    encoding: str,
    delimiter: str,
    people: tuple[str, ...],
    again: bool,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Take in FILE: a file, a folder or a zip from another program, or - for standard input.

    Its form, encoding, delimiter and order of dates are found out and printed, and so is what would be stored, before
    anything is. On a terminal it then asks; elsewhere nothing is stored without --yes. What is here already is passed
    over, unknown columns go to the notes, and one `onward undo` takes all of it back.

    \b
    Forms (--as), found out by themselves:
      linkedin   the data export, as a zip or a folder; people only by --person
      jobsync, simplify, huntr, teal, notion
      csv        any table with a line that names its columns
      jrnl, jrnl-json, dayone, daylio
      onward, onward-markdown, onward-csv   what `onward export` wrote

    \b
    Fields (--map):
      applications  company, role, status, applied, saved, moved, ended, link,
                    place, channel, mode, industry, size, contacts, posting,
                    files, notes, sent; - leaves a column out
      entries       day, time, title, body, tags, feelings, starred

    \b
    Examples:
      onward import jobs.csv --dry-run
      onward import jobs.csv --map "Firm=company" --stage "Talking=interview" --yes
      onward import - --as jrnl-json --yes < journal.json

    \b
    The JSON document:
      format   the form it was read in
      parts    name, and what was found out: kind, encoding, delimiter, dates,
               sure (whether the order of dates is), records, columns (name,
               field), words (word, state, count), people (names)
      counts   how many things are "new", "here", "twice" (in the file), or
               "refused"
      stored   whether they were stored
      refused  where and why, for each thing that cannot be
      things   with --dry-run, each new thing: kind, title, remarks, and its
               rows (table, id, columns) exactly as they would be written
    """
    options = Options(
        format=form,
        encoding=encoding,
        delimiter=delimiter,
        dates=date_order or "",
        columns=_pairs(columns, "--map"),
        words=_pairs(words, "--stage"),
        again=again,
        people=people,
    )
    asks = not (yes or dry_run or as_json) and output.is_terminal("stdin", "stderr") and file != "-"
    if not (yes or dry_run or asks):
        raise Usage("Nothing was stored. --dry-run says what would be, and --yes stores it without asking.")
    source, path = _source(file), places.workspace_file(home)
    try:
        # A look begins no workspace.
        with begun(home) if not dry_run or os.path.exists(path) else Workspace.memory() as workspace:
            plan = _looked(workspace, source, options, asks=asks)
            if not as_json:
                _print_facts(plan, workspace.content)
            preview = plan.preview()
            if not as_json:
                _print_lines(preview, workspace.content)
            done = None
            if not dry_run and preview.count and (yes or _agrees(preview.count)):
                done = plan.run(_progress() if output.is_terminal("stderr") else lambda _: None)
            if as_json:
                _document(plan, preview, stored=done is not None, things=dry_run)
            _end(preview, done, dry_run=dry_run)
    finally:
        source.close()


globals()["import"] = import_  # the name it is called by, which no function can have


def _pairs(typed: Sequence[str], option: str) -> tuple[tuple[str, str], ...]:
    pairs = []
    for one in typed:
        theirs, sign, ours = one.rpartition("=")
        if not (sign and theirs.strip()):
            raise Usage(f'{option} is written as "theirs=ours".')
        pairs.append((theirs.strip(), ours.strip().casefold()))
    return tuple(pairs)


def _source(file: str) -> Source:
    if file != "-":
        return Source.open(file)
    raw = sys.stdin.buffer.read(LARGEST + 1) if sys.stdin is not None else b""
    if len(raw) > LARGEST:
        raise Refused(f"Standard input has more than {LARGEST // 1_000_000} MB, so it was not taken in.")
    return Source.of_bytes(raw)


def _looked(workspace: Workspace, source: Source, options: Options, *, asks: bool) -> Plan:
    """The plan, after what only the person can know has been asked."""
    from dataclasses import replace

    options = replace(options, today=workspace.today())
    plan = Plan(workspace.store, source, options)
    if asks:
        from cli.import_asking import asked

        chosen = asked(plan, workspace.content)
        return plan if chosen == options else Plan(workspace.store, source, chosen)
    unsure = next((part.facts for part in plan.parts if part.facts and not part.facts.sure), None)
    if unsure:
        raise Refused(
            f"The dates can be read in two ways: “{unsure.date}” may name the day or the month first. "
            "--date-order dmy or mdy says which. Nothing was stored."
        )
    return plan


def _print_facts(plan: Plan, words: Content) -> None:
    output.line(f"{plan.source.name}: {plan.format.name}")
    for part in plan.parts:
        if part.people:
            output.line(f"\n{part.name}: {len(part.people):,} people; --person NAME brings one of them")
        if part.facts:
            output.line(f"\n{part.name}: {telling.facts(words, part.facts)}")
            for column in part.facts.columns:
                output.line(f"  {column.name[:28]:28}  {goes(column):10}  {column.example}".rstrip())
            for word in part.facts.words:
                output.line(f"  “{word.word}” ({word.count:,})  ->  {word.state.replace('_', ' ') or 'notes'}")
    output.line()


def goes(column: Column) -> str:
    """Where a column goes, by the name that --map takes."""
    return {"": "notes", "-": "left out"}.get(column.field, column.field)


def _print_lines(preview: Preview, words: Content) -> None:
    for line in [line for line in preview.lines if line.state == NEW][:SHOWN]:
        output.line(f"+ {line.title}  ({line.detail})" if line.detail else f"+ {line.title}")
        if line.why:
            output.line(f"    {line.why}")
    for line in [line for line in preview.lines if line.state == REFUSED][:SHOWN]:
        output.line(f"! {line.title}: {line.why}")
    output.line(telling.states(words, preview.states))


def _agrees(count: int) -> bool:
    from cli.prompts import Left, Prompts, Stopped

    try:
        return Prompts().line(f"Store these {count:,}? y for yes, an empty line for no.").casefold() in ("y", "yes")
    except (Left, Stopped):
        return False


class _progress:  # noqa: N801
    """How far it has come, on a line of its own every ten thousand: nothing is drawn over."""

    def __call__(self, number: int) -> None:
        if number and number % 10_000 == 0:
            output.say(f"{number:,} ...")


def _document(plan: Plan, preview: Preview, *, stored: bool, things: bool) -> None:
    """The document piece by piece: fifty thousand things are not held at once."""
    parts = [
        {"name": part.name}
        | (
            {
                "kind": part.facts.kind,
                "encoding": part.facts.encoding,
                "delimiter": part.facts.delimiter,
                "dates": part.facts.dates,
                "sure": part.facts.sure,
                "records": part.facts.records,
                "columns": [{"name": column.name, "field": column.field} for column in part.facts.columns],
                "words": [{"word": word.word, "state": word.state, "count": word.count} for word in part.facts.words],
            }
            if part.facts
            else {}
        )
        | {"people": [contact.name for contact in part.people]}
        for part in plan.parts
    ]
    refused = [{"where": line.title, "why": line.why} for line in preview.lines if line.state == REFUSED]
    head = {"format": plan.format.id, "parts": parts, "counts": preview.states, "stored": stored, "refused": refused}
    if not things:
        output.document(head)
        return
    output.put(output.harmless(json.dumps(head, ensure_ascii=True, indent=2)).removesuffix("\n}") + ',\n  "things": [')
    for number, thing in enumerate(plan.things()):
        output.put((",\n    " if number else "\n    ") + json.dumps(_told(thing)))
    output.put("\n  ]\n}\n")


def _told(thing: Thing) -> dict[str, object]:
    rows = [{"table": row.table, "id": row.id, "columns": dict(row.columns)} for row in thing.rows]
    return {"kind": thing.kind, "title": thing.title, "remarks": list(thing.remarks), "rows": rows}


def _end(preview: Preview, done: Done | None, *, dry_run: bool) -> None:
    if done:
        output.say(f"Stored: {done.count:,}. `onward undo` takes all of it back.")
    elif dry_run:
        output.say("Nothing was stored: this was only a look.")
    elif preview.count:
        output.say("Nothing was stored.")
    elif preview.states.get(REFUSED):
        raise Refused("Nothing was stored: nothing in it can be taken in.")
    else:
        output.say("Nothing was stored: all of it is here already.")
