"""`onward review`."""

from __future__ import annotations

import click

from cli import output
from cli.ending import Usage
from cli.shape import picked
from cli.verbs import existing, read_input
from cli.words import as_json as with_json


@click.command()
@click.option("--month", is_flag=True, help="The month instead of the week.")
@click.option("--date", "typed", metavar="D", help="A day in another week: -1w, yesterday, 2026-11-20.")
@click.option("--write", is_flag=True, help="Write it in your editor; it is kept in the journal.")
@click.argument("page", type=click.Choice(["-"]), required=False)
@with_json
@click.pass_obj
def review(home: str | None, month: bool, typed: str | None, write: bool, page: str | None, as_json: bool) -> None:
    """Look back on the week: four headings, filled in with what was noted.

    Prints the page to write on. With --write your editor opens on it; with - it is read from standard input. What you
    write is kept in the journal, once for each week; kept again, it replaces what you wrote before.

    \b
    The JSON document: span ("week" or "month"), first, last, headings
    (id, title, facts, questions), text (the page), and kept: whether
    it is in the journal.

    \b
    Examples:
      onward review
      onward review --write
      onward review --month - < november.md
    """
    from core import places
    from core.dates import read_past
    from core.insights.review import MONTH, WEEK
    from core.workspace import Workspace

    span = MONTH if month else WEEK
    with Workspace.open(existing(home), own_content=places.content(home)) as workspace:
        day = read_past(typed, workspace.today()) if typed else workspace.today()
        look = workspace.insights.reviews.of(span, day)
        text = workspace.journal.entry(look.entry).body if look.entry else look.body()
        if as_json:
            facts = picked(look, "span", "first", "last", "headings", text=text, kept=bool(look.entry))
            output.document(facts)
            return
        if page is None and not write:
            output.line(text.rstrip("\n"))
            return
        if write and not output.is_terminal("stdin", "stdout"):
            raise Usage("The editor needs a terminal. `onward review -` reads from standard input instead.")
    body = read_input() if page else _edited(home, text)
    if body.strip() in ("", text.strip()):
        output.say("Nothing was written.")
        return
    with Workspace.open(existing(home)) as workspace:
        workspace.insights.reviews.keep(span, day, body)
    output.say("Kept in your journal.")


def _edited(home: str | None, text: str) -> str:
    from cli.editor import compose

    return compose(home, text)
