"""Noting a no, from any place: a company is enough, and wherever the person stops, what was entered is kept."""

from __future__ import annotations

import json
from datetime import date
from functools import partial
from typing import ClassVar

from pydantic import BaseModel, ConfigDict
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.suggester import SuggestFromList
from textual.widgets import Input, Label, Select

from core import days
from core.applications.applications import STAGES
from core.applications.board import Filters, Line
from core.applications.companies import fold_company
from core.content import Content as Words
from core.dates import read_past
from core.errors import OnwardError
from core.ritual.rejections import KINDS, THEIRS, Reason
from core.workspace import Workspace
from tui.data import Data
from tui.dialogs.ask import Ask
from tui.dialogs.base import Dialog
from tui.dialogs.choose import Choose
from tui.dialogs.form import Form
from tui.screen import ActivityScreen
from tui.widgets.editor import Editor
from tui.widgets.plain import plain
from tui.widgets.rows import Row, Rows, heading

DRAFT = "no:new"
OUTSIDE = "outside"  # the group of the content file `reasons` that was in nobody's hands here
KEEP_SECONDS = 0.6  # how long typing may go on before it is kept as a draft


class NoFields(BaseModel):
    """A no, as far as it was entered."""

    model_config = ConfigDict(frozen=True)

    company: str = ""
    day: str = "today"
    stage: str | None = None
    kind: str | None = None
    message: str = ""


class NoForm(Form[NoFields]):
    """Five fields, of which any but the company may stay empty. Escape keeps too, and leaves whatever stands there."""

    MODEL = NoFields

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Keep", id="dialog.keep"),
        Binding("ctrl+s", "keep", "Keep", id="form.keep", priority=True, show=False),
    ]

    DEFAULT_CSS = """
    NoForm {
        & Editor, & Editor:focus { height: 4; width: 1fr; border: none; padding: 0; }
    }
    """

    def __init__(
        self, words: Words, data: Data, before: NoFields, active: tuple[Line, ...], name: str, problem: str
    ) -> None:
        """`problem` says what could not be kept as it stood in `before`."""
        intro = words.say("rituals.log.intro_named" if name else "rituals.log.intro", name=name)
        super().__init__(words.say("rituals.log.title"), words.say("rituals.log.keep"), intro)
        self.words, self.data, self.before, self.active, self.problem = words, data, before, active, problem
        self.left = False
        self._pending = False
        self._touched = before.stage is not None

    def compose_fields(self) -> ComposeResult:
        say, before = self.words.say, self.before
        companies = list(dict.fromkeys(line.company for line in self.active if line.company))
        suggester = SuggestFromList(companies, case_sensitive=False)
        yield self.field(
            say("rituals.log.company"), Input(before.company, id="company", suggester=suggester, compact=True)
        )
        yield self.field(say("rituals.log.when"), Input(before.day, id="day", compact=True))
        stages = [(say(f"applications.stages.{stage}"), stage) for stage in STAGES[1:]]
        kinds = [(say(f"applications.answers.{kind}"), kind) for kind in KINDS]
        for id, options, value in (("stage", stages, before.stage), ("kind", kinds, before.kind)):
            label = say("rituals.log.stage" if id == "stage" else "rituals.log.answer")
            select = Select(
                options, value=value or Select.NULL, prompt=say("rituals.log.open_end"), id=id, compact=True
            )
            yield self.field(label, select)
        yield self.field(
            say("rituals.log.message"),
            Editor(before.message, placeholder=say("rituals.log.message_hint"), id="message"),
        )

    def on_mount(self) -> None:
        if self.problem:
            # Where only words were typed, the day is today and cannot be what was refused.
            self._refuse("company" if self.before.day in ("", NoFields().day) else "day", {"msg": self.problem})

    def action_leave(self) -> None:
        """Keep what can be kept, and leave."""
        self.left = True
        self.action_keep()

    @property
    def values(self) -> dict[str, object]:
        return {**super().values, "message": self.query_one(Editor).text}

    def on_input_changed(self, event: Input.Changed) -> None:
        found = {fold_company(line.company): line for line in reversed(self.active)}.get(fold_company(event.value))
        if event.input.id == "company" and found and not self._touched and found.stage in STAGES[1:]:
            self.query_one("#stage", Select).value = found.stage
        self.soon()

    def on_select_changed(self) -> None:
        self.soon()

    def on_editor_typed(self) -> None:
        self.flush()

    def soon(self) -> None:
        """Keep what is entered in a moment."""
        if not self._pending:
            self._pending = True
            self.set_timer(KEEP_SECONDS, self.flush)

    def flush(self) -> None:
        """Keep what is entered so far as a draft."""
        self._pending = False
        body = json.dumps(self.values)
        self.data.tell(lambda w: w.drafts.keep(DRAFT, body))


class Reasons(Dialog[str]):
    """Which reasons are known, those outside the person first; space marks, enter is done, any other key skips.

    Only what is marked is an answer.
    """

    DEFAULT_CSS = """
    Reasons {
        & Rows { height: auto; max-height: 16; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", "Mark", id="dialog.mark", priority=True),
        Binding("enter", "finish", "Done", id="dialog.finish", priority=True),
    ]

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.words = words
        self._marked: set[str] = set()

    def compose_box(self) -> ComposeResult:
        yield Label(plain(self.words.say("rituals.log.reason")), classes="question")
        yield Label(plain(self.words.say("rituals.log.reason_hint", mark="space", key="esc")), classes="hint")
        yield Rows(self.shown())

    def shown(self) -> list[Row]:
        """The reasons by groups, marked ones with their mark."""
        rows: list[Row] = []
        for group, label in self.words.groups("reasons"):
            found = [row for row in self.words.choices("reasons") if row.group == group]
            rows += [heading(label)] if found else []
            rows += [Row(row.id, row.text, mark="[x]" if row.id in self._marked else "[ ]") for row in found]
        return rows

    def action_mark(self) -> None:
        """Mark the reason under the cursor, or take the mark off."""
        if row := self.query_one(Rows).row:
            self._marked ^= {row.id}
            self.query_one(Rows).show(self.shown())

    def action_finish(self) -> None:
        """Answer with what is marked."""
        self.dismiss("\n".join(sorted(self._marked)))

    def on_key(self, event: events.Key) -> None:
        if event.is_printable and event.key not in ("space", "j", "k", "g", "G"):
            self.dismiss("\n".join(sorted(self._marked)))


async def log_a_no(screen: ActivityScreen) -> None:
    """Ask what arrived, keep it, and offer the first step."""
    say = screen.say
    active, draft, name = await screen.ask(
        lambda w: (w.board.page(Filters(), limit=500), w.drafts.get(DRAFT), w.settings.name)
    )
    active = tuple(line for line in active if not line.outcome)
    fields = _from_draft(draft.body) if draft else NoFields()
    problem = ""
    while True:
        form = NoForm(screen.words, screen.data, fields, active, name, problem)
        entered = await screen.app.push_screen_wait(form)
        fields = entered or fields
        if not fields.company.strip():
            screen.data.tell(partial(_wait, fields=fields))
            return
        try:
            rejection = await _keep(screen, fields, active)
        except OnwardError as error:
            problem = error.sentence
            if not form.left:
                continue
            found = await _leave(screen, fields, active, problem)
            if not found:
                return
            rejection = found
        break
    reasons = await screen.app.push_screen_wait(Reasons(screen.words))
    if reasons:
        outside = {row.id for row in screen.words.choices("reasons") if row.group == OUTSIDE}
        chosen = [Reason(reason=each, control=THEIRS if each in outside else "") for each in reasons.split("\n")]
        await screen.ask(lambda w: w.rejections.sort(rejection, (*chosen, *w.rejections.reasons(rejection))))
    kept = say("rituals.log.kept")
    if await screen.app.push_screen_wait(Ask(kept, say("rituals.log.open"), say("rituals.log.later"))):
        await screen.app.run_action(f"app.open('ritual:{rejection}')")
    else:
        screen.reload()


async def _keep(screen: ActivityScreen, fields: NoFields, active: tuple[Line, ...]) -> str:
    """Keep the no; its id. Raises `OnwardError` where it cannot be kept as it stands."""
    today = await screen.ask(lambda w: w.today())
    day = days.not_after(read_past(fields.day or "today", today), today)
    application = await _application(screen, fields.company, active)
    return await screen.ask(partial(_log, fields=fields, application=application, day=day))


async def _leave(screen: ActivityScreen, fields: NoFields, active: tuple[Line, ...], reason: str) -> str:
    """Leaving is always possible: keep the no as of today, or where it is not the day, all of it as a draft."""
    try:
        rejection = await _keep(screen, fields.model_copy(update={"day": "today"}), active)
    except OnwardError:
        screen.data.tell(lambda w: w.drafts.keep(DRAFT, fields.model_dump_json()))
        screen.tell(screen.say("rituals.log.waits", reason=reason), severity="warning")
        return ""
    screen.tell(screen.say("rituals.log.as_of_today", reason=reason), severity="warning")
    return rejection


def _wait(workspace: Workspace, fields: NoFields) -> None:
    """Without a company there is nothing to note yet; their words wait for the next time."""
    if fields.message.strip():
        workspace.drafts.keep(DRAFT, fields.model_dump_json())
    else:
        workspace.drafts.drop(DRAFT)


def _log(workspace: Workspace, fields: NoFields, application: str, day: date) -> str:
    rejection = workspace.rejections.log(
        fields.company,
        application=application,
        day=day,
        stage=fields.stage or "",
        kind=fields.kind or "",
        message=fields.message,
    )
    workspace.drafts.drop(DRAFT)
    return rejection


async def _application(screen: ActivityScreen, company: str, active: tuple[Line, ...]) -> str:
    """The application a company's name means: one whose no is already open, if it is that, else an active one."""
    noted = await screen.ask(lambda w: w.rejections.open())
    for no in noted:
        if fold_company(no.company) == fold_company(company):
            day = f"{no.day.day} {no.day:%B}"
            again = Ask(
                screen.say("rituals.log.again", company=no.company, day=day),
                screen.say("rituals.log.again_yes"),
                screen.say("rituals.log.again_no"),
            )
            if await screen.app.push_screen_wait(again):
                return no.application
    found = [line for line in active if fold_company(line.company) == fold_company(company)]
    if len(found) < 2:
        return found[0].id if found else ""
    rows = [
        Row(line.id, line.role or line.company, detail=screen.say(f"applications.stages.{line.stage}"))
        for line in found
    ]
    return await screen.app.push_screen_wait(Choose(company, rows)) or found[0].id


def _from_draft(body: str) -> NoFields:
    try:
        return NoFields.model_validate_json(body)
    except ValueError:
        return NoFields()
