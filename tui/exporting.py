"""Everything out, from any place: in which form, where to, and written beside the work that goes on."""

from __future__ import annotations

import asyncio
import os

from core.clock import Clock
from core.errors import OnwardError
from core.exporting.out import FORMS
from core.exporting.out import export as write
from core.exporting.whole import Occupied
from core.storage.store import Store
from core.text import line, visible
from tui.dialogs.ask import Ask
from tui.dialogs.choose import Choose
from tui.dialogs.line import Line
from tui.screen import ActivityScreen
from tui.widgets.rows import Row


async def export(screen: ActivityScreen) -> None:
    """Ask for a form and a place, and write everything there; an earlier export is replaced only after asking."""
    say, ask = screen.say, screen.app.push_screen_wait
    forms = ("markdown", "csv", "json", "ics")
    rows = [Row(form, say(f"shell.export.{form}"), say(f"shell.export.{form}_hint")) for form in forms]
    form = await ask(Choose(say("shell.export.ask"), rows, below=True))
    if form is None:
        return
    day = (await screen.ask(lambda workspace: workspace.today())).isoformat()
    usual = os.path.join("~", f"onward-{day}{FORMS[form].ending}")
    path = await ask(
        Line(
            say("shell.export.where"),
            value=usual,
            hint=say("shell.export.hint"),
            check=lambda typed: line(typed, what="The path"),
        )
    )
    if path is None or not path.strip():
        return
    screen.tell(say("shell.export.begun"))
    workspace = await screen.ask(lambda workspace: workspace.store.path)
    try:
        try:
            there = await asyncio.to_thread(_written, screen, workspace, form, path, force=False)
        except Occupied:
            question = say("shell.export.replace", path=visible(path))
            if not await ask(Ask(question, say("shell.export.replace_yes"), say("shell.export.replace_no"))):
                return
            there = await asyncio.to_thread(_written, screen, workspace, form, path, force=True)
    except OnwardError as error:
        screen.tell(error.sentence, severity="warning")
    else:
        screen.tell(say("shell.export.done", path=visible(there)))


def _written(screen: ActivityScreen, workspace: str, form: str, path: str, *, force: bool) -> str:
    """Write it through a connection of its own, which reads one moment; what is written meanwhile does not wait."""
    store = Store.open(workspace, Clock())
    try:
        return write(store, screen.words, form, line(path), force=force)
    finally:
        store.close()
