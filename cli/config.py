"""`onward config`."""

from __future__ import annotations

import os

import click

from cli import output
from cli.editor import run
from core import places
from core.errors import NotFound, Refused, StorageError
from core.journal.handoff import editor


@click.command()
@click.option("--path", "only_path", is_flag=True, help="Only print where the file is.")
@click.option("--check", is_flag=True, help="Only say what in the file cannot be used.")
@click.pass_obj
def config(home: str | None, only_path: bool, check: bool) -> None:
    """Open the settings of this machine in your editor (VISUAL or EDITOR).

    Where there is no file yet, it begins with every setting explained. When the editor closes, every mistake is named
    with its line; a mistake stops nothing, and everything else in the file is used.

    \b
    Examples:
      onward config --check
      onward config --path
    """
    path = places.config_file(home)
    if only_path:
        output.line(path)
        return
    if check:
        if not os.path.lexists(path):
            raise NotFound(f"There is no {path}, so the usual settings are used. `onward config` begins one.")
    else:
        command = editor()
        _begun(path)
        try:
            code = run([*command, path])
        except OSError as error:
            raise Refused(
                f"The editor “{command[0]}” could not be started ({error.strerror}). {path} is there."
            ) from None
        if code:
            output.say(f"The editor ended with {code}.")
    if problems := _problems(os.path.dirname(path)):
        raise Refused("\n".join(problems))
    output.say(f"Everything in {path} can be used.")


def _begun(path: str) -> None:
    """Make the file, for the person's eyes only, where there is none."""
    from tui.config import template

    try:
        os.makedirs(os.path.dirname(path), 0o700, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(template())
    except FileExistsError as error:
        if os.path.isfile(path):
            return
        raise StorageError(f"{error.filename} is in the way, and was left as it is.") from None
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror}.") from None


def _problems(folder: str) -> list[str]:
    from tui import config

    found, problems = config.read(folder)
    if found.keys:
        from tui.start import unusable_keys

        problems += unusable_keys(found, folder)
    return problems
