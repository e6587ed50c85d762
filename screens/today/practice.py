"""Taking up, changing, pausing and putting away the practices of the routine."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError
from textual.app import ComposeResult
from textual.widgets import Input, Select

from core.content import Content as Words
from core.errors import Refused
from core.today.routine import FAMILIES, KINDS, PERIODS, Practice
from screens.today.welcome import offered
from tui.dialogs.choose import Choose
from tui.dialogs.form import Form
from tui.screen import ActivityScreen
from tui.widgets.rows import Row, heading
from tui.widgets.tick import Tick


def read_minutes(typed: str) -> int:
    """A number of minutes as typed: `45`, `1:30`, `1h30`. Raises `Refused` for anything else."""
    hours, found, minutes = typed.strip().lower().replace("h", ":").replace(" ", "").removesuffix("min").partition(":")
    parts = (hours, minutes or "0") if found else ("0", hours)
    if all(part.isdecimal() and part.isascii() and len(part) < 5 for part in parts):
        total = int(parts[0]) * 60 + int(parts[1])
        if 1 <= total <= 24 * 60:
            return total
    raise Refused("Minutes look like 45, 1:30 or 1h30, up to a whole day.")


def _whole_number(typed: Any) -> int | None:
    text = str(typed or "").strip()
    if not text:
        return None
    if not (text.isdecimal() and text.isascii() and 1 <= int(text[:9]) <= 10_000):
        raise PydanticCustomError("number", "A whole number from 1 to 10,000 fits here, or nothing.")
    return int(text)


def _named(typed: str) -> str:
    if not typed.strip():
        raise PydanticCustomError("name", "A practice needs a name, even a short one.")
    return typed


class PracticeFields(BaseModel):
    """What is asked about a practice."""

    model_config = ConfigDict(frozen=True)

    name: Annotated[str, BeforeValidator(_named)]
    why: str
    family: Literal["search", "people", "learning", "body", "mind"]
    kind: Literal["tick", "count", "minutes"]
    per: Literal["day", "week"]
    target: Annotated[int | None, BeforeValidator(_whole_number)] = Field(default=None)
    light: bool


class PracticeForm(Form[PracticeFields]):
    """The fields of a practice."""

    MODEL = PracticeFields

    def __init__(self, words: Words, practice: Practice | None = None, name: str = "") -> None:
        """`name` is one that was typed already for a new practice."""
        super().__init__(
            practice.name if practice else words.say("today.practice.own"), words.say("today.practice.keep")
        )
        self.words, self.practice, self.given = words, practice, name

    def compose_fields(self) -> ComposeResult:
        say, now = self.words.say, self.practice
        yield self.field(
            say("today.practice.name"),
            Input(
                now.name if now else self.given, placeholder=say("today.practice.name_hint"), id="name", compact=True
            ),
        )
        yield self.field(
            say("today.practice.why"),
            Input(now.why if now else "", placeholder=say("today.practice.why_hint"), id="why", compact=True),
        )
        for part, group, values, current in (
            ("family", "groups", FAMILIES, now.family if now else "mind"),
            ("kind", "kinds", KINDS, now.kind if now else "tick"),
            ("per", "per", PERIODS, now.per if now else "day"),
        ):
            options = [(say(f"today.{group}.{value}"), value) for value in values]
            label = say(f"today.practice.{'group' if part == 'family' else part}")
            yield self.field(label, Select(options, value=current, allow_blank=False, id=part, compact=True))
        target = str(now.target) if now and now.target else ""
        yield self.field(say("today.practice.target"), Input(target, id="target", compact=True))
        yield self.field("", Tick(say("today.practice.light"), bool(now and now.light), id="light"))


async def add_practice(screen: ActivityScreen) -> None:
    """Offer the ready-made practices that are not in use, and one's own."""
    used = await screen.ask(lambda w: {p.origin for p in w.routine.practices("active", "paused")})
    ready = [practice for practice in screen.words.practices() if practice.id not in used]
    own = Row("own", screen.say("today.practice.own"), mark="+")
    offer = Choose(screen.say("today.practice.add"), [own, *offered(ready, screen.words)])
    chosen = await screen.app.push_screen_wait(offer)
    if chosen == "own":
        fields = await screen.app.push_screen_wait(PracticeForm(screen.words, name=offer.typed))
        if fields:
            await screen.do(lambda w: w.routine.add(**fields.model_dump()))
    elif chosen:
        practice = next(practice for practice in ready if practice.id == chosen)
        await screen.do(lambda w: w.routine.take_up(practice))


async def change_practice(screen: ActivityScreen, practice: Practice) -> None:
    """Change a practice, pause it, or put it away; its past stays in every case."""
    say = screen.say
    chosen = await screen.app.push_screen_wait(
        Choose(
            practice.name,
            [
                Row("change", say("today.practice.change")),
                Row("pause", say("today.practice.pause")),
                Row("retire", say("today.practice.retire")),
            ],
        )
    )
    if chosen == "change":
        fields = await screen.app.push_screen_wait(PracticeForm(screen.words, practice))
        if fields:
            await screen.do(lambda w: w.routine.change(practice.id, **fields.model_dump()))
    elif chosen == "pause":
        await screen.do(lambda w: w.routine.pause(practice.id), say("today.routine.paused"))
    elif chosen == "retire":
        await screen.do(lambda w: w.routine.retire(practice.id), say("today.routine.retired"))


async def take_up_again(screen: ActivityScreen) -> None:
    """Choose among the practices that were paused or put away."""
    paused, retired = await screen.ask(lambda w: (w.routine.practices("paused"), w.routine.practices("retired")))
    rows: list[Row] = []
    for title, found in (("today.practice.paused", paused), ("today.practice.retired", retired)):
        if found:
            rows += [heading(screen.say(title)), *(Row(p.id, p.name) for p in found)]
    if not rows:
        screen.tell(screen.say("today.practice.none_paused"))
        return
    chosen = await screen.app.push_screen_wait(Choose(screen.say("today.practice.again"), rows))
    if chosen:
        await screen.do(lambda w: w.routine.resume(chosen))
