"""A page for one answer of a step; what is typed there is kept as a draft meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.dialogs import questions
from tui.dialogs.prose import Prose

if TYPE_CHECKING:
    from screens.ritual.screen import RitualScreen


async def answer(
    screen: RitualScreen,
    step: str,
    item: str,
    question: str,
    hint: str = "",
    begin: str = "",
    page: Callable[..., Prose] = Prose,
) -> bool:
    """Ask for it, with the first thought in view; False where it could not be kept.

    Words to `begin` from stand on an empty page; left as they are, they are no answer.
    """
    no = screen.rejection
    text = (screen.view.path.step(step).piece(item) if screen.view else "") or begin
    hint = "\n".join(filter(None, (screen.look.thought().plain if screen.look else "", hint)))
    key = f"ritual:{no}:{step}:{item}"
    return await questions.page(
        screen, key, question, text, lambda w, body: w.ritual.keep(no, step, item, body), hint, page
    )
