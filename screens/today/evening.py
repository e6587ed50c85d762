"""The evening close, as a form whose every part may stay empty and whose words are kept while typing."""

from __future__ import annotations

import json
from datetime import date
from functools import partial

from pydantic import BaseModel, ConfigDict
from textual.app import ComposeResult
from textual.suggester import SuggestFromList
from textual.widgets import Input

from core.content import Content as Words
from core.today.evening import Evening
from core.workspace import Workspace
from screens.today.day import LATE
from tui.data import Data
from tui.dialogs.form import Form
from tui.screen import ActivityScreen

PARTS = ("first", "second", "third", "win", "mood", "tomorrow")
KEEP_SECONDS = 0.6  # how long typing may go on before it is kept as a draft


class EveningFields(BaseModel):
    """The parts of a close, as typed."""

    model_config = ConfigDict(frozen=True)

    first: str = ""
    second: str = ""
    third: str = ""
    win: str = ""
    mood: str = ""
    tomorrow: str = ""


class EveningForm(Form[EveningFields]):
    """Up to three gratitudes, one win, a word, tomorrow's one thing."""

    MODEL = EveningFields

    def __init__(self, words: Words, data: Data, key: str, before: EveningFields, again: bool) -> None:
        intro = words.say("evening.close.again" if again else "evening.close.intro")
        super().__init__(words.say("evening.close.title"), words.say("evening.close.save"), intro)
        self.words, self.data, self.key, self.before = words, data, key, before
        self._pending = False

    def compose_fields(self) -> ComposeResult:
        say = self.words.say
        words = [row.text for row in self.words.choices("feelings")]
        for part in PARTS:
            thanks = part in PARTS[:3]
            label = (
                say("evening.gratitude.label") if part == "first" else "" if thanks else say(f"evening.{part}.label")
            )
            hint = say(f"evening.gratitude.{part}") if thanks else say(f"evening.{part}.hint")
            suggester = SuggestFromList(words, case_sensitive=False) if part == "mood" else None
            value = getattr(self.before, part)
            yield self.field(label, Input(value, placeholder=hint, id=part, compact=True, suggester=suggester))

    def on_input_changed(self) -> None:
        if not self._pending:
            self._pending = True
            self.set_timer(KEEP_SECONDS, self.flush)

    def flush(self) -> None:
        """Keep what is typed so far as a draft."""
        self._pending = False
        body = json.dumps(self.values)
        self.data.tell(lambda w: w.drafts.keep(self.key, body))

    def action_leave(self) -> None:
        self.flush()
        super().action_leave()


async def close_the_day(screen: ActivityScreen, day: date) -> None:
    """Close a day, going on from a draft or from an earlier close."""
    key = f"evening:{day.isoformat()}"
    evening, draft = await screen.ask(lambda w: (w.evenings.of(day), w.drafts.get(key)))
    before = _from_draft(draft.body) if draft else _from(evening)
    name = await screen.ask(lambda w: w.settings.name)
    hour = (await screen.ask(lambda w: w.clock.local())).hour
    # The first variant fits any hour; the others wish a good night.
    turn = day.toordinal() if hour >= LATE or hour < 5 else 0
    said = screen.words.say(f"evening.closed.{'named' if name else 'lines'}", turn, name=name)
    while True:
        form = EveningForm(screen.words, screen.data, key, before, evening is not None)
        fields = await screen.app.push_screen_wait(form)
        if fields is None:
            return
        if await screen.do(partial(_close, day, key, fields), said, "\n".join(fields.model_dump().values())):
            return
        before = fields


def _close(day: date, key: str, fields: EveningFields, workspace: Workspace) -> None:
    thanks = (fields.first, fields.second, fields.third)
    workspace.evenings.close(
        day, gratitudes=thanks, win=fields.win, mood=fields.mood, tomorrow=fields.tomorrow, draft=key
    )


def _from_draft(body: str) -> EveningFields:
    try:
        return EveningFields.model_validate_json(body)
    except ValueError:
        return EveningFields()


def _from(evening: Evening | None) -> EveningFields:
    if evening is None:
        return EveningFields()
    thanks = dict(zip(PARTS, evening.gratitudes, strict=False))
    return EveningFields(**thanks, win=evening.win, mood=evening.mood, tomorrow=evening.tomorrow)
