"""Writing down kind words, anchors, the why, and what matters."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict
from textual.app import ComposeResult
from textual.widgets import Input

from core.content import Content as Words
from core.strengths.anchors import Anchor
from core.workspace import Workspace
from tui.dialogs.choose import ChooseSeveral
from tui.dialogs.form import Form
from tui.dialogs.line import Line
from tui.dialogs.prose import Prose
from tui.screen import ActivityScreen
from tui.widgets.quiet import QuietTime
from tui.widgets.rows import Row

VALUES = "values"  # the draft of the values writing
QUARTER = 15  # minutes; so long was the writing that was studied


class AnchorFields(BaseModel):
    """An anchor, as typed."""

    model_config = ConfigDict(frozen=True)

    achievement: str
    evidence: str
    recall: str


class AnchorForm(Form[AnchorFields]):
    """What was done, what shows it, when to recall it."""

    MODEL = AnchorFields

    def __init__(self, words: Words, before: Anchor | None) -> None:
        super().__init__(*(words.say(f"strengths.anchor.{part}") for part in ("title", "keep", "intro")))
        self.words, self.before = words, before

    def compose_fields(self) -> ComposeResult:
        say, before = self.words.say, self.before
        for name in AnchorFields.model_fields:
            hint = "" if name == "achievement" else say(f"strengths.anchor.{name}_hint")
            value = getattr(before, name).replace("\n", " ") if before else ""
            yield self.field(say(f"strengths.anchor.{name}"), Input(value, placeholder=hint, id=name, compact=True))


async def anchor(screen: ActivityScreen, id: str = "") -> None:
    """Write an anchor down, or change one."""
    before = await screen.ask(lambda w: w.strengths.anchors.get(id)) if id else None
    fields = await screen.app.push_screen_wait(AnchorForm(screen.words, before))
    if fields is None:
        return
    said = (fields.achievement, fields.evidence, fields.recall)
    if id:
        await screen.do(lambda w: w.strengths.anchors.change(id, *said))
    else:
        await screen.do(lambda w: w.strengths.anchors.add(*said))


async def praise(screen: ActivityScreen, id: str = "") -> None:
    """Keep what someone said, in their words."""
    before = await screen.ask(lambda w: w.strengths.praise.get(id)) if id else None
    ask = screen.app.push_screen_wait
    words = await ask(Prose(screen.say("strengths.praise.ask"), before.words if before else ""))
    if not (words and words.strip()):
        return
    giver = await ask(Line(screen.say("strengths.praise.giver"), value=before.giver if before else "")) or ""
    if id:
        await screen.do(lambda w: w.strengths.praise.change(id, words, giver))
    else:
        await screen.do(lambda w: w.strengths.praise.keep(words, giver))


async def why(screen: ActivityScreen) -> None:
    """Write down why the search began, or say it anew; what stood there stays readable in search."""
    before = await screen.ask(lambda w: w.strengths.whys.now())
    if before:
        day = f"{before.day.day} {before.day:%B %Y}"
        question = f"{before.text}\n\n{screen.say('strengths.why.before', day=day)}"
    else:
        question = screen.say("strengths.why.ask")
    said = await screen.app.push_screen_wait(
        Line(question, hint=screen.say("whys.ask.hint"), value=before.text if before else "")
    )
    if said and said.strip() and (before is None or said.strip() != before.text):
        await screen.do(lambda w: w.strengths.whys.write(said))


async def values(screen: ActivityScreen) -> None:
    """Choose two or three values, write about them for a quarter of an hour; it is a journal entry in the end."""
    ask, say = screen.app.push_screen_wait, screen.say
    draft = await screen.ask(lambda w: w.drafts.get(VALUES))
    text = draft.body if draft else ""
    if not text:
        rows = [Row(row.id, row.text) for row in screen.words.choices("values")]
        question = f"{say('values.ask.title')}\n{say('values.ask.choose')}"
        chosen = await ask(ChooseSeveral(question, rows))
        if chosen is None:
            return
        text = "".join(f"## {row.text}\n\n\n" for row in rows if row.id in chosen.split("\n"))
        text = f"# {say('values.ask.heading')}\n\n{text}"
    evidence = screen.words.evidence("values")
    hint = f"{say('values.ask.write')}\n{evidence.text if evidence else ''}"
    written = await ask(
        Prose(
            say("values.ask.title"),
            text,
            hint=hint,
            typed=lambda typed: screen.data.tell(lambda w: w.drafts.keep(VALUES, typed)),
        ).timed(QuietTime(), (QUARTER, say("values.ask.quarter")))
    )
    if not written or (draft is None and written.strip() == text.strip()):
        screen.data.tell(lambda w: w.drafts.drop(VALUES))
        return

    def keep(workspace: Workspace) -> None:
        workspace.journal.write(written)
        workspace.drafts.drop(VALUES)

    await screen.do(keep, say("values.ask.kept"))
