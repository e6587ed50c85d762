"""`onward report`."""

from __future__ import annotations

import os

import click

from cli import output
from cli.verbs import existing
from core.errors import Refused, StorageError


@click.command()
@click.option("--html", "file", metavar="FILE", required=True, help="The file to write, one page of HTML.")
@click.option("--with", "more", multiple=True, metavar="PART", help="Put in: themes, feelings, wins. Repeat for more.")
@click.option("--without", "less", multiple=True, metavar="PART", help="Leave out: effort, year, stages, replies.")
@click.option("--weeks", type=click.IntRange(1, 52), default=12, metavar="N", help="Weeks of effort; 12 unless given.")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@click.pass_obj
def report(home: str | None, file: str, more: tuple[str, ...], less: tuple[str, ...], weeks: int, force: bool) -> None:
    """Write a page that can be read in a browser or printed, for yourself or someone who helps you.

    It stands alone: plots are in it, nothing is fetched, nothing is sent. Feelings, wins and themes are left out unless
    you put them in. The file is for your eyes only (0600) until you pass it on.

    \b
    Examples:
      onward report --html search.html
      onward report --html search.html --with wins --without replies
    """
    from core import places
    from core.insights.report import PARTS, USUAL, page
    from core.workspace import Workspace

    if unknown := [part for part in (*more, *less) if part not in PARTS]:
        raise Refused(f"There is no part called {unknown[0]}; there are {', '.join(PARTS)}.")
    chosen = (set(USUAL) | set(more)) - set(less)
    with Workspace.open(existing(home), own_content=places.content(home)) as workspace:
        parts = workspace.strengths.wins, workspace.content, workspace.today()
        text = page(workspace.insights, *parts, chosen, weeks)
    flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if force else os.O_EXCL)
    try:
        with open(os.open(file, flags, 0o600), "w", encoding="utf-8", newline="\n") as out:
            out.write(text)
    except FileExistsError:
        raise Refused(f"{file} is there already. --force replaces it.") from None
    except OSError as error:
        raise StorageError(f"{file} cannot be written: {error.strerror}.") from None
    output.say(f"The page is in {file}.")
