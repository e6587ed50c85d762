"""A year of days at a glance, readable without colour and walkable by keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content, Span
from textual.geometry import Size, clamp
from textual.message import Message
from textual.widget import Widget

from tui.widgets.plain import fit

WEEKS = 53
_LABELS = 4  # cells: "Mon "
_SHADES = "·░▒▓█"


def read(count: int, day: date) -> str:
    """A day in words: "3 on Monday 3 March 2025"."""
    return f"{count} on {day:%A} {day.day} {day:%B %Y}"


class Heatmap(Widget, can_focus=True):
    """Weeks as columns, Monday on top; the day under the cursor is a digit and is read out below.

    Needs 57 columns for a whole year; in less room it shows the latest weeks. The darkest of four
    shades stands for the largest count shown, and the legend says what each one means.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "step(-7)", "Week before", show=False, id="list.left"),
        Binding("right,l", "step(7)", "Week after", show=False, id="list.right"),
        Binding("up,k", "step(-1)", "Day before", show=False, id="list.up"),
        Binding("down,j", "step(1)", "Day after", show=False, id="list.down"),
        Binding("home,g", "step(-999)", "First day", show=False, id="list.first"),
        Binding("end,G", "step(999)", "Last day", show=False, id="list.last"),
        Binding("enter", "choose", "Choose", show=False, id="list.choose"),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {"heatmap--quiet", "heatmap--day", "heatmap--cursor"}

    DEFAULT_CSS = """
    Heatmap {
        width: 1fr;
        max-width: 57;
        height: 10;
        & > .heatmap--quiet { color: $text-muted; }
        & > .heatmap--day { color: $text-primary; }
        & > .heatmap--cursor {
            color: $block-cursor-blurred-foreground;
            background: $block-cursor-blurred-background;
        }
        &:focus > .heatmap--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
    }
    """

    class Highlighted(Message):
        """The cursor stands on another day."""

        def __init__(self, heatmap: Heatmap, day: date, count: int) -> None:
            super().__init__()
            self.heatmap = heatmap
            self.day = day
            self.count = count

        @property
        def control(self) -> Heatmap:
            return self.heatmap

    class Chosen(Message):
        """Enter, or a click on the day under the cursor."""

        def __init__(self, heatmap: Heatmap, day: date, count: int) -> None:
            super().__init__()
            self.heatmap = heatmap
            self.day = day
            self.count = count

        @property
        def control(self) -> Heatmap:
            return self.heatmap

    def __init__(
        self,
        *,
        words: Callable[[int, date], str] = read,
        none: str = "none",
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """`words` reads a day out in the status line; `none` is the legend's word for an empty day."""
        super().__init__(name=name, id=id, classes=classes)
        self._words = words
        self._none = none
        self._counts: dict[date, int] = {}
        self._until = self._day = date.min

    @property
    def day(self) -> date:
        """The day under the cursor; setting it stays within the weeks shown."""
        return self._day

    @day.setter
    def day(self, day: date) -> None:
        day = min(max(day, self._first_day()), self._until)
        if day != self._day:
            self._day = day
            self.refresh()
            self.post_message(self.Highlighted(self, day, self._counts.get(day, 0)))

    def show(self, counts: Mapping[date, int], until: date) -> None:
        """Show the year that ends with `until`; the cursor stays on its day, or on the last one if it was there."""
        at_end = self._day == self._until
        self._counts, self._until = dict(counts), until
        self._day = until if at_end else min(max(self._day, self._first_day()), until)
        self.refresh()

    def action_step(self, days: int) -> None:
        self.day = date.fromordinal(clamp(self._day.toordinal() + days, 1, date.max.toordinal()))

    def action_choose(self) -> None:
        self.post_message(self.Chosen(self, self._day, self._counts.get(self._day, 0)))

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or not 1 <= offset.y <= 7 or offset.x < _LABELS:
            return
        days = 7 * (offset.x - _LABELS) + offset.y - 1
        if days > (self._until - self._first_day()).days:
            return
        day = self._first_day() + timedelta(days)
        if day == self._day:
            self.action_choose()
        self.day = day

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return _LABELS + WEEKS

    def _weeks(self) -> int:
        return clamp((self.content_size.width or _LABELS + WEEKS) - _LABELS, 1, WEEKS)

    def _first_day(self) -> date:
        monday = self._until.toordinal() - self._until.weekday()
        return date.fromordinal(max(1, monday - 7 * (self._weeks() - 1)))

    def render(self) -> Content:
        if self._until == date.min:
            return Content()  # nothing has been shown yet
        first, weeks = self._first_day(), self._weeks()
        days = [first + timedelta(n) for n in range((self._until - first).days + 1)]
        step = max(1, -(-max((self._counts.get(day, 0) for day in days), default=1) // 4))
        lines = [self._months(first, weeks)]
        for weekday in range(7):
            label = f"{days[weekday]:%a}"[:3] if weekday % 2 == 0 and weekday < len(days) else ""
            lines.append(Content.styled(f"{label:<{_LABELS}}", ".heatmap--quiet") + self._line(days[weekday::7], step))
        width = _LABELS + weeks
        lines.append(Content.styled(fit(self._legend(step), width), ".heatmap--quiet"))
        lines.append(Content(fit(self._words(self._counts.get(self._day, 0), self._day), width)))
        return Content("\n").join(lines)

    def _line(self, days: list[date], step: int) -> Content:
        text, spans = "", []
        cursor = self.get_visual_style("heatmap--cursor")
        for place, day in enumerate(days):
            count = self._counts.get(day, 0)
            if day == self._day:
                text += str(count) if count < 10 else "+"
                spans.append(Span(place, place + 1, cursor))
            else:
                text += _SHADES[min(4, -(-count // step))]
                spans.append(Span(place, place + 1, ".heatmap--day" if count else ".heatmap--quiet"))
        return Content(text, spans)

    def _months(self, first: date, weeks: int) -> Content:
        """Short names of months, each above the week that holds its first day."""
        line = " " * _LABELS
        for week in range(weeks):
            sunday = first + timedelta(7 * week + 6)
            if sunday.day <= 7 and len(line) <= _LABELS + week and week <= weeks - 3:
                line = f"{line:<{_LABELS + week}}{sunday:%b} "
        return Content.styled(line.rstrip(), ".heatmap--quiet") if line.strip() else Content()

    def _legend(self, step: int) -> str:
        parts = [f"{_SHADES[0]} {self._none}"]
        for level in range(1, 5):
            least, most = (level - 1) * step + 1, level * step
            parts.append(f"{_SHADES[level]} {least}" if step == 1 else f"{_SHADES[level]} {least}-{most}")
        return "  ".join(parts)
