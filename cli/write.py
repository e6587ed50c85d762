"""`onward write`."""

from __future__ import annotations

import click

from cli import output, verbs
from cli.ending import Usage


@click.command()
@click.argument("text", nargs=-1)
@click.pass_obj
def write(home: str | None, text: tuple[str, ...]) -> None:
    """Write a journal entry.

    Without TEXT your editor opens (VISUAL or EDITOR), and what you save there is written. With - the entry is read
    from standard input, and so it is when something is piped in.

    TEXT on the command line works as well, but shells remember what is typed there: `onward write -` or the editor
    keeps it between you and your journal.

    Where it cannot be saved, your words are kept in a private file, and you are told where.

    \b
    Examples:
      onward write
      onward write - < letter.md
      onward write "It went better than I feared."
    """
    if text == ("-",) or (not text and not output.is_terminal("stdin")):
        verbs.write(home, verbs.read_input())
    elif text:
        verbs.write(home, " ".join(text))
    elif not output.is_terminal("stdout"):
        raise Usage("The editor needs a terminal. `onward write -` reads from standard input instead.")
    else:
        from cli.editor import compose

        body = compose(home)
        if not body.strip():
            output.say("Nothing was written.")
        else:
            verbs.write(home, body)
