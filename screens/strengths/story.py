"""Stories in four parts: writing them, noting where they were told, and answering early what keeps being asked."""

from __future__ import annotations

import json

from pydantic import BaseModel, ConfigDict
from textual.app import ComposeResult
from textual.widgets import Input

from core.content import Content as Words
from core.strengths.stories import PARTS, Story
from tui.data import Data
from tui.dialogs.choose import Choose
from tui.dialogs.form import Form
from tui.dialogs.line import Line
from tui.dialogs.prose import Prose
from tui.screen import ActivityScreen
from tui.widgets.editor import Editor
from tui.widgets.rows import Row


class StoryFields(BaseModel):
    """A story, as typed."""

    model_config = ConfigDict(frozen=True)

    title: str = ""
    opening: str = ""
    situation: str = ""
    task: str = ""
    action: str = ""
    result: str = ""
    skills: str = ""
    questions: str = ""


class StoryForm(Form[StoryFields]):
    """A name, four parts, and what it can be found by; what is typed is kept while it is typed."""

    MODEL = StoryFields

    DEFAULT_CSS = """
    StoryForm {
        & Editor { height: 3; width: 1fr; border: none; padding: 0; }
    }
    """

    def __init__(self, words: Words, data: Data, key: str, before: StoryFields) -> None:
        super().__init__(words.say("strengths.story.title"), words.say("strengths.story.keep"))
        self.words, self.data, self.key, self.before = words, data, key, before

    def compose_fields(self) -> ComposeResult:
        say, before = self.words.say, self.before
        hints = {row.id: row for row in self.words.choices("interviews") if row.group == "star"}
        yield self.field(say("strengths.story.name"), Input(before.title, id="title", compact=True))
        if before.opening:
            yield self.field(say("strengths.story.opening"), Editor(before.opening, id="opening"))
        for part in PARTS[:-1]:
            page = Editor(getattr(before, part), placeholder=hints[part].hint, id=part)
            yield self.field(hints[part].text, page)
        for name in ("skills", "questions"):
            hint = say("strengths.story.commas")
            field = Input(getattr(before, name), placeholder=hint, id=name, compact=True)
            yield self.field(say(f"strengths.story.{name}"), field)

    @property
    def values(self) -> dict[str, str]:
        lines = {field.id or "": field.value for field in self.query(Input)}
        return lines | {page.id or "": page.text for page in self.query(Editor)}

    def on_editor_typed(self) -> None:
        self.flush()

    def flush(self) -> None:
        """Keep what is typed so far as a draft."""
        body = json.dumps(self.values)
        self.data.tell(lambda w: w.drafts.keep(self.key, body))

    def action_leave(self) -> None:
        self.flush()
        super().action_leave()


async def write(screen: ActivityScreen, id: str = "") -> None:
    """Write a story, or go on with one; a form left by escape is there again next time."""
    key = f"story:{id or 'new'}"
    before = await screen.ask(lambda w: w.strengths.stories.get(id)) if id else None
    draft = await screen.ask(lambda w: w.drafts.get(key))
    fields = StoryFields.model_validate_json(draft.body) if draft else _from(before)
    answer = await screen.app.push_screen_wait(StoryForm(screen.words, screen.data, key, fields))
    if answer is None:
        return
    parts = {part: getattr(answer, part) for part in PARTS if part != "opening" or answer.opening}
    skills, questions = (getattr(answer, name).split(",") for name in ("skills", "questions"))
    if id:
        kept = await screen.do(
            lambda w: w.strengths.stories.change(id, title=answer.title, skills=skills, questions=questions, **parts)
        )
    else:
        kept = await screen.do(
            lambda w: w.strengths.stories.add(answer.title, skills=skills, questions=questions, **parts)
        )
    if kept:
        screen.data.tell(lambda w: w.drafts.drop(key))


def _from(story: Story | None) -> StoryFields:
    if story is None:
        return StoryFields()
    parts = {part: getattr(story, part) for part in PARTS}
    return StoryFields(title=story.title, skills=", ".join(story.skills), questions=", ".join(story.questions), **parts)


async def about(screen: ActivityScreen, id: str) -> None:
    """What can be done with a story."""
    story = await screen.ask(lambda w: w.strengths.stories.get(id))
    say, ask = screen.say, screen.app.push_screen_wait
    often = story.keeps_coming
    rows = [Row(verb, say(f"strengths.story.{verb}")) for verb in ("change", "told", "followed", "remove")]
    if often:
        rows.insert(0, Row("first", say("strengths.story.first", question=often.question)))
    chosen = await ask(Choose(story.title, rows))
    if chosen == "first" and often:
        question = say("strengths.story.answer", n=often.times, question=often.question)
        answer = await ask(Prose(question))
        if answer and answer.strip():
            await screen.do(lambda w: w.strengths.stories.change(id, opening=answer))
    elif chosen == "change":
        await write(screen, id)
    elif chosen == "told":
        place = await ask(Line(say("strengths.story.where")))
        if place is not None:
            how = await ask(Line(say("strengths.story.how"))) or ""
            await screen.do(lambda w: w.strengths.stories.tell(id, place, how))
    elif chosen == "followed":
        asked = await ask(Line(say("strengths.story.question")))
        if asked:
            await screen.do(lambda w: w.strengths.stories.followed_by(id, asked))
    elif chosen == "remove":
        await screen.do(lambda w: w.strengths.stories.remove(id))
