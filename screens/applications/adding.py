"""Adding an application: a company or a role is enough, and a likely duplicate is said while typing."""

from __future__ import annotations

import json
from datetime import date

from pydantic import BaseModel, ConfigDict
from textual import work
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import Input, Label, Select

from core.applications.applications import APPLIED, CHANNELS, STAGES, Match
from core.content import Content as Words
from core.ritual.waiting import BURST
from core.workspace import Workspace
from tui.data import Data
from tui.dialogs.ask import Ask
from tui.dialogs.form import Form
from tui.screen import ActivityScreen
from tui.widgets.plain import plain

DRAFT = "application:new"
PAUSE = 0.2  # seconds after a key until the names are compared


class NewFields(BaseModel):
    """A new application, as typed."""

    model_config = ConfigDict(frozen=True)

    company: str = ""
    role: str = ""
    stage: str = APPLIED
    channel: str | None = None
    link: str = ""


class NewForm(Form[NewFields]):
    """Five fields; whatever was typed waits for the next time where the form is left by escape."""

    MODEL = NewFields

    def __init__(self, words: Words, data: Data, before: NewFields, problem: str = "") -> None:
        say = words.say
        super().__init__(
            say("applications.form.title"), say("applications.form.keep"), problem or say("applications.ask.enough")
        )
        self.words, self.data, self.before = words, data, before
        self._soon: Timer | None = None

    def compose_fields(self) -> ComposeResult:
        say, before = self.words.say, self.before
        yield self.field(say("applications.ask.company"), Input(before.company, id="company", compact=True))
        yield self.field(say("applications.ask.role"), Input(before.role, id="role", compact=True))
        yield Label(id="near", classes="hint")
        stages = [(say(f"applications.stages.{stage}"), stage) for stage in STAGES]
        select = Select(stages, value=before.stage, allow_blank=False, id="stage", compact=True)
        yield self.field(say("applications.ask.stage"), select)
        channels = [(say(f"applications.channels.{channel}"), channel) for channel in CHANNELS]
        select = Select(channels, value=before.channel or Select.NULL, prompt="", id="channel", compact=True)
        yield self.field(say("applications.ask.channel"), select)
        yield self.field(say("applications.ask.link"), Input(before.link, id="link", compact=True))

    def on_input_changed(self) -> None:
        if self._soon is not None:
            self._soon.stop()
        self._soon = self.set_timer(PAUSE, self.compare)

    def compare(self) -> None:
        """Keep the draft, and say which application this may be."""
        values = self.values
        body = json.dumps(values)
        self.data.tell(lambda w: w.drafts.keep(DRAFT, body))
        self._compare(str(values["company"]), str(values["role"]))

    @work(exclusive=True)
    async def _compare(self, company: str, role: str) -> None:
        near = await self.data.ask(lambda w: _near(w, company, role))
        for label in self.query("#near").results(Label):  # none, where the form has been left meanwhile
            label.update(plain(_said(self.words, near) if near else ""))


def _near(workspace: Workspace, company: str, role: str) -> tuple[Match, date] | None:
    """The application this may be, and the day it was added."""
    found = workspace.applications.matches(company, role, limit=1)
    return (found[0], workspace.applications.get(found[0].id).added) if found else None


def _said(words: Words, near: tuple[Match, date]) -> str:
    """Which application this may be, in a sentence."""
    found, day = near
    key = "duplicate_same" if found.same else "duplicate"
    when = f"{day.day} {day:%B}"
    return words.say(f"applications.list.{key}", 0, company=found.company, role=found.role, day=when)


async def add(screen: ActivityScreen) -> str:
    """Ask for a new application and keep it; its id, empty where the form was left.

    Where that very role is here already, the one that is here can be opened in its place.
    """
    draft = await screen.ask(lambda w: w.drafts.get(DRAFT))
    try:
        before = NewFields.model_validate_json(draft.body) if draft else NewFields()
    except ValueError:
        before = NewFields()
    fields = await screen.app.push_screen_wait(NewForm(screen.words, screen.data, before))
    if fields is None:
        return ""
    near = await screen.ask(lambda w: _near(w, fields.company, fields.role))
    if near and near[0].same:
        yes, no = (screen.say(f"applications.list.duplicate_{each}") for each in ("yes", "no"))
        there = await screen.app.push_screen_wait(Ask(_said(screen.words, near), yes, no))
        if there:
            screen.data.tell(lambda w: w.drafts.drop(DRAFT))
            await screen.open(f"application:{near[0].id}")
        elif there is None:
            screen.data.tell(lambda w: w.drafts.keep(DRAFT, fields.model_dump_json()))
        if there is not False:
            return ""
    added: list[str] = []
    await screen.do(lambda w: added.append(_add(w, fields)))
    if await screen.ask(lambda w: w.waiting.burst()) == BURST:
        screen.tell(screen.say("rituals.window.burst", n=BURST))
    return added[0] if added else ""


def _add(workspace: Workspace, fields: NewFields) -> str:
    id = workspace.applications.add(
        fields.company, fields.role, fields.stage, channel=fields.channel or "", link=fields.link
    )
    workspace.drafts.drop(DRAFT)
    return id
