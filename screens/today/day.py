"""How a day looks: the greeting, the one next thing, the rows, and the week's effort."""

from __future__ import annotations

from datetime import date, datetime

from textual.content import Content

from core.agenda import Day
from core.content import Content as Words
from core.due import LATER, Due
from core.record import record
from core.today.efforts import IN_MINUTES, KINDS, Week
from core.today.routine import FAMILIES, Line
from core.workspace import Workspace
from tui.widgets.plain import plain
from tui.widgets.rows import Row, Tone, heading

# The effort counters: kind, key, and what the key does.
EFFORTS = (
    ("connection", "C", "Count a new connection"),
    ("insider", "I", "Count a talk with someone on the inside"),
    ("learning", "L", "Note minutes of learning..."),
    ("improvement", "M", "Count an improvement to your materials"),
)

WELCOMED = "welcomed"  # the setting that says that the first questions were asked
LATE = 17  # from this hour on the evening may be spoken of


@record
class View:
    """Everything the screen shows, read in one go; `now` is local."""

    day: Day
    lines: dict[str, Line]
    week: Week
    name: str
    why: str
    now: datetime


def look(workspace: Workspace) -> View:
    """What there is to see now."""
    day = workspace.agenda.day()
    return View(
        day=day,
        lines={f"practice:{line.practice.id}": line for line in workspace.routine.lines(day.day)},
        week=workspace.efforts.weeks(day.day)[-1],
        name=workspace.settings.name,
        why=why.text if (why := workspace.strengths.whys.now()) else "",
        now=workspace.clock.local(),
    )


def long_date(day: date) -> str:
    """A date in words: `Sunday 22 November`."""
    return f"{day:%A} {day.day} {day:%B}"


class Look:
    """A view in the product's words; the day decides which variant of a sentence is used."""

    def __init__(self, view: View, words: Words, narrow: bool = False) -> None:
        self.view, self.words, self.narrow = view, words, narrow
        self.turn = view.day.day.toordinal()

    def say(self, key: str, **values: object) -> str:
        """A sentence of the Today screen."""
        return self.words.say(f"today.{key}", self.turn, **values)

    def greeting(self) -> str:
        """The date and a greeting that fits the hour."""
        hour = self.view.now.hour
        parts = ((5, "night"), (12, "morning"), (18, "afternoon"), (23, "evening"), (24, "night"))
        part = next(name for end, name in parts if hour < end)
        named = "_named" if self.view.name else ""
        return f"{long_date(self.view.day.day)}  ·  {self.say(f'greeting.{part}{named}', name=self.view.name)}"

    def next(self) -> Content:
        """Why the day is light, if it is, and the one next thing."""
        light, following = self.view.day.light, self.view.day.next
        resting = light is not None and light.mode == "rest"
        lines: list[Content] = []
        if light and light.until:
            lines.append(plain(self.say("rest.lines", until=long_date(light.until))))
        elif light and light.window:
            until = light.window.ends.astimezone(self.view.now.tzinfo)
            lines.append(plain(self.say("light.window", until=f"{until:%A %H:%M}")))
        elif light:
            lines.append(plain(self.say("light.lines")))
        if following:
            title = Content.styled(self.say("next.title"), "$text-accent bold")
            lines.append(Content.assemble(title, "  ", plain(following.text).stylize("bold")))
            lines += [plain(following.detail).stylize("$text-muted")] if following.detail else []
        elif not resting:
            late = self.view.now.hour >= LATE
            lines.append(plain(self.say("next.none_light" if light and late else "next.none")))
        return Content("\n").join(lines)

    def effort(self) -> Content:
        """The week's counters, each with its key; what has not been counted yet has no number: nobody is at nought."""
        amounts = self.view.week.amounts
        told = {kind: f" {_hours(amounts[kind]) if kind in IN_MINUTES else amounts[kind]}" for kind in KINDS}
        parts = [
            Content.assemble((key, "bold"), f" {self.say(f'effort.short_{kind}')}{told[kind] if amounts[kind] else ''}")
            for kind, key, _ in EFFORTS
        ]
        return Content.assemble(self.say("effort.week"), "  ", Content("  ").join(parts))

    def rows(self) -> list[Row]:
        """Everything due: first what is not routine, then the routine by groups."""
        items = self.view.day.items
        groups = [("due.title", [due for due in items if due.kind != "practice"])]
        groups += [
            (f"groups.{family}", [due for due in items if due.kind == "practice" and due.group == family])
            for family in FAMILIES
        ]
        rows: list[Row] = []
        for title, found in groups:
            if found:
                rows += [heading(self.say(title)), *map(self._row, found)]
        if not rows and self.view.lines:
            resting = self.view.day.light is not None and self.view.day.light.mode == "rest"
            rows.append(heading(self.say("rest.few") if resting else self.words.say("shell.empty.due")))
        return rows

    def _row(self, due: Due) -> Row:
        line = self.view.lines.get(due.key)
        following = self.view.day.next is not None and due.key == self.view.day.next.key
        skipped = line is not None and line.skipped and not line.done
        offered = " · " if due.rank >= LATER else "[ ]"
        mark = "[-]" if skipped else "[x]" if due.done else "[>]" if following else offered
        tone: Tone = "skip" if skipped else "done" if due.done else "next" if following else ""
        return Row(due.key, due.text, mark=mark, detail=self.detail(line) if line else due.detail, tone=tone)

    def detail(self, line: Line) -> str:
        """How far a practice is today, and its last fourteen days."""
        practice, parts = line.practice, []
        if practice.kind != "tick":
            unit = " min" if practice.kind == "minutes" else ""
            aim = f"/{practice.target}" if practice.target else ""
            parts.append(f"{line.amount}{aim}{unit}")
        if line.skipped and line.word:
            parts.append(line.word)
        if line.of > 1:
            short = "_short" if self.narrow else ""
            parts.append(self.say(f"routine.of_days{short}", n=line.days, days=line.of))
        else:
            parts.append(self.say("routine.first_days"))
        return "  ".join(parts)

    def side(self, row: Row | None) -> Content:
        """What there is to say about the row under the cursor."""
        line = self.view.lines.get(row.id) if row else None
        parts = [plain(row.text).stylize("bold")] if row else []
        if line:
            parts += [plain(line.practice.why)] if line.practice.why else []
            parts.append(plain(self.detail(line)).stylize("$text-muted"))
        elif row and row.detail:
            parts.append(plain(row.detail))
        return Content("\n\n").join(parts)


def _hours(minutes: int) -> str:
    return f"{minutes // 60} h {minutes % 60:02}" if minutes >= 60 else f"{minutes} min"
