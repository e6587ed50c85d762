"""Asking for one thing in one line of code: a line, a day, a page, one or several of a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, Protocol, TypeVar

from textual.app import App

from core import days
from core.content import Choice
from core.dates import read_date
from core.workspace import Workspace
from tui.data import Data
from tui.dialogs.choose import Choose, ChooseSeveral
from tui.dialogs.line import Line
from tui.dialogs.prose import Prose
from tui.widgets.rows import Row, heading

T = TypeVar("T")


class Asker(Protocol):
    """What asks: a place in the app."""

    data: Data

    @property
    def app(self) -> App[Any]:
        """The app it is in."""

    async def ask(self, question: Callable[[Workspace], T]) -> T:
        """The answer to a question."""

    async def do(self, verb: Callable[[Workspace], object], said: str = "") -> bool:
        """Change something; False where it was refused."""


async def line(asker: Asker, question: str, value: str = "", hint: str = "") -> str | None:
    """One line; None for escape."""
    return await asker.app.push_screen_wait(Line(question, value=value, hint=hint))


async def day(asker: Asker, question: str, value: date, hint: str = "", ahead: bool = False) -> date | None:
    """A day, with `ahead` one that has not gone by; None for escape."""
    today = await asker.ask(lambda w: w.today())

    def check(typed: str) -> date:
        found = read_date(typed, today)
        return days.not_gone(found, today) if ahead else found

    typed = await asker.app.push_screen_wait(Line(question, value=value.isoformat(), hint=hint, check=check))
    return None if typed is None else read_date(typed, today)


async def page(
    asker: Asker,
    key: str,
    question: str,
    text: str,
    keep: Callable[[Workspace, str], object],
    hint: str = "",
    kind: Callable[..., Prose] = Prose,
) -> bool:
    """A page, which goes on from its draft; `keep` is given what stands there in the end, if it is new."""
    draft = await asker.ask(lambda w: w.drafts.get(key))

    def typed(body: str) -> None:
        asker.data.tell(lambda w: w.drafts.keep(key, body))

    found = await asker.app.push_screen_wait(kind(question, draft.body if draft else text, hint=hint, typed=typed))
    body = found if found is not None else text
    if body == text:
        asker.data.tell(lambda w: w.drafts.drop(key))
        return True

    def kept(workspace: Workspace) -> None:
        keep(workspace, body)
        workspace.drafts.drop(key)

    return await asker.do(kept)


def rows_of(choices: Iterable[Choice], groups: Iterable[tuple[str, str]] = ()) -> list[Row]:
    """Choices as rows, under the labels of their groups where they have any."""
    found = list(choices)
    rows: list[Row] = []
    for group, label in groups:
        members = [Row(row.id, row.text, detail=row.hint) for row in found if row.group == group]
        rows += [heading(label), *members] if members else []
    return rows or [Row(row.id, row.text, detail=row.hint) for row in found]


async def choose(
    asker: Asker, question: str, rows: Sequence[Row], hint: str = "", free: bool = False, below: bool = True
) -> str | None:
    """One of a list, or with `free` the person's own words; None for escape."""
    return await asker.app.push_screen_wait(Choose(question, rows, hint=hint, free=free, below=below))


async def several(asker: Asker, question: str, rows: Sequence[Row], marked: Iterable[str] = ()) -> list[str] | None:
    """Any number of a list; None for escape."""
    found = await asker.app.push_screen_wait(ChooseSeveral(question, rows, marked=marked))
    return None if found is None else found.split("\n") if found else []
