"""The learning document: questions in any order, complete without a word from the employer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.ritual.path import LEARNING
from screens.ritual.answer import answer
from screens.ritual.view import Look
from tui.dialogs import questions
from tui.widgets.rows import Row, heading

if TYPE_CHECKING:
    from screens.ritual.screen import RitualScreen


def rows(look: Look) -> list[Row]:
    """Every question under the label of its group, with what is written so far."""
    step = look.view.path.step(LEARNING)
    found: list[Row] = []
    for group, label in look.words.groups("learning"):
        members = [row for row in look.words.choices("learning") if row.group == group]
        found += [heading(f"    {label}")] if members else []
        found += [look.answer(f"{LEARNING}/{row.id}", row.text, step.piece(row.id)) for row in members]
    return found


async def choose(screen: RitualScreen, item: str) -> None:
    """Answer a question."""
    row = next(row for row in screen.words.choices("learning") if row.id == item)
    await answer(screen, LEARNING, item, row.text, row.hint or screen.say("rituals.learning.specific"))


async def offer_returning(screen: RitualScreen) -> None:
    """A lesson that other learning documents hold too is offered as something to learn; nothing follows from a no."""
    no, say = screen.rejection, screen.say
    found = await screen.ask(lambda w: w.skills.lessons.returning(no))
    if not found:
        return
    rows = [
        Row(lesson.skill, lesson.name, detail=say("skills.lesson.times", n=len({ref for ref, _, _ in lesson.where})))
        for lesson in found
    ]
    chosen = await questions.choose(
        screen, say("skills.lesson.came_back"), [*rows, Row("", say("skills.lesson.leave"))]
    )
    if chosen:
        await screen.app.run_action(f"app.open('lesson:{chosen}')")
