"""Looking back: a page under four headings, kept while it is typed, a journal entry in the end."""

from __future__ import annotations

from datetime import date

from core.insights.review import WEEK
from core.workspace import Workspace
from tui.dialogs.prose import Prose
from tui.screen import ActivityScreen


async def look_back(screen: ActivityScreen, span: str, day: date) -> None:
    """Look back on the week or the month of a day; left untouched, nothing is kept."""
    look = await screen.ask(lambda w: w.insights.reviews.of(span, day))
    draft = await screen.ask(lambda w: w.drafts.get(look.key))
    kept = (await screen.ask(lambda w: w.journal.entry(look.entry))).body if look.entry else ""
    text = draft.body if draft else kept or look.body()
    title = screen.say("review.ask.title") if span == WEEK else screen.say("insights.screen.month_title")
    basis = screen.words.evidence("weekly-review")
    hint = f"{screen.say('insights.review.hint')} {basis.text if basis else ''}".strip()
    written = await screen.app.push_screen_wait(
        Prose(
            title,
            text,
            hint=hint,
            from_top=not draft,
            typed=lambda typed: screen.data.tell(lambda w: w.drafts.keep(look.key, typed)),
        )
    )
    if written is None or (draft is None and written.strip() == text.strip()):
        screen.data.tell(lambda w: w.drafts.drop(look.key))
        return

    def keep(workspace: Workspace) -> None:
        workspace.insights.reviews.keep(span, day, written)
        workspace.drafts.drop(look.key)

    await screen.do(keep, screen.say("insights.review.kept_again" if look.entry else "insights.review.kept"))
