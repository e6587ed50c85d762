"""`onward evening`: how a day is closed."""

from __future__ import annotations

import click

from cli import output
from cli.noun import asks, begins, noun
from cli.shape import picked, shown
from cli.words import as_json, date_of, options, past, text_of
from core.errors import NotFound
from core.today.evening import Evening
from core.workspace import Workspace


@noun("evening", first="show")
def evening() -> None:
    """The close of a day: up to three good things, a win, a word, tomorrow's one thing. Any of them may stay empty."""


@evening.command()
@date_of
@as_json
@asks
def show(workspace: Workspace, date: str | None, as_json: bool) -> None:
    """Show how a day was closed.

    The JSON document: day, gratitudes (a list), win, mood, tomorrow.
    """
    day = past(workspace, date) or workspace.today()
    found = workspace.evenings.of(day)
    if found is None:
        raise NotFound(f"{day.isoformat()} was not closed with words. `onward evening close` does that.")
    shown(picked(found, "day", "gratitudes", "win", "mood", "tomorrow"), as_json)


@evening.command()
@click.option("--thanks", multiple=True, metavar="TEXT", help="Something good; may be given three times.")
@options(win="Something that went well.", mood="A word for the mood.", tomorrow="The one thing for tomorrow.")
@date_of
@begins
def close(
    workspace: Workspace,
    thanks: tuple[str, ...],
    win: str | None,
    mood: str | None,
    tomorrow: str | None,
    date: str | None,
) -> None:
    """Close a day. What is not named stays as it was.

    \b
    Example:
      onward evening close --thanks "The soup" --mood tired --tomorrow "Write to Kim"
    """
    day = past(workspace, date) or workspace.today()
    before = workspace.evenings.of(day) or Evening(day=day)
    workspace.evenings.close(
        day,
        gratitudes=[text_of(one) for one in thanks] or before.gratitudes,
        win=before.win if win is None else text_of(win),
        mood=before.mood if mood is None else mood,
        tomorrow=text_of(tomorrow or ""),
        draft=f"evening:{day.isoformat()}",
    )
    name = workspace.settings.name
    output.say(workspace.content.say(f"evening.closed.{'named' if name else 'lines'}", 0, name=name))
