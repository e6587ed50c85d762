"""The first moments of the app: its looks, its keys, and what it has to say at once."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import OnwardError
from screens import ACTIVITIES
from tui.config import Config, at_line, check_keys
from tui.dialogs.base import Dialog
from tui.screen import ActivityScreen
from tui.theme import DARK, LIGHT, TERMINAL_DARK, TERMINAL_LIGHT, THEMES

if TYPE_CHECKING:
    from core.workspace import Workspace
    from tui.app import OnwardApp


def keep_memory_private(workspace: Workspace) -> None:
    """Where there is a vault, nothing of this process goes into a core dump: keys may be in it."""
    if os.path.isdir(os.path.join(os.path.dirname(workspace.store.path), "vault")):
        from sync import dumps

        dumps.forbid()


def dress(app: OnwardApp) -> None:
    """Put on the theme and the person's own keys; what cannot be used is added to the app's problems."""
    for theme in THEMES:
        app.register_theme(theme)
    # Textual takes NO_COLOR out of the environment when the app is made.
    app.theme = theme_for("terminal" if app.no_color else app.config.theme, os.environ)
    if not app.config.animations:
        app.animation_level = "none"
    if app.config.keys:
        app.problems += unusable_keys(app.config, app.config_folder)
        app.set_keymap(app.config.keys)


def unusable_keys(config: Config, folder: str) -> list[str]:
    """A sentence, with its line, for every key of the person's own that cannot be used."""
    from tui.app import OnwardApp
    from tui.palette import bindings_of

    bound = [("", one.id or "", one.key) for one in bindings_of(OnwardApp)]
    for activity in ACTIVITIES:
        bound += [(activity.slug, one.id or "", one.key) for one in bindings_of(activity.screen())]
    return [f"{at_line(folder, id)}: {problem}." for id, problem in check_keys(config.keys, bound)]


def sweep(workspace: Workspace) -> None:
    """Make a draft of what an editor left behind in a crash, before anything asks for drafts."""
    from core.journal import handoff

    handoff.sweep(workspace.store)


def theme_for(choice: str, environment: Mapping[str, str]) -> str:
    """The name of the theme: as chosen, else by what the terminal says of its background.

    `COLORFGBG` ends in 7 or 15 on a light background; most terminals are silent, and then it is
    dark. `NO_COLOR`, whatever was chosen, leaves the colours to the terminal.
    """
    light = environment.get("COLORFGBG", "").rpartition(";")[2] in ("7", "15")
    if choice == "terminal" or environment.get("NO_COLOR"):
        return (TERMINAL_LIGHT if light else TERMINAL_DARK).name
    return (LIGHT if choice == "light" or (choice == "auto" and light) else DARK).name


EARLY_SECONDS = 2.0  # how long a key may wait for the first place
LOOK_SECONDS = 3.0  # how often it is asked whether there still is a terminal
PATIENCE_SECONDS = 10.0  # how long a leaving may take before it is ended


def leave_when_told(app: OnwardApp) -> None:
    """A closed window or a shutdown: hand over what was typed, then go, as if the person had quit.

    A terminal that is gone without a signal is noticed by looking: nobody could ever press a key again.
    """
    if sys.platform == "win32" or app.is_headless:
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGHUP, signal.SIGTERM):
        loop.add_signal_handler(number, leave, app)

    def look() -> None:
        if not os.isatty(0):
            leave(app)

    app.set_interval(LOOK_SECONDS, look)


async def hand_over(app: OnwardApp) -> None:
    """Keep whatever is typed anywhere and not kept yet."""
    for stack in app._screen_stacks.values():
        for screen in stack:
            if isinstance(screen, ActivityScreen):
                await screen.flush()
            elif isinstance(screen, Dialog):
                screen.flush()


def leave(app: OnwardApp) -> None:
    """Quit, and end the process if that does not come to its end: everything asked until then is done first."""

    def end() -> None:
        app.data.close()
        os._exit(0)

    last = threading.Timer(PATIENCE_SECONDS, end)
    last.daemon = True
    last.start()
    app.run_worker(app.action_quit())


async def listen(app: OnwardApp) -> None:
    """Hand on what was typed while the app started, once the first place shows what it can be about."""
    if isinstance(app.screen, ActivityScreen):
        with suppress(TimeoutError):
            await asyncio.wait_for(app.screen.loaded.wait(), EARLY_SECONDS)
    if release := getattr(app._driver, "release", None):
        release()


def warn(app: OnwardApp) -> None:
    """Say what is wrong with the configuration and with the person's own content files."""
    for problem in (*app.problems, *app.words.problems()):
        app.notify(problem, severity="warning", timeout=20, markup=False)


BACK_UP_SECONDS = 900.0  # how often the day is looked at


async def back_up(app: OnwardApp) -> None:
    """Make the backup of the day, if the person's plan asks for one, in steps between everything else."""
    plan = await app.data.ask(
        lambda w: w.backups.plan if w.backups.plan.when == "daily" and w.backups.is_due() else None
    )
    if plan is None or not os.path.isdir(plan.folder):
        return
    from sync import backup

    try:
        async for step in app.data.steps(lambda w: backup.run(w, Path(plan.folder))):
            if isinstance(step, backup.Made):
                app.notify(app.words.say("vault.backup.done", path=str(step.path)), markup=False)
    except OnwardError as error:
        app.notify(error.sentence, severity="warning", markup=False)
    app.show_again()
