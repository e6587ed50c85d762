"""`onward today`."""

from __future__ import annotations

import click

from cli import views


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON document.")
@click.pass_obj
def today(home: str | None, as_json: bool) -> None:
    """Print what the day holds: the one next thing, then everything that is due or done.

    \b
    The JSON document:
      day      the date of the day you are in
      light    null, or mode ("light" or "rest"), until (a date or null)
               and window_ends (an instant in UTC or null)
      next     the key of the one next thing, or null
      items    everything due: key, kind, text, detail, group, done
      routine  your practices: id, name, group, kind ("tick", "count",
               "minutes"), per ("day", "week"), target (or null), amount,
               done, skipped, word, and "days" of the last "of" days
    """
    views.today(home, as_json=as_json)
