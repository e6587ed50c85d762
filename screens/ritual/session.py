"""The writing session: a page, a question to begin from, and a quiet clock that can be paused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.ritual.path import WRITING
from screens.ritual.view import Look
from tui.dialogs import questions
from tui.dialogs.prose import Prose
from tui.widgets.quiet import QuietTime
from tui.widgets.rows import Row

if TYPE_CHECKING:
    from screens.ritual.screen import RitualScreen

QUARTER, DONE = 15, 20  # minutes; the writing sessions that were studied lasted about so long
PROMPTS = ("after-a-no", "friend", "own-name")  # the groups of questions that are offered here


def rows(look: Look) -> list[Row]:
    """What stands under the step."""
    entry, step = look.view.entry, look.view.path.step(WRITING)
    prompt = look.name("prompts", step.piece("prompt"))
    begin = "writing.go_on" if entry else "writing.begin"
    return [
        look.answer(f"{WRITING}/prompt", look.say("writing.prompt"), prompt),
        look.answer(f"{WRITING}/write", look.say(begin), entry.body if entry else ""),
    ]


async def choose(screen: RitualScreen, item: str) -> None:
    """Choose a question, or write."""
    no, view = screen.rejection, screen.view
    if view is None:
        return
    if item == "prompt":
        groups = [(id, label) for id, label in screen.words.groups("prompts") if id in PROMPTS]
        rows = questions.rows_of(screen.words.choices("prompts"), groups)
        chosen = await questions.choose(screen, screen.say("rituals.writing.prompt"), rows)
        if not (chosen and await screen.do(lambda w: w.ritual.keep(no, WRITING, "prompt", chosen))):
            return
    await write(screen)


async def write(screen: RitualScreen) -> None:
    """The page: kept as a draft while it is typed, and in the journal when it is left."""
    no, look = screen.rejection, screen.look
    if look is None:
        return
    key = f"ritual:{no}:writing"
    draft = await screen.ask(lambda w: w.drafts.get(key))
    before = look.view.entry.body if look.view.entry else ""
    prompt = look.name("prompts", look.view.path.step(WRITING).piece("prompt"))

    def typed(body: str) -> None:
        screen.data.tell(lambda w: w.drafts.keep(key, body))

    say = screen.say
    page = Session(
        prompt or say("rituals.writing.title"),
        draft.body if draft else before,
        hint="\n".join(filter(None, (look.thought().plain, say("rituals.writing.intro")))),
        typed=typed,
    ).timed(QuietTime(), (QUARTER, say("rituals.writing.quarter")), (DONE, say("rituals.writing.done")))
    body = await screen.app.push_screen_wait(page) or ""
    said = screen.say("rituals.writing.kept")
    if body.strip() and body != before and not await screen.do(lambda w: w.writing.keep(no, body, prompt), said):
        return
    screen.data.tell(lambda w: w.drafts.drop(key))


class Session(Prose):
    """A page on the whole screen."""

    DEFAULT_CSS = """
    Session { & > .box { height: 100%; width: 100%; } }
    """
