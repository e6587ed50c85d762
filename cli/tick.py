"""`onward tick`."""

from __future__ import annotations

import click

from cli import verbs
from cli.completing import from_rows
from cli.names import NAMES


@click.command()
@click.argument("practice", nargs=-1, required=True, shell_complete=from_rows(NAMES["tick"]))
@click.option("--count", type=click.IntRange(1, 99_999), metavar="N", help="How many more, for one that is counted.")
@click.option("--minutes", type=click.IntRange(1, 99_999), metavar="N", help="How many minutes more.")
@click.option("--date", metavar="D", help="Another day: yesterday, monday, -3d, 2026-11-20.")
@click.pass_obj
def tick(home: str | None, practice: tuple[str, ...], count: int | None, minutes: int | None, date: str | None) -> None:
    """Mark a practice done.

    PRACTICE is its name, or the beginning or a part of it. Ticking twice is the same as ticking once; counts and
    minutes add up.

    \b
    Examples:
      onward tick walk
      onward tick application --count 2
      onward tick learn --minutes 30 --date yesterday
    """
    verbs.tick(home, " ".join(practice), count=count, minutes=minutes, date=date)
