"""How the steps ask: one line, a page, a list; what is typed on a page is kept as a draft meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from core.content import Choice
from core.dates import read_date
from core.workspace import Workspace
from tui.dialogs.choose import Choose, ChooseSeveral
from tui.dialogs.line import Line
from tui.dialogs.prose import Prose
from tui.widgets.rows import Row, heading

if TYPE_CHECKING:
    from screens.ritual.screen import RitualScreen


async def line(screen: RitualScreen, question: str, value: str = "", hint: str = "") -> str | None:
    """One line; None for escape."""
    return await screen.app.push_screen_wait(Line(question, value=value, hint=hint))


async def day(screen: RitualScreen, question: str, value: date, hint: str = "") -> date | None:
    """A day; None for escape."""
    today = await screen.ask(lambda w: w.today())

    def check(typed: str) -> date:
        return read_date(typed, today)

    typed = await screen.app.push_screen_wait(Line(question, value=value.isoformat(), hint=hint, check=check))
    return None if typed is None else read_date(typed, today)


async def page(
    screen: RitualScreen, key: str, question: str, text: str, keep: Callable[[Workspace, str], object], hint: str = ""
) -> bool:
    """A page, which goes on from its draft; `keep` is given what stands there in the end, if it is new."""
    draft = await screen.ask(lambda w: w.drafts.get(key))

    def typed(body: str) -> None:
        screen.data.tell(lambda w: w.drafts.keep(key, body))

    found = await screen.app.push_screen_wait(Prose(question, draft.body if draft else text, hint=hint, typed=typed))
    body = found if found is not None else text
    if body == text:
        screen.data.tell(lambda w: w.drafts.drop(key))
        return True

    def kept(workspace: Workspace) -> None:
        keep(workspace, body)
        workspace.drafts.drop(key)

    return await screen.do(kept)


async def answer(screen: RitualScreen, step: str, item: str, question: str, hint: str = "") -> bool:
    """A page for one answer of a step."""
    no = screen.rejection
    text = screen.view.path.step(step).piece(item) if screen.view else ""
    return await page(
        screen, f"ritual:{no}:{step}:{item}", question, text, lambda w, body: w.ritual.keep(no, step, item, body), hint
    )


def rows_of(choices: Iterable[Choice], groups: Iterable[tuple[str, str]] = ()) -> list[Row]:
    """Choices as rows, under the labels of their groups where they have any."""
    found = list(choices)
    rows: list[Row] = []
    for group, label in groups:
        members = [Row(row.id, row.text, detail=row.hint) for row in found if row.group == group]
        rows += [heading(label), *members] if members else []
    return rows or [Row(row.id, row.text, detail=row.hint) for row in found]


async def choose(
    screen: RitualScreen, question: str, rows: list[Row], hint: str = "", free: bool = False
) -> str | None:
    """One of a list, or with `free` the person's own words; None for escape."""
    return await screen.app.push_screen_wait(Choose(question, rows, hint=hint, free=free))


async def several(screen: RitualScreen, question: str, rows: list[Row], marked: Iterable[str] = ()) -> list[str] | None:
    """Any number of a list; None for escape."""
    found = await screen.app.push_screen_wait(ChooseSeveral(question, rows, marked=marked))
    return None if found is None else found.split("\n") if found else []
