"""The first and the last moments of the app: its looks and keys, its greeting, and its words after a crash."""

from __future__ import annotations

import os
import traceback
from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.worker import WorkerFailed

from screens import ACTIVITIES
from tui.config import at_line, check_keys
from tui.palette import bindings_of
from tui.theme import DARK, LIGHT, TERMINAL_DARK, TERMINAL_LIGHT, THEMES

if TYPE_CHECKING:
    from tui.app import OnwardApp


def dress(app: OnwardApp) -> None:
    """Put on the theme and the person's own keys; what cannot be used is added to the app's problems."""
    for theme in THEMES:
        app.register_theme(theme)
    app.theme = theme_for(app.config.theme, os.environ)
    if not app.config.animations:
        app.animation_level = "none"
    if app.config.keys:
        bound = [("", one.id or "", one.key) for one in bindings_of(type(app))]
        for activity in ACTIVITIES:
            bound += [(activity.slug, one.id or "", one.key) for one in bindings_of(activity.screen())]
        found = check_keys(app.config.keys, bound)
        app.problems += [f"{at_line(app.config_folder, id)}: {problem}." for id, problem in found]
        app.set_keymap(app.config.keys)


def theme_for(choice: str, environment: Mapping[str, str]) -> str:
    """The name of the theme: as chosen, else by what the terminal says of its background.

    `COLORFGBG` ends in 7 or 15 on a light background; most terminals are silent, and then it is
    dark. `NO_COLOR` leaves the colours to the terminal.
    """
    light = environment.get("COLORFGBG", "").rpartition(";")[2] in ("7", "15")
    if choice == "terminal" or (choice == "auto" and environment.get("NO_COLOR")):
        return (TERMINAL_LIGHT if light else TERMINAL_DARK).name
    return (LIGHT if choice == "light" or (choice == "auto" and light) else DARK).name


def warn(app: OnwardApp) -> None:
    """Say what is wrong with the configuration and with the person's own content files."""
    for problem in (*app.problems, *app.words.problems()):
        app.notify(problem, severity="warning", timeout=20, markup=False)


def crash_report(error: BaseException) -> str:
    """What a crash leaves on the terminal: where it happened, and no value of any variable."""
    if isinstance(error, WorkerFailed):
        error = error.error
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    where = "\n".join(f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames)
    return (
        "Onward stopped because of a mistake in the program. Everything you wrote is kept.\n"
        f"{type(error).__name__}\n{where}"
    )
