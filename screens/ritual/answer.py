"""A page for one answer of a step; what is typed there is kept as a draft meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.dialogs import questions

if TYPE_CHECKING:
    from screens.ritual.screen import RitualScreen


async def answer(screen: RitualScreen, step: str, item: str, question: str, hint: str = "") -> bool:
    """Ask for it, with the first thought in view; False where it could not be kept."""
    no = screen.rejection
    text = screen.view.path.step(step).piece(item) if screen.view else ""
    hint = "\n".join(filter(None, (screen.look.thought().plain if screen.look else "", hint)))
    return await questions.page(
        screen, f"ritual:{no}:{step}:{item}", question, text, lambda w, body: w.ritual.keep(no, step, item, body), hint
    )
