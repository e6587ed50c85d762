"""`onward search`."""

from __future__ import annotations

import click

from cli import views


@click.command()
@click.argument("query", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON document.")
@click.option("--limit", type=click.IntRange(1, 99_999), metavar="N", help="How many of each kind; 20 unless given.")
@click.pass_obj
def search(home: str | None, query: tuple[str, ...], as_json: bool, limit: int | None) -> None:
    """Find words in everything you have written, newest first.

    All words of QUERY have to be there; the last one may be a beginning. "Words in quotes" stand beside each other.
    Case and accents do not matter. Ends with 4 where nothing is found.

    \b
    The JSON document:
      query   what was asked for
      groups  one for each kind: kind, more (true where there is more of it),
              and hits: key, day (a date or null), snippet, marks (pairs of
              first and last+1 character of each match in the snippet) and
              about (the name of what it belongs to, or "")
    """
    views.search(home, " ".join(query), as_json=as_json, limit=limit or views.SHOWN)
