"""Practice: one question at a time, said out loud, then how it was in one's own eyes; alone or with someone."""

from __future__ import annotations

from functools import partial
from time import monotonic
from typing import ClassVar

from pydantic import BaseModel, ConfigDict
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Label, Select

from core.content import Content as Words
from core.content import fill
from core.strengths.questions import Question
from core.strengths.tries import MOST, SIDES
from core.workspace import Workspace
from screens.strengths.win import lend, someone
from tui.dialogs.ask import Ask
from tui.dialogs.base import Dialog
from tui.dialogs.choose import Choose
from tui.dialogs.form import Form
from tui.dialogs.line import Line
from tui.dialogs.prose import Prose
from tui.screen import ActivityScreen
from tui.widgets.plain import plain
from tui.widgets.rows import Row


class Speak(Dialog[int]):
    """A question to answer out loud, and the time it takes; the result is in seconds."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "on", "Done", id="practice.done", priority=True)]

    def __init__(self, words: Words, question: Question) -> None:
        super().__init__()
        self.words, self.question = words, question
        self._began = monotonic()

    def compose_box(self) -> ComposeResult:
        say = self.words.say
        yield Label(plain(self.question.question).stylize("bold"), classes="question")
        yield Label(plain(self.question.hint or say("interviews.ask.aloud")), classes="hint")
        yield Label(id="time")
        if self.question.answer:
            yield Label(plain(f"{say('strengths.practice.answer')}\n{self.question.answer}"), classes="hint")
        yield Label(plain(say("strengths.practice.start")), classes="hint")

    def on_mount(self) -> None:
        self._show()
        self.set_interval(1, self._show)

    @property
    def _seconds(self) -> int:
        return int(monotonic() - self._began)

    def _show(self) -> None:
        minutes, seconds = divmod(self._seconds, 60)
        said = self.words.say("strengths.practice.time", minutes=minutes, seconds=f"{seconds:02}")
        self.query_one("#time", Label).update(said)

    def action_on(self) -> None:
        """It is said."""
        self.dismiss(self._seconds)


class TryFields(BaseModel):
    """How it was, as chosen."""

    model_config = ConfigDict(frozen=True)

    content: int | None
    evidence: int | None
    calm: int | None
    note: str
    partner: str


class TryForm(Form[TryFields]):
    """Three sides, each of which may stay open, a note, and who played the interviewer."""

    MODEL = TryFields

    def __init__(self, words: Words, partner: str = "") -> None:
        intro = words.say("interviews.ask.after")
        super().__init__(words.say("strengths.practice.title"), words.say("strengths.practice.keep"), intro)
        self.words, self.partner = words, partner

    def compose_fields(self) -> ComposeResult:
        say = self.words.say
        grades = [(say(f"strengths.practice.side{n}"), n) for n in range(1, MOST + 1)]
        for side in SIDES:
            select: Select[int] = Select(grades, prompt=say("strengths.practice.open"), id=side, compact=True)
            yield self.field(say(f"strengths.practice.{side}"), select)
        yield self.field(say("strengths.practice.note"), Input(id="note", compact=True))
        yield self.field(say("strengths.practice.partner"), Input(self.partner, id="partner", compact=True))


async def practise(screen: ActivityScreen, id: str = "") -> None:
    """One question after the other, until it is enough; without one chosen, those practised longest ago come first."""
    while True:
        question = await screen.ask(partial(_next, id))
        seconds = await screen.app.push_screen_wait(Speak(screen.words, question))
        if seconds is None:
            return
        await rate(screen, question.question, seconds)
        id = ""
        yes, no = screen.say("strengths.practice.yes"), screen.say("strengths.practice.no")
        if not await screen.app.push_screen_wait(Ask(screen.say("strengths.practice.again"), yes, no)):
            return


def _next(id: str, workspace: Workspace) -> Question:
    return workspace.strengths.next_question(id)


async def rate(screen: ActivityScreen, question: str, seconds: int = 0, partner: str = "") -> None:
    """Note how it was; left by escape, only that it was practised."""
    fields = await screen.app.push_screen_wait(TryForm(screen.words, partner))
    sides = {side: getattr(fields, side) for side in SIDES} if fields else {}
    note, name = (fields.note, fields.partner) if fields else ("", partner)
    await screen.do(
        lambda w: w.strengths.tries.log(question, seconds=seconds, partner=name, note=note, **sides),
    )


async def mock(screen: ActivityScreen) -> None:
    """A practice conversation with someone: the message that asks, or how it went."""
    say, ask = screen.say, screen.app.push_screen_wait
    name = await someone(screen, say("strengths.practice.mock"))
    if not name:
        return
    rows = [Row(verb, say(f"strengths.practice.mock_{verb}")) for verb in ("ask", "note")]
    chosen = await ask(Choose(say("strengths.practice.mock_menu", name=name), rows))
    if chosen == "ask":
        template = next(row.text for row in screen.words.templates("people") if row.id == "mock")
        sender = await screen.ask(lambda w: w.settings.name)
        await lend(screen, fill(template, name=name, **({"sender": sender} if sender else {})).strip())
    elif chosen == "note":
        await rate(screen, say("strengths.practice.mock_question"), partner=name)


async def about(screen: ActivityScreen, id: str) -> None:
    """What can be done with a question."""
    question = await screen.ask(lambda w: w.strengths.questions.get(id))
    say, ask = screen.say, screen.app.push_screen_wait
    verbs = ("practise", "answer", *(("remove",) if not question.origin else ()))
    rows = [Row(verb, say(f"strengths.question.{verb}")) for verb in verbs]
    chosen = await ask(Choose(question.question, rows))
    if chosen == "practise":
        await practise(screen, id)
    elif chosen == "answer":
        answer = await ask(Prose(question.question, question.answer, hint=question.hint))
        if answer is not None and answer != question.answer:
            await screen.do(lambda w: w.strengths.questions.answer(id, answer))
    elif chosen == "remove":
        await screen.do(lambda w: w.strengths.questions.remove(id))


async def add(screen: ActivityScreen) -> None:
    """Note a question that came up."""
    said = await screen.app.push_screen_wait(Line(screen.say("strengths.question.ask")))
    if said:
        await screen.do(lambda w: w.strengths.questions.add(said))
