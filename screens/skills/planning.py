"""Planning something for a gap, putting time into it, moving it, and ending it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, create_model
from pydantic_core import PydanticCustomError
from textual.app import ComposeResult
from textual.widgets import Input, Label, Select

from core.content import Content as Words
from core.dates import read_date
from core.errors import OnwardError, Refused
from core.skills.plan import MOST_HOURS, OPEN, Item, ends_on, hours, weekly_for
from screens.skills.rating import rate
from tui.dialogs.choose import Choose
from tui.dialogs.form import Form
from tui.dialogs.line import Line
from tui.screen import ActivityScreen
from tui.widgets.plain import plain
from tui.widgets.rows import Row

WEEKLY = "3"
WEEKS = 4  # how long an item is thought to last until the person says otherwise
_LEARN = ("learn", "use", "people")


class PlanFields(BaseModel):
    """What is asked about an item; days and hours as they are understood."""

    model_config = ConfigDict(frozen=True)

    title: str
    means: str | None
    why: str
    first: date
    last: date
    hours: int
    weekly: int
    notes: str


def fields_on(today: date) -> type[PlanFields]:
    """The fields, with days read as they are typed on `today`."""

    def day(typed: Any) -> date:
        try:
            return read_date(str(typed), today)
        except Refused as refused:
            raise PydanticCustomError("day", "{said}", {"said": refused.sentence}) from None

    def named(typed: Any) -> str:
        if not str(typed).strip():
            raise PydanticCustomError("title", "A few words are needed: what will you do?")
        return str(typed)

    a_day = Annotated[date, BeforeValidator(day)]
    minutes = Annotated[int, BeforeValidator(minutes_of)]
    return create_model(
        "PlanFieldsToday",
        __base__=PlanFields,
        title=(Annotated[str, BeforeValidator(named)], ...),
        first=(a_day, ...),
        last=(a_day, ...),
        hours=(minutes, ...),
        weekly=(minutes, ...),
    )


def minutes_of(typed: Any) -> int:
    """Hours as typed, in minutes: `3`, `1.5`, `1:30`, or nothing for open."""
    text = str(typed or "").strip().lower().replace(",", ".").removesuffix("h").strip()
    if not text:
        return 0
    try:
        whole, colon, rest = text.partition(":")
        found = int(whole) * 60 + int(rest or 0) if colon else round(float(text) * 60)
    except (ValueError, OverflowError):
        found = -1
    if not 0 <= found <= MOST_HOURS * 60:
        raise PydanticCustomError("hours", "Hours look like 3, 1.5 or 1:30, or nothing.")
    return found


class PlanForm(Form[PlanFields]):
    """The fields of an item; what the hours come to is said while typing."""

    DEFAULT_CSS = """
    PlanForm { & #ends { color: $text-accent; width: 1fr; margin-top: 1; } }
    """

    def __init__(self, words: Words, today: date, title: str, item: Item | None = None) -> None:
        super().__init__(title, words.say("skills.plan.keep"))
        self.words, self.today, self.item = words, today, item
        self.MODEL = fields_on(today)

    def compose_fields(self) -> ComposeResult:
        say, now = self.words.say, self.item
        first = now.first if now else self.today
        last = now.last if now else self.today + timedelta(days=7 * WEEKS - 1)
        means = [(row.text, row.id) for row in self.words.choices("means") if row.group in _LEARN]
        yield self._line("title", now.title if now else "", say("skills.plan.title_hint"))
        chosen = now.means if now and now.means in {value for _, value in means} else Select.NULL
        yield self.field(say("skills.plan.means"), Select(means, value=chosen, id="means", compact=True))
        yield self._line("why", now.why if now else "", say("skills.plan.why_hint"))
        yield self._line("first", first.isoformat())
        yield self._line("last", last.isoformat())
        yield self._line("hours", _hours(now.minutes) if now else "")
        yield self._line("weekly", _hours(now.weekly) if now else WEEKLY)
        yield self._line("notes", now.notes if now else "")
        yield Label(id="ends")

    def _line(self, name: str, value: str, hint: str = "") -> Any:
        label = self.words.say(f"skills.plan.{name}")
        return self.field(label, Input(value, placeholder=hint, id=name, compact=True))

    def on_input_changed(self) -> None:
        self.query_one("#ends", Label).update(plain(self._ends()))

    def _ends(self) -> str:
        values, say = self.values, self.words.say
        try:
            first, last = (read_date(values[name], self.today) for name in ("first", "last"))
            minutes, weekly = minutes_of(values["hours"]), minutes_of(values["weekly"])
        except (OnwardError, PydanticCustomError):
            return ""
        ends = ends_on(first, minutes, weekly)
        if ends is None:
            return say("skills.plan.open_hours")
        said = say("skills.plan.ends", weekly=hours(weekly), day=_long(ends))
        if last < ends and last >= first:
            return f"{said} {say('skills.plan.needs', day=_long(last), weekly=hours(weekly_for(first, last, minutes)))}"
        return f"{said} {say('skills.plan.fits', day=_long(last))}" if last >= first else said


async def plan_for(screen: ActivityScreen, name: str) -> bool:
    """Plan something for a skill; False where it was left."""
    today = await screen.ask(lambda w: w.today())
    form = PlanForm(screen.words, today, screen.say("skills.plan.add", name=name))
    if (found := await screen.app.push_screen_wait(form)) is None:
        return False
    return await screen.do(lambda w: w.skills.plan.add(name, **_values(found)))


async def change(screen: ActivityScreen, item: Item) -> None:
    """Change an item."""
    today = await screen.ask(lambda w: w.today())
    form = PlanForm(screen.words, today, screen.say("skills.plan.change"), item)
    if (found := await screen.app.push_screen_wait(form)) is not None:
        await screen.do(lambda w: w.skills.plan.change(item.id, **_values(found)))


async def log(screen: ActivityScreen, item: Item) -> bool:
    """Ask for minutes and note them; False for escape."""
    typed = await screen.app.push_screen_wait(
        Line(screen.say("skills.plan.log"), hint=item.title, value="30", check=read_minutes)
    )
    if typed is None:
        return False
    if await screen.do(lambda w: w.skills.plan.log(item.id, read_minutes(typed))):
        now = await screen.ask(lambda w: w.skills.plan.get(item.id))
        screen.tell(screen.say("skills.plan.logged", spent=hours(now.spent)))
    return True


async def move(screen: ActivityScreen, item: Item) -> None:
    """Ask for another last day."""
    today = await screen.ask(lambda w: w.today())
    typed = await screen.app.push_screen_wait(
        Line(screen.say("skills.plan.move"), value=item.last.isoformat(), check=lambda text: read_date(text, today))
    )
    if typed is not None:
        last = read_date(typed, today)
        await screen.do(lambda w: w.skills.plan.move(item.id, last), screen.say("skills.plan.moved"))


async def finish(screen: ActivityScreen, item: Item) -> None:
    """Ask what came of it, offer a win and a line for a story, then how far the person is now. All may stay empty."""
    say, ask = screen.say, screen.app.push_screen_wait
    result = await ask(Line(say("skills.plan.finish"), hint=say("skills.plan.finish_hint"), value=item.result))
    if result is None:
        return
    win = await ask(Line(say("skills.plan.win"), value=say("skills.plan.win_draft", title=item.title)))
    drafted = say("skills.plan.story_draft", why=item.why, title=item.title, result=result).strip()
    story = await ask(Line(say("skills.plan.story"), value=drafted))
    await screen.do(
        lambda w: w.skills.plan.finish(item.id, result, win=win or "", story=story or ""), say("skills.plan.finished")
    )
    await rate(screen, item.skill)


async def end(screen: ActivityScreen, item: Item) -> None:
    """Let an item go, or go on with one that ended."""
    if item.state == OPEN:
        await screen.do(lambda w: w.skills.plan.let_go(item.id), screen.say("skills.plan.let_go"))
    else:
        await screen.do(lambda w: w.skills.plan.reopen(item.id), screen.say("skills.plan.again"))


async def pick(screen: ActivityScreen, id: str, skill: str) -> Item | None:
    """An item by its id; else an open one of the skill, or of all; asks where there are several."""
    if id:
        return await screen.ask(lambda w: w.skills.plan.get(id))
    items = await screen.ask(lambda w: w.skills.plan.of(skill) if skill else w.skills.plan.items(100))
    found = [item for item in items if item.state == OPEN]
    if not found:
        screen.tell(screen.say("skills.empty.plan", key=screen.key_of("skills.plan")))
    if len(found) < 2:
        return found[0] if found else None
    rows = [Row(item.id, item.title, detail=item.skill_name) for item in found]
    chosen = await screen.app.push_screen_wait(Choose(screen.say("skills.title.plan"), rows))
    return next((item for item in found if item.id == chosen), None)


async def choose(screen: ActivityScreen, item: Item) -> str | None:
    """What could be done with an item, as a list; the result is the name of the verb."""
    verbs = (
        ("log_it", "move_it", "finish_it", "change_it", "ask_it", "let_go_it")
        if item.state == OPEN
        else ("go_on", "change_it")
    )
    rows = [Row(verb, screen.say(f"skills.plan.{verb}")) for verb in verbs]
    return await screen.app.push_screen_wait(Choose(f"{item.title}\n{screen.say('skills.plan.more')}", rows))


def read_minutes(typed: str) -> int:
    """A number of minutes as typed: `45`, `1:30`, `1h30`. Raises `Refused` for anything else."""
    hours_, found, rest = typed.strip().lower().replace("h", ":").replace(" ", "").removesuffix("min").partition(":")
    parts = (hours_, rest or "0") if found else ("0", hours_)
    if all(part.isdecimal() and part.isascii() and len(part) < 5 for part in parts):
        total = int(parts[0]) * 60 + int(parts[1])
        if 1 <= total <= 24 * 60:
            return total
    raise Refused("Minutes look like 45, 1:30 or 1h30, up to a whole day.")


def _values(found: PlanFields) -> dict[str, Any]:
    values = found.model_dump()
    values["minutes"] = values.pop("hours")
    return values | {"means": found.means or ""}


def _hours(minutes: int) -> str:
    return f"{minutes / 60:g}" if minutes else ""


def _long(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"
