"""What stands beside the row under the cursor, and taking in a list of skills."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from core.errors import NotFound
from core.skills.terms import read_file
from screens.skills.view import about, item_side, posting_side, skill_side
from tui.dialogs.line import Line
from tui.screen import ActivityScreen
from tui.widgets.rows import Row

if TYPE_CHECKING:
    from screens.skills.screen import SkillsScreen


async def side(screen: SkillsScreen, row: Row | None) -> Content:
    """What there is to say about a row of any of the three lists."""
    kind, _, ref = row.id.partition(":") if row else ("", "", "")
    try:
        if kind in ("skill", "lesson"):
            need = screen.need(ref)
            found = await screen.ask(lambda w: about(w, ref, need))
            return skill_side(found, screen.view.targets if screen.view else 0, screen.words)
        if kind == "posting":
            posting, asked = await screen.ask(lambda w: (w.skills.postings.get(ref), w.skills.postings.asked(ref)))
            return posting_side(posting, asked, screen.words)
        if kind == "plan":
            return item_side(await screen.ask(lambda w: w.skills.plan.get(ref)), screen.words)
    except NotFound:
        pass
    return Content("")


async def bring(screen: ActivityScreen) -> None:
    """Take in a list of skills that the person downloaded, with its credit."""
    bodies: list[str] = []
    path = await screen.app.push_screen_wait(
        Line(screen.say("skills.import.ask"), check=lambda typed: bodies.append(read_file(typed)))
    )
    if path is None or not await screen.do(lambda w: w.skills.terms.take(bodies[-1])):
        return
    if found := await screen.ask(lambda w: w.skills.terms.brought()):
        key = "skills.import.done" if found.credit else "skills.import.done_list"
        screen.tell(screen.say(key, n=f"{found.count:,}", source=found.source, credit=found.credit))
