"""Bringing in a file: choose it, see what was found, change it, look at what would be stored, and store it."""

from __future__ import annotations

from dataclasses import replace

from core.errors import OnwardError
from core.importing import telling
from core.importing.plan import Plan, Preview, Report
from core.importing.shape import Options
from core.importing.source import Source
from core.workspace import Workspace
from screens.importing import changing, found
from screens.importing.file import ChooseFile
from screens.importing.preview import Look
from screens.importing.working import work
from tui.screen import ActivityScreen


async def bring_in(screen: ActivityScreen) -> None:
    """The whole way, from any place; leaving it at any point stores nothing."""
    path = problem = ""
    while (chosen := await screen.app.push_screen_wait(ChooseFile(screen.words, path, problem))) is not None:
        path = chosen
        try:
            source = await work(screen, "reading", lambda _, __: Source.open(chosen))
        except OnwardError as error:
            problem = error.sentence
            continue
        try:
            looked = await _looked(screen, source, Options())
            if await _settle(screen, *looked):
                return
            problem = ""
        except OnwardError as error:
            problem = error.sentence
        finally:
            source.close()


async def _looked(screen: ActivityScreen, source: Source, options: Options) -> tuple[Plan, Preview]:
    """A plan, and what it would store. Raises `Refused`."""

    def look(workspace: Workspace, report: Report) -> tuple[Plan, Preview]:
        plan = Plan(workspace.store, source, replace(options, today=workspace.today()))
        return plan, plan.preview(report)

    return await work(screen, "reading", look)


async def _settle(screen: ActivityScreen, plan: Plan, preview: Preview) -> bool:
    """Show what was found until it is stored (True) or left (False)."""
    at = found.STORE
    while True:
        title = screen.say("importing.flow.title", name=plan.source.name)
        dialog = found.Standing(title, found.rows(plan, preview, screen.words), at)
        chosen = await screen.app.push_screen_wait(dialog)
        if chosen is None:
            return False
        at = chosen
        try:
            if chosen == found.LOOK:
                await screen.app.push_screen_wait(Look(plan, preview, screen.data, screen.words))
            elif chosen == found.STORE:
                await _store(screen, plan)
                return True
            elif options := await changing.change(screen, plan, chosen):
                plan, preview = await _looked(screen, plan.source, options)
        except OnwardError as error:
            changing.refused(screen, error)


async def _store(screen: ActivityScreen, plan: Plan) -> None:
    done = await work(screen, "storing", lambda _, report: plan.run(report))
    screen.tell(screen.say("importing.flow.done", what=telling.counted(screen.words, done.new)))
    screen.reload()
