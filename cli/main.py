"""Where every start begins: `onward`, `python -m onward` and `make run` all call `run`."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

from onward import __version__


def run() -> None:
    """Answer the command line and end the process; `cli.ending` has the exit codes."""
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        print(f"onward {__version__}")
        sys.exit(0)
    gc.disable()  # it would look for cycles during the imports, a twentieth of `onward today`, and find none
    from cli.ending import ended

    sys.exit(ended(lambda: answer(arguments)))


def answer(arguments: Sequence[str]) -> int:
    """Do what the arguments ask for; the exit code."""
    from cli import quick

    code = quick.answer(arguments)
    if code is None:
        gc.enable()
        from cli import group

        code = group.answer(arguments)
    return code


def open_app(home: str | None, settings: str | None = None) -> int:
    """Open the screens on the workspace of `home`; the exit code. `settings` is the folder of the configuration.

    With `ACCESSIBLE=1`, plain lines in their place. Raises `Usage` where there is no terminal, and what opening the
    workspace raises.
    """
    from cli import accessible

    if accessible.wanted():
        gc.enable()
        return accessible.converse(home)
    terminal()
    from core import places
    from core.workspace import Workspace
    from tui.data import Data

    # The workspace opens in its own thread while the screens are being imported.
    path = places.workspace_file(home)
    settings = settings or places.config(home)
    own = places.content(settings)
    data = Data(lambda: Workspace.open(path, own_content=own)).start()
    try:
        from core.content import Content
        from tui import config
        from tui.app import OnwardApp

        data.ready()
        chosen, problems = config.read(settings)
        app = OnwardApp(data, Content(own), chosen, problems, settings)
        gc.freeze()
        gc.enable()
        app.run(mouse=chosen.mouse)
        if chosen.sync == "on" and app.rounds.now.place:
            from cli import leaving

            leaving.send(app.rounds, app.words)
    finally:
        data.close()
    backup_if_due(path)
    return app.return_code or 0


def backup_if_due(path: str) -> None:
    """Make the backup that the person's plan asks for on leaving, if there is a plan."""
    from core.clock import Clock
    from core.storage.backups import Backups
    from core.storage.store import Store

    store = Store.open(path, Clock())
    try:
        due = Backups(store).is_due()
    finally:
        store.close()
    if due:
        from cli.backup import by_itself

        by_itself(path)


def terminal() -> None:
    """Raise `Usage` where there is no terminal: the screens would wait for keys that nobody can press."""
    from cli import output
    from cli.ending import Usage

    if not output.is_terminal("stdin", "stdout", "stderr"):
        raise Usage(
            "Onward's screens need a terminal for input, output and messages. Open one and type `onward` there. "
            "`onward --help` lists what works without."
        )
